//! Queries: spellings of the same question together, and which of them are gaps.
//!
//! | Gap | Rule |
//! | --- | --- |
//! | `nothing` | at least half of the searches found nothing |
//! | `unsure` | at least half found nothing or only the closest matches, and fewer than a quarter had anything opened or answered |
//! | `unopened` | three searches or more, of which fewer than a quarter had anything opened or answered |
//!
//! A query of which every search was met is none. Gaps are ordered by unmet searches.

use std::collections::{BTreeMap, HashMap};

use rayon::prelude::*;

use super::library::{Answered, Library};
use super::log::{Log, Name, day};
use super::model::{Basis, Gap, Nearest, Query, Searches, share};
use super::visit::{Finding, Visit};
use crate::search::Words;

/// Most gaps that an article is looked for.
const MAX_GAPS: usize = 500;
/// Most frequent queries that are listed.
const MAX_QUERIES: usize = 100;
/// Sessions that must have read the same article next, and the share of them.
const READ_NEXT: (usize, f64) = (2, 0.3);
/// An article that is about less than this share of a query is no hint at all.
const MIN_COVERAGE: f64 = 0.25;

/// The queries of a log.
#[derive(Default)]
pub(super) struct Queries {
    words: HashMap<String, Words>,
    keys: HashMap<(Name, Name), (String, String)>,
    groups: BTreeMap<(String, String), Group>,
    totals: Searches,
}

#[derive(Default)]
struct Group {
    spellings: BTreeMap<Name, usize>,
    sessions: usize,
    last_session: Option<usize>,
    searches: usize,
    opened: usize,
    answered: usize,
    nothing: usize,
    unsure: usize,
    refined: usize,
    last: i64,
    /// Sessions by the article they read next.
    next: BTreeMap<Name, usize>,
}

