//! The reader's side of the format. Bytes are hostile: every length is checked against what is left, every
//! index against what was read, and no allocation is larger than a small multiple of the input.

use crate::table::Table;
use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

use crate::layout::{self, Decoder, Error, FileId, GROUP, IMPACT_STEPS, Kind, Result};
use crate::rank::Ranking;
use crate::write::{DocumentMeta, SectionMeta};

/// Where a form leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// A group of the same chunk.
    Group(u32),
    /// Another form, whose chunk has the group.
    Alias(String),
}

/// Size and place of a group in its chunk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GroupEntry {
    /// Documents with the word in any field.
    pub df: u32,
    /// Whether it is a stop word.
    pub stop: bool,
    start: u32,
    end: u32,
}

/// A posting as ranking sees it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Entry {
    /// Number of the document.
    pub document: u32,
    /// Saturated weight, 0 to 1.
    pub impact: f32,
    /// Share of the title's idf; 0 when not in the title.
    pub title_share: f32,
    /// Section where the word weighs most.
    pub section: u8,
}

/// A lexical range of terms.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Terms {
    forms: Vec<(String, Target)>,
    groups: Vec<GroupEntry>,
    entries: Vec<Entry>,
}

impl Terms {
    /// Reads a payload; documents must be below `documents`.
    pub fn read(payload: &[u8], documents: u32) -> Result<Self> {
        let mut input = Decoder(payload);
        let (forms, named) = read_forms(&mut input)?;
        let (groups, total) = read_groups(&mut input)?;
        if named as usize > groups.len() {
            return Err(Error::Malformed("group"));
        }
        let mut entries = Vec::with_capacity(total);
        for group in &groups {
            read_documents(&mut input, group, documents, &mut entries)?;
        }
        read_weights(&mut input, &mut entries)?;
        Ok(Self { forms, groups, entries })
    }

    /// The target of a form.
    pub fn find(&self, form: &str) -> Option<&Target> {
        let at = self.forms.binary_search_by(|(text, _)| text.as_str().cmp(form)).ok()?;
        Some(&self.forms[at].1)
    }

    /// Forms from `prefix` on that start with it.
    pub fn with_prefix<'t>(
        &'t self,
        prefix: &'t str,
    ) -> impl Iterator<Item = (&'t str, &'t Target)> {
        let from = self.forms.partition_point(|(text, _)| text.as_str() < prefix);
        let tail = self.forms.get(from..).unwrap_or_default();
        tail.iter()
            .take_while(move |(text, _)| text.starts_with(prefix))
            .map(|(text, target)| (text.as_str(), target))
    }

    /// A group by number.
    pub fn group(&self, number: u32) -> Option<&GroupEntry> {
        self.groups.get(number as usize)
    }

    /// The postings of a group.
    pub fn postings(&self, group: &GroupEntry) -> &[Entry] {
        self.entries.get(group.start as usize..group.end as usize).unwrap_or_default()
    }

    /// Forms of this chunk that belong to a group.
    pub fn forms_of(&self, group: u32) -> impl Iterator<Item = &str> {
        self.forms
            .iter()
            .filter(move |(_, target)| *target == Target::Group(group))
            .map(|(text, _)| text.as_str())
    }
}

fn read_forms(input: &mut Decoder<'_>) -> Result<(Vec<(String, Target)>, u32)> {
    let count = input.count()?;
    let mut forms: Vec<(String, Target)> = Vec::new();
    let mut named = 0u32;
    for _ in 0..count {
        let text = input.front_coded(forms.last().map_or("", |(text, _)| text.as_str()))?;
        let target = match input.number()? {
            0 => {
                named += 1;
                Target::Group(named - 1)
            }
            1 => Target::Alias(input.text()?.to_owned()),
            back => Target::Group(
                named.checked_sub(back - 1).ok_or(Error::Malformed("group reference"))?,
            ),
        };
        if forms.last().is_some_and(|(before, _)| *before >= text) {
            return Err(Error::Malformed("order of forms"));
        }
        forms.push((text, target));
    }
    Ok((forms, named))
}

fn read_groups(input: &mut Decoder<'_>) -> Result<(Vec<GroupEntry>, usize)> {
    let count = input.count()?;
    let (mut groups, mut total) = (Vec::with_capacity(count), 0u32);
    for _ in 0..count {
        let (df, length) = (input.number()?, input.number()?);
        let end = total.checked_add(length).ok_or(Error::Malformed("postings"))?;
        groups.push(GroupEntry { df: df / 2, stop: df % 2 == 1, start: total, end });
        total = end;
    }
    if total as usize > input.0.len() {
        return Err(Error::Truncated);
    }
    Ok((groups, total as usize))
}

fn read_documents(
    input: &mut Decoder<'_>,
    group: &GroupEntry,
    documents: u32,
    out: &mut Vec<Entry>,
) -> Result<()> {
    let mut document = 0u32;
    for at in group.start..group.end {
        let gap = input.number()?;
        if gap == 0 && at > group.start {
            return Err(Error::Malformed("document gap"));
        }
        document = document
            .checked_add(gap)
            .filter(|&d| d < documents)
            .ok_or(Error::Malformed("document number"))?;
        out.push(Entry { document, impact: 0.0, title_share: 0.0, section: 0 });
    }
    Ok(())
}

