//! `faqtory export`: the same text for other channels.

#![expect(clippy::disallowed_methods, reason = "the rim writes the disk")]

use anyhow::Context;

use super::{Job, Verdict};
use crate::Cache;
use crate::cli::{Export, ExportTo, Global, MacroTarget};
use crate::disk::{self, refused};
use crate::export::Origin;
use crate::export::chunks::chunks;
use crate::export::macros::{Target, macros};
use crate::terminal::{Terminal, print};

pub(super) fn run(global: &Global, args: &Export, terminal: Terminal) -> anyhow::Result<Verdict> {
    let job = Job::plain(global)?;
    let source = disk::read(&job.place)?;
    let (linked, diags) = crate::read(&source, &job.options, &mut Cache::default());
    // What is wrong in the articles would be wrong in the export.
    if diags.has_errors() {
        terminal.diagnostics(&diags);
        return Ok(Verdict::Faulty);
    }
    let origin = Origin { kb: &linked.kb, config: &linked.config, theme: &linked.theme };
    let to = match args {
        Export::Macros(args) => &args.to,
        Export::Chunks(to) => to,
    };
    known(origin, to.lang.as_deref())?;
    let text = match args {
        Export::Macros(args) => macros(origin, target(args.target), to.lang.as_deref()),
        Export::Chunks(_) => chunks(origin, to.lang.as_deref()),
    };
    deliver(&text, to, terminal)?;
    Ok(Verdict::Fine)
}

fn target(target: MacroTarget) -> Target {
    match target {
        MacroTarget::Zendesk => Target::Zendesk,
        MacroTarget::Freshdesk => Target::Freshdesk,
        MacroTarget::Helpscout => Target::HelpScout,
        MacroTarget::Csv => Target::Csv,
    }
}

/// Whether there is the language that is asked for.
fn known(origin: Origin<'_>, code: Option<&str>) -> anyhow::Result<()> {
    if origin.locales(code).next().is_some() {
        return Ok(());
    }
    let known: Vec<&str> = origin.kb.locales.iter().map(|locale| &*locale.language.code).collect();
    let code = code.unwrap_or_default();
    Err(refused(format!("there is no language `{code}` here; there is {}", known.join(", "))))
}

fn deliver(text: &str, to: &ExportTo, terminal: Terminal) -> anyhow::Result<()> {
    let Some(path) = &to.out else {
        print(text);
        return Ok(());
    };
    std::fs::write(path, text).with_context(|| format!("cannot write `{}`", path.display()))?;
    terminal.note(&format!("Wrote {} lines to `{}`.", text.lines().count(), path.display()));
    Ok(())
}
