//! Flags of `i18n`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

/// `i18n`
#[derive(Debug, Subcommand)]
pub enum I18n {
    /// Show how far the translations are
    Status(I18nStatus),
    /// Write texts to translate into a PO file
    Export(I18nExport),
    /// Write the translations of a PO file into articles
    Import(I18nImport),
    /// Say that translations are up to date with their sources
    Ack(I18nAck),
}

/// `i18n status`
#[derive(Debug, Args)]
pub struct I18nStatus {
    /// Languages; all without one
    #[arg(value_name = "LANG")]
    pub languages: Vec<String>,
    /// List the articles without a translation
    #[arg(long)]
    pub missing: bool,
    /// List the translations that are outdated, not acknowledged, or without a source
    #[arg(long)]
    pub outdated: bool,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

/// `i18n export`
#[derive(Debug, Args)]
pub struct I18nExport {
    /// Language to translate into
    #[arg(value_name = "LANG")]
    pub language: String,
    /// Source files or folders; all without one
    #[arg(value_name = "FILE")]
    pub files: Vec<String>,
    /// Where to write, instead of standard output
    #[arg(short, long, value_name = "FILE.po")]
    pub out: Option<PathBuf>,
    /// Fill in a pseudo-translation: text that shows what a real one will need
    #[arg(long)]
    pub pseudo: bool,
}

/// `i18n import`
#[derive(Debug, Args)]
pub struct I18nImport {
    /// The PO file
    #[arg(value_name = "FILE.po")]
    pub file: PathBuf,
    /// Say what would be written, write nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Overwrite translations that were changed after the export, or hold what the file does not know
    #[arg(long)]
    pub force: bool,
}

/// `i18n ack`
#[derive(Debug, Args)]
pub struct I18nAck {
    /// Languages or files of translations
    #[arg(value_name = "LANG|FILE", required_unless_present = "all")]
    pub targets: Vec<String>,
    /// All translations of all languages
    #[arg(long, conflicts_with = "targets")]
    pub all: bool,
}
