//! The root file and the spelling pages.

use alloc::collections::BTreeSet;
use alloc::vec::Vec;

use super::{Contents, Group, Range, border};
use crate::layout::{Encoder, FileId};
use crate::spell;

/// Raw bytes of a spelling page.
const PAGE: usize = 6_000;

/// Words worth correcting to, by their first and by their last letters.
#[derive(Default)]
pub(super) struct Spelling {
    pub(super) forward: Vec<Range>,
    pub(super) backward: Vec<Range>,
}

impl Spelling {
    pub(super) fn of(groups: &[Group]) -> Self {
        let mut words: Vec<(Vec<u8>, u32)> = Vec::new();
        for group in groups.iter().filter(|group| !group.stop) {
            let titled = group.postings.iter().any(|posting| posting.title_share > 0.0);
            if group.df >= 2 || titled {
                let fit = group.forms.iter().filter(|form| spell::is_correctable(form));
                words.extend(fit.map(|form| (form.clone().into_bytes(), group.df)));
            }
        }
        words.sort_unstable();
        let forward = pages(&words);
        for (word, _) in &mut words {
            word.reverse();
        }
        words.sort_unstable();
        Self { forward, backward: pages(&words) }
    }
}

fn pages(words: &[(Vec<u8>, u32)]) -> Vec<Range> {
    let (mut out, mut start, mut size) = (Vec::new(), 0, 0);
    for (at, (word, _)) in words.iter().enumerate() {
        size += word.len() / 2 + 3;
        if size >= PAGE || at + 1 == words.len() {
            let before: &[u8] = if start == 0 { &[] } else { &words[start - 1].0 };
            out.push(page(before, &words[start..=at]));
            (start, size) = (at + 1, 0);
        }
    }
    out
}

fn page(before: &[u8], words: &[(Vec<u8>, u32)]) -> Range {
    let mut out = Encoder::default();
    let weights: Vec<u8> = words.iter().map(|(_, df)| df.ilog2() as u8).collect();
    out.sized(&weights);
    let mut last: &[u8] = &[];
    for (word, _) in words {
        out.front_coded(last, word);
        last = word;
    }
    Range { from: border(before, &words[0].0), payload: out.0 }
}

/// What the root says about the other files.
pub(super) struct Directory<'p> {
    pub(super) group: u32,
    /// Terms, forward and backward spelling.
    pub(super) ranges: [&'p [Range]; 3],
    pub(super) embedded: &'p [(FileId, Vec<u8>)],
    /// Groups that have answers.
    pub(super) with_answers: BTreeSet<u32>,
}

/// The root's parts but its first, the generation's name.
pub(super) fn root(contents: &Contents, directory: &Directory<'_>) -> Vec<u8> {
    let mut out = Encoder::default();
    let mut part = |write: &dyn Fn(&mut Encoder)| {
        let mut part = Encoder::default();
        write(&mut part);
        out.sized(&part.0);
    };
    part(&|out| {
        out.number(u32::from(contents.elision));
        out.number(contents.documents.len() as u32);
        out.number(directory.group);
        contents.ranking.query_values().iter().for_each(|&value| out.float(value));
    });
    part(&|out| {
        for (&document, &boost) in &contents.boosts {
            out.number(document);
            out.float(boost);
        }
    });
    part(&|out| directory.with_answers.iter().for_each(|&number| out.number(number)));
    part(&|out| {
        for (query, documents) in &contents.pins {
            out.text(query);
            out.number(documents.len() as u32);
            for &document in documents {
                out.number(document);
            }
        }
    });
    for map in [&contents.synonyms, &contents.facets] {
        part(&|out| {
            for (name, values) in map {
                out.text(name);
                out.number(values.len() as u32);
                for value in values {
                    out.text(value);
                }
            }
        });
    }
    for ranges in directory.ranges {
        part(&|out| out.texts(ranges.iter().map(|range| range.from.as_slice())));
    }
    part(&|out| {
        for (id, payload) in directory.embedded {
            out.0.push(id.kind.letter());
            out.number(id.number);
            out.sized(payload);
        }
    });
    out.0
}
