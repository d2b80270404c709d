//! The search engine as WebAssembly, without glue generators.
//!
//! The page writes bytes into a buffer ([`input`]), calls a function, and reads its text from another
//! buffer ([`output`], whose length [`output_length`] says). One instance serves one index.
//!
//! | Function | Input | Returns | Output |
//! | --- | --- | --- | --- |
//! | `open_index()` | inflated root file | [`DONE`] or more | nothing |
//! | `insert(number)` | inflated file | [`DONE`] or more | nothing |
//! | `search(limit)` | query, then for each filter value NUL, name, NUL, value; an empty name and value before the others ask for counts of all facets | [`DONE`] | results, as [`faqtory_search::found`] describes |
//! | `excerpts()` | query, then for each document NUL and its number | [`DONE`] | excerpts, likewise |
//! | both | | [`NEED`] | file names, separated by line feeds |
//! | all | | [`FAILED`] + a number | nothing; the number is the place of the error in [`faqtory_search::layout::Error`] |

#![cfg_attr(target_arch = "wasm32", no_std)]

extern crate alloc;

#[cfg(target_arch = "wasm32")]
mod abi;

use alloc::string::String;
use alloc::vec::Vec;

use faqtory_search::layout::Result;
use faqtory_search::query::{Index, Options, Step};

/// The output is the answer.
pub const DONE: u32 = 0;
/// The output says which files to fetch before asking again.
pub const NEED: u32 = 1;
/// This or more: what is wrong is the difference, an [`Error`](faqtory_search::layout::Error) by its number.
pub const FAILED: u32 = 2;

/// An index and the two buffers.
#[derive(Debug)]
pub struct Client {
    index: Index,
    input: Vec<u8>,
    output: String,
}

impl Client {
    /// A client without an index.
    pub const NEW: Self = Self { index: Index::NEW, input: Vec::new(), output: String::new() };

    /// Makes room for input.
    pub fn input(&mut self, length: usize) -> &mut [u8] {
        self.input.clear();
        self.input.resize(length, 0);
        &mut self.input
    }

    /// Lets go of both buffers.
    pub fn forget(&mut self) {
        self.input = Vec::new();
        self.output = String::new();
    }

    /// The text of the last answer.
    pub fn output(&self) -> &str {
        &self.output
    }

    /// Opens the index whose root is the input.
    pub fn open(&mut self) -> u32 {
        let opened = Index::open(&self.input).map(|index| self.index = index);
        status(opened)
    }

    /// Adds the file that is the input; `number` is the one in its name.
    pub fn insert(&mut self, number: u32) -> u32 {
        status(self.index.insert(number, &self.input))
    }

    /// Searches for the query that is the input.
    pub fn search(&mut self, limit: usize) -> u32 {
        self.ask(limit, false)
    }

    /// Looks for excerpts of the documents that the input names.
    pub fn excerpts(&mut self) -> u32 {
        self.ask(0, true)
    }

    fn ask(&mut self, limit: usize, excerpts: bool) -> u32 {
        let input = core::mem::take(&mut self.input);
        let mut parts = Vec::new();
        for part in input.split(|&byte| byte == 0) {
            parts.push(core::str::from_utf8(part).unwrap_or_default());
        }
        let Some((query, rest)) = parts.split_first() else { return FAILED };
        let step = if excerpts {
            let mut documents = Vec::new();
            for digits in rest {
                documents.push(number(digits));
            }
            self.index.excerpts(query, &documents)
        } else {
            let facets = rest.first() == Some(&"");
            let filters = Vec::from(rest.get(if facets { 2 } else { 0 }..).unwrap_or_default());
            self.index.search(query, &Options { limit, filters, facets })
        };
        self.output = String::new();
        match step {
            Ok(Step::Done(text)) => {
                self.output = text;
                DONE
            }
            Ok(Step::Need(files)) => {
                for id in files {
                    if !self.output.is_empty() {
                        self.output.push('\n');
                    }
                    id.push_name(self.index.generation(), &mut self.output);
                }
                NEED
            }
            Err(error) => FAILED + error as u32,
        }
    }
}

impl Default for Client {
    fn default() -> Self {
        Self::NEW
    }
}

fn number(digits: &str) -> u32 {
    let mut number = 0u32;
    for byte in digits.bytes() {
        number = number.wrapping_mul(10).wrapping_add(u32::from(byte.wrapping_sub(b'0')));
    }
    number
}

fn status(result: Result<()>) -> u32 {
    result.map_or_else(|error| FAILED + error as u32, |()| DONE)
}
