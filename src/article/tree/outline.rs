//! The events of a troubleshooter → its nodes as they are written: headings, lists, boxes.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use pulldown_cmark::{BlockQuoteKind, Event, HeadingLevel, Tag, TagEnd};

use super::Outcome;
use crate::article::containers::{Alert, Mark};
use crate::article::expand::Expanded;
use crate::url::{self, Scheme, Target};

/// The second-level headings of an article and what is below them.
#[derive(Debug, Default)]
pub(in crate::article) struct Outline {
    pub(super) nodes: Vec<RawNode>,
    /// Where lists of choices begin, and the links in them.
    lists: HashSet<usize>,
    links: HashSet<usize>,
    /// Nodes by where their headings begin.
    by_heading: HashMap<usize, usize>,
}

/// A second-level heading and what is below it.
#[derive(Debug, Default)]
pub(in crate::article) struct RawNode {
    /// Its heading.
    pub(super) heading: Range<usize>,
    pub(super) title: String,
    /// Its section, in order.
    pub(super) blocks: Vec<Block>,
    /// Which of the blocks is its list of choices.
    pub(super) choices: Option<usize>,
    /// Whether the list is meant for one, but has more than links in it.
    pub(super) is_unclear: bool,
}

/// A block at top level.
#[derive(Debug, Default)]
pub(super) struct Block {
    pub(super) range: Range<usize>,
    pub(super) text: String,
    pub(super) kind: BlockKind,
}

#[derive(Debug, Default)]
pub(super) enum BlockKind {
    #[default]
    Other,
    /// A list and its items.
    List(Vec<RawItem>),
    /// A box that ends the tree.
    Outcome(Outcome),
    /// Footnotes stand elsewhere on the page.
    Footnote,
}

/// An item of a list.
#[derive(Debug, Default)]
pub(super) struct RawItem {
    pub(super) range: Range<usize>,
    pub(super) links: Vec<RawLink>,
    /// Whether there is more in it than links.
    pub(super) has_more: bool,
}

/// A link in an item.
#[derive(Debug, Default)]
pub(in crate::article) struct RawLink {
    pub(super) range: Range<usize>,
    pub(super) target: String,
    pub(super) text: String,
}

