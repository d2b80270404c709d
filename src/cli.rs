//! The command line: every flag and its help text, and nothing else.

#![expect(clippy::struct_excessive_bools, reason = "flags are bools")]
#![expect(clippy::doc_markdown, reason = "help texts are no Markdown")]

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

/// Turns a folder of Markdown into a fast, searchable help center.
#[derive(Debug, Parser)]
#[command(name = "faqtory", version, about, max_term_width = 100)]
#[command(
    after_help = "Exit codes: 0 fine, 1 errors in the content, 2 wrong usage, 3 the disk or \
                        the network failed."
)]
pub struct Cli {
    /// Flags of all commands.
    #[command(flatten)]
    pub global: Global,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// Flags of all commands, accepted before and after the command.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Global options")]
pub struct Global {
    /// Folder of the knowledge base
    #[arg(short = 'C', long, global = true, value_name = "DIR", default_value = ".")]
    pub root: PathBuf,
    /// Config file, instead of faqtory.yaml in that folder
    #[arg(long, global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// How problems are written
    #[arg(long, global = true, value_enum, default_value_t)]
    pub format: Format,
    /// Whether to use colours
    #[arg(long, global = true, value_enum, default_value_t)]
    pub color: Color,
    /// Say nothing but errors
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    pub quiet: bool,
    /// Show every problem, however often it repeats
    #[arg(short, long, global = true)]
    pub verbose: bool,
}

/// How problems are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// With the line in question
    #[default]
    Human,
    /// file:line:column: severity[code]: message
    Short,
    /// One JSON object per line
    Json,
    /// SARIF 2.1.0
    Sarif,
    /// Annotations in GitHub Actions
    Github,
    /// GitLab code quality report
    Gitlab,
    /// JUnit XML
    Junit,
}

/// Whether to use colours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// On a terminal
    #[default]
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Start a knowledge base
    Init(Init),
    /// Begin an article from a template
    New(New),
    /// Write the site
    Build(Build),
    /// Show the site while you write
    #[command(visible_aliases = ["watch", "dev"])]
    Serve(Serve),
    /// Report every problem, write nothing
    Check(Check),
    /// Search as the customer's browser does
    Search(Search),
    /// Read a help code that a customer tells, or make one
    Code(Code),
    /// Show what a problem is about and how to solve it
    Explain(Explain),
    /// Change the looks: list and copy files of the built-in theme
    #[command(subcommand)]
    Theme(Theme),
    /// Translations: how far they are, exchange with translators, acknowledge
    #[command(name = "i18n", subcommand)]
    I18n(I18n),
    /// Write the same text for other channels: canned replies, phone menus, pieces
    /// for a chatbot
    #[command(subcommand)]
    Export(Export),
    /// Receive events of your pages and keep them in a file
    Collect(Collect),
    /// Let an assistant search and read the help center: a server of the Model Context Protocol
    Mcp,
    /// Say what events and tickets tell about your articles
    Report(Report),
    /// Print a completion script for a shell
    Completions(Completions),
    /// Tools for those who work on faqtory
    #[command(hide = true, subcommand)]
    Debug(Debug),
}

/// `init`
#[derive(Debug, Args)]
pub struct Init {
    /// Where to start; created when it is not there
    pub dir: Option<PathBuf>,
    /// What kind of help center
    #[arg(long, value_enum, default_value_t)]
    pub template: Template,
}

/// Kinds of help centers to start from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Template {
    /// Help for the customers of a product
    #[default]
    Product,
    /// A page of questions and answers
    Faq,
    /// Help for colleagues
    Internal,
}

/// `new`
#[derive(Debug, Args)]
pub struct New {
    /// article, faq, howto, troubleshooter, policy, notice, or fix: symptom, cause and fix of an error
    #[arg(value_parser = clap::builder::PossibleValuesParser::new(
        crate::author::new::KINDS.iter().map(|(kind, _)| *kind)
    ))]
    pub kind: String,
    /// Its title, in quotes
    pub title: String,
    /// Folder of its category, such as billing/cards
    #[arg(long, value_name = "FOLDER", default_value = "")]
    pub category: String,
    /// Language, instead of the default one
    #[arg(long, value_name = "CODE")]
    pub lang: Option<String>,
}

/// Which articles are in the site and what counts as failure.
#[derive(Clone, Debug, Args)]
pub struct Content {
    /// Folder of the knowledge base
    pub dir: Option<PathBuf>,
    /// Publish drafts
    #[arg(long)]
    pub drafts: bool,
    /// Publish articles before their `publish_at`
    #[arg(long)]
    pub future: bool,
    /// Publish articles after their `expire_at`
    #[arg(long)]
    pub expired: bool,
    /// Build as if it were this day (YYYY-MM-DD)
    #[arg(long, value_name = "DATE")]
    pub at: Option<jiff::civil::Date>,
}

