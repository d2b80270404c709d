//! `faqtory export`: the same text for other channels.

#![expect(clippy::disallowed_methods, reason = "the rim writes the disk")]

use anyhow::Context;

use super::{Job, Verdict};
use crate::Cache;
use crate::cli::{Export, ExportTo, Global, MacroTarget};
use crate::config::no_language;
use crate::diag::Diagnostics;
use crate::disk::{self, refused};
use crate::export::Origin;
use crate::export::chunks::chunks;
use crate::export::macros::{Target, macros};
use crate::export::voice::{Limits, voice};
use crate::terminal::{Format, Terminal, print};

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
        Export::Voice(args) => &args.to,
        Export::Chunks(to) => to,
    };
    let language = to.lang.as_deref();
    known(origin, language)?;
    let text = match args {
        Export::Macros(args) => macros(origin, target(args.target), language),
        Export::Chunks(_) => chunks(origin, language),
        Export::Voice(args) => {
            let limits = Limits { language, max_seconds: args.max_seconds };
            let mut diags = Diagnostics::default();
            let text = voice(origin, limits, &mut diags);
            diags.resolve(|diagnostic| linked.config.severity(diagnostic));
            diags.finish();
            tell(&diags, to, terminal);
            if diags.has_errors() {
                return Ok(Verdict::Faulty);
            }
            text
        }
    };
    deliver(&text, to, terminal)?;
    Ok(Verdict::Fine)
}

/// Says what is wrong, never in the middle of an export on standard output.
fn tell(diags: &Diagnostics, to: &ExportTo, terminal: Terminal) {
    let has_room = to.out.is_some() || diags.has_errors();
    let format = if has_room { terminal.format } else { Format::Human };
    if diags.iter().next().is_some() || has_room {
        Terminal { format, ..terminal }.diagnostics(diags);
    }
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
    let known = origin.kb.locales.iter().map(|locale| &*locale.language.code);
    Err(refused(no_language(code.unwrap_or_default(), known)))
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
