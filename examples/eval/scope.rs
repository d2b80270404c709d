//! How well the confidence line tells queries that nothing here answers from the others.
//!
//! Results say only on which side of the line they are, so the line is moved: an index for each place of it.

use anyhow::Result;
use faqtory::search::{Searcher, index};

use crate::judged::Query;
use crate::{Evaluation, ten};

/// Share of the answerable queries that the line must keep.
const KEPT: f64 = 0.95;
/// Halvings of the interval the line is in.
const STEPS: usize = 10;

/// A line and what it does.
#[derive(Debug, Clone, serde::Serialize)]
pub(crate) struct Line {
    pub(crate) confidence: f32,
    pub(crate) kept: f64,
    pub(crate) rejected: f64,
    pub(crate) in_scope: usize,
    pub(crate) out_of_scope: usize,
}

/// The highest line that keeps 95 % of the answerable queries; nothing without out-of-scope queries.
pub(crate) fn line(evaluation: &Evaluation) -> Result<Option<Line>> {
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
    let at = |confidence: f32| -> Result<Line> {
        let mut settings = evaluation.settings.clone();
        settings.ranking.confidence = confidence;
        let built = index(&evaluation.documents, &settings);
        let searcher = Searcher::open(&built.files, &built.root)?;
        let kept = confident(&searcher, &inside)?;
        let rejected = 1.0 - confident(&searcher, &outside)?;
        Ok(Line { confidence, kept, rejected, in_scope: inside.len(), out_of_scope: outside.len() })
    };
    let (mut low, mut high) = (0.0, 1.0);
    let mut best = at(low)?;
    for _ in 0..STEPS {
        let middle = f32::midpoint(low, high);
        let line = at(middle)?;
        if line.kept >= KEPT {
            (low, best) = (middle, line);
        } else {
            high = middle;
        }
    }
    Ok(Some(best))
}

/// Share of the queries with results above the line.
fn confident(searcher: &Searcher<'_>, queries: &[&Query]) -> Result<f64> {
    let mut count = 0usize;
    for query in queries {
        let found = searcher.search(&query.text, &ten())?;
        count += usize::from(found.confident && !found.results.is_empty());
    }
    Ok(count as f64 / queries.len() as f64)
}
