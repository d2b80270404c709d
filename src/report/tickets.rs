//! Tickets of a help desk: what they are about, and what of that has no article.
//!
//! | Step | Rule |
//! | --- | --- |
//! | words | stems without stop words; of the subject twice, of the first 60 words of the text once |
//! | weight | (1 + ln tf) × ln(1 + n / df), of words in two tickets or more and at most two fifths of them; length 1 |
//! | first pass | in order: to the nearest group by cosine, if that is 0.3 or more, else a group of its own |
//! | second pass | groups whose centres have a cosine of 0.5 or more are one, the larger first; each ticket goes to the nearest centre |
//! | article | what a search for the most typical subject finds for sure, else one for the three first words |
//!
//! No chance is involved, so the same tickets give the same topics.

use std::collections::{BTreeMap, HashMap};

use csv::ByteRecord;
use jiff::civil::Date;

use super::clean;
use super::library::Library;
use super::log::Days;
use super::model::{Nearest, TicketTopic, Tickets};
use super::queries::closest;
use super::table::{reader, text};
use crate::search::{Word, Words};

const BODY_WORDS: usize = 60;
const JOIN: f64 = 0.3;
const MERGE: f64 = 0.5;
/// Of 10 tickets or more, a word in more than this share says nothing.
const TOO_COMMON: f64 = 0.4;
/// Terms, examples and topics that are told.
const TERMS: usize = 6;
const EXAMPLES: usize = 3;
const TOPICS: usize = 100;

/// A ticket.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ticket {
    /// Its subject.
    pub subject: String,
    /// What the customer wrote.
    pub body: String,
    /// The day it came.
    pub created: Option<Date>,
}

/// Names of the columns, where they are not guessed.
#[derive(Clone, Debug, Default)]
pub struct Columns {
    /// Of the subject.
    pub subject: Option<String>,
    /// Of the text.
    pub body: Option<String>,
    /// Of the day.
    pub created: Option<String>,
}

const SUBJECT: &[&str] = &["subject", "title", "summary", "ticket subject", "betreff", "name"];
const BODY: &[&str] = &[
    "description",
    "body",
    "message",
    "text",
    "content",
    "comment",
    "first message",
    "question",
    "details",
    "initial message",
    "beschreibung",
];
const CREATED: &[&str] = &[
    "created",
    "created at",
    "created time",
    "created date",
    "creation date",
    "create date",
    "date created",
    "opened",
    "date",
    "requested",
    "time",
    "erstellt",
];

/// Reads an export. `Err` says which column is missing.
pub fn read(bytes: &[u8], columns: &Columns) -> Result<Vec<Ticket>, String> {
    let mut reader = reader(bytes, std::io::empty());
    let header = reader.byte_headers().map_err(|error| error.to_string())?.clone();
    let header: Vec<String> = header.iter().map(|name| folded(&text(name))).collect();
    let subject = column(&header, columns.subject.as_deref(), SUBJECT)?;
    let body = column(&header, columns.body.as_deref(), BODY)?;
    let created = column(&header, columns.created.as_deref(), CREATED)?;
    if subject.is_none() && body.is_none() {
        return Err(format!(
            "no column looks like a subject or a text; there is {}",
            header.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
        ));
    }
    let mut tickets = Vec::new();
    let mut record = ByteRecord::new();
    // A row that is broken is left out; the others are whole.
    while let Ok(true) | Err(_) = reader.read_byte_record(&mut record) {
        if reader.is_done() && record.is_empty() {
            break;
        }
        let field = |place: Option<usize>| {
            place.and_then(|place| record.get(place)).map(text).unwrap_or_default()
        };
        let ticket =
            Ticket { subject: field(subject), body: field(body), created: date(&field(created)) };
        if !ticket.subject.trim().is_empty() || !ticket.body.trim().is_empty() {
            tickets.push(ticket);
        }
    }
    Ok(tickets)
}

fn folded(name: &str) -> String {
    let words = name.trim().to_lowercase().replace(['_', '-', '.'], " ");
    crate::kb::one_line(&words)
}

fn column(
    header: &[String],
    asked: Option<&str>,
    guesses: &[&str],
) -> Result<Option<usize>, String> {
    if let Some(asked) = asked {
        let wanted = folded(asked);
        let found = header.iter().position(|name| *name == wanted);
        return found.map(Some).ok_or_else(|| format!("there is no column `{asked}`"));
    }
    Ok(guesses.iter().find_map(|guess| header.iter().position(|name| name == guess)))
}

/// The day of `2026-11-23 10:11:12 UTC` and of `2026-11-23T10:11:12Z`.
fn date(text: &str) -> Option<Date> {
    text.trim().get(..10)?.replace('/', "-").parse().ok()
}

type Vector = Vec<(usize, f64)>;

