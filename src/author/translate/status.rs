//! How far the translations are.

use serde::Serialize;

use super::Versions;
use crate::Options;
use crate::article::Article;
use crate::article::segments::segments;
use crate::kb::translations::{State, state};

/// How far one language is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct LanguageStatus {
    /// BCP 47 code.
    pub code: String,
    /// Its own name for itself.
    pub name: String,
    /// Articles to translate, index pages of categories included.
    pub articles: usize,
    /// Of them, those with a translation, whatever its state.
    pub translated: usize,
    /// Words of the articles that are missing.
    pub missing_words: usize,
    /// Texts of the interface: those in this language, and all.
    pub interface: (usize, usize),
    /// Source files without a translation.
    pub missing: Vec<String>,
    /// Translations whose source has changed.
    pub outdated: Vec<String>,
    /// Translations that do not say what they translate.
    pub unacknowledged: Vec<String>,
    /// Translations whose source is gone.
    pub orphaned: Vec<String>,
}

/// The state of a language; `interface` is counted by the caller.
pub fn status(versions: &Versions, language: usize, options: &Options) -> LanguageStatus {
    let own = &versions.config.languages[language];
    let mut status = LanguageStatus {
        code: own.code.clone(),
        name: own.name.clone(),
        ..LanguageStatus::default()
    };
    for (key, source) in versions.sources(options) {
        status.articles += 1;
        if versions.version(language, key).is_some() {
            status.translated += 1;
        } else {
            status.missing_words += words(source);
            status.missing.push(source.path().to_string());
        }
    }
    for (key, article) in &versions.articles[language] {
        let path = article.path().to_string();
        match state(article, versions.version(0, key).map(AsRef::as_ref)) {
            State::Current => {}
            State::Outdated => status.outdated.push(path),
            State::Unacknowledged => status.unacknowledged.push(path),
            // One that never had a source is an article of this language alone.
            State::Orphaned if article.front.translated_from.is_none() => {}
            State::Orphaned => status.orphaned.push(path),
        }
    }
    status
}

/// Words to translate in an article.
fn words(article: &Article) -> usize {
    let texts = segments(article).into_iter().filter(|segment| segment.has_words);
    texts.map(|segment| segment.text.split_whitespace().count()).sum()
}
