//! Words that are not in the index: which known words may be meant.
//!
//! An edit lies in the first or in the second half of a word; the other half is intact. So the words that
//! share the first letters and those that share the last letters hold every candidate one edit away, and
//! two lists of words, sorted forwards and backwards, are all that has to be fetched for them.

use alloc::vec::Vec;

use crate::analyze::MAX_TOKEN;
use crate::layout::FACET;
use crate::rank;

/// Shortest word that is corrected; shorter ones have too many neighbours.
pub const SHORTEST: usize = 4;
/// From this length on two edits are allowed.
const LONG: usize = 9;
/// Most candidates per word.
const CANDIDATES: usize = 4;

/// Number of characters.
pub fn letters(word: &[u8]) -> usize {
    word.iter().filter(|&&byte| byte & 0xC0 != 0x80).count()
}

/// Whether a form may be a correction: letters only, long enough.
pub fn is_correctable(form: &str) -> bool {
    let letter = |byte: u8| byte.is_ascii_alphabetic() || byte >= 0x80;
    form.bytes().all(letter) && letters(form.as_bytes()) + 1 >= SHORTEST
}

/// Bytes of a word that an edit elsewhere leaves intact, for looking up pages.
pub fn intact(word: &str) -> usize {
    (word.len().saturating_sub(1) / 2).clamp(1, 4)
}

/// Collects candidates for one word.
#[derive(Debug)]
pub struct Speller {
    target: Vec<char>,
    most: usize,
    found: Vec<(Vec<u8>, f32)>,
}

impl Speller {
    /// Nothing found yet.
    pub fn new(word: &str) -> Self {
        let target: Vec<char> = word.chars().collect();
        let most = if target.len() >= LONG { 2 } else { 1 };
        Self { target, most, found: Vec::new() }
    }

    /// Looks at a known word with the logarithm of its df.
    pub fn offer(&mut self, known: &[u8], weight: u8) {
        let length = letters(known);
        if length.abs_diff(self.target.len()) > self.most || known.first() == Some(&FACET) {
            return;
        }
        let Ok(text) = core::str::from_utf8(known) else { return };
        let mut own = ['\0'; MAX_TOKEN];
        for (place, letter) in own.iter_mut().zip(text.chars()) {
            *place = letter;
        }
        let own = own.get(..length).unwrap_or_default();
        let edits = distance(&self.target, own, self.most);
        if edits > self.most || self.found.iter().any(|(other, _)| other == known) {
            return;
        }
        let first = if own.first() == self.target.first() { 1.0 } else { 0.75 };
        let near = if edits <= 1 { 1.0 } else { 0.4 };
        let frequency = 0.6 + 0.04 * f32::from(weight.min(10));
        self.found.push((Vec::from(known), first * near * frequency));
    }

    /// The best candidates with their closeness, 0 to 1.
    pub fn best(mut self) -> Vec<(Vec<u8>, f32)> {
        let mut weights = Vec::new();
        for (_, weight) in &self.found {
            weights.push(*weight);
        }
        let mut out = Vec::new();
        for at in rank::top(weights, CANDIDATES) {
            if let Some(candidate) = self.found.get_mut(at as usize) {
                out.push(core::mem::take(candidate));
            }
        }
        out
    }
}

/// Damerau–Levenshtein distance (optimal string alignment), or anything above `most` if it is more. Words
/// are at most [`MAX_TOKEN`] characters.
fn distance(a: &[char], b: &[char], most: usize) -> usize {
    let mut before = [0u8; MAX_TOKEN + 1];
    let mut above = [0u8; MAX_TOKEN + 1];
    above.iter_mut().zip(0..).for_each(|(place, at)| *place = at);
    let mut earlier = '\0';
    for (i, &from) in (1u8..).zip(a) {
        let mut row = [i; MAX_TOKEN + 1];
        let (mut left, mut least, mut previous) = (i, i, '\0');
        for (j, &to) in b.iter().enumerate() {
            let (diagonal, over) = (at(&above, j), at(&above, j + 1));
            let mut cost = (diagonal + u8::from(from != to)).min(over + 1).min(left + 1);
            if i > 1 && from == previous && earlier == to && j > 0 {
                cost = cost.min(at(&before, j - 1) + 1);
            }
            if let Some(place) = row.get_mut(j + 1) {
                *place = cost;
            }
            (left, least, previous) = (cost, least.min(cost), to);
        }
        if usize::from(least) > most {
            return most + 1;
        }
        (before, above) = (above, row);
        earlier = from;
    }
    usize::from(at(&above, b.len()))
}

fn at(row: &[u8], place: usize) -> u8 {
    row.get(place).copied().unwrap_or(u8::MAX - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edits(a: &str, b: &str) -> usize {
        distance(&a.chars().collect::<Vec<_>>(), &b.chars().collect::<Vec<_>>(), 2)
    }

    #[test]
    fn counts_edits_and_swaps() {
        assert_eq!(edits("refnud", "refund"), 1);
        assert_eq!(edits("refund", "refund"), 0);
        assert_eq!(edits("acount", "account"), 1);
        assert_eq!(edits("paswrod", "password"), 2);
        assert!(edits("card", "bank") > 2);
    }

    #[test]
    fn frequent_words_with_the_same_first_letter_come_first() {
        let mut speller = Speller::new("refnud");
        for (word, weight) in [("refunds", 2), ("defund", 9), ("refund", 5)] {
            speller.offer(word.as_bytes(), weight);
        }
        assert_eq!(speller.best()[0].0, b"refund");
    }
}
