//! Errors as the overlay in the browser shows them.

use serde::Serialize;

use crate::diag::{Diagnostics, Severity};
use crate::terminal::{Excerpt, Record};

/// More are not readable in an overlay; the terminal has all.
const SHOWN: usize = 50;

#[derive(Serialize)]
struct Problem {
    #[serde(flatten)]
    record: Record,
    /// The line in question.
    source: Option<String>,
}

/// The errors of `diags` as a JSON list.
pub(super) fn json(diags: &Diagnostics) -> String {
    let errors = diags.iter().filter(|diagnostic| diagnostic.severity == Severity::Error);
    let problems: Vec<Problem> = errors
        .take(SHOWN)
        .map(|diagnostic| {
            let source = diagnostic.span.as_ref().and_then(Excerpt::new).map(|found| found.text);
            Problem { record: Record::new(diagnostic), source }
        })
        .collect();
    serde_json::to_string(&problems).expect("strings and numbers are JSON")
}
