//! Which text of a translation stands for which text of its source.

use std::collections::BTreeMap;

use crate::article::Article;
use crate::article::segments::{FRONT_KEYS, Role, Segment, front_values, segments};

/// For each segment of `source` its translation; `None` where there is none, or where it is still the
/// source's text.
///
/// Front matter is compared key by key, lists with the same number of items item by item. Bodies with
/// the same blocks in the same order are compared block by block; of others, the sections whose
/// headings have the same anchor and that have the same blocks.
pub(super) fn align(source: &[Segment], translation: Option<&Article>) -> Vec<Option<String>> {
    let Some(translation) = translation else { return vec![None; source.len()] };
    let mut aligned: Vec<Option<String>> = vec![None; source.len()];
    front(source, translation, &mut aligned);
    let other: Vec<Segment> =
        segments(translation).into_iter().filter(|segment| segment.place.is_some()).collect();
    let own: Vec<usize> =
        (0..source.len()).filter(|index| source[*index].place.is_some()).collect();
    let pairs = if same_roles(source, &own, &other.iter().collect::<Vec<_>>()) {
        own.iter().copied().zip(&other).collect()
    } else {
        sections(source, &own, &other)
    };
    for (index, other) in pairs {
        aligned[index] = Some(other.text.clone());
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

fn same_roles(source: &[Segment], own: &[usize], other: &[&Segment]) -> bool {
    own.len() == other.len()
        && own.iter().zip(other).all(|(index, other)| source[*index].role == other.role)
}

fn sections<'a>(
    source: &[Segment],
    own: &[usize],
    other: &'a [Segment],
) -> Vec<(usize, &'a Segment)> {
    let mut theirs: BTreeMap<&str, Vec<&Segment>> = BTreeMap::new();
    for segment in other {
        theirs.entry(&segment.section).or_default().push(segment);
    }
    let mut ours: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for index in own {
        ours.entry(&source[*index].section).or_default().push(*index);
    }
    let mut pairs = Vec::new();
    for (section, own) in ours {
        if let Some(other) = theirs.get(section).filter(|other| same_roles(source, &own, other)) {
            pairs.extend(own.into_iter().zip(other.iter().copied()));
        }
    }
    pairs
}
