//! One key of a YAML mapping set to another value, every other byte kept.

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

/// The bytes of a value, without comments after it.
fn value_range(yaml: &str, place: &Place) -> Range<usize> {
    let range = place.value.clone();
    if range.is_empty() {
        let colon =
            yaml[place.key.end..].find(':').map_or(place.key.end, |at| place.key.end + at + 1);
        return colon..colon;
    }
    let mut text = &yaml[range.clone()];
    if !text.starts_with(['|', '>']) {
        while let Some((before, line)) = text.rsplit_once('\n')
            && line.trim_start().starts_with('#')
        {
            text = before.trim_end();
        }
        text = without_comment(text);
    }
    range.start..range.start + text.len()
}

/// A value of one line without the comment behind it.
fn without_comment(text: &str) -> &str {
    let closing = match text.chars().next() {
        Some(quote @ ('"' | '\'')) => text[1..].rfind(quote).map(|at| at + 2),
        Some('[') => text.rfind(']').map(|at| at + 1),
        _ => None,
    };
    let from = closing.unwrap_or_default();
    let line_end = text.find('\n').unwrap_or(text.len());
    if from > line_end || (text.contains('\n') && !text.starts_with('#')) {
        return text;
    }
    match text[from..].find(" #") {
        Some(at) => text[..from + at].trim_end(),
        None => text,
    }
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

/// A JSON string, which YAML reads as well.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
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
}
