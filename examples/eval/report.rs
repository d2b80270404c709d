//! What came of the queries, for people and as JSON.

use std::collections::BTreeMap;

use faqtory::search::{ColdSearch, Index};
use serde_json::{Value, json};

use crate::common::percentile;
use crate::scope::Line;
use crate::score::{Means, Score};

/// Size and cost of an index.
#[derive(Debug, Clone, Default, serde::Serialize)]
pub(crate) struct Costs {
    pub(crate) articles: usize,
    pub(crate) seconds: f64,
    pub(crate) peak: usize,
    pub(crate) files: usize,
    pub(crate) bytes: usize,
    pub(crate) root: usize,
    pub(crate) first_search: usize,
}

/// All of it.
#[derive(Default)]
pub(crate) struct Report {
    pub(crate) costs: Costs,
    pub(crate) scores: BTreeMap<String, Score>,
    pub(crate) times: Vec<f64>,
    pub(crate) cold: Vec<ColdSearch>,
    pub(crate) scope: Option<Line>,
}

impl Costs {
    pub(crate) fn of(built: &Index) -> Self {
        Self {
            files: built.files.len(),
            bytes: built.files.values().map(Vec::len).sum(),
            root: built.files[&built.root].len(),
            first_search: built.first_search_bytes,
            ..Self::default()
        }
    }
}

impl Report {
    fn mean(&self, value: fn(&ColdSearch) -> usize) -> usize {
        self.cold.iter().map(value).sum::<usize>() / self.cold.len().max(1)
    }

    fn most_rounds(&self) -> usize {
        self.cold.iter().map(|cost| cost.rounds).max().unwrap_or(0)
    }

    fn time(&self, share: f64) -> f64 {
        percentile(&mut self.times.clone(), share)
    }

    pub(crate) fn json(&self) -> Value {
        let means: BTreeMap<&String, Means> =
            self.scores.iter().map(|(kind, score)| (kind, score.means())).collect();
        json!({
            "index": self.costs,
            "types": means,
            "scope": self.scope,
            "milliseconds": { "p50": self.time(0.5), "p95": self.time(0.95), "max": self.time(1.0) },
            "cold": {
                "queries": self.cold.len(),
                "bytes": self.mean(|cost| cost.bytes),
                "files": self.mean(|cost| cost.files),
                "rounds_most": self.most_rounds(),
            },
        })
    }

    pub(crate) fn text(&self) -> String {
        let costs = &self.costs;
        let mut text = format!(
            "{} articles, index {:.2} s, {} files, {} bytes, root {}, first search {} bytes, peak {} MB\n",
            costs.articles,
            costs.seconds,
            costs.files,
            costs.bytes,
            costs.root,
            costs.first_search,
            costs.peak,
        );
        for (kind, score) in &self.scores {
            let means = score.means();
            text.push_str(&format!(
                "  {kind:7} n {:5}  MRR@10 {:.4}  nDCG@10 {:.4}  S@1 {:.3}  S@5 {:.3}  empty {:.1} %  confident {:.1} %  answers {:.1} %, wrong {:.1} %\n",
                means.queries,
                means.mrr,
                means.ndcg,
                means.success_at_1,
                means.success_at_5,
                100.0 * means.zero_results,
                100.0 * means.confident,
                100.0 * means.answers,
                100.0 * means.wrong_answers,
            ));
        }
        if let Some(line) = &self.scope {
            text.push_str(&format!(
                "  out of scope: {:.1} % of {} rejected at confidence {:.3}, which keeps {:.1} % of {}; AUROC {:.3}\n",
                100.0 * line.rejected,
                line.out_of_scope,
                line.confidence,
                100.0 * line.kept,
                line.in_scope,
                line.auroc,
            ));
        }
        let [p50, p95, most] = [0.5, 0.95, 1.0].map(|share| self.time(share));
        text.push_str(&format!("  p50 {p50:.2} ms, p95 {p95:.2} ms, max {most:.2} ms\n"));
        if !self.cold.is_empty() {
            text.push_str(&format!(
                "  cold: {} bytes, {} files, most rounds {}\n",
                self.mean(|cost| cost.bytes),
                self.mean(|cost| cost.files),
                self.most_rounds(),
            ));
        }
        text
    }
}
