//! PO files, as GNU gettext defines them: messages with their translations, for translators' tools.
//!
//! | line | what |
//! | --- | --- |
//! | `# …` | a translator's comment |
//! | `#. …` | a note of ours |
//! | `#: file:line` | where the text stands |
//! | `#, fuzzy` | flags |
//! | `#\| msgid "…"` | the source that a fuzzy translation was made for |
//! | `msgctxt`, `msgid`, `msgstr` | context, source and translation: strings in double quotes, one or more lines |
//! | `#~ …` | a message that is no longer there: skipped |
//!
//! Messages have no plural forms here; a file that has some is refused rather than half read.

use std::fmt::Write;

/// One message.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Message {
    /// Translators' comments, one line each.
    pub comments: Vec<String>,
    /// Our notes, one line each.
    pub notes: Vec<String>,
    /// `file:line`.
    pub references: Vec<String>,
    /// Flags, such as `fuzzy`.
    pub flags: Vec<String>,
    /// The source before it changed.
    pub previous: Option<String>,
    /// What tells messages with the same source apart.
    pub context: Option<String>,
    /// The source; empty for the header.
    pub source: String,
    /// The translation; empty while there is none.
    pub translation: String,
}

impl Message {
    /// Whether somebody must look at the translation before it counts.
    pub fn is_fuzzy(&self) -> bool {
        self.flags.iter().any(|flag| flag == "fuzzy")
    }
}

/// Writes messages, the header first.
pub fn write(messages: &[Message]) -> String {
    let mut text = String::new();
    for (index, message) in messages.iter().enumerate() {
        if index > 0 {
            text.push('\n');
        }
        let marked =
            [("#", &message.comments), ("#.", &message.notes), ("#:", &message.references)];
        for (mark, lines) in marked {
            for line in lines {
                let _ = writeln!(text, "{}", format!("{mark} {line}").trim_end());
            }
        }
        if !message.flags.is_empty() {
            let _ = writeln!(text, "#, {}", message.flags.join(", "));
        }
        if let Some(previous) = &message.previous {
            entry(&mut text, "#| msgid", previous);
        }
        if let Some(context) = &message.context {
            entry(&mut text, "msgctxt", context);
        }
        entry(&mut text, "msgid", &message.source);
        entry(&mut text, "msgstr", &message.translation);
    }
    text
}

/// A keyword with its string; one of several lines begins with an empty one, as gettext writes it.
fn entry(text: &mut String, keyword: &str, value: &str) {
    let lines: Vec<&str> = value.split_inclusive('\n').collect();
    let continued = if keyword.starts_with('#') { "#| " } else { "" };
    match lines.as_slice() {
        [] => {
            let _ = writeln!(text, "{keyword} \"\"");
        }
        [line] => {
            let _ = writeln!(text, "{keyword} \"{}\"", escaped(line));
        }
        lines => {
            let _ = writeln!(text, "{keyword} \"\"");
            for line in lines {
                let _ = writeln!(text, "{continued}\"{}\"", escaped(line));
            }
        }
    }
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' => out.push_str("\\\\"),
            '"' => out.push_str("\\\""),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            c if c.is_ascii_control() => {
                let _ = write!(out, "\\{:03o}", c as u32);
            }
            c => out.push(c),
        }
    }
    out
}

/// Where a string goes that has not ended yet.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Field {
    Previous,
    /// The context that the source before had.
    PreviousContext,
    Context,
    Source,
    Translation,
}

/// A line that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken {
    /// From 1.
    pub line: usize,
    /// Why.
    pub reason: &'static str,
}

/// Reads messages.
pub fn read(text: &str) -> Result<Vec<Message>, Broken> {
    let mut reader = Reader::default();
    for (index, line) in text.trim_start_matches('\u{feff}').split('\n').enumerate() {
        reader.line(line.trim()).map_err(|reason| Broken { line: index + 1, reason })?;
    }
    reader.end();
    Ok(reader.messages)
}

#[derive(Default)]
struct Reader {
    messages: Vec<Message>,
    open: Message,
    field: Option<Field>,
    has_translation: bool,
}

