//! The texts of an article that a translator translates, each with its place in the file.
//!
//! A segment is a value of the front matter or the inline text of one block: a heading, a paragraph,
//! a list item, a table cell, the title of a `:::` block. Code blocks, HTML blocks and link
//! definitions have none.

use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::Arc;

use pulldown_cmark::{Event, HeadingLevel, Parser, Tag, TagEnd};

use super::Article;
use super::blocks::take_id;
use super::containers::Mark;
use super::expand::{self, Expanded};
use super::markdown::{Flavour, NO_SEARCH, options};
use super::procedure::Risk;
use super::shared::Shared;
use crate::diag::Source;
use crate::url;

/// What a segment is, for translators and for comparing structures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// A value of this front matter key.
    Front(&'static str),
    /// A heading of this level.
    Heading(u8),
    /// A paragraph, in a list item or quote as well.
    Paragraph,
    /// A list item without a paragraph.
    Item,
    /// A cell of a table.
    Cell,
    /// A term or a definition of a definition list.
    Definition,
    /// The title of a `:::` block or the label of a tab.
    Label,
}

impl Role {
    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Front(key) => key,
            Self::Heading(_) => "heading",
            Self::Paragraph => "paragraph",
            Self::Item => "item",
            Self::Cell => "cell",
            Self::Definition => "definition",
            Self::Label => "label",
        }
    }
}

/// Where a segment of the body stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BodyPlace {
    /// Bytes of the file.
    pub range: Range<usize>,
    /// What its lines after the first begin with in the file: the marks of quotes, the indent.
    pub prefixes: Vec<String>,
    /// Of a heading: its anchor.
    pub id: Option<String>,
}

/// A text to translate.
#[derive(Clone, Debug)]
pub struct Segment {
    /// What it is.
    pub role: Role,
    /// The text, its lines joined by line feeds, without what its container puts before them.
    pub text: String,
    /// `None` for a value of the front matter.
    pub place: Option<BodyPlace>,
    /// Anchor of the heading above it; empty before the first one.
    pub section: String,
    /// Line in the file, from 1.
    pub line: usize,
    /// Whether there are words in it.
    pub has_words: bool,
}

/// The keys of the front matter that are translated.
pub const FRONT_KEYS: [&str; 10] = [
    "title",
    "nav_title",
    "description",
    "answer",
    "questions",
    "keywords",
    "tags",
    "prerequisites",
    "risk",
    "undo",
];

/// White space in the eyes of Markdown.
pub const WHITE: [char; 4] = [' ', '\t', '\r', '\n'];

/// All segments of an article, front matter first.
pub fn segments(article: &Article) -> Vec<Segment> {
    let mut all = front(article);
    all.extend(body(&article.source, article.body_at));
    all
}

/// The values of a translated key; a list of at most one for a key with a single text.
pub fn front_values(article: &Article, key: &str) -> Vec<String> {
    let front = &article.front;
    let one = |value: &Option<String>| value.iter().cloned().collect();
    match key {
        "title" => one(&front.title),
        "nav_title" => one(&front.nav_title),
        "description" => one(&front.description),
        "answer" => one(&front.answer),
        "questions" => front.questions.clone(),
        "keywords" => front.keywords.clone(),
        "tags" => front.tags.clone(),
        "prerequisites" => front.prerequisites.clone(),
        // A level has its name in every language.
        "risk" => match &front.risk {
            Some(Risk::Text(text)) => vec![text.clone()],
            _ => Vec::new(),
        },
        "undo" => one(&front.undo),
        _ => Vec::new(),
    }
}

/// Whether a translated key holds a list.
pub fn is_list(key: &str) -> bool {
    matches!(key, "questions" | "keywords" | "tags" | "prerequisites")
}

fn front(article: &Article) -> Vec<Segment> {
    let head = &article.source.text[..article.body_at];
    let mut all = Vec::new();
    for key in FRONT_KEYS {
        let at = head.find(&format!("\n{key}:")).map_or(0, |at| at + 1);
        let line = head[..at].matches('\n').count() + 1;
        let segment = |text: String| Segment {
            role: Role::Front(key),
            has_words: has_words(&text),
            text,
            place: None,
            section: String::new(),
            line,
        };
        all.extend(front_values(article, key).into_iter().map(segment));
    }
    all
}

/// The segments of the body that begins at byte `body_at`.
pub fn body(source: &Arc<Source>, body_at: usize) -> Vec<Segment> {
    // Without snippets and facts: their tags stay in the text as they are.
    let expanded = expand::expand(source, body_at, &Shared::default(), &mut Vec::new());
    let mut walker = Walker {
        source,
        expanded: &expanded,
        blocks: Vec::new(),
        run: None,
        heading: None,
        ids: HashSet::new(),
        counters: HashMap::new(),
        section: String::new(),
        has_title: false,
        boxes: 0,
        found: Vec::new(),
    };
    let parser = Parser::new_ext(&expanded.text, options(Flavour::default()));
    for (event, range) in parser.into_offset_iter() {
        walker.event(&event, &range);
    }
    walker.flush();
    walker.found
}

