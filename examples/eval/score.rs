//! Measures of one type of queries.

use std::collections::BTreeMap;

use crate::DEPTH;

/// What a search says of its first result.
#[derive(Clone, Copy)]
pub(crate) struct Told {
    pub(crate) confident: bool,
    /// Whether its answer is shown.
    pub(crate) shown: bool,
}

/// Sums over queries.
#[derive(Default)]
pub(crate) struct Score {
    pub(crate) queries: usize,
    reciprocal: f64,
    gain: f64,
    first: usize,
    in_five: usize,
    empty: usize,
    confident: usize,
    answers: usize,
    wrong: usize,
}

/// Means over queries.
#[derive(serde::Serialize)]
pub(crate) struct Means {
    pub(crate) queries: usize,
    pub(crate) mrr: f64,
    pub(crate) ndcg: f64,
    pub(crate) success_at_1: f64,
    pub(crate) success_at_5: f64,
    pub(crate) zero_results: f64,
    pub(crate) confident: f64,
    /// Share that shows an answer, and one of an article that is not relevant.
    pub(crate) answers: f64,
    pub(crate) wrong_answers: f64,
}

impl Score {
    /// Adds a query.
    pub(crate) fn add(
        &mut self,
        articles: &[String],
        relevant: &BTreeMap<String, u32>,
        told: Told,
    ) {
        let hit = articles.iter().take(DEPTH).position(|article| relevant.contains_key(article));
        self.queries += 1;
        self.reciprocal += hit.map_or(0.0, |at| 1.0 / (at + 1) as f64);
        self.gain += normalised_gain(articles, relevant);
        self.first += usize::from(hit == Some(0));
        self.in_five += usize::from(hit.is_some_and(|at| at < 5));
        self.empty += usize::from(articles.is_empty());
        self.confident += usize::from(told.confident);
        self.answers += usize::from(told.shown);
        self.wrong += usize::from(told.shown && hit != Some(0));
    }

    pub(crate) fn means(&self) -> Means {
        let mean = |sum: f64| sum / self.queries.max(1) as f64;
        Means {
            queries: self.queries,
            mrr: mean(self.reciprocal),
            ndcg: mean(self.gain),
            success_at_1: mean(self.first as f64),
            success_at_5: mean(self.in_five as f64),
            zero_results: mean(self.empty as f64),
            confident: mean(self.confident as f64),
            answers: mean(self.answers as f64),
            wrong_answers: mean(self.wrong as f64),
        }
    }
}

/// nDCG@10 with gains of 2^grade − 1.
fn normalised_gain(articles: &[String], relevant: &BTreeMap<String, u32>) -> f64 {
    let discounted = |grades: &mut dyn Iterator<Item = u32>| -> f64 {
        let places = grades.take(DEPTH).enumerate();
        places
            .map(|(at, grade)| (2f64.powf(f64::from(grade)) - 1.0) / (at as f64 + 2.0).log2())
            .sum()
    };
    let grade = |article: &String| relevant.get(article).copied().unwrap_or(0);
    let mut best: Vec<u32> = relevant.values().copied().collect();
    best.sort_unstable_by(|a, b| b.cmp(a));
    let ideal = discounted(&mut best.into_iter());
    if ideal > 0.0 { discounted(&mut articles.iter().map(grade)) / ideal } else { 0.0 }
}
