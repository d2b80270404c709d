//! What the report says: `faqtory.report.v1`, of which page, JSON and terminal are views.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Serialize;

use super::log::Intake;

/// The report.
#[derive(Clone, Debug, Serialize)]
pub struct Report {
    /// `faqtory.report.v1`.
    pub schema: &'static str,
    /// Name of the help center; empty where there is none.
    pub site: String,
    /// The day it was made.
    pub made: Date,
    /// Day of the first and of the last event; `None` without events.
    pub period: Option<Period>,
    /// What was read.
    pub intake: Intake,
    /// Searches and what became of them.
    pub searches: Searches,
    /// What customers look for and do not find, the most wanted first.
    pub gaps: Vec<Query>,
    /// The most frequent queries.
    pub queries: Vec<Query>,
    /// Articles, those that leave most readers without help first.
    pub articles: Vec<ArticleHealth>,
    /// Whether customers helped themselves.
    pub deflection: Deflection,
    /// Troubleshooters, the most used first.
    pub trees: Vec<Tree>,
    /// Procedures, the most used first.
    pub procedures: Vec<Procedure>,
    /// Votes.
    pub feedback: Feedback,
    /// Contacts.
    pub contacts: Contacts,
    /// What tickets are about; `None` without tickets.
    pub tickets: Option<Tickets>,
    /// Articles that want to be looked at, by who keeps them.
    pub stale: Vec<StaleOwner>,
    /// Published articles that nobody viewed; empty without a knowledge base.
    pub unread: Vec<ArticleName>,
    /// Week by week.
    pub weeks: Vec<Week>,
}

/// From day to day, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Period {
    /// The first.
    pub from: Date,
    /// The last.
    pub to: Date,
}

/// An article.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ArticleName {
    /// Path on the site.
    pub url: String,
    /// Title; the path where the knowledge base does not know it.
    pub title: String,
    /// Its file; `None` where the knowledge base does not know it.
    pub file: Option<String>,
    /// Who keeps it.
    pub owner: Option<String>,
    /// Its last change.
    pub updated: Option<Date>,
}

/// Searches and what became of them. Each is in one of `opened`, `answered` and `unmet`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Searches {
    /// All.
    pub total: usize,
    /// Different ones.
    pub distinct: usize,
    /// Beginnings of queries that were typed on.
    pub typed: usize,
    /// A result was opened or an answer used.
    pub opened: usize,
    /// An answer was on screen, and nothing was opened.
    pub answered: usize,
    /// Neither.
    pub unmet: usize,
    /// Nothing was found.
    pub nothing: usize,
    /// Only the closest matches were found.
    pub unsure: usize,
    /// Unmet, and asked again in other words.
    pub refined: usize,
    /// Share with an opened result, and share with that or an answer on screen.
    pub success: [f64; 2],
}

/// What is wrong with a query.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Gap {
    /// Mostly nothing is found.
    Nothing,
    /// Mostly only the closest matches are found, and few open them.
    Unsure,
    /// Something is found, and few open it.
    Unopened,
}

/// A query with all its spellings.
#[derive(Clone, Debug, Serialize)]
pub struct Query {
    /// The most frequent spelling.
    pub query: String,
    /// Others, the most frequent first, at most five.
    pub spellings: Vec<String>,
    /// Language of the pages.
    pub locale: String,
    /// How often.
    pub searches: usize,
    /// In how many sessions.
    pub sessions: usize,
    /// Of the searches.
    pub opened: usize,
    /// Of the searches.
    pub answered: usize,
    /// Of the searches.
    pub unmet: usize,
    /// Of the searches.
    pub nothing: usize,
    /// Of the searches.
    pub unsure: usize,
    /// Of the searches.
    pub refined: usize,
    /// The last day.
    pub last: Date,
    /// What is wrong with it.
    pub gap: Option<Gap>,
    /// The article that may be meant.
    pub nearest: Option<Nearest>,
    /// Whether the index finds, by now and for sure, what is meant.
    pub found_now: bool,
}

/// Why an article is thought to be the one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Basis {
    /// Customers who searched for it read this next.
    ReadNext,
    /// The index is sure.
    Found,
    /// The index is not sure.
    Closest,
}

/// An article that may be the answer.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Nearest {
    /// Path on the site.
    pub url: String,
    /// Title.
    pub title: String,
    /// As golden queries name it; `None` where the knowledge base does not know it.
    pub name: Option<String>,
    /// Why.
    pub basis: Basis,
    /// Place among the results now, from 1.
    pub rank: Option<usize>,
    /// Share of the query that the first article found is about, from 0 to 1.
    pub coverage: f64,
}

/// How an article does.
#[derive(Clone, Debug, Serialize)]
pub struct ArticleHealth {
    /// Which.
    #[serde(flatten)]
    pub article: ArticleName,
    /// How often it was viewed.
    pub views: usize,
    /// In how many sessions.
    pub readers: usize,
    /// Votes.
    pub helpful: usize,
    /// Votes.
    pub unhelpful: usize,
    /// Sessions in which a human was asked from it.
    pub contacts: usize,
    /// Reasons of unhelpful votes.
    pub reasons: BTreeMap<String, usize>,
    /// 0 to 100: 100 × (1 − unhelpful / (votes + 2)) × (1 − contacts / readers).
    pub health: f64,
    /// Readers it leaves without help, by this estimate: readers × (1 − health / 100).
    pub priority: f64,
}

