//! YAML that cannot be read, in the writer's words.

use std::sync::Arc;

use super::places::{first_line_len, line_key};
use crate::diag::{self, Diagnostic, Source, Span};

/// How many YAML aliases (`*name` where a value begins) there are.
pub(super) fn aliases(text: &str) -> usize {
    alias_places(text).count()
}

fn alias_places(text: &str) -> impl Iterator<Item = usize> {
    text.match_indices('*').map(|(at, _)| at).filter(|at| {
        let begins = text[..*at].trim_end_matches(' ').ends_with([':', '-', '[', ',', '{', '\n']);
        begins && text[at + 1..].starts_with(|c: char| c.is_alphanumeric() || c == '_')
    })
}

/// Too many aliases.
pub(super) fn alias_problem(source: &Arc<Source>, base: usize, text: &str) -> Diagnostic {
    let at = base + alias_places(text).next().unwrap_or_default();
    let span = Span::new(source, at..at + 1);
    let message = "YAML aliases (`*name`) are not read here in such numbers";
    Diagnostic::new(diag::YAML_SYNTAX, span, message)
        .hint("write the values out, or put texts that contain `*` in quotes")
}

/// A YAML syntax error in the writer's words.
pub(super) fn syntax_problem(
    source: &Arc<Source>,
    base: usize,
    text: &str,
    error: &serde_yaml::Error,
) -> Diagnostic {
    if let Some(problem) = foreign_character(source, base, text) {
        return problem;
    }
    let raw = error.to_string();
    if raw.contains("more than one document") {
        return second_document(source, base, text);
    }
    let location = error.location().map(|location| (location.line(), location.column()));
    let (line, column) = opening(&raw).or(location).unwrap_or((1, 1));
    let index = byte_index(text, line, column);
    let line_start = text[..index].rfind('\n').map_or(0, |newline| newline + 1);
    let line = text[line_start..].lines().next().unwrap_or_default();
    let span =
        Span::new(source, base + index..base + line_start + line.len().max(index - line_start));
    if raw.contains("duplicate entry") {
        return duplicate_key((source, base), text, (&raw, index), span);
    }
    if let Some(problem) = unquoted_value(source, base + line_start, line, &raw) {
        return problem;
    }
    let (message, hint) = if line.contains('\t') {
        ("this line is indented with a tab, which YAML does not allow", "use spaces")
    } else if raw.contains("as u128") || raw.contains("as i128") {
        ("this number is too large", "write a smaller one, or put it in quotes if it is a name")
    } else if raw.contains("recursion limit") {
        ("this nests too deep", "write it flatter")
    } else if raw.contains("unknown anchor") {
        (
            "this alias (`*name`) stands for nothing: no value before it has the anchor `&name`",
            "write the value out, or put a text that begins with `*` in quotes",
        )
    } else if raw.contains("anchor") || raw.contains("alias") || raw.contains("repetition limit") {
        (
            "YAML anchors and aliases (`&`, `*`) are not read here",
            "put texts that contain `*` or `&` in quotes",
        )
    } else if raw.contains("found character that cannot start any token") {
        (
            "this value begins with a character that means something else in YAML",
            "put the value in quotes",
        )
    } else if raw.contains("expected ',' or")
        || raw.contains("end of stream")
        || raw.contains("quoted scalar")
    {
        ("a quote or bracket that opens here is never closed", "close it on the same line")
    } else {
        ("this line does not fit the YAML around it", "check its indentation, quotes and colons")
    };
    Diagnostic::new(diag::YAML_SYNTAX, span, message).hint(hint)
}

/// Line and column of the quote or bracket that is never closed: libyaml names the place where it
/// gave up, and after `while` the one where it began.
fn opening(raw: &str) -> Option<(usize, usize)> {
    let (_, began) = raw
        .split_once("while parsing a flow")
        .or_else(|| raw.split_once("while scanning a quoted"))?;
    let (line, column) = began.split_once("at line ")?.1.split_once(" column ")?;
    let digits = column.split(|c: char| !c.is_ascii_digit()).next()?;
    Some((line.parse().ok()?, digits.parse().ok()?))
}

