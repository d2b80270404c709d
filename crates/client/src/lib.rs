//! The search engine as WebAssembly, without glue generators.
//!
//! The page writes bytes into a buffer ([`input`]), calls a function, and reads its text from another
//! buffer ([`output`], whose length [`output_length`] says). One instance serves one index.
//!
//! | Function | Input | Returns | Output |
//! | --- | --- | --- | --- |
//! | `open_index` | inflated root file | [`DONE`] or [`FAILED`] | nothing, or the message |
//! | `insert(n)` | name of the file (n bytes), then the inflated file | [`DONE`] or [`FAILED`] | nothing, or the message |
//! | `search(limit)` | query, then for each filter value NUL, name, NUL, value | [`DONE`] | results as JSON |
//! | | | [`NEED`] | file names, separated by line feeds |
//! | | | [`FAILED`] | the message |

#![cfg_attr(target_arch = "wasm32", no_std)]

extern crate alloc;

#[cfg(target_arch = "wasm32")]
mod abi;

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;

use faqtory_search::layout::{Error, FileId, Result};
use faqtory_search::query::{Index, Options, Step};

/// The output is the answer.
pub const DONE: u32 = 0;
/// The output says which files to fetch before asking again.
pub const NEED: u32 = 1;
/// The output says what is wrong.
pub const FAILED: u32 = 2;

/// An index and the two buffers.
#[derive(Debug, Default)]
pub struct Client {
    index: Index,
    input: Vec<u8>,
    output: String,
}

impl Client {
    /// Makes room for input.
    pub fn input(&mut self, length: usize) -> &mut [u8] {
        self.input.clear();
        self.input.resize(length, 0);
        &mut self.input
    }

    /// The text of the last answer.
    pub fn output(&self) -> &str {
        &self.output
    }

    /// Opens the index whose root is the input.
    pub fn open(&mut self) -> u32 {
        let opened = Index::open(&core::mem::take(&mut self.input)).map(|index| self.index = index);
        self.report(opened.map(|()| (DONE, String::new())))
    }

    /// Adds a file; its name is the first `name` bytes of the input.
    pub fn insert(&mut self, name: usize) -> u32 {
        let inserted = self.insert_input(name);
        self.report(inserted.map(|()| (DONE, String::new())))
    }

    fn insert_input(&mut self, name: usize) -> Result<()> {
        let input = core::mem::take(&mut self.input);
        let (name, file) = input.split_at_checked(name).ok_or(Error::Truncated)?;
        let name = core::str::from_utf8(name).map_err(|_| Error::Malformed("file name"))?;
        self.index.insert(FileId::from_name(name)?, file)
    }

    /// Searches for the query that is the input.
    pub fn search(&mut self, limit: usize) -> u32 {
        let searched = self.search_input(limit);
        self.report(searched)
    }

    fn search_input(&mut self, limit: usize) -> Result<(u32, String)> {
        let input = core::mem::take(&mut self.input);
        let text = core::str::from_utf8(&input).map_err(|_| Error::Malformed("query"))?;
        let mut parts = text.split('\0');
        let query = parts.next().unwrap_or_default();
        let mut options = Options { limit, ..Options::default() };
        while let (Some(name), Some(value)) = (parts.next(), parts.next()) {
            options.filters.value(name.to_owned()).push(value.to_owned());
        }
        Ok(match self.index.search(query, &options)? {
            Step::Done(found) => (DONE, found.to_json()),
            Step::Need(files) => {
                let mut names = String::new();
                for id in files {
                    names.push_str(if names.is_empty() { "" } else { "\n" });
                    names.push_str(&id.name(self.index.generation()));
                }
                (NEED, names)
            }
        })
    }

    fn report(&mut self, answer: Result<(u32, String)>) -> u32 {
        let (status, text) = answer.unwrap_or_else(|error| (FAILED, error.message()));
        self.output = text;
        status
    }
}
