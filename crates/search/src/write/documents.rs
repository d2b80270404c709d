//! Documents: what results show, answers, texts for excerpts.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::String;
use alloc::vec::Vec;

use super::{DocumentMeta, plain};
use crate::layout::Encoder;
use crate::read::plain_anchor;

/// Raw bytes of metadata that a file should have; a result needs one document of it.
const BYTES: usize = 2_400;
/// Most documents of a group.
const MOST: usize = 16;
/// Groups up to which those of a large site are not made larger: hosts limit the number of files.
const GROUPS: usize = 1_000;
/// Characters of text that a document may have for excerpts, and one of its sections.
const TEXT: (usize, usize) = (430, 240);

/// How many neighbouring documents share a metadata file.
pub(super) fn group_size(documents: &[DocumentMeta], one_file: bool) -> usize {
    if one_file {
        return MOST;
    }
    let step = documents.len().div_ceil(1_000).max(1);
    let sample: Vec<&DocumentMeta> = documents.iter().step_by(step).collect();
    let bytes: usize =
        sample.iter().map(|document| metadata(core::slice::from_ref(document)).len()).sum();
    let needed = documents.len().div_ceil(GROUPS).min(MOST);
    (BYTES * sample.len() / bytes.max(1)).clamp(4, MOST).max(needed)
}

/// One record per document.
fn records<T>(items: impl Iterator<Item = T>, write: impl Fn(T, &mut Encoder)) -> Vec<u8> {
    let mut out = Encoder::default();
    for item in items {
        let mut record = Encoder::default();
        write(item, &mut record);
        out.sized(&record.0);
    }
    out.0
}

/// Metadata of one group.
pub(super) fn metadata(documents: &[DocumentMeta]) -> Vec<u8> {
    records(documents.iter(), |document, out| {
        let DocumentMeta { url, title, category, kind, description, sections } = document;
        for text in [url, title, category, kind, description] {
            out.text(&plain(text));
        }
        for section in sections {
            let derived = plain_anchor(&section.title) == section.anchor;
            out.text(&plain(&section.title));
            out.text(if derived { "" } else { &section.anchor });
        }
    })
}

/// Answers by group.
pub(super) fn answers(
    answers: &BTreeMap<(u32, u32), String>,
    group: u32,
) -> BTreeMap<u32, Vec<u8>> {
    let groups: BTreeSet<u32> = answers.keys().map(|(document, _)| document / group).collect();
    let of_group = |number: u32| {
        records(number * group..(number + 1) * group, |document, out| {
            for ((_, section), text) in answers.range((document, 0)..(document + 1, 0)) {
                out.number(*section);
                out.text(&plain(text));
            }
        })
    };
    groups.into_iter().map(|number| (number, of_group(number))).collect()
}

/// How the sections of some documents begin.
pub(super) fn texts(documents: &[DocumentMeta]) -> Vec<u8> {
    let (most, each) = TEXT;
    records(documents.iter(), |document, out| {
        let fair = (most / document.sections.len().max(1)).clamp(each / 4, each);
        for section in &document.sections {
            out.text(&plain(beginning(unsaid(&section.text, &document.description), fair)));
        }
    })
}

/// What a text says after the description that was made from its beginning.
fn unsaid<'t>(text: &'t str, description: &str) -> &'t str {
    let text = text.trim_start();
    let said = description.trim_end_matches(['…', '.', ' ']);
    text.strip_prefix(said).filter(|_| !said.is_empty()).unwrap_or(text)
}

/// The first sentences of a text, up to `most` bytes; cut at a space when not even one fits.
fn beginning(text: &str, most: usize) -> &str {
    let text = text.trim();
    if text.len() <= most {
        return text;
    }
    let mut end = most;
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let fits = &text[..end];
    let sentence = fits.rfind(['.', '!', '?', '。', '؟']).filter(|&at| at >= end / 2);
    let space = || fits.rfind(char::is_whitespace).filter(|&at| at >= end / 2);
    let full = |at: usize| at + fits[at..].chars().next().map_or(0, char::len_utf8);
    &fits[..sentence.map(full).or_else(space).unwrap_or(end)]
}