fn read_weights(input: &mut Decoder<'_>, entries: &mut [Entry]) -> Result<()> {
    let codes = input.bytes(entries.len())?;
    let flagged = |bit: u8| {
        codes.iter().enumerate().filter(move |(_, code)| **code & bit != 0).map(|(at, _)| at)
    };
    for (entry, code) in entries.iter_mut().zip(codes) {
        entry.impact = f32::from(code & IMPACT_STEPS) / f32::from(IMPACT_STEPS);
    }
    for at in flagged(0x40) {
        entries[at].title_share = f32::from(input.byte()?) / 255.0;
    }
    for at in flagged(0x80) {
        entries[at].section = input.byte()?;
    }
    Ok(())
}

/// Reads the metadata of a group of documents.
pub fn read_metadata(payload: &[u8]) -> Result<Vec<DocumentMeta>> {
    let mut input = Decoder(payload);
    let count = input.count()?;
    if count > GROUP as usize {
        return Err(Error::Malformed("documents of a group"));
    }
    let mut out = vec![DocumentMeta::default(); count];
    let columns: [fn(&mut DocumentMeta) -> &mut String; 5] = [
        |d| &mut d.url,
        |d| &mut d.title,
        |d| &mut d.category,
        |d| &mut d.kind,
        |d| &mut d.description,
    ];
    for column in columns {
        for document in &mut out {
            input.text()?.clone_into(column(document));
        }
    }
    for document in &mut out {
        for _ in 0..input.count()? {
            let (title, anchor) = (input.text()?.to_owned(), input.text()?.to_owned());
            document.sections.push(SectionMeta { title, anchor });
        }
    }
    Ok(out)
}

/// Reads answers: (document within the group, section) → text.
pub fn read_answers(payload: &[u8]) -> Result<Table<(u32, u32), String>> {
    let mut input = Decoder(payload);
    let mut out = Table::default();
    for _ in 0..input.count()? {
        let key = (input.number()?, input.number()?);
        out.set(key, input.text()?.to_owned());
    }
    Ok(out)
}

/// Reads a spelling page: words and the logarithm of their df.
pub fn read_spelling(payload: &[u8]) -> Result<Vec<(String, u8)>> {
    let mut input = Decoder(payload);
    let words = input.texts()?;
    let weights = input.bytes(words.len())?;
    Ok(words.into_iter().zip(weights.iter().copied()).collect())
}

/// Settings and directory of an index.
#[derive(Debug, Clone, Default)]
pub struct Root {
    /// Part of every file's name.
    pub generation: String,
    /// Number that every file's header repeats.
    pub stamp: u32,
    /// Whether apostrophes split words.
    pub elision: bool,
    /// Number of documents.
    pub documents: u32,
    /// Query-time parameters.
    pub ranking: Ranking,
    /// Boosts that are not 1.
    pub boosts: Table<u32, f32>,
    /// Groups that have answers, sorted.
    pub with_answers: Vec<u32>,
    /// Phrase → phrases that mean the same.
    pub synonyms: Table<String, Vec<String>>,
    /// First form of each chunk.
    pub terms: Vec<String>,
    /// First word of each forward spelling page.
    pub forward: Vec<String>,
    /// First word, reversed, of each backward spelling page.
    pub backward: Vec<String>,
    /// Whether all files are embedded.
    pub one_file: bool,
}

/// Reads a root file; embedded files are handed to `embed`.
pub fn read_root(
    file: &[u8],
    mut embed: impl FnMut(FileId, &[u8], &Root) -> Result<()>,
) -> Result<Root> {
    let (kind, stamp, payload) = layout::unseal(file)?;
    if kind != Kind::Root {
        return Err(Error::Malformed("root"));
    }
    let mut input = Decoder(payload);
    let mut root = Root { generation: input.text()?.to_owned(), stamp, ..Root::default() };
    root.elision = input.number()? & 1 == 1;
    root.documents = input.number()?;
    if root.documents > layout::MAX_DOCUMENTS {
        return Err(Error::Malformed("number of documents"));
    }
    for value in root.ranking.query_values_mut() {
        *value = input.float()?;
    }
    read_lists(&mut input, &mut root)?;
    for list in [&mut root.terms, &mut root.forward, &mut root.backward] {
        *list = input.texts()?;
    }
    let embedded = input.count()?;
    root.one_file = embedded > 0;
    for _ in 0..embedded {
        let id = FileId { kind: Kind::from_letter(input.byte()?)?, number: input.number()? };
        let length = input.count()?;
        embed(id, input.bytes(length)?, &root)?;
    }
    Ok(root)
}

fn read_lists(input: &mut Decoder<'_>, root: &mut Root) -> Result<()> {
    for _ in 0..input.count()? {
        let document = input.number()?;
        root.boosts.set(document, input.float()?);
    }
    for _ in 0..input.count()? {
        root.with_answers.push(input.number()?);
    }
    for _ in 0..input.count()? {
        let phrase = input.text()?.to_owned();
        root.synonyms.set(phrase, input.texts()?);
    }
    Ok(())
}

impl Root {
    /// Number of the range that would hold `text`, among ranges with these first texts.
    pub fn locate(firsts: &[String], text: &str) -> Option<u32> {
        let after = firsts.partition_point(|first| first.as_str() <= text);
        after.checked_sub(1).map(|at| at as u32)
    }

    /// Numbers of the ranges that may hold texts starting with `prefix`.
    pub fn locate_prefix(firsts: &[String], prefix: &str) -> core::ops::Range<u32> {
        let start = firsts.partition_point(|first| first.as_str() <= prefix).saturating_sub(1);
        let before = |first: &String| first.as_str() <= prefix || first.starts_with(prefix);
        start as u32..firsts.partition_point(before) as u32
    }
}
