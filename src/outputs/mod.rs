//! Everything that machines read: sitemap, feed, Markdown twins, redirects and headers for hosts.

mod hosting;
pub mod trees;
mod xml;

use std::collections::BTreeMap;
use std::fmt::Write;
use std::ops::Range;

use crate::config::Config;
use crate::kb::{Entry, KnowledgeBase, Locale, ROOT};
use crate::url;

pub use hosting::content_security_policy;

/// Files by path on the site.
pub type Files = BTreeMap<String, String>;

/// Makes them all.
pub fn all(kb: &KnowledgeBase, config: &Config) -> Files {
    let mut files = Files::new();
    for locale in &kb.locales {
        for entry in locale.articles.iter().filter(|entry| !entry.page.is_fallback()) {
            let folder = entry.page.url.trim_start_matches('/');
            files.insert(format!("{folder}index.md"), twin(entry, config));
            if let Some(tree) = trees::twin(locale, entry, config) {
                files.insert(format!("{folder}tree.json"), format!("{tree}\n"));
            }
            if let Some(picture) = trees::picture(locale, entry, config) {
                files.insert(format!("{folder}tree.svg"), picture);
            }
        }
    }
    files.insert(url::HELP_CODES.trim_start_matches('/').to_owned(), help_codes(kb, config));
    files.insert("robots.txt".into(), robots(config));
    files.insert("llms.txt".into(), llms(kb, config));
    files.insert("llms-full.txt".into(), llms_full(kb, config));
    files.insert("_headers".into(), hosting::headers(config, kb));
    files.insert("_redirects".into(), hosting::redirects(kb, config));
    if config.base_url.is_some() {
        files.insert("sitemap.xml".into(), xml::sitemap(kb, config));
        files.insert("feed.xml".into(), xml::feed(kb, config));
    }
    files
}

/// A path of the site as an absolute address, if the site knows its own.
fn address(path: &str, config: &Config) -> String {
    config.absolute(&format!("{}{}", config.base_path(), url::encode_path(path)))
}

fn robots(config: &Config) -> String {
    let mut robots = "User-agent: *\nAllow: /\n".to_owned();
    if config.base_url.is_some() {
        let _ = writeln!(robots, "Sitemap: {}", address("/sitemap.xml", config));
    }
    robots
}

/// What each help code leads to, by language.
fn help_codes(kb: &KnowledgeBase, config: &Config) -> String {
    let mut pages = kb.help_codes.pages(&kb.locales, config);
    let href = |path: &str| format!("{}{}", config.base_path(), url::encode_path(path));
    let mut text = String::from("{");
    for (code, languages) in &mut pages {
        let separator = if text.len() > 1 { ",\n" } else { "\n" };
        let urls: BTreeMap<&str, String> =
            languages.iter().map(|(language, path)| (*language, href(path))).collect();
        let _ = write!(text, "{separator}\"{code}\": {}", serde_json::json!(urls));
    }
    text.push_str("\n}\n");
    text
}

/// The Markdown twin of an article: its text as readers see it, its links as addresses.
fn twin(entry: &Entry, config: &Config) -> String {
    let mut text = format!("# {}\n\n", entry.title);
    text.push_str(&markdown(entry, 0..entry.page.article.markdown.len(), config));
    text.truncate(text.trim_end().len());
    text.push('\n');
    text
}

/// Bytes of an article's Markdown as readers see it, its links as addresses.
fn markdown(entry: &Entry, part: Range<usize>, config: &Config) -> String {
    let article = &entry.page.article;
    let mut edits: Vec<(Range<usize>, String)> = article.body.hidden.clone();
    for (link, resolved) in article.body.links.iter().zip(&entry.page.links) {
        let text = article.markdown.get(link.at.clone()).unwrap_or_default();
        if let Some(at) = text.rfind(&link.target).filter(|_| !link.target.is_empty()) {
            let start = link.at.start + at;
            edits.push((start..start + link.target.len(), config.absolute(&resolved.url)));
        }
    }
    edits.sort_by_key(|(range, _)| (range.start, range.end));
    let mut text = String::new();
    let mut at = part.start;
    for (range, replacement) in edits.iter().filter(|(range, _)| range.end > range.start) {
        if range.start >= at && range.end <= part.end {
            text.push_str(&article.markdown[at..range.start]);
            text.push_str(replacement);
            at = range.end;
        }
    }
    text.push_str(article.markdown.get(at..part.end).unwrap_or_default());
    text
}

/// `llms.txt` (llmstxt.org): what the site is and where each article's Markdown is.
fn llms(kb: &KnowledgeBase, config: &Config) -> String {
    let mut text = format!("# {}\n", config.title);
    if !config.description.is_empty() {
        let _ = write!(text, "\n> {}\n", config.description);
    }
    for locale in &kb.locales {
        for category in &locale.categories {
            let listed = category.articles.iter().map(|id| locale.article(*id));
            let listed: Vec<&Entry> = listed.filter(|entry| !entry.page.is_fallback()).collect();
            if listed.is_empty() {
                continue;
            }
            let name = config.title_in(&locale.language);
            let title = if category.parent.is_none() { name } else { &category.title };
            let _ = write!(text, "\n## {title}\n\n");
            for entry in listed {
                let url = address(&format!("{}index.md", entry.page.url), config);
                let about = Some(entry.description()).filter(|about| !about.is_empty());
                let about = about.map(|about| format!(": {about}")).unwrap_or_default();
                let _ = writeln!(text, "- [{}]({url}){about}", entry.title);
            }
        }
    }
    text
}

fn llms_full(kb: &KnowledgeBase, config: &Config) -> String {
    let mut text = String::new();
    let locales: &[Locale] = kb.locales.get(..1).unwrap_or_default();
    for (_, entry) in locales.iter().flat_map(Locale::listed_own) {
        text.push_str(&twin(entry, config));
        let _ = write!(text, "\nSource: {}\n\n---\n\n", address(&entry.page.url, config));
    }
    text
}

/// Pages that search engines may list: home, categories, listed articles.
fn listed_paths(kb: &KnowledgeBase) -> Vec<(&str, Option<jiff::civil::Date>)> {
    let mut paths = Vec::new();
    for locale in &kb.locales {
        paths.push((locale.category(ROOT).url.as_str(), None));
        let own = locale.categories.iter().skip(1).filter(|category| !category.is_fallback);
        paths.extend(own.map(|category| (category.url.as_str(), None)));
        paths.extend(locale.listed_own().map(|(_, entry)| {
            let front = &entry.page.article.front;
            (entry.page.url.as_str(), front.updated.or(front.date))
        }));
    }
    paths
}
