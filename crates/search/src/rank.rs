//! Ranking: its parameters and the scores they give.
//!
//! | Step | Formula |
//! | --- | --- |
//! | weight of a word in a document | `w = Σ field weight · count / (1 − b + b · length / average length)` |
//! | impact (stored) | `w / (k1 + w)` |
//! | idf of a query word | `ln(1 + (N − df + 0.5) / (df + 0.5))`, df over all variants and all fields together |
//! | score of a word | `idf · max over variants (variant weight · impact)` |
//! | title coverage | `title_coverage · M · M/Q · S`, M = idf of query words in the title, Q = idf of the query, S = share of the title's idf they make up |
//! | score of a document | `boost · (Σ words + title coverage)` |
//! | confidence | share of Q that the best document matches |

use crate::table::{self, Table};
use alloc::vec;
use alloc::vec::Vec;

use crate::read::Entry;

/// Parameters of ranking. The first part is applied when the index is built, the second by the reader.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ranking {
    /// Saturation of counts; 0.1–10; higher lets repeated words and heavy fields count for more.
    pub k1: f32,
    /// Length normalisation; 0 (none) – 1 (full).
    pub b: f32,
    /// Weight of the title; 0–100, body = 1.
    pub title: f32,
    /// Weight of the author's sample questions.
    pub questions: f32,
    /// Weight of section headings.
    pub headings: f32,
    /// Weight of keywords, codes and tags.
    pub keywords: f32,
    /// Weight of the category's name.
    pub category: f32,
    /// Weight of a stop word of the query; 0–1.
    pub stop_word: f32,
    /// Weight of a form that only starts with the query's last word; 0–1.
    pub prefix: f32,
    /// How much of `prefix` is left when the last word is itself a known word; 0–1.
    pub prefix_of_known: f32,
    /// Weight of a form one edit away from an unknown word; 0–1.
    pub fuzzy: f32,
    /// Weight of a synonym; 0–1.
    pub synonym: f32,
    /// Weight of compounds and exact spellings beside their words; 0–1.
    pub compound: f32,
    /// Weight of the title coverage bonus; 0–5.
    pub title_coverage: f32,
    /// Confidence below which results are only "closest matches"; 0–1.
    pub confidence: f32,
}

impl Ranking {
    /// The names of the parameters, as `search.weights` of the config takes them.
    pub const NAMES: [&str; 15] = [
        "k1",
        "b",
        "title",
        "questions",
        "headings",
        "keywords",
        "category",
        "stop_word",
        "prefix",
        "prefix_of_known",
        "fuzzy",
        "synonym",
        "compound",
        "title_coverage",
        "confidence",
    ];

    /// Sets the parameter called `name`. `false` when there is none of that name.
    pub fn set(&mut self, name: &str, value: f32) -> bool {
        let parameter = match name {
            "k1" => &mut self.k1,
            "b" => &mut self.b,
            "title" => &mut self.title,
            "questions" => &mut self.questions,
            "headings" => &mut self.headings,
            "keywords" => &mut self.keywords,
            "category" => &mut self.category,
            "stop_word" => &mut self.stop_word,
            "prefix" => &mut self.prefix,
            "prefix_of_known" => &mut self.prefix_of_known,
            "fuzzy" => &mut self.fuzzy,
            "synonym" => &mut self.synonym,
            "compound" => &mut self.compound,
            "title_coverage" => &mut self.title_coverage,
            "confidence" => &mut self.confidence,
            _ => return false,
        };
        *parameter = value;
        true
    }
}

impl Default for Ranking {
    fn default() -> Self {
        Self {
            k1: 2.0,
            b: 0.75,
            title: 12.0,
            questions: 2.0,
            headings: 3.0,
            keywords: 8.0,
            category: 1.0,
            stop_word: 0.7,
            prefix: 0.8,
            prefix_of_known: 0.5,
            fuzzy: 0.8,
            synonym: 0.8,
            compound: 0.5,
            title_coverage: 0.5,
            confidence: 0.22,
        }
    }
}

impl Ranking {
    /// The parameters a reader needs, in the order of the root file.
    pub fn query_values(&self) -> [f32; 8] {
        let mut copy = *self;
        copy.query_values_mut().map(|value| *value)
    }

    /// The same, to be set.
    pub fn query_values_mut(&mut self) -> [&mut f32; 8] {
        [
            &mut self.stop_word,
            &mut self.prefix,
            &mut self.prefix_of_known,
            &mut self.fuzzy,
            &mut self.synonym,
            &mut self.compound,
            &mut self.title_coverage,
            &mut self.confidence,
        ]
    }
}

/// A word of the query and everything that may stand for it.
#[derive(Debug, Clone, Default)]
pub struct Slot<'t> {
    /// Importance against other words: 1, or less for stop words and compounds.
    pub weight: f32,
    /// Least df: that of the word itself, whose postings may be incomplete.
    pub df: u32,
    /// What may stand for the word.
    pub variants: Vec<Variant<'t>>,
}

/// One form of a word and its postings.
#[derive(Debug, Clone, Copy)]
pub struct Variant<'t> {
    /// 1 for the word itself, less for others.
    pub weight: f32,
    /// Postings, by document.
    pub entries: &'t [Entry],
}

/// What ranking needs to know of the index.
#[derive(Debug, Clone, Copy)]
pub struct Corpus<'t> {
    /// Number of documents.
    pub documents: u32,
    /// Parameters.
    pub ranking: &'t Ranking,
    /// Boosts that are not 1.
    pub boosts: &'t Table<u32, f32>,
}

