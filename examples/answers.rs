//! Many queries at once: `answers FOLDER LIMIT` reads JSON strings, one a line, and prints for each what
//! `faqtory search --json` prints. The browser tests compare it with the engine in the page.
#![allow(clippy::print_stdout, clippy::disallowed_methods, reason = "a tool at the rim")]

#[path = "common/mod.rs"]
mod common;

use std::io::{BufRead as _, Write as _};

use anyhow::{Context as _, Result};
use faqtory::search::{SearchOptions, Searcher, index};

fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    let folder = arguments.next().context("usage: answers FOLDER LIMIT")?;
    let limit = arguments.next().context("usage: answers FOLDER LIMIT")?.parse()?;
    let (documents, settings) = common::knowledge_base(&folder, None)?;
    let built = index(&documents, &settings);
    let searcher = Searcher::open(&built.files, &built.root)?;
    let options = SearchOptions { limit, ..SearchOptions::default() };
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for line in std::io::stdin().lock().lines() {
        let query: String = serde_json::from_str(&line?)?;
        writeln!(out, "{}", searcher.search(&query, &options)?.to_json())?;
    }
    Ok(())
}
