//! Lines of events → a log that fits into memory: each event once, every text once.

use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use rayon::prelude::*;
use serde::Serialize;

use super::clean;
use super::event::{EVENTS, Event, Text, str_of};

/// Most broken lines that are named.
const NAMED: usize = 5;

/// A text of the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Name(u32);

/// The text of a field that was not there.
pub(super) const NONE: Name = Name(0);

impl Name {
    /// The text, where there was one.
    pub fn some(self) -> Option<Self> {
        (self != NONE).then_some(self)
    }
}

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "fields are those of `event.v1`")]
pub enum What {
    View { article: Name },
    Search { query: Name, results: Option<u32>, confident: bool },
    NoResults { query: Name },
    Open { query: Name },
    Answer { query: Name, action: Name },
    Node { article: Name, node: Name, choice: Name, outcome: Name },
    Step { article: Name, number: u32, done: bool },
    Feedback { article: Name, helpful: bool, reason: Name, comment: Name },
    Contact { article: Name, stage: Name, topic: Name, channel: Name },
    Deflection { state: Name },
}

/// One event.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// Milliseconds since 1970.
    pub at: i64,
    /// The tab it happened in; [`NONE`] when nobody knows.
    pub session: Name,
    /// Language of the page.
    pub locale: Name,
    /// What happened.
    pub what: What,
}

/// A line that is no event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Broken {
    /// File and line.
    pub place: String,
    /// What is wrong.
    pub reason: String,
}

/// What was read and what was not.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Intake {
    /// Events that are counted.
    pub events: usize,
    /// Events that were there already.
    pub duplicates: usize,
    /// Events outside the days asked for.
    pub outside: usize,
    /// Lines that are no events.
    pub broken: usize,
    /// The first of them.
    pub first_broken: Vec<Broken>,
}

/// Days that are looked at, both included.
#[derive(Clone, Copy, Debug, Default)]
pub struct Days {
    /// The first.
    pub from: Option<Date>,
    /// The last.
    pub to: Option<Date>,
}

impl Days {
    /// Whether `day` is one of them.
    pub fn hold(self, day: Date) -> bool {
        self.from.is_none_or(|from| day >= from) && self.to.is_none_or(|to| day <= to)
    }
}

/// All events.
#[derive(Debug)]
pub struct Log {
    rows: Vec<Row>,
    texts: Vec<Arc<str>>,
    names: HashMap<Arc<str>, Name>,
    seen: HashSet<u64>,
    days: (i64, i64),
    base_path: String,
    /// What was read.
    pub intake: Intake,
}

impl Log {
    /// An empty log of `days`. Paths of events lose `base_path`, the folder that a site is served in.
    pub fn new(days: Days, base_path: &str) -> Self {
        let empty: Arc<str> = Arc::from("");
        let begin = |day: Date| {
            let bound = if day.year() > 0 { i64::MAX } else { i64::MIN };
            day.to_zoned(TimeZone::UTC).map_or(bound, |at| at.timestamp().as_millisecond())
        };
        let end = days.to.and_then(|day| day.tomorrow().ok()).map_or(i64::MAX, begin);
        Self {
            rows: Vec::new(),
            texts: vec![Arc::clone(&empty)],
            names: HashMap::from([(empty, NONE)]),
            seen: HashSet::new(),
            days: (days.from.map_or(i64::MIN, begin), end),
            base_path: base_path.to_owned(),
            intake: Intake::default(),
        }
    }

    /// Reads whole lines of NDJSON; `file` and the number of the first of them are for messages. How
    /// many lines there were.
    pub fn add_lines(&mut self, file: &str, first: usize, block: &[u8]) -> usize {
        let block = block.strip_suffix(b"\n").unwrap_or(block);
        let lines: Vec<&[u8]> = block.split(|byte| *byte == b'\n').collect();
        let read: Vec<Option<Result<Event<'_>, String>>> =
            lines.par_iter().map(|line| parse(line)).collect();
        for (place, event) in (first..).zip(read) {
            match event {
                Some(Ok(event)) => self.add((file, place), &event),
                Some(Err(reason)) => self.broken((file, place), reason),
                None => {}
            }
        }
        lines.len()
    }

    /// Notes that a line is no event.
    pub fn broken(&mut self, (file, line): (&str, usize), reason: String) {
        self.intake.broken += 1;
        if self.intake.first_broken.len() < NAMED {
            let place = format!("{file}:{line}");
            self.intake.first_broken.push(Broken { place, reason });
        }
    }

    /// Counts an event.
    pub fn add(&mut self, place: (&str, usize), event: &Event<'_>) {
        let Ok(at) = str_of(&event.at).parse::<Timestamp>() else {
            let reason = "`at` is not a time such as 2026-11-23T10:11:12Z";
            return self.broken(place, reason.to_owned());
        };
        if !EVENTS.contains(&str_of(&event.event)) {
            let reason = format!("`{}` is not an event", str_of(&event.event).escape_debug());
            return self.broken(place, reason);
        }
        if let Some(id) = &event.id
            && !self.seen.insert(number(id.as_str()))
        {
            self.intake.duplicates += 1;
            return;
        }
        let at = at.as_millisecond();
        if at < self.days.0 || at >= self.days.1 {
            self.intake.outside += 1;
            return;
        }
        let Some(what) = self.what(event) else {
            return self.broken(place, format!("a `{}` lacks its fields", str_of(&event.event)));
        };
        self.intake.events += 1;
        let (session, locale) =
            (self.session(event.session.as_ref()), self.name(event.locale.as_ref()));
        self.rows.push(Row { at, session, locale, what });
    }

