//! The answers of the tools: pure functions of the knowledge base and the arguments.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use super::arguments::{Answer, Arguments};
use super::library::{Library, locale};
use super::tools::{self, MOST, USUAL};
use crate::Linked;
use crate::config::Config;
use crate::diag::did_you_mean;
use crate::kb::{Entry, Locale, lookup};
use crate::outputs::{self, trees};
use crate::search::{Document, FoundResult, SearchOptions};
use crate::url;

/// `search_help`: what `faqtory search --json` finds, in words for assistants.
pub(super) fn search(library: &mut Library, mut arguments: Arguments) -> Answer<Value> {
    let query = arguments.needed("query")?;
    let limit = arguments.number("limit", MOST)?.unwrap_or(USUAL);
    let language = arguments.text("lang")?;
    let filters = arguments.lists("filters")?;
    arguments.end(&tools::SEARCH)?;
    let language = locale(library.linked(), language.as_deref())?.language.code.clone();
    known_facets(&filters, library.documents(&language))?;
    let options = SearchOptions { limit, filters, facets: false };
    let found = library.searcher(&language)?.search(&query, &options);
    let found = found.map_err(|error| format!("the search failed: {error:?}"))?;
    let locale = locale(library.linked(), Some(&language))?;
    let config = &library.linked().config;
    let results: Vec<Value> =
        found.results.iter().map(|one| result(one, (locale, config))).collect();
    Ok(json!({
        "lang": language,
        "total": found.total,
        "confident": found.confident,
        "corrected": found.corrected,
        "results": results,
    }))
}

/// A facet that no article has would filter everything away.
fn known_facets(filters: &BTreeMap<String, Vec<String>>, documents: &[Document]) -> Answer<()> {
    let known: BTreeSet<&str> =
        documents.iter().flat_map(|document| document.facets.keys()).map(String::as_str).collect();
    let is_known = |name: &str| known.iter().any(|known| known.eq_ignore_ascii_case(name));
    match filters.keys().find(|name| !is_known(name)) {
        None => Ok(()),
        Some(name) => {
            let known: Vec<&str> = known.into_iter().collect();
            Err(format!("no article has the facet `{name}`; there is {}", known.join(", ")))
        }
    }
}

fn result(found: &FoundResult, (locale, config): (&Locale, &Config)) -> Value {
    let entry = locale.articles.iter().find(|entry| entry.page.url == found.url);
    let excerpt: String = found.excerpt.iter().map(|run| run.text.as_str()).collect();
    let section = found.section.as_ref();
    let answer = found.answer.as_ref();
    json!({
        "url": found.url,
        "address": config.address(&found.url),
        "title": found.title,
        "category": found.category,
        "kind": found.kind,
        "section": section.map(|section| json!({ "title": section.title, "url": section.url })),
        "answer": answer.map(|answer| json!({ "text": answer.text, "url": answer.url })),
        "excerpt": excerpt,
        "sensitive": entry.is_some_and(|entry| entry.page.article.front.sensitive),
        "score": f64::from(found.score),
    })
}

/// `get_article`: the Markdown twin of an article, and what is known about it.
pub(super) fn article(linked: &Linked, mut arguments: Arguments) -> Answer<Value> {
    let (url, path) = (arguments.text("url")?, arguments.text("path")?);
    let language = arguments.text("lang")?;
    arguments.end(&tools::ARTICLE)?;
    let target = url.or(path).ok_or("give the `url` of an article or the `path` of its file")?;
    let (locale, entry) = find(linked, &target, language.as_deref())?;
    let (front, config) = (&entry.page.article.front, &linked.config);
    let trail = locale.trail(entry.category).into_iter().skip(1);
    let category: Vec<&str> = trail.map(|id| locale.category(id).title.as_str()).collect();
    Ok(json!({
        "url": entry.page.url,
        "address": config.address(&entry.page.url),
        "title": entry.title,
        "lang": locale.language.code,
        "kind": entry.kind().name(),
        "category": category,
        "answer": front.answer.as_deref().map(crate::kb::one_line),
        "codes": front.codes,
        "applies_to": front.applies_to,
        "updated": front.updated.or(front.date).map(|day| day.to_string()),
        "topic": front.topic(),
        "sensitive": front.sensitive,
        "source": entry.page.article.path().as_str(),
        "markdown": outputs::twin(entry, config),
    }))
}

/// `next_step`: a node of a tree, and where a choice leads.
pub(super) fn step(linked: &Linked, mut arguments: Arguments) -> Answer<Value> {
    let tree = arguments.needed("tree")?;
    let node = arguments.text("node")?;
    let choice = arguments.text_or_number("choice")?;
    let language = arguments.text("lang")?;
    arguments.end(&tools::STEP)?;
    let (locale, entry) = find(linked, &tree, language.as_deref())?;
    let Some(twin) = trees::twin(locale, entry, &linked.config) else {
        let kind = entry.kind().name();
        return Err(format!(
            "`{}` is no troubleshooter but of the kind `{kind}`; `get_article` reads it",
            entry.page.url
        ));
    };
    let nodes = twin["nodes"].as_array().map(Vec::as_slice).unwrap_or_default();
    let start = nodes.first().ok_or("this troubleshooter has no questions")?;
    let at = node.map_or(Ok(start), |id| self::node(nodes, &id))?;
    let chosen = choice.map(|choice| self::choice(at, &choice)).transpose()?;
    let next = match chosen {
        None => Some(at),
        Some(choice) => choice["node"].as_str().map(|id| self::node(nodes, id)).transpose()?,
    };
    Ok(json!({
        "tree": entry.page.url,
        "title": entry.title,
        "lang": locale.language.code,
        "sensitive": entry.page.article.front.sensitive,
        "node": next.map(|node| shown(node, &linked.config)),
        // A choice that leaves the tree.
        "leads_to": chosen.and_then(|choice| choice.get("url")),
    }))
}

