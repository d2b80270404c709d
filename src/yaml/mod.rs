//! YAML read key by key, so that every wrong value is reported at its own place.

mod decode;
pub mod edit;
mod placed;
mod places;
mod syntax;

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use jiff::civil::Date;
use serde_yaml::Value;

use crate::diag::{self, Diagnostic, Source, Span, did_you_mean};
pub use decode::{decode, decode_yaml};
pub use placed::Placed;
use placed::{entries_of, items_of};
use places::{Place, first_line_len, key_places};
use syntax::syntax_problem;

/// Front matter and config values nest at most this deep.
const MAX_DEPTH: usize = 20;

/// More aliases are refused before they are read: each can stand for a large value.
const MAX_ALIASES: usize = 50;

/// One key of a mapping with its value.
#[derive(Debug)]
struct Entry {
    key: String,
    key_span: Span,
    value: Value,
    value_span: Span,
}

/// A YAML mapping whose values are taken out one by one; what is left at the end is unknown.
#[derive(Debug)]
pub struct Fields {
    entries: Vec<Entry>,
    /// What this mapping is called in messages: `front matter`, `brand`.
    subject: String,
    /// Problems found so far.
    pub problems: Vec<Diagnostic>,
}

/// A key that nobody knew beforehand, and its text.
#[derive(Debug)]
pub struct NamedText {
    /// As written.
    pub key: String,
    /// Where the key stands.
    pub key_span: Span,
    /// Its text.
    pub text: String,
    /// Where the text stands.
    pub span: Span,
}

/// A key that nobody took.
#[derive(Debug)]
pub struct Leftover {
    /// As written.
    pub key: String,
    /// Where.
    pub span: Span,
}

impl Fields {
    /// Reads the mapping in `range` of `source`. Always returns what could be read.
    pub fn parse(source: &Arc<Source>, range: Range<usize>, subject: &str) -> Self {
        let mut fields =
            Self { entries: Vec::new(), subject: subject.to_owned(), problems: Vec::new() };
        let text = &source.text[range.clone()];
        if syntax::aliases(text) > MAX_ALIASES {
            fields.problems.push(syntax::alias_problem(source, range.start, text));
            return fields;
        }
        let whole = Span::new(source, range.start..range.start + first_line_len(text));
        let value = match serde_yaml::from_str::<Value>(text) {
            Ok(value) => value,
            Err(error) => {
                fields.problems.push(syntax_problem(source, range.start, text, &error));
                return fields;
            }
        };
        match value {
            Value::Null => {}
            Value::Mapping(mapping) => {
                let mut places = key_places(text);
                for (key, value) in mapping {
                    let key = scalar_text(&key).unwrap_or_default();
                    let place = places.remove(&key).unwrap_or_default();
                    fields.add((source, range.start), &place, (key, value));
                }
            }
            other => fields.problems.push(
                Diagnostic::new(
                    diag::YAML_SYNTAX,
                    whole,
                    format!("{subject} is {}, not keys with their values", kind_of(&other)),
                )
                .hint("write one `key: value` per line"),
            ),
        }
        fields
    }

    fn add(
        &mut self,
        (source, base): (&Arc<Source>, usize),
        place: &Place,
        (key, value): (String, Value),
    ) {
        let at = |range: &Range<usize>| Span::new(source, base + range.start..base + range.end);
        let value_span = if place.value.is_empty() { at(&place.key) } else { at(&place.value) };
        let key_span = at(&place.key);
        if depth(&value) > MAX_DEPTH {
            let message = format!("the value of `{key}` nests more than {MAX_DEPTH} levels deep");
            self.problems.push(Diagnostic::new(diag::INVALID_VALUE, value_span, message));
            return;
        }
        self.entries.push(Entry { key, key_span, value, value_span });
    }

