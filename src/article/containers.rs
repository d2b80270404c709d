//! `:::` blocks and alerts: their names, their lines, their HTML.

use std::fmt::Write;

use super::body::{PRIVACY, Wording};
use super::markdown::NO_SEARCH;
use crate::diag::{self, Diagnostic, Span, did_you_mean};

/// A box with a title.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Alert {
    Note,
    Tip,
    Important,
    Warning,
    Caution,
    Solved,
    Contact,
    Result,
}

const ALERTS: &[(&str, Alert)] = &[
    ("note", Alert::Note),
    ("tip", Alert::Tip),
    ("important", Alert::Important),
    ("warning", Alert::Warning),
    ("caution", Alert::Caution),
    ("solved", Alert::Solved),
    ("contact", Alert::Contact),
    ("result", Alert::Result),
];

/// A part of the explanation of a fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FaultPart {
    /// What the reader sees.
    Symptom,
    /// Why it happens.
    Cause,
    /// What helps.
    Fix,
}

const FAULT_PARTS: &[(&str, FaultPart)] =
    &[("symptom", FaultPart::Symptom), ("cause", FaultPart::Cause), ("fix", FaultPart::Fix)];

impl FaultPart {
    /// Its name in `:::name` and in the class of its HTML.
    pub fn name(self) -> &'static str {
        FAULT_PARTS.iter().find(|(_, part)| *part == self).map_or("fix", |(name, _)| name)
    }

    fn named(name: &str) -> Option<Self> {
        FAULT_PARTS.iter().find(|(known, _)| *known == name).map(|(_, part)| *part)
    }
}

/// Names that other tools give to our boxes.
const FOREIGN: &[(&str, &str)] = &[
    ("info", "note"),
    ("hint", "tip"),
    ("success", "tip"),
    ("danger", "caution"),
    ("error", "caution"),
    ("attention", "warning"),
    ("warn", "warning"),
    ("alert", "warning"),
    ("aside", "note"),
    ("collapse", "details"),
    ("spoiler", "details"),
    ("toggle", "details"),
    ("problem", "symptom"),
    ("reason", "cause"),
    ("solution", "fix"),
    ("resolution", "fix"),
    ("tab-set", "tabs"),
    ("code-group", "tabs"),
    ("nosearch", NO_SEARCH),
    ("noindex", NO_SEARCH),
    ("search-exclude", NO_SEARCH),
];

/// What the first line of an alert becomes that pulldown-cmark does not know.
pub const QUOTE: &str = "> [!NOTE]";

impl Alert {
    /// Its name in `:::name` and in the class of its HTML.
    pub fn name(self) -> &'static str {
        ALERTS.iter().find(|(_, alert)| *alert == self).map_or("note", |(name, _)| name)
    }

    fn named(name: &str) -> Option<Self> {
        ALERTS.iter().find(|(known, _)| *known == name).map(|(_, alert)| *alert)
    }
}

/// What a `:::` line does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mark {
    /// Opens a box.
    Alert(Alert, String),
    /// Opens a part of the explanation of a fault.
    Fault(FaultPart, String),
    /// Opens a box that the reader unfolds.
    Details(String),
    /// Opens a set of tabs.
    Tabs(String),
    /// Opens a tab.
    Tab(String),
    /// Ends a tab.
    TabEnd,
    /// Opens a block that search knows nothing of.
    NoSearch,
    /// Opens a block that begins with the list of other sites that pages may ask.
    Privacy,
    /// Opens a block whose name nobody knows.
    Unknown,
    /// Ends the block of this name.
    Close(String),
    /// The blockquote here is an alert that pulldown-cmark does not know.
    Quote(Alert),
}

impl Mark {
    /// For a line `> [!SOLVED]` or `> [!CONTACT]`.
    pub fn alert_of(line: &str) -> Option<Self> {
        let name = line.strip_prefix('>')?.trim_start().strip_prefix("[!")?.strip_suffix(']')?;
        match Alert::named(&name.to_ascii_lowercase())? {
            alert @ (Alert::Solved | Alert::Contact) => Some(Self::Quote(alert)),
            _ => None,
        }
    }
}

