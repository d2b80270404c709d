//! The index format, version 2.
//!
//! An index is one folder per language. Every file is a deflate stream (RFC 1951) of header + payload,
//! so that it is as small on a host that compresses nothing as on one that does; the browser inflates it
//! natively (`DecompressionStream`), this crate only sees what is inside. The root is also inside the
//! module that pages import, so that a first search need not wait for it. Integers are LEB128 varints
//! unless a width is given; text is UTF-8 with its length in bytes before it; `f32` is little-endian.
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
//! | `r` root | one | the parts of [`read::Part`](crate::read::Part), each with its length |
//! | `t` terms | one per lexical range of ~3,000 bytes | forms, groups, postings (below) |
//! | `p` postings | one per list longer than [`LONG`] | the part of the list that weighs least |
//! | `m` metadata | one per group of neighbouring documents | per document its length; url, title, category, kind, description; per section title and, unless it follows from the title, anchor |
//! | `a` answers | one per group that has any | per document its length; per answer number of the section and text |
//! | `x` text | one per [`TEXT_GROUPS`] groups | per document its length; beginnings of its sections, for excerpts |
//! | `f`, `b` spelling | one per lexical range of words, forwards and backwards | logarithms of df with their length, then the words, front coded; backwards by bytes; only for words the index does not know |
//!
//! A small site ([`ONE_FILE`] documents or fewer) has everything but the texts embedded in the root: kind
//! letter, number, length and payload of each file, and no spelling pages, because all forms are at hand.
//!
//! | Terms payload | Encoding |
//! | --- | --- |
//! | length of the forms | so that postings are found without reading them |
//! | forms | per form, sorted: bytes shared with the one before, rest, reference |
//! | reference | 0 = the next new group; 1 = alias, followed by chunk and group; n = the group n − 2 back from the newest |
//! | groups | count; then per group: df × 4 + stop word × 2 + has a rest, number of postings; for a rest, number of its file |
//! | documents | per group: first document, then gaps |
//! | impacts | one byte per posting: bits 0–4 impact, bit 5 in a sample question, bit 6 in the title, bit 7 best section is not the intro |
//! | shares | one byte per posting in the title: this word's share of the title's idf, in 1/255 |
//! | places | one byte per posting in the title: bits 0–3 [`form_tag`], bits 4–7 number of the word in the title, at most 15 |
//! | questions | one byte per posting with bit 5: bit n when the word is in sample question n, n + 8, … |
//! | sections | one byte per posting with bit 7: number of the section where the word weighs most |
//!
//! A postings payload is one group without forms: count, documents, impacts and the columns after them. A form is a folded
//! word of the text; a group is what one stem stands for, so the reader needs no stemmer. A group whose
//! forms lie in several chunks is repeated if it is short, else the others name its place. Facet values
//! are forms too: [`FACET`] + `name=value`. The impact is the whole BM25F weight of a posting, saturated:
//! `w / (k1 + w)` with `w` the weighted, length-normalised counts of all fields, in 31 steps. df counts
//! all documents, also those whose posting is left out because the word is a stop word seen in the body
//! only. The root says where chunk n begins with the shortest text that is greater than every form of
//! chunk n − 1.

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use core::num::NonZeroU32;

/// Version of the format; a reader refuses every other.
pub const VERSION: u8 = 3;
/// First bytes of every file.
pub const MAGIC: [u8; 3] = *b"fqx";
/// Length of the header.
pub const HEADER: usize = 13;
/// Groups of documents whose texts share a file.
pub const TEXT_GROUPS: NonZeroU32 = NonZeroU32::MIN.saturating_add(2);
/// Up to this many documents an index is one file.
pub const ONE_FILE: usize = 300;
/// Postings from which a list is split by impact.
pub const LONG: usize = 1_536;
/// First byte of a form that is a facet value.
pub const FACET: u8 = 1;
/// Largest impact code.
pub const IMPACT_STEPS: u8 = 31;
/// Most documents a reader accepts: it keeps a score for each.
pub const MAX_DOCUMENTS: u32 = 1_000_000;
/// Longest text in a front-coded list, in bytes.
pub const MAX_TEXT: usize = 256;
/// Bit of an impact byte: the word is in a sample question.
pub(crate) const IN_QUESTION: u8 = 0x20;
/// Bit of an impact byte: the word is in the title.
pub(crate) const IN_TITLE: u8 = 0x40;
/// Bit of an impact byte: the best section is not the intro.
pub(crate) const IN_SECTION: u8 = 0x80;

