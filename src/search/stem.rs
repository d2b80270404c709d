//! Stemming and stop words by language; builder only, the reader finds stems through forms.

use std::collections::BTreeSet;

use faqtory_search::analyze;
use rust_stemmers::{Algorithm, Stemmer};
use unicode_normalization::char::is_combining_mark;

use super::stop_words;

/// The stemmer of a language, if Snowball has one.
#[derive(Clone, Copy)]
pub(super) struct Stems(Option<(&'static str, Algorithm)>);

impl Stems {
    pub(super) fn for_language(language: &str) -> Self {
        let primary = language.split(['-', '_']).next().unwrap_or_default().to_lowercase();
        Self(Some(match primary.as_str() {
            "ar" => ("ar", Algorithm::Arabic),
            "da" => ("da", Algorithm::Danish),
            "de" => ("de", Algorithm::German),
            "el" => ("el", Algorithm::Greek),
            "en" => ("en", Algorithm::English),
            "es" => ("es", Algorithm::Spanish),
            "fi" => ("fi", Algorithm::Finnish),
            "fr" => ("fr", Algorithm::French),
            "hu" => ("hu", Algorithm::Hungarian),
            "it" => ("it", Algorithm::Italian),
            "nb" | "nn" | "no" => ("no", Algorithm::Norwegian),
            "nl" => ("nl", Algorithm::Dutch),
            "pt" => ("pt", Algorithm::Portuguese),
            "ro" => ("ro", Algorithm::Romanian),
            "ru" => ("ru", Algorithm::Russian),
            "sv" => ("sv", Algorithm::Swedish),
            "ta" => ("ta", Algorithm::Tamil),
            "tr" => ("tr", Algorithm::Turkish),
            _ => return Self(None),
        }))
    }

    /// The primary tag of the language, empty without a stemmer; one for both kinds of Norwegian.
    pub(super) fn language(self) -> &'static str {
        self.0.map_or("", |(language, _)| language)
    }

    /// The stem of a form with its diacritics, folded. Codes and numbers are their own stems.
    pub(super) fn stem(self, form: &str) -> String {
        let letter = |c: char| c.is_alphabetic() || is_combining_mark(c);
        let Some((_, algorithm)) = self.0.filter(|_| form.chars().all(letter)) else {
            return analyze::folded(form);
        };
        analyze::folded(&Stemmer::create(algorithm).stem(form))
    }
}

/// Stop words of a language, folded; `custom` replaces the built-in list.
pub(super) fn stop_words(language: &str, custom: Option<&[String]>) -> BTreeSet<String> {
    let analyzer = analyze::Analyzer::for_language(language);
    let fold = |text: &str| {
        let words = analyzer.tokens(text).into_iter().filter(|t| t.kind == analyze::Kind::Word);
        words.map(|token| token.text).collect::<Vec<_>>()
    };
    match custom {
        Some(words) => words.iter().flat_map(|word| fold(word)).collect(),
        None => stop_words::of(language).split_whitespace().flat_map(fold).collect(),
    }
}
