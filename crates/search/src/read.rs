//! The reader's side of the format. Bytes are hostile: every length is checked against what is left, every
//! number against what it counts, and no allocation is larger than a small multiple of the input. Files
//! are kept as they came and read where a query needs them, so nothing is decoded that nobody asked for.

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;
use core::num::NonZeroU32;

use crate::layout::{self, Decoder, Error, IN_QUESTION, IN_SECTION, IN_TITLE, Kind, Result};
use crate::rank::Ranking;

/// Most documents a metadata group may have.
const MAX_GROUP: u32 = 64;

/// Where a form leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Target {
    /// Chunk of the group, when it is another one.
    pub chunk: Option<u32>,
    /// Number of the group in its chunk.
    pub group: u32,
}

/// A posting as ranking sees it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Entry {
    /// Number of the document.
    pub document: u32,
    /// Saturated weight, 0 to [`layout::IMPACT_STEPS`].
    pub impact: u8,
    /// Share of the title's idf, 0 to 255; 0 when not in the title.
    pub title_share: u8,
    /// Bits 0–3 tag of the form in the title, bits 4–7 number of the word in it.
    pub title_place: u8,
    /// Bit n when the word is in sample question n, n + 8, …
    pub questions: u8,
    /// Section where the word weighs most.
    pub section: u8,
}

/// A group; its postings are in a pool that all groups of a query share.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct List {
    /// Documents with the word in any field.
    pub df: u32,
    /// Whether it is a stop word.
    pub stop: bool,
    /// Number of the file with the rest of the list, from 1; 0 when there is none.
    pub rest: u32,
    /// Where its postings begin in the pool.
    pub start: usize,
    /// Where they end.
    pub end: usize,
}

/// The forms of a chunk, one after the other.
#[derive(Debug)]
pub struct Forms<'b> {
    input: Decoder<'b>,
    named: u32,
    /// The form last read.
    pub text: Vec<u8>,
    /// Where it leads.
    pub target: Target,
}

impl<'b> Forms<'b> {
    /// The forms of a chunk.
    pub fn of(chunk: &'b [u8]) -> Self {
        let forms = Decoder::new(chunk).sized();
        let target = Target { chunk: None, group: 0 };
        Self { input: Decoder::new(forms), named: 0, text: Vec::new(), target }
    }

    /// Reads the next form; `false` at the end.
    #[inline(never)]
    pub fn advance(&mut self) -> bool {
        if self.input.rest.is_empty() {
            return false;
        }
        self.input.front_coded(&mut self.text);
        self.target = match self.input.number() {
            0 => {
                self.named += 1;
                Target { chunk: None, group: self.named - 1 }
            }
            1 => Target { chunk: Some(self.input.number()), group: self.input.number() },
            back => Target { chunk: None, group: self.named.wrapping_sub(back - 1) },
        };
        !self.input.bad
    }

    /// Reads on until `form`; where it leads, if the chunk has it.
    pub fn find(mut self, form: &[u8]) -> Option<Target> {
        while self.advance() {
            if self.text.as_slice() >= form {
                return (self.text == form).then_some(self.target);
            }
        }
        None
    }
}

/// A group of a chunk, its postings added to `pool`; `None` when the chunk is malformed. Documents must be
/// below `documents`.
pub fn list(chunk: &[u8], number: u32, documents: u32, pool: &mut Vec<Entry>) -> Option<List> {
    let mut input = Decoder::new(chunk);
    input.sized();
    let mut list = List::default();
    let (mut before, mut length, mut total) = (0usize, 0, 0usize);
    for at in 0..input.count() {
        let flags = input.number();
        let count = input.number() as usize;
        let own = at == number as usize;
        if own {
            (list.df, list.stop) = (flags / 4, flags & 2 != 0);
            (before, length) = (total, count);
        }
        if flags & 1 != 0 {
            let rest = input.number() & 0x0FFF_FFFF;
            if own {
                list.rest = rest + 1;
            }
        }
        total = total.saturating_add(count);
    }
    list.start = pool.len();
    entries(&mut input, (before, length, total), documents, pool);
    list.end = pool.len();
    (!input.bad).then_some(list)
}

/// The rest of a long list, added to `pool`; `false` when it is malformed.
pub fn rest(payload: &[u8], documents: u32, pool: &mut Vec<Entry>) -> bool {
    let mut input = Decoder::new(payload);
    let length = input.count();
    entries(&mut input, (0, length, length), documents, pool);
    !input.bad
}

/// The columns of `length` postings after `before` others, of `total`.
fn entries(
    input: &mut Decoder<'_>,
    (before, length, total): (usize, usize, usize),
    documents: u32,
    pool: &mut Vec<Entry>,
) {
    if total > input.rest.len() {
        return input.fail();
    }
    skip_numbers(input, before);
    let start = pool.len();
    let mut document = 0u32;
    for _ in 0..length {
        document = document.saturating_add(input.number());
        if document >= documents {
            return input.fail();
        }
        pool.push(Entry { document, ..Entry::default() });
    }
    skip_numbers(input, total - before - length);
    let mut codes = Decoder::new(input.bytes(total));
    let titles = flagged(codes.rest, IN_TITLE);
    let mut shares = Decoder::new(input.bytes(titles));
    let mut places = Decoder::new(input.bytes(titles));
    let mut questions = Decoder::new(input.bytes(flagged(codes.rest, IN_QUESTION)));
    let earlier = codes.bytes(before);
    shares.bytes(flagged(earlier, IN_TITLE));
    places.bytes(flagged(earlier, IN_TITLE));
    questions.bytes(flagged(earlier, IN_QUESTION));
    input.bytes(flagged(earlier, IN_SECTION));
    for entry in pool.iter_mut().skip(start) {
        let code = codes.byte();
        entry.impact = code & layout::IMPACT_STEPS;
        if code & IN_TITLE != 0 {
            (entry.title_share, entry.title_place) = (shares.byte(), places.byte());
        }
        if code & IN_QUESTION != 0 {
            entry.questions = questions.byte();
        }
        if code & IN_SECTION != 0 {
            entry.section = input.byte();
        }
    }
}

