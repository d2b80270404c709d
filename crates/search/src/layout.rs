//! The index format, version 1.
//!
//! An index is one folder per language. Every file is a deflate stream (RFC 1951) of header + payload,
//! so that it is as small on a host that compresses nothing as on one that does; the browser inflates it
//! natively (`DecompressionStream`), this crate only sees what is inside. Integers are LEB128 varints
//! unless a width is given; text is UTF-8 with its length in bytes before it; `f32` is little-endian.
//!
//! Measured against a type that hosts compress themselves (KB of index; brotli 5 is what hosts do on the
//! fly, 11 what they do ahead of time, none what they do with types they do not know):
//!
//! | Articles | Files | Plain | Deflate in the file | Brotli 5 | Brotli 11 |
//! | --- | --- | --: | --: | --: | --: |
//! | 77 | all, in one | 19.4 | 10.2 | 9.8 | 8.5 |
//! | 2,448 | terms | 975 | 672 | 628 | 595 |
//! | 2,448 | metadata | 651 | 265 | 241 | 209 |
//!
//! So a host with brotli ahead of time would save 11–21 %, one that compresses on the fly 4–9 %, and one
//! that does nothing would lose half. Being the same everywhere won; a change is one line in the builder
//! and one in the page's glue.
//!
//! | Header | Bytes | Meaning |
//! | --- | --- | --- |
//! | magic | 3 | `fqx` |
//! | version | 1 | [`VERSION`] |
//! | kind | 1 | letter of [`Kind`] |
//! | generation | 4 | the same in all files of one build: a stale file is noticed |
//! | checksum | 4 | FNV-1a of the payload |
//!
//! | Kind | File | Payload |
//! | --- | --- | --- |
//! | `r` root | one | name of the generation, flags, N, ranking, boosts, answers, synonyms, first word of each chunk and spelling page, embedded files |
//! | `t` terms | one per lexical range of ~3,000 bytes | forms, groups, postings (below) |
//! | `m` metadata | one per [`GROUP`] neighbouring documents | url, title, category, kind, description and sections, in columns |
//! | `a` answers | one per [`GROUP`] documents that have any | document, section, text |
//! | `f`, `b` spelling | one per lexical range of words, forwards and backwards | words and their weight; only for words the index does not know |
//!
//! A small site ([`ONE_FILE`] documents or fewer) has everything embedded in the root: kind letter,
//! number, length and payload of each file, and no spelling pages, because all forms are at hand.
//!
//! | Terms payload | Encoding |
//! | --- | --- |
//! | forms | count; then per form, sorted: bytes shared with the one before, rest, reference |
//! | reference | 0 = the next new group; 1 = alias, followed by the form to look up instead; n = the group n − 1 back from the newest |
//! | groups | count; then per group: df × 2 + stop word, number of postings |
//! | documents | per group: first document, then gaps |
//! | impacts | one byte per posting: bits 0–4 impact, bit 6 in the title, bit 7 best section is not the intro |
//! | shares | one byte per posting in the title: this word's share of the title's idf, in 1/255 |
//! | sections | one byte per posting with bit 7: number of the section where the word weighs most |
//!
//! A form is a folded word of the text; a group is what one stem stands for, so the reader needs no
//! stemmer. Facet values are forms too: [`FACET`] + `name=value`. The impact is the whole BM25F weight of
//! a posting, saturated: `w / (k1 + w)` with `w` the weighted, length-normalised counts of all fields, in
//! 31 steps. df counts all documents, also those whose posting is left out because the word is a stop
//! word seen in the body only.

use alloc::borrow::ToOwned;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

/// Version of the format; a reader refuses every other.
pub const VERSION: u8 = 1;
/// First bytes of every file.
pub const MAGIC: [u8; 3] = *b"fqx";
/// Length of the header.
pub const HEADER: usize = 13;
/// Documents per metadata group.
pub const GROUP: u32 = 16;
/// Up to this many documents an index is one file.
pub const ONE_FILE: usize = 300;
/// First character of a form that is a facet value.
pub const FACET: char = '\u{1}';
/// Largest impact code.
pub const IMPACT_STEPS: u8 = 31;
/// Most documents a reader accepts: it keeps a score for each.
pub const MAX_DOCUMENTS: u32 = 4_000_000;

