//! Which text of a translation stands for which text of its source.

use std::collections::{BTreeMap, BTreeSet};

use crate::article::Article;
use crate::article::segments::{FRONT_KEYS, Role, Segment, front_values, segments};

/// For each segment of `source` its translation; `None` where there is none, or where it is still the
/// source's text.
///
/// Front matter is compared key by key, lists with the same number of items item by item.
pub(super) fn align(source: &[Segment], translation: Option<&Article>) -> Vec<Option<String>> {
    let Some(translation) = translation else { return vec![None; source.len()] };
    let mut aligned: Vec<Option<String>> = vec![None; source.len()];
    front(source, translation, &mut aligned);
    let other = segments(translation);
    for (own, theirs) in pairs(source, &other) {
        aligned[own] = Some(other[theirs].text.clone());
    }
    for (text, segment) in aligned.iter_mut().zip(source) {
        text.take_if(|text| *text == segment.text);
    }
    aligned
}

fn front(source: &[Segment], translation: &Article, aligned: &mut [Option<String>]) {
    for key in FRONT_KEYS {
        let own: Vec<usize> =
            (0..source.len()).filter(|index| source[*index].role == Role::Front(key)).collect();
        let other = front_values(translation, key);
        if own.len() == other.len() {
            own.into_iter().zip(other).for_each(|(index, text)| aligned[index] = Some(text));
        }
    }
}

/// Which body segment of `source` is which one of `other`.
///
/// Bodies with the same blocks in the same order are paired block by block. Of others the sections are
/// whose headings have the same anchor, and then the sections that are left, as [`common`] does it.
pub(super) fn pairs(source: &[Segment], other: &[Segment]) -> Vec<(usize, usize)> {
    let body = |all: &[Segment]| -> Vec<usize> {
        (0..all.len()).filter(|index| all[*index].place.is_some()).collect()
    };
    let (own, theirs) = (body(source), body(other));
    let is_same = own.len() == theirs.len()
        && own.iter().zip(&theirs).all(|(own, theirs)| source[*own].role == other[*theirs].role);
    if is_same {
        return own.into_iter().zip(theirs).collect();
    }
    let (own, theirs) = (sections(source, &own), sections(other, &theirs));
    let mut found = Vec::new();
    for (section, own) in &own {
        if let Some(theirs) = theirs.get(section) {
            found.extend(common((source, own), (other, theirs)));
        }
    }
    let left = |all: &BTreeMap<&str, Vec<usize>>, known: &BTreeMap<&str, Vec<usize>>| {
        let unknown = all.iter().filter(|(section, _)| !known.contains_key(*section));
        let mut left: Vec<usize> = unknown.flat_map(|(_, indices)| indices.clone()).collect();
        left.sort_unstable();
        left
    };
    found.extend(common((source, &left(&own, &theirs)), (other, &left(&theirs, &own))));
    found
}

fn sections<'a>(all: &'a [Segment], indices: &[usize]) -> BTreeMap<&'a str, Vec<usize>> {
    let mut sections: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for index in indices {
        sections.entry(&all[*index].section).or_default().push(*index);
    }
    sections
}

/// More pairs to compare than any section by hand has: such texts are left open.
const MOST_PAIRS: usize = 4_000_000;

/// The longest common subsequence of roles; of several, the one whose texts are most alike.
fn common(
    (source, own): (&[Segment], &[usize]),
    (other, theirs): (&[Segment], &[usize]),
) -> Vec<(usize, usize)> {
    if own.len() * theirs.len() > MOST_PAIRS {
        return Vec::new();
    }
    let words = |all: &[Segment], indices: &[usize]| -> Vec<BTreeSet<String>> {
        indices.iter().map(|index| words(&all[*index].text)).collect()
    };
    let (own_words, their_words) = (words(source, own), words(other, theirs));
    let score = |row: usize, column: usize| {
        let (a, b) = (&source[own[row]], &other[theirs[column]]);
        (a.role == b.role)
            .then(|| PAIR + likeness((&a.text, &own_words[row]), (&b.text, &their_words[column])))
    };
    // best[row][column]: the best sum for the texts from there on.
    let mut best = vec![vec![0; theirs.len() + 1]; own.len() + 1];
    for row in (0..own.len()).rev() {
        for column in (0..theirs.len()).rev() {
            let skipped = best[row + 1][column].max(best[row][column + 1]);
            let paired = score(row, column).map_or(0, |score| score + best[row + 1][column + 1]);
            best[row][column] = skipped.max(paired);
        }
    }
    let (mut row, mut column) = (0, 0);
    let mut found = Vec::new();
    while row < own.len() && column < theirs.len() {
        if best[row][column] == best[row + 1][column] {
            row += 1;
        } else if best[row][column] == best[row][column + 1] {
            column += 1;
        } else {
            found.push((own[row], theirs[column]));
            row += 1;
            column += 1;
        }
    }
    found
}

/// What a pair counts, whatever its texts are; their likeness is at most a few per cent of it, so that
/// it decides between equally long alignments only.
const PAIR: usize = 1_000_000;

/// How much a text looks like a translation of another: names, numbers and addresses that both have,
/// and lengths that are alike.
fn likeness(a: (&str, &BTreeSet<String>), b: (&str, &BTreeSet<String>)) -> usize {
    let shared = a.1.intersection(b.1).count().min(4);
    let (a, b) = (a.0.chars().count(), b.0.chars().count());
    shared * 10 + a.min(b) * 20 / a.max(b).max(1)
}

fn words(text: &str) -> BTreeSet<String> {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect()
}