impl Outline {
    /// Reads the events of `text`.
    pub(in crate::article) fn of(events: &[(Event<'_>, Range<usize>)], text: &Expanded) -> Self {
        let mut reader = Reader { text, nodes: Vec::new(), depth: 0, open: Open::default() };
        for (event, range) in events {
            reader.event(event, range);
        }
        let mut outline = Self { nodes: reader.nodes, ..Self::default() };
        for (number, node) in outline.nodes.iter_mut().enumerate() {
            node.choose();
            outline.by_heading.insert(node.heading.start, number);
            let list = node.choices.filter(|_| !node.is_unclear).map(|list| &node.blocks[list]);
            outline.lists.extend(list.map(|list| list.range.start));
            outline.links.extend(
                node.choice_links().filter(|_| !node.is_unclear).map(|link| link.range.start),
            );
        }
        outline
    }

    /// Whether a list of choices begins at this byte.
    pub(in crate::article) fn has_choices_at(&self, at: usize) -> bool {
        self.lists.contains(&at)
    }

    /// Whether a link in a list of choices begins at this byte.
    pub(in crate::article) fn has_choice_at(&self, at: usize) -> bool {
        self.links.contains(&at)
    }

    /// The node whose heading begins at this byte.
    pub(in crate::article) fn node_at(&self, at: usize) -> Option<&RawNode> {
        self.nodes.get(*self.by_heading.get(&at)?)
    }
}

impl RawNode {
    /// The box it ends with; `None` for a question, or when there are boxes of both kinds.
    pub(in crate::article) fn outcome(&self) -> Option<Outcome> {
        let mut boxes = self.boxes().map(|(_, outcome)| outcome);
        let first = boxes.next().filter(|_| self.choices.is_none());
        first.filter(|first| boxes.all(|other| other == *first))
    }

    /// Its boxes and what they say.
    pub(super) fn boxes(&self) -> impl Iterator<Item = (&Block, Outcome)> {
        self.blocks.iter().filter_map(|block| match block.kind {
            BlockKind::Outcome(outcome) => Some((block, outcome)),
            _ => None,
        })
    }

    /// The items of its list of choices.
    pub(super) fn choice_items(&self) -> &[RawItem] {
        match self.choices.and_then(|list| self.blocks.get(list)).map(|block| &block.kind) {
            Some(BlockKind::List(items)) => items,
            _ => &[],
        }
    }

    /// The link of each choice.
    pub(super) fn choice_links(&self) -> impl Iterator<Item = &RawLink> {
        self.choice_items().iter().filter_map(|item| item.links.first())
    }

    /// Its plain text without the choices.
    pub(super) fn text(&self) -> String {
        let texts = self.blocks.iter().enumerate().filter(|(at, _)| Some(*at) != self.choices);
        let texts = texts.filter(|(_, block)| !matches!(block.kind, BlockKind::Footnote));
        let texts = texts.map(|(_, block)| block.text.trim()).filter(|text| !text.is_empty());
        texts.collect::<Vec<_>>().join("\n")
    }

    /// From behind its heading to its choices, or to its end.
    pub(super) fn markdown(&self) -> Range<usize> {
        let start = self.heading.end;
        let end = if let Some(list) = self.choices {
            self.blocks[list].range.start
        } else {
            let mut own = self.blocks.iter().rev();
            let last = own.find(|block| !matches!(block.kind, BlockKind::Footnote));
            last.map_or(start, |block| block.range.end)
        };
        start..end.max(start)
    }

    /// Finds the list of choices: the last one of links alone, one of which leads to a place of the
    /// article. In a section without a box, also one whose links all lead elsewhere.
    fn choose(&mut self) {
        let has_box = self.boxes().next().is_some();
        let items = |block: &Block, test: &dyn Fn(&[RawItem]) -> bool| match &block.kind {
            BlockKind::List(items) => test(items),
            _ => false,
        };
        let last = |test: &dyn Fn(&[RawItem]) -> bool| {
            self.blocks.iter().rposition(|block| items(block, test))
        };
        let is_clean = |list: &[RawItem]| list.iter().all(RawItem::is_choice);
        let leads_on = |list: &[RawItem]| list.iter().any(RawItem::leads_on);
        let is_most = |list: &[RawItem]| {
            list.iter().filter(|item| item.leads_on()).count() * 2 >= list.len().max(1)
        };
        let clean = last(&|list| is_clean(list) && leads_on(list));
        let clean = clean.or_else(|| last(&is_clean).filter(|_| !has_box));
        // Mixed with other text, a list is meant for choices when half of it looks so.
        let unclear = || last(&|list| leads_on(list) && is_most(list)).filter(|_| !has_box);
        self.choices = clean.or_else(unclear);
        self.is_unclear = clean.is_none() && self.choices.is_some();
    }
}

impl RawItem {
    /// Whether it is a link and nothing else.
    pub(super) fn is_choice(&self) -> bool {
        self.links.len() == 1 && !self.has_more
    }

    /// Whether its first link stays in the article.
    fn leads_on(&self) -> bool {
        self.links.first().is_some_and(|link| {
            matches!(url::scheme(&link.target), Scheme::Relative)
                && Target::parse(&link.target).path.is_empty()
        })
    }
}

/// What is open while the events are read.
#[derive(Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each may be open on its own")]
struct Open {
    /// Whether the heading of a node.
    heading: bool,
    /// Whether an item of a list at top level.
    item: bool,
    link: bool,
    /// Whether the block at top level takes text.
    block: bool,
}

struct Reader<'a> {
    text: &'a Expanded,
    nodes: Vec<RawNode>,
    depth: usize,
    open: Open,
}

impl Reader<'_> {
    fn event(&mut self, event: &Event<'_>, range: &Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(*tag),
            Event::Text(text) | Event::Code(text) => self.plain(text),
            Event::SoftBreak | Event::HardBreak => self.plain(" "),
            Event::Html(_) => self.html(range),
            Event::InlineHtml(html) if !html.starts_with("<!--") => self.more(),
            Event::Rule if self.depth == 0 => self.block(range, BlockKind::Other),
            Event::TaskListMarker(_) | Event::FootnoteReference(_) => self.more(),
            _ => {}
        }
        if self.open.block
            && let Some(block) = self.last_block()
        {
            block.range.end = block.range.end.max(range.end);
        }
    }

    fn start(&mut self, tag: &Tag<'_>, range: &Range<usize>) {
        let at_top = self.depth == 0;
        let in_list = self.depth == 1 && self.in_list();
        self.depth += 1;
        match tag {
            Tag::Heading { level: HeadingLevel::H2, .. } if at_top => {
                self.open = Open { heading: true, ..Open::default() };
                self.nodes.push(RawNode { heading: range.clone(), ..RawNode::default() });
            }
            // The lines of a block of HTML decide what it is.
            Tag::HtmlBlock => {}
            Tag::List(_) if at_top => self.block(range, BlockKind::List(Vec::new())),
            Tag::BlockQuote(kind) if at_top => {
                let outcome = kind.and_then(|kind| self.outcome(kind, range));
                self.block(range, outcome.map_or(BlockKind::Other, BlockKind::Outcome));
            }
            Tag::FootnoteDefinition(_) if at_top => self.block(range, BlockKind::Footnote),
            _ if at_top => self.block(range, BlockKind::Other),
            Tag::Item if in_list => {
                self.open.item = true;
                if let Some(items) = self.items() {
                    items.push(RawItem { range: range.clone(), ..RawItem::default() });
                }
            }
            Tag::Link { dest_url, .. } => self.link(dest_url, range),
            Tag::Paragraph | Tag::Emphasis | Tag::Strong | Tag::Strikethrough => {}
            _ => self.more(),
        }
    }

    fn end(&mut self, tag: TagEnd) {
        self.depth = self.depth.saturating_sub(1);
        self.open.link &= tag != TagEnd::Link;
        self.open.item &= self.depth > 1;
        if self.depth == 0 {
            self.open.heading = false;
        } else if self.depth == 1 && !is_inline(tag) {
            self.plain("\n");
        }
        self.open.block &= self.depth > 0;
    }

    fn block(&mut self, range: &Range<usize>, kind: BlockKind) {
        self.open = Open { block: true, ..Open::default() };
        if let Some(node) = self.nodes.last_mut() {
            node.blocks.push(Block { range: range.clone(), text: String::new(), kind });
        }
    }

    /// What a quote ends the tree with: pulldown-cmark knows neither of the two boxes.
    fn outcome(&self, _: BlockQuoteKind, range: &Range<usize>) -> Option<Outcome> {
        let (at, mark) = self.text.marks.range(range.clone()).next()?;
        match mark {
            Mark::Quote(alert) if *at < range.start + 4 => outcome_of(*alert),
            _ => None,
        }
    }

    fn last_block(&mut self) -> Option<&mut Block> {
        self.nodes.last_mut()?.blocks.last_mut()
    }

    fn in_list(&mut self) -> bool {
        self.open.block && self.items().is_some()
    }

    fn items(&mut self) -> Option<&mut Vec<RawItem>> {
        match &mut self.last_block()?.kind {
            BlockKind::List(items) => Some(items),
            _ => None,
        }
    }

    fn link(&mut self, target: &str, range: &Range<usize>) {
        self.open.link = true;
        if self.open.item
            && let Some(item) = self.items().and_then(|items| items.last_mut())
        {
            let link =
                RawLink { range: range.clone(), target: target.to_owned(), text: String::new() };
            item.links.push(link);
        }
    }

    fn plain(&mut self, text: &str) {
        let Open { heading, item, link, block } = self.open;
        if heading {
            if let Some(node) = self.nodes.last_mut() {
                node.title.push_str(text);
            }
            return;
        }
        if let Some(item) = self.items().filter(|_| item).and_then(|items| items.last_mut()) {
            match item.links.last_mut().filter(|_| link) {
                Some(link) => link.text.push_str(text),
                None => item.has_more |= !text.trim().is_empty(),
            }
        }
        if let Some(last) = self.last_block().filter(|_| block) {
            last.text.push_str(text);
        }
    }

    /// There is something in the open item that is no link.
    fn more(&mut self) {
        if self.open.item
            && let Some(item) = self.items().and_then(|items| items.last_mut())
        {
            item.has_more = true;
        }
    }

    /// A line of a block of HTML: what a `:::` line does, or the writer's own.
    fn html(&mut self, range: &Range<usize>) {
        let text = self.text;
        let marks: Vec<&Mark> = text.marks.range(range.clone()).map(|(_, mark)| mark).collect();
        for mark in &marks {
            self.mark(mark, range);
        }
        // The block of HTML itself is open.
        let is_comment = text.text[range.clone()].trim_start().starts_with("<!--");
        if marks.is_empty() && !is_comment {
            if self.depth == 1 {
                self.block(range, BlockKind::Other);
            }
            self.plain("<>");
            self.more();
        }
    }

    fn mark(&mut self, mark: &Mark, range: &Range<usize>) {
        match mark {
            Mark::NoSearch | Mark::Quote(_) => {}
            Mark::Close(name) if name == crate::article::markdown::NO_SEARCH => {}
            Mark::Close(_) | Mark::TabEnd => self.depth = self.depth.saturating_sub(1),
            _ => {
                if self.depth == 1 {
                    let outcome = match mark {
                        Mark::Alert(alert, _) => outcome_of(*alert),
                        _ => None,
                    };
                    self.block(range, outcome.map_or(BlockKind::Other, BlockKind::Outcome));
                }
                self.depth += 1;
                self.more();
                if let Some(title) = mark.title() {
                    self.plain(title);
                    self.plain("\n");
                }
            }
        }
    }
}

fn outcome_of(alert: Alert) -> Option<Outcome> {
    match alert {
        Alert::Solved => Some(Outcome::Solved),
        Alert::Contact => Some(Outcome::Contact),
        _ => None,
    }
}

/// Whether the line goes on behind it.
fn is_inline(tag: TagEnd) -> bool {
    use TagEnd::{Emphasis, Image, Link, Strikethrough, Strong, Subscript, Superscript};
    matches!(tag, Emphasis | Image | Link | Strikethrough | Strong | Subscript | Superscript)
}
