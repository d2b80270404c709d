//! Words that are not in the index: which known words may be meant.
//!
//! An edit lies in the first or in the second half of a word; the other half is intact. So the words that
//! share the first letters and those that share the last letters hold every candidate one edit away, and
//! two lists of words, sorted forwards and backwards, are all that has to be fetched for them.

use crate::table;
use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;
/// Shortest word that is corrected; shorter ones have too many neighbours.
pub const SHORTEST: usize = 4;
/// From this length on two edits are allowed.
const LONG: usize = 9;
/// Most candidates per word.
const CANDIDATES: usize = 4;

/// A known word near an unknown one.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    /// The word.
    pub word: String,
    /// Closeness, 0 to 1.
    pub weight: f32,
}

/// Whether a form may be a correction: letters only, long enough.
pub fn is_correctable(form: &str) -> bool {
    form.chars().all(char::is_alphabetic) && form.chars().count() + 1 >= SHORTEST
}

/// Length of the part of a word that an edit elsewhere leaves intact, for looking up pages.
pub fn intact(word: &str) -> usize {
    (word.chars().count().saturating_sub(1) / 2).clamp(1, 4)
}

/// The best candidates for `word` among words with their weight (logarithm of df).
pub fn candidates<'w>(word: &str, words: impl Iterator<Item = (&'w str, u8)>) -> Vec<Candidate> {
    let target: Vec<char> = word.chars().collect();
    if target.len() < SHORTEST {
        return Vec::new();
    }
    let most = if target.len() >= LONG { 2 } else { 1 };
    let mut found: Vec<Candidate> = Vec::new();
    for (known, weight) in words {
        if known.len().abs_diff(word.len()) > 4 * most || known.starts_with(crate::layout::FACET) {
            continue;
        }
        let letters: Vec<char> = known.chars().collect();
        let Some(edits) = distance(&target, &letters, most) else { continue };
        let first = if letters.first() == target.first() { 1.0 } else { 0.75 };
        let near = if edits <= 1 { 1.0 } else { 0.4 };
        let frequency = 0.6 + 0.4 * f32::from(weight.min(10)) / 10.0;
        let candidate = Candidate { word: known.to_owned(), weight: first * near * frequency };
        if found.iter().all(|other| other.word != candidate.word) {
            found.push(candidate);
        }
    }
    let before = |a: &Candidate, b: &Candidate| {
        b.weight.total_cmp(&a.weight).then_with(|| a.word.cmp(&b.word)).is_lt()
    };
    table::first(found.into_iter(), CANDIDATES, before)
}

/// Damerau–Levenshtein distance (optimal string alignment), if it is at most `most`.
fn distance(a: &[char], b: &[char], most: usize) -> Option<usize> {
    if a.len().abs_diff(b.len()) > most {
        return None;
    }
    let (mut before, mut above): (Vec<usize>, Vec<usize>) = (Vec::new(), (0..=b.len()).collect());
    for (i, &from) in a.iter().enumerate() {
        let mut row = Vec::with_capacity(b.len() + 1);
        row.push(i + 1);
        for (j, &to) in b.iter().enumerate() {
            let mut cost =
                (above[j] + usize::from(from != to)).min(above[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && from == b[j - 1] && a[i - 1] == to {
                cost = cost.min(before[j - 1] + 1);
            }
            row.push(cost);
        }
        if row.iter().min().is_some_and(|&least| least > most) {
            return None;
        }
        before = core::mem::replace(&mut above, row);
    }
    above.last().copied().filter(|&edits| edits <= most)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edits(a: &str, b: &str) -> Option<usize> {
        distance(&a.chars().collect::<Vec<_>>(), &b.chars().collect::<Vec<_>>(), 2)
    }

    #[test]
    fn counts_edits_and_swaps() {
        assert_eq!(edits("refnud", "refund"), Some(1));
        assert_eq!(edits("refund", "refund"), Some(0));
        assert_eq!(edits("acount", "account"), Some(1));
        assert_eq!(edits("paswrod", "password"), Some(2));
        assert_eq!(edits("card", "bank"), None);
    }

    #[test]
    fn frequent_words_with_the_same_first_letter_come_first() {
        let words = [("refunds", 2), ("defund", 9), ("refund", 5)];
        let found = candidates("refnud", words.into_iter());
        assert_eq!(found[0].word, "refund");
    }
}
