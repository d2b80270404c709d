//! Articles to read next: the writer's own choice first, then those that share the rarest words.

use std::collections::{BTreeMap, BTreeSet};

use super::{ArticleId, Entry, KnowledgeBase, Locale, Place};
use crate::config::Config;

/// How many related articles an article shows.
const WANTED: usize = 4;

/// Words that more articles share say nothing about them.
const MAX_SHARED: usize = 60;

/// Weight of sharing a category, in the same unit as a rare word.
const SAME_CATEGORY: f64 = 1.0;

/// Fills up the related articles of each article.
pub(super) fn complete(locale: &mut Locale) {
    let words: Vec<BTreeSet<String>> = locale.articles.iter().map(words).collect();
    let mut owners: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
    for (index, (words, entry)) in words.iter().zip(&locale.articles).enumerate() {
        if entry.is_listed() && !entry.page.is_fallback() {
            for word in words {
                owners.entry(word).or_default().push(index as u32);
            }
        }
    }
    let total = locale.articles.iter().filter(|entry| !entry.page.is_fallback()).count() as f64;
    let mut related = Vec::with_capacity(locale.articles.len());
    for (index, words) in words.iter().enumerate() {
        let mut scores: BTreeMap<u32, f64> = BTreeMap::new();
        for owners in words
            .iter()
            .filter_map(|word| owners.get(word.as_str()))
            .filter(|owners| owners.len() <= MAX_SHARED)
        {
            let weight = (total / owners.len() as f64).ln();
            for owner in owners {
                *scores.entry(*owner).or_default() += weight;
            }
        }
        related.push(best(locale, index, scores));
    }
    let own = |(entry, _): &(&mut Entry, _)| !entry.page.is_fallback();
    for (entry, found) in locale.articles.iter_mut().zip(related).filter(own) {
        let room = WANTED.saturating_sub(entry.related.len());
        let new: Vec<ArticleId> =
            found.into_iter().filter(|id| !entry.related.contains(id)).take(room).collect();
        entry.related.extend(new);
    }
}

/// Gives fallback pages what their sources have.
pub(super) fn borrow(kb: &mut KnowledgeBase, config: &Config) {
    for at in 1..kb.locales.len() {
        let same = |from: (usize, ArticleId), to: usize| match kb.same(
            (from.0, Place::Article(from.1)),
            to,
            config,
        )? {
            Place::Article(id) => Some(id),
            Place::Category(_) => None,
        };
        let ids = (0..kb.locales[at].articles.len() as u32).map(ArticleId);
        let ids = ids.filter(|id| kb.locales[at].article(*id).page.is_fallback());
        let borrowed = ids.filter_map(|id| {
            let source = kb.locales[0].article(same((at, id), 0)?);
            Some((id, source.related.iter().filter_map(|id| same((0, *id), at)).collect()))
        });
        let borrowed: Vec<(ArticleId, Vec<ArticleId>)> = borrowed.collect();
        for (id, related) in borrowed {
            kb.locales[at].articles[id.0 as usize].related = related;
        }
    }
}

fn best(locale: &Locale, index: usize, mut scores: BTreeMap<u32, f64>) -> Vec<ArticleId> {
    scores.remove(&(index as u32));
    let category = locale.articles[index].category;
    let mut ranked: Vec<(u32, f64)> = scores
        .into_iter()
        .map(|(id, score)| {
            let near = locale.articles[id as usize].category == category;
            (id, score + if near { SAME_CATEGORY } else { 0.0 })
        })
        .collect();
    ranked.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    ranked.into_iter().take(WANTED * 2).map(|(id, _)| ArticleId(id)).collect()
}

/// The words of an article's head: title, tags, keywords, codes, questions.
fn words(entry: &Entry) -> BTreeSet<String> {
    let front = &entry.page.article.front;
    let lists = [&front.tags, &front.keywords, &front.codes, &front.questions];
    let texts = lists.into_iter().flatten().map(String::as_str).chain([entry.title.as_str()]);
    let words = texts.flat_map(|text| text.split(|c: char| !c.is_alphanumeric()));
    words.filter(|word| word.chars().count() > 2).map(str::to_lowercase).collect()
}
