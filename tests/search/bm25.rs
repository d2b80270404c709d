//! With one field and no bonuses, ranking is plain BM25: that of tantivy, but for the steps of impacts.

use std::collections::{BTreeMap, BTreeSet};

use faqtory::search::{
    Document, Ranking, SearchOptions, Searcher, Section, Settings, TantivyIndex, index,
};
use faqtory_search::analyze::{Analyzer, Kind, Token};
use faqtory_search::layout::{self, IMPACT_STEPS};
use faqtory_search::rank::idf;

use super::{knowledge_base, settings};

/// Lengths up to this one tantivy keeps exactly: it has a byte for them.
const MOST_TOKENS: usize = 40;
/// Fewer say nothing.
const LEAST_TOKENS: usize = 5;
const K1: f32 = 1.2;
const QUERIES: usize = 500;
/// What rounding to 1/1000 in the engine's answer and 32-bit sums may add to a difference of scores.
const ROUNDING: f32 = 0.002;

/// Sections of real articles, without anything around their text.
fn documents() -> Vec<Document> {
    let mut texts: BTreeSet<String> = BTreeSet::new();
    let english = |folder| knowledge_base(folder).into_iter().next();
    for (documents, _) in ["example-kb", "docs"].into_iter().filter_map(english) {
        let sections = documents.into_iter().flat_map(|document| document.sections);
        texts.extend(sections.map(|section| beginning(&section.text)));
    }
    texts.retain(|text| tokens(text).len() >= LEAST_TOKENS);
    let document = |(number, text): (usize, String)| Document {
        url: format!("/{number:05}/"),
        boost: 1.0,
        sections: vec![Section { text, ..Section::default() }],
        ..Document::default()
    };
    texts.into_iter().enumerate().map(document).collect()
}

/// Words and compounds: what counts for the length of a text.
fn tokens(text: &str) -> Vec<Token> {
    let mut tokens = Analyzer::default().tokens(text);
    tokens.retain(|token| token.kind != Kind::Exact);
    tokens
}

fn beginning(text: &str) -> String {
    let ends = tokens(text).into_iter().take(MOST_TOKENS).rev().map(|token| token.end);
    let mut texts = ends.map(|end| text[..end].to_owned());
    texts.find(|text| tokens(text).len() <= MOST_TOKENS).unwrap_or_default()
}

fn plain() -> Settings {
    let ranking = Ranking {
        k1: K1,
        b: 0.75,
        title_coverage: 0.0,
        order: 0.0,
        compound: 1.0,
        ..Ranking::default()
    };
    Settings { ranking, stop_words: Some(Vec::new()), ..settings("en") }
}

/// One to three different words, by turns of one article and of any.
fn queries(documents: &[Document]) -> Vec<Vec<String>> {
    let mut state = 1u32;
    let mut next = move |below: usize| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 8) as usize % below
    };
    let words = |document: &Document| -> Vec<String> {
        let tokens = tokens(&document.sections[0].text).into_iter();
        let whole = tokens.filter(|token| {
            token.kind == Kind::Word && token.text.bytes().all(|byte| byte.is_ascii_lowercase())
        });
        whole.map(|token| token.text).collect()
    };
    let of: Vec<Vec<String>> =
        documents.iter().map(words).filter(|words| words.len() >= LEAST_TOKENS).collect();
    let mut out = Vec::new();
    while out.len() < QUERIES {
        let (wanted, scattered) = (1 + out.len() % 3, out.len() % 2 == 0);
        let mut document = next(of.len());
        let mut query = BTreeSet::new();
        for _ in 0..wanted {
            if scattered {
                document = next(of.len());
            }
            query.insert(of[document][next(of[document].len())].clone());
        }
        out.push(query.into_iter().collect());
    }
    out
}

/// The ten best and the score of every document that both engines find for a query.
struct Compared {
    ours: Vec<(String, f32)>,
    theirs: BTreeMap<String, f32>,
    /// The least score that is among tantivy's ten best.
    tenth: f32,
    /// What the steps may take from a score, or add to it.
    error: f32,
}

impl Compared {
    /// Every score is tantivy's, but for the steps.
    fn check_scores(&self, query: &str) {
        for (url, score) in &self.ours {
            let (expected, error) = (self.theirs[url], self.error + ROUNDING);
            assert!((score - expected).abs() <= error, "{query}: {url} {score} {expected}");
        }
    }

    /// Nothing is left out or overtaken by what tantivy scores less, unless by less than the steps explain.
    fn check_order(&self, query: &str) {
        let place = |url: &String| self.ours.iter().position(|(own, _)| own == url);
        for (worse, (url, _)) in self.ours.iter().enumerate() {
            let least = self.theirs[url] + 2.0 * self.error + ROUNDING;
            let better = self.theirs.iter().filter(|(_, score)| **score > least);
            for (other, score) in better {
                let before = place(other).is_some_and(|place| place < worse);
                assert!(before, "{query}: {url} before {other} of {score}, {least}");
            }
        }
    }

    /// How many of our ten are among tantivy's, or as good as its tenth.
    fn shared(&self) -> usize {
        let good = |url: &String| self.theirs[url] >= self.tenth - 1e-5;
        self.ours.iter().filter(|(url, _)| good(url)).count()
    }
}

struct Engines {
    searcher: Searcher,
    tantivy: TantivyIndex,
    documents: usize,
}

impl Engines {
    fn compare(&self, words: &[String]) -> Compared {
        // A space ends the last word: nothing is completed.
        let query = words.join(" ") + " ";
        let found = self.searcher.search(&query, &SearchOptions::default()).unwrap();
        let theirs = self.tantivy.search(&query, self.documents);
        assert_eq!(found.total as usize, theirs.len(), "{query}");
        assert_eq!(found.results.len(), theirs.len().min(10), "{query}");
        let df = |word: &String| self.tantivy.search(word, self.documents).len();
        let idfs = words.iter().map(|word| idf(self.documents as u32, df(word) as u32));
        // tantivy's scores have a factor that changes no order.
        let scale = 1.0 + K1;
        Compared {
            ours: found.results.into_iter().map(|result| (result.url, result.score)).collect(),
            tenth: theirs.get(9).or(theirs.last()).map_or(0.0, |(_, score)| score / scale),
            theirs: theirs.into_iter().map(|(url, score)| (url, score / scale)).collect(),
            error: idfs.sum::<f32>() / f32::from(2 * IMPACT_STEPS),
        }
    }
}

#[test]
fn the_ten_best_are_those_of_plain_bm25() {
    let documents = documents();
    assert!(documents.len() > layout::ONE_FILE, "only {} sections", documents.len());
    let (settings, queries) = (plain(), queries(&documents));
    let built = index(&documents, &settings);
    let engines = Engines {
        searcher: Searcher::open(&built.files, &built.root).unwrap(),
        tantivy: TantivyIndex::new(&documents, &settings),
        documents: documents.len(),
    };
    let (mut shared, mut all) = (0, 0);
    for words in &queries {
        let compared = engines.compare(words);
        compared.check_scores(&words.join(" "));
        compared.check_order(&words.join(" "));
        shared += compared.shared();
        all += compared.ours.len();
    }
    // Where scores tie within the steps of an impact, which documents make the ten is open.
    assert!(shared * 100 >= all * 93, "{shared} of {all}");
}
