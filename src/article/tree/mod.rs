//! A troubleshooter as a decision tree: each second-level heading is a node, the list of links that
//! ends its section are its choices, and a section without choices is an outcome.
//!
//! [`outline`] reads the events that `markdown` renders, [`check`] says what is wrong with them.

pub(super) mod check;
pub mod graph;
pub(super) mod outline;
pub mod picture;
mod words;

use std::collections::HashMap;
use std::ops::Range;

use super::body::{Heading, Link};
use super::expand::Expanded;
use crate::diag::{Diagnostic, did_you_mean};
use crate::tree::RelPath;
use crate::url::{self, Scheme, Target};
use graph::Graph;
use outline::{Outline, RawLink, RawNode};

/// Paths of choices with a rank: what two characters of a help code hold.
pub const MAX_RANK: usize = 1023;

/// A decision tree.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tree {
    /// In order; the first one is where it starts.
    pub nodes: Vec<Node>,
}

/// A question or an outcome.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// Anchor of its heading.
    pub id: String,
    /// Text of its heading.
    pub title: String,
    /// What stands between heading and choices, without markup.
    pub text: String,
    /// The same in bytes of the expanded Markdown.
    pub markdown: Range<usize>,
    /// `None` for a question.
    pub outcome: Option<Outcome>,
    /// In order; those that lead nowhere are left out.
    pub choices: Vec<Choice>,
}

/// How a tree ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The customer knows what to do.
    Solved,
    /// A human has to help.
    Contact,
}

impl Outcome {
    /// Its name in HTML and JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Solved => "solved",
            Self::Contact => "contact",
        }
    }
}

/// An answer to a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// Its text.
    pub text: String,
    /// Where it leads.
    pub to: Destination,
}

/// Where a choice leads.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Destination {
    /// To the node of this number.
    Node(usize),
    /// Out of the tree, where this link of the article leads.
    Link(usize),
    /// To another site.
    Url(String),
}

/// A path of choices from the start of a tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Path {
    /// Nodes from the start on.
    pub nodes: Vec<usize>,
    /// The number of the choice taken in each node but the last.
    pub choices: Vec<usize>,
}

impl Tree {
    /// The number of the node called `id`.
    pub fn find(&self, id: &str) -> Option<usize> {
        self.nodes.iter().position(|node| node.id == id)
    }

    /// Every path that passes no node twice, shorter ones first, by rank; the first is the start
    /// alone. At most [`MAX_RANK`] besides it.
    pub fn paths(&self) -> Vec<Path> {
        let mut paths = Vec::new();
        if !self.nodes.is_empty() {
            paths.push(Path { nodes: vec![0], choices: Vec::new() });
        }
        let mut at = 0;
        while at < paths.len() && paths.len() <= MAX_RANK {
            let Path { nodes, choices } = paths[at].clone();
            let last = nodes.last().copied().unwrap_or_default();
            for (number, choice) in self.nodes[last].choices.iter().enumerate() {
                let Destination::Node(next) = choice.to else { continue };
                if nodes.contains(&next) || paths.len() > MAX_RANK {
                    continue;
                }
                let longer = |list: &[usize], one| list.iter().copied().chain([one]).collect();
                paths.push(Path { nodes: longer(&nodes, next), choices: longer(&choices, number) });
            }
            at += 1;
        }
        paths
    }

    /// Nodes and the choices between them.
    pub fn graph(&self) -> Graph {
        let node = |node: &Node| {
            let next = node.choices.iter().filter_map(|choice| match choice.to {
                Destination::Node(next) => Some(next),
                _ => None,
            });
            next.collect()
        };
        let leaves = |node: &Node| {
            node.choices.is_empty()
                || node.choices.iter().any(|choice| !matches!(choice.to, Destination::Node(_)))
        };
        Graph {
            next: self.nodes.iter().map(node).collect(),
            leaves: self.nodes.iter().map(leaves).collect(),
        }
    }
}

