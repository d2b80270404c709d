//! Diagnostics line by line for programs: JSON and GitHub's workflow commands.

use std::fmt::Write;

use serde::Serialize;

use super::human::one_line;
use crate::diag::{Diagnostic, Diagnostics, Severity, Span};

/// A diagnostic as programs read it. Lines and columns count from 1, columns in characters.
#[derive(Clone, Debug, Serialize)]
pub struct Record {
    /// The kind.
    pub code: &'static str,
    /// `error`, `warning` or `hint`.
    pub severity: Severity,
    /// The place, when there is one.
    #[serde(flatten)]
    pub place: Option<Place>,
    /// What is wrong.
    pub message: String,
    /// Ways out.
    pub hints: Vec<String>,
    /// The first change that can be applied as it is.
    pub replacement: Option<Replacement>,
}

/// A stretch of a file.
#[derive(Clone, Debug, Serialize)]
pub struct Place {
    /// Path below the root.
    pub path: String,
    /// Where it starts.
    pub line: usize,
    /// Where it starts.
    pub column: usize,
    /// Where it ends.
    pub end_line: usize,
    /// The first column after it.
    pub end_column: usize,
}

/// New text for a stretch of a file.
#[derive(Clone, Debug, Serialize)]
pub struct Replacement {
    /// What goes.
    #[serde(flatten)]
    pub place: Place,
    /// What comes.
    pub text: String,
}

impl Record {
    /// That of `diagnostic`.
    pub fn new(diagnostic: &Diagnostic) -> Self {
        let replacement = diagnostic.hints.iter().find_map(|hint| {
            let (span, text) = hint.replacement.as_ref()?;
            Some(Replacement { place: Place::new(span), text: text.clone() })
        });
        Self {
            code: diagnostic.code.name,
            severity: diagnostic.severity,
            place: diagnostic.span.as_ref().map(Place::new),
            message: diagnostic.message.clone(),
            hints: diagnostic.hints.iter().map(|hint| hint.text.clone()).collect(),
            replacement,
        }
    }
}

impl Record {
    /// The message and the ways out, one per line.
    pub(super) fn full_message(&self) -> String {
        let mut text = self.message.clone();
        for hint in &self.hints {
            text.push_str("\nhelp: ");
            text.push_str(hint);
        }
        text
    }
}

impl Place {
    fn new(span: &Span) -> Self {
        let (line, column) = span.line_column();
        let end = Span { source: span.source.clone(), range: span.range.end..span.range.end };
        let (end_line, end_column) = end.line_column();
        let path = span.source.path.as_str().to_owned();
        Self { path, line, column, end_line, end_column }
    }
}

pub(super) fn json(diags: &Diagnostics) -> String {
    let lines = diags.iter().map(|diagnostic| {
        serde_json::to_string(&Record::new(diagnostic)).expect("strings and numbers are JSON")
    });
    lines.flat_map(|line| [line, "\n".to_owned()]).collect()
}

/// `::error file=…,line=…::message`, as GitHub Actions reads it.
pub(super) fn github(diags: &Diagnostics) -> String {
    let mut text = String::new();
    for record in diags.iter().map(Record::new) {
        let command = match record.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Hint => "notice",
        };
        let _ = write!(text, "::{command} title=faqtory {}", record.code);
        if let Some(place) = &record.place {
            let Place { path, line, column, end_line, end_column } = place;
            let path = data(path).replace(':', "%3A").replace(',', "%2C");
            let _ = write!(text, ",file={path},line={line},endLine={end_line}");
            // GitHub shows columns only within one line.
            if line == end_line && end_column > column {
                let _ = write!(text, ",col={column},endColumn={}", end_column - 1);
            }
        }
        let _ = writeln!(text, "::{}", data(&record.full_message()));
    }
    text
}

fn data(text: &str) -> String {
    let lines: Vec<String> = text.split('\n').map(one_line).collect();
    lines.join("\n").replace('%', "%25").replace('\n', "%0A")
}
