//! `faqtory mcp`: the help center as tools of an assistant.

#![expect(clippy::print_stderr, reason = "standard output belongs to the protocol")]

use super::{Job, Verdict};
use crate::cli::Global;
use crate::mcp;

pub(super) fn run(global: &Global) -> anyhow::Result<Verdict> {
    let mut job = Job::plain(global)?;
    // An assistant is better served by most of the help center than by none of it.
    job.options.keep_going = true;
    mcp::serve(job.place, job.options, |text| eprintln!("faqtory mcp: {text}"))?;
    Ok(Verdict::Fine)
}
