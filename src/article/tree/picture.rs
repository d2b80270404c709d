//! A tree as a picture: a column that grows with the tree and is never wider than a page.
//!
//! Each node stands once, below the question that leads there first, and one step further in. Every
//! other choice that leads to it names it by its number, so no line ever crosses another.

use std::collections::VecDeque;
use std::fmt::Write;

use super::words::{lines, widest};
use super::{Destination, Outcome, Tree};
use crate::article::containers::escape;

/// Space around everything.
const PAD: usize = 24;

/// How much further in an answer stands than its question.
const INDENT: usize = 28;

/// Answers are not moved further in than so many times.
const MAX_INDENT: usize = 14;

/// From the edge of a box to the line that leads to its answers.
const RAIL: usize = 17;

/// The narrowest and the widest text of a box.
const TEXT: (usize, usize) = (220, 480);

/// Size and line height of titles and of choices.
const TITLE: (usize, usize) = (15, 21);
const LABEL: (usize, usize) = (13, 19);

/// From the edge of a box to its text; the number of the node stands in between.
const NUMBER: usize = 44;

/// From the text of a box to its other edge; the mark of an outcome stands in between.
const ICON: usize = 44;

/// Colours: white paper, whatever the page's.
const INK: &str = "#1c1b18";
const SOFT: &str = "#575349";
const LINE: &str = "#8a8578";

/// A drawn tree.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Picture {
    /// In pixels.
    pub width: usize,
    /// In pixels.
    pub height: usize,
    rows: Vec<Row>,
    rails: Vec<Rail>,
    /// Of each node, from 1, in the order in which they are drawn.
    numbers: Vec<usize>,
}

/// A choice with what it leads to. The first row is the start, which has no choice.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Row {
    level: usize,
    top: usize,
    /// The lines of the choice.
    label: Vec<String>,
    to: Shown,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Shown {
    /// This node and the lines of its title.
    Node(usize, Vec<String>),
    /// The lines of the number and the title of a node that stands elsewhere.
    Reference(Vec<String>),
    /// A place outside of the tree.
    Outside,
}

/// The line from a box down to the last of its answers.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Rail {
    level: usize,
    from: usize,
    to: usize,
}

impl Picture {
    /// Draws a tree.
    pub fn of(tree: &Tree) -> Self {
        let mut picture = Self { height: PAD, ..Self::default() };
        let parents = parents(tree);
        picture.numbers = numbers(tree, &parents);
        // What is left to draw, the next one last: level, choice, what it leads to.
        let mut left: Vec<(usize, String, Shown, Option<usize>)> = Vec::new();
        let roots = (0..tree.nodes.len()).rev().filter(|node| parents[*node].is_none());
        left.extend(roots.map(|root| (0, String::new(), node_shown(tree, root), None)));
        while let Some((level, label, to, rail)) = left.pop() {
            let node = if let Shown::Node(node, _) = &to { Some(*node) } else { None };
            let row = picture.add(level, &label, to);
            if let Some(rail) = rail {
                picture.rails[rail].to = row + LABEL.1 / 2;
            }
            let Some(node) = node.filter(|node| !tree.nodes[*node].choices.is_empty()) else {
                continue;
            };
            let own = picture.rails.len();
            let from = picture.height - gap(true);
            picture.rails.push(Rail { level, from, to: from });
            for (number, choice) in tree.nodes[node].choices.iter().enumerate().rev() {
                let to = match choice.to {
                    Destination::Node(next) if parents[next] == Some((node, number)) => {
                        node_shown(tree, next)
                    }
                    Destination::Node(next) => {
                        let number = picture.numbers[next];
                        let text = format!("{number} {}", tree.nodes[next].title);
                        Shown::Reference(lines(&text, TEXT.1, LABEL.0))
                    }
                    Destination::Link(_) | Destination::Url(_) => Shown::Outside,
                };
                left.push((level + 1, choice.text.clone(), to, Some(own)));
            }
        }
        picture.finish();
        picture
    }

    /// Adds a row below the others and returns where it begins.
    fn add(&mut self, level: usize, label: &str, to: Shown) -> usize {
        let label = lines(label, TEXT.1, LABEL.0);
        let top = self.height;
        let row = Row { level: level.min(MAX_INDENT), top, label, to };
        self.height += row.height() + gap(matches!(row.to, Shown::Node(..)));
        self.width = self.width.max(row.left() + row.width());
        self.rows.push(row);
        top
    }

    fn finish(&mut self) {
        self.width += PAD;
        self.height += PAD / 2;
    }