/// What `tickets` of `days` are about.
pub fn topics(tickets: &[Ticket], days: Days, (library, language): (&Library, &str)) -> Tickets {
    let is_counted = |ticket: &&Ticket| ticket.created.is_none_or(|day| days.hold(day));
    let counted: Vec<&Ticket> = tickets.iter().filter(is_counted).collect();
    let words = Words::of(language);
    let space = Space::of(&counted, &words);
    let groups = grouped(&space.vectors, space.terms.len());
    let mut topics = Vec::new();
    let mut single = 0;
    for group in &groups {
        if group.len() < 2 {
            single += group.len();
            continue;
        }
        topics.push(space.topic((&counted, group), (library, language)));
    }
    topics.sort_by(|a, b| (a.covered, b.size, &a.terms).cmp(&(b.covered, a.size, &b.terms)));
    topics.truncate(TOPICS);
    Tickets { total: tickets.len(), counted: counted.len(), single, topics }
}

/// Tickets as directions in the space of words.
struct Space {
    vectors: Vec<Vector>,
    /// The most frequent form of each stem.
    terms: Vec<String>,
}

impl Space {
    fn of(tickets: &[&Ticket], words: &Words) -> Self {
        let counted = tickets.iter().map(|ticket| counts(ticket, words));
        let (texts, all): (Vec<BTreeMap<String, f64>>, Vec<Vec<Word>>) = counted.unzip();
        let mut forms: BTreeMap<String, BTreeMap<String, usize>> = BTreeMap::new();
        for Word { stem, form } in all.into_iter().flatten() {
            *forms.entry(stem).or_default().entry(form).or_default() += 1;
        }
        Self::weighed(&texts, &forms)
    }

    fn weighed(
        texts: &[BTreeMap<String, f64>],
        forms: &BTreeMap<String, BTreeMap<String, usize>>,
    ) -> Self {
        let mut spread: BTreeMap<&str, usize> = BTreeMap::new();
        for stem in texts.iter().flat_map(BTreeMap::keys) {
            *spread.entry(stem).or_default() += 1;
        }
        let all = texts.len();
        let most = if all < 10 { all } else { (all as f64 * TOO_COMMON) as usize };
        let kept: Vec<(&str, usize)> =
            spread.into_iter().filter(|(_, df)| *df >= 2 && *df <= most).collect();
        let numbers: HashMap<&str, (usize, f64)> = kept
            .iter()
            .enumerate()
            .map(|(number, (stem, df))| (*stem, (number, (1.0 + all as f64 / *df as f64).ln())))
            .collect();
        let vector = |text: &BTreeMap<String, f64>| {
            let weigh = |(stem, count): (&String, &f64)| {
                let (number, idf) = numbers.get(stem.as_str())?;
                Some((*number, (1.0 + count.ln()) * idf))
            };
            let mut vector: Vector = text.iter().filter_map(weigh).collect();
            vector.sort_by_key(|(number, _)| *number);
            normal(vector)
        };
        let best = |stem: &str| {
            let most = forms.get(stem).and_then(|forms| {
                forms.iter().max_by_key(|(form, count)| (**count, std::cmp::Reverse(*form)))
            });
            most.map_or_else(|| stem.to_owned(), |(form, _)| form.clone())
        };
        let terms = kept.iter().map(|(stem, _)| best(stem)).collect();
        Self { vectors: texts.iter().map(vector).collect(), terms }
    }

    fn topic(
        &self,
        (tickets, group): (&[&Ticket], &[usize]),
        (library, language): (&Library, &str),
    ) -> TicketTopic {
        let centre = centre(group.iter().map(|ticket| &self.vectors[*ticket]));
        let mut heavy = centre.clone();
        heavy.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        let terms: Vec<String> =
            heavy.iter().take(TERMS).map(|(number, _)| self.terms[*number].clone()).collect();
        let mut typical: Vec<(f64, usize)> =
            group.iter().map(|ticket| (cosine(&self.vectors[*ticket], &centre), *ticket)).collect();
        typical.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let mut examples: Vec<String> = Vec::new();
        for (_, ticket) in typical {
            let example = example(tickets[ticket]);
            if examples.len() < EXAMPLES && !examples.contains(&example) {
                examples.push(example);
            }
        }
        let days = group.iter().filter_map(|ticket| tickets[*ticket].created);
        let days = days.clone().min().zip(days.max()).map(|(first, last)| [first, last]);
        let nearest = nearest(&examples, &terms, (library, language));
        let covered = nearest.as_ref().is_some_and(|(_, sure)| *sure);
        let nearest = nearest.map(|(nearest, _)| nearest);
        TicketTopic { terms, size: group.len(), examples, days, nearest, covered }
    }
}

/// The article for a topic, and whether it is sure to be one.
fn nearest(
    examples: &[String],
    terms: &[String],
    (library, language): (&Library, &str),
) -> Option<(Nearest, bool)> {
    let terms = terms.iter().take(3).cloned().collect::<Vec<_>>().join(" ");
    let queries = examples.iter().take(1).chain([&terms]);
    let found: Vec<_> = queries.filter_map(|query| library.search(query, language)).collect();
    let best = found.iter().find(|answered| answered.is_sure()).or(found.first())?;
    Some((closest(best, library)?, best.is_sure()))
}

