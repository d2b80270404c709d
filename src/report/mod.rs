//! Events and tickets → what they say about a help center.
//!
//! [`Log`] reads lines of events. [`report`] understands them session by session ([`visit`]), counts, and
//! asks the knowledge base ([`Library`]) for names and for what a search finds by now. The result is one
//! value, [`Report`], of which page, JSON and terminal are views.

mod articles;
pub mod clean;
mod charts;
mod contacts;
pub mod event;
pub mod golden;
mod library;
mod log;
mod model;
mod names;
mod page;
mod queries;
pub mod table;
pub mod text;
pub mod tickets;
mod trees;
pub mod visit;

use jiff::civil::Date;

pub use library::{Answered, Known, Library};
pub use log::{Broken, Days, Intake, Log, Name, Row, What};
pub use model::*;
pub use names::Names;
pub use page::page;
use visit::Visit;

/// What a report is made of besides events.
#[derive(Clone, Debug)]
pub struct Asked<'a> {
    /// Name of the help center.
    pub site: &'a str,
    /// The day it is made.
    pub today: Date,
    /// Days that are looked at.
    pub days: Days,
    /// Cost of one contact.
    pub cost: Option<f64>,
    /// Tickets and their language.
    pub tickets: Option<(&'a [tickets::Ticket], &'a str)>,
}

/// What `log` says.
pub fn report(mut log: Log, library: &Library, asked: &Asked<'_>) -> Report {
    log.sort();
    let mut queries = queries::Queries::default();
    let mut articles = articles::Articles::default();
    let mut sessions = contacts::Sessions::default();
    let mut trees = trees::Trees::default();
    for (number, rows) in log.sessions().enumerate() {
        let visit = Visit::of(&log, rows);
        queries.count(&log, library, (number, &visit));
        articles.count(&visit);
        sessions.count(&log, &visit);
        trees.count(&log, &visit);
    }
    let period = period(&log);
    let (searches, gaps, queries) = queries.finish(&log, library);
    let (deflection, contacts, weeks) = sessions.finish(&log, asked.cost);
    let (trees, procedures) = trees.finish(&log, library);
    let health = articles.health(&log, library);
    let topics = |(tickets, language)| tickets::topics(tickets, asked.days, (library, language));
    Report {
        schema: "faqtory.report.v1",
        site: asked.site.to_owned(),
        made: asked.today,
        period,
        searches,
        gaps,
        queries,
        unread: articles::unread(&health, library),
        stale: articles::stale(&health, library, asked.today),
        feedback: articles.feedback(&log, library),
        articles: health,
        deflection,
        trees,
        procedures,
        contacts,
        tickets: asked.tickets.map(topics),
        weeks,
        intake: log.intake,
    }
}

fn period(log: &Log) -> Option<Period> {
    let times = log.rows().iter().map(|row| row.at);
    let (from, to) = times.clone().min().zip(times.max())?;
    Some(Period { from: log::day(from), to: log::day(to) })
}