/// A document with its score.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scored {
    /// Number of the document.
    pub document: u32,
    /// Score.
    pub score: f32,
    /// Share of the query's idf it matches.
    pub coverage: f32,
}

/// Documents by score.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Ranked {
    /// The best.
    pub top: Vec<Scored>,
    /// How many matched.
    pub total: u32,
    /// idf of each slot.
    pub idf: Vec<f32>,
}

#[derive(Clone, Copy, Default)]
struct Sum {
    score: f32,
    matched: f32,
    title: f32,
    share: f32,
}

#[derive(Clone, Copy, Default)]
struct Best {
    score: f32,
    weight: f32,
    share: f32,
}

/// Scores all documents that have any of the words; `allowed` says which may be shown.
pub fn rank(
    slots: &[Slot<'_>],
    corpus: Corpus<'_>,
    allowed: Option<&[bool]>,
    limit: usize,
) -> Ranked {
    let size = corpus.documents as usize;
    let (mut sums, mut best) = (vec![Sum::default(); size], vec![Best::default(); size]);
    let (mut matching, mut touched) = (Vec::new(), Vec::new());
    let (mut query, mut idfs) = (0.0, Vec::new());
    for slot in slots {
        collect(slot, &mut best, &mut touched);
        let idf = slot.weight * idf(corpus.documents, slot.df.max(touched.len() as u32));
        query += idf;
        idfs.push(idf);
        for document in touched.drain(..) {
            let found = core::mem::take(&mut best[document as usize]);
            let sum = &mut sums[document as usize];
            if sum.score == 0.0 {
                matching.push(document);
            }
            sum.score += idf * found.score;
            sum.matched += idf * found.weight;
            if found.share > 0.0 {
                sum.title += idf * found.weight;
                sum.share += found.share * found.weight;
            }
        }
    }
    matching.retain(|&document| allowed.is_none_or(|allowed| allowed[document as usize]));
    let query = query.max(f32::MIN_POSITIVE);
    let scored =
        matching.iter().map(|&document| total(document, &sums[document as usize], query, corpus));
    Ranked { total: matching.len() as u32, top: table::first(scored, limit, is_better), idf: idfs }
}

/// The best variant of a slot for every document.
fn collect(slot: &Slot<'_>, best: &mut [Best], touched: &mut Vec<u32>) {
    for variant in &slot.variants {
        for entry in variant.entries {
            let Some(place) = best.get_mut(entry.document as usize) else { continue };
            if place.score == 0.0 {
                touched.push(entry.document);
            }
            let score = variant.weight * entry.impact.max(0.001);
            if score > place.score {
                *place = Best {
                    score,
                    weight: variant.weight,
                    share: place.share.max(entry.title_share),
                };
            }
        }
    }
}

fn total(document: u32, sum: &Sum, query: f32, corpus: Corpus<'_>) -> Scored {
    let coverage =
        corpus.ranking.title_coverage * sum.title * (sum.title / query) * sum.share.min(1.0);
    let boost = corpus.boosts.get(&document).copied().unwrap_or(1.0);
    Scored { document, score: (sum.score + coverage) * boost, coverage: sum.matched / query }
}

/// By score, then by number: the order is total, so every machine agrees.
fn is_better(a: &Scored, b: &Scored) -> bool {
    b.score.total_cmp(&a.score).then(a.document.cmp(&b.document)).is_lt()
}

/// Inverse document frequency.
pub fn idf(documents: u32, df: u32) -> f32 {
    let (n, df) = (documents as f32, df.min(documents) as f32);
    ln(1.0 + (n - df + 0.5) / (df + 0.5))
}

/// Natural logarithm of a positive number from IEEE operations alone, so that the browser and the
/// terminal agree to the last bit; relative error below 1e-5.
fn ln(x: f32) -> f32 {
    let bits = x.max(f32::MIN_POSITIVE).to_bits();
    let exponent = (bits >> 23) as f32 - 127.0;
    let mantissa = f32::from_bits((bits & 0x007F_FFFF) | 0x3F80_0000);
    let t = (mantissa - 1.0) / (mantissa + 1.0);
    let t2 = t * t;
    let series = 2.0 * t * (1.0 + t2 * (1.0 / 3.0 + t2 * (0.2 + t2 * (1.0 / 7.0 + t2 / 9.0))));
    exponent * core::f32::consts::LN_2 + series
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn logarithm_is_close_to_the_library_one() {
        for x in [1.0f32, 1.5, 2.0, 3.7, 10.0, 1234.5, 1e6] {
            assert!((ln(x) - x.ln()).abs() < 1e-4, "{x}");
        }
    }

    #[test]
    fn the_best_variant_of_a_word_counts_once() {
        let entry = |impact| Entry { document: 0, impact, title_share: 0.0, section: 0 };
        let (one, two) = ([entry(0.5)], [entry(0.8)]);
        let variants =
            vec![Variant { weight: 1.0, entries: &one }, Variant { weight: 0.5, entries: &two }];
        let slot = Slot { weight: 1.0, df: 1, variants };
        let (ranking, boosts) = (Ranking::default(), Table::default());
        let corpus = Corpus { documents: 2, ranking: &ranking, boosts: &boosts };
        let ranked = rank(&[slot], corpus, None, 10);
        assert_eq!(ranked.total, 1);
        assert!((ranked.top[0].score - 0.5 * idf(2, 1)).abs() < 1e-6);
    }
}