/// Whether customers helped themselves, by session.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Deflection {
    /// Sessions with any event.
    pub sessions: usize,
    /// Sessions in which something was read or searched.
    pub tried: usize,
    /// Solved, by the customer's word, and no contact.
    pub successful: usize,
    /// Contact after trying.
    pub failed: usize,
    /// Nobody said.
    pub potential: usize,
    /// Contact without trying.
    pub direct: usize,
    /// Share of those who tried: surely, and at most.
    pub rate: [f64; 2],
    /// Cost of one contact.
    pub cost_per_contact: Option<f64>,
    /// What was saved: surely, and at most.
    pub saved: Option<[f64; 2]>,
}

/// A troubleshooter.
#[derive(Clone, Debug, Serialize)]
pub struct Tree {
    /// Which.
    #[serde(flatten)]
    pub article: ArticleName,
    /// Sessions that began it.
    pub runs: usize,
    /// Sessions that reached a solution.
    pub solved: usize,
    /// Sessions that were led to a human.
    pub contact: usize,
    /// Sessions that left before an end.
    pub left: usize,
    /// Its places, the most visited first.
    pub nodes: Vec<Node>,
}

/// A place in a troubleshooter.
#[derive(Clone, Debug, Serialize)]
pub struct Node {
    /// Its anchor.
    pub id: String,
    /// Its heading; the anchor where the knowledge base does not know it.
    pub title: String,
    /// `solved` or `contact` for an end.
    pub outcome: Option<String>,
    /// Sessions that came here.
    pub entered: usize,
    /// Sessions that went nowhere from here, and it is no end.
    pub left: usize,
    /// Sessions that went back from here.
    pub back: usize,
    /// Where the others went, the most frequent first.
    pub choices: Vec<Choice>,
}

/// A way out of a place.
#[derive(Clone, Debug, Serialize)]
pub struct Choice {
    /// Its text; empty where it was not told.
    pub text: String,
    /// Where it leads.
    pub to: String,
    /// Sessions.
    pub count: usize,
}

/// A procedure with steps to check off.
#[derive(Clone, Debug, Serialize)]
pub struct Procedure {
    /// Which.
    #[serde(flatten)]
    pub article: ArticleName,
    /// Sessions that checked off any step.
    pub runs: usize,
    /// Sessions that checked off each step, from the first.
    pub done: Vec<usize>,
}

/// What readers say.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Feedback {
    /// Votes.
    pub helpful: usize,
    /// Votes.
    pub unhelpful: usize,
    /// Reasons of unhelpful votes, the most frequent first.
    pub reasons: Vec<(String, usize)>,
    /// The latest, at most fifty.
    pub comments: Vec<Comment>,
}

/// What a reader wrote.
#[derive(Clone, Debug, Serialize)]
pub struct Comment {
    /// On which article.
    #[serde(flatten)]
    pub article: ArticleName,
    /// When.
    pub day: Date,
    /// Whether the article helped.
    pub helpful: bool,
    /// What.
    pub text: String,
}

/// Ways to a human.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Contacts {
    /// By topic, the most frequent first; an empty name for none.
    pub topics: Vec<ContactTopic>,
    /// Contacts that reached a human, by channel.
    pub channels: Vec<(String, usize)>,
}

/// What became of the contacts of a topic: sessions that came to each stage.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ContactTopic {
    /// Its name.
    pub topic: String,
    /// The page was viewed.
    pub viewed: usize,
    /// Something was typed.
    pub started: usize,
    /// A suggestion answered it.
    pub suggested: usize,
    /// A form was sent or a channel opened.
    pub reached: usize,
    /// A form could not be sent.
    pub failed: usize,
}

/// What tickets are about.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Tickets {
    /// All that were read.
    pub total: usize,
    /// Of the days asked for.
    pub counted: usize,
    /// Those that are like no others.
    pub single: usize,
    /// The others, those without an article first, then by size.
    pub topics: Vec<TicketTopic>,
}

/// Tickets about the same.
#[derive(Clone, Debug, Serialize)]
pub struct TicketTopic {
    /// Words that set it apart, the most telling first.
    pub terms: Vec<String>,
    /// How many.
    pub size: usize,
    /// The most typical ones.
    pub examples: Vec<String>,
    /// The first and the last day, as far as they are known.
    pub days: Option<[Date; 2]>,
    /// The article that may answer it.
    pub nearest: Option<Nearest>,
    /// Whether that is sure enough to be one.
    pub covered: bool,
}

/// What one owner has to look at.
#[derive(Clone, Debug, Serialize)]
pub struct StaleOwner {
    /// Who; `None` for articles without an owner.
    pub owner: Option<String>,
    /// Published articles.
    pub articles: usize,
    /// Those without a date, of which nobody knows.
    pub undated: usize,
    /// Those that are overdue, the most read first.
    pub overdue: Vec<Stale>,
}

/// An article that should have been looked at.
#[derive(Clone, Debug, Serialize)]
pub struct Stale {
    /// Which.
    #[serde(flatten)]
    pub article: ArticleName,
    /// When.
    pub due: Date,
    /// Days since.
    pub days: i64,
    /// Views in the period.
    pub views: usize,
}

/// A week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Week {
    /// Its Monday.
    pub monday: Date,
    /// Sessions that began in it.
    pub sessions: usize,
    /// Their views.
    pub views: usize,
    /// Their searches.
    pub searches: usize,
    /// Their searches that found nothing.
    pub nothing: usize,
    /// Their searches with an opened result.
    pub opened: usize,
    /// Sessions.
    pub successful: usize,
    /// Sessions.
    pub potential: usize,
    /// Sessions.
    pub failed: usize,
    /// Sessions.
    pub direct: usize,
}

/// A share from 0 to 1, with four digits; 0 of nothing.
pub(super) fn share(part: usize, of: usize) -> f64 {
    if of == 0 { 0.0 } else { (part as f64 / of as f64 * 10_000.0).round() / 10_000.0 }
}
