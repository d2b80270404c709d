//! The writer: terms and documents to files. Knows nothing of where postings come from.

use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

use crate::layout::{self, Encoder, FileId, IMPACT_STEPS, IN_QUESTION, IN_SECTION, IN_TITLE, Kind};
use crate::rank::Ranking;

mod directory;
mod documents;
mod terms;

/// A document's entry for a group of forms.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Posting {
    /// Number of the document.
    pub document: u32,
    /// Saturated weight, 0 to 1.
    pub impact: f32,
    /// Share of the title's idf, 0 when the word is not in the title.
    pub title_share: f32,
    /// Which word of the title it is, from 0.
    pub title_word: u8,
    /// [`layout::form_tag`] of the form in the title.
    pub title_tag: u8,
    /// Bit n when the word is in sample question n, n + 8, …
    pub questions: u8,
    /// Section where the word weighs most.
    pub section: u8,
}

/// A group of forms that stand for one stem.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Group {
    /// Forms, sorted.
    pub forms: Vec<String>,
    /// Documents with any of the forms in any field.
    pub df: u32,
    /// Whether it is a stop word.
    pub stop: bool,
    /// Entries by document.
    pub postings: Vec<Posting>,
}

/// A heading-delimited part of a document.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SectionMeta {
    /// Heading; empty for the intro.
    pub title: String,
    /// Anchor without `#`; empty for the intro.
    pub anchor: String,
    /// How its text begins; for excerpts.
    pub text: String,
}

/// What a result shows of a document.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DocumentMeta {
    /// Site path.
    pub url: String,
    /// Title.
    pub title: String,
    /// Breadcrumb.
    pub category: String,
    /// Kind of article.
    pub kind: String,
    /// About 160 characters.
    pub description: String,
    /// Sections; the first is the intro.
    pub sections: Vec<SectionMeta>,
}

/// Everything the writer needs, in document order.
#[derive(Debug, Clone, Default)]
pub struct Contents {
    /// Whether apostrophes split words.
    pub elision: bool,
    /// Query-time parameters.
    pub ranking: Ranking,
    /// Groups by first form.
    pub groups: Vec<Group>,
    /// Documents.
    pub documents: Vec<DocumentMeta>,
    /// Boosts that are not 1.
    pub boosts: BTreeMap<u32, f32>,
    /// Answers by document and section.
    pub answers: BTreeMap<(u32, u32), String>,
    /// Phrase → phrases that mean the same, folded words separated by spaces.
    pub synonyms: BTreeMap<String, Vec<String>>,
    /// Query → documents to show first, folded words separated by spaces.
    pub pins: BTreeMap<String, Vec<u32>>,
    /// Facet name → its values, as shown.
    pub facets: BTreeMap<String, Vec<String>>,
}

/// Text without the characters that separate fields in the reader's answers.
pub fn plain(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// Files by name, inflated, and the name of the root.
#[derive(Debug, Clone, Default)]
pub struct Files {
    /// Name → header and payload, not yet deflated.
    pub files: BTreeMap<String, Vec<u8>>,
    /// Name of the root.
    pub root: String,
}

/// A file that covers a lexical range.
struct Range {
    /// Shortest text that is not before the range and after the one before it.
    from: Vec<u8>,
    payload: Vec<u8>,
}

/// Writes the files. `fingerprint` names a generation from all payloads.
pub fn write(contents: &Contents, fingerprint: impl Fn(&[u8]) -> String) -> Files {
    let one_file = contents.documents.len() <= layout::ONE_FILE;
    let (terms, rests) = terms::chunks(&contents.groups, one_file);
    let spelling = directory::Spelling::of(if one_file { &[] } else { &contents.groups });
    let group = documents::group_size(&contents.documents, one_file);
    let mut payloads: Vec<(FileId, Vec<u8>)> = Vec::new();
    let mut add = |kind, list: Vec<Vec<u8>>| {
        payloads
            .extend((0..).zip(list).map(|(number, payload)| (FileId { kind, number }, payload)));
    };
    let copies = |ranges: &[Range]| ranges.iter().map(|range| range.payload.clone()).collect();
    add(Kind::Terms, copies(&terms));
    add(Kind::Postings, rests);
    add(Kind::Metadata, contents.documents.chunks(group).map(documents::metadata).collect());
    add(Kind::SpellForward, copies(&spelling.forward));
    add(Kind::SpellBackward, copies(&spelling.backward));
    let texts = contents.documents.chunks(group * layout::TEXT_GROUPS.get() as usize);
    add(Kind::Text, texts.map(documents::texts).collect());
    for (number, payload) in documents::answers(&contents.answers, group as u32) {
        payloads.push((FileId { kind: Kind::Answers, number }, payload));
    }
    let embedded = |id: &FileId| one_file && id.kind != Kind::Text;
    let (inside, outside): (Vec<_>, Vec<_>) =
        payloads.into_iter().partition(|(id, _)| embedded(id));
    let directory = directory::Directory {
        group: group as u32,
        ranges: [&terms, &spelling.forward, &spelling.backward],
        embedded: &inside,
        with_answers: contents.answers.keys().map(|(at, _)| at / group as u32).collect(),
    };
    finish(&directory::root(contents, &directory), outside, fingerprint)
}

fn finish(
    root: &[u8],
    payloads: Vec<(FileId, Vec<u8>)>,
    fingerprint: impl Fn(&[u8]) -> String,
) -> Files {
    let mut all = root.to_vec();
    for (_, payload) in &payloads {
        all.extend_from_slice(payload);
    }
    let (name, generation) = (fingerprint(&all), layout::checksum(&all));
    let mut named = Encoder::default();
    named.text(&name);
    named.0.extend_from_slice(root);
    let root_id = FileId { kind: Kind::Root, number: 0 };
    let mut files = BTreeMap::new();
    files.insert(root_id.name(&name), layout::seal(Kind::Root, generation, &named.0));
    for (id, payload) in payloads {
        files.insert(id.name(&name), layout::seal(id.kind, generation, &payload));
    }
    Files { files, root: root_id.name(&name) }
}

/// The shortest text that is greater than `before` and not greater than `first`.
fn border(before: &[u8], first: &[u8]) -> Vec<u8> {
    let shared = before.iter().zip(first).take_while(|(a, b)| a == b).count();
    first[..(shared + 1).min(first.len())].to_vec()
}

/// The impact in steps, never rounded to nothing.
pub fn impact_code(impact: f32) -> u8 {
    (impact * f32::from(IMPACT_STEPS) + 0.5).clamp(1.0, f32::from(IMPACT_STEPS)) as u8
}

fn impact_byte(posting: &Posting) -> u8 {
    let title = if posting.title_share > 0.0 { IN_TITLE } else { 0 };
    let section = if posting.section > 0 { IN_SECTION } else { 0 };
    let question = if posting.questions > 0 { IN_QUESTION } else { 0 };
    impact_code(posting.impact) | question | title | section
}

/// Which group each form belongs to, sorted by form.
fn sorted_forms(groups: &[Group]) -> Vec<(&str, usize)> {
    let mut forms: Vec<(&str, usize)> = Vec::new();
    for (number, group) in groups.iter().enumerate() {
        forms.extend(group.forms.iter().map(|form| (form.as_str(), number)));
    }
    forms.sort_unstable();
    forms
}

/// Where each group's last form is among the sorted ones.
fn last_forms(forms: &[(&str, usize)], groups: usize) -> Vec<usize> {
    let mut last = vec![0; groups];
    forms.iter().enumerate().for_each(|(at, (_, group))| last[*group] = at);
    last
}