    fn what(&mut self, event: &Event<'_>) -> Option<What> {
        let (mut article, query) =
            (self.place(event.article.as_ref()), self.name(event.query.as_ref()));
        if article == NONE {
            article = match str_of(&event.event) {
                // An adapter that knows pages only sends those.
                "view" | "feedback" | "step" => self.place(event.page.as_ref()),
                _ => NONE,
            };
        }
        let named = |name: Name| name.some();
        Some(match str_of(&event.event) {
            "view" => What::View { article: named(article)? },
            "search" => What::Search {
                query: named(query)?,
                results: event.results,
                confident: event.confident.unwrap_or(true),
            },
            "no-results" => What::NoResults { query: named(query)? },
            "open" => What::Open { query },
            "answer" => What::Answer { query, action: self.name(event.action.as_ref()) },
            "step" => match (&event.tree, event.step) {
                (Some(tree), _) => What::Node {
                    article: named(article)?,
                    node: self.name(tree.node.as_ref()).some()?,
                    choice: self.name(tree.choice.as_ref()),
                    outcome: self.name(tree.outcome.as_ref()),
                },
                (None, step) => What::Step {
                    article: named(article)?,
                    number: step?.number?,
                    done: step?.done.unwrap_or(true),
                },
            },
            "feedback" => What::Feedback {
                article: named(article)?,
                helpful: event.helpful?,
                reason: self.name(event.reason.as_ref()),
                comment: self.name(event.comment.as_ref()),
            },
            "contact" => What::Contact {
                article,
                stage: self.name(event.stage.as_ref()),
                topic: self.name(event.topic.as_ref()),
                channel: self.name(event.channel.as_ref()),
            },
            _ => What::Deflection { state: self.name(event.state.as_ref()).some()? },
        })
    }

    /// The text of a field, without what looks personal.
    fn name(&mut self, field: Option<&Text<'_>>) -> Name {
        let text = field.map_or("", Text::as_str);
        // Whatever is in the log has been cleaned.
        match self.names.get(text) {
            Some(name) => *name,
            None => self.known(&clean::cleaned(text)),
        }
    }

    fn known(&mut self, text: &str) -> Name {
        if let Some(name) = self.names.get(text) {
            return *name;
        }
        let name = Name(self.texts.len() as u32);
        let text: Arc<str> = Arc::from(text);
        self.texts.push(Arc::clone(&text));
        self.names.insert(text, name);
        name
    }

    /// A session by its number alone, which may look like that of a card.
    fn session(&mut self, field: Option<&Text<'_>>) -> Name {
        match field.map(Text::as_str).filter(|id| !id.is_empty()) {
            Some(id) => self.known(&format!("session {:x}", number(id))),
            None => NONE,
        }
    }

    /// The path of an article below the site's folder, without its anchor.
    fn place(&mut self, field: Option<&Text<'_>>) -> Name {
        let Some(path) = field.and_then(|text| clean::path(text.as_str())) else { return NONE };
        let below = path.strip_prefix(self.base_path.as_str()).filter(|rest| rest.starts_with('/'));
        self.known(below.unwrap_or(&path))
    }

    /// A text.
    pub fn text(&self, name: Name) -> &str {
        &self.texts[name.0 as usize]
    }

    /// Whether a text is `text`.
    pub fn is(&self, name: Name, text: &str) -> bool {
        self.text(name) == text
    }

    /// Puts the events of each session together, in their order.
    pub fn sort(&mut self) {
        self.rows.par_sort_by_key(|row| (row.session, row.at));
    }

    /// All events.
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// The events of each session, those of no session one by one; [`Log::sort`] comes before.
    pub fn sessions(&self) -> impl Iterator<Item = &[Row]> {
        self.rows.chunk_by(|a, b| a.session == b.session && a.session != NONE)
    }
}

/// A line; `None` for an empty one.
fn parse(line: &[u8]) -> Option<Result<Event<'_>, String>> {
    let line = line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line).trim_ascii();
    if line.is_empty() {
        return None;
    }
    Some(serde_json::from_slice(line).map_err(|error| error.to_string()))
}

/// The number of an event; a text that is none stands for one by its hash.
fn number(id: &str) -> u64 {
    u64::from_str_radix(id, 16).unwrap_or_else(|_| {
        let mut hasher = DefaultHasher::new();
        id.hash(&mut hasher);
        hasher.finish()
    })
}

/// The day of a moment.
pub(super) fn day(at: i64) -> Date {
    let moment = Timestamp::from_millisecond(at).unwrap_or_default();
    moment.to_zoned(TimeZone::UTC).date()
}
