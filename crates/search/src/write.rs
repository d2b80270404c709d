//! The writer: terms and documents to files. Knows nothing of where postings come from.

use alloc::borrow::ToOwned;
use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

use crate::layout::{self, Encoder, FileId, GROUP, IMPACT_STEPS, Kind};
use crate::rank::Ranking;
use crate::spell;

/// Raw bytes after which a chunk of terms ends; measured: 6,000 nearly doubles the bytes of a query and
/// saves 2–4 % on disk.
const CHUNK: usize = 3_000;
/// How far a chunk may grow to end where no group is open.
const CHUNK_SLACK: usize = 1_000;
/// Raw bytes of a spelling page.
const PAGE: usize = 6_000;

/// A document's entry for a group of forms.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Posting {
    /// Number of the document.
    pub document: u32,
    /// Saturated weight, 0 to 1.
    pub impact: f32,
    /// Share of the title's idf, 0 when the word is not in the title.
    pub title_share: f32,
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
}

/// Files by name, inflated, and the name of the root.
#[derive(Debug, Clone, Default)]
pub struct Files {
    /// Name → header and payload, not yet deflated.
    pub files: BTreeMap<String, Vec<u8>>,
    /// Name of the root.
    pub root: String,
}

/// Writes the files. `fingerprint` names a generation from all payloads.
pub fn write(contents: &Contents, fingerprint: impl Fn(&[u8]) -> String) -> Files {
    let terms = chunks(&contents.groups);
    let one_file = contents.documents.len() <= layout::ONE_FILE;
    let spelling = if one_file { Spelling::default() } else { spelling(&contents.groups) };
    let mut payloads: Vec<(FileId, Vec<u8>)> = Vec::new();
    let mut add = |kind, list: Vec<Vec<u8>>| {
        payloads
            .extend((0..).zip(list).map(|(number, payload)| (FileId { kind, number }, payload)));
    };
    add(Kind::Terms, terms.iter().map(|chunk| chunk.payload.clone()).collect());
    add(Kind::Metadata, contents.documents.chunks(GROUP as usize).map(metadata).collect());
    add(Kind::SpellForward, spelling.forward.iter().map(|page| page.payload.clone()).collect());
    add(Kind::SpellBackward, spelling.backward.iter().map(|page| page.payload.clone()).collect());
    let answers = answers(&contents.answers);
    payloads.extend(
        answers
            .into_iter()
            .map(|(number, payload)| (FileId { kind: Kind::Answers, number }, payload)),
    );
    let directory = Directory { terms: &terms, spelling: &spelling, payloads: &payloads, one_file };
    let root = root(contents, &directory);
    finish(&root, if one_file { Vec::new() } else { payloads }, fingerprint)
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

/// A file that covers a lexical range.
struct Range {
    first: String,
    payload: Vec<u8>,
}

/// One form on its way into a chunk.
struct Form<'g> {
    text: &'g str,
    group: usize,
}

/// Cuts the sorted forms into chunks and encodes them.
fn chunks(groups: &[Group]) -> Vec<Range> {
    let mut forms: Vec<Form<'_>> = Vec::new();
    for (number, group) in groups.iter().enumerate() {
        forms.extend(group.forms.iter().map(|text| Form { text, group: number }));
    }
    forms.sort_by(|a, b| a.text.cmp(b.text));
    let mut last = vec![0; groups.len()];
    forms.iter().enumerate().for_each(|(at, form)| last[form.group] = at);
    let (mut out, mut start, mut size, mut open_until) = (Vec::new(), 0, 0, 0);
    let (mut seen, mut written) = (vec![false; groups.len()], vec![false; groups.len()]);
    for (at, form) in forms.iter().enumerate() {
        size += form.text.len() / 2 + 2;
        if !core::mem::replace(&mut seen[form.group], true) {
            size += 3 + groups[form.group].postings.len() * 5 / 2;
        }
        open_until = open_until.max(last[form.group]);
        let full = size >= CHUNK && (open_until == at || size >= CHUNK + CHUNK_SLACK);
        if full || at + 1 == forms.len() {
            out.push(chunk(&forms[start..=at], groups, &written));
            forms[start..=at].iter().for_each(|form| written[form.group] = true);
            (start, size) = (at + 1, 0);
        }
    }
    out
}