fn node<'a>(nodes: &'a [Value], id: &str) -> Answer<&'a Value> {
    let id = id.trim_start_matches('#');
    nodes.iter().find(|node| node["id"] == id).ok_or_else(|| {
        let ids = || nodes.iter().filter_map(|node| node["id"].as_str());
        match did_you_mean(id, ids()) {
            Some(near) => format!("the tree has no node `{id}`; did you mean `{near}`?"),
            None => format!("the tree has no node `{id}`; there is {}", list(ids())),
        }
    })
}

/// A choice by its number or its text.
fn choice<'a>(node: &'a Value, wanted: &str) -> Answer<&'a Value> {
    let choices = node["choices"].as_array().map(Vec::as_slice).unwrap_or_default();
    let id = node["id"].as_str().unwrap_or_default();
    if choices.is_empty() {
        let outcome = node["outcome"].as_str().unwrap_or("an end");
        return Err(format!("`{id}` is {outcome}: there is nothing to choose"));
    }
    let text = |choice: &'a Value| choice["text"].as_str().unwrap_or_default();
    let is_meant = |choice: &&'a Value| text(choice).to_lowercase() == wanted.to_lowercase();
    // A text may be a number, such as how often a light blinks.
    let by_text = choices.iter().find(|choice| choice["text"] == wanted);
    let by_text = by_text.or_else(|| choices.iter().find(is_meant));
    let by_number = || wanted.parse::<usize>().ok()?.checked_sub(1).and_then(|at| choices.get(at));
    by_text.or_else(by_number).ok_or_else(|| {
        let known = choices.iter().map(text);
        format!("`{id}` has no choice `{wanted}`; there is {}", list(known))
    })
}

fn list<'a>(names: impl Iterator<Item = &'a str>) -> String {
    names.map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

/// A node with numbers before its choices.
fn shown(node: &Value, config: &Config) -> Value {
    let mut node = node.as_object().cloned().unwrap_or_default();
    node.remove("text");
    if let Some(Value::String(url)) = node.get("url") {
        let url = config.absolute(url);
        node.insert("url".to_owned(), json!(url));
    }
    if let Some(Value::Array(choices)) = node.get_mut("choices") {
        for (number, choice) in (1..).zip(choices.iter_mut().filter_map(Value::as_object_mut)) {
            let mut numbered = Map::new();
            numbered.insert("number".to_owned(), json!(number));
            numbered.append(choice);
            *choice = numbered;
        }
    }
    Value::Object(node)
}

/// The published article that `target` names: an address, complete or not, or a file.
pub(super) fn find<'a>(
    linked: &'a Linked,
    target: &str,
    language: Option<&str>,
) -> Answer<(&'a Locale, &'a Entry)> {
    let config = &linked.config;
    let first = locale(linked, language)?;
    let path = local(target, config);
    // An address says its language itself; a file is looked for in the language asked for first.
    let others = linked.kb.locales.iter().filter(|_| language.is_none());
    for locale in std::iter::once(first).chain(others) {
        if let Some(entry) = named(locale, &path, config) {
            return Ok((locale, entry));
        }
    }
    let near = lookup::near(&path, first, config).map(|near| format!("did you mean `{near}`?"));
    let near = near.unwrap_or_else(|| "`search_help` finds articles".to_owned());
    Err(format!("there is no published article `{target}`; {near}"))
}

fn named<'a>(locale: &'a Locale, path: &str, config: &Config) -> Option<&'a Entry> {
    // The page and its Markdown stand at the same address.
    let page = path.strip_suffix("/index.md").or(path.strip_suffix("/index.html"));
    let url = format!("/{}", page.unwrap_or(path).trim_matches('/'));
    let file = lookup::file(path, locale, config);
    locale.articles.iter().filter(|entry| !entry.page.is_fallback()).find(|entry| {
        let own = entry.page.article.path();
        *own == file
            || own.as_str() == path.trim_start_matches('/')
            || entry.page.url.trim_end_matches('/') == url
    })
}

/// An address without the site's own part, anchor and query.
fn local(target: &str, config: &Config) -> String {
    let target = target.split(['#', '?']).next().unwrap_or_default();
    let base = config.base_url.as_deref().unwrap_or_default();
    let path = target.strip_prefix(base).filter(|_| !base.is_empty()).unwrap_or_else(|| {
        let base = config.base_path();
        let below = target.strip_prefix(base).filter(|rest| rest.starts_with('/'));
        below.unwrap_or(target)
    });
    url::decode(path)
}
