//! The closing lines of a build.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;
use std::time::Duration;

use super::harmless;
use crate::diag::{Diagnostics, Severity, size};
use crate::disk::Written;
use crate::tree::{Summary, Withheld};

/// Articles named per reason for not being published.
const NAMED: usize = 5;

/// A build that went through.
#[derive(Clone, Copy, Debug)]
pub struct Outcome<'a> {
    /// Figures of the site.
    pub site: &'a Summary,
    /// What was said about the content.
    pub diags: &'a Diagnostics,
    /// Where it was written and what that took; `None` when it was only checked.
    pub written: Option<(&'a Path, Written)>,
    /// From the first file read to the last one written.
    pub time: Duration,
}

/// What a build amounts to, in a few lines.
pub fn summary(outcome: &Outcome<'_>) -> String {
    let Outcome { site, diags, written, time } = outcome;
    let mut text = format!(
        "{} {} in {} and {} in {}\n",
        if written.is_some() { "Built" } else { "Checked" },
        count(site.articles, "article"),
        count(site.languages, "language"),
        count(site.pages, "page"),
        seconds(*time),
    );
    if let Some((out, files)) = written {
        let all = files.written + files.unchanged;
        let _ = write!(text, "  {}: {}, {}", out.display(), count(all, "file"), size(files.bytes));
        let _ = writeln!(text, " ({} written, {} removed)", files.written, files.removed);
    }
    let _ = writeln!(
        text,
        "  search index {}, first search {}{}",
        size(site.index_bytes as u64),
        size(site.first_search_bytes as u64),
        site.first_search_budget
            .map_or_else(String::new, |budget| format!(" of {} allowed", size(budget as u64)))
    );
    text.push_str(&not_published(&site.withheld));
    if site.stale > 0 {
        let _ = writeln!(text, "  {} past the review date", count(site.stale, "article"));
    }
    let _ = writeln!(text, "  {}", problems(diags));
    text
}

/// `2 errors, 1 warning, no hints`.
pub(super) fn problems(diags: &Diagnostics) -> String {
    let count = |severity, word| count(diags.count(severity), word);
    let (errors, warnings) = (count(Severity::Error, "error"), count(Severity::Warning, "warning"));
    format!("{errors}, {warnings}, {}", count(Severity::Hint, "hint"))
}

fn not_published(withheld: &[Withheld]) -> String {
    let mut by_reason: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for Withheld { path, reason } in withheld {
        by_reason.entry(reason).or_default().push(path);
    }
    let mut text = String::new();
    for (reason, paths) in by_reason {
        let named = paths.iter().take(NAMED).copied().collect::<Vec<_>>().join(", ");
        let more = paths.len().saturating_sub(NAMED);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        let _ =
            writeln!(text, "  not published ({}): {}{more}", harmless(reason), harmless(&named));
    }
    text
}

fn count(number: usize, word: &str) -> String {
    match number {
        0 => format!("no {word}s"),
        1 => format!("1 {word}"),
        number => format!("{number} {word}s"),
    }
}

fn seconds(time: Duration) -> String {
    match time.as_millis() {
        millis @ 0..1000 => format!("{millis} ms"),
        _ => format!("{:.2} s", time.as_secs_f64()),
    }
}
