//! What is wrong with a tree: each problem at the very choice or heading, once for each cause.

use std::collections::HashMap;

use super::graph::Graph;
use super::outline::{Block, BlockKind, Outline, RawLink, RawNode};
use super::{Destination, Found, Known, Outcome, Rendered, Tree};
use crate::diag::{self, Code, Diagnostic, Hint, Span};

/// Longer answers are read to their end by nobody who is stuck.
const MAX_CHOICE: usize = 80;

/// More questions than this make customers give up before the answer.
const MAX_QUESTIONS: usize = 10;

/// The way out of most problems with an outcome.
const BOXES: &str = "end it with a box, `> [!SOLVED]` or `> [!CONTACT]`";

struct Checker<'a> {
    tree: &'a Tree,
    outline: &'a Outline,
    found: &'a [Vec<Found>],
    known: &'a Known<'a>,
    rendered: &'a Rendered<'a>,
    problems: Vec<Diagnostic>,
}

pub(super) fn check(
    tree: &Tree,
    outline: &Outline,
    (found, known): (&[Vec<Found>], &Known<'_>),
) -> Vec<Diagnostic> {
    let rendered = known.rendered;
    let mut checker = Checker { tree, outline, found, known, rendered, problems: Vec::new() };
    checker.all();
    checker.problems
}

impl Checker<'_> {
    fn all(&mut self) {
        let outline = self.outline;
        let graph = self.graph();
        let circles = graph.circles();
        for (number, node) in outline.nodes.iter().enumerate() {
            self.section(number, node);
            self.order(node);
            self.items(node);
            self.choices(number, &circles);
        }
        self.ways(&graph, &circles);
    }

    fn report(&mut self, code: Code, span: Span, (message, hint): (impl Into<String>, &str)) {
        self.problems.push(Diagnostic::new(code, span, message).hint(hint));
    }

    fn title(&self, node: usize) -> &str {
        self.tree.nodes.get(node).map_or("", |node| &node.title)
    }

    /// The line of a heading, without the line's end.
    fn heading(&self, node: &RawNode) -> Span {
        let text = &self.rendered.text.text[node.heading.clone()];
        self.rendered.text.span(node.heading.start..node.heading.start + text.trim_end().len())
    }

    /// The first line of a block.
    fn first_line(&self, block: &Block) -> Span {
        let text = &self.rendered.text.text[block.range.clone()];
        let end = text.find('\n').unwrap_or(text.len());
        self.rendered.text.span(block.range.start..block.range.start + end)
    }

    /// The graph in which what is reported elsewhere counts as repaired, so that one mistake is
    /// reported once.
    fn graph(&self) -> Graph {
        let mut graph = self.tree.graph();
        for (node, found) in self.found.iter().enumerate() {
            for one in found {
                match one {
                    Found::Missing(_, Some(near)) => graph.next[node].push(*near),
                    Found::Heading(place) => graph.next[node].extend(self.node_above(*place)),
                    Found::Missing(_, None) | Found::Unsafe => graph.leaves[node] = true,
                    Found::Sound(_) => {}
                }
            }
            let raw = &self.outline.nodes[node];
            let earlier = raw.blocks.iter().enumerate().filter(|(at, _)| Some(*at) != raw.choices);
            for (_, block) in earlier {
                graph.next[node].extend(self.mentioned(block));
            }
        }
        graph
    }

    /// The node whose section a heading is in.
    fn node_above(&self, place: usize) -> Option<usize> {
        self.rendered.places.partition_point(|node| *node <= place).checked_sub(1)
    }

    /// The nodes that a list of links leads to which is not the list of choices.
    fn mentioned(&self, block: &Block) -> Vec<usize> {
        let BlockKind::List(items) = &block.kind else { return Vec::new() };
        if !items.iter().all(super::outline::RawItem::is_choice) {
            return Vec::new();
        }
        let links = items.iter().flat_map(|item| &item.links);
        let nodes = links.filter_map(|link| match self.known.destination(link) {
            Found::Sound(Destination::Node(node)) => Some(node),
            _ => None,
        });
        nodes.collect()
    }

    /// Whether a section is a question or an outcome, and not both or neither.
    fn section(&mut self, number: usize, node: &RawNode) {
        let title = self.title(number).to_owned();
        let span = self.heading(node);
        let mut boxes = node.boxes();
        let first = boxes.next();
        if title.trim().is_empty() {
            let what = "this heading is empty, so customers are asked nothing".to_owned();
            return self.report(diag::EMPTY_NODE, span, (what, "write the question into it"));
        }
        if let (Some((block, outcome)), true) = (first, node.choices.is_some()) {
            let name = outcome.name().to_uppercase();
            let message = format!(
                "`{title}` is a question with choices, but it also has a box `[!{name}]`, which ends the tree"
            );
            let hint = "move the box to a node of its own and let a choice lead there";
            return self.report(diag::CONTRADICTORY_NODE, self.first_line(block), (message, hint));
        }
        if let Some((_, outcome)) = first
            && let Some((other, _)) = boxes.find(|(_, other)| *other != outcome)
        {
            let message = format!("`{title}` ends with both `[!SOLVED]` and `[!CONTACT]`");
            let hint = "ask whether it helped: a choice to each of two nodes, one per box";
            return self.report(diag::CONTRADICTORY_NODE, self.first_line(other), (message, hint));
        }
        if let Some((block, outcome)) = first {
            if block.text.trim().is_empty() {
                let message = format!("the box that ends `{title}` is empty");
                let hint = match outcome {
                    Outcome::Solved => "write what the customer has to do in it",
                    Outcome::Contact => "write whom to ask in it, and what to have ready",
                };
                self.report(diag::EMPTY_OUTCOME, self.first_line(block), (message, hint));
            }
        } else if node.choices.is_none() {
            let is_empty = node.text().is_empty();
            let (code, what) = if is_empty {
                (diag::EMPTY_NODE, format!("there is nothing below `{title}`"))
            } else {
                let what = format!(
                    "`{title}` has no choices, and neither solves the problem nor leads to a human"
                );
                (diag::NODE_WITHOUT_OUTCOME, what)
            };
            let hint = format!("{BOXES}, or with a list of links to other nodes");
            self.report(code, span, (what, &hint));
        }
    }

    /// Whether the choices stand at the end of their section.
    fn order(&mut self, node: &RawNode) {
        let Some(choices) = node.choices.filter(|_| !node.is_unclear) else { return };
        let is_other = |block: &&Block| matches!(block.kind, BlockKind::Other | BlockKind::List(_));
        if node.blocks[choices + 1..].iter().find(is_other).is_some() {
            let span = self.first_line(&node.blocks[choices]);
            let message = "something follows this list of choices in its section".to_owned();
            let hint =
                "move the list to the end of the section: customers choose and read no further";
            self.report(diag::CHOICES_NOT_LAST, span, (message, hint));
        }
        for block in &node.blocks[..choices] {
            let strays = self.strays(block);
            for link in &strays {
                self.destination(0, (link, &self.known.destination(link)));
            }
            if strays.is_empty() && !self.mentioned(block).is_empty() {
                let message =
                    "this looks like a list of choices, but the section has another one below";
                let hint =
                    "write the choices as one list at the end, or give each list its own heading";
                let span = self.first_line(block);
                self.report(diag::CHOICES_NOT_LAST, span, (message, hint));
            }
        }
    }

    /// The links of a list that lead to headings which are no nodes: it is a list of choices in the
    /// eyes of one who writes nodes with other headings.
    fn strays<'b>(&self, block: &'b Block) -> Vec<&'b RawLink> {
        let BlockKind::List(items) = &block.kind else { return Vec::new() };
        if !items.iter().all(super::outline::RawItem::is_choice) {
            return Vec::new();
        }
        let links = items.iter().flat_map(|item| &item.links);
        let strays = |link: &&RawLink| matches!(self.known.destination(link), Found::Heading(_));
        links.filter(strays).collect()
    }

    /// Items that are no choices in a list that is meant for them.
    fn items(&mut self, node: &RawNode) {
        if !node.is_unclear {
            return;
        }
        for item in node.choice_items().iter().filter(|item| !item.is_choice()) {
            let text = &self.rendered.text.text[item.range.clone()];
            let line = text.find('\n').unwrap_or(text.len());
            let span = self.rendered.text.span(item.range.start..item.range.start + line);
            let (message, hint) = match item.links.as_slice() {
                [] => (
                    "this item has no link, so it is no choice",
                    "write it as a link, `[text](#node)`",
                ),
                [_] => (
                    "there is text beside the link of this choice",
                    "put all of its text into the link: `[text](#node)`",
                ),
                _ => (
                    "this choice has several links",
                    "write an item for each, so that each leads to one place",
                ),
            };
            self.report(diag::UNCLEAR_CHOICES, span, (message, hint));
        }
    }

    /// Each choice of a node for itself, and beside the others.
    fn choices(&mut self, number: usize, circles: &[Vec<usize>]) {
        let node = &self.outline.nodes[number];
        let links: Vec<&RawLink> = node.choice_links().collect();
        if let ([only], false) = (links.as_slice(), node.is_unclear) {
            let message = format!("`{}` offers one choice, which is none", self.title(number));
            let hint = "offer a second one, or write both nodes as one";
            self.report(diag::SINGLE_CHOICE, self.span(only), (message, hint));
        }
        let mut texts: HashMap<String, &RawLink> = HashMap::new();
        let mut targets: HashMap<&Destination, &RawLink> = HashMap::new();
        for (link, found) in links.iter().copied().zip(&self.found[number]) {
            self.destination(number, (link, found));
            self.length(link);
            let is_trapped_alone = circles.iter().any(|circle| circle == &[number]);
            if let Found::Sound(Destination::Node(to)) = found
                && *to == number
                && !is_trapped_alone
            {
                let message = format!("`{}` leads to the node it is in", link.text.trim());
                let hint = "lead to the next step; customers can go back on their own";
                self.report(diag::CHOICE_TO_ITSELF, self.span(link), (message, hint));
            }
            let text = normal(&link.text);
            let Found::Sound(to) = found else { continue };
            if let Some(other) = texts.insert(text, link) {
                let line = self.span(other).line_column().0;
                let message =
                    format!("`{}` is offered twice (also in line {line})", link.text.trim());
                let hint = "word the two so that customers can tell them apart";
                self.report(diag::AMBIGUOUS_CHOICE, self.span(link), (message, hint));
            } else if let Some(other) = targets.insert(to, link)
                && *to != Destination::Node(number)
                && !node.is_unclear
            {
                let message = format!(
                    "`{}` and `{}` lead to the same place",
                    other.text.trim(),
                    link.text.trim()
                );
                let hint = "offer them as one choice if the difference does not matter";
                self.report(diag::SAME_DESTINATION, self.span(link), (message, hint));
            }
        }
    }

    fn length(&mut self, link: &RawLink) {
        let length = link.text.trim().chars().count();
        if length > MAX_CHOICE {
            let message = format!("this choice is {length} characters long");
            let hint = "say it in a few words and explain it in the node that it leads to";
            self.report(diag::LONG_CHOICE, self.span(link), (message, hint));
        }
    }

    fn span(&self, link: &RawLink) -> Span {
        self.rendered.text.span(link.range.clone())
    }

    /// A choice that leads to no node.
    fn destination(&mut self, number: usize, (link, found): (&RawLink, &Found)) {
        let span = self.span(link);
        match found {
            Found::Missing(anchor, near) => {
                let text = link.text.trim();
                let message = if anchor.is_empty() {
                    format!("`{text}` leads to no node of this tree")
                } else {
                    format!("`{text}` leads to `#{anchor}`, but there is no such node")
                };
                let problem = Diagnostic::new(diag::DEAD_END, span, message);
                let near = near.and_then(|near| self.tree.nodes.get(near)).map(|node| &node.id);
                let problem = match near {
                    Some(near) => retarget(problem, link, near),
                    None => problem.hint(self.nodes(number)),
                };
                self.problems.push(problem);
            }
            Found::Heading(place) => {
                let heading = &self.rendered.headings[*place];
                let message = format!(
                    "`{}` leads to `{}`, a heading of another level, which is no node",
                    link.text.trim(),
                    heading.title
                );
                let hint =
                    "write it as a second-level heading, `## …`, or lead to the node it is in";
                self.report(diag::HEADING_IS_NO_NODE, span, (message, hint));
            }
            Found::Sound(_) | Found::Unsafe => {}
        }
    }

    /// The other nodes of the tree, for one who has to choose.
    fn nodes(&self, number: usize) -> String {
        let ids = self.tree.nodes.iter().enumerate().filter(|(other, _)| *other != number);
        let mut ids: Vec<String> = ids.map(|(_, node)| format!("`#{}`", node.id)).collect();
        let more = ids.len().saturating_sub(6);
        ids.truncate(6);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        if ids.is_empty() {
            return "write the node it should lead to: a heading `## …`".to_owned();
        }
        format!("add a node with that heading, or lead to one of {}{more}", ids.join(", "))
    }

    /// What concerns the tree as a whole: nodes that are never asked, circles, long ways.
    fn ways(&mut self, graph: &Graph, circles: &[Vec<usize>]) {
        for (root, followers) in graph.unreachable_roots() {
            let rest = match followers {
                0 => String::new(),
                1 => ", so nobody gets to the node after it either".to_owned(),
                more => format!(", so nobody gets to the {more} nodes after it either"),
            };
            let message = format!("no choice leads to `{}`{rest}", self.title(root));
            let id = self.tree.nodes[root].id.clone();
            let hint = format!("let a choice lead to `#{id}`, or remove the section");
            let span = self.heading(&self.outline.nodes[root]);
            self.report(diag::UNREACHABLE_NODE, span, (message, &hint));
        }
        for circle in circles {
            self.circle(circle);
        }
        let distances = graph.distances(0);
        let far = (0..distances.len()).find(|node| distances[*node] > Some(MAX_QUESTIONS));
        if let Some(node) = far {
            let message = format!(
                "`{}` comes after {} questions at least",
                self.title(node),
                distances[node].unwrap_or_default()
            );
            let hint = "ask first what tells most cases apart, or make two articles of it";
            let span = self.heading(&self.outline.nodes[node]);
            self.report(diag::DEEP_TREE, span, (message, hint));
        }
    }

    /// A circle is shown at the choice that closes it.
    fn circle(&mut self, circle: &[usize]) {
        let (Some(first), Some(last)) = (circle.first(), circle.last()) else { return };
        let names = circle.iter().chain([first]).map(|node| format!("`{}`", self.title(*node)));
        let names: Vec<String> = names.collect();
        let message = if circle.len() == 1 {
            format!("every choice of `{}` leads back to it", self.title(*first))
        } else {
            format!("this circle has no way out: {}", names.join(" → "))
        };
        let raw = &self.outline.nodes[*last];
        let closes = Found::Sound(Destination::Node(*first));
        let closing = raw.choice_links().zip(&self.found[*last]).find(|(_, to)| **to == closes);
        let span = closing.map_or_else(|| self.heading(raw), |(link, _)| self.span(link));
        let hint =
            "let a choice in it lead to a node that ends with `> [!SOLVED]` or `> [!CONTACT]`";
        self.report(diag::ENDLESS_LOOP, span, (message, hint));
    }
}

/// Adds a way out that leads the choice to node `near`.
fn retarget(mut problem: Diagnostic, link: &RawLink, near: &str) -> Diagnostic {
    let text = format!("did you mean `#{near}`?");
    let replacement = problem.span.clone().and_then(|span| {
        let written = span.source.text.get(span.range.clone())?;
        let at = written.rfind(&link.target)?;
        let start = span.range.start + at;
        let place = Span::new(&span.source, start..start + link.target.len());
        Some((place, format!("#{near}")))
    });
    problem.hints.push(Hint { text, replacement });
    problem
}

/// A text as customers see it at a glance: without case, doubled spaces and the mark at its end.
fn normal(text: &str) -> String {
    let words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
    words.join(" ").trim_end_matches(['.', '!', '?', '…', ',', ';', ':']).to_owned()
}

/// The problem of a troubleshooter that has no node at all.
pub(in crate::article) fn without_nodes(span: Span) -> Diagnostic {
    let message = "this troubleshooter asks nothing: it has no second-level heading";
    Diagnostic::new(diag::TREE_WITHOUT_NODES, span, message)
        .hint("write each question as `## Question`, and below it a list of links to the next ones")
}
