//! One session, understood: what was searched, voted and decided in one tab.
//!
//! | Word | Rule |
//! | --- | --- |
//! | search | a settled query; `no-results` for the same query within 5 s is the same search, and so is an answer or a result that came up to 60 s before it |
//! | typing | a query that is the beginning of the next one, within 10 s and without an opened result, is part of that one |
//! | opened | a result was opened, or an answer card was used (`solved`, `more`) |
//! | answered | an answer card was shown, nothing was opened, and nobody said `unsolved` |
//! | unmet | neither opened nor answered |
//! | refined | unmet, and followed by another query within 5 min |
//! | read next | the first article viewed within 10 min after the search |
//! | vote | the last word on an article; a reason or a comment given later belongs to it |
//! | contact | stage `sent` or `channel` |

use std::collections::BTreeMap;

use super::log::{Log, NONE, Name, Row, What};

const SAME: i64 = 5_000;
const EARLY: i64 = 60_000;
const TYPING: i64 = 10_000;
const REFINED: i64 = 5 * 60_000;
const NEXT: i64 = 10 * 60_000;

/// What a search found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Finding {
    /// Something, and it was sure of it.
    #[default]
    Sure,
    /// Only the closest matches.
    Unsure,
    /// Nothing.
    Nothing,
}

/// One search.
#[derive(Clone, Copy, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "independent things that happened")]
pub struct Asked {
    /// As typed.
    pub query: Name,
    /// Language of the page.
    pub locale: Name,
    /// When.
    pub at: i64,
    /// What it found.
    pub finding: Finding,
    /// A result was opened or an answer used.
    pub opened: bool,
    /// An answer was shown and not sent away.
    pub answered: bool,
    /// Another query followed.
    pub refined: bool,
    /// The article that was read next.
    pub next: Option<Name>,
    /// The search itself was not told, only what was done with it.
    implied: bool,
}

impl Asked {
    /// Whether nothing came of it.
    pub fn is_unmet(&self) -> bool {
        !self.opened && !self.answered
    }
}

/// What a reader said of an article.
#[derive(Clone, Copy, Debug)]
pub struct Vote {
    /// Whether it helped.
    pub helpful: bool,
    /// Why not.
    pub reason: Name,
    /// In the reader's words.
    pub comment: Name,
    /// When.
    pub at: i64,
}

/// How a session ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// A human was asked without reading or searching before.
    Direct,
    /// A human was asked after reading or searching.
    Failed,
    /// The customer said that it is solved, and asked nobody.
    Successful,
    /// Something was read or searched; whether it helped, nobody said.
    Potential,
    /// Nothing was read or searched.
    Idle,
}

/// A session.
#[derive(Debug)]
pub struct Visit<'a> {
    /// Its events in order.
    pub rows: &'a [Row],
    /// Its searches.
    pub asked: Vec<Asked>,
    /// How many queries were only the beginning of others.
    pub typed: usize,
    /// Votes by article.
    pub votes: BTreeMap<Name, Vote>,
    /// The articles from which a human was asked; [`NONE`] for no article.
    pub contacted: BTreeMap<Name, i64>,
    /// How it ended; `None` for an event without a session.
    pub outcome: Option<Outcome>,
}

impl<'a> Visit<'a> {
    /// Understands the events of a session.
    pub fn of(log: &Log, rows: &'a [Row]) -> Self {
        let mut searches = Searches::default();
        let mut votes: BTreeMap<Name, Vote> = BTreeMap::new();
        let mut contacted = BTreeMap::new();
        let mut reading = NONE;
        for row in rows {
            searches.hear(log, row);
            match row.what {
                What::View { article } => reading = article,
                What::Feedback { article, helpful, reason, comment } => {
                    let old = votes.get(&article).filter(|old| old.helpful == helpful).copied();
                    let keep = |new: Name, old: Option<Name>| new.some().or(old).unwrap_or(NONE);
                    let reason = keep(reason, old.map(|old| old.reason));
                    let comment = keep(comment, old.map(|old| old.comment));
                    votes.insert(article, Vote { helpful, reason, comment, at: row.at });
                }
                What::Contact { article, stage, .. } if is_reached(log, stage) => {
                    contacted.entry(article.some().unwrap_or(reading)).or_insert(row.at);
                }
                _ => {}
            }
        }
        let outcome = rows.first().is_some_and(|row| row.session != NONE);
        let outcome = outcome.then(|| outcome_of(log, rows));
        let Searches { asked, typed } = searches;
        Self { rows, asked, typed, votes, contacted, outcome }
    }