/// Longest text in a front-coded list, in bytes.
pub const MAX_TEXT: usize = 256;

/// What a file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Settings and directory.
    Root,
    /// A lexical range of terms.
    Terms,
    /// What results show.
    Metadata,
    /// Answers of FAQ entries.
    Answers,
    /// Words by their first letters.
    SpellForward,
    /// Words by their last letters.
    SpellBackward,
}

impl Kind {
    /// The letter in headers and file names.
    pub fn letter(self) -> u8 {
        match self {
            Self::Root => b'r',
            Self::Terms => b't',
            Self::Metadata => b'm',
            Self::Answers => b'a',
            Self::SpellForward => b'f',
            Self::SpellBackward => b'b',
        }
    }

    /// The kind of a letter.
    pub fn from_letter(letter: u8) -> Result<Self> {
        [
            Self::Root,
            Self::Terms,
            Self::Metadata,
            Self::Answers,
            Self::SpellForward,
            Self::SpellBackward,
        ]
        .into_iter()
        .find(|kind| kind.letter() == letter)
        .ok_or(Error::Malformed("file kind"))
    }
}

/// A file of an index: kind and number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct FileId {
    /// What it holds.
    pub kind: Kind,
    /// Its number among the files of its kind.
    pub number: u32,
}

impl FileId {
    /// The name relative to the index folder: `t12-0a1b2c3d.fqx`.
    pub fn name(self, generation: &str) -> String {
        let mut name = String::new();
        name.push(self.kind.letter() as char);
        name.push_str(&self.number.to_string());
        name.push('-');
        name.push_str(generation);
        name.push_str(".fqx");
        name
    }

    /// Reads a name back.
    pub fn from_name(name: &str) -> Result<Self> {
        let kind = Kind::from_letter(name.bytes().next().unwrap_or_default())?;
        let digits = name.get(1..).and_then(|rest| rest.split('-').next());
        let number =
            digits.and_then(|digits| digits.parse().ok()).ok_or(Error::Malformed("file name"))?;
        Ok(Self { kind, number })
    }
}

/// Why bytes are not an index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Error {
    /// Not a file of this format, or of another version.
    Foreign,
    /// The checksum does not match: damaged on the way.
    Damaged,
    /// The file belongs to another build of the site.
    Stale,
    /// The file ends too early.
    Truncated,
    /// A value that the format does not allow; the text names it.
    Malformed(&'static str),
}

impl Error {
    /// What is wrong, in words. Written without the formatting machinery, which would double the client.
    pub fn message(self) -> String {
        let text = match self {
            Self::Foreign => "not a search index of this version",
            Self::Damaged => "the search index is damaged (wrong checksum)",
            Self::Stale => "the search index belongs to another build of this site",
            Self::Truncated => "the search index is damaged (ends too early)",
            Self::Malformed(what) => what,
        };
        text.to_owned()
    }
}

impl fmt::Display for Error {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.message())
    }
}

impl core::error::Error for Error {}

/// Result of reading.
pub type Result<T> = core::result::Result<T, Error>;

