//! Flags of `collect` and `report`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

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
    /// Files of events, NDJSON or CSV, packed with gzip or not; `-` for standard input
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
