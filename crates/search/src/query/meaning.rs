//! What the words of a query may stand for: forms, completions, corrections, synonyms.

use alloc::string::String;
use alloc::vec::Vec;

use super::Question;
use crate::analyze::{Kind as TokenKind, Token, is_paired};
use crate::layout::{Decoder, Kind, form_tag};
use crate::rank::{self, Slot};
use crate::read::{self, Forms, List, Part, Target};
use crate::spell::{self, Speller, letters};

/// Most words of a query; the rest of a longer one is not looked at.
const MAX_WORDS: usize = 32;
/// Most chunks read for what the last word may become, when it has three letters or more.
const MAX_PREFIX_CHUNKS: u32 = 3;
/// Most completions that take part in ranking.
const MAX_COMPLETIONS: usize = 40;

/// A word of the query.
#[derive(Debug, Clone, Default)]
pub(super) struct Word {
    pub(super) text: String,
    /// Its first byte in the query, and the one after its last.
    pub(super) span: (usize, usize),
    /// A word of the text, not a compound or an exact form.
    pub(super) is_plain: bool,
    /// Begin and end of its correction in `letters`.
    pub(super) corrected: (usize, usize),
}

/// A group that may stand for a word.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Meaning {
    /// Number of the word.
    pub(super) word: usize,
    /// Where the group is.
    pub(super) chunk: u32,
    pub(super) group: u32,
    pub(super) weight: f32,
    /// Tag of the form meant, or [`rank::ANY_FORM`].
    pub(super) tag: u8,
    pub(super) list: List,
    /// Begin and end of the rest of a long list in the pool.
    pub(super) rest: (usize, usize),
    /// Begin and end of the whole word in `letters`, when only its beginning was typed.
    pub(super) completion: (usize, usize),
}

