//! What a translation translates, as a hash: it changes when a translator has something to do.
//!
//! The first 16 hex digits of BLAKE3 over these parts, each followed by a zero byte:
//!
//! | part | how it is taken |
//! | --- | --- |
//! | front matter that readers see: `title`, `nav_title`, `description`, `kind`, `answer`, `questions`, `keywords`, `codes`, `tags`, `applies_to`, `prerequisites`, `time`, `risk`, `undo` | `key`, then each value as it was read, so quotes, order of keys and comments do not count; absent keys are left out |
//! | body | the file after its front matter, without byte order mark, with LF line ends, white space at line ends and blank lines around it removed |
//!
//! All other keys (`owner`, `review_by`, `weight`, `updated`, …), the values of facts and the texts
//! of snippets do not count: a translation takes them from elsewhere, or does not show them.

use super::Article;
use super::procedure::{Risk, Time};

/// Hex digits of a fingerprint.
pub const LENGTH: usize = 16;

/// The fingerprint of an article.
pub fn fingerprint(article: &Article) -> String {
    let mut hasher = blake3::Hasher::new();
    let mut feed = |text: &str| {
        hasher.update(text.as_bytes()).update(&[0]);
    };
    let front = &article.front;
    let single = [
        ("title", &front.title),
        ("nav_title", &front.nav_title),
        ("description", &front.description),
        ("answer", &front.answer),
        ("time", &front.time.map(Time::iso)),
        ("risk", &front.risk.as_ref().map(Risk::words)),
        ("undo", &front.undo),
    ];
    for (key, value) in single {
        if let Some(value) = value {
            feed(key);
            feed(value);
        }
    }
    feed(front.kind.name());
    let lists = [
        ("questions", &front.questions),
        ("keywords", &front.keywords),
        ("codes", &front.codes),
        ("tags", &front.tags),
        ("prerequisites", &front.prerequisites),
    ];
    let applies_to = front.applies_to.iter().map(|(key, list)| (key.as_str(), list));
    for (key, list) in lists.into_iter().chain(applies_to).filter(|(_, list)| !list.is_empty()) {
        feed(key);
        for value in list {
            feed(value);
        }
    }
    let body = &article.source.text[article.body_at..];
    let lines: Vec<&str> = body.lines().map(str::trim_end).collect();
    feed(lines.join("\n").trim_matches('\n'));
    hasher.finalize().to_hex()[..LENGTH].to_owned()
}

/// Whether `text` is a fingerprint.
pub fn is_fingerprint(text: &str) -> bool {
    text.len() == LENGTH && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}
