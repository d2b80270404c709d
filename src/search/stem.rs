//! Stemming and stop words by language; builder only, the reader finds stems through forms.

use std::collections::BTreeSet;

use faqtory_search::analyze;
use rust_stemmers::{Algorithm, Stemmer};

use super::stop_words;

/// The stemmer of a language, if Snowball has one.
#[derive(Clone, Copy)]
pub(super) struct Stems(Option<Algorithm>);

impl Stems {
    pub(super) fn for_language(language: &str) -> Self {
        let primary = language.split(['-', '_']).next().unwrap_or_default().to_lowercase();
        Self(match primary.as_str() {
            "ar" => Some(Algorithm::Arabic),
            "da" => Some(Algorithm::Danish),
            "de" => Some(Algorithm::German),
            "el" => Some(Algorithm::Greek),
            "en" => Some(Algorithm::English),
            "es" => Some(Algorithm::Spanish),
            "fi" => Some(Algorithm::Finnish),
            "fr" => Some(Algorithm::French),
            "hu" => Some(Algorithm::Hungarian),
            "it" => Some(Algorithm::Italian),
            "nb" | "nn" | "no" => Some(Algorithm::Norwegian),
            "nl" => Some(Algorithm::Dutch),
            "pt" => Some(Algorithm::Portuguese),
            "ro" => Some(Algorithm::Romanian),
            "ru" => Some(Algorithm::Russian),
            "sv" => Some(Algorithm::Swedish),
            "ta" => Some(Algorithm::Tamil),
            "tr" => Some(Algorithm::Turkish),
            _ => None,
        })
    }

    /// The stem of a form with its diacritics, folded. Codes and numbers are their own stems.
    pub(super) fn stem(self, form: &str) -> String {
        let Some(algorithm) = self.0.filter(|_| form.chars().all(char::is_alphabetic)) else {
            return analyze::folded(form);
        };
        analyze::folded(&Stemmer::create(algorithm).stem(form))
    }
}

/// Stop words of a language, folded; `custom` replaces the built-in list.
pub(super) fn stop_words(language: &str, custom: Option<&[String]>) -> BTreeSet<String> {
    let analyzer = analyze::Analyzer::for_language(language);
    let fold =
        |text: &str| analyzer.tokens(text).into_iter().map(|token| token.text).collect::<Vec<_>>();
    match custom {
        Some(words) => words.iter().flat_map(|word| fold(word)).collect(),
        None => stop_words::of(language).split_whitespace().flat_map(fold).collect(),
    }
}
