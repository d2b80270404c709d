//! The static JSON API: the knowledge base as data, for bots and tools that build on it.
//!
//! | file in `_faqtory/api/`, or `_faqtory/api/<lang>/` of other languages | schema |
//! | --- | --- |
//! | `answers.json` | `faqtory.answers.v1`: every question with the author's short answer |
//! | `articles.json` | `faqtory.articles.v1`: every listed article |
//! | `trees.json` | `faqtory.trees.v1`: every listed troubleshooter, as its own `tree.json` has it |
//!
//! Each is an object with `schema`, `site`, `lang` and a list, sorted by `url`, one entry a line, so
//! that two versions can be compared. Fields without a value are left out.

use serde::Serialize;
use serde_json::json;

use super::{Files, address, api_file, trees, twin};
use crate::config::Config;
use crate::kb::answers::{Answer, answers};
use crate::kb::{Entry, KnowledgeBase, Locale};

/// What `llms.txt` says of the files.
pub(super) const LISTED: [(&str, &str); 3] = [
    ("answers", "every question with its short answer, other phrasings, error codes and address"),
    ("articles", "every article with its category, date, Markdown address and a hash of its text"),
    ("trees", "every troubleshooter with its questions, choices and outcomes"),
];

/// Hexadecimal digits of an article's hash.
const HASH: usize = 16;

/// An entry of `answers.json`.
#[derive(Serialize)]
struct AnswerEntry<'a> {
    question: &'a str,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    phrasings: &'a [String],
    answer: String,
    url: String,
    article: &'a str,
    kind: &'static str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    codes: &'a Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    topic: Option<&'a str>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    sensitive: bool,
}

/// An entry of `articles.json`.
#[derive(Serialize)]
struct ArticleEntry<'a> {
    title: &'a str,
    #[serde(skip_serializing_if = "String::is_empty")]
    description: String,
    url: String,
    markdown: String,
    kind: &'static str,
    category: Vec<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    updated: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    codes: &'a Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tags: &'a Vec<String>,
    #[serde(skip_serializing_if = "std::collections::BTreeMap::is_empty")]
    applies_to: &'a std::collections::BTreeMap<String, Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    topic: Option<&'a str>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    sensitive: bool,
    hash: String,
}

/// All files of the API by path on the site.
pub(super) fn files(kb: &KnowledgeBase, config: &Config) -> Files {
    let mut files = Files::new();
    for (place, locale) in kb.locales.iter().enumerate() {
        let mut add = |name: &str, entries: Vec<(String, String)>| {
            let text = listing(name, (config, locale), entries);
            files.insert(api_file(locale, place, name), text);
        };
        add("answers", answer_entries(locale, config));
        add("articles", article_entries(locale, config));
        add("trees", tree_entries(locale, config));
    }
    files
}

/// One entry a line, sorted by address.
fn listing(
    name: &str,
    (config, locale): (&Config, &Locale),
    mut entries: Vec<(String, String)>,
) -> String {
    entries.sort();
    let lines: Vec<String> = entries.into_iter().map(|(_, line)| line).collect();
    format!(
        "{{\"schema\":\"faqtory.{name}.v1\",\"site\":{},\"lang\":{},\"{name}\":[\n{}\n]}}\n",
        json!(config.title_in(&locale.language)),
        json!(locale.language.code),
        lines.join(",\n"),
    )
}

fn answer_entries(locale: &Locale, config: &Config) -> Vec<(String, String)> {
    let entry = |answer: Answer<'_>| {
        let front = &answer.entry.page.article.front;
        let line = line(&AnswerEntry {
            question: answer.question,
            phrasings: answer.phrasings,
            url: config.address(&answer.path()),
            article: &answer.entry.title,
            kind: answer.entry.kind().name(),
            codes: &front.codes,
            topic: front.topic(),
            sensitive: front.sensitive,
            answer: answer.text.clone(),
        });
        (answer.path(), line)
    };
    answers(locale).into_iter().map(entry).collect()
}

fn article_entries(locale: &Locale, config: &Config) -> Vec<(String, String)> {
    let entry = |entry: &Entry| {
        let front = &entry.page.article.front;
        let trail = locale.trail(entry.category);
        let line = line(&ArticleEntry {
            title: &entry.title,
            description: entry.description(),
            url: address(&entry.page.url, config),
            markdown: address(&format!("{}index.md", entry.page.url), config),
            kind: entry.kind().name(),
            category: trail.iter().skip(1).map(|id| &*locale.category(*id).title).collect(),
            updated: front.updated.or(front.date).map(|day| day.to_string()),
            codes: &front.codes,
            tags: &front.tags,
            applies_to: &front.applies_to,
            topic: front.topic(),
            sensitive: front.sensitive,
            hash: blake3::hash(twin(entry, config).as_bytes()).to_hex()[..HASH].to_owned(),
        });
        (entry.page.url.clone(), line)
    };
    locale.listed_own().map(|(_, own)| entry(own)).collect()
}

fn tree_entries(locale: &Locale, config: &Config) -> Vec<(String, String)> {
    let tree = |entry: &Entry| {
        let twin = trees::twin(locale, entry, config)?;
        Some((entry.page.url.clone(), twin.to_string()))
    };
    locale.listed_own().filter_map(|(_, own)| tree(own)).collect()
}

fn line(entry: &impl Serialize) -> String {
    serde_json::to_string(entry).expect("strings, lists and maps of strings can be written as JSON")
}
