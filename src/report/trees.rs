//! Troubleshooters and procedures: how far customers get.
//!
//! A run is what one session does in one article. Its path follows the places it comes to; coming to a
//! place of the path again is going back. A run that ends at a place that is no end has left there.

use std::collections::{BTreeMap, BTreeSet};

use super::articles::named;
use super::library::Library;
use super::log::{Log, NONE, Name, What};
use super::model::{Choice, Node, Procedure, Tree};
use super::visit::Visit;

/// Steps that a procedure has at most.
const MAX_STEPS: u32 = 200;

/// The trees and procedures of a log.
#[derive(Default)]
pub(super) struct Trees {
    trees: BTreeMap<Name, TreeCount>,
    procedures: BTreeMap<Name, (usize, BTreeMap<u32, usize>)>,
}

#[derive(Default)]
struct TreeCount {
    runs: usize,
    solved: usize,
    contact: usize,
    left: usize,
    nodes: BTreeMap<Name, NodeCount>,
}

#[derive(Default)]
struct NodeCount {
    outcome: Option<Name>,
    entered: usize,
    left: usize,
    back: usize,
    choices: BTreeMap<(Name, Name), usize>,
}

/// A step in a tree as told.
#[derive(Clone, Copy)]
struct Told {
    node: Name,
    choice: Name,
    outcome: Name,
}

impl Trees {
    /// Counts a session.
    pub(super) fn count(&mut self, log: &Log, visit: &Visit<'_>) {
        let mut runs: BTreeMap<Name, Vec<Told>> = BTreeMap::new();
        let mut done: BTreeMap<Name, BTreeMap<u32, bool>> = BTreeMap::new();
        for row in visit.rows {
            match row.what {
                What::Node { article, node, choice, outcome } => {
                    runs.entry(article).or_default().push(Told { node, choice, outcome });
                }
                What::Step { article, number, done: is_done } if number <= MAX_STEPS => {
                    done.entry(article).or_default().insert(number, is_done);
                }
                _ => {}
            }
        }
        for (article, run) in runs {
            self.trees.entry(article).or_default().run(log, &run);
        }
        for (article, steps) in done {
            let steps: Vec<u32> =
                steps.into_iter().filter(|(_, done)| *done).map(|(number, _)| number).collect();
            if steps.is_empty() {
                continue;
            }
            let (runs, counts) = self.procedures.entry(article).or_default();
            *runs += 1;
            for number in steps {
                *counts.entry(number).or_default() += 1;
            }
        }
    }

    /// All of them, the most used first.
    pub(super) fn finish(self, log: &Log, library: &Library) -> (Vec<Tree>, Vec<Procedure>) {
        let trees = self.trees.into_iter();
        let mut trees: Vec<Tree> =
            trees.map(|(name, count)| count.finish(name, log, library)).collect();
        trees.sort_by(|a, b| (b.runs, &a.article.url).cmp(&(a.runs, &b.article.url)));
        let procedures = self.procedures.into_iter().map(|(name, (runs, counts))| {
            let last = counts.keys().last().copied().unwrap_or_default();
            let done = (1..=last).map(|step| counts.get(&step).copied().unwrap_or_default());
            Procedure { article: named(log, library, name), runs, done: done.collect() }
        });
        let mut procedures: Vec<Procedure> = procedures.collect();
        procedures.sort_by(|a, b| (b.runs, &a.article.url).cmp(&(a.runs, &b.article.url)));
        (trees, procedures)
    }
}

impl TreeCount {
    /// Counts each place and each way once, however often the run took it.
    fn run(&mut self, log: &Log, run: &[Told]) {
        self.runs += 1;
        let mut path: Vec<Name> = Vec::new();
        let mut entered = BTreeSet::new();
        let mut backs = BTreeSet::new();
        let mut ways = BTreeSet::new();
        for told in run {
            let node = self.nodes.entry(told.node).or_default();
            node.outcome = told.outcome.some().or(node.outcome);
            node.entered += usize::from(entered.insert(told.node));
            let before = path.last().copied();
            if let Some(place) = path.iter().position(|place| *place == told.node) {
                if before != Some(told.node) {
                    backs.extend(before);
                }
                path.truncate(place + 1);
                continue;
            }
            if let Some(before) = before {
                ways.insert((before, told.choice, told.node));
            }
            path.push(told.node);
        }
        for place in backs {
            self.nodes.entry(place).or_default().back += 1;
        }
        for (from, choice, to) in ways {
            *self.nodes.entry(from).or_default().choices.entry((choice, to)).or_default() += 1;
        }
        self.end(log, run);
    }

    fn end(&mut self, log: &Log, run: &[Told]) {
        let reached = |outcome: &str| run.iter().any(|told| log.is(told.outcome, outcome));
        let Some(last) = run.last() else { return };
        if reached("solved") {
            self.solved += 1;
        } else if reached("contact") {
            self.contact += 1;
        } else {
            self.left += 1;
            self.nodes.entry(last.node).or_default().left += 1;
        }
    }

    fn finish(self, name: Name, log: &Log, library: &Library) -> Tree {
        let known = library.article(log, name);
        let title = |id: &str| {
            let title = known.and_then(|known| known.headings.get(id));
            title.map_or_else(|| id.to_owned(), Clone::clone)
        };
        let nodes = self.nodes.into_iter().map(|(node, count)| {
            let id = log.text(node).to_owned();
            let mut choices: Vec<Choice> = count
                .choices
                .into_iter()
                .map(|((choice, to), count)| {
                    let text = if choice == NONE { "" } else { log.text(choice) };
                    Choice { text: text.to_owned(), to: log.text(to).to_owned(), count }
                })
                .collect();
            choices.sort_by(|a, b| (b.count, &a.to, &a.text).cmp(&(a.count, &b.to, &b.text)));
            Node {
                title: title(&id),
                id,
                outcome: count.outcome.map(|outcome| log.text(outcome).to_owned()),
                entered: count.entered,
                left: count.left,
                back: count.back,
                choices,
            }
        });
        let mut nodes: Vec<Node> = nodes.collect();
        nodes.sort_by(|a, b| (b.entered, &a.id).cmp(&(a.entered, &b.id)));
        Tree {
            article: named(log, library, name),
            runs: self.runs,
            solved: self.solved,
            contact: self.contact,
            left: self.left,
            nodes,
        }
    }
}