    /// The picture as SVG. `of` is the tree, `url` the page whose anchors its nodes are.
    pub fn svg(&self, of: &Tree, (title, url, direction): (&str, &str, &str)) -> String {
        let mut drawing = Drawing {
            svg: String::with_capacity(self.rows.len() * 400),
            width: self.width,
            is_rtl: direction == "rtl",
        };
        let Self { width, height, .. } = self;
        let _ = write!(
            drawing.svg,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" width=\"{width}\" height=\"{height}\" \
             viewBox=\"0 0 {width} {height}\" direction=\"{direction}\" fill=\"none\" \
             font-family=\"system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif\">\n\
             <title>{}</title>\n<rect width=\"{width}\" height=\"{height}\" rx=\"12\" fill=\"#fff\"/>\n",
            xml(title)
        );
        for rail in &self.rails {
            let x = left(rail.level.min(MAX_INDENT)) + RAIL;
            drawing.line((x, rail.from), (x, rail.to));
        }
        for row in &self.rows {
            drawing.row(row, of, (url, &self.numbers));
        }
        drawing.svg.push_str("</svg>\n");
        drawing.svg
    }
}

fn node_shown(tree: &Tree, node: usize) -> Shown {
    Shown::Node(node, lines(&tree.nodes[node].title, TEXT.1 - NUMBER, TITLE.0))
}

/// From what node and by which of its choices each node is led to first; `None` for the start and for
/// what nothing leads to.
fn parents(tree: &Tree) -> Vec<Option<(usize, usize)>> {
    let mut parents = vec![None; tree.nodes.len()];
    let mut is_seen = vec![false; tree.nodes.len()];
    let mut queue = VecDeque::new();
    for root in 0..tree.nodes.len() {
        if std::mem::replace(&mut is_seen[root], true) {
            continue;
        }
        queue.push_back(root);
        while let Some(node) = queue.pop_front() {
            for (number, choice) in tree.nodes[node].choices.iter().enumerate() {
                let Destination::Node(next) = choice.to else { continue };
                if !std::mem::replace(&mut is_seen[next], true) {
                    parents[next] = Some((node, number));
                    queue.push_back(next);
                }
            }
        }
    }
    parents
}

/// The number of each node, from 1: a question, then each of its answers with all below it.
fn numbers(tree: &Tree, parents: &[Option<(usize, usize)>]) -> Vec<usize> {
    let mut numbers = vec![0; parents.len()];
    let mut next = 1;
    let roots = (0..parents.len()).rev().filter(|node| parents[*node].is_none());
    let mut left: Vec<usize> = roots.collect();
    while let Some(node) = left.pop() {
        numbers[node] = next;
        next += 1;
        for (number, choice) in tree.nodes[node].choices.iter().enumerate().rev() {
            if let Destination::Node(to) = choice.to
                && parents[to] == Some((node, number))
            {
                left.push(to);
            }
        }
    }
    numbers
}

/// Space below a row.
fn gap(is_node: bool) -> usize {
    if is_node { 16 } else { 12 }
}

fn left(level: usize) -> usize {
    PAD + level * INDENT
}

impl Row {
    fn left(&self) -> usize {
        left(self.level)
    }

    /// Height of the lines of the choice.
    fn label_height(&self) -> usize {
        let lines = self.label.iter().filter(|line| !line.is_empty()).count();
        if lines == 0 { 0 } else { lines * LABEL.1 + 5 }
    }

    fn height(&self) -> usize {
        self.label_height()
            + match &self.to {
                Shown::Node(_, title) => title.len() * TITLE.1 + 20,
                Shown::Reference(text) => text.len() * LABEL.1,
                Shown::Outside => 0,
            }
    }

    fn width(&self) -> usize {
        let own = match &self.to {
            Shown::Node(..) => self.box_width(),
            Shown::Reference(text) => widest(text, LABEL.0) + 24,
            Shown::Outside => 0,
        };
        own.max(widest(&self.label, LABEL.0) + 32)
    }

    fn box_width(&self) -> usize {
        let Shown::Node(_, title) = &self.to else { return 0 };
        widest(title, TITLE.0).max(TEXT.0 - NUMBER) + NUMBER + ICON
    }
}

/// The picture as it is being written. Positions are those of a text from left to right.
struct Drawing {
    svg: String,
    width: usize,
    is_rtl: bool,
}

impl Drawing {
    fn x(&self, x: usize) -> usize {
        if self.is_rtl { self.width - x } else { x }
    }

    fn line(&mut self, (x, y): (usize, usize), (to_x, to_y): (usize, usize)) {
        let (x, to_x) = (self.x(x), self.x(to_x));
        let _ = writeln!(
            self.svg,
            "<path d=\"M{x} {y}L{to_x} {to_y}\" stroke=\"{LINE}\" stroke-width=\"1.5\"/>"
        );
    }

    fn text(&mut self, (x, y): (usize, usize), text: &str, (size, look): (usize, &str)) {
        let x = self.x(x);
        let _ = writeln!(
            self.svg,
            "<text x=\"{x}\" y=\"{y}\" font-size=\"{size}\" {look}>{}</text>",
            xml(text)
        );
    }

