//! Ranking: its parameters and the scores they give.
//!
//! | Step | Formula |
//! | --- | --- |
//! | weight of a word in a document | `w = Σ field weight · count / (1 − b + b · length / average length)` |
//! | impact (stored) | `w / (k1 + w)` |
//! | idf of a query word | `ln(1 + (N − df + 0.5) / (df + 0.5))`, df over all variants and all fields together |
//! | score of a word | `idf · max over variants (variant weight · impact)` |
//! | title coverage | `title_coverage · M · M/Q · S`, M = idf of query words in the title, Q = idf of the query, S = share of the title's idf they make up; a word in another form than asked for counts `inflected` |
//! | word order | `order · M/Q · Σ min(idf, idf of the word before)` over query words that follow one another in the title; with d − 1 words between them `spread / d` of it |
//! | question | `question · M²/Q` of the sample question with the largest M, M = idf of query words in it |
//! | stop words | the idf of all of them together is at most `stop_share` of that of the other words, if there are any |
//! | score of a document | `boost · (Σ words + title coverage + word order + question)` |
//! | confidence | share of Q that the best document matches |
//! | sureness | `(Σ words / idf, both without stop words) · (1 + lead)`, lead = share of the first score that the second lacks |
//!
//! BM25F after Robertson, Zaragoza and Taylor (2004), with one idf for all fields.

use alloc::vec;
use alloc::vec::Vec;

use crate::layout::IMPACT_STEPS;
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
    /// Most that the stop words of a query weigh together, measured by its other words; 0–10.
    pub stop_share: f32,
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
    /// What a title's word in another form than asked for counts for title coverage; 0–1.
    pub inflected: f32,
    /// Weight of words that follow one another in the title as in the query; 0–2.
    pub order: f32,
    /// What is left of `order` when other words stand between them; 0–1.
    pub spread: f32,
    /// Weight of query words that are together in one sample question; 0–5.
    pub question: f32,
    /// Confidence below which results are only "closest matches"; 0–1.
    pub confidence: f32,
    /// Sureness below which the first result does not show its answer; 0–2.
    pub answer: f32,
}

/// A parameter: the name that `search.weights` of the config takes, and its place.
type Parameter = (&'static str, fn(&mut Ranking) -> &mut f32);

const PARAMETERS: [Parameter; 21] = [
    ("k1", |r| &mut r.k1),
    ("b", |r| &mut r.b),
    ("title", |r| &mut r.title),
    ("questions", |r| &mut r.questions),
    ("headings", |r| &mut r.headings),
    ("keywords", |r| &mut r.keywords),
    ("category", |r| &mut r.category),
    ("stop_word", |r| &mut r.stop_word),
    ("stop_share", |r| &mut r.stop_share),
    ("prefix", |r| &mut r.prefix),
    ("prefix_of_known", |r| &mut r.prefix_of_known),
    ("fuzzy", |r| &mut r.fuzzy),
    ("synonym", |r| &mut r.synonym),
    ("compound", |r| &mut r.compound),
    ("title_coverage", |r| &mut r.title_coverage),
    ("inflected", |r| &mut r.inflected),
    ("order", |r| &mut r.order),
    ("spread", |r| &mut r.spread),
    ("question", |r| &mut r.question),
    ("confidence", |r| &mut r.confidence),
    ("answer", |r| &mut r.answer),
];

impl Ranking {
    /// The names of the parameters, as `search.weights` of the config takes them.
    pub const NAMES: [&str; PARAMETERS.len()] = {
        let (mut names, mut at) = ([""; PARAMETERS.len()], 0);
        while at < names.len() {
            names[at] = PARAMETERS[at].0;
            at += 1;
        }
        names
    };

    /// Sets the parameter called `name`. `false` when there is none of that name.
    pub fn set(&mut self, name: &str, value: f32) -> bool {
        let parameter = PARAMETERS.iter().find(|(known, _)| *known == name);
        if let Some((_, place)) = parameter {
            *place(self) = value;
        }
        parameter.is_some()
    }
}

impl Default for Ranking {
    fn default() -> Self {
        Self::NEW
    }
}

impl Ranking {
    /// The parameters as they are unless the config says otherwise: the same for all sites, chosen on four
    /// corpora.
    pub const NEW: Self = Self {
        k1: 1.75,
        b: 0.75,
        title: 18.0,
        questions: 2.0,
        headings: 3.0,
        keywords: 8.0,
        category: 1.0,
        stop_word: 0.75,
        stop_share: 0.5,
        prefix: 1.0,
        prefix_of_known: 0.65,
        fuzzy: 0.95,
        synonym: 0.8,
        compound: 0.5,
        title_coverage: 0.95,
        inflected: 0.35,
        order: 0.4,
        spread: 0.9,
        question: 0.3,
        confidence: 0.23,
        answer: 0.36,
    };

    /// The parameters a reader needs, in the order of the root file.
    pub fn query_values(&self) -> [f32; 14] {
        let mut copy = *self;
        copy.query_values_mut().map(|value| *value)
    }

    /// The same, to be set.
    pub fn query_values_mut(&mut self) -> [&mut f32; 14] {
        [
            &mut self.stop_word,
            &mut self.stop_share,
            &mut self.prefix,
            &mut self.prefix_of_known,
            &mut self.fuzzy,
            &mut self.synonym,
            &mut self.compound,
            &mut self.title_coverage,
            &mut self.inflected,
            &mut self.order,
            &mut self.spread,
            &mut self.question,
            &mut self.confidence,
            &mut self.answer,
        ]
    }
}

/// A word of the query.
#[derive(Debug, Clone, Copy, Default)]
pub struct Slot {
    /// Importance against other words: 1, or less for stop words and compounds.
    pub weight: f32,
    /// Whether it is a stop word.
    pub stop: bool,
    /// Its idf, weighed; set by [`rank`].
    pub idf: f32,
}

/// Tag that stands for all forms of a group.
pub const ANY_FORM: u8 = 16;

/// A list of postings that may stand for a word of the query.
#[derive(Debug, Clone, Copy, Default)]
pub struct Variant {
    /// Which word, by its number among the slots.
    pub slot: usize,
    /// 1 for the word itself, less for others.
    pub weight: f32,
    /// df of the list, whose postings may be incomplete; counts for the word itself only.
    pub df: u32,
    /// [`form_tag`](crate::layout::form_tag) of the form meant, or [`ANY_FORM`].
    pub tag: u8,
    /// Postings in the pool: begin and end.
    pub entries: (usize, usize),
}

/// What ranking needs to know of the index.
#[derive(Debug, Clone, Copy)]
pub struct Corpus<'t> {
    /// Number of documents.
    pub documents: u32,
    /// Parameters.
    pub ranking: &'t Ranking,
    /// Postings of all variants.
    pub pool: &'t [Entry],
}