/// What a file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Kind {
    /// Answers of FAQ entries.
    Answers = b'a',
    /// Words by their last letters.
    SpellBackward = b'b',
    /// Words by their first letters.
    SpellForward = b'f',
    /// What results show.
    Metadata = b'm',
    /// The rest of a long list.
    Postings = b'p',
    /// Settings and directory.
    Root = b'r',
    /// A lexical range of terms.
    Terms = b't',
    /// Texts for excerpts.
    Text = b'x',
}

impl Kind {
    /// The letter in headers and file names.
    pub fn letter(self) -> u8 {
        self as u8
    }

    /// The kind of a letter.
    pub fn from_letter(letter: u8) -> Result<Self> {
        Ok(match letter {
            b'a' => Self::Answers,
            b'b' => Self::SpellBackward,
            b'f' => Self::SpellForward,
            b'm' => Self::Metadata,
            b'p' => Self::Postings,
            b'r' => Self::Root,
            b't' => Self::Terms,
            b'x' => Self::Text,
            _ => return Err(Error::Malformed),
        })
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
        self.push_name(generation, &mut name);
        name
    }

    /// Adds the name to a text.
    pub fn push_name(self, generation: &str, out: &mut String) {
        out.push(self.kind.letter() as char);
        push_number(out, self.number);
        out.push('-');
        out.push_str(generation);
        out.push_str(".fqx");
    }

    /// Reads a name back.
    pub fn from_name(name: &str) -> Result<Self> {
        let mut bytes = name.bytes();
        let kind = Kind::from_letter(bytes.next().unwrap_or_default())?;
        let mut number = 0u32;
        for byte in bytes {
            match byte {
                b'0'..=b'9' if number < 100_000_000 => {
                    number = number * 10 + u32::from(byte - b'0');
                }
                b'-' => return Ok(Self { kind, number }),
                _ => break,
            }
        }
        Err(Error::Malformed)
    }
}

/// Appends a number in decimal; the library's formatting would be a tenth of the client.
pub(crate) fn push_number(out: &mut String, number: u32) {
    if number >= 10 {
        push_number(out, number / 10);
    }
    out.push((b'0' + (number % 10) as u8) as char);
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
    /// A value that the format does not allow, or an end that comes too early.
    Malformed,
    /// A file that the index speaks of is not there.
    Missing,
}

impl Error {
    /// What is wrong, in words. Written without the formatting machinery, which would double the client.
    pub fn message(self) -> String {
        let text = match self {
            Self::Foreign => "not a search index of this version",
            Self::Damaged => "the search index is damaged",
            Self::Stale => "the search index belongs to another build of this site",
            Self::Malformed => "the search index is malformed",
            Self::Missing => "a file of the search index is missing",
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

/// Four bits that tell the forms of a group apart: enough to prefer the very form that was asked for.
pub fn form_tag(form: &[u8]) -> u8 {
    let sum = checksum(form);
    ((sum ^ (sum >> 16)) & 15) as u8
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
    let mut input = Decoder::new(file);
    let magic = input.bytes(MAGIC.len());
    let (version, letter) = (input.byte(), input.byte());
    let (generation, sum) = (input.word(), input.word());
    if input.bad || magic != MAGIC || version != VERSION {
        return Err(Error::Foreign);
    }
    if sum != checksum(input.rest) {
        return Err(Error::Damaged);
    }
    Ok((Kind::from_letter(letter)?, generation, input.rest))
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

    /// Bytes with their length.
    pub fn sized(&mut self, bytes: &[u8]) {
        self.number(bytes.len() as u32);
        self.0.extend_from_slice(bytes);
    }

    /// Text with its length.
    pub fn text(&mut self, text: &str) {
        self.sized(text.as_bytes());
    }

    /// A float.
    pub fn float(&mut self, value: f32) {
        self.0.extend_from_slice(&value.to_le_bytes());
    }

    /// What a text shares with the one before, and the rest.
    pub fn front_coded(&mut self, before: &[u8], text: &[u8]) {
        let shared = before.iter().zip(text).take_while(|(a, b)| a == b).count();
        self.number(shared as u32);
        self.sized(&text[shared..]);
    }

    /// A list of texts, front coded.
    pub fn texts<'a>(&mut self, texts: impl ExactSizeIterator<Item = &'a [u8]>) {
        self.number(texts.len() as u32);
        let mut before: &[u8] = &[];
        for text in texts {
            self.front_coded(before, text);
            before = text;
        }
    }
}

/// Takes values from a payload. A step that the bytes do not allow gives zero or nothing, empties the
/// decoder and is remembered: whoever is done reading asks [`Decoder::end`] once, instead of every step
/// carrying an error along.
#[derive(Debug, Clone)]
pub struct Decoder<'b> {
    /// What is left.
    pub rest: &'b [u8],
    /// Whether a step failed.
    pub bad: bool,
}

impl<'b> Decoder<'b> {
    /// Reads from the start of `bytes`.
    pub fn new(bytes: &'b [u8]) -> Self {
        Self { rest: bytes, bad: false }
    }

