//! Articles → a PO file for translators.
//!
//! A message is known by its article, what it is there, and its text: its context is
//! `payments/refunds: heading`. Equal texts of one article that are the same there, such as the cells
//! of a table that say *Yes*, are one message; in another article or as another thing they are
//! another, because a language may need another word for them. A context without a position stays the
//! same when something is inserted above it, so translators' tools keep what they know.

use std::collections::BTreeMap;

use super::align::align;
use super::po::Message;
use super::{Versions, file_hash};
use crate::Options;
use crate::article::Article;
use crate::article::fingerprint::fingerprint;
use crate::article::segments::{Segment, segments};
use crate::kb::translations::{State, state};
use crate::locale::pseudo::Pseudo;
use crate::tree::RelPath;

/// The messages of a language: of the articles that `wants` their key and source file, with the
/// translations there are.
pub fn export(
    versions: &Versions,
    language: usize,
    options: &Options,
    wants: impl Fn(&RelPath) -> bool,
) -> Vec<Message> {
    let mut messages = vec![header(versions, language)];
    for (key, source) in versions.sources(options).filter(|(_, source)| wants(source.path())) {
        let translation = versions.version(language, key).map(AsRef::as_ref);
        messages.extend(article((key, source), translation));
    }
    messages
}

fn header(versions: &Versions, language: usize) -> Message {
    let lines = [
        format!("Project-Id-Version: {}", versions.config.title.replace('\n', " ")),
        format!("Language: {}", versions.config.languages[language].code.replace('-', "_")),
        "MIME-Version: 1.0".to_owned(),
        "Content-Type: text/plain; charset=UTF-8".to_owned(),
        "Content-Transfer-Encoding: 8bit".to_owned(),
        "X-Generator: faqtory".to_owned(),
    ];
    let translation = lines.map(|line| line + "\n").concat();
    Message { translation, ..Message::default() }
}

fn article((key, source): (&str, &Article), translation: Option<&Article>) -> Vec<Message> {
    let all = segments(source);
    let aligned = align(&all, translation);
    let is_outdated = translation.is_some_and(|own| state(own, Some(source)) == State::Outdated);
    let mut messages: Vec<Message> = Vec::new();
    let mut known: BTreeMap<(String, String), usize> = BTreeMap::new();
    for (segment, translation) in all.iter().zip(aligned).filter(|(segment, _)| segment.has_words) {
        let context = context(key, segment);
        let reference = reference(source.path(), segment.line);
        let known = *known.entry((context.clone(), segment.text.clone())).or_insert_with(|| {
            messages.push(Message {
                context: Some(context),
                source: segment.text.clone(),
                ..Message::default()
            });
            messages.len() - 1
        });
        let message = &mut messages[known];
        message.references.push(reference);
        if message.translation.is_empty() {
            message.translation = translation.unwrap_or_default();
        }
    }
    for message in messages.iter_mut().filter(|one| is_outdated && !one.translation.is_empty()) {
        message.flags.push("fuzzy".to_owned());
    }
    if let Some(first) = messages.first_mut() {
        first.notes.push(Versioned::of(source, translation).note());
    }
    messages
}

/// The context of a segment's message.
pub(super) fn context(key: &str, segment: &Segment) -> String {
    format!("{key}: {}", segment.role.name())
}

/// `file:line`; a name with spaces stands between the marks that gettext has for it.
fn reference(path: &RelPath, line: usize) -> String {
    let path = path.as_str();
    if path.contains(char::is_whitespace) {
        format!("\u{2068}{path}\u{2069}:{line}")
    } else {
        format!("{path}:{line}")
    }
}

/// The messages of an export with a pseudo-translation each, of the kind that the language's code
/// names: see [`Pseudo`].
pub fn pseudo(po: &mut [Message], code: &str) {
    let kind = Pseudo::of(code).unwrap_or(Pseudo::Accented);
    for message in po.iter_mut().filter(|message| !message.source.is_empty()) {
        message.translation = kind.markdown(&message.source);
        message.flags.clear();
    }
}

/// What an export was made of, as a note on the first message of an article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Versioned {
    /// Fingerprint of the source.
    pub(super) source: String,
    /// Hash of the translation's file; `-` when there was none.
    pub(super) translation: String,
}

const NOTE: &str = "faqtory: made from source ";

impl Versioned {
    pub(super) fn of(source: &Article, translation: Option<&Article>) -> Self {
        let translation = translation.map_or_else(|| "-".to_owned(), file_hash);
        Self { source: fingerprint(source), translation }
    }

    fn note(&self) -> String {
        format!("{NOTE}{}, translation {}", self.source, self.translation)
    }

    pub(super) fn parse(note: &str) -> Option<Self> {
        let (source, translation) = note.strip_prefix(NOTE)?.split_once(", translation ")?;
        Some(Self { source: source.to_owned(), translation: translation.to_owned() })
    }
}