    /// A mapping inside this one. Places inside it are those of its key.
    fn nested(&mut self, key: &str) -> Option<(Self, Span)> {
        let entry = self.take(key)?;
        let Value::Mapping(mapping) = entry.value else {
            self.wrong_type(&entry, "a list of keys");
            return None;
        };
        let subject = entry.key.clone();
        let entries = entries_of(&entry.value_span, &mapping);
        Some((Self { entries, subject, problems: Vec::new() }, entry.value_span))
    }

    /// Takes the mapping called `key` and lets `read` read it; unknown keys in it are reported.
    pub fn group<T>(
        &mut self,
        key: &str,
        known: &[&str],
        read: impl FnOnce(&mut Self) -> T,
    ) -> Option<T> {
        let (mut group, _) = self.nested(key)?;
        let value = read(&mut group);
        for leftover in group.leftovers() {
            self.problems.push(unknown_key(&leftover, key, known));
        }
        self.problems.append(&mut group.problems);
        Some(value)
    }

    fn take(&mut self, key: &str) -> Option<Entry> {
        let index = self.entries.iter().position(|entry| entry.key == key)?;
        Some(self.entries.remove(index))
    }

    fn wrong_type(&mut self, entry: &Entry, wanted: &str) {
        if entry.value.is_null() {
            let message = format!("`{}` in {} is empty", entry.key, self.subject);
            return self.invalid(
                entry.key_span.clone(),
                message,
                "write something after the colon, or remove the line",
            );
        }
        let message =
            format!("`{}` must be {wanted}, but this is {}", entry.key, kind_of(&entry.value));
        self.problems.push(Diagnostic::new(diag::WRONG_TYPE, entry.value_span.clone(), message));
    }

    fn invalid(&mut self, span: Span, message: String, hint: &str) {
        self.problems.push(Diagnostic::new(diag::INVALID_VALUE, span, message).hint(hint));
    }

    /// Where `key` stands, whether or not it was taken.
    pub fn span_of(&self, key: &str) -> Option<Span> {
        self.entries.iter().find(|entry| entry.key == key).map(|entry| entry.value_span.clone())
    }

    /// A text with its place, left to be taken.
    pub fn text_with_span(&self, key: &str) -> Option<(String, Span)> {
        let entry = self.entries.iter().find(|entry| entry.key == key)?;
        Some((scalar_text(&entry.value)?, entry.value_span.clone()))
    }

    /// Text; numbers count as text. An empty one is reported.
    pub fn text(&mut self, key: &str) -> Option<String> {
        let entry = self.take(key)?;
        match scalar_text(&entry.value) {
            Some(text) if text.trim().is_empty() => {
                let subject = self.subject.clone();
                self.invalid(
                    entry.key_span,
                    format!("`{key}` in {subject} is empty"),
                    "write a text after the colon, or remove the line",
                );
                None
            }
            Some(text) => Some(text.trim().to_owned()),
            None => {
                self.wrong_type(&entry, "a text");
                None
            }
        }
    }

    /// A text that becomes `T` when `parse` knows it; `wanted` says what it takes.
    pub fn parsed<T>(
        &mut self,
        key: &str,
        wanted: &str,
        parse: impl Fn(&str) -> Option<T>,
    ) -> Option<T> {
        let span = self.span_of(key)?;
        let text = self.text(key)?;
        let value = parse(&text);
        if value.is_none() {
            self.invalid(
                span,
                format!("`{key}` does not take `{text}`"),
                &format!("it takes {wanted}"),
            );
        }
        value
    }

    /// One of `choices`.
    pub fn choice<T: Copy>(&mut self, key: &str, choices: &[(&str, T)]) -> Option<T> {
        let span = self.span_of(key)?;
        let text = self.text(key)?;
        let found = choices.iter().find(|(name, _)| *name == text).map(|(_, value)| *value);
        if found.is_none() {
            let names: Vec<String> = choices.iter().map(|(name, _)| format!("`{name}`")).collect();
            let mut problem = Diagnostic::new(
                diag::INVALID_VALUE,
                span,
                format!("`{key}` does not take `{text}`"),
            );
            problem = match did_you_mean(&text, choices.iter().map(|(name, _)| *name)) {
                Some(near) => problem.fix(format!("did you mean `{near}`?"), near),
                None => problem.hint(format!("it takes {}", names.join(", "))),
            };
            self.problems.push(problem);
        }
        found
    }