/// How many of the impact bytes have a bit.
fn flagged(codes: &[u8], bit: u8) -> usize {
    codes.iter().filter(|&code| code & bit != 0).count()
}

/// Skips varints, whose last bytes are those below 128.
fn skip_numbers(input: &mut Decoder<'_>, count: usize) {
    for _ in 0..count {
        while input.byte() >= 0x80 {}
    }
}

/// The posting of a document.
pub fn entry_of(entries: &[Entry], document: u32) -> Option<&Entry> {
    let at = entries.partition_point(|entry| entry.document < document);
    entries.get(at).filter(|entry| entry.document == document)
}

/// Record `number` of a file of records; empty when there is none.
pub fn record(payload: &[u8], number: u32) -> Decoder<'_> {
    let mut input = Decoder::new(payload);
    let mut own: &[u8] = &[];
    for _ in 0..=number {
        own = input.sized();
    }
    Decoder { rest: own, bad: input.bad }
}

/// The anchor that a heading of plain letters and digits gets; such anchors are not stored.
pub fn plain_anchor(title: &str) -> String {
    let mut anchor = String::new();
    let mut gap = false;
    for byte in title.bytes() {
        if byte.is_ascii_alphanumeric() {
            if gap && !anchor.is_empty() {
                anchor.push('-');
            }
            gap = false;
            anchor.push(byte.to_ascii_lowercase() as char);
        } else {
            gap = true;
        }
    }
    anchor
}

/// Parts of a root, in its order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Part {
    /// Name of the generation: part of every file's name.
    Generation,
    /// Whether apostrophes split words, number of documents, documents of a group, ranking.
    Settings,
    /// Documents and their boosts.
    Boosts,
    /// Groups that have answers.
    Answers,
    /// Folded queries and the documents to show first.
    Pins,
    /// Phrases and phrases that mean the same.
    Synonyms,
    /// Facets and their values.
    Facets,
    /// Where each chunk of terms begins.
    Terms,
    /// Where each forward spelling page begins.
    Forward,
    /// Where each backward spelling page begins.
    Backward,
    /// Files of a small site.
    Files,
}

/// Settings and directory of an index. The parts are read where they are needed.
#[derive(Debug, Clone)]
pub struct Root {
    parts: Vec<Vec<u8>>,
    /// Number that every file's header repeats.
    pub stamp: u32,
    /// Whether apostrophes split words.
    pub elision: bool,
    /// Number of documents.
    pub documents: u32,
    /// Documents of a metadata group.
    pub group: NonZeroU32,
    /// Query-time parameters.
    pub ranking: Ranking,
    /// Whether all files but texts are embedded.
    pub one_file: bool,
}

impl Root {
    /// No index.
    pub const NEW: Self = Self {
        parts: Vec::new(),
        stamp: 0,
        elision: false,
        documents: 0,
        group: NonZeroU32::MIN,
        ranking: Ranking::NEW,
        one_file: false,
    };

    /// Reads a root file.
    pub fn read(file: &[u8]) -> Result<Self> {
        let (kind, stamp, payload) = layout::unseal(file)?;
        let mut root = Self { stamp, ..Self::NEW };
        let mut input = Decoder::new(payload);
        while !input.rest.is_empty() {
            root.parts.push(input.sized().to_owned());
        }
        input.end()?;
        let mut ranking = Ranking::NEW;
        let mut settings = root.part(Part::Settings);
        let (elision, documents) = (settings.number(), settings.number());
        let group = NonZeroU32::new(settings.number()).ok_or(Error::Malformed)?;
        for value in ranking.query_values_mut() {
            *value = settings.float();
        }
        settings.end()?;
        let one_file = documents as usize <= layout::ONE_FILE;
        if kind != Kind::Root || documents > layout::MAX_DOCUMENTS || group.get() > MAX_GROUP {
            return Err(Error::Malformed);
        }
        root.elision = elision != 0;
        (root.documents, root.group, root.ranking) = (documents, group, ranking);
        root.one_file = one_file;
        Ok(root)
    }

    /// Reads from the start of a part.
    pub fn part(&self, part: Part) -> Decoder<'_> {
        Decoder::new(self.parts.get(part as usize).map_or(&[], Vec::as_slice))
    }

    /// Part of every file's name.
    pub fn generation(&self) -> &str {
        core::str::from_utf8(self.part(Part::Generation).rest).unwrap_or_default()
    }

    /// Number of the range that would hold `prefix`, and how many from there on may hold texts that start
    /// with it.
    pub fn ranges(&self, part: Part, prefix: &[u8]) -> (u32, u32) {
        let mut input = self.part(part);
        let (mut first, mut end) = (0, 0);
        let mut from = Vec::new();
        for number in 0..input.count() as u32 {
            input.front_coded(&mut from);
            if from.as_slice() <= prefix {
                (first, end) = (number, number + 1);
            } else if from.starts_with(prefix) {
                end = number + 1;
            } else {
                break;
            }
        }
        (first, end.saturating_sub(first))
    }
}
