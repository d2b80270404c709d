//! The rendered body of an article: HTML with gaps for what only the whole knowledge base knows.

use std::collections::{BTreeSet, HashSet};
use std::ops::Range;

use super::tree::Tree;
use crate::diag::Span;

/// Starts a slot in HTML under construction. Control characters of content never get there
/// ([`super::containers::escape_into`]), so no content can forge one.
pub const SLOT_START: char = '\u{1}';

/// Ends a slot.
pub const SLOT_END: char = '\u{2}';

/// A stretch of the body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// Finished HTML.
    Html(String),
    /// The address of link number n, to be printed inside an attribute.
    Url(usize),
    /// ` width="…" height="…"` of picture number n, or nothing.
    Size(usize),
    /// A text of the interface: an article does not know its language.
    Text(Wording),
}

/// A text of the interface inside a body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wording {
    /// Its key in `theme/i18n/`, one of [`WORDINGS`].
    pub key: &'static str,
    /// What goes in for `{title}` or `{host}`, safe for HTML.
    pub value: String,
}

/// The texts of the interface that a body can contain.
pub const WORDINGS: &[&str] = &[
    "alert_note",
    "alert_tip",
    "alert_important",
    "alert_warning",
    "alert_caution",
    "alert_solved",
    "alert_contact",
    "fault_symptom",
    "fault_cause",
    "fault_fix",
    "alert_result",
    "details_title",
    "heading_link",
    "table_label",
    "footnote_back",
    "video_play",
    "video_privacy",
    "video_open",
    "video_transcript",
];

/// What stands for the list of other sites that pages may ask, which only the whole knowledge base
/// knows: HTML, and no text of the interface.
pub const PRIVACY: &str = "privacy";

impl Wording {
    /// What stands for it in HTML under construction. `value` must be safe for HTML.
    pub fn slot(key: &str, value: &str) -> String {
        format!("{SLOT_START}T{key} {value}{SLOT_END}")
    }

    /// Of what stands in a slot behind its `T`.
    fn of_slot(inner: &str) -> Option<Self> {
        let (wanted, value) = inner.split_once(' ')?;
        let key = WORDINGS.iter().copied().chain([PRIVACY]).find(|key| *key == wanted)?;
        Some(Self { key, value: value.to_owned() })
    }

    /// The HTML of `text`, which is plain.
    pub fn html(&self, text: &str) -> String {
        let html = super::containers::escape(text);
        let name = if html.contains("{host}") { "{host}" } else { "{title}" };
        html.replace(name, &self.value)
    }
}

/// What a link is used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Text to follow.
    Link,
    /// A choice of a tree, to a place of the article: the tree checks it.
    Choice,
    /// A picture to show.
    Image,
    /// A video to play.
    Video,
}

/// A link to another place of the site.
#[derive(Clone, Debug)]
pub struct Link {
    /// As written.
    pub target: String,
    /// Where.
    pub span: Span,
    /// Link or picture.
    pub role: Role,
    /// Bytes of the expanded Markdown that it takes; empty for one in raw HTML.
    pub at: Range<usize>,
}

/// A heading, for the table of contents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// 2 to 6.
    pub level: u8,
    /// Its anchor.
    pub id: String,
    /// Its text.
    pub title: String,
}

/// The text below a heading, for search.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Section {
    /// Anchor of the heading; empty for the text before the first one.
    pub id: String,
    /// Text of the heading.
    pub title: String,
    /// Level of the heading; 0 for the text before the first one.
    pub level: u8,
    /// Where the heading is written.
    pub span: Option<Span>,
    /// Everything a reader sees below it, without markup.
    pub text: String,
    /// Bytes of its first paragraph.
    pub lead: usize,
    /// Whether search knows nothing of its heading.
    pub is_unsearched: bool,
    /// Bytes of the text that search knows nothing of, in order.
    pub unsearched: Vec<Range<usize>>,
    /// The rows of its tables, in order.
    pub rows: Vec<Row>,
}

/// A row of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// Whether it names the columns of the rows after it.
    pub is_head: bool,
    /// Bytes of its cells in the text of its section.
    pub cells: Vec<Range<usize>>,
}

/// Between the cells of a row in the text of a section.
pub const CELL_BREAK: &str = " \u{b7} ";

impl Section {
    /// The first paragraph.
    pub fn lead(&self) -> &str {
        self.text.get(..self.lead).unwrap_or(&self.text).trim()
    }

    /// The first paragraph; empty when any of it is not for search.
    pub fn searched_lead(&self) -> &str {
        let is_open = self.unsearched.first().is_none_or(|range| range.start >= self.lead);
        if is_open { self.lead() } else { "" }
    }

    /// The text that is for search.
    pub fn searched_text(&self) -> String {
        let mut text = String::with_capacity(self.text.len());
        let mut at = 0;
        for range in &self.unsearched {
            text.push_str(&self.text[at..range.start]);
            at = range.end;
        }
        text.push_str(&self.text[at..]);
        text
    }
}

/// A step of a how-to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Step {
    /// Its anchor.
    pub id: String,
    /// Everything a reader sees in it, without markup.
    pub text: String,
}

