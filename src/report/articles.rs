//! Articles: views, votes and contacts; what is overdue and what nobody reads.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::library::{Known, Library};
use super::log::{Log, NONE, Name, What, day};
use super::model::{ArticleHealth, ArticleName, Comment, Feedback, Stale, StaleOwner, share};
use super::visit::Visit;

/// Latest comments that are shown.
const MAX_COMMENTS: usize = 50;

/// The articles of a log.
#[derive(Default)]
pub(super) struct Articles {
    counts: BTreeMap<Name, Count>,
    comments: Vec<(i64, Name, bool, Name)>,
}

#[derive(Default)]
struct Count {
    views: usize,
    readers: usize,
    helpful: usize,
    unhelpful: usize,
    contacts: usize,
    reasons: BTreeMap<Name, usize>,
}

impl Articles {
    /// Counts a session.
    pub(super) fn count(&mut self, visit: &Visit<'_>) {
        let mut read = BTreeSet::new();
        for row in visit.rows {
            if let What::View { article } = row.what {
                self.counts.entry(article).or_default().views += 1;
                read.insert(article);
            }
        }
        for article in read {
            self.counts.entry(article).or_default().readers += 1;
        }
        for (article, vote) in &visit.votes {
            let count = self.counts.entry(*article).or_default();
            count.helpful += usize::from(vote.helpful);
            count.unhelpful += usize::from(!vote.helpful);
            if !vote.helpful && vote.reason != NONE {
                *count.reasons.entry(vote.reason).or_default() += 1;
            }
            if vote.comment != NONE {
                self.comments.push((vote.at, *article, vote.helpful, vote.comment));
            }
        }
        for article in visit.contacted.keys().filter(|article| **article != NONE) {
            self.counts.entry(*article).or_default().contacts += 1;
        }
    }

    /// Every article that anything is known of, the one to mend first before the others.
    pub(super) fn health(&self, log: &Log, library: &Library) -> Vec<ArticleHealth> {
        let one = |(name, count): (&Name, &Count)| health(named(log, library, *name), count, log);
        let mut all: Vec<ArticleHealth> = self.counts.iter().map(one).collect();
        all.sort_by(|a, b| {
            let worse = b.priority.total_cmp(&a.priority);
            worse.then(b.views.cmp(&a.views)).then_with(|| a.article.url.cmp(&b.article.url))
        });
        all
    }

    /// Votes of all articles together.
    pub(super) fn feedback(mut self, log: &Log, library: &Library) -> Feedback {
        let mut reasons: BTreeMap<&str, usize> = BTreeMap::new();
        let mut feedback = Feedback::default();
        for count in self.counts.values() {
            feedback.helpful += count.helpful;
            feedback.unhelpful += count.unhelpful;
            for (reason, times) in &count.reasons {
                *reasons.entry(log.text(*reason)).or_default() += times;
            }
        }
        feedback.reasons = ranked(reasons);
        self.comments.sort_by_key(|(at, article, ..)| (std::cmp::Reverse(*at), *article));
        self.comments.truncate(MAX_COMMENTS);
        let comment = |(at, article, helpful, text): (i64, Name, bool, Name)| Comment {
            article: named(log, library, article),
            day: day(at),
            helpful,
            text: log.text(text).to_owned(),
        };
        feedback.comments = self.comments.into_iter().map(comment).collect();
        feedback
    }
}

/// The most frequent first.
pub(super) fn ranked(counts: BTreeMap<&str, usize>) -> Vec<(String, usize)> {
    let mut counts: Vec<(String, usize)> =
        counts.into_iter().map(|(name, count)| (name.to_owned(), count)).collect();
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    counts
}

fn health(article: ArticleName, count: &Count, log: &Log) -> ArticleHealth {
    let votes = count.helpful + count.unhelpful;
    // Votes and contacts may come from an export that has no views.
    let readers = count.readers.max(votes).max(count.contacts);
    let unhelpful = count.unhelpful as f64 / (votes + 2) as f64;
    let health = (1.0 - unhelpful) * (1.0 - share(count.contacts, readers));
    let round = |number: f64| (number * 10.0).round() / 10.0;
    let reasons = count.reasons.iter().map(|(name, times)| (log.text(*name).to_owned(), *times));
    ArticleHealth {
        article,
        views: count.views,
        readers: count.readers,
        helpful: count.helpful,
        unhelpful: count.unhelpful,
        contacts: count.contacts,
        reasons: reasons.collect(),
        health: round(health * 100.0),
        priority: round(readers as f64 * (1.0 - health)),
    }
}

/// An article by the address in an event.
pub(super) fn named(log: &Log, library: &Library, name: Name) -> ArticleName {
    library.article(log, name).map_or_else(
        || {
            let url = log.text(name).to_owned();
            ArticleName { title: url.clone(), url, ..ArticleName::default() }
        },
        article_name,
    )
}

fn article_name(known: &Known) -> ArticleName {
    ArticleName {
        url: known.url.clone(),
        title: known.title.clone(),
        file: Some(known.file.clone()),
        owner: known.owner.clone(),
        updated: known.updated,
    }
}

/// Published articles that nobody viewed; not pages in the words of another language.
pub(super) fn unread(health: &[ArticleHealth], library: &Library) -> Vec<ArticleName> {
    let read = health.iter().filter(|one| one.views > 0).map(|one| one.article.url.as_str());
    let read: BTreeSet<&str> = read.collect();
    let own = library.articles.values().filter(|known| known.is_own);
    let unread = own.filter(|known| !read.contains(known.url.as_str()));
    unread.map(article_name).collect()
}

/// What is overdue on `today`, by owner; those with most first. A page in the words of another language
/// is that article again, so each file counts once.
pub(super) fn stale(health: &[ArticleHealth], library: &Library, today: Date) -> Vec<StaleOwner> {
    let views: BTreeMap<&str, usize> =
        health.iter().map(|one| (one.article.url.as_str(), one.views)).collect();
    let mut owners: BTreeMap<Option<&str>, StaleOwner> = BTreeMap::new();
    let mut seen = BTreeSet::new();
    let own = library.articles.values().filter(|known| known.is_own);
    for known in own.filter(|known| seen.insert(known.file.as_str())) {
        let owner = owners.entry(known.owner.as_deref()).or_insert_with(|| StaleOwner {
            owner: known.owner.clone(),
            articles: 0,
            undated: 0,
            overdue: Vec::new(),
        });
        owner.articles += 1;
        let Some(due) = known.review_by else {
            owner.undated += usize::from(known.updated.is_none());
            continue;
        };
        if due < today {
            owner.overdue.push(Stale {
                article: article_name(known),
                due,
                days: (today - due).get_days().into(),
                views: views.get(known.url.as_str()).copied().unwrap_or_default(),
            });
        }
    }
    let mut owners: Vec<StaleOwner> = owners.into_values().collect();
    owners.retain(|owner| !owner.overdue.is_empty() || owner.undated > 0);
    for owner in &mut owners {
        owner.overdue.sort_by(|a, b| {
            (b.views, b.days, &a.article.url).cmp(&(a.views, a.days, &b.article.url))
        });
    }
    owners.sort_by_key(|owner| std::cmp::Reverse(owner.overdue.len()));
    owners
}