impl Mark {
    /// The words of the writer that it shows.
    pub fn title(&self) -> Option<&str> {
        match self {
            Self::Alert(_, title)
            | Self::Fault(_, title)
            | Self::Details(title)
            | Self::Tab(title) => Some(title.as_str()).filter(|title| !title.is_empty()),
            _ => None,
        }
    }
}

/// A block that was opened.
#[derive(Clone, Debug)]
pub struct Opening {
    /// Its name.
    pub name: String,
    /// Its line.
    pub span: Span,
}

/// Follows `:::` lines through an article.
#[derive(Debug, Default)]
pub struct Tracker {
    open: Vec<Opening>,
}

impl Tracker {
    /// What the line does; `None` when it is text after all.
    pub fn line(
        &mut self,
        line: &str,
        span: &Span,
        problems: &mut Vec<Diagnostic>,
    ) -> Option<Vec<Mark>> {
        if let Some(label) = line.strip_prefix("::tab").filter(|rest| rest.starts_with(' ')) {
            return self.tab(label.trim());
        }
        let rest = line.trim_start_matches(':');
        if line.len() - rest.len() < 3 {
            return None;
        }
        let rest = rest.trim();
        if rest.is_empty() {
            return self.close(span, problems);
        }
        let name_len =
            rest.find(|c: char| !c.is_alphanumeric() && c != '-' && c != '_').unwrap_or(rest.len());
        let (name, title) = rest.split_at(name_len);
        let title = unbracketed(title.trim()).to_owned();
        if name.is_empty() {
            return None;
        }
        self.open.push(Opening { name: name.to_owned(), span: span.clone() });
        Some(vec![opening(name, title, span, problems)])
    }

    fn tab(&mut self, label: &str) -> Option<Vec<Mark>> {
        let in_tab = self.open.last().is_some_and(|open| open.name == "tab");
        let in_tabs = self.open.last().is_some_and(|open| open.name == "tabs");
        if !in_tab && !in_tabs {
            return None;
        }
        let mut marks = Vec::new();
        if in_tab {
            marks.push(Mark::TabEnd);
        } else {
            let span = self.open.last()?.span.clone();
            self.open.push(Opening { name: "tab".into(), span });
        }
        marks.push(Mark::Tab(label.to_owned()));
        Some(marks)
    }

    fn close(&mut self, span: &Span, problems: &mut Vec<Diagnostic>) -> Option<Vec<Mark>> {
        let mut marks = Vec::new();
        if self.open.last().is_some_and(|open| open.name == "tab") {
            self.open.pop();
            marks.push(Mark::TabEnd);
        }
        let Some(open) = self.open.pop() else {
            problems.push(
                Diagnostic::new(
                    diag::UNCLOSED_CONTAINER,
                    span.clone(),
                    "this `:::` closes nothing",
                )
                .hint("remove it, or open a block above it, such as `:::note`"),
            );
            return None;
        };
        marks.push(Mark::Close(open.name));
        Some(marks)
    }

    /// Blocks that are still open at the end, the innermost first.
    pub fn unclosed(&mut self) -> Vec<Opening> {
        let mut open: Vec<Opening> = std::mem::take(&mut self.open);
        open.reverse();
        open
    }
}