/// The blocks of a body and how they nest: what a translation has in common with its source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Structure {
    /// Beginnings and ends of blocks; `None` is a line across the page.
    blocks: Vec<Option<(Edge, TagEnd)>>,
    /// What `:::` lines do.
    marks: Vec<std::mem::Discriminant<Mark>>,
    /// Raw HTML inside of texts: a translation must not leave a tag open, or bring another.
    tags: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Edge {
    Begin,
    End,
}

/// The structure of the body that begins at byte `body_at`.
pub fn structure(source: &Arc<Source>, body_at: usize) -> Structure {
    let expanded = expand::expand(source, body_at, &Shared::default(), &mut Vec::new());
    let mut blocks = Vec::new();
    let mut tags = Vec::new();
    for event in Parser::new_ext(&expanded.text, options(Flavour::default())) {
        match event {
            Event::Start(tag) if block(&tag).is_some() => {
                blocks.push(Some((Edge::Begin, tag.to_end())));
            }
            Event::End(tag) if !is_inline(tag) => blocks.push(Some((Edge::End, tag))),
            Event::Rule => blocks.push(None),
            Event::InlineHtml(html) if !is_free(&html) => tags.push(html.to_string()),
            _ => {}
        }
    }
    // Another language may want them in another order.
    tags.sort_unstable();
    let marks = expanded.marks.values().map(std::mem::discriminant).collect();
    Structure { blocks, marks, tags }
}

/// Whether a tag is one that a language may need where another does not: for a direction or a line.
fn is_free(html: &str) -> bool {
    let name = html.trim_start_matches(['<', '/']);
    let end = name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len());
    ["bdi", "span", "br"].iter().any(|free| name[..end].eq_ignore_ascii_case(free))
}

/// What has no segments of the body that begins at byte `body_at`: code blocks, HTML blocks and link
/// definitions.
pub fn opaque(source: &Arc<Source>, body_at: usize) -> Vec<String> {
    let expanded = expand::expand(source, body_at, &Shared::default(), &mut Vec::new());
    let parser = Parser::new_ext(&expanded.text, options(Flavour::default()));
    let definitions = parser.reference_definitions().iter();
    let mut all: Vec<String> = definitions
        .map(|(label, link)| {
            format!("[{label}]: {} {}", link.dest, link.title.as_deref().unwrap_or_default())
        })
        .collect();
    for (event, range) in parser.into_offset_iter() {
        let Event::Start(Tag::CodeBlock(_) | Tag::HtmlBlock) = event else { continue };
        // A `:::` line is an HTML block as well; its title is a segment.
        if expanded.marks.range(range.clone()).next().is_none() {
            let lines = expanded.text[range].lines();
            let lines = lines.map(|line| line.trim_start_matches([' ', '\t', '>']));
            all.push(lines.collect::<Vec<_>>().join("\n"));
        }
    }
    all
}

/// A block that is open.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Block {
    Text(Role),
    /// Its text is not for translators.
    Opaque,
    /// It has no text of its own.
    Frame,
}

struct Walker<'a> {
    source: &'a Arc<Source>,
    expanded: &'a Expanded,
    blocks: Vec<Block>,
    /// Inline text that is being collected, in bytes of the expanded text.
    run: Option<(Role, Range<usize>)>,
    /// The explicit id and the plain text of an open heading.
    heading: Option<(Option<String>, String)>,
    ids: HashSet<String>,
    counters: HashMap<String, usize>,
    section: String,
    has_title: bool,
    /// Open `:::` blocks.
    boxes: usize,
    found: Vec<Segment>,
}

