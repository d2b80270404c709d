//! The command line: every flag and its help text, and nothing else.

#![expect(clippy::struct_excessive_bools, reason = "flags are bools")]
#![expect(clippy::doc_markdown, reason = "help texts are no Markdown")]

mod channels;
mod i18n;
mod measure;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

pub use channels::*;
pub use i18n::*;
pub use measure::{Collect, Report, ReportGaps, ReportInput, ReportPart};

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