    /// `true` or `false`.
    pub fn flag(&mut self, key: &str) -> Option<bool> {
        let entry = self.take(key)?;
        let value = entry.value.as_bool();
        if value.is_none() {
            self.wrong_type(&entry, "`true` or `false`");
        }
        value
    }

    /// A finite number.
    pub fn number(&mut self, key: &str) -> Option<f64> {
        let entry = self.take(key)?;
        let value = entry.value.as_f64().filter(|number| number.is_finite());
        if value.is_none() {
            self.wrong_type(&entry, "a number");
        }
        value
    }

    /// A day, `2026-11-22`, with or without a time after it.
    pub fn date(&mut self, key: &str) -> Option<Date> {
        self.parsed(key, "a day such as `2026-11-22`", parse_date)
    }

    /// A list of texts; a single text counts as a list of one.
    pub fn texts(&mut self, key: &str) -> Vec<String> {
        let Some(entry) = self.take(key) else { return Vec::new() };
        match &entry.value {
            Value::Sequence(items) => {
                items.iter().filter_map(|item| self.list_item(&entry, item)).collect()
            }
            Value::String(text) if text.trim().is_empty() => Vec::new(),
            Value::String(text) => vec![text.trim().to_owned()],
            Value::Null => Vec::new(),
            _ => {
                self.wrong_type(&entry, "a list of texts");
                Vec::new()
            }
        }
    }

    fn list_item(&mut self, entry: &Entry, item: &Value) -> Option<String> {
        let text =
            scalar_text(item).map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
        if text.is_none() {
            let message = format!(
                "`{}` is a list of texts, but one of its items is {}",
                entry.key,
                kind_of(item)
            );
            self.problems.push(Diagnostic::new(
                diag::WRONG_TYPE,
                entry.value_span.clone(),
                message,
            ));
        }
        text
    }

    /// Like [`Fields::texts`], each with its place.
    pub fn spanned_texts(&mut self, key: &str) -> Vec<(String, Span)> {
        let Some(span) = self.span_of(key) else { return Vec::new() };
        let mut rest = span.clone();
        let place = |text: String| {
            // Items stand in order, so each is looked for after the one before.
            let found = find_in(&rest, &text);
            if found.range != rest.range {
                rest.range.start = found.range.end;
            }
            (text, found)
        };
        self.texts(key).into_iter().map(place).collect()
    }

    /// A mapping from text to list of texts.
    pub fn text_lists(&mut self, key: &str) -> BTreeMap<String, Vec<String>> {
        let Some((mut group, _)) = self.nested(key) else { return BTreeMap::new() };
        let keys: Vec<String> = group.entries.iter().map(|entry| entry.key.clone()).collect();
        let lists = keys.into_iter().map(|key| (key.clone(), group.texts(&key))).collect();
        self.problems.append(&mut group.problems);
        lists
    }

    /// Any value, as it is.
    pub fn any(&mut self, key: &str) -> Option<Value> {
        self.take(key).map(|entry| entry.value)
    }

