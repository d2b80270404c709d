//! The `faqtory` command.

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    faqtory::commands::run(faqtory::cli::Cli::parse())
}
