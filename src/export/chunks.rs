//! The knowledge base in pieces for the index of a chatbot: JSON Lines, one piece a line.
//!
//! | field | what it is |
//! | --- | --- |
//! | `id` | of article, anchor and number of the piece below it; the same as long as these stay |
//! | `hash` | of everything below; a changed one wants a new embedding |
//! | `text` | plain text of at most [`MOST`] characters, cut between paragraphs, else between sentences, else between words |
//! | `headings` | titles from the category to the section |
//! | `url` | of the section |
//! | `file`, `line` | where it is written |
//! | `lang`, `kind`, `codes`, `applies_to`, `questions`, `updated`, `sensitive`, `topic` | of the article |

use serde_json::{Map, Value, json};

use super::Origin;
use crate::article::body::Section;
use crate::kb::{Entry, Locale, one_line};

/// Most characters of a piece: some 300 tokens, a common size for embeddings.
pub const MOST: usize = 1200;

/// Digits of ids and hashes.
const DIGITS: usize = 16;

/// All pieces in the language `code`, or in all languages.
pub fn chunks(origin: Origin<'_>, code: Option<&str>) -> String {
    let mut text = String::new();
    for locale in origin.locales(code) {
        let listed = locale.listed_own().map(|(_, entry)| entry);
        for entry in listed.filter(|entry| !entry.page.article.front.search.exclude) {
            for chunk in of_entry(origin, (locale, entry)) {
                text.push_str(&chunk.to_string());
                text.push('\n');
            }
        }
    }
    text
}

fn of_entry(origin: Origin<'_>, (locale, entry): (&Locale, &Entry)) -> Vec<Value> {
    let trail = locale.trail(entry.category).into_iter().skip(1);
    let mut headings: Vec<(u8, &str)> =
        trail.map(|id| (0, locale.category(id).title.as_str())).collect();
    headings.push((1, &entry.title));
    let article = &entry.page.article;
    let mut all = Vec::new();
    // The answer is no part of the body, but it is what most questions want.
    let answer = article.front.answer.iter().map(|answer| one_line(answer));
    for (number, text) in answer.enumerate() {
        all.push(chunk(origin, (locale, entry), (None, &headings), (number, &text)));
    }
    let before = all.len();
    for section in &article.body.sections {
        if section.level > 0 {
            headings.retain(|(level, _)| *level < section.level);
            if !section.is_unsearched {
                headings.push((section.level, &section.title));
            }
        }
        let first = if section.level == 0 { before } else { 0 };
        for (number, text) in (first..).zip(pieces(&section.searched_text())) {
            all.push(chunk(origin, (locale, entry), (Some(section), &headings), (number, &text)));
        }
    }
    all
}

fn chunk(
    origin: Origin<'_>,
    (locale, entry): (&Locale, &Entry),
    (section, headings): (Option<&Section>, &[(u8, &str)]),
    (number, text): (usize, &str),
) -> Value {
    let front = &entry.page.article.front;
    let anchor = section.map_or("", |section| &section.id);
    let span = section.and_then(|section| section.span.clone());
    let span = span.unwrap_or_else(|| entry.page.article.head_span());
    let place = format!("{}#{anchor}", entry.page.url);
    let mut fields = Map::new();
    let mut put = |name: &str, value: Value| {
        let is_empty = value.is_null()
            || value.as_array().is_some_and(Vec::is_empty)
            || value.as_object().is_some_and(Map::is_empty);
        if !is_empty {
            fields.insert(name.to_owned(), value);
        }
    };
    put("text", json!(text));
    put("headings", json!(headings.iter().map(|(_, title)| title).collect::<Vec<_>>()));
    put("url", json!(origin.address(place.trim_end_matches('#'))));
    put("lang", json!(locale.language.code));
    put("kind", json!(entry.kind().name()));
    put("questions", json!(front.questions));
    put("codes", json!(front.codes));
    put("applies_to", json!(front.applies_to));
    put("updated", json!(front.updated.or(front.date).map(|day| day.to_string())));
    put("topic", json!(front.topic()));
    put("sensitive", front.sensitive.then_some(true).map_or(Value::Null, Value::Bool));
    let hash = digits(&Value::Object(fields.clone()).to_string());
    let id = digits(&format!("{}#{anchor}#{number}", entry.page.article.path()));
    fields.insert("id".into(), json!(id));
    fields.insert("hash".into(), json!(hash));
    fields.insert("file".into(), json!(span.source.path.as_str()));
    fields.insert("line".into(), json!(span.line_column().0));
    Value::Object(fields)
}

fn digits(text: &str) -> String {
    blake3::hash(text.as_bytes()).to_hex()[..DIGITS].to_owned()
}

/// `text` in pieces of at most [`MOST`] characters.
fn pieces(text: &str) -> Vec<String> {
    let mut pieces: Vec<String> = Vec::new();
    let mut open = String::new();
    let mut add = |open: &mut String, part: &str, joint: &str| {
        let length = open.chars().count() + joint.len() + part.chars().count();
        if !open.is_empty() && length > MOST {
            pieces.push(std::mem::take(open));
        }
        if !open.is_empty() {
            open.push_str(joint);
        }
        open.push_str(part);
    };
    for paragraph in text.lines().map(one_line).filter(|line| !line.is_empty()) {
        if paragraph.chars().count() <= MOST {
            add(&mut open, &paragraph, "\n");
            continue;
        }
        for part in small(&paragraph) {
            add(&mut open, &part, " ");
        }
    }
    if !open.is_empty() {
        pieces.push(open);
    }
    pieces
}

/// A long paragraph in parts that fit: sentences, and of a longer sentence as many words as fit.
fn small(paragraph: &str) -> Vec<String> {
    let mut parts = Vec::new();
    for sentence in paragraph.split_inclusive(['.', '!', '?', '。', '！', '？', '؟']) {
        let mut line = String::new();
        for word in sentence.split_inclusive(' ') {
            for piece in fitting(word) {
                if line.chars().count() + piece.chars().count() > MOST {
                    parts.push(line.trim().to_owned());
                    line.clear();
                }
                line.push_str(&piece);
            }
        }
        parts.push(line.trim().to_owned());
    }
    parts.retain(|part| !part.is_empty());
    parts
}

/// A word without spaces may be a whole text in some languages.
fn fitting(word: &str) -> Vec<String> {
    let chars: Vec<char> = word.chars().collect();
    chars.chunks(MOST).map(|chunk| chunk.iter().collect()).collect()
}
