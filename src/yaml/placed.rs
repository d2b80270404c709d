//! A value with its place, and the places of what it is made of.

use std::ops::Range;
use std::sync::Arc;

use serde_yaml::{Mapping, Value};

use super::decode::decode_yaml;
use super::places::{first_line_len, line_key};
use super::syntax::{self, syntax_problem};
use super::{Entry, Fields, MAX_ALIASES, MAX_DEPTH, depth, find_in, kind_of, scalar_text};
use crate::diag::{self, Diagnostic, Source, Span};
use crate::tree::RelPath;

/// A value and where it stands.
#[derive(Clone, Debug)]
pub struct Placed {
    /// The value.
    pub value: Value,
    /// Its text in the file.
    pub span: Span,
}

impl Placed {
    /// The whole of a file on disk, if it is YAML, and what is wrong with its text.
    pub fn read(path: &RelPath, bytes: &[u8]) -> (Option<Self>, Vec<Diagnostic>) {
        let (file, mut problems) = decode_yaml(path, bytes);
        match Self::file(&file) {
            Ok(whole) => (Some(whole), problems),
            Err(problem) => {
                problems.push(problem);
                (None, problems)
            }
        }
    }

    /// The whole of a text.
    pub(super) fn file(source: &Arc<Source>) -> Result<Self, Diagnostic> {
        let text = &source.text;
        if syntax::aliases(text) > MAX_ALIASES {
            return Err(syntax::alias_problem(source, 0, text));
        }
        let value = serde_yaml::from_str::<Value>(text)
            .map_err(|error| syntax_problem(source, 0, text, &error))?;
        if depth(&value) > MAX_DEPTH {
            let message = format!("this nests more than {MAX_DEPTH} levels deep");
            let span = Span::new(source, 0..first_line_len(text));
            return Err(Diagnostic::new(diag::INVALID_VALUE, span, message));
        }
        Ok(Self { value, span: Span::new(source, 0..text.len()) })
    }

    /// The items of a list, else the value itself; nothing for an empty one.
    pub fn items(&self) -> Vec<Self> {
        match &self.value {
            Value::Null => Vec::new(),
            Value::Sequence(items) => {
                let spans = items_of(&self.span, items.len());
                let placed = |(index, value): (usize, &Value)| {
                    let span = spans.as_ref().map_or(&self.span, |spans| &spans[index]);
                    Self { value: value.clone(), span: span.clone() }
                };
                items.iter().enumerate().map(placed).collect()
            }
            _ => vec![self.clone()],
        }
    }

    /// A text that is not empty, with the place of its words.
    pub fn text(&self) -> Option<(String, Span)> {
        let text = scalar_text(&self.value)?.trim().to_owned();
        let span = find_in(&self.span, &text);
        (!text.is_empty()).then_some((text, span))
    }

    /// The first line of it, for problems with the value as a whole.
    pub fn head(&self) -> Span {
        let Range { start, end } = skip_comments(&self.span);
        let text = &self.span.source.text[start..end];
        Span::new(&self.span.source, start..start + first_line_len(text))
    }

    /// The problem of a value of the wrong kind.
    pub fn not(&self, wanted: &str) -> Diagnostic {
        let message = format!("this must be {wanted}, but it is {}", kind_of(&self.value));
        Diagnostic::new(diag::WRONG_TYPE, self.head(), message)
    }
}

impl Fields {
    /// The keys of a mapping; `None` for any other value.
    pub fn of(placed: &Placed, subject: &str) -> Option<Self> {
        let Value::Mapping(mapping) = &placed.value else { return None };
        let entries = entries_of(&placed.span, mapping);
        Some(Self { entries, subject: subject.to_owned(), problems: Vec::new() })
    }

    /// Any value with its place.
    pub fn placed(&mut self, key: &str) -> Option<Placed> {
        let entry = self.take(key)?;
        Some(Placed { value: entry.value, span: entry.value_span })
    }