/// `build`
#[derive(Debug, Args)]
pub struct Build {
    /// What is in the site.
    #[command(flatten)]
    pub content: Content,
    /// Where to write the site [default: public in the folder of the knowledge base]
    #[arg(short, long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Address of the site, instead of the config's
    #[arg(short = 'u', long, value_name = "URL", value_parser = base_url)]
    pub base_url: Option<String>,
    /// Fail on warnings too
    #[arg(long)]
    pub strict: bool,
    /// Publish the rest when some articles have errors
    #[arg(long)]
    pub keep_going: bool,
    /// Build again whenever something changes
    #[arg(long)]
    pub watch: bool,
    /// Write every file anew, also those that did not change
    #[arg(long)]
    pub clean: bool,
}

/// `serve`
#[derive(Debug, Args)]
pub struct Serve {
    /// What is in the site.
    #[command(flatten)]
    pub content: Content,
    /// Port; the next free one when it is taken
    #[arg(short, long, default_value_t = 4040)]
    pub port: u16,
    /// Let other machines in: on all addresses, or on this one
    #[arg(long, value_name = "ADDRESS", num_args = 0..=1, default_missing_value = "0.0.0.0")]
    pub host: Option<String>,
    /// Open the site in the browser
    #[arg(long)]
    pub open: bool,
}

/// `check`
#[derive(Debug, Args)]
pub struct Check {
    /// What is in the site.
    #[command(flatten)]
    pub content: Content,
    /// Address of the site, instead of the config's
    #[arg(short = 'u', long, value_name = "URL", value_parser = base_url)]
    pub base_url: Option<String>,
    /// Fail on warnings too
    #[arg(long)]
    pub strict: bool,
}

/// `search`
#[derive(Debug, Args)]
pub struct Search {
    /// What a customer would type
    pub query: String,
    /// Which engine answers
    #[arg(long, value_enum, default_value_t)]
    pub engine: Engine,
    /// Show how each result got its score
    #[arg(long)]
    pub explain: bool,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
    /// How many results
    #[arg(short = 'n', long, default_value_t = 10)]
    pub limit: usize,
    /// Language to search in, instead of the default one
    #[arg(long, value_name = "CODE")]
    pub lang: Option<String>,
}

/// `code`
#[derive(Debug, Args)]
pub struct Code {
    /// The code, such as K7M-2QX
    #[arg(required_unless_present = "target")]
    pub code: Option<String>,
    /// Print the code of an article or of a place in it instead
    #[arg(long = "for", value_name = "FILE.md[#ANCHOR]", conflicts_with = "code")]
    pub target: Option<String>,
    /// Language of the answer, instead of the default one
    #[arg(long, value_name = "CODE")]
    pub lang: Option<String>,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

/// Search engines.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Engine {
    /// What the browser runs
    #[default]
    Client,
    /// tantivy on the same articles, to compare
    Tantivy,
}

/// `explain`
#[derive(Debug, Args)]
pub struct Explain {
    /// The word in brackets, such as broken-link
    pub code: String,
}

/// `theme`
#[derive(Debug, Subcommand)]
pub enum Theme {
    /// Show your own files of the theme and how they stand to the built-in ones
    List {
        /// Also those that are built in
        #[arg(long)]
        all: bool,
        /// Print JSON, with every file
        #[arg(long)]
        json: bool,
    },
    /// Copy a built-in file into theme/, where you can change it
    Eject {
        /// Such as article, parts/card, css/10-tokens.css or icons/bike
        name: String,
    },
    /// Print a built-in file
    Show {
        /// Such as article, parts/card, css/10-tokens.css or icons/bike
        name: String,
    },
}

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

/// `collect`
#[derive(Debug, Args)]
pub struct Collect {
    /// Port; it must be free
    #[arg(short, long, default_value_t = 4141)]
    pub port: u16,
    /// Address to listen on; 0.0.0.0 lets other machines in
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1")]
    pub host: String,
    /// File to append events to
    #[arg(short, long, value_name = "FILE", default_value = "events.ndjson")]
    pub out: PathBuf,
    /// Origin whose pages may send, such as https://help.example.com; `*` for any. Without one:
    /// pages and programs of this machine
    #[arg(long = "allow-origin", value_name = "ORIGIN", value_parser = origin)]
    pub origins: Vec<String>,
    /// How often one client may send, such as 60/min; `off` for no limit
    #[arg(long, value_name = "RATE", default_value = "60/min")]
    pub rate: String,
    /// Most bytes of one request, such as 64k
    #[arg(long, value_name = "SIZE", default_value = "64k", value_parser = size)]
    pub max_body: u64,
    /// Begin a new file when this one would grow beyond, such as 100M
    #[arg(long, value_name = "SIZE", value_parser = size)]
    pub max_size: Option<u64>,
    /// A proxy in front says in X-Forwarded-For who the client is
    #[arg(long)]
    pub behind_proxy: bool,
}