/// A fault as an article explains it in `:::symptom`, `:::cause` and `:::fix`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fix {
    /// Anchor of the section it is in; empty before the first heading.
    pub section: String,
    /// What the reader sees; may be empty, like the others.
    pub symptom: String,
    /// Why it happens.
    pub cause: String,
    /// What helps.
    pub fix: String,
}

/// The body of an article.
#[derive(Clone, Debug, Default)]
pub struct Body {
    /// In order.
    pub parts: Vec<Part>,
    /// What the `Url` and `Size` parts refer to.
    pub links: Vec<Link>,
    /// In order.
    pub headings: Vec<Heading>,
    /// In order; the first one may be empty.
    pub sections: Vec<Section>,
    /// Everything that a link can lead to.
    pub ids: HashSet<String>,
    /// Text of the first `#` heading, which the page shows as its title.
    pub title: Option<String>,
    /// Bytes of the expanded Markdown that readers do not see as they are written (comments, `:::`
    /// lines, the title), and the Markdown to show instead.
    pub hidden: Vec<(Range<usize>, String)>,
    /// Of a troubleshooter.
    pub tree: Option<Tree>,
    /// Of a how-to, in order.
    pub steps: Vec<Step>,
    /// The faults that it explains, in order.
    pub fixes: Vec<Fix>,
    /// Other sites that its videos play from, once a reader asks for one.
    pub frames: BTreeSet<&'static str>,
}

impl Body {
    /// Whether there is nothing to read.
    pub fn is_empty(&self) -> bool {
        self.parts.iter().all(|part| matches!(part, Part::Html(html) if html.trim().is_empty()))
    }

    /// The body with its gaps filled: `url` and `size` get the number of a link, `text` the key of
    /// a text of the interface, or [`PRIVACY`] for the HTML that stands there.
    pub fn html(
        &self,
        url: impl Fn(usize) -> String,
        size: impl Fn(usize) -> String,
        text: impl Fn(&'static str) -> String,
    ) -> String {
        let mut html = String::with_capacity(self.parts.iter().map(Part::len).sum());
        for part in &self.parts {
            match part {
                Part::Html(finished) => html.push_str(finished),
                Part::Url(link) => html.push_str(&url(*link)),
                Part::Size(link) => html.push_str(&size(*link)),
                Part::Text(wording) if wording.key == PRIVACY => html.push_str(&text(PRIVACY)),
                Part::Text(wording) => html.push_str(&wording.html(&text(wording.key))),
            }
        }
        html
    }
}

impl Part {
    fn len(&self) -> usize {
        match self {
            Self::Html(html) => html.len(),
            Self::Url(_) | Self::Size(_) | Self::Text(_) => 64,
        }
    }
}

/// Takes HTML with slots apart. `own` are the pieces of `A` (attributes) and `X` (whole elements)
/// slots, which were kept from the sanitiser.
pub fn parts(html: &str, own: &[String]) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut text = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(start) = rest.find(SLOT_START) {
        text.push_str(&rest[..start]);
        let after = &rest[start + 1..];
        let Some(end) = after.find(SLOT_END) else { break };
        let (kind, inner) = after[..end].split_at_checked(1).unwrap_or_default();
        let number = inner.parse::<usize>().ok();
        rest = &after[end + 1..];
        match (kind, number) {
            ("U", Some(link)) => push(&mut parts, &mut text, Part::Url(link)),
            ("S", Some(link)) => {
                rest = without_attribute(&mut text, rest);
                push(&mut parts, &mut text, Part::Size(link));
            }
            ("X", Some(index)) => push_own(&mut parts, &mut text, own.get(index)),
            ("A", Some(index)) => {
                rest = without_attribute(&mut text, rest);
                push_own(&mut parts, &mut text, own.get(index));
            }
            ("T", None) => {
                if let Some(wording) = Wording::of_slot(inner) {
                    push(&mut parts, &mut text, Part::Text(wording));
                }
            }
            _ => {}
        }
    }
    text.push_str(rest);
    parts.push(Part::Html(text));
    parts
}

/// Appends a piece that was kept from the sanitiser; the only slots in it are texts.
fn push_own(parts: &mut Vec<Part>, text: &mut String, own: Option<&String>) {
    let mut rest = own.map_or("", String::as_str);
    while let Some((before, after)) = rest.split_once(SLOT_START) {
        let (slot, after) = after.split_once(SLOT_END).unwrap_or_default();
        text.push_str(before);
        if let Some(wording) = slot.strip_prefix('T').and_then(Wording::of_slot) {
            push(parts, text, Part::Text(wording));
        }
        rest = after;
    }
    text.push_str(rest);
}

/// Removes the attribute around a slot: its start from `before`, its closing quote from `after`.
fn without_attribute<'a>(before: &mut String, after: &'a str) -> &'a str {
    before.truncate(before.strip_suffix(OWN_OPEN).map_or(before.len(), str::len));
    after.strip_prefix('"').unwrap_or(after)
}

/// What stands before the slot of our own attributes while the sanitiser looks.
pub const OWN_OPEN: &str = " data-own=\"";

fn push(parts: &mut Vec<Part>, text: &mut String, part: Part) {
    if !text.is_empty() {
        parts.push(Part::Html(std::mem::take(text)));
    }
    parts.push(part);
}