/// A ticket in a line.
fn example(ticket: &Ticket) -> String {
    let text = if ticket.subject.trim().is_empty() { &ticket.body } else { &ticket.subject };
    crate::kb::shorten(&clean::cleaned(text), 120)
}

fn counts(ticket: &Ticket, words: &Words) -> (BTreeMap<String, f64>, Vec<Word>) {
    let body: Vec<&str> = ticket.body.split_whitespace().take(BODY_WORDS).collect();
    let (subject, body) = (clean::cleaned(&ticket.subject), clean::cleaned(&body.join(" ")));
    let mut counts: BTreeMap<String, f64> = BTreeMap::new();
    let mut all = Vec::new();
    for (text, weight) in [(subject, 2.0), (body, 1.0)] {
        let text = text.replace(clean::REMOVED, " ");
        for word in words.in_text(&text) {
            *counts.entry(word.stem.clone()).or_default() += weight;
            all.push(word);
        }
    }
    (counts, all)
}

fn normal(mut vector: Vector) -> Vector {
    let length = vector.iter().map(|(_, weight)| weight * weight).sum::<f64>().sqrt();
    if length > 0.0 {
        for (_, weight) in &mut vector {
            *weight /= length;
        }
    }
    vector
}

fn centre<'a>(vectors: impl Iterator<Item = &'a Vector>) -> Vector {
    let mut sum: BTreeMap<usize, f64> = BTreeMap::new();
    for (number, weight) in vectors.flatten() {
        *sum.entry(*number).or_default() += weight;
    }
    normal(sum.into_iter().collect())
}

fn cosine(a: &Vector, b: &Vector) -> f64 {
    let (mut at, mut sum) = (0, 0.0);
    for (number, weight) in a {
        while b.get(at).is_some_and(|(other, _)| other < number) {
            at += 1;
        }
        if let Some((_, other)) = b.get(at).filter(|(other, _)| other == number) {
            sum += weight * other;
        }
    }
    sum
}

/// Numbers of the tickets of each group.
fn grouped(vectors: &[Vector], terms: usize) -> Vec<Vec<usize>> {
    let mut centres = Centres::new(terms);
    for (ticket, vector) in vectors.iter().enumerate() {
        match centres.nearest(vector).filter(|(_, cosine)| *cosine >= JOIN) {
            Some((group, _)) => centres.join(group, (ticket, vector)),
            None => centres.found((ticket, vector)),
        }
    }
    let mut first = centres.members;
    // Stable, so of groups of the same size the older leads.
    first.sort_by_key(|group| std::cmp::Reverse(group.len()));
    let mut merged = Centres::new(terms);
    for group in &first {
        let middle = centre(group.iter().map(|ticket| &vectors[*ticket]));
        if merged.nearest(&middle).is_none_or(|(_, cosine)| cosine < MERGE) {
            merged.found((group[0], &middle));
        }
    }
    let mut last = vec![Vec::new(); merged.members.len()];
    for (ticket, vector) in vectors.iter().enumerate() {
        match merged.nearest(vector).filter(|(_, cosine)| *cosine >= JOIN) {
            Some((group, _)) => last[group].push(ticket),
            None => last.push(vec![ticket]),
        }
    }
    last
}

/// Groups with an index from words to those whose centre has them, so that most are never compared.
struct Centres {
    /// Sums of the members.
    sums: Vec<BTreeMap<usize, f64>>,
    lengths: Vec<f64>,
    members: Vec<Vec<usize>>,
    with: Vec<Vec<usize>>,
}

impl Centres {
    fn new(terms: usize) -> Self {
        let with = vec![Vec::new(); terms];
        Self { sums: Vec::new(), lengths: Vec::new(), members: Vec::new(), with }
    }

    fn nearest(&self, vector: &Vector) -> Option<(usize, f64)> {
        let mut dots: BTreeMap<usize, f64> = BTreeMap::new();
        for (number, weight) in vector {
            for group in &self.with[*number] {
                let other = self.sums[*group].get(number).copied().unwrap_or_default();
                *dots.entry(*group).or_default() += weight * other;
            }
        }
        let cosines = dots.into_iter().map(|(group, dot)| (group, dot / self.lengths[group]));
        cosines.max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)))
    }

    fn found(&mut self, ticket: (usize, &Vector)) {
        self.sums.push(BTreeMap::new());
        self.lengths.push(0.0);
        self.members.push(Vec::new());
        self.join(self.sums.len() - 1, ticket);
    }

    fn join(&mut self, group: usize, (ticket, vector): (usize, &Vector)) {
        self.members[group].push(ticket);
        for (number, weight) in vector {
            let sum = &mut self.sums[group];
            if !sum.contains_key(number) {
                self.with[*number].push(group);
            }
            *sum.entry(*number).or_default() += weight;
        }
        let squares = self.sums[group].values().map(|weight| weight * weight);
        self.lengths[group] = squares.sum::<f64>().sqrt().max(f64::MIN_POSITIVE);
    }
}
