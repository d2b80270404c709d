//! Tasks of the repository: `cargo xtask wasm [--check]`, `cargo xtask eval …`, `cargo xtask bench search …`,
//! `cargo xtask bench report …`.
#![allow(clippy::print_stdout, clippy::disallowed_methods, reason = "a tool at the rim")]

mod report;
mod wasm;

use std::process::Command;

use anyhow::{Result, bail};

const USAGE: &str = "cargo xtask wasm [--check]
       cargo xtask eval --corpus DIR | --queries FILE --qrels FILE --docs FILE|--articles DIR|--kb DIR
           [--kinds A,B] [--set name=value] [--in-scope A,B] [--answers] [--tantivy] [--misses] [--json]
       cargo xtask bench search [--sizes 100,1000] [--queries 200] [--json]
       cargo xtask bench report [--events 1000000] [--keep FILE]";

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let texts: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match texts.as_slice() {
        ["wasm"] => wasm::build(),
        ["wasm", "--check"] => wasm::check(),
        ["eval", rest @ ..] => example("eval", rest),
        ["bench", "report", rest @ ..] => report::bench(rest),
        ["bench", "search", rest @ ..] => example("bench", rest),
        _ => bail!("usage: {USAGE}"),
    }
}

/// Measurements are examples of the main package, so that building the engine does not build all of it.
fn example(name: &str, arguments: &[&str]) -> Result<()> {
    let mut command = Command::new(env!("CARGO"));
    command
        .args(["run", "--release", "--quiet", "--package", "faqtory", "--example", name, "--"])
        .args(arguments);
    if command.status()?.success() { Ok(()) } else { bail!("`{name}` failed") }
}
