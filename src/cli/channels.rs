//! Flags of `export`.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

/// `export`
#[derive(Debug, Subcommand)]
pub enum Export {
    /// Canned replies for agents, one per answer
    Macros(ExportMacros),
    /// Short answers to be said aloud and troubleshooters as phone menus, as JSON
    Voice(ExportVoice),
    /// Pieces of text with ids, hashes and places, as JSON Lines
    Chunks(ExportTo),
}

/// Where an export goes and what is in it.
#[derive(Debug, Args)]
pub struct ExportTo {
    /// Where to write, instead of standard output
    #[arg(short, long, value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// One language, instead of all
    #[arg(long, value_name = "CODE")]
    pub lang: Option<String>,
}

/// `export macros`
#[derive(Debug, Args)]
pub struct ExportMacros {
    /// What agents work with
    #[arg(long, value_enum)]
    pub target: MacroTarget,
    /// Where to and what.
    #[command(flatten)]
    pub to: ExportTo,
}

/// `export voice`
#[derive(Debug, Args)]
pub struct ExportVoice {
    /// Most seconds that an answer should take to say
    #[arg(long, value_name = "SECONDS", default_value_t = 30,
          value_parser = clap::value_parser!(u32).range(1..))]
    pub max_seconds: u32,
    /// Where to and what.
    #[command(flatten)]
    pub to: ExportTo,
}

/// What agents work with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum MacroTarget {
    /// Zendesk macros: bodies of requests to its API, one a line
    Zendesk,
    /// Freshdesk canned responses, likewise
    Freshdesk,
    /// Help Scout saved replies, likewise
    Helpscout,
    /// A table for everything else
    Csv,
}
