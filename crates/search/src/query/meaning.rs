//! What the words of a query may stand for: forms, completions, corrections, synonyms.

use crate::table::{self, Table};
use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;
use core::ops::Range;

use super::{Index, Needs};
use crate::analyze::{Kind as TokenKind, Token};
use crate::layout::{FileId, Kind};
use crate::read::{Root, Target, Terms};
use crate::spell;

/// Most words of a query; the rest of a longer one is not looked at.
const MAX_WORDS: usize = 32;
/// Most chunks read for what the last word may become, when it has three letters or more.
const MAX_PREFIX_CHUNKS: usize = 3;
/// Most completions that take part in ranking.
const MAX_COMPLETIONS: usize = 40;
/// Most words of a synonym phrase.
const MAX_PHRASE: usize = 4;

/// A group in a chunk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    pub(super) chunk: u32,
    pub(super) group: u32,
}

/// A group that may stand for a word.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Meaning {
    pub(super) place: Place,
    pub(super) weight: f32,
}

/// A word of the query.
#[derive(Debug, Clone)]
pub(super) struct Word {
    pub(super) text: String,
    pub(super) span: Range<usize>,
    kind: TokenKind,
    /// The last word, still being typed.
    typing: bool,
    pub(super) weight: f32,
    pub(super) meanings: Vec<Meaning>,
    pub(super) corrected: Option<String>,
    /// Forms that complete the word, with their df.
    pub(super) completions: Vec<(u32, String)>,
}

impl Index {
    /// The words of a query with their direct meanings, completions and synonyms.
    pub(super) fn words(&self, query: &str, needs: &mut Needs) -> Vec<Word> {
        let tokens = self.analyzer().tokens(query);
        let last = tokens.iter().rposition(|token| token.kind == TokenKind::Word);
        let last = last.filter(|&at| tokens[at].end == query.len());
        let mut words: Vec<Word> = Vec::new();
        for (at, token) in tokens.into_iter().enumerate().take(4 * MAX_WORDS) {
            let known = words.iter().any(|word| word.text == token.text);
            if !known && words.len() < MAX_WORDS {
                words.push(self.word(token, last == Some(at), needs));
            }
        }
        self.add_synonyms(&mut words, needs);
        let optional = |word: &Word| word.kind != TokenKind::Word && word.meanings.is_empty();
        words.retain(|word| !optional(word));
        words
    }

    fn word(&self, token: Token, typing: bool, needs: &mut Needs) -> Word {
        let ranking = &self.root.ranking;
        let mut word = Word {
            text: token.text,
            span: token.start..token.end,
            kind: token.kind,
            typing,
            weight: if token.kind == TokenKind::Word { 1.0 } else { ranking.compound },
            meanings: Vec::new(),
            corrected: None,
            completions: Vec::new(),
        };
        if let Some(place) = self.lookup(&word.text, needs) {
            word.meanings.push(Meaning { place, weight: 1.0 });
            if self.group(place).is_some_and(|(_, group)| group.stop) {
                word.weight *= ranking.stop_word;
            }
        }
        if typing {
            self.complete(&mut word, needs);
        }
        word
    }

    /// Where a form's group is; `None` when there is none or its chunk is not loaded yet.
    pub(super) fn lookup(&self, form: &str, needs: &mut Needs) -> Option<Place> {
        let chunk = Root::locate(&self.root.terms, form)?;
        match self.chunk(chunk, needs)?.find(form)? {
            Target::Group(group) => Some(Place { chunk, group: *group }),
            Target::Alias(head) => self.head(head, needs),
        }
    }

    fn head(&self, form: &str, needs: &mut Needs) -> Option<Place> {
        let chunk = Root::locate(&self.root.terms, form)?;
        match self.chunk(chunk, needs)?.find(form)? {
            Target::Group(group) => Some(Place { chunk, group: *group }),
            Target::Alias(_) => None,
        }
    }

    fn chunk(&self, number: u32, needs: &mut Needs) -> Option<&Terms> {
        let terms = self.terms.get(&number);
        if terms.is_none() && !self.root.one_file {
            needs.set(FileId { kind: Kind::Terms, number }, ());
        }
        terms
    }