    /// All keys that are left, with their places and values.
    pub fn rest(&mut self) -> Vec<(String, Span, Placed)> {
        let rest = self.entries.drain(..);
        rest.map(|entry| {
            let value = Placed { value: entry.value, span: entry.value_span };
            (entry.key, entry.key_span, value)
        })
        .collect()
    }
}

/// The places of a list's items; `None` when they cannot be told apart.
pub(super) fn items_of(span: &Span, count: usize) -> Option<Vec<Span>> {
    let text = &span.source.text;
    let body = skip_comments(span);
    let items = if text[body.clone()].starts_with('[') {
        flow(text, body)
    } else {
        let is_item = |line: &str| line == "-" || line.starts_with("- ");
        let lines = block(text, body, is_item);
        lines.into_iter().map(|line| trimmed(text, line.start + 1..line.end)).collect()
    };
    let spans: Vec<Span> = items.into_iter().map(|item| Span::new(&span.source, item)).collect();
    (spans.len() == count).then_some(spans)
}

/// The entries of a mapping with their places: those of its whole text where they cannot be told
/// apart.
pub(super) fn entries_of(span: &Span, mapping: &Mapping) -> Vec<Entry> {
    let places = places_of(span, mapping);
    let entry = |(index, (key, value)): (usize, (&Value, &Value))| {
        let key = scalar_text(key).unwrap_or_default();
        let words = scalar_text(value).filter(|text| !text.is_empty());
        let (key_span, value_span) = match places.as_ref().map(|places| &places[index]) {
            Some((key_span, rest)) if rest.range.is_empty() => (key_span.clone(), key_span.clone()),
            Some((key_span, rest)) => {
                (key_span.clone(), words.map_or(rest.clone(), |text| find_in(rest, &text)))
            }
            None => {
                let key_span = find_in(span, &key);
                let value_span = words.map_or(key_span.clone(), |text| find_in(span, &text));
                (key_span, value_span)
            }
        };
        Entry { key, key_span, value: value.clone(), value_span }
    };
    mapping.iter().enumerate().map(entry).collect()
}

fn places_of(span: &Span, mapping: &Mapping) -> Option<Vec<(Span, Span)>> {
    let text = &span.source.text;
    let body = skip_comments(span);
    let pieces = if text[body.clone()].starts_with('{') {
        flow(text, body)
    } else {
        block(text, body, |line| line_key(line).is_some())
    };
    if pieces.len() != mapping.len() {
        return None;
    }
    let place = |(piece, key): (Range<usize>, &Value)| {
        let (name, after) = line_key(&text[piece.clone()])?;
        let key_end = piece.start + text[piece.clone()][..after].trim_end_matches(':').len();
        let value = trimmed(text, piece.start + after..piece.end);
        (Some(name) == scalar_text(key)).then(|| {
            (Span::new(&span.source, piece.start..key_end), Span::new(&span.source, value))
        })
    };
    pieces.into_iter().zip(mapping.keys()).map(place).collect()
}

/// What begins at the lines that `begins` knows and that are indented like the first one.
fn block(text: &str, body: Range<usize>, begins: impl Fn(&str) -> bool) -> Vec<Range<usize>> {
    let line_start = text[..body.start].rfind('\n').map_or(0, |newline| newline + 1);
    let column = body.start - line_start;
    let mut starts = Vec::new();
    let mut at = line_start;
    for line in text[line_start..body.end].split_inclusive('\n') {
        let here = at + column;
        let indent = line.len() - line.trim_start().len();
        if here == body.start || (indent == column && begins(line.trim())) {
            starts.push(here);
        }
        at += line.len();
    }
    let ends = starts.iter().skip(1).copied().chain([body.end]);
    starts.iter().zip(ends).map(|(start, end)| trimmed(text, *start..end)).collect()
}