impl Queries {
    /// Counts the searches of session `number`.
    pub(super) fn count(
        &mut self,
        log: &Log,
        library: &Library,
        (number, visit): (usize, &Visit<'_>),
    ) {
        self.totals.typed += visit.typed;
        for asked in &visit.asked {
            let key = self.key(log, library, (asked.query, asked.locale));
            let group = self.groups.entry(key).or_default();
            let is_new = group.last_session != Some(number);
            group.last_session = Some(number);
            group.sessions += usize::from(is_new);
            *group.spellings.entry(asked.query).or_default() += 1;
            group.searches += 1;
            group.opened += usize::from(asked.opened);
            group.answered += usize::from(asked.answered && !asked.opened);
            group.nothing += usize::from(asked.finding == Finding::Nothing);
            group.unsure += usize::from(asked.finding == Finding::Unsure);
            group.refined += usize::from(asked.refined);
            group.last = group.last.max(asked.at);
            if let Some(next) = asked.next.filter(|_| is_new && asked.is_unmet()) {
                *group.next.entry(next).or_default() += 1;
            }
        }
    }

    /// Language and stems of a query.
    fn key(&mut self, log: &Log, library: &Library, name: (Name, Name)) -> (String, String) {
        if let Some(key) = self.keys.get(&name) {
            return key.clone();
        }
        let language = library.language(log.text(name.1)).to_owned();
        let words = self.words.entry(language.clone()).or_insert_with(|| Words::of(&language));
        let key = (language, words.key(log.text(name.0)));
        self.keys.insert(name, key.clone());
        key
    }

    /// Totals, gaps and the most frequent queries.
    pub(super) fn finish(
        mut self,
        log: &Log,
        library: &Library,
    ) -> (Searches, Vec<Query>, Vec<Query>) {
        let groups: Vec<(&str, &Group)> =
            self.groups.iter().map(|((language, _), group)| (&**language, group)).collect();
        self.totals.distinct = groups.len();
        for (_, group) in &groups {
            self.totals.total += group.searches;
            self.totals.opened += group.opened;
            self.totals.answered += group.answered;
            self.totals.nothing += group.nothing;
            self.totals.unsure += group.unsure;
            self.totals.refined += group.refined;
        }
        let totals = &mut self.totals;
        totals.unmet = totals.total - totals.opened - totals.answered;
        totals.success = [
            share(totals.opened, totals.total),
            share(totals.opened + totals.answered, totals.total),
        ];
        let mut all: Vec<(Query, &Group)> =
            groups.iter().map(|(language, group)| (query(log, language, group), *group)).collect();
        all.sort_by(|(a, _), (b, _)| {
            (b.searches, &a.query, &a.locale).cmp(&(a.searches, &b.query, &b.locale))
        });
        let frequent = all.iter().take(MAX_QUERIES).map(|(query, _)| query.clone()).collect();
        all.retain(|(query, _)| query.gap.is_some());
        // Stable, so the more frequent comes first.
        all.sort_by_key(|(query, _)| std::cmp::Reverse(query.unmet));
        all.truncate(MAX_GAPS);
        let gaps = all.into_iter().map(|(query, group)| nearest(query, (log, library), group));
        (self.totals, gaps.collect(), frequent)
    }
}

fn query(log: &Log, language: &str, group: &Group) -> Query {
    let mut spellings: Vec<(&str, usize)> =
        group.spellings.iter().map(|(name, count)| (log.text(*name), *count)).collect();
    spellings.par_sort_by(|a, b| (b.1, a.0).cmp(&(a.1, b.0)));
    let mut spellings = spellings.into_iter().map(|(text, _)| text.to_owned());
    let unmet = group.searches - group.opened - group.answered;
    Query {
        query: spellings.next().unwrap_or_default(),
        spellings: spellings.take(5).collect(),
        locale: language.to_owned(),
        searches: group.searches,
        sessions: group.sessions,
        opened: group.opened,
        answered: group.answered,
        unmet,
        nothing: group.nothing,
        unsure: group.unsure,
        refined: group.refined,
        last: day(group.last),
        gap: gap(group, unmet),
        nearest: None,
        found_now: false,
    }
}

fn gap(group: &Group, unmet: usize) -> Option<Gap> {
    let is_rarely_met = (group.searches - unmet) * 4 < group.searches;
    if unmet == 0 {
        None
    } else if group.nothing * 2 >= group.searches {
        Some(Gap::Nothing)
    } else if (group.nothing + group.unsure) * 2 >= group.searches && is_rarely_met {
        Some(Gap::Unsure)
    } else {
        (group.searches >= 3 && is_rarely_met).then_some(Gap::Unopened)
    }
}

/// The query with the article that may be meant: what was read next, else what the index says.
fn nearest(mut query: Query, (log, library): (&Log, &Library), group: &Group) -> Query {
    let found = library.search(&query.query, &query.locale);
    let most = group.next.iter().max_by_key(|(name, count)| (**count, std::cmp::Reverse(**name)));
    let read = most.filter(|(_, count)| {
        **count >= READ_NEXT.0 && share(**count, group.sessions) >= READ_NEXT.1
    });
    query.nearest = match read {
        Some((name, _)) => Some(read_next(log.text(*name), library, found.as_ref())),
        None => found.as_ref().and_then(|found| closest(found, library)),
    };
    query.found_now = query.gap != Some(Gap::Unopened)
        && found.is_some_and(|found| found.is_sure())
        && query.nearest.as_ref().is_some_and(|nearest| nearest.rank.is_some_and(|rank| rank <= 3));
    query
}

fn read_next(url: &str, library: &Library, answered: Option<&Answered>) -> Nearest {
    let known = library.at(url);
    let path = known.map_or(url, |known| &known.url);
    let results = answered.map_or(&[][..], |answered| &answered.found.results);
    let rank = results.iter().position(|result| result.url == path);
    Nearest {
        url: path.to_owned(),
        title: known.map_or_else(|| url.to_owned(), |known| known.title.clone()),
        name: known.map(|known| known.name.clone()),
        basis: Basis::ReadNext,
        rank: rank.map(|rank| rank + 1),
        coverage: answered.map_or(0.0, |answered| answered.coverage),
    }
}

/// The first result, when it is any hint.
pub(super) fn closest(answered: &Answered, library: &Library) -> Option<Nearest> {
    let first = answered.found.results.first()?;
    if !answered.is_sure() && answered.coverage < MIN_COVERAGE {
        return None;
    }
    Some(Nearest {
        url: first.section.as_ref().map_or(&first.url, |section| &section.url).clone(),
        title: first.title.clone(),
        name: library.at(&first.url).map(|known| known.name.clone()),
        basis: if answered.is_sure() { Basis::Found } else { Basis::Closest },
        rank: Some(1),
        coverage: answered.coverage,
    })
}
