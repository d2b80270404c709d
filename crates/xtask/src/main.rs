//! Tasks of the repository: `cargo xtask wasm [--check]`, `cargo xtask eval …`.
#![allow(clippy::print_stdout, clippy::disallowed_methods, reason = "a tool at the rim")]

mod wasm;

use std::process::Command;

use anyhow::{Result, bail};

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let texts: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match texts.as_slice() {
        ["wasm"] => wasm::build(),
        ["wasm", "--check"] => wasm::check(),
        ["eval", rest @ ..] => eval(rest),
        _ => bail!(
            "usage: cargo xtask wasm [--check] | cargo xtask eval --corpus DIR [--articles FOLDER] [--kinds A,B]"
        ),
    }
}

/// The evaluation is an example of the main package, so that building the engine does not build all of it.
fn eval(arguments: &[&str]) -> Result<()> {
    let mut command = Command::new(env!("CARGO"));
    command
        .args(["run", "--release", "--quiet", "--package", "faqtory", "--example", "eval", "--"])
        .args(arguments);
    if command.status()?.success() { Ok(()) } else { bail!("the evaluation failed") }
}
