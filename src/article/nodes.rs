//! The tree half of the Markdown pass: sections around nodes, marks on their choices.

use std::ops::Range;

use super::blocks::OpenHeading;
use super::body::{OWN_OPEN, Role};
use super::containers::escape;
use super::markdown::Writer;
use super::tree::outline::Outline;
use super::tree::{self, Rendered, Tree};

/// The nodes of a troubleshooter while it is being written.
#[derive(Default)]
pub(super) struct Nodes {
    pub(super) outline: Outline,
    /// Anchors, in order.
    ids: Vec<String>,
    /// Of each node: which heading of the article it begins with, and where the attributes of its
    /// section are kept.
    places: Vec<usize>,
    attributes: Vec<usize>,
    is_open: bool,
}

impl Nodes {
    pub(super) fn of(outline: Outline) -> Self {
        Self { outline, ..Self::default() }
    }
}

impl Writer<'_> {
    /// Begins the section of a node, if the heading is one's.
    pub(super) fn open_node(&mut self, heading: &OpenHeading, id: &str) {
        let Some(node) = self.nodes.outline.node_at(heading.range.start) else { return };
        let outcome = node.outcome().map(|outcome| format!(" data-outcome=\"{}\"", outcome.name()));
        self.close_node();
        let attributes = format!(" data-node=\"{}\"{}", escape(id), outcome.unwrap_or_default());
        self.nodes.ids.push(id.to_owned());
        self.nodes.places.push(self.headings.len());
        self.nodes.attributes.push(self.own.len());
        self.open("section", &attributes);
        self.html.push('\n');
        self.nodes.is_open = true;
    }

    pub(super) fn close_node(&mut self) {
        if std::mem::take(&mut self.nodes.is_open) {
            self.html.push_str("</section>\n");
        }
    }

    /// Gives the sections their ids, once all others are taken.
    pub(super) fn name_nodes(&mut self) {
        for (number, place) in self.nodes.attributes.clone().into_iter().enumerate() {
            let id = self.unique_id(&format!("{}-section", self.nodes.ids[number]));
            let attributes = format!(" class=\"node\" id=\"{}\"{}", escape(&id), self.own[place]);
            self.own[place] = attributes;
        }
    }

    pub(super) fn role(&self, target: &str, range: &Range<usize>) -> Role {
        let is_choice = self.nodes.outline.has_choice_at(range.start);
        if is_choice && target.starts_with('#') { Role::Choice } else { Role::Link }
    }

    /// Marks the link that is being opened as a choice, if it is one.
    pub(super) fn mark_choice(&mut self, range: &Range<usize>) {
        if self.nodes.outline.has_choice_at(range.start) {
            self.own.push(" data-choice".to_owned());
            self.html.push_str(OWN_OPEN);
            self.slot('A', self.own.len() - 1);
            self.html.push('"');
        }
    }

    /// The finished tree; what is wrong with it is reported.
    pub(super) fn tree(&mut self) -> Option<Tree> {
        if !self.flavour.tree {
            return None;
        }
        let rendered = Rendered {
            text: self.text,
            path: &self.text.source.path,
            ids: &self.nodes.ids,
            places: &self.nodes.places,
            headings: &self.headings,
            links: &self.links,
        };
        let (tree, problems) = tree::build(&self.nodes.outline, &rendered);
        self.problems.extend(problems);
        Some(tree)
    }
}
