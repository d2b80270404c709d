//! Markdown → [`Body`]: one pass over pulldown-cmark's events that writes HTML, collects headings,
//! links and the text for search, and gives each kind of article its markup.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Options, Parser, Tag, TagEnd, TextMergeWithOffset};

use super::blocks::{ListKind, OpenHeading, Table};
use super::body::{self, Body, Heading, Link, SLOT_END, SLOT_START, Section};
use super::containers::{Mark, escape_into, html as mark_html};
use super::expand::Expanded;
use super::faults::Faults;
use super::footnotes::Footnotes;
use super::highlight::Fence;
use super::inline::OpenImage;
use super::nodes::Nodes;
use super::sanitize;
use super::steps::Steps;
use super::transcripts::Texts;
use super::tree::outline::Outline;
use crate::config::HtmlMode;
use crate::diag::{self, Code, Diagnostic};

/// Browsers flatten what nests deeper than 512; nothing for readers nests deeper than this.
const MAX_DEPTH: usize = 100;

/// The class of a heading, and the name of a block, that search knows nothing of.
pub(super) const NO_SEARCH: &str = "no-search";

/// What rendering depends on besides the text.
#[derive(Clone, Copy, Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "independent switches")]
pub(super) struct Flavour {
    /// Raw HTML.
    pub(super) html: HtmlMode,
    /// Typographic quotes.
    pub(super) smart_punctuation: bool,
    /// Whether the ordered lists at top level are the steps of a how-to.
    pub(super) procedure: bool,
    /// Whether the text is no whole article: its first heading is no title.
    pub(super) fragment: bool,
    /// Whether each second-level heading is a question.
    pub(super) questions: bool,
    /// Whether each second-level heading is a node of a tree.
    pub(super) tree: bool,
}

/// Renders expanded Markdown; `texts` are the transcripts beside it.
pub(super) fn render(
    (text, texts): (&Expanded, Option<&Texts>),
    flavour: Flavour,
    problems: &mut Vec<Diagnostic>,
) -> Body {
    let events: Vec<_> =
        TextMergeWithOffset::new(Parser::new_ext(&text.text, options(flavour)).into_offset_iter())
            .collect();
    let mut writer = Writer::new((text, texts), flavour, problems);
    if flavour.tree {
        writer.nodes = Nodes::of(Outline::of(&events, text));
    }
    for (index, (event, range)) in events.iter().enumerate() {
        let ahead = [index + 1, index + 2].map(|at| events.get(at).map(|(event, _)| event));
        writer.event(event, ahead, range);
    }
    writer.finish()
}

pub(super) fn options(flavour: Flavour) -> Options {
    let mut options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_GFM
        | Options::ENABLE_DEFINITION_LIST;
    options.set(Options::ENABLE_SMART_PUNCTUATION, flavour.smart_punctuation);
    options
}

/// State of the pass; its other parts are in `blocks.rs`, `inline.rs`, `player.rs`, `footnotes.rs`,
/// `nodes.rs` and `steps.rs`.
pub(super) struct Writer<'a> {
    pub(super) text: &'a Expanded,
    pub(super) texts: Option<&'a Texts>,
    pub(super) flavour: Flavour,
    pub(super) problems: &'a mut Vec<Diagnostic>,
    pub(super) html: String,
    /// Pieces kept from the sanitiser: our own attributes and elements.
    pub(super) own: Vec<String>,
    pub(super) raw: sanitize::RawHtml,
    pub(super) links: Vec<Link>,
    pub(super) headings: Vec<Heading>,
    pub(super) sections: Vec<Section>,
    pub(super) ids: HashSet<String>,
    pub(super) counters: HashMap<String, usize>,
    pub(super) title: Option<String>,
    pub(super) heading: Option<OpenHeading>,
    pub(super) image: Option<OpenImage>,
    /// The open paragraph: where its HTML and its text begin. A video takes its place.
    pub(super) paragraph: Option<(usize, Range<usize>)>,
    pub(super) frames: BTreeSet<&'static str>,
    pub(super) in_link: usize,
    pub(super) table: Table,
    pub(super) footnotes: Footnotes,
    faults: Faults,
    pub(super) code: Option<(Fence, String, Range<usize>)>,
    pub(super) depth: usize,
    pub(super) too_deep: bool,
    pub(super) in_faq_item: bool,
    pub(super) lists: Vec<ListKind>,
    pub(super) steps: Steps,
    pub(super) nodes: Nodes,
    pub(super) hidden: Vec<(Range<usize>, String)>,
    /// Whether the label of a task's checkbox is open.
    pub(super) in_label: bool,
    /// Open blocks that search knows nothing of.
    pub(super) unsearched_blocks: usize,
    /// Level of the heading whose section, with all below it, search knows nothing of.
    pub(super) unsearched_level: Option<u8>,
    /// Open tab sets: where the attributes of one without a name are.
    tab_sets: Vec<Option<usize>>,
}

