//! One key of a YAML mapping set to another value, every other byte kept.

use std::fmt::Write;
use std::ops::Range;

use super::places::{Place, key_places};

/// A new value.
#[derive(Clone, Copy, Debug)]
pub enum NewValue<'a> {
    /// A text, quoted where it must be.
    Text(&'a str),
    /// A text in double quotes, whatever it is.
    Quoted(&'a str),
    /// A list of texts, written as the old one was.
    List(&'a [String]),
}

/// `yaml`, a block mapping, with its top-level `key` set; a new key comes last.
pub fn set(yaml: &str, key: &str, value: NewValue<'_>) -> String {
    let Some(place) = key_places(yaml).remove(key) else {
        let line_end = if yaml.contains("\r\n") { "\r\n" } else { "\n" };
        let gap = if yaml.is_empty() || yaml.ends_with('\n') { "" } else { line_end };
        return format!("{yaml}{gap}{key}: {}{line_end}", written(value, None, line_end));
    };
    let range = value_range(yaml, &place);
    let line_end = if yaml.contains("\r\n") { "\r\n" } else { "\n" };
    let old = &yaml[range.clone()];
    let indent = yaml[..range.start].rsplit('\n').next().unwrap_or_default();
    let block = old.starts_with('-').then_some(indent);
    let new = written(value, block, line_end);
    let gap = if yaml[..range.start].ends_with(':') { " " } else { "" };
    format!("{}{gap}{new}{}", &yaml[..range.start], &yaml[range.end..])
}

/// `yaml` without its top-level `key`.
pub fn remove(yaml: &str, key: &str) -> String {
    let Some(place) = key_places(yaml).remove(key) else { return yaml.to_owned() };
    let end = value_range(yaml, &place).end.max(place.key.end);
    let end = yaml[end..].find('\n').map_or(yaml.len(), |newline| end + newline + 1);
    format!("{}{}", &yaml[..place.key.start], &yaml[end..])
}

/// The bytes of a value, without comments before and after it.
fn value_range(yaml: &str, place: &Place) -> Range<usize> {
    let mut start = place.value.start;
    for line in yaml[place.value.clone()].split_inclusive('\n') {
        let value = line.trim_start();
        if !value.is_empty() && !value.starts_with('#') {
            start += line.len() - value.len();
            let text = value_text(&yaml[start..place.value.end]);
            return start..start + text.len();
        }
        start += line.len();
    }
    let colon = yaml[place.key.end..].find(':').map_or(place.key.end, |at| place.key.end + at + 1);
    colon..colon
}

fn value_text(mut text: &str) -> &str {
    if text.starts_with(['|', '>']) {
        return block_scalar(text);
    }
    while let Some((before, line)) = text.rsplit_once('\n')
        && line.trim_start().starts_with('#')
    {
        text = before.trim_end();
    }
    without_comment(text)
}

/// A block scalar ends before the first line that is indented no deeper than its key, which is the
/// first column.
fn block_scalar(text: &str) -> &str {
    let mut end = 0;
    for (index, line) in text.split_inclusive('\n').enumerate() {
        let is_outside = !line.trim().is_empty() && !line.starts_with([' ', '\t']);
        if index > 0 && is_outside {
            break;
        }
        end += line.len();
    }
    text[..end].trim_end()
}

/// A value without the comment behind it; one of several lines must be quoted or in brackets.
fn without_comment(text: &str) -> &str {
    let closing = match text.chars().next() {
        Some(quote @ ('"' | '\'')) => closing_quote(text, quote),
        Some('[') => closing_bracket(text),
        _ => None,
    };
    let from = closing.unwrap_or_default();
    if closing.is_none() && text.contains('\n') {
        return text;
    }
    match text[from..].find(" #") {
        Some(at) => text[..from + at].trim_end(),
        None => text,
    }
}

/// Where a list in brackets ends that begins `text`.
fn closing_bracket(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let begins = text[..at].ends_with(['[', ' ', ',', '\n']);
        match c {
            '"' | '\'' if begins => {
                at += closing_quote(&text[at..], c)?;
                continue;
            }
            '#' if text[..at].ends_with([' ', '\n']) => {
                at += text[at..].find('\n')?;
                continue;
            }
            '[' => depth += 1,
            ']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        at += c.len_utf8();
        if depth == 0 {
            return Some(at);
        }
    }
    None
}

/// Where a quoted text ends that begins `text`.
fn closing_quote(text: &str, quote: char) -> Option<usize> {
    let mut chars = text.char_indices().skip(1).peekable();
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map(|(_, next)| *next);
        let is_escape = match quote {
            '"' => c == '\\',
            _ => c == '\'' && next == Some('\''),
        };
        if is_escape {
            chars.next();
        } else if c == quote {
            return Some(at + 1);
        }
    }
    None
}

fn written(value: NewValue<'_>, block: Option<&str>, line_end: &str) -> String {
    match (value, block) {
        (NewValue::Text(text), _) => scalar(text, false),
        (NewValue::Quoted(text), _) => quoted(text),
        (NewValue::List(items), None) => {
            let items: Vec<String> = items.iter().map(|item| scalar(item, true)).collect();
            format!("[{}]", items.join(", "))
        }
        (NewValue::List(items), Some(indent)) => {
            let items: Vec<String> =
                items.iter().map(|item| format!("- {}", scalar(item, false))).collect();
            items.join(&format!("{line_end}{indent}"))
        }
    }
}

fn scalar(text: &str, in_flow: bool) -> String {
    let is_plain = text.chars().next().is_some_and(char::is_alphabetic)
        && !text.ends_with([':', ' '])
        && !text.contains(": ")
        && !text.contains(" #")
        && !text.contains(char::is_control)
        && !text.contains(['\u{feff}', '\u{2028}', '\u{2029}', '\u{85}'])
        && !(in_flow && text.contains([',', '[', ']', '{', '}', ':']))
        && matches!(serde_yaml::from_str(text), Ok(serde_yaml::Value::String(same)) if same == text);
    if is_plain { text.to_owned() } else { quoted(text) }
}

/// A JSON string, which YAML reads as well; what YAML does not allow or takes for a line end is
/// escaped.
pub fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    for c in serde_json::Value::from(text).to_string().chars() {
        match c {
            '\u{7f}'..='\u{9f}' | '\u{2028}' | '\u{2029}' | '\u{feff}' => {
                let _ = write!(out, "\\u{:04x}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_but_the_value_stays() {
        let yaml = "# top\r\ntitle: Old # why\r\nlist:\r\n  - a\r\n  - b\r\n# end\r\nlast: \"x # y\" # z\r\n";
        let new = set(yaml, "title", NewValue::Text("New: one"));
        assert_eq!(new, yaml.replace("Old", "\"New: one\""));
        let items = ["c".to_owned(), "- d".to_owned()];
        let new = set(yaml, "list", NewValue::List(&items));
        assert_eq!(new, yaml.replace("- a\r\n  - b", "- c\r\n  - \"- d\""));
        let new = set(yaml, "last", NewValue::Quoted("v"));
        assert_eq!(new, yaml.replace("\"x # y\"", "\"v\""));
        assert_eq!(set("a: 1\n", "b", NewValue::Text("2")), "a: 1\nb: \"2\"\n");
        assert_eq!(set("a:\nb: 1\n", "a", NewValue::Text("x")), "a: x\nb: 1\n");
        assert_eq!(remove("a: [1,\n  2]\nb: 1\n", "a"), "b: 1\n");
    }

    #[test]
    fn comments_stay() {
        for (yaml, old) in [
            ("a: \"x\" # say \"hi\"\nb: 1\n", "\"x\""),
            ("a: 'it''s' # don't\nb: 1\n", "'it''s'"),
            ("a: \"x \\\" # y\" # \"z\"\nb: 1\n", "\"x \\\" # y\""),
            ("a: |\n  x\n  # text\n# comment\n\n# more\nb: 1\n", "|\n  x\n  # text"),
            ("a: >-\n  x\n# comment\nb: 1\n", ">-\n  x"),
            ("a: [x] # [y]\nb: 1\n", "[x]"),
            ("a: x # why\n# below\nb: 1\n", "x"),
            ("a: # todo\n  - x\nb: 1\n", "- x"),
        ] {
            let wanted = yaml.replacen(old, if old == "- x" { "v" } else { "\"v\"" }, 1);
            let value = if old == "- x" { NewValue::Text("v") } else { NewValue::Quoted("v") };
            assert_eq!(set(yaml, "a", value), wanted);
        }
        assert_eq!(set("a: # todo\nb: 1\n", "a", NewValue::Text("x")), "a: x # todo\nb: 1\n");
        assert_eq!(set("a:\n# todo\nb: 1\n", "a", NewValue::Text("x")), "a: x\n# todo\nb: 1\n");
    }

    #[test]
    fn any_text_is_read_as_it_was_written() {
        for c in ['\u{7f}', '\u{85}', '\u{9f}', '\u{2028}', '\u{2029}', '\u{feff}', '"', '\n'] {
            let text = format!("a{c}b");
            for value in [NewValue::Text(&text), NewValue::Quoted(&text)] {
                let yaml = set("", "k", value);
                let read: serde_yaml::Value = serde_yaml::from_str(&yaml).expect("sound");
                assert_eq!(read["k"].as_str(), Some(text.as_str()), "{yaml:?}");
            }
        }
    }
}
