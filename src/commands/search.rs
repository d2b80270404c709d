//! `faqtory search QUERY`: the browser's search in the terminal.

use super::{Job, Verdict};
use crate::cli::{Global, Search};
use crate::disk::refused;
use crate::terminal::Terminal;

pub(super) fn run(global: &Global, _args: &Search, _terminal: Terminal) -> anyhow::Result<Verdict> {
    let _job = Job::plain(global)?;
    Err(refused("search is not part of this build of faqtory yet"))
}