impl<'a> Writer<'a> {
    fn new(
        (text, texts): (&'a Expanded, Option<&'a Texts>),
        flavour: Flavour,
        problems: &'a mut Vec<Diagnostic>,
    ) -> Self {
        Self {
            text,
            texts,
            flavour,
            problems,
            html: String::with_capacity(text.text.len() * 3 / 2),
            own: Vec::new(),
            raw: sanitize::RawHtml::default(),
            links: Vec::new(),
            headings: Vec::new(),
            sections: vec![Section::default()],
            ids: HashSet::new(),
            counters: HashMap::new(),
            title: None,
            heading: None,
            image: None,
            paragraph: None,
            frames: BTreeSet::new(),
            in_link: 0,
            table: Table::default(),
            footnotes: Footnotes::default(),
            faults: Faults::default(),
            code: None,
            depth: 0,
            too_deep: false,
            in_faq_item: false,
            lists: Vec::new(),
            steps: Steps::default(),
            nodes: Nodes::default(),
            hidden: Vec::new(),
            in_label: false,
            unsearched_blocks: 0,
            unsearched_level: None,
            tab_sets: Vec::new(),
        }
    }

    fn event(&mut self, event: &Event<'_>, ahead: [Option<&Event<'_>>; 2], range: &Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag, ahead, range),
            Event::End(tag) => self.end(*tag),
            Event::Text(text) => self.write_text(text, range),
            Event::Code(code) => self.code_span(code),
            Event::Html(html) => self.html_block(html, range),
            Event::InlineHtml(html) => self.inline_html(html, range),
            Event::FootnoteReference(label) => self.footnote_reference(label),
            Event::SoftBreak => self.line_break("\n"),
            Event::HardBreak => self.line_break("<br>\n"),
            Event::Rule => self.html.push_str("<hr>\n"),
            Event::TaskListMarker(checked) => self.task_marker(*checked),
            // Math is off.
            Event::InlineMath(_) | Event::DisplayMath(_) => {}
        }
    }

    /// Reports a problem; the caller adds the way out.
    pub(super) fn problem(
        &mut self,
        code: Code,
        range: &Range<usize>,
        message: impl Into<String>,
    ) -> &mut Diagnostic {
        let span = self.text.span(range.clone());
        self.problems.push(Diagnostic::new(code, span, message));
        self.problems.last_mut().expect("one was pushed a line above")
    }

    /// Opens an element of our own. While raw HTML is about, its attributes hide from the sanitiser.
    pub(super) fn open(&mut self, tag: &str, attributes: &str) {
        self.html.push('<');
        self.html.push_str(tag);
        self.own.push(attributes.to_owned());
        self.html.push_str(body::OWN_OPEN);
        self.slot('A', self.own.len() - 1);
        self.html.push_str("\">");
    }

    /// Writes a finished piece of our own.
    pub(super) fn insert(&mut self, html: String) {
        self.own.push(html);
        self.slot('X', self.own.len() - 1);
    }

    pub(super) fn slot(&mut self, kind: char, number: usize) {
        self.html.push(SLOT_START);
        self.html.push(kind);
        self.html.push_str(&number.to_string());
        self.html.push(SLOT_END);
    }

    /// Appends to the text for search.
    pub(super) fn plain(&mut self, text: &str) {
        if let Some(heading) = &mut self.heading {
            heading.text.push_str(text);
            return;
        }
        let is_unsearched = self.is_unsearched();
        let Some(section) = self.sections.last_mut() else { return };
        let start = section.text.len();
        section.text.push_str(text);
        if is_unsearched {
            match section.unsearched.last_mut().filter(|last| last.end == start) {
                Some(last) => last.end = section.text.len(),
                None => section.unsearched.push(start..section.text.len()),
            }
        }
    }

    /// Whether search knows nothing of what is being written.
    pub(super) fn is_unsearched(&self) -> bool {
        self.unsearched_blocks > 0 || self.unsearched_level.is_some()
    }

    fn line_break(&mut self, html: &str) {
        if let Some(image) = &mut self.image {
            image.alt.push(' ');
        } else {
            self.html.push_str(html);
        }
        self.plain(" ");
    }

    fn start(&mut self, tag: &Tag<'_>, ahead: [Option<&Event<'_>>; 2], range: &Range<usize>) {
        self.depth += 1;
        self.too_deep |= self.depth > MAX_DEPTH;
        match tag {
            Tag::Paragraph => self.start_paragraph(range),
            Tag::Heading { level, id, classes, .. } => {
                let is_unsearched = classes.iter().any(|class| &**class == NO_SEARCH);
                self.start_heading(*level, (id.as_deref(), is_unsearched), range);
            }
            Tag::BlockQuote(kind) => self.start_quote(*kind, range),
            Tag::CodeBlock(kind) => self.start_code(kind, range),
            Tag::List(first) => self.start_list(*first, range),
            Tag::Item => self.start_item(ahead),
            Tag::FootnoteDefinition(label) => {
                let outer = std::mem::take(&mut self.html);
                self.footnotes.outer.push((label.to_string(), outer));
            }
            Tag::DefinitionList => self.html.push_str("<dl>\n"),
            Tag::DefinitionListTitle => self.html.push_str("<dt>"),
            Tag::DefinitionListDefinition => self.html.push_str("<dd>"),
            Tag::Table(alignments) => self.start_table(alignments),
            Tag::TableHead => self.start_row(true),
            Tag::TableRow => self.start_row(false),
            Tag::TableCell => self.start_cell(range),
            Tag::Link { link_type: LinkType::Email, dest_url, title, .. } => {
                self.start_link(&format!("mailto:{dest_url}"), title, range);
            }
            Tag::Link { dest_url, title, .. } => self.start_link(dest_url, title, range),
            Tag::Image { dest_url, title, .. } => self.start_image(dest_url, title, range),
            Tag::Emphasis => self.inline_tag("<em>"),
            Tag::Strong => self.inline_tag("<strong>"),
            Tag::Strikethrough => self.inline_tag("<del>"),
            Tag::HtmlBlock => self.hide_comments(range),
            Tag::MetadataBlock(_) | Tag::Superscript | Tag::Subscript => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        self.depth = self.depth.saturating_sub(1);
        match tag {
            TagEnd::Paragraph => self.end_paragraph(),
            TagEnd::Heading(_) => self.end_heading(),
            TagEnd::BlockQuote(kind) => self.end_quote(kind),
            TagEnd::CodeBlock => self.end_code(),
            TagEnd::List(ordered) => self.end_list(ordered),
            TagEnd::Item => {
                self.close_label();
                self.end_step();
                self.end_block("</li>\n");
            }
            TagEnd::FootnoteDefinition => self.end_footnote(),
            TagEnd::DefinitionList => self.html.push_str("</dl>\n"),
            TagEnd::DefinitionListTitle => self.end_block("</dt>\n"),
            TagEnd::DefinitionListDefinition => self.end_block("</dd>\n"),
            TagEnd::Table => self.html.push_str("</tbody></table></div>\n"),
            TagEnd::TableHead => {
                self.table.in_head = false;
                self.end_block("</tr></thead><tbody>\n");
            }
            TagEnd::TableRow => self.end_block("</tr>\n"),
            TagEnd::TableCell => self.end_cell(),
            TagEnd::Link => self.end_link(),
            TagEnd::Image => self.end_image(),
            TagEnd::Emphasis => self.inline_tag("</em>"),
            TagEnd::Strong => self.inline_tag("</strong>"),
            TagEnd::Strikethrough => self.inline_tag("</del>"),
            TagEnd::HtmlBlock
            | TagEnd::MetadataBlock(_)
            | TagEnd::Superscript
            | TagEnd::Subscript => {}
        }
    }

    pub(super) fn inline_tag(&mut self, tag: &str) {
        if self.image.is_none() {
            self.html.push_str(tag);
        }
    }

    pub(super) fn end_block(&mut self, tag: &str) {
        self.html.push_str(tag);
        self.plain("\n");
    }

    fn end_paragraph(&mut self) {
        self.close_label();
        let is_open = self.paragraph.take().is_some();
        self.end_block(if is_open { "</p>\n" } else { "" });
        if let Some(section) = self.sections.last_mut()
            && section.lead == 0
        {
            section.lead = section.text.len();
        }
    }

    /// Writes what a `:::` line does, if there is one at `range`.
    pub(super) fn mark(&mut self, range: &Range<usize>) -> bool {
        let marks: Vec<(usize, Mark)> =
            self.text.marks.range(range.clone()).map(|(at, mark)| (*at, mark.clone())).collect();
        for (_, mark) in &marks {
            self.name_tabs(mark);
            let markup = mark_html(mark);
            match mark {
                // No element is written, so what is inside looks and works as it would without.
                Mark::NoSearch => self.unsearched_blocks += 1,
                Mark::Close(name) if name == NO_SEARCH => {
                    self.unsearched_blocks = self.unsearched_blocks.saturating_sub(1);
                }
                Mark::Close(_) | Mark::TabEnd => {
                    self.depth = self.depth.saturating_sub(1);
                    self.html.push_str(&markup);
                }
                Mark::Quote(_) => {}
                _ => {
                    self.depth += 1;
                    self.open_markup(&markup);
                }
            }
            self.html.push('\n');
            if let Some(title) = mark.title() {
                self.plain(title);
                self.plain("\n");
            }
            self.faults.mark(mark, &self.sections);
        }
        if let Some((_, mark)) = marks.first() {
            // The title is a paragraph of its own, not the start of the one below.
            let end = if self.text.text[range.clone()].ends_with('\n') { "\n\n" } else { "" };
            let start = if matches!(mark, Mark::Fault(..)) { "\n" } else { "" };
            let shown = twin_title(mark).map(|title| format!("{start}**{title}**{end}"));
            let shown = shown.unwrap_or_default();
            self.hidden.push((range.clone(), shown));
        }
        !marks.is_empty()
    }

    /// A tab set without a name is called by its labels, so that sets with the same labels switch
    /// together all over the site.
    fn name_tabs(&mut self, mark: &Mark) {
        match mark {
            Mark::Tabs(name) => self.tab_sets.push(name.is_empty().then_some(self.own.len())),
            Mark::Close(name) if name == "tabs" => drop(self.tab_sets.pop()),
            Mark::Tab(label) => {
                let own = self
                    .tab_sets
                    .last()
                    .copied()
                    .flatten()
                    .and_then(|index| self.own.get_mut(index));
                if let Some(attributes) = own
                    && attributes.pop() == Some('"')
                {
                    if !attributes.ends_with('"') {
                        attributes.push('|');
                    }
                    escape_into(attributes, &label.to_lowercase());
                    attributes.push('"');
                }
            }
            _ => {}
        }
    }

    fn finish(mut self) -> Body {
        self.close_faq_item();
        self.close_node();
        self.write_footnotes();
        let mut html = std::mem::take(&mut self.html);
        if self.raw.is_needed() && self.flavour.html == HtmlMode::Safe && !self.too_deep {
            html = self.sanitised(&html);
        }
        self.name_nodes();
        let tree = self.tree();
        let mut parts = body::parts(&html, &self.own);
        if self.too_deep || self.raw.is_too_deep() {
            let range = 0..self.text.text.find('\n').unwrap_or(self.text.text.len());
            let message = format!(
                "the article nests more than {MAX_DEPTH} levels deep; it is shown as plain text"
            );
            self.problem(diag::TOO_DEEP, &range, message).advise("write lists and quotes flatter");
            parts = vec![body::Part::Html(plain_fallback(&self.text.text))];
        }
        Body {
            parts,
            links: self.links,
            headings: self.headings,
            sections: self.sections,
            ids: self.ids,
            title: self.title,
            hidden: self.hidden,
            tree,
            steps: self.steps.done,
            fixes: self.faults.finish(),
            frames: self.frames,
        }
    }
}

/// What the Markdown twin has for a `:::` line: the writer's words, else what a part of a fault is.
fn twin_title(mark: &Mark) -> Option<String> {
    let name = match mark {
        Mark::Fault(part, title) if title.is_empty() => part.name(),
        _ => return mark.title().map(str::to_owned),
    };
    Some(crate::config::humanise(name))
}

fn plain_fallback(text: &str) -> String {
    let mut html = String::from("<pre>");
    escape_into(&mut html, text);
    html.push_str("</pre>\n");
    html
}
