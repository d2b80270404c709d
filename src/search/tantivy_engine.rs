//! Plain tantivy on the same documents: the reference for `--engine tantivy` and for tests.

use std::collections::BTreeMap;

use faqtory_search::analyze::{Analyzer, Kind};
use tantivy::collector::TopDocs;
use tantivy::postings::Postings as _;
use tantivy::query::{BooleanQuery, BoostQuery, Occur, Query, TermQuery};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocAddress, DocSet as _, Searcher, TERMINATED, Term};

use super::export::{FIELDS, Field, build, rows_of, schema};
use super::stem::Stems;
use super::tokenizer::{Analyzed, Forms};
use super::{Document, Settings};

/// Stem → document (numbered by URL) → counts in the order of [`FIELDS`].
pub type TantivyCounts = BTreeMap<String, BTreeMap<u32, [u32; FIELDS.len()]>>;

/// Documents in an index of tantivy's own, in memory.
pub struct TantivyIndex {
    searcher: Searcher,
    /// By number of the document.
    urls: Vec<String>,
    analyzer: Analyzer,
    stems: Stems,
}

impl TantivyIndex {
    /// Indexes the documents.
    ///
    /// # Panics
    /// Never: an index in memory has no file to fail on.
    pub fn new(documents: &[Document], settings: &Settings) -> Self {
        let ordered = super::ordered(documents);
        let urls = ordered.iter().map(|document| document.url.clone()).collect();
        let stems = Stems::for_language(&settings.language);
        let analyzer = Analyzer::for_language(&settings.language);
        let searcher =
            stemmed(&ordered, analyzer, stems).expect("an index in memory has no file to fail on");
        Self { searcher, urls, analyzer, stems }
    }

    /// Searches with tantivy's own BM25, fields summed, titles and questions boosted: URLs with scores.
    ///
    /// # Panics
    /// Never: an index in memory has no file to fail on.
    pub fn search(&self, query: &str, limit: usize) -> Vec<(String, f32)> {
        let (_, fields) = schema();
        let mut clauses: Vec<(Occur, Box<dyn Query>)> = Vec::new();
        let tokens = self.analyzer.tokens(query);
        for token in tokens.into_iter().filter(|token| token.kind != Kind::Exact) {
            for (&field, &handle) in FIELDS.iter().zip(&fields) {
                let term = Term::from_field_text(handle, &self.stems.stem(&token.text));
                let term = Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs));
                clauses.push((Occur::Should, Box::new(BoostQuery::new(term, boost(field)))));
            }
        }
        let best = TopDocs::with_limit(limit.max(1)).order_by_score();
        let top = self
            .searcher
            .search(&BooleanQuery::new(clauses), &best)
            .expect("the query has only terms of the schema, and memory has no file to fail on");
        let named = |(score, at): (f32, DocAddress)| (self.urls[at.doc_id as usize].clone(), score);
        top.into_iter().map(named).collect()
    }
}

fn boost(field: Field) -> f32 {
    match field {
        Field::Title | Field::Questions => 3.0,
        _ => 1.0,
    }
}

/// One row per document, words stemmed.
fn stemmed(ordered: &[&Document], analyzer: Analyzer, stems: Stems) -> tantivy::Result<Searcher> {
    let rows = ordered.iter().map(|document| rows_of(document).into_iter().flatten().collect());
    let index = build(Analyzed { analyzer, forms: Forms::Stemmed(stems) }, rows)?;
    Ok(index.reader()?.searcher())
}

/// What tantivy's own dictionary says of every stem, for comparison with the exported counts.
///
/// # Panics
/// Never: an index in memory has no file to fail on.
pub fn tantivy_counts(documents: &[Document], settings: &Settings) -> TantivyCounts {
    let ordered = super::ordered(documents);
    counts(&ordered, settings).expect("an index in memory has no file to fail on")
}

fn counts(ordered: &[&Document], settings: &Settings) -> tantivy::Result<TantivyCounts> {
    let stems = Stems::for_language(&settings.language);
    let searcher = stemmed(ordered, Analyzer::for_language(&settings.language), stems)?;
    let (_, fields) = schema();
    let mut out = TantivyCounts::new();
    for segment in searcher.segment_readers() {
        for (&field, &handle) in FIELDS.iter().zip(&fields) {
            let inverted = segment.inverted_index(handle)?;
            let mut terms = inverted.terms().stream()?;
            while let Some((term, info)) = terms.next() {
                let mut postings =
                    inverted.read_postings_from_terminfo(info, IndexRecordOption::WithFreqs)?;
                let by_document =
                    out.entry(String::from_utf8_lossy(term).into_owned()).or_default();
                while postings.doc() != TERMINATED {
                    by_document.entry(postings.doc()).or_default()[field as usize] +=
                        postings.term_freq();
                    postings.advance();
                }
            }
        }
    }
    Ok(out)
}
