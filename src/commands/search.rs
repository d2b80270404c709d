//! `faqtory search QUERY`: the browser's search in the terminal.

use std::fmt::Write;

use serde_json::json;

use super::{Job, Verdict};
use crate::Cache;
use crate::cli::{Engine, Global, Search};
use crate::config::no_language;
use crate::disk::{self, refused};
use crate::search::{
    Document, Found, FoundResult, Reason, Run, SearchOptions, Searcher, Settings, TantivyIndex,
    counted, index, reasons,
};
use crate::terminal::{harmless, print};

pub(super) fn run(global: &Global, args: &Search) -> anyhow::Result<Verdict> {
    let job = Job::plain(global)?;
    let source = disk::read(&job.place)?;
    let languages = crate::documents(&source, &job.options, &mut Cache::default());
    let (documents, settings) = choose(&languages, args.lang.as_deref())?;
    let text = match args.engine {
        Engine::Client => client(documents, settings, args)?,
        Engine::Tantivy => tantivy(documents, settings, args),
    };
    print(&text);
    Ok(Verdict::Fine)
}

type Language = (Vec<Document>, Settings);

fn choose<'a>(
    languages: &'a [Language],
    code: Option<&str>,
) -> anyhow::Result<(&'a [Document], &'a Settings)> {
    let wanted = |language: &&Language| code.is_none_or(|code| language.1.language == code);
    let found = languages.iter().find(wanted).ok_or_else(|| {
        let known = languages.iter().map(|(_, settings)| &*settings.language);
        refused(no_language(code.unwrap_or_default(), known))
    })?;
    Ok((&found.0, &found.1))
}

fn client(documents: &[Document], settings: &Settings, args: &Search) -> anyhow::Result<String> {
    let built = index(documents, settings);
    let broken = |error| anyhow::anyhow!("the index just made cannot be read: {error:?}");
    let searcher = Searcher::open(&built.files, &built.root).map_err(broken)?;
    let options = SearchOptions { limit: args.limit, ..SearchOptions::default() };
    let found = searcher.search(&args.query, &options).map_err(broken)?;
    if args.json {
        return Ok(found.to_json() + "\n");
    }
    let mut text = shown(&found);
    if args.explain {
        let understood = searcher.explain(&args.query, &found).map_err(broken)?;
        explain(&mut text, &found, &reasons(&understood, &found, &counted(documents, settings)));
    }
    Ok(text)
}

/// Per result: score, and for each word of the query what it was found as, where, and what that adds.
fn explain(text: &mut String, found: &Found, reasons: &[Vec<Reason>]) {
    for (result, reasons) in found.results.iter().zip(reasons) {
        let _ = writeln!(text, "\n{:8.3}  {}", result.score, harmless(&result.url));
        for reason in reasons {
            let fields: Vec<String> = reason
                .fields
                .iter()
                .map(|(field, count)| format!("{} {count}x", field.name()))
                .collect();
            let how = format!("{} as {} ({} articles)", reason.word, reason.form, reason.df);
            let formula = format!(
                "idf {:.2} x weight {:.2} x impact {:.2}",
                reason.idf, reason.weight, reason.impact
            );
            let (how, fields) = (harmless(&how), fields.join(", "));
            let _ = writeln!(text, "{:8.3}    {how}: {fields}; {formula}", reason.score());
        }
        let words: f32 = reasons.iter().map(Reason::score).sum();
        let rest = result.score - words;
        if rest.abs() >= 0.0005 {
            let _ = writeln!(text, "{rest:8.3}    title, word order, question, pin and boost");
        }
    }
}

fn tantivy(documents: &[Document], settings: &Settings, args: &Search) -> String {
    let found = TantivyIndex::new(documents, settings).search(&args.query, args.limit);
    if args.json {
        let results: Vec<_> =
            found.iter().map(|(url, score)| json!({ "url": url, "score": score })).collect();
        return format!("{}\n", json!({ "results": results }));
    }
    let mut text = String::new();
    for (url, score) in found {
        let title = documents.iter().find(|document| document.url == url);
        let title = title.map_or("", |document| &document.title);
        let _ = writeln!(text, "{score:8.3}  {}  {}", harmless(title), harmless(&url));
    }
    text
}

fn shown(found: &Found) -> String {
    let mut text = String::new();
    if let Some(corrected) = &found.corrected {
        let _ = writeln!(text, "Searched for `{}`.\n", harmless(corrected));
    }
    if found.results.is_empty() {
        text.push_str("Nothing found.\n");
    } else if !found.confident {
        text.push_str("No article answers this; the nearest are:\n\n");
    }
    for (number, result) in (1..).zip(&found.results) {
        one(&mut text, number, result);
    }
    text
}

fn one(text: &mut String, number: usize, result: &FoundResult) {
    let url = result.section.as_ref().map_or(&result.url, |section| &section.url);
    let section = result.section.as_ref().map(|section| format!(" › {}", section.title));
    let title = format!("{}{}", result.title, section.unwrap_or_default());
    let _ = writeln!(text, "{number:2}. {}  {}", harmless(&title), harmless(url));
    if let Some(answer) = &result.answer {
        let _ = writeln!(text, "    {}", harmless(&answer.text));
    }
    let mark = |run: &Run| if run.mark { format!("*{}*", run.text) } else { run.text.clone() };
    let excerpt: String = result.excerpt.iter().map(mark).collect();
    if !excerpt.is_empty() {
        let _ = writeln!(text, "    {}", harmless(&excerpt).replace('\n', " "));
    }
}
