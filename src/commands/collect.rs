//! `faqtory collect`: events of pages, kept in a file.

use std::net::TcpListener;
use std::time::Duration;

use anyhow::Context;

use super::Verdict;
use crate::cli::Collect;
use crate::collect::{Gate, Manners, Rate, Store, start};
use crate::disk::refused;
use crate::terminal::Terminal;

/// A page sends a few kilobytes at once; phones on a bad line need some seconds for that.
const PATIENCE: Duration = Duration::from_secs(10);

pub(super) fn run(args: &Collect, terminal: Terminal) -> anyhow::Result<Verdict> {
    let gate = Gate {
        origins: args.origins.clone(),
        max_body: usize::try_from(args.max_body).unwrap_or(usize::MAX),
        rate: rate(&args.rate)?,
        manners: Manners { patience: PATIENCE, behind_proxy: args.behind_proxy },
    };
    let address = (args.host.trim_matches(['[', ']']), args.port);
    let listener = TcpListener::bind(address)
        .with_context(|| format!("cannot listen on {}:{}", args.host, args.port))?;
    let place = listener.local_addr().context("the port has no address")?;
    let store = Store::open(&args.out, args.max_size)?;
    let running = start(listener, gate, store)?;
    terminal.note(&format!("Receiving events at http://{place}/events"));
    terminal.note(&format!("Keeping them in {}; Ctrl-C ends", args.out.display()));
    terminal.note(&match args.origins.as_slice() {
        [] => "Only pages of this machine may send; let yours in with --allow-origin".to_owned(),
        origins => format!("Pages of {} may send", origins.join(", ")),
    });
    running.wait()?;
    Ok(Verdict::Fine)
}

fn rate(text: &str) -> anyhow::Result<Option<Rate>> {
    if text == "off" {
        return Ok(None);
    }
    text.parse().map(Some).map_err(|why| refused(format!("--rate is `{text}`: {why}")))
}