fn unquoted_value(
    source: &Arc<Source>,
    line_start: usize,
    line: &str,
    raw: &str,
) -> Option<Diagnostic> {
    let (key, after) = line_key(line.trim_start())?;
    let value_at = line.len() - line.trim_start().len() + after;
    let value = line[value_at..].trim();
    if !raw.contains("mapping values are not allowed") || !value.contains(':') {
        return None;
    }
    let start =
        line_start + value_at + (line[value_at..].len() - line[value_at..].trim_start().len());
    let quoted = format!("\"{}\"", value.replace('\\', "\\\\").replace('"', "\\\""));
    let span = Span::new(source, start..start + value.len());
    let message = format!("the value of `{key}` contains a colon, so it must be in quotes");
    Some(Diagnostic::new(diag::YAML_SYNTAX, span, message).fix("put it in quotes", quoted))
}

/// A character that no editor shows and YAML does not allow.
fn foreign_character(source: &Arc<Source>, base: usize, text: &str) -> Option<Diagnostic> {
    let is_foreign = |c: char| c.is_control() && !matches!(c, '\n' | '\r' | '\t' | '\u{85}');
    let (at, c) = text.char_indices().find(|(_, c)| is_foreign(*c))?;
    let span = Span::new(source, base + at..base + at + c.len_utf8());
    let message = format!("there is an invisible character here (U+{:04X})", c as u32);
    Some(
        Diagnostic::new(diag::YAML_SYNTAX, span, message).hint("delete it, and type the line anew"),
    )
}

/// `---` in the middle of a file.
fn second_document(source: &Arc<Source>, base: usize, text: &str) -> Diagnostic {
    let is_line = |at: &usize| {
        text[..*at].ends_with('\n')
            && !text[..*at].lines().all(|line| line.trim().is_empty() || line.starts_with('#'))
    };
    let at = text.match_indices("---").map(|(at, _)| at).find(is_line).unwrap_or_default();
    let span = Span::new(source, base + at..base + (at + 3).min(text.len()));
    let message = "`---` begins a second document, and only one is read";
    Diagnostic::new(diag::YAML_SYNTAX, span, message)
        .hint("remove the line, and put all keys into one document")
}

fn duplicate_key(
    (source, base): (&Arc<Source>, usize),
    text: &str,
    (raw, from): (&str, usize),
    fallback: Span,
) -> Diagnostic {
    // Below another key libyaml names the key, and where its mapping begins.
    let nested = raw.split_once("with key \"").and_then(|(_, rest)| rest.split_once('"'));
    if let Some((key, _)) = nested
        && let Some(at) = second(&text[from..], key)
    {
        let start = base + from + at;
        let span = Span::new(source, start..start + key.len());
        return Diagnostic::new(diag::DUPLICATE_KEY, span, format!("`{key}` stands twice"))
            .hint("keep one of the two");
    }
    let mut seen = std::collections::BTreeSet::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        if let Some((key, _)) = line_key(line)
            && !seen.insert(key.clone())
        {
            let span = Span::new(source, base + start..base + start + key.len());
            return Diagnostic::new(diag::DUPLICATE_KEY, span, format!("`{key}` stands twice"))
                .hint("keep one of the two lines");
        }
        start += line.len();
    }
    Diagnostic::new(diag::DUPLICATE_KEY, fallback, "a key stands twice")
        .hint("keep one of the two lines")
}

fn byte_index(text: &str, line: usize, column: usize) -> usize {
    let line_start =
        text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum::<usize>();
    let rest = text.get(line_start..).unwrap_or_default();
    let within = rest.char_indices().nth(column.saturating_sub(1)).map_or(rest.len(), |(at, _)| at);
    (line_start + within.min(first_line_len(rest))).min(text.len())
}

/// Where `key:` stands for the second time.
fn second(text: &str, key: &str) -> Option<usize> {
    let is_key = |at: &usize| {
        let rest = text[at + key.len()..].trim_start_matches(['"', '\'']);
        let before = text[..*at].trim_end_matches(['"', '\'']);
        let begins = before.is_empty() || before.ends_with([' ', '\n', '{', ',']);
        begins && rest.trim_start_matches(' ').starts_with(':')
    };
    text.match_indices(key).map(|(at, _)| at).filter(is_key).nth(1)
}
