//! Everything that machines read: sitemap, feed, Markdown twins, redirects and headers for hosts.

mod api;
mod codes;
mod hosting;
mod notices;
pub mod trees;
pub mod widget;
mod xml;

use std::collections::BTreeMap;
use std::fmt::Write;
use std::ops::Range;

use crate::config::Config;
use crate::contact::{Contact, SENT};
use crate::kb::codes::CODES_PAGE;
use crate::kb::notices::STATUS_PAGE;
use crate::kb::{Entry, KnowledgeBase, Locale, ROOT, one_line};
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
    files.extend(api::files(kb, config));
    files.insert(url::HELP_CODES.trim_start_matches('/').to_owned(), help_codes(kb, config));
    files.insert("robots.txt".into(), robots(config));
    files.insert("llms.txt".into(), llms(kb, config));
    files.insert("llms-full.txt".into(), llms_full(kb, config));
    files.insert("_headers".into(), hosting::headers(config, kb));
    files.insert("_redirects".into(), hosting::redirects(kb, config));
    notices::add(kb, config, &mut files);
    codes::add(kb, config, &mut files);
    files.insert("_faqtory/hosts.txt".into(), hosting::hosts_list(kb, config));
    if config.base_url.is_some() {
        files.insert("sitemap.xml".into(), xml::sitemap(kb, config));
        files.insert("feed.xml".into(), xml::feed(kb, config));
    }
    files
}

/// The file of the JSON API called `name`: the default language has it in the folder itself, the
/// others in folders of their own.
fn api_file(locale: &Locale, place: usize, name: &str) -> String {
    let folder = if place == 0 { "" } else { &locale.prefix };
    format!("_faqtory/api{folder}/{name}.json")
}

/// A path of the site as an absolute address, if the site knows its own.
fn address(path: &str, config: &Config) -> String {
    config.address(path)
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
pub fn twin(entry: &Entry, config: &Config) -> String {
    let mut text = format!("# {}\n\n", entry.title);
    let index = address("/llms.txt", config);
    let _ = write!(text, "> From {}. All articles: <{index}>\n\n", config.title);
    if let Some(answer) = &entry.page.article.front.answer {
        let _ = write!(text, "{}\n\n", one_line(answer));
    }
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
    let _ = write!(text, "\n## Data\n\n");
    for (name, about) in api::LISTED {
        let url = address(&format!("/_faqtory/api/{name}.json"), config);
        let _ = writeln!(text, "- [{name}.json]({url}): {about}");
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

/// Pages that search engines may list: home, categories, listed articles, status, codes, contact.
fn listed_paths(kb: &KnowledgeBase) -> Vec<(String, Option<jiff::civil::Date>)> {
    let mut paths = Vec::new();
    for (place, locale) in kb.locales.iter().enumerate() {
        paths.push((locale.category(ROOT).url.clone(), None));
        let own = locale.categories.iter().skip(1).filter(|category| !category.is_fallback);
        paths.extend(own.map(|category| (category.url.clone(), None)));
        paths.extend(locale.listed_own().map(|(_, entry)| {
            let front = &entry.page.article.front;
            (entry.page.url.clone(), front.updated.or(front.date))
        }));
        let has_notices = kb.notices.get(place).is_some_and(|notices| !notices.is_empty());
        let has_codes = kb.codes.get(place).is_some_and(|codes| codes.has_page);
        let made = [(has_notices, STATUS_PAGE), (has_codes, CODES_PAGE)];
        let made = made.into_iter().filter(|(is_there, _)| *is_there);
        paths.extend(made.map(|(_, page)| (format!("{}{page}", locale.prefix), None)));
        let contact = kb.contact.iter().flat_map(Contact::paths);
        let listed = contact.filter(|path| !path.ends_with(&format!("/{SENT}/")));
        paths.extend(listed.map(|path| (format!("{}{path}", locale.prefix), None)));
    }
    paths
}