/// What the rendered article knows that its outline does not.
pub(super) struct Rendered<'a> {
    pub(super) text: &'a Expanded,
    pub(super) path: &'a RelPath,
    /// Anchors of the nodes, in order.
    pub(super) ids: &'a [String],
    /// What heading each node begins with, by number among `headings`.
    pub(super) places: &'a [usize],
    pub(super) headings: &'a [Heading],
    pub(super) links: &'a [Link],
}

/// Where a link of a list of choices really leads.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Found {
    Sound(Destination),
    /// To a heading of the article that is no node: its place among the headings.
    Heading(usize),
    /// To nothing: the anchor, and the node that was probably meant.
    Missing(String, Option<usize>),
    /// To an address that is not published; others report it.
    Unsafe,
}

/// The tree of an outline, and what is wrong with it.
pub(super) fn build(outline: &Outline, rendered: &Rendered<'_>) -> (Tree, Vec<Diagnostic>) {
    let known = Known::of(rendered);
    let found = |node: &RawNode| node.choice_links().map(|link| known.destination(link)).collect();
    let found: Vec<Vec<Found>> = outline.nodes.iter().map(found).collect();
    let nodes = outline.nodes.iter().zip(&found).zip(rendered.ids);
    let nodes = nodes.map(|((raw, found), id)| Node {
        id: id.clone(),
        title: raw.title.trim().to_owned(),
        text: raw.text(),
        markdown: raw.markdown(),
        outcome: raw.outcome(),
        choices: choices(raw, found),
    });
    let tree = Tree { nodes: nodes.collect() };
    let problems = check::check(&tree, outline, (&found, &known));
    (tree, problems)
}

fn choices(raw: &RawNode, found: &[Found]) -> Vec<Choice> {
    let pairs = raw.choice_links().zip(found);
    let choice = |(link, found): (&RawLink, &Found)| match found {
        Found::Sound(to) => Some(Choice { text: link.text.trim().to_owned(), to: to.clone() }),
        _ => None,
    };
    pairs.filter_map(choice).collect()
}

/// What choices can lead to.
struct Known<'a> {
    rendered: &'a Rendered<'a>,
    nodes: HashMap<&'a str, usize>,
    headings: HashMap<&'a str, usize>,
    /// Links by where they begin.
    links: HashMap<usize, usize>,
}

impl<'a> Known<'a> {
    fn of(rendered: &'a Rendered<'a>) -> Self {
        let nodes = rendered.ids.iter().map(String::as_str).zip(0..).collect();
        let headings = rendered.headings.iter().map(|heading| heading.id.as_str()).zip(0..);
        let links = rendered.links.iter().map(|link| link.at.start).zip(0..);
        Self { rendered, nodes, headings: headings.collect(), links: links.collect() }
    }

    fn destination(&self, link: &RawLink) -> Found {
        match url::scheme(&link.target) {
            Scheme::External => {
                return Found::Sound(Destination::Url(url::encode(link.target.trim())));
            }
            Scheme::Unsafe(_) => return Found::Unsafe,
            Scheme::Relative => {}
        }
        let target = Target::parse(&link.target);
        if !is_own(&target, self.rendered.path) {
            let number = self.links.get(&link.range.start).copied();
            return number.map_or(Found::Unsafe, |link| Found::Sound(Destination::Link(link)));
        }
        let anchor = target.anchor.unwrap_or_default();
        if let Some(node) = self.nodes.get(anchor.as_str()) {
            return Found::Sound(Destination::Node(*node));
        }
        if let Some(place) = self.headings.get(anchor.as_str()) {
            return Found::Heading(*place);
        }
        let near = did_you_mean(&anchor, self.rendered.ids.iter().map(String::as_str));
        let near = near.and_then(|near| self.nodes.get(near).copied());
        Found::Missing(anchor, near)
    }
}

/// Whether a relative target stays on the page of the article at `path`.
fn is_own(target: &Target, path: &RelPath) -> bool {
    target.path.is_empty()
        || target.path.ends_with(".md") && path.resolve(&target.path).as_ref() == Some(path)
}
