//! Writing into a translation which version of its source it translates.

use crate::article::Article;
use crate::article::fingerprint::fingerprint;
use crate::article::front_matter::{bounds, read};
use crate::yaml::edit::{NewValue, set};

/// The text of `translation` with `translated_from` for `source` as it is now, every other byte kept;
/// an error in plain words when its front matter cannot be changed.
pub fn acknowledged(translation: &Article, source: &Article) -> Result<String, String> {
    with_hash(translation, &fingerprint(source))
}

/// The text of `article` with `translated_from` set to `hash`.
pub(super) fn with_hash(article: &Article, hash: &str) -> Result<String, String> {
    if article.front.translated_from.as_ref().is_some_and(|(own, _)| own == hash) {
        return Ok(article.source.text.clone());
    }
    let text = stamped(&article.source.text, hash)
        .ok_or("its front matter is not a list of keys between two lines of `---`")?;
    let changed = crate::diag::Source { path: article.path().clone(), text: text.clone() };
    let mut problems = Vec::new();
    let (front, _) = read(&std::sync::Arc::new(changed), &mut problems);
    match front.translated_from {
        Some((written, _)) if written == hash => Ok(text),
        _ => Err("its front matter cannot be read, so it cannot be changed".to_owned()),
    }
}

fn stamped(text: &str, hash: &str) -> Option<String> {
    // Quoted, because YAML takes some of these hashes for numbers.
    let value = NewValue::Quoted(hash);
    if let Some((yaml, _)) = bounds(text) {
        let edited = set(&text[yaml.clone()], "translated_from", value);
        return Some(format!("{}{edited}{}", &text[..yaml.start], &text[yaml.end..]));
    }
    let start = if text.starts_with('\u{feff}') { 3 } else { 0 };
    if text[start..].starts_with("---") || text[start..].starts_with("+++") {
        return None;
    }
    let line_end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let head = set("", "translated_from", value).replace('\n', line_end);
    Some(format!("{}---{line_end}{head}---{line_end}{}", &text[..start], &text[start..]))
}