    /// When it began.
    pub fn begin(&self) -> i64 {
        self.rows.first().map_or(0, |row| row.at)
    }
}

/// Whether a human was reached at this stage of a contact.
pub fn is_reached(log: &Log, stage: Name) -> bool {
    matches!(log.text(stage), "sent" | "channel")
}

/// A contact is the last word, whatever is said after it: the ticket is there.
fn outcome_of(log: &Log, rows: &[Row]) -> Outcome {
    let (mut tried, mut solved) = (false, false);
    for row in rows {
        match row.what {
            What::Contact { stage, .. } if is_reached(log, stage) => {
                return if tried { Outcome::Failed } else { Outcome::Direct };
            }
            What::Deflection { state } if log.is(state, "failed") => return Outcome::Failed,
            What::Deflection { state } => {
                tried = true;
                solved |= log.is(state, "successful");
            }
            What::Feedback { helpful, .. } => (tried, solved) = (true, helpful),
            What::Answer { action, .. } => {
                tried = true;
                solved = log.is(action, "solved") || solved && !log.is(action, "unsolved");
            }
            // A solution that was opened by its address was not come to.
            What::Node { outcome, choice, .. } => {
                tried = true;
                solved |= choice != NONE && log.is(outcome, "solved");
            }
            What::Contact { .. } => {}
            _ => tried = true,
        }
    }
    match (tried, solved) {
        (true, true) => Outcome::Successful,
        (true, false) => Outcome::Potential,
        (false, _) => Outcome::Idle,
    }
}

#[derive(Default)]
struct Searches {
    asked: Vec<Asked>,
    typed: usize,
}

impl Searches {
    fn hear(&mut self, log: &Log, row: &Row) {
        match row.what {
            What::Search { query, results, confident } => {
                let finding = match results {
                    Some(0) => Finding::Nothing,
                    _ if !confident => Finding::Unsure,
                    _ => Finding::Sure,
                };
                self.search(log, row, (query, finding));
            }
            What::NoResults { query } => self.search(log, row, (query, Finding::Nothing)),
            What::Open { query } => self.used(log, (row, query), |asked| asked.opened = true),
            What::Answer { query, action } => match log.text(action) {
                "shown" => self.used(log, (row, query), |asked| asked.answered = true),
                "unsolved" => self.used(log, (row, query), |asked| asked.answered = false),
                _ => self.used(log, (row, query), |asked| asked.opened = true),
            },
            What::View { article } => {
                let recent = |asked: &&mut Asked| row.at - asked.at <= NEXT;
                for asked in self.asked.iter_mut().rev().take_while(recent) {
                    asked.next.get_or_insert(article);
                }
            }
            _ => {}
        }
    }

    fn search(&mut self, log: &Log, row: &Row, (query, finding): (Name, Finding)) {
        if let Some(last) = self.asked.last_mut().filter(|last| last.query == query)
            && row.at - last.at <= if last.implied { EARLY } else { SAME }
        {
            if last.implied || finding == Finding::Nothing {
                last.finding = finding;
            }
            last.implied = false;
            return;
        }
        self.push(log, row, query);
        if let Some(last) = self.asked.last_mut() {
            (last.finding, last.implied) = (finding, false);
        }
    }

    /// Notes what was done with the latest search for `query`; one that was not told is implied.
    fn used(&mut self, log: &Log, (row, query): (&Row, Name), note: impl Fn(&mut Asked)) {
        if query == NONE {
            return;
        }
        let is_meant = |asked: &&mut Asked| asked.query == query;
        if let Some(asked) = self.asked.iter_mut().rev().find(is_meant) {
            return note(asked);
        }
        self.push(log, row, query);
        self.asked.last_mut().into_iter().for_each(note);
    }

    fn push(&mut self, log: &Log, row: &Row, query: Name) {
        if let Some(last) = self.asked.last_mut().filter(|last| !last.opened) {
            let waited = row.at - last.at;
            if waited <= TYPING && is_beginning(log.text(last.query), log.text(query)) {
                self.typed += 1;
                self.asked.pop();
            } else if waited <= REFINED && last.is_unmet() && last.query != query {
                last.refined = true;
            }
        }
        self.asked.push(Asked {
            query,
            locale: row.locale,
            at: row.at,
            finding: Finding::Sure,
            opened: false,
            answered: false,
            refined: false,
            next: None,
            implied: true,
        });
    }
}

/// Whether `text` begins with `start` and goes on, whatever the case.
fn is_beginning(start: &str, text: &str) -> bool {
    let (start, text) = (start.trim().to_lowercase(), text.trim().to_lowercase());
    text.len() > start.len() && text.starts_with(&start)
}
