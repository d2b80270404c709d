//! The one place that decides what is published.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::Options;
use crate::article::Article;
use crate::article::front_matter::{FrontMatter, Kind};
use crate::notices;
use crate::tree::{RelPath, Withheld};

/// Why an article is not published today; `None` when it is.
pub fn withheld(front: &FrontMatter, options: &Options) -> Option<String> {
    if front.held_back {
        return Some("front matter cannot be read".into());
    }
    if front.draft && !options.drafts {
        return Some("draft".into());
    }
    if front.audience.as_deref().is_some_and(|audience| audience.eq_ignore_ascii_case("internal")) {
        return Some("internal".into());
    }
    match (front.publish_at, front.expire_at) {
        (Some(from), _) if from > options.today && !options.future => Some(format!("from {from}")),
        // The page of a past notice stays, for the history of the service.
        (_, Some(until))
            if until <= options.today && !options.expired && front.kind != Kind::Notice =>
        {
            Some(format!("expired {until}"))
        }
        _ => None,
    }
}

/// The files of notices that are over: their pages stay, but no list and no search names them.
pub(super) fn past_notices(published: &[Arc<Article>], options: &Options) -> BTreeSet<RelPath> {
    let is_past = |article: &&Arc<Article>| notices::is_past(&article.front.notice, options);
    published.iter().filter(is_past).map(|article| article.path().clone()).collect()
}

/// Splits articles into those that are published and those that are not.
pub(super) fn sort_out(
    articles: &[Arc<Article>],
    left_out: &BTreeSet<RelPath>,
    options: &Options,
) -> (Vec<Arc<Article>>, Vec<Withheld>) {
    let mut published = Vec::with_capacity(articles.len());
    let mut held = Vec::new();
    for article in articles {
        let unreadable = (!article.is_text).then(|| "cannot be read".to_owned());
        let broken = left_out.contains(article.path()).then(|| "has errors".to_owned());
        match unreadable.or(broken).or_else(|| withheld(&article.front, options)) {
            Some(reason) => held.push(Withheld { path: article.path().to_string(), reason }),
            None => published.push(Arc::clone(article)),
        }
    }
    (published, held)
}
