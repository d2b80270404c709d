//! `faqtory check`: the build without writing anything.

#![expect(clippy::disallowed_methods, reason = "the rim measures")]

use std::time::Instant;

use super::{Job, Verdict};
use crate::Cache;
use crate::cli::{Check, Global};
use crate::disk;
use crate::terminal::{Format, Outcome, Progress, Terminal, summary};

pub(super) fn run(global: &Global, args: &Check, terminal: Terminal) -> anyhow::Result<Verdict> {
    let started = Instant::now();
    let mut job = Job::new(global, &args.content)?;
    job.options.base_url.clone_from(&args.base_url);
    job.strict = args.strict;
    job.options.golden = true;
    let progress = Progress::start(terminal, "checking");
    let source = disk::read(&job.place)?;
    let (site, diags) = job.make(&source, &mut Cache::default());
    drop(progress);
    terminal.diagnostics(&diags);
    if terminal.format == Format::Human {
        let time = started.elapsed();
        let outcome = Outcome { site: &site.summary, diags: &diags, written: None, time };
        terminal.note(summary(&outcome).trim_end());
    }
    Ok(job.verdict(&diags))
}