impl Walker<'_> {
    fn event(&mut self, event: &Event<'_>, range: &Range<usize>) {
        match event {
            Event::Start(tag) => match block(tag) {
                Some(block) => {
                    self.flush();
                    self.blocks.push(block);
                    if let Tag::Heading { id, .. } = tag {
                        self.heading = Some((id.as_ref().map(ToString::to_string), String::new()));
                    }
                }
                None => self.inline(range),
            },
            Event::End(tag) if is_inline(*tag) => self.inline(range),
            Event::End(_) => {
                self.flush();
                self.blocks.pop();
            }
            Event::Text(text) | Event::Code(text) => {
                if let Some((_, plain)) = &mut self.heading {
                    plain.push_str(text);
                }
                self.inline(range);
            }
            Event::SoftBreak | Event::HardBreak => {
                if let Some((_, plain)) = &mut self.heading {
                    plain.push(' ');
                }
                self.inline(range);
            }
            Event::InlineHtml(_) | Event::FootnoteReference(_) => self.inline(range),
            Event::Html(_) => {
                self.labels(range);
                self.nest(range);
            }
            _ => {}
        }
    }

    /// `:::` lines open and close blocks that the parser does not know of.
    fn nest(&mut self, range: &Range<usize>) {
        for mark in self.expanded.marks.range(range.clone()).map(|(_, mark)| mark) {
            match mark {
                Mark::NoSearch | Mark::Quote(_) => {}
                Mark::Close(name) if name == NO_SEARCH => {}
                Mark::Close(_) | Mark::TabEnd => self.boxes = self.boxes.saturating_sub(1),
                _ => self.boxes += 1,
            }
        }
    }

    fn inline(&mut self, range: &Range<usize>) {
        let Some(Block::Text(role)) = self.blocks.last() else { return };
        match &mut self.run {
            Some((_, run)) => run.end = run.end.max(range.end),
            None => self.run = Some((*role, range.clone())),
        }
    }

    /// Ends the text that is being collected.
    fn flush(&mut self) {
        let heading = self.heading.take();
        let Some((role, range)) = self.run.take() else {
            if let Some(heading) = heading {
                self.heading_id(Role::Heading(2), heading);
            }
            return;
        };
        let id = heading.and_then(|heading| self.heading_id(role, heading));
        let start = self.expanded.span(range.start..range.start).range.start;
        let end = self.expanded.span(range.end.saturating_sub(1)..range.end).range.end;
        self.add(role, start..end.max(start), id);
    }

    /// The anchor that the page gives an open heading; the title has none.
    fn heading_id(&mut self, role: Role, heading: (Option<String>, String)) -> Option<String> {
        let (explicit, plain) = heading;
        let is_at_top = self.blocks.len() == 1 && self.boxes == 0;
        if role == Role::Heading(1) && is_at_top && !self.has_title {
            self.has_title = true;
            return None;
        }
        let wanted = explicit.unwrap_or_else(|| url::anchor(plain.trim()));
        let id = take_id(&wanted, &mut self.ids, &mut self.counters);
        self.section.clone_from(&id);
        Some(id)
    }

    /// The titles of `:::` lines.
    fn labels(&mut self, range: &Range<usize>) {
        let marks = self.expanded.marks.range(range.clone());
        let titles: Vec<(usize, String)> =
            marks.filter_map(|(at, mark)| Some((*at, mark.title()?.to_owned()))).collect();
        for (at, title) in titles {
            let line = self.expanded.span(at..at + 1).range;
            if let Some(found) = self.source.text[line.clone()].rfind(&title) {
                let start = line.start + found;
                self.add(Role::Label, start..start + title.len(), None);
            }
        }
    }

    fn add(&mut self, role: Role, range: Range<usize>, id: Option<String>) {
        let raw = &self.source.text[range.clone()];
        let start = range.start + (raw.len() - raw.trim_start_matches(WHITE).len());
        let range = start..start + raw.trim_matches(WHITE).len();
        let mut lines = self.source.text[range.clone()].split('\n');
        let mut text = lines.next().unwrap_or_default().trim_end_matches('\r').to_owned();
        let mut prefixes = Vec::new();
        for line in lines {
            let line = line.trim_end_matches('\r');
            let content = line.trim_start_matches([' ', '\t', '>']);
            prefixes.push(line[..line.len() - content.len()].to_owned());
            text.push('\n');
            text.push_str(content);
        }
        if text.is_empty() {
            return;
        }
        self.found.push(Segment {
            role,
            has_words: has_words(&text),
            text,
            section: self.section.clone(),
            line: self.source.text[..range.start].matches('\n').count() + 1,
            place: Some(BodyPlace { range, prefixes, id }),
        });
    }
}

fn block(tag: &Tag<'_>) -> Option<Block> {
    Some(match tag {
        Tag::Paragraph => Block::Text(Role::Paragraph),
        Tag::Heading { level, .. } => Block::Text(Role::Heading(level_of(*level))),
        Tag::Item => Block::Text(Role::Item),
        Tag::TableCell => Block::Text(Role::Cell),
        Tag::DefinitionListTitle | Tag::DefinitionListDefinition => Block::Text(Role::Definition),
        Tag::CodeBlock(_) | Tag::HtmlBlock | Tag::MetadataBlock(_) => Block::Opaque,
        Tag::BlockQuote(_)
        | Tag::List(_)
        | Tag::FootnoteDefinition(_)
        | Tag::DefinitionList
        | Tag::Table(_)
        | Tag::TableHead
        | Tag::TableRow => Block::Frame,
        _ => return None,
    })
}

fn level_of(level: HeadingLevel) -> u8 {
    level as u8
}

fn is_inline(tag: TagEnd) -> bool {
    matches!(
        tag,
        TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Link
            | TagEnd::Image
            | TagEnd::Superscript
            | TagEnd::Subscript
    )
}

/// Whether there is a word outside of code, tags, `{{ … }}` and addresses.
fn has_words(text: &str) -> bool {
    let mut rest = text.to_owned();
    for (open, close) in [("{{", "}}"), ("`", "`"), ("](", ")"), ("<", ">")] {
        while let Some(start) = rest.find(open)
            && let Some(length) = rest[start + open.len()..].find(close)
        {
            rest.replace_range(start..start + open.len() + length + close.len(), " ");
        }
    }
    rest.contains(char::is_alphabetic)
}