/// `report`
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub struct Report {
    /// A part of it.
    #[command(subcommand)]
    pub part: Option<ReportPart>,
    /// What it reads.
    #[command(flatten)]
    pub input: ReportInput,
    /// Export of a help desk, as CSV
    #[arg(long, value_name = "FILE.csv")]
    pub tickets: Option<PathBuf>,
    /// Columns of it, such as subject=Title,body=Text,created=Day; guessed without
    #[arg(long, value_name = "COLUMNS", requires = "tickets")]
    pub ticket_columns: Option<String>,
    /// Language of the tickets, instead of the site's
    #[arg(long, value_name = "CODE", requires = "tickets")]
    pub ticket_lang: Option<String>,
    /// Where to write the page [default: report.html, with --format human]
    #[arg(short, long, value_name = "FILE.html")]
    pub out: Option<PathBuf>,
    /// Where to write the same as JSON
    #[arg(long, value_name = "FILE.json")]
    pub json: Option<PathBuf>,
    /// What one contact costs, instead of the config's `cost_per_contact`
    #[arg(long, value_name = "NUMBER")]
    pub cost: Option<f64>,
}

/// What a report reads.
#[derive(Debug, Args)]
pub struct ReportInput {
    /// Files of events, NDJSON or CSV; `-` for standard input
    #[arg(long, value_name = "FILE", num_args = 1.., required = true)]
    pub events: Vec<PathBuf>,
    /// First day (YYYY-MM-DD, in UTC)
    #[arg(long, value_name = "DATE")]
    pub from: Option<jiff::civil::Date>,
    /// Last day
    #[arg(long, value_name = "DATE")]
    pub to: Option<jiff::civil::Date>,
}

/// Parts of a report.
#[derive(Debug, Subcommand)]
pub enum ReportPart {
    /// List what customers look for and do not find
    Gaps(ReportGaps),
}

/// `report gaps`
#[derive(Debug, Args)]
pub struct ReportGaps {
    /// What it reads.
    #[command(flatten)]
    pub input: ReportInput,
    /// Append them to the golden queries, as promises that fail until they are kept
    #[arg(long, value_name = "FILE", num_args = 0..=1, default_missing_value = "tests/queries.yaml")]
    pub write_queries: Option<PathBuf>,
    /// Leave out what fewer searches miss
    #[arg(long, value_name = "NUMBER", default_value_t = 2)]
    pub min: usize,
    /// How many
    #[arg(short = 'n', long, value_name = "NUMBER", default_value_t = 20)]
    pub limit: usize,
}

/// `completions`
#[derive(Debug, Args)]
pub struct Completions {
    /// The shell
    pub shell: clap_complete::Shell,
}

/// `debug`
#[derive(Debug, Subcommand)]
pub enum Debug {
    /// Markdown → the HTML of an article's body
    Render {
        /// `-` for standard input
        file: PathBuf,
    },
}

/// The address after `--base-url`, by the rule of the config's `base_url`.
fn base_url(text: &str) -> Result<String, String> {
    crate::config::base_url(text).ok_or_else(|| {
        "it must be an address such as `https://help.example.com`, without `?` and `#`".to_owned()
    })
}

/// An origin as browsers send it, or `*`.
fn origin(text: &str) -> Result<String, String> {
    let wrong = || "it must be an origin such as `https://help.example.com`, or `*`".to_owned();
    if text == "*" {
        return Ok(text.to_owned());
    }
    let text = text.trim_end_matches('/').to_ascii_lowercase();
    let (scheme, host) = text.split_once("://").ok_or_else(wrong)?;
    let is_host = !host.is_empty() && !host.contains(['/', '?', '#', '@', ' ']);
    if matches!(scheme, "http" | "https") && is_host { Ok(text) } else { Err(wrong()) }
}

/// A number of bytes, with `k`, `M` or `G` behind it.
fn size(text: &str) -> Result<u64, String> {
    let wrong = || "it must be a size such as `64k`, `100M` or `2G`".to_owned();
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let factor = match &text[digits.len()..] {
        "" | "B" => 1,
        "k" | "K" | "kB" | "KB" => 1 << 10,
        "m" | "M" | "MB" => 1 << 20,
        "g" | "G" | "GB" => 1 << 30,
        _ => return Err(wrong()),
    };
    let number: u64 = digits.parse().map_err(|_| wrong())?;
    number.checked_mul(factor).filter(|bytes| *bytes > 0).ok_or_else(wrong)
}