/// FNV-1a, 32 bits: enough to notice damage; integrity against an attacker is the transport's matter.
pub fn checksum(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0x811C_9DC5, |hash, &byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

/// Puts the header before a payload.
pub fn seal(kind: Kind, generation: u32, payload: &[u8]) -> Vec<u8> {
    let mut file = Vec::with_capacity(HEADER + payload.len());
    file.extend_from_slice(&MAGIC);
    file.extend_from_slice(&[VERSION, kind.letter()]);
    file.extend_from_slice(&generation.to_le_bytes());
    file.extend_from_slice(&checksum(payload).to_le_bytes());
    file.extend_from_slice(payload);
    file
}

/// Checks the header and returns kind, generation and payload.
pub fn unseal(file: &[u8]) -> Result<(Kind, u32, &[u8])> {
    let (header, payload) = file.split_at_checked(HEADER).ok_or(Error::Truncated)?;
    if header[..3] != MAGIC || header[3] != VERSION {
        return Err(Error::Foreign);
    }
    let kind = Kind::from_letter(header[4])?;
    let word = |at: usize| {
        u32::from_le_bytes([header[at], header[at + 1], header[at + 2], header[at + 3]])
    };
    if word(9) != checksum(payload) {
        return Err(Error::Damaged);
    }
    Ok((kind, word(5), payload))
}

/// Appends values to a payload.
#[derive(Debug, Default)]
pub struct Encoder(pub Vec<u8>);

impl Encoder {
    /// A varint.
    pub fn number(&mut self, mut value: u32) {
        while value >= 0x80 {
            self.0.push(value as u8 | 0x80);
            value >>= 7;
        }
        self.0.push(value as u8);
    }

    /// Text with its length.
    pub fn text(&mut self, text: &str) {
        self.number(text.len() as u32);
        self.0.extend_from_slice(text.as_bytes());
    }

    /// A float.
    pub fn float(&mut self, value: f32) {
        self.0.extend_from_slice(&value.to_le_bytes());
    }

    /// Texts, each as what it shares with the one before and the rest. `shared` is cut back to a border
    /// between characters.
    pub fn front_coded(&mut self, before: &str, text: &str) {
        let mut shared = before.bytes().zip(text.bytes()).take_while(|(a, b)| a == b).count();
        while !text.is_char_boundary(shared) {
            shared -= 1;
        }
        self.number(shared as u32);
        self.text(&text[shared..]);
    }

    /// A list of texts, front coded.
    pub fn texts<'a>(&mut self, texts: impl ExactSizeIterator<Item = &'a str>) {
        self.number(texts.len() as u32);
        let mut before = "";
        for text in texts {
            self.front_coded(before, text);
            before = text;
        }
    }
}

/// Takes values from a payload; every step is bounds-checked.
#[derive(Debug, Clone)]
pub struct Decoder<'b>(pub &'b [u8]);

impl<'b> Decoder<'b> {
    /// One byte.
    pub fn byte(&mut self) -> Result<u8> {
        let (&first, rest) = self.0.split_first().ok_or(Error::Truncated)?;
        self.0 = rest;
        Ok(first)
    }

    /// A varint.
    pub fn number(&mut self) -> Result<u32> {
        let mut value = 0u32;
        for shift in (0..35).step_by(7) {
            let byte = self.byte()?;
            let bits = u32::from(byte & 0x7F);
            value |= bits
                .checked_shl(shift)
                .filter(|v| v >> shift == bits)
                .ok_or(Error::Malformed("number"))?;
            if byte < 0x80 {
                return Ok(value);
            }
        }
        Err(Error::Malformed("number"))
    }

    /// A count of things of at least one byte each: never more than there are bytes left.
    pub fn count(&mut self) -> Result<usize> {
        let count = self.number()? as usize;
        if count > self.0.len() { Err(Error::Truncated) } else { Ok(count) }
    }

    /// The next `length` bytes.
    pub fn bytes(&mut self, length: usize) -> Result<&'b [u8]> {
        let (taken, rest) = self.0.split_at_checked(length).ok_or(Error::Truncated)?;
        self.0 = rest;
        Ok(taken)
    }

    /// Text with its length.
    pub fn text(&mut self) -> Result<&'b str> {
        let length = self.count()?;
        core::str::from_utf8(self.bytes(length)?).map_err(|_| Error::Malformed("text"))
    }

    /// A float that is a number.
    pub fn float(&mut self) -> Result<f32> {
        let bytes = self.bytes(4)?;
        let value = f32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]);
        if value.is_finite() { Ok(value) } else { Err(Error::Malformed("float")) }
    }

    /// The text after `before` in a front-coded list. Texts are bounded, so that a hostile list of a few
    /// kilobytes cannot grow into megabytes.
    pub fn front_coded(&mut self, before: &str) -> Result<String> {
        let shared = self.number()? as usize;
        let rest = self.text()?;
        let kept = before.get(..shared).ok_or(Error::Malformed("shared text"))?;
        if shared + rest.len() > MAX_TEXT {
            return Err(Error::Malformed("text length"));
        }
        let mut text = String::with_capacity(shared + rest.len());
        text.push_str(kept);
        text.push_str(rest);
        Ok(text)
    }

    /// A list of texts, front coded.
    pub fn texts(&mut self) -> Result<Vec<String>> {
        let count = self.count()?;
        let mut out: Vec<String> = Vec::new();
        for _ in 0..count {
            let text = self.front_coded(out.last().map_or("", String::as_str))?;
            out.push(text);
        }
        Ok(out)
    }
}
