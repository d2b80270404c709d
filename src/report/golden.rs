//! Gaps as golden queries: promises that fail until somebody keeps them.

use std::collections::BTreeSet;

use serde_yaml::Value;

use super::model::{Basis, Gap, Query};
use crate::author::golden::NO_ARTICLE;
use crate::search::Words;
use crate::yaml::edit::quoted;
use crate::yaml::scalar_text;

/// Which gaps become golden queries.
#[derive(Clone, Copy, Debug)]
pub struct Wanted<'a> {
    /// Unmet searches at least.
    pub min: usize,
    /// Gaps at most.
    pub limit: usize,
    /// Code of the site's first language.
    pub language: &'a str,
}

/// A file of golden queries with the gaps at its end.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Appended {
    /// The whole file.
    pub text: String,
    /// Queries that are new, with what they expect.
    pub added: Vec<(String, String)>,
    /// Queries that were there.
    pub known: usize,
    /// Queries that find their article by now.
    pub found_now: usize,
}

/// Most bytes of a query: a longer one is rather a pasted text.
const LONGEST: usize = 200;

/// `yaml`, which keeps every byte, with an entry for each of `gaps` that is not in it. `Err` says why
/// nothing can be added.
pub fn append(yaml: &str, gaps: &[Query], wanted: Wanted<'_>) -> Result<Appended, String> {
    let (mut known, before) = known(yaml, wanted.language)?;
    let mut out = Appended { text: yaml.to_owned(), ..Appended::default() };
    let line_end = if yaml.contains("\r\n") { "\r\n" } else { "\n" };
    let enough = gaps.iter().filter(|gap| gap.unmet >= wanted.min && gap.query.len() <= LONGEST);
    for gap in enough {
        if out.added.len() >= wanted.limit {
            break;
        }
        let key = key(&gap.query, &gap.locale);
        let spellings = gap.spellings.iter().map(|text| self::key(text, &gap.locale));
        if known.contains(&key) || spellings.clone().any(|key| known.contains(&key)) {
            out.known += 1;
            continue;
        }
        if gap.found_now {
            out.found_now += 1;
            continue;
        }
        if !out.text.is_empty() && !out.text.ends_with('\n') {
            out.text.push_str(line_end);
        }
        let expect = expected(gap);
        out.text.push_str(&entry(gap, &expect, wanted.language).replace('\n', line_end));
        known.insert(key);
        out.added.push((gap.query.clone(), expect));
    }
    let now = self::known(&out.text, wanted.language).map(|(_, count)| count);
    if now != Ok(before + out.added.len()) {
        return Err("its list is not written as `- {query: …}` lines from the first column".into());
    }
    Ok(out)
}

/// What a query must find: the article that the index does not bring first, though readers or the index
/// itself point to it; else an article that somebody has to name.
fn expected(gap: &Query) -> String {
    let nearest = gap.nearest.as_ref().filter(|nearest| match nearest.basis {
        Basis::ReadNext => nearest.rank != Some(1),
        Basis::Found => nearest.rank.is_none_or(|rank| rank > 3),
        Basis::Closest => false,
    });
    nearest.and_then(|nearest| nearest.name.clone()).unwrap_or_else(|| NO_ARTICLE.to_owned())
}

fn entry(gap: &Query, expect: &str, language: &str) -> String {
    let what = match gap.gap {
        Some(Gap::Nothing) => format!("{} found nothing", gap.nothing),
        Some(Gap::Unsure) => format!("{} found no certain answer", gap.nothing + gap.unsure),
        _ => format!("{} opened something", gap.opened),
    };
    let times =
        if gap.searches == 1 { "1 search".into() } else { format!("{} searches", gap.searches) };
    let nearest = gap.nearest.as_ref().and_then(|nearest| {
        let name = nearest.name.as_ref().filter(|name| **name != expect)?;
        Some(match nearest.basis {
            Basis::ReadNext => format!("; read next: {name}"),
            Basis::Found => format!("; found first: {name}"),
            Basis::Closest => format!("; nearest: {name}"),
        })
    });
    let within = if expect == NO_ARTICLE { 3 } else { 1 };
    let lang =
        if gap.locale == language { String::new() } else { format!(", lang: {}", gap.locale) };
    format!(
        "# {times}, {what}, last on {}{}\n- {{query: {}, expect: {}, within: {within}{lang}}}\n",
        gap.last,
        nearest.unwrap_or_default(),
        quoted(&gap.query),
        if expect == NO_ARTICLE { expect.to_owned() } else { quoted(expect) },
    )
}

/// Language and stems of every query of a file, and how many entries it has.
fn known(yaml: &str, language: &str) -> Result<(BTreeSet<(String, String)>, usize), String> {
    let items = match serde_yaml::from_str::<Value>(yaml) {
        Ok(Value::Sequence(items)) => items,
        Ok(Value::Null) => Vec::new(),
        Ok(_) => return Err("it holds something else than a list of queries".into()),
        Err(error) => return Err(format!("it is not valid YAML: {error}")),
    };
    let text = |item: &Value, key: &str| item.get(key).and_then(scalar_text);
    let keys = items.iter().filter_map(|item| {
        let locale = text(item, "lang").unwrap_or_else(|| language.to_owned());
        Some(key(&text(item, "query")?, &locale))
    });
    Ok((keys.collect(), items.len()))
}

fn key(query: &str, locale: &str) -> (String, String) {
    (locale.to_owned(), Words::of(locale).key(query))
}