    /// Adds forms that the word being typed may become.
    fn complete(&self, word: &mut Word, needs: &mut Needs) {
        let length = word.text.chars().count();
        let most = match length {
            _ if self.root.one_file => usize::MAX,
            0..=2 => 1,
            _ => MAX_PREFIX_CHUNKS,
        };
        let known = !word.meanings.is_empty();
        let base =
            self.root.ranking.prefix * if known { self.root.ranking.prefix_of_known } else { 1.0 };
        let mut best: Table<Place, f32> = Table::default();
        let prefix = word.text.clone();
        for number in Root::locate_prefix(&self.root.terms, &prefix).take(most) {
            let Some(terms) = self.chunk(number, needs) else { continue };
            for (form, target) in terms.with_prefix(&prefix).filter(|(form, _)| *form != prefix) {
                let Target::Group(group) = *target else { continue };
                let place = Place { chunk: number, group };
                let weight = base * (length as f32 / form.chars().count() as f32).max(0.25);
                let slot = best.value(place);
                *slot = slot.max(weight);
                word.completions
                    .push((terms.group(group).map_or(0, |group| group.df), form.to_owned()));
            }
        }
        if let Some(exact) = word.meanings.first() {
            best.take(&exact.place);
        }
        let completions = best.iter().map(|&(place, weight)| Meaning { place, weight });
        let before = |a: &Meaning, b: &Meaning| {
            b.weight.total_cmp(&a.weight).then(a.place.cmp(&b.place)).is_lt()
        };
        word.meanings.extend(table::first(completions, MAX_COMPLETIONS, before));
    }

    /// Adds what the site says means the same.
    fn add_synonyms(&self, words: &mut [Word], needs: &mut Needs) {
        if self.root.synonyms.is_empty() {
            return;
        }
        for start in 0..words.len() {
            for length in 1..=MAX_PHRASE.min(words.len() - start) {
                let mut phrase = String::new();
                for word in &words[start..start + length] {
                    phrase.push_str(if phrase.is_empty() { "" } else { " " });
                    phrase.push_str(&word.text);
                }
                let Some(meanings) = self.root.synonyms.get(&phrase) else { continue };
                for form in meanings.iter().flat_map(|meaning| meaning.split(' ')) {
                    let Some(place) = self.lookup(form, needs) else { continue };
                    let weight = self.root.ranking.synonym;
                    words[start].meanings.push(Meaning { place, weight });
                }
            }
        }
    }

    /// Gives unknown words the known ones they may be misspellings of.
    pub(super) fn correct(&self, words: &mut [Word], needs: &mut Needs) {
        for word in words.iter_mut() {
            let wanted = word.kind == TokenKind::Word && word.meanings.is_empty();
            if !wanted
                || word.text.chars().count() < spell::SHORTEST
                || !spell::is_correctable(&word.text)
            {
                continue;
            }
            let candidates = self.candidates(&word.text, needs);
            for candidate in candidates {
                let Some(place) = self.lookup(&candidate.word, needs) else { continue };
                let weight = self.root.ranking.fuzzy * candidate.weight;
                if word.meanings.iter().all(|meaning| meaning.place != place) {
                    word.meanings.push(Meaning { place, weight });
                }
                word.corrected.get_or_insert(candidate.word);
            }
        }
    }

    fn candidates(&self, word: &str, needs: &mut Needs) -> Vec<spell::Candidate> {
        if self.root.one_file {
            let forms = self
                .terms
                .iter()
                .flat_map(|(_, terms)| terms.with_prefix("").map(move |form| (terms, form)));
            return spell::candidates(
                word,
                forms.filter_map(|(terms, (form, target))| {
                    let Target::Group(group) = *target else { return None };
                    Some((form, terms.group(group)?.df.max(1).ilog2() as u8))
                }),
            );
        }
        let intact = spell::intact(word);
        let prefix: String = word.chars().take(intact).collect();
        let suffix: String = word.chars().rev().take(intact).collect();
        let forward = self.pages((&self.root.forward, Kind::SpellForward), &prefix, needs);
        let backward = self.pages((&self.root.backward, Kind::SpellBackward), &suffix, needs);
        let mut known: Vec<(String, u8)> = forward;
        known.extend(
            backward.into_iter().map(|(word, weight)| (word.chars().rev().collect(), weight)),
        );
        spell::candidates(word, known.iter().map(|(word, weight)| (word.as_str(), *weight)))
    }

    fn pages(
        &self,
        (firsts, kind): (&[String], Kind),
        prefix: &str,
        needs: &mut Needs,
    ) -> Vec<(String, u8)> {
        let loaded = if kind == Kind::SpellForward { &self.forward } else { &self.backward };
        let mut out = Vec::new();
        for number in Root::locate_prefix(firsts, prefix).take(2) {
            match loaded.get(&number) {
                Some(words) => {
                    out.extend(words.iter().filter(|(word, _)| word.starts_with(prefix)).cloned());
                }
                None => needs.set(FileId { kind, number }, ()),
            }
        }
        out
    }
}

impl Word {
    /// Whether the word is the one being typed.
    pub(super) fn is_typing(&self) -> bool {
        self.typing
    }
}