/// A document with its score.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Scored {
    /// Number of the document.
    pub document: u32,
    /// Score.
    pub score: f32,
    /// Share of the query's idf it matches.
    pub coverage: f32,
    /// Share of what its words could score at most, without stop words; 0 when there are no others.
    pub sure: f32,
}

/// What the words of a query add up to in a document.
#[derive(Clone, Copy, Default)]
struct Sum {
    score: f32,
    /// The part of it that is not due to stop words.
    telling: f32,
    matched: f32,
    title: f32,
    share: f32,
    order: f32,
    /// idf of the words in each sample question.
    questions: [f32; 8],
    /// Number of the word in the title that was matched last, from 1, and its idf.
    last: u8,
    last_idf: f32,
}

/// The best variant of a slot in a document.
#[derive(Clone, Copy, Default)]
struct Best {
    score: f32,
    weight: f32,
    share: u8,
    questions: u8,
    /// Number of the word in the title, from 1.
    word: u8,
    exact: bool,
}

/// Scores all documents that have any of the words, by number; without boosts.
pub fn rank(slots: &mut [Slot], variants: &[Variant], corpus: Corpus<'_>) -> Vec<Scored> {
    let mut size = 0;
    for entry in corpus.pool {
        size = size.max(entry.document as usize + 1);
    }
    let (mut sums, mut best) = (vec![Sum::default(); size], vec![Best::default(); size]);
    let mut touched = Vec::new();
    // idf of the words that tell something, and of the stop words.
    let (mut telling, mut stop, mut query) = (0.0, 0.0, 0.0);
    for weighing in [true, false] {
        // Of many small words and one that half of the articles have, that one is meant.
        let most = corpus.ranking.stop_share * telling;
        let left = if telling > 0.0 && stop > most { most / stop } else { 1.0 };
        for (number, slot) in slots.iter_mut().enumerate() {
            let mut df = 0;
            for variant in
                variants.iter().filter(|variant| variant.slot == number && variant.weight > 0.0)
            {
                if variant.weight >= 1.0 {
                    df = df.max(variant.df);
                }
                collect(variant, corpus.pool, &mut best, &mut touched);
            }
            if weighing {
                slot.idf = slot.weight * idf(corpus.documents, df.max(touched.len() as u32));
                *(if slot.stop { &mut stop } else { &mut telling }) += slot.idf;
            } else {
                slot.idf *= if slot.stop { left } else { 1.0 };
                query += slot.idf;
            }
            for &document in &touched {
                let place = (sums.get_mut(document as usize), best.get_mut(document as usize));
                if let (Some(sum), Some(best)) = place {
                    if !weighing {
                        sum.add(*best, *slot, corpus.ranking);
                    }
                    *best = Best::default();
                }
            }
            touched.clear();
        }
    }
    let mut out = Vec::new();
    for (document, sum) in (0..).zip(&sums) {
        if sum.score > 0.0 {
            let score = total(sum, query, corpus.ranking);
            let sure = sum.telling / telling.max(f32::MIN_POSITIVE);
            out.push(Scored { document, score, coverage: sum.matched / query, sure });
        }
    }
    out
}

