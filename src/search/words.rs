//! A text as the words it is about: for comparing queries and tickets, as the index would.

use std::collections::BTreeSet;

use faqtory_search::analyze::{Analyzer, Kind};

use super::stem::{Stems, stop_words};

/// One word of a text.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Word {
    /// What all its forms share.
    pub stem: String,
    /// The form that stands there, folded.
    pub form: String,
}

/// The words of a language.
pub struct Words {
    analyzer: Analyzer,
    stems: Stems,
    stop: BTreeSet<String>,
}

impl Words {
    /// Those of a language by its BCP 47 tag.
    pub fn of(language: &str) -> Self {
        Self {
            analyzer: Analyzer::for_language(language),
            stems: Stems::for_language(language),
            stop: stop_words(language, None),
        }
    }

    /// The words of `text` in order without stop words; with them when it has no others. A compound
    /// (`wi-fi`) is one word.
    pub fn in_text(&self, text: &str) -> Vec<Word> {
        let mut words: Vec<(usize, Word)> = Vec::new();
        for token in self.analyzer.tokens(text) {
            match token.kind {
                Kind::Word => {
                    let stem = self.stems.stem(&token.text);
                    words.push((token.start, Word { stem, form: token.text }));
                }
                // Stems are of the form with its diacritics.
                Kind::Exact => {
                    if let Some((_, last)) = words.last_mut() {
                        last.stem = self.stems.stem(&token.text);
                    }
                }
                Kind::Compound => {
                    words.retain(|(start, _)| *start < token.start);
                    let stem = token.text.clone();
                    words.push((token.start, Word { stem, form: token.text }));
                }
            }
        }
        let telling = words.iter().any(|(_, word)| !self.stop.contains(&word.form));
        let is_kept = |word: &Word| !telling || !self.stop.contains(&word.form);
        words.into_iter().map(|(_, word)| word).filter(is_kept).collect()
    }

    /// What queries that ask for the same have in common: their stems in order of the alphabet.
    pub fn key(&self, text: &str) -> String {
        let stems: BTreeSet<String> =
            self.in_text(text).into_iter().map(|word| word.stem).collect();
        let key = stems.into_iter().collect::<Vec<_>>().join(" ");
        if key.is_empty() { text.trim().to_lowercase() } else { key }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_question_has_the_same_key() {
        let words = Words::of("en");
        assert_eq!(words.key("How do I get a refund?"), words.key("getting refunds"));
        assert_eq!(words.key("Wi-Fi problem"), words.key("problems wifi"));
        assert_ne!(words.key("lock the bike"), words.key("unlock the bike"));
        assert_eq!(words.key("what is it"), words.key("it is what"));
        assert_eq!(words.key("!!!"), "!!!");
    }
}