impl Reader {
    fn end(&mut self) {
        let message = std::mem::take(&mut self.open);
        if std::mem::take(&mut self.has_translation) {
            self.messages.push(message);
        }
        self.field = None;
    }

    fn line(&mut self, line: &str) -> Result<(), &'static str> {
        if line.is_empty() || line.starts_with("#~") {
            return Ok(());
        }
        if line.starts_with('#') {
            return self.comment(line);
        }
        if line.starts_with('"') {
            return self.string(line, self.field.ok_or("a string that belongs to no message")?);
        }
        let (keyword, rest) = line.split_once([' ', '\t']).unwrap_or((line, ""));
        let field = match keyword {
            "msgctxt" => Field::Context,
            "msgid" => Field::Source,
            "msgstr" => Field::Translation,
            "msgid_plural" => return Err("plural forms are not in the files that faqtory writes"),
            _ => return Err("expected `msgctxt`, `msgid`, `msgstr`, a comment or a string"),
        };
        let begins = field == Field::Context
            || (field == Field::Source && self.field != Some(Field::Context));
        if begins && self.has_translation {
            self.end();
        }
        if field == Field::Translation && self.field != Some(Field::Source) {
            return Err("a `msgstr` without its `msgid`");
        }
        self.string(rest.trim(), field)
    }

    fn comment(&mut self, line: &str) -> Result<(), &'static str> {
        if self.has_translation {
            self.end();
        }
        let rest = |mark: &str| line.strip_prefix(mark).map(|rest| rest.trim().to_owned());
        if let Some(note) = rest("#.") {
            self.open.notes.push(note);
        } else if let Some(reference) = rest("#:") {
            self.open.references.push(reference);
        } else if let Some(flags) = rest("#,") {
            let flags = flags.split(',').map(|flag| flag.trim().to_owned());
            self.open.flags.extend(flags.filter(|flag| !flag.is_empty()));
        } else if let Some(previous) = rest("#|") {
            let (keyword, string) = previous.split_once(' ').unwrap_or((&previous, ""));
            return match keyword {
                "msgid" => self.string(string.trim(), Field::Previous),
                "msgctxt" => self.string(string.trim(), Field::PreviousContext),
                _ if previous.starts_with('"') => {
                    self.string(&previous, self.field.unwrap_or(Field::PreviousContext))
                }
                _ => Ok(()),
            };
        } else {
            self.open.comments.extend(rest("#"));
        }
        Ok(())
    }

    fn string(&mut self, quoted: &str, field: Field) -> Result<(), &'static str> {
        let value = unescaped(quoted)?;
        self.field = Some(field);
        let open = &mut self.open;
        match field {
            Field::Previous => open.previous.get_or_insert_default().push_str(&value),
            Field::PreviousContext => {}
            Field::Context => open.context.get_or_insert_default().push_str(&value),
            Field::Source => open.source.push_str(&value),
            Field::Translation => {
                self.has_translation = true;
                open.translation.push_str(&value);
            }
        }
        Ok(())
    }
}

fn unescaped(quoted: &str) -> Result<String, &'static str> {
    let inner = quoted.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    let inner = inner.ok_or("a string must stand in double quotes")?;
    let mut out = String::with_capacity(inner.len());
    let mut chars = inner.chars().peekable();
    while let Some(c) = chars.next() {
        if c == '"' {
            return Err("a double quote inside a string needs a backslash");
        }
        if c != '\\' {
            out.push(c);
            continue;
        }
        match chars.next().ok_or("a backslash at the end of a string")? {
            'n' => out.push('\n'),
            't' => out.push('\t'),
            'r' => out.push('\r'),
            first @ '0'..='7' => {
                let mut value = first.to_digit(8).unwrap_or_default();
                for _ in 0..2 {
                    let Some(digit) = chars.peek().and_then(|c| c.to_digit(8)) else { break };
                    value = value * 8 + digit;
                    chars.next();
                }
                out.push(char::from_u32(value).ok_or("an escape that is no character")?);
            }
            other => out.push(other),
        }
    }
    Ok(out)
}