/// `[Title]`, as some tools write it, or `"Title"` → `Title`.
fn unbracketed(title: &str) -> &str {
    let inner = title.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    inner
        .or_else(|| title.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')))
        .unwrap_or(title)
}

fn opening(name: &str, title: String, span: &Span, problems: &mut Vec<Diagnostic>) -> Mark {
    if let Some(alert) = Alert::named(name) {
        return Mark::Alert(alert, title);
    }
    if let Some(part) = FaultPart::named(name) {
        return Mark::Fault(part, title);
    }
    match name {
        "details" => return Mark::Details(title),
        "tabs" => return Mark::Tabs(title),
        "privacy" => return Mark::Privacy,
        NO_SEARCH => {
            if !title.is_empty() {
                problems.push(titled(span));
            }
            return Mark::NoSearch;
        }
        _ => {}
    }
    let parts = FAULT_PARTS.iter().map(|(name, _)| *name);
    let known =
        ALERTS.iter().map(|(name, _)| *name).chain(["details", "tabs", "privacy", NO_SEARCH]);
    let known = known.chain(parts);
    let foreign = FOREIGN.iter().find(|(foreign, _)| *foreign == name).map(|(_, ours)| *ours);
    let near = foreign.or_else(|| did_you_mean(name, known));
    let problem = Diagnostic::new(
        diag::UNKNOWN_CONTAINER,
        span.clone(),
        format!("there is no block called `{name}`"),
    );
    problems.push(match near {
        Some(near) => {
            problem.fix(format!("did you mean `{near}`?"), span_text(span).replacen(name, near, 1))
        }
        None => problem.hint(
            "the blocks are note, tip, important, warning, caution, result, details, tabs, symptom, cause, fix, privacy and no-search",
        ),
    });
    Mark::Unknown
}

/// The problem of a title that nothing would show.
fn titled(span: &Span) -> Diagnostic {
    let message = format!("`:::{NO_SEARCH}` draws no box, so it has no title");
    Diagnostic::new(diag::INVALID_VALUE, span.clone(), message)
        .hint("write the title as a heading or a text inside the block")
}

fn span_text(span: &Span) -> &str {
    &span.source.text[span.range.clone()]
}

/// The HTML that a mark opens or closes with.
pub fn html(mark: &Mark) -> String {
    match mark {
        Mark::Alert(alert, title) => alert_open(*alert, title),
        Mark::Fault(part, title) => {
            let name = part.name();
            let title = title_or(title, &format!("fault_{name}"));
            format!("<div class=\"fault fault-{name}\"><p class=\"fault-title\">{title}</p>")
        }
        Mark::Details(summary) => {
            let summary = title_or(summary, "details_title");
            format!("<details class=\"details\"><summary>{summary}</summary>")
        }
        Mark::Tabs(set) => {
            format!("<div class=\"tabs\" data-tabs=\"{}\">", escape(&set.to_lowercase()))
        }
        Mark::Tab(label) => {
            let label = escape(label);
            format!(
                "<section class=\"tab\" data-label=\"{label}\"><p class=\"tab-label\">{label}</p>"
            )
        }
        Mark::TabEnd => "</section>".to_owned(),
        Mark::Unknown => "<div>".to_owned(),
        Mark::Privacy => format!("<div class=\"privacy-hosts\">{}", Wording::slot(PRIVACY, "")),
        Mark::Close(name) => match name.as_str() {
            "details" => "</details>".to_owned(),
            "tab" => "</section>".to_owned(),
            _ => "</div>".to_owned(),
        },
        Mark::Quote(_) | Mark::NoSearch => String::new(),
    }
}

/// The start of an alert; it ends with `</div>`.
pub fn alert_open(alert: Alert, title: &str) -> String {
    let title = title_or(title, &format!("alert_{}", alert.name()));
    let mut html = String::new();
    let _ = write!(html, "<div class=\"alert alert-{}\" role=\"note\">", alert.name());
    let _ = write!(html, "<p class=\"alert-title\">{title}</p>");
    html
}

/// The HTML of a title, or of the interface's text `key` where the writer gave none.
fn title_or(title: &str, key: &str) -> String {
    if title.is_empty() { Wording::slot(key, "") } else { escape(title) }
}

/// Text made safe for HTML text and double-quoted attributes.
pub fn escape(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    escape_into(&mut html, text);
    html
}

/// Appends `text` to `html`, made safe for text and double-quoted attributes. Control characters
/// that HTML forbids become U+FFFD.
pub fn escape_into(html: &mut String, text: &str) {
    let mut plain = 0;
    for (at, byte) in text.bytes().enumerate() {
        let entity = match byte {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            0..=8 | 11 | 12 | 14..=31 | 127 => "\u{fffd}",
            _ => continue,
        };
        html.push_str(&text[plain..at]);
        html.push_str(entity);
        plain = at + 1;
    }
    html.push_str(&text[plain..]);
}
