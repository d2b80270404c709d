//! The lines of a source file that a diagnostic is about, safe to print.

use std::ops::Range;

use crate::diag::Span;

/// A problem that spans more lines is shown by its first ones.
const LINES: usize = 5;
/// What is shown of a long line before and after the place.
const BEFORE: usize = 80;
const AFTER: usize = 160;

/// Whole lines, or the middle of long ones.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Excerpt {
    /// Without control characters.
    pub text: String,
    /// The place in `text`.
    pub range: Range<usize>,
    /// Number of the first line.
    pub line: usize,
    /// Column of the place in the source, in characters from 1.
    pub column: usize,
    /// Whether `text` begins in the middle of its line.
    pub cut: bool,
}

impl Excerpt {
    /// That of `span`; `None` when it is a whole file.
    pub fn new(span: &Span) -> Option<Self> {
        let text = &span.source.text;
        if text.is_empty() || span.range == (0..0) {
            return None;
        }
        let (line, column) = span.line_column();
        let start = span.range.start;
        let line_start = text[..start].rfind('\n').map_or(0, |newline| newline + 1);
        let end = last_line(text, span.range.clone());
        let from = floor(text, line_start.max(start.saturating_sub(BEFORE)));
        let stop = span.range.end.min(end);
        let after = floor(text, (stop.max(start) + AFTER).min(end));
        let mut shown = harmless(&text[from..start]);
        let range_start = shown.len();
        shown.push_str(&harmless(&text[start..stop.max(start)]));
        let range = range_start..shown.len();
        shown.push_str(harmless(&text[stop.max(start)..after]).trim_end_matches('\n'));
        Some(Self { text: shown, range, line, column, cut: from > line_start })
    }
}

/// Where the last shown line of `range` ends.
fn last_line(text: &str, range: Range<usize>) -> usize {
    let line_end =
        |from: usize| text[from..].find('\n').map_or(text.len(), |newline| from + newline);
    let mut end = line_end(range.start);
    for _ in 1..LINES {
        if end >= range.end {
            break;
        }
        end = line_end(end + 1);
    }
    end
}

/// The last character boundary of `text` up to `at`.
fn floor(text: &str, at: usize) -> usize {
    (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

/// `text` without characters that could steer a terminal or turn the direction of what follows.
pub fn harmless(text: &str) -> String {
    let replace = |c: char| match c {
        '\n' | '\t' => c,
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{7f}' => '\u{fffd}',
        c if c < ' ' => char::from_u32(0x2400 + c as u32).unwrap_or('\u{fffd}'),
        c if c.is_control() => '\u{fffd}',
        c => c,
    };
    text.replace("\r\n", "\n").chars().map(replace).collect()
}