/// What stands between the commas of `[…]` or `{…}`.
fn flow(text: &str, body: Range<usize>) -> Vec<Range<usize>> {
    let (mut pieces, mut level, mut quote) = (Vec::new(), 0_usize, None);
    let (mut start, mut in_comment) = (body.start + 1, false);
    for (at, c) in text[body.clone()].char_indices().map(|(at, c)| (body.start + at, c)) {
        match (quote, c) {
            _ if in_comment => in_comment = c != '\n',
            (Some(open), c) => quote = (c != open).then_some(open),
            (None, '"' | '\'') if text[..at].ends_with([' ', '[', '{', ',', '\n', ':']) => {
                quote = Some(c);
            }
            (None, '#') if text[..at].ends_with([' ', '\n']) => in_comment = true,
            (None, '[' | '{') => level += 1,
            (None, ']' | '}') => {
                level = level.saturating_sub(1);
                if level == 0 {
                    pieces.push(start..at);
                    break;
                }
            }
            (None, ',') if level == 1 => {
                pieces.push(start..at);
                start = at + 1;
            }
            _ => {}
        }
    }
    let pieces = pieces.into_iter().map(|piece| without_comments(text, trimmed(text, piece)));
    pieces.filter(|piece| !piece.is_empty()).collect()
}

/// The text of a span from its first line that is no comment.
fn skip_comments(span: &Span) -> Range<usize> {
    without_comments(&span.source.text, trimmed(&span.source.text, span.range.clone()))
}

fn without_comments(text: &str, mut range: Range<usize>) -> Range<usize> {
    while text[range.clone()].starts_with('#') || text[range.clone()].starts_with("---\n") {
        let line = first_line_len(&text[range.clone()]);
        range = trimmed(text, range.start + line..range.end);
    }
    range
}

fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let slice = &text[range.clone()];
    let start = range.start + (slice.len() - slice.trim_start().len());
    start..start + slice.trim().len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tree::RelPath;

    fn placed(text: &str) -> Placed {
        let source = Arc::new(Source { path: RelPath::new("a.yaml"), text: text.to_owned() });
        Placed::file(&source).expect("this is YAML")
    }

    fn shown(span: &Span) -> String {
        let (line, column) = span.line_column();
        format!("{line}:{column} {}", &span.source.text[span.range.clone()])
    }

    #[test]
    fn items_and_entries_know_where_they_stand() {
        let list = placed(
            "# all: of it\n- query: pin\n  pin: [a, \"b, c\"] # two\n\n- {pin: [query], query: pin}\n-\n  query: x\n",
        );
        let mut seen = Vec::new();
        for item in list.items() {
            let mut fields = Fields::of(&item, "pins.yaml").expect("a mapping");
            for (_, key, value) in fields.rest() {
                seen.push(shown(&key));
                seen.extend(value.items().iter().filter_map(Placed::text).map(|(_, s)| shown(&s)));
            }
        }
        assert_eq!(
            seen,
            [
                "2:3 query",
                "2:10 pin",
                "3:3 pin",
                "3:9 a",
                "3:13 b, c",
                "5:4 pin",
                "5:10 query",
                "5:18 query",
                "5:25 pin",
                "7:3 query",
                "7:10 x"
            ]
        );
    }

    #[test]
    fn a_list_may_stand_below_its_key_and_after_a_comment() {
        let map = placed("groups: # words\n  # more\n  - [a, it's]\n  - - b\n    - c\n");
        let mut fields = Fields::of(&map, "synonyms.yaml").expect("a mapping");
        let groups = fields.placed("groups").expect("a list");
        let words: Vec<String> = groups
            .items()
            .iter()
            .flat_map(Placed::items)
            .filter_map(|word| word.text())
            .map(|(_, span)| shown(&span))
            .collect();
        assert_eq!(words, ["3:6 a", "3:9 it's", "4:7 b", "5:7 c"]);
    }
}