    /// Remembers that the bytes are wrong.
    pub fn fail(&mut self) {
        self.rest = &[];
        self.bad = true;
    }

    /// An error if any step failed.
    pub fn end(&self) -> Result<()> {
        if self.bad { Err(Error::Malformed) } else { Ok(()) }
    }

    /// One byte.
    pub fn byte(&mut self) -> u8 {
        if let Some((&first, rest)) = self.rest.split_first() {
            self.rest = rest;
            first
        } else {
            self.fail();
            0
        }
    }

    /// Four bytes.
    pub fn word(&mut self) -> u32 {
        (0..4).fold(0, |word, at| word | u32::from(self.byte()) << (8 * at))
    }

    /// A varint.
    #[inline(never)]
    pub fn number(&mut self) -> u32 {
        let mut value = 0u64;
        for shift in [0, 7, 14, 21, 28] {
            let byte = self.byte();
            value |= u64::from(byte & 0x7F) << shift;
            if byte < 0x80 {
                break;
            }
        }
        if value > u64::from(u32::MAX) {
            self.fail();
        }
        value as u32
    }

    /// A count of things of at least one byte each: never more than there are bytes left.
    pub fn count(&mut self) -> usize {
        let count = self.number() as usize;
        if count > self.rest.len() {
            self.fail();
            return 0;
        }
        count
    }

    /// The next `length` bytes.
    pub fn bytes(&mut self, length: usize) -> &'b [u8] {
        if let Some((taken, rest)) = self.rest.split_at_checked(length) {
            self.rest = rest;
            taken
        } else {
            self.fail();
            &[]
        }
    }

    /// Bytes with their length.
    #[inline(never)]
    pub fn sized(&mut self) -> &'b [u8] {
        let length = self.count();
        self.bytes(length)
    }

    /// Text with its length.
    #[inline(never)]
    pub fn text(&mut self) -> &'b str {
        let bytes = self.sized();
        core::str::from_utf8(bytes).unwrap_or_else(|_| {
            self.fail();
            ""
        })
    }

    /// A float that is a number.
    pub fn float(&mut self) -> f32 {
        let value = f32::from_bits(self.word());
        if !value.is_finite() {
            self.fail();
            return 0.0;
        }
        value
    }

    /// Turns `text` into the one after it in a front-coded list. Texts are bounded, so that a hostile list
    /// of a few kilobytes cannot grow into megabytes.
    #[inline(never)]
    pub fn front_coded(&mut self, text: &mut Vec<u8>) {
        let shared = self.number() as usize;
        let rest = self.sized();
        if shared > text.len() || shared + rest.len() > MAX_TEXT {
            return self.fail();
        }
        text.truncate(shared);
        text.extend_from_slice(rest);
    }
}
