//! How well the confidence line tells queries that nothing here answers from the others: by the share of a
//! query's idf that its best result covers.

use anyhow::Result;
use faqtory::search::Searcher;

use crate::judged::Query;
use crate::{Evaluation, ten};

/// Share of the answerable queries that the line must keep.
const KEPT: f64 = 0.95;

/// A line and what it does.
#[derive(Debug, Clone, serde::Serialize)]
pub(crate) struct Line {
    pub(crate) confidence: f32,
    pub(crate) kept: f64,
    pub(crate) rejected: f64,
    /// How often an answerable query has more confidence than one that is not.
    pub(crate) auroc: f64,
    pub(crate) in_scope: usize,
    pub(crate) out_of_scope: usize,
}

/// The highest line that keeps 95 % of the answerable queries; nothing without out-of-scope queries.
pub(crate) fn line(evaluation: &Evaluation, searcher: &Searcher) -> Result<Option<Line>> {
    let queries = &evaluation.judged.queries;
    let (outside, judged): (Vec<&Query>, Vec<&Query>) =
        queries.iter().partition(|query| query.is_out_of_scope());
    let kinds = evaluation.options.get("in-scope").map_or("para", String::as_str);
    let chosen: Vec<&Query> = judged
        .iter()
        .copied()
        .filter(|query| kinds.split(',').any(|kind| kind == query.kind))
        .collect();
    let inside = if chosen.is_empty() { judged } else { chosen };
    if outside.is_empty() || inside.is_empty() {
        return Ok(None);
    }
    let (inside, outside) = (coverages(searcher, &inside)?, coverages(searcher, &outside)?);
    let dropped = ((1.0 - KEPT) * inside.len() as f64) as usize;
    let confidence = inside[dropped];
    let share = |list: &[f32]| {
        list.iter().filter(|&&coverage| coverage >= confidence).count() as f64 / list.len() as f64
    };
    let wins = inside.iter().map(|own| {
        let below = outside.partition_point(|other| other < own);
        let equal = outside.partition_point(|other| other <= own) - below;
        below as f64 + equal as f64 / 2.0
    });
    Ok(Some(Line {
        confidence,
        kept: share(&inside),
        rejected: 1.0 - share(&outside),
        auroc: wins.sum::<f64>() / (inside.len() * outside.len()) as f64,
        in_scope: inside.len(),
        out_of_scope: outside.len(),
    }))
}

/// What the best results cover of their queries, sorted.
fn coverages(searcher: &Searcher, queries: &[&Query]) -> Result<Vec<f32>> {
    let mut out = Vec::new();
    for query in queries {
        let found = searcher.search(&query.text, &ten())?;
        out.push(if found.results.is_empty() { 0.0 } else { found.coverage });
    }
    out.sort_by(f32::total_cmp);
    Ok(out)
}