impl Sum {
    fn add(&mut self, best: Best, Slot { idf, stop, .. }: Slot, ranking: &Ranking) {
        self.score += idf * best.score;
        self.telling += if stop { 0.0 } else { idf * best.score };
        let matched = idf * best.weight;
        self.matched += matched;
        for (bit, sum) in self.questions.iter_mut().enumerate() {
            if best.questions >> bit & 1 == 1 {
                *sum += matched;
            }
        }
        if best.share == 0 {
            return;
        }
        self.title += if best.exact { matched } else { matched * ranking.inflected };
        self.share += f32::from(best.share) / 255.0 * best.weight;
        if best.word > self.last && self.last > 0 {
            let distance = best.word - self.last;
            let left = if distance == 1 { 1.0 } else { ranking.spread / f32::from(distance) };
            self.order += left * matched.min(self.last_idf);
        }
        if best.word != self.last {
            (self.last, self.last_idf) = (best.word, matched);
        }
    }
}

/// Keeps a variant of a slot for every document where it is the best so far.
fn collect(variant: &Variant, pool: &[Entry], best: &mut [Best], touched: &mut Vec<u32>) {
    let (start, end) = variant.entries;
    for entry in pool.get(start..end).unwrap_or_default() {
        let Some(place) = best.get_mut(entry.document as usize) else { continue };
        if place.score == 0.0 {
            touched.push(entry.document);
        }
        let impact = f32::from(entry.impact) / f32::from(IMPACT_STEPS);
        let score = variant.weight * impact.max(0.001);
        let share = place.share.max(entry.title_share);
        let questions = place.questions | entry.questions;
        if score > place.score {
            let exact = variant.tag == ANY_FORM || entry.title_place & 15 == variant.tag;
            let word = (entry.title_place >> 4) + 1;
            *place = Best { score, weight: variant.weight, share, questions, word, exact };
        }
    }
}

fn total(sum: &Sum, query: f32, ranking: &Ranking) -> f32 {
    let coverage = ranking.title_coverage * sum.title * sum.share.min(1.0);
    let question = sum.questions.into_iter().fold(0.0, f32::max);
    sum.score
        + sum.title / query * (coverage + ranking.order * sum.order)
        + ranking.question * question * question / query
}

/// Places of the largest values above zero, largest first, the earlier of equals first: the order is
/// total, so every machine agrees. Looks through all values for each place, which is quick for the few that
/// are wanted, and a third of the code of a sorted insertion.
pub fn top(mut values: Vec<f32>, limit: usize) -> Vec<u32> {
    let mut out = Vec::new();
    while out.len() < limit {
        let (mut best, mut place) = (0.0, None);
        for (at, &value) in values.iter().enumerate() {
            if value > best {
                (best, place) = (value, Some(at));
            }
        }
        let Some(at) = place else { break };
        if let Some(value) = values.get_mut(at) {
            *value = 0.0;
        }
        out.push(at as u32);
    }
    out
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

    fn entry(impact: u8, title: Option<u8>) -> Entry {
        let title_share = title.map_or(0, |_| 100);
        let title_place = title.unwrap_or_default() << 4;
        Entry { impact, title_share, title_place, ..Entry::default() }
    }

    /// The score of a document with these postings: of which slot, with which weight.
    fn score(postings: &[(usize, f32, Entry)]) -> f32 {
        let pool: Vec<Entry> = postings.iter().map(|posting| posting.2).collect();
        let variant = |(at, &(slot, weight, _)): (usize, &(usize, f32, Entry))| Variant {
            slot,
            weight,
            df: 1,
            tag: ANY_FORM,
            entries: (at, at + 1),
        };
        let variants: Vec<Variant> = postings.iter().enumerate().map(variant).collect();
        let mut slots =
            vec![Slot { weight: 1.0, ..Slot::default() }; 1 + variants.last().unwrap().slot];
        let corpus = Corpus { documents: 2, ranking: &Ranking::default(), pool: &pool };
        let scored = rank(&mut slots, &variants, corpus);
        assert_eq!(scored.len(), 1);
        scored[0].score
    }

    #[test]
    fn the_best_variant_of_a_word_counts_once() {
        let both = score(&[(0, 1.0, entry(20, None)), (0, 0.5, entry(31, None))]);
        assert!((both - 20.0 / 31.0 * idf(2, 1)).abs() < 1e-6);
    }

    #[test]
    fn words_in_the_order_of_the_title_score_higher() {
        let (first, second) = (entry(20, Some(0)), entry(20, Some(1)));
        let forwards = score(&[(0, 1.0, first), (1, 1.0, second)]);
        let backwards = score(&[(0, 1.0, second), (1, 1.0, first)]);
        assert!(forwards > backwards);
    }

    #[test]
    fn keeps_the_largest_in_order() {
        assert_eq!(top(vec![5.0, 1.0, 4.0, 0.0, 5.0], 3), [0, 4, 2]);
        assert_eq!(top(vec![5.0], 0), [0; 0]);
        assert_eq!(top(vec![0.0, 1.0], 4), [1]);
    }
}