impl Question<'_> {
    /// Finds the words of the query with their direct meanings, completions and synonyms.
    pub(super) fn understand(&mut self) {
        let tokens = self.analyzer().tokens(self.query);
        let last = tokens.iter().rposition(|token| token.kind == TokenKind::Word);
        for (at, token) in tokens.iter().enumerate() {
            let known = self.words.iter().any(|word| word.text == token.text);
            if !known && self.words.len() < MAX_WORDS {
                let typing = last == Some(at) && token.end == self.query.len();
                let typing = typing || is_half_a_pair(token);
                self.word(token, typing);
            }
        }
        self.add_synonyms();
    }

    fn word(&mut self, token: &Token, typing: bool) {
        let ranking = &self.index.root.ranking;
        let is_plain = token.kind == TokenKind::Word;
        let number = self.words.len();
        let found = self.add_form(token.text.as_bytes(), (number, 1.0), true);
        if !is_plain && !found {
            return;
        }
        let mut weight = if is_plain { 1.0 } else { ranking.compound };
        let stop = found && self.meanings.last().is_some_and(|meaning| meaning.list.stop);
        if stop {
            weight *= ranking.stop_word;
        }
        self.slots.push(Slot { weight, stop, idf: 0.0 });
        let span = (token.start, token.end);
        self.words.push(Word { text: token.text.clone(), span, is_plain, corrected: (0, 0) });
        if typing {
            self.complete(number, if found { ranking.prefix_of_known } else { 1.0 });
        }
    }

    /// Takes the group of a form as a meaning of a word, with a weight; `exactly` when other forms of the
    /// group are not meant as well. `false` when there is none or its chunk is not loaded yet.
    #[inline(never)]
    pub(super) fn add_form(&mut self, form: &[u8], word: (usize, f32), exactly: bool) -> bool {
        let (chunk, _) = self.index.root.ranges(Part::Terms, form);
        let Some(target) = Forms::of(self.file(Kind::Terms, chunk)).find(form) else {
            return false;
        };
        let tag = if exactly { form_tag(form) } else { rank::ANY_FORM };
        self.add(Meaning { chunk, tag, ..Meaning::default() }, target, word)
    }

    #[inline(never)]
    fn add(&mut self, mut meaning: Meaning, target: Target, (word, weight): (usize, f32)) -> bool {
        meaning.chunk = target.chunk.unwrap_or(meaning.chunk);
        (meaning.group, meaning.word, meaning.weight) = (target.group, word, weight);
        for known in &mut self.meanings {
            if (known.word, known.chunk, known.group) == (word, meaning.chunk, meaning.group) {
                known.weight = known.weight.max(weight);
                return true;
            }
        }
        let payload = self.file(Kind::Terms, meaning.chunk);
        if payload.is_empty() {
            return false;
        }
        match read::list(payload, target.group, self.index.root.documents, &mut self.pool) {
            Some(list) => meaning.list = list,
            None => self.bad = true,
        }
        self.meanings.push(meaning);
        true
    }

    /// Adds forms that the last word may become.
    fn complete(&mut self, number: usize, kept: f32) {
        let Some(text) = self.words.get(number).map(|word| word.text.clone()) else { return };
        let prefix = text.as_bytes();
        let root = &self.index.root;
        let (first, mut spread) = root.ranges(Part::Terms, prefix);
        let length = letters(prefix);
        if !root.one_file {
            spread = spread.min(if length < 3 { 1 } else { MAX_PREFIX_CHUNKS });
        }
        let (mut weights, mut places) = (Vec::new(), Vec::new());
        for chunk in first..first + spread {
            let mut forms = Forms::of(self.file(Kind::Terms, chunk));
            while forms.advance() {
                if forms.text.starts_with(prefix) && forms.text.len() > prefix.len() {
                    weights.push((length as f32 / letters(&forms.text) as f32).max(0.25));
                    places.push((chunk, forms.target, self.remember(&forms.text)));
                }
            }
        }
        for at in rank::top(weights.clone(), MAX_COMPLETIONS) {
            let at = at as usize;
            if let (Some(weight), Some(&(chunk, target, completion))) =
                (weights.get(at), places.get(at))
            {
                let tag = rank::ANY_FORM;
                let meaning = Meaning { chunk, tag, completion, ..Meaning::default() };
                self.add(meaning, target, (number, weight * kept * root.ranking.prefix));
            }
        }
    }

    /// Keeps a word in `letters`.
    fn remember(&mut self, word: &[u8]) -> (usize, usize) {
        let start = self.letters.len();
        self.letters.push_str(core::str::from_utf8(word).unwrap_or_default());
        (start, self.letters.len())
    }

    /// Adds what the site says means the same.
    fn add_synonyms(&mut self) {
        let mut synonyms = self.index.root.part(Part::Synonyms);
        while !synonyms.rest.is_empty() {
            let place = self.place_of(synonyms.sized());
            for _ in 0..synonyms.count() {
                let words = synonyms.sized();
                let Some(word) = place else { continue };
                for form in words.split(|&byte| byte == b' ') {
                    self.add_form(form, (word, self.index.root.ranking.synonym), false);
                }
            }
        }
    }

    /// Where the words of a phrase follow one another: number of the first.
    fn place_of(&self, phrase: &[u8]) -> Option<usize> {
        (0..self.words.len()).find(|&start| {
            let mut rest = phrase;
            if !self.words.get(start).is_some_and(|word| word.is_plain) {
                return false;
            }
            for word in self.words.iter().skip(start).filter(|word| word.is_plain) {
                let Some(after) = rest.strip_prefix(word.text.as_bytes()) else { return false };
                match after.split_first() {
                    None => return true,
                    Some((b' ', after)) => rest = after,
                    Some(_) => return false,
                }
            }
            false
        })
    }

    /// Gives unknown words the known ones they may be misspellings of.
    pub(super) fn correct(&mut self) {
        for number in 0..self.words.len() {
            let unknown = self.meanings.iter().all(|meaning| meaning.word != number);
            let Some(text) = self.words.get(number).map(|word| word.text.clone()) else { continue };
            if !unknown
                || letters(text.as_bytes()) < spell::SHORTEST
                || !spell::is_correctable(&text)
            {
                continue;
            }
            let mut speller = Speller::new(&text);
            self.offer(&text, &mut speller);
            for (candidate, weight) in speller.best() {
                let weight = self.index.root.ranking.fuzzy * weight;
                if !self.add_form(&candidate, (number, weight), true) {
                    continue;
                }
                let corrected = self.remember(&candidate);
                if let Some(word) = self.words.get_mut(number).filter(|word| word.corrected.1 == 0)
                {
                    word.corrected = corrected;
                }
            }
        }
    }

    /// Shows the speller every word that may be near.
    fn offer(&mut self, word: &str, speller: &mut Speller) {
        if self.index.root.one_file {
            for (id, payload) in &self.index.loaded {
                let mut forms = Forms::of(if id.kind == Kind::Terms { payload } else { &[] });
                while forms.advance() {
                    speller.offer(&forms.text, 3);
                }
            }
            return;
        }
        let mut end = spell::intact(word);
        let backward = reversed(word.as_bytes());
        for (kind, part, word) in [
            (Kind::SpellForward, Part::Forward, word.as_bytes()),
            (Kind::SpellBackward, Part::Backward, backward.as_slice()),
        ] {
            end = end.min(word.len());
            let prefix = word.get(..end).unwrap_or_default();
            let (first, spread) = self.index.root.ranges(part, prefix);
            for number in first..first + spread.min(2) {
                let page = self.file(kind, number);
                self.bad |= !offer_page(page, prefix, kind == Kind::SpellBackward, speller);
            }
        }
    }
}

fn reversed(word: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    for &byte in word.iter().rev() {
        out.push(byte);
    }
    out
}

/// Whether a token is a single character of a script that is indexed in pairs: it begins pairs wherever it
/// stands.
fn is_half_a_pair(token: &Token) -> bool {
    let mut letters = token.text.chars();
    letters.next().is_some_and(is_paired) && letters.next().is_none()
}

/// Shows the speller the words of a page that start with `prefix`.
fn offer_page(page: &[u8], prefix: &[u8], backward: bool, speller: &mut Speller) -> bool {
    if page.is_empty() {
        return true;
    }
    let mut input = Decoder::new(page);
    let mut weights = Decoder::new(input.sized());
    let mut text = Vec::new();
    while !weights.rest.is_empty() {
        input.front_coded(&mut text);
        let weight = weights.byte();
        if text.starts_with(prefix) {
            let word = if backward { reversed(&text) } else { text.clone() };
            speller.offer(&word, weight);
        }
    }
    !input.bad
}