    fn row(&mut self, row: &Row, tree: &Tree, (url, numbers): (&str, &[usize])) {
        let x = row.left();
        if row.level > 0 || !row.label.iter().all(String::is_empty) {
            let y = row.top + LABEL.1 / 2;
            let rail = left(row.level.saturating_sub(1)) + RAIL;
            self.line((rail.min(x - 4), y), (x - 4, y));
        }
        for (number, line) in row.label.iter().enumerate() {
            let look = format!("fill=\"{SOFT}\"");
            self.text((x, row.top + number * LABEL.1 + 14), line, (LABEL.0, &look));
        }
        let top = row.top + row.label_height();
        match &row.to {
            Shown::Node(node, title) => {
                let node = (*node, numbers[*node], title.as_slice());
                self.node((row, top), node, (tree, url));
            }
            Shown::Reference(text) => {
                self.arrow(x, top + 9);
                for (number, line) in text.iter().enumerate() {
                    let look = format!("font-weight=\"600\" fill=\"{INK}\"");
                    self.text((x + 22, top + number * LABEL.1 + 14), line, (LABEL.0, &look));
                }
            }
            Shown::Outside => {
                let last = row.label.last().cloned().unwrap_or_default();
                let x = x + widest(&[last], LABEL.0) + 8;
                self.outward(x, row.top + row.label.len().max(1) * LABEL.1 - 9);
            }
        }
    }

    fn node(
        &mut self,
        (row, top): (&Row, usize),
        (node, number, title): (usize, usize, &[String]),
        (tree, url): (&Tree, &str),
    ) {
        let (x, width) = (row.left(), row.box_width());
        let height = title.len() * TITLE.1 + 20;
        let (fill, stroke) = match tree.nodes[node].outcome {
            Some(Outcome::Solved) => ("#e9f4ec", "#1d6b3a"),
            Some(Outcome::Contact) => ("#e8f0fa", "#1f5fae"),
            None => ("#f7f6f2", LINE),
        };
        let address = format!("{url}#{}", crate::url::encode(&tree.nodes[node].id));
        let _ = writeln!(self.svg, "<a href=\"{}\">", xml(&address));
        let edge = if self.is_rtl { self.width - x - width } else { x };
        let _ = writeln!(
            self.svg,
            "<rect x=\"{edge}\" y=\"{top}\" width=\"{width}\" height=\"{height}\" rx=\"8\" fill=\"{fill}\" stroke=\"{stroke}\" stroke-width=\"1.5\"/>"
        );
        let middle = top + height / 2;
        let look = format!("fill=\"{SOFT}\" text-anchor=\"middle\"");
        self.text((x + 23, middle + 5), &number.to_string(), (LABEL.0, &look));
        if let Some(outcome) = tree.nodes[node].outcome {
            self.outcome(x + width - 24, middle, (outcome, stroke));
        }
        for (at, line) in title.iter().enumerate() {
            let look = format!("font-weight=\"600\" fill=\"{INK}\"");
            self.text((x + NUMBER, top + at * TITLE.1 + 25), line, (TITLE.0, &look));
        }
        self.svg.push_str("</a>\n");
    }

    /// A check mark, or a speech bubble.
    fn outcome(&mut self, x: usize, y: usize, (outcome, stroke): (Outcome, &str)) {
        let x = self.x(x);
        let path = match outcome {
            Outcome::Solved => "m-7 0 5 5 9-10",
            Outcome::Contact => "m-8-7h16v11h-9l-4 4v-4h-3z",
        };
        let _ = writeln!(
            self.svg,
            "<path d=\"M{x} {y}{path}\" stroke=\"{stroke}\" stroke-width=\"2\" stroke-linecap=\"round\" stroke-linejoin=\"round\"/>"
        );
    }

    /// An arrow to what stands elsewhere in the picture.
    fn arrow(&mut self, x: usize, y: usize) {
        let (x, turn) = (self.x(x), if self.is_rtl { "-" } else { "" });
        let back = if self.is_rtl { "" } else { "-" };
        let _ = writeln!(
            self.svg,
            "<path d=\"M{x} {y}h{turn}13m{back}5-5 {turn}5 5 {back}5 5\" stroke=\"{SOFT}\" stroke-width=\"1.5\" stroke-linecap=\"round\" stroke-linejoin=\"round\"/>"
        );
    }

    /// An arrow to what is not in the picture.
    fn outward(&mut self, x: usize, y: usize) {
        let (x, turn) = (self.x(x), if self.is_rtl { "-" } else { "" });
        let back = if self.is_rtl { "" } else { "-" };
        let _ = writeln!(
            self.svg,
            "<path d=\"M{x} {y}m0 5 {turn}9-9m{back}7 0h{turn}7v7\" stroke=\"{SOFT}\" stroke-width=\"1.5\" stroke-linecap=\"round\" stroke-linejoin=\"round\"/>"
        );
    }
}

/// Text made safe for XML, which knows fewer characters than HTML.
fn xml(text: &str) -> String {
    escape(text).replace(['\u{fffe}', '\u{ffff}'], "\u{fffd}")
}
