//! Where the top-level keys of a block mapping stand.

use std::collections::BTreeMap;
use std::ops::Range;

/// Where a top-level key and its value stand, in bytes of the YAML text.
#[derive(Clone, Debug, Default)]
pub(super) struct Place {
    pub(super) key: Range<usize>,
    pub(super) value: Range<usize>,
}

/// The top-level keys of a block mapping: lines whose first column holds `key:`.
pub(super) fn key_places(text: &str) -> BTreeMap<String, Place> {
    let mut places: BTreeMap<String, Place> = BTreeMap::new();
    let mut last: Option<(String, Place)> = None;
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let key = line_key(line).map(|(key, after)| (key, start, start + after));
        if let Some((name, key_start, value_start)) = key {
            places.extend(last.take());
            let key_end =
                key_start + line[..value_start - start].trim_end_matches(':').trim_end().len();
            last = Some((
                name,
                Place {
                    key: key_start..key_end,
                    value: trimmed(text, value_start..start + line.len()),
                },
            ));
        } else if let Some((_, place)) = &mut last
            && !line.trim().is_empty()
        {
            let value_start = if place.value.is_empty() { start } else { place.value.start };
            place.value = trimmed(text, value_start..start + line.len());
        }
        start += line.len();
    }
    places.extend(last);
    places
}

fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let slice = &text[range.clone()];
    let start = range.start + (slice.len() - slice.trim_start().len());
    start..start + slice.trim().len()
}

/// The key a line begins with, unquoted, and how many bytes it takes with its colon.
pub(super) fn line_key(line: &str) -> Option<(String, usize)> {
    let first = line.chars().next()?;
    if first.is_whitespace() || matches!(first, '#' | '-' | '[' | ']' | '{' | '}') {
        return None;
    }
    if matches!(first, '"' | '\'') {
        let close = line[1..].find(first)? + 1;
        let colon = close + 1 + line[close + 1..].find(':')?;
        return Some((line[1..close].to_owned(), colon + 1));
    }
    let colon = line.char_indices().find(|(at, c)| {
        *c == ':' && line[at + 1..].chars().next().is_none_or(char::is_whitespace)
    })?;
    Some((line[..colon.0].trim_end().to_owned(), colon.0 + 1))
}

pub(super) fn first_line_len(text: &str) -> usize {
    text.find('\n').unwrap_or(text.len())
}
