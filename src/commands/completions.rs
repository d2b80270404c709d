//! `faqtory completions SHELL`.

use clap::CommandFactory;

use super::Verdict;
use crate::cli::{Cli, Completions};
use crate::terminal::print;

pub(super) fn run(args: &Completions) -> Verdict {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "faqtory", &mut script);
    print(&String::from_utf8_lossy(&script));
    Verdict::Fine
}