fn chunk(forms: &[Form<'_>], groups: &[Group], written: &[bool]) -> Range {
    let mut out = Encoder::default();
    let mut order: Vec<usize> = Vec::new();
    let mut place: BTreeMap<usize, usize> = BTreeMap::new();
    out.number(forms.len() as u32);
    let mut before = "";
    for form in forms {
        out.front_coded(before, form.text);
        before = form.text;
        if written[form.group] {
            out.number(1);
            out.text(&groups[form.group].forms[0]);
        } else if let Some(at) = place.get(&form.group) {
            out.number((order.len() - at + 1) as u32);
        } else {
            out.number(0);
            place.insert(form.group, order.len());
            order.push(form.group);
        }
    }
    let ordered: Vec<&Group> = order.iter().map(|&number| &groups[number]).collect();
    encode_groups(&mut out, &ordered);
    Range {
        first: forms.first().map(|form| form.text.to_owned()).unwrap_or_default(),
        payload: out.0,
    }
}

fn encode_groups(out: &mut Encoder, groups: &[&Group]) {
    out.number(groups.len() as u32);
    for group in groups {
        out.number(group.df * 2 + u32::from(group.stop));
        out.number(group.postings.len() as u32);
    }
    for group in groups {
        let mut before = 0;
        for posting in &group.postings {
            out.number(posting.document - before);
            before = posting.document;
        }
    }
    let postings = || groups.iter().flat_map(|group| &group.postings);
    for posting in postings() {
        let title = u8::from(posting.title_share > 0.0) << 6;
        let section = u8::from(posting.section > 0) << 7;
        out.0.push(impact_code(posting.impact) | title | section);
    }
    for posting in postings().filter(|posting| posting.title_share > 0.0) {
        out.0.push((posting.title_share * 255.0 + 0.5).clamp(1.0, 255.0) as u8);
    }
    for posting in postings().filter(|posting| posting.section > 0) {
        out.0.push(posting.section);
    }
}

/// The impact in steps, never rounded to nothing.
pub fn impact_code(impact: f32) -> u8 {
    (impact * f32::from(IMPACT_STEPS) + 0.5).clamp(1.0, f32::from(IMPACT_STEPS)) as u8
}

/// Metadata of one group, in columns: equal things next to each other compress well.
fn metadata(documents: &[DocumentMeta]) -> Vec<u8> {
    let mut out = Encoder::default();
    out.number(documents.len() as u32);
    let columns: [fn(&DocumentMeta) -> &str; 5] =
        [|d| &d.url, |d| &d.title, |d| &d.category, |d| &d.kind, |d| &d.description];
    for column in columns {
        for document in documents {
            out.text(column(document));
        }
    }
    for document in documents {
        out.number(document.sections.len() as u32);
        for section in &document.sections {
            out.text(&section.title);
            out.text(&section.anchor);
        }
    }
    out.0
}

fn answers(answers: &BTreeMap<(u32, u32), String>) -> BTreeMap<u32, Vec<u8>> {
    let mut groups: BTreeMap<u32, Vec<(u32, u32, &str)>> = BTreeMap::new();
    for (&(document, section), text) in answers {
        groups.entry(document / GROUP).or_default().push((document % GROUP, section, text));
    }
    let encode = |entries: Vec<(u32, u32, &str)>| {
        let mut out = Encoder::default();
        out.number(entries.len() as u32);
        for (document, section, text) in entries {
            out.number(document);
            out.number(section);
            out.text(text);
        }
        out.0
    };
    groups.into_iter().map(|(number, entries)| (number, encode(entries))).collect()
}

#[derive(Default)]
struct Spelling {
    forward: Vec<Range>,
    backward: Vec<Range>,
}

/// Words worth correcting to, by their first and by their last letters.
fn spelling(groups: &[Group]) -> Spelling {
    let mut words: Vec<(String, u32)> = Vec::new();
    for group in groups.iter().filter(|group| !group.stop) {
        let titled = group.postings.iter().any(|posting| posting.title_share > 0.0);
        if group.df >= 2 || titled {
            let fit = group.forms.iter().filter(|form| spell::is_correctable(form));
            words.extend(fit.map(|form| (form.clone(), group.df)));
        }
    }
    words.sort();
    let forward = pages(&words);
    for (word, _) in &mut words {
        *word = word.chars().rev().collect();
    }
    words.sort();
    Spelling { forward, backward: pages(&words) }
}

fn pages(words: &[(String, u32)]) -> Vec<Range> {
    let (mut out, mut start, mut size) = (Vec::new(), 0, 0);
    for (at, (word, _)) in words.iter().enumerate() {
        size += word.len() / 2 + 3;
        if size >= PAGE || at + 1 == words.len() {
            out.push(page(&words[start..=at]));
            (start, size) = (at + 1, 0);
        }
    }
    out
}

fn page(words: &[(String, u32)]) -> Range {
    let mut out = Encoder::default();
    out.texts(words.iter().map(|(word, _)| word.as_str()));
    for (_, df) in words {
        out.0.push(df.ilog2() as u8);
    }
    Range { first: words[0].0.clone(), payload: out.0 }
}

/// What the root says about the other files.
struct Directory<'p> {
    terms: &'p [Range],
    spelling: &'p Spelling,
    payloads: &'p [(FileId, Vec<u8>)],
    one_file: bool,
}

fn root(contents: &Contents, directory: &Directory<'_>) -> Vec<u8> {
    let mut out = Encoder::default();
    out.number(u32::from(contents.elision));
    out.number(contents.documents.len() as u32);
    contents.ranking.query_values().iter().for_each(|&value| out.float(value));
    out.number(contents.boosts.len() as u32);
    for (&document, &boost) in &contents.boosts {
        out.number(document);
        out.float(boost);
    }
    let with_answers: Vec<u32> = directory
        .payloads
        .iter()
        .filter(|(id, _)| id.kind == Kind::Answers)
        .map(|(id, _)| id.number)
        .collect();
    out.number(with_answers.len() as u32);
    for &number in &with_answers {
        out.number(number);
    }
    out.number(contents.synonyms.len() as u32);
    for (phrase, meanings) in &contents.synonyms {
        out.text(phrase);
        out.texts(meanings.iter().map(String::as_str));
    }
    for ranges in [directory.terms, &directory.spelling.forward, &directory.spelling.backward] {
        out.texts(ranges.iter().map(|range| range.first.as_str()));
    }
    let embedded = if directory.one_file { directory.payloads } else { &[] };
    out.number(embedded.len() as u32);
    for (id, payload) in embedded {
        out.0.push(id.kind.letter());
        out.number(id.number);
        out.number(payload.len() as u32);
        out.0.extend_from_slice(payload);
    }
    out.0
}
