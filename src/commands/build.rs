//! `faqtory build`: read, build, write.

#![expect(clippy::disallowed_methods, reason = "the rim measures")]

use std::path::Path;
use std::time::Instant;

use super::{Job, Verdict};
use crate::Cache;
use crate::cli::{Build, Global};
use crate::diag::{self, Diagnostics};
use crate::disk::{self, Reader, Target};
use crate::serve::Changes;
use crate::terminal::{Format, Outcome, Progress, Terminal, summary};
use crate::tree::SourceTree;

pub(super) fn run(global: &Global, args: &Build, terminal: Terminal) -> anyhow::Result<Verdict> {
    let mut job = Job::new(global, &args.content)?;
    job.options.base_url.clone_from(&args.base_url);
    job.options.keep_going = args.keep_going;
    job.strict = args.strict;
    job.options.golden = args.strict;
    if let Some(out) = &args.out {
        job.place.out = Some(out.clone());
    }
    let task = Task { job, anew: args.clean, terminal };
    if args.watch { task.watch() } else { task.once() }
}

struct Task {
    job: Job,
    anew: bool,
    terminal: Terminal,
}

impl Task {
    fn once(&self) -> anyhow::Result<Verdict> {
        let started = Instant::now();
        let _progress = Progress::start(self.terminal, "building");
        let source = Reader::new(self.job.place.clone()).read()?.tree;
        // Better said before a long build than after it.
        disk::check_out(&self.job.place.root, &self.job.out())?;
        self.build(&source, &mut Cache::default(), started)
    }

    /// Builds after every change until the program is ended; only the first reading may fail.
    fn watch(&self) -> anyhow::Result<Verdict> {
        let mut reader = Reader::new(self.job.place.clone());
        let mut cache = Cache::default();
        let mut changes = Changes::new(self.terminal);
        disk::check_out(&self.job.place.root, &self.job.out())?;
        let mut reading = reader.read()?;
        loop {
            let started = Instant::now();
            if reading.changed
                && let Err(error) = self.build(&reading.tree, &mut cache, started)
            {
                self.terminal.failure(&error);
            }
            reading = changes.next(&mut reader, &reading);
        }
    }

    /// Whether a site with errors is written: those of articles, which were left out.
    fn goes_on(&self, diags: &Diagnostics) -> bool {
        let broke = diags.iter().any(|diagnostic| diagnostic.code == diag::INTERNAL);
        self.job.options.keep_going && !broke
    }

    fn build(
        &self,
        source: &SourceTree,
        cache: &mut Cache,
        started: Instant,
    ) -> anyhow::Result<Verdict> {
        let (site, diags) = self.job.make(source, cache);
        self.terminal.diagnostics(&diags);
        let verdict = self.job.verdict(&diags);
        if verdict == Verdict::Faulty && !self.goes_on(&diags) {
            self.terminal.note(&format!("nothing written to `{}`", self.job.out().display()));
            return Ok(verdict);
        }
        let out = self.job.out();
        let terminal = self.terminal;
        let target = Target {
            out: out.clone(),
            root: self.job.place.root.clone(),
            anew: self.anew,
            waiting: Box::new(move |out: &Path| {
                terminal
                    .note(&format!("another build is writing beside `{}`; waiting", out.display()));
            }),
        };
        let written = disk::write(&site, &target)?;
        if self.terminal.format == Format::Human {
            self.terminal.note(
                summary(&Outcome {
                    site: &site.summary,
                    diags: &diags,
                    written: Some((&out, written)),
                    time: started.elapsed(),
                })
                .trim_end(),
            );
        }
        Ok(verdict)
    }
}
