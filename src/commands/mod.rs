//! One file per command; here what they share: dispatch and exit codes.

mod build;
mod check;
mod code;
mod collect;
mod completions;
mod debug;
mod explain;
mod export;
mod i18n;
mod init;
mod job;
mod mcp;
mod new;
mod report;
mod search;
mod serve;
mod theme;

use std::process::ExitCode;

use crate::cli::{self, Cli, Command, Global};
use crate::disk::Refused;
use crate::terminal::{Color, Format, Terminal, Volume};

pub(crate) use job::Job;

/// How a command that ran to its end went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// Exit code 0.
    Fine,
    /// Errors in the content, or warnings with `--strict`: exit code 1.
    Faulty,
}

/// Runs a command to its exit code.
pub fn run(cli: Cli) -> ExitCode {
    let terminal = terminal(&cli.global);
    match dispatch(cli, terminal) {
        Ok(Verdict::Fine) => ExitCode::SUCCESS,
        Ok(Verdict::Faulty) => ExitCode::from(1),
        Err(error) => {
            terminal.failure(&error);
            ExitCode::from(if error.downcast_ref::<Refused>().is_some() { 2 } else { 3 })
        }
    }
}

fn dispatch(cli: Cli, terminal: Terminal) -> anyhow::Result<Verdict> {
    let global = &cli.global;
    match cli.command {
        Command::Init(args) => init::run(global, &args, terminal),
        Command::New(args) => new::run(global, &args, terminal),
        Command::Build(args) => build::run(global, &args, terminal),
        Command::Serve(args) => serve::run(global, &args, terminal),
        Command::Check(args) => check::run(global, &args, terminal),
        Command::Search(args) => search::run(global, &args),
        Command::Code(args) => code::run(global, &args),
        Command::Explain(args) => explain::run(&args),
        Command::Theme(args) => theme::run(global, &args, terminal),
        Command::I18n(args) => i18n::run(global, &args, terminal),
        Command::Export(args) => export::run(global, &args, terminal),
        Command::Collect(args) => collect::run(&args, terminal),
        Command::Mcp => mcp::run(global),
        Command::Report(args) => report::run(global, &args, terminal),
        Command::Completions(args) => Ok(completions::run(&args)),
        Command::Debug(cli::Debug::Render { file }) => debug::render(&file),
    }
}

fn terminal(global: &Global) -> Terminal {
    Terminal {
        format: match global.format {
            cli::Format::Human => Format::Human,
            cli::Format::Short => Format::Short,
            cli::Format::Json => Format::Json,
            cli::Format::Sarif => Format::Sarif,
            cli::Format::Github => Format::Github,
            cli::Format::Gitlab => Format::Gitlab,
            cli::Format::Junit => Format::Junit,
        },
        color: match global.color {
            cli::Color::Auto => Color::Auto,
            cli::Color::Always => Color::Always,
            cli::Color::Never => Color::Never,
        },
        volume: match (global.quiet, global.verbose) {
            (true, _) => Volume::Quiet,
            (false, false) => Volume::Normal,
            (false, true) => Volume::Verbose,
        },
    }
}