    /// The items of a list of mappings, each to be read as [`Fields`].
    pub fn list(&mut self, key: &str) -> Vec<Self> {
        let Some(entry) = self.take(key) else { return Vec::new() };
        let Value::Sequence(items) = &entry.value else {
            self.wrong_type(&entry, "a list");
            return Vec::new();
        };
        let spans = items_of(&entry.value_span, items.len());
        let mut lists = Vec::new();
        for (index, item) in items.iter().enumerate() {
            let span = spans.as_ref().map_or(&entry.value_span, |spans| &spans[index]);
            match item {
                Value::Mapping(mapping) => lists.push(Self {
                    entries: entries_of(span, mapping),
                    subject: key.to_owned(),
                    problems: Vec::new(),
                }),
                other => {
                    let kind = kind_of(other);
                    let message =
                        format!("`{key}` is a list of `key: value` groups, but this is {kind}");
                    let problem = Diagnostic::new(diag::WRONG_TYPE, span.clone(), message);
                    self.problems.push(problem);
                }
            }
        }
        lists
    }

    /// The keys that nobody took, with their values.
    pub fn leftovers_with_values(&mut self) -> Vec<(Leftover, Value)> {
        let leftover =
            |entry: Entry| (Leftover { key: entry.key, span: entry.key_span }, entry.value);
        self.entries.drain(..).map(leftover).collect()
    }

    /// The keys that nobody took, with their texts; what is no text is reported.
    pub fn leftover_texts(&mut self) -> Vec<NamedText> {
        let places: Vec<(String, Span, Span)> = self
            .entries
            .iter()
            .map(|entry| (entry.key.clone(), entry.key_span.clone(), entry.value_span.clone()))
            .collect();
        let named = |(key, key_span, span): (String, Span, Span)| {
            self.text(&key).map(|text| NamedText { key, key_span, text, span })
        };
        places.into_iter().filter_map(named).collect()
    }

    /// The keys that nobody took.
    pub fn leftovers(&mut self) -> Vec<Leftover> {
        self.leftovers_with_values().into_iter().map(|(leftover, _)| leftover).collect()
    }
}

/// The problem of a key that its mapping does not have.
pub fn unknown_key(leftover: &Leftover, subject: &str, known: &[&str]) -> Diagnostic {
    if leftover.key == "<<" {
        let message = "YAML's `<<`, which takes over other keys, is not read here";
        return Diagnostic::new(diag::UNKNOWN_KEY, leftover.span.clone(), message)
            .hint("write the keys out");
    }
    let message = format!("`{}` is not a key of {subject}", leftover.key);
    let problem = Diagnostic::new(diag::UNKNOWN_KEY, leftover.span.clone(), message);
    match did_you_mean(&leftover.key, known.iter().copied()) {
        Some(near) => problem.fix(format!("did you mean `{near}`?"), near),
        None => problem.hint(format!("it takes {}", known.join(", "))),
    }
}

/// A day out of `2026-11-22` or `2026-11-22T10:00:00Z`.
pub fn parse_date(text: &str) -> Option<Date> {
    let day = text.split(['T', ' ']).next()?;
    (day.len() == 10).then(|| day.parse().ok()).flatten()
}

/// Text of a scalar; `None` for lists, mappings and null.
pub fn scalar_text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(flag) => Some(flag.to_string()),
        _ => None,
    }
}

fn kind_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "empty",
        Value::String(text) if text.trim().is_empty() => "empty",
        Value::Bool(_) => "`true` or `false`",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Sequence(_) => "a list",
        Value::Mapping(_) => "a group of keys",
        Value::Tagged(_) => "a tagged value",
    }
}

fn depth(value: &Value) -> usize {
    match value {
        Value::Sequence(items) => 1 + items.iter().map(depth).max().unwrap_or(0),
        Value::Mapping(mapping) => 1 + mapping.values().map(depth).max().unwrap_or(0),
        Value::Tagged(tagged) => depth(&tagged.value),
        _ => 0,
    }
}

fn find_in(span: &Span, text: &str) -> Span {
    let hay = &span.source.text[span.range.clone()];
    let first_line = text.lines().next().unwrap_or_default();
    match hay.find(first_line) {
        Some(at) if !first_line.is_empty() => {
            let start = span.range.start + at;
            Span::new(&span.source, start..start + first_line.len())
        }
        _ => span.clone(),
    }
}
