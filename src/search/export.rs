//! From tantivy's segments to counts: which forms occur where, how often, in which field and section.

use std::collections::BTreeMap;

use faqtory_search::analyze::{self, Analyzer};
use rayon::prelude::*;
use tantivy::directory::RamDirectory;
use tantivy::postings::Postings as _;
use tantivy::schema::{
    Field as TantivyField, IndexRecordOption, Schema, TextFieldIndexing, TextOptions,
};
use tantivy::{DocSet as _, TERMINATED, TantivyDocument};

use super::tokenizer::{Analyzed, Forms};
use super::{Document, Section};

/// Parts of a document that are weighed on their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Field {
    /// The title.
    Title,
    /// The author's sample questions.
    Questions,
    /// Section headings.
    Headings,
    /// Keywords, codes and tags.
    Keywords,
    /// The category's name.
    Category,
    /// Running text.
    Body,
}

impl Field {
    /// What `--explain` calls it; also its name in tantivy's schema.
    pub fn name(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Questions => "questions",
            Self::Headings => "headings",
            Self::Keywords => "keywords",
            Self::Category => "category",
            Self::Body => "body",
        }
    }
}

/// Fields in the order of [`Field`].
pub const FIELDS: [Field; 6] = [
    Field::Title,
    Field::Questions,
    Field::Headings,
    Field::Keywords,
    Field::Category,
    Field::Body,
];

/// Number of the last section that is told apart.
const LAST_SECTION: usize = u8::MAX as usize;
/// Memory of one tantivy segment writer.
const BUDGET: usize = 100_000_000;

/// How often a form occurs in one field of one section.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Count {
    /// Number of the document.
    pub document: u32,
    /// Section of the document.
    pub section: u8,
    /// Field.
    pub field: Field,
    /// Occurrences.
    pub count: u16,
}

/// Forms with their counts.
pub(super) type Vocabulary = BTreeMap<String, Vec<Count>>;

/// Indexes the documents with tantivy, one segment per part, and collects what the segments hold. The
/// result does not depend on how many parts there are.
pub(super) fn vocabulary(
    documents: &[&Document],
    analyzer: Analyzer,
) -> tantivy::Result<Vocabulary> {
    let size = documents.len().div_ceil(rayon::current_num_threads()).max(32);
    let parts: Vec<Part<'_>> = documents
        .chunks(size)
        .enumerate()
        .map(|(at, documents)| Part { first: (at * size) as u32, documents })
        .collect();
    let exported: Vec<Vec<(String, Vec<Count>)>> =
        parts.par_iter().map(|part| part.export(analyzer)).collect::<tantivy::Result<_>>()?;
    let mut all = Vocabulary::new();
    for (form, counts) in exported.into_iter().flatten() {
        all.entry(form).or_default().extend(counts);
    }
    Ok(all)
}

/// Neighbouring documents, indexed together.
struct Part<'d> {
    first: u32,
    documents: &'d [&'d Document],
}

/// Schema and fields, in the order of [`FIELDS`].
pub(super) fn schema() -> (Schema, Vec<TantivyField>) {
    let indexing = TextFieldIndexing::default()
        .set_tokenizer("analyzer")
        .set_index_option(IndexRecordOption::WithFreqs);
    let options = TextOptions::default().set_indexing_options(indexing);
    let mut schema = Schema::builder();
    let fields = FIELDS.map(|field| schema.add_text_field(field.name(), options.clone()));
    (schema.build(), fields.to_vec())
}

/// Builds a tantivy index in memory from rows of (field, text).
pub(super) fn build<'t>(
    tokenizer: Analyzed,
    rows: impl Iterator<Item = Vec<(Field, &'t str)>>,
) -> tantivy::Result<tantivy::Index> {
    let (schema, fields) = schema();
    let tokenizers = tantivy::tokenizer::TokenizerManager::new();
    tokenizers.register("analyzer", tokenizer);
    let builder = tantivy::Index::builder().schema(schema).tokenizers(tokenizers);
    let mut writer = builder.single_segment_index_writer(RamDirectory::create(), BUDGET)?;
    for row in rows {
        let mut document = TantivyDocument::new();
        for (field, text) in row {
            document.add_text(fields[field as usize], text);
        }
        writer.add_document(document)?;
    }
    writer.finalize()
}

impl Part<'_> {
    fn export(&self, analyzer: Analyzer) -> tantivy::Result<Vec<(String, Vec<Count>)>> {
        let mut places: Vec<(u32, u8)> = Vec::new();
        let mut rows = Vec::new();
        for (document, number) in self.documents.iter().zip(self.first..) {
            for (section, row) in rows_of(document).into_iter().enumerate() {
                places.push((number, section.min(LAST_SECTION) as u8));
                rows.push(row);
            }
        }
        let index = build(Analyzed { analyzer, forms: Forms::Raw }, rows.into_iter())?;
        let (_, fields) = schema();
        let mut out = Vec::new();
        for segment in index.reader()?.searcher().segment_readers() {
            for (&field, &handle) in FIELDS.iter().zip(&fields) {
                let inverted = segment.inverted_index(handle)?;
                let mut terms = inverted.terms().stream()?;
                while let Some((term, info)) = terms.next() {
                    let postings =
                        inverted.read_postings_from_terminfo(info, IndexRecordOption::WithFreqs)?;
                    let form = String::from_utf8_lossy(term).into_owned();
                    out.push((form, counts(postings, field, &places)));
                }
            }
        }
        Ok(out)
    }
}

fn counts(
    mut postings: tantivy::postings::SegmentPostings,
    field: Field,
    places: &[(u32, u8)],
) -> Vec<Count> {
    let mut out = Vec::with_capacity(postings.size_hint() as usize);
    while postings.doc() != TERMINATED {
        let (document, section) = places[postings.doc() as usize];
        let count = postings.term_freq().min(u32::from(u16::MAX)) as u16;
        out.push(Count { document, section, field, count });
        postings.advance();
    }
    out
}

/// The texts of a document, one row per section; the first row also carries what belongs to the whole.
pub(super) fn rows_of(document: &Document) -> Vec<Vec<(Field, &str)>> {
    let mut first = vec![
        (Field::Title, document.title.as_str()),
        (Field::Category, document.category.as_str()),
    ];
    first.extend(document.questions.iter().map(|text| (Field::Questions, text.as_str())));
    let keywords = [&document.keywords, &document.codes, &document.tags].into_iter().flatten();
    first.extend(keywords.map(|text| (Field::Keywords, text.as_str())));
    if !says_already(document) {
        first.push((Field::Body, document.description.as_str()));
    }
    let mut rows = vec![first];
    for (at, section) in document.sections.iter().enumerate() {
        if at == 0 {
            rows[0].extend(texts(section));
        } else {
            rows.push(texts(section).to_vec());
        }
    }
    rows
}

fn texts(section: &Section) -> [(Field, &str); 2] {
    [(Field::Headings, section.title.as_str()), (Field::Body, section.text.as_str())]
}

/// Whether the description only repeats how the text begins.
fn says_already(document: &Document) -> bool {
    let start: String = document.description.chars().take(40).collect();
    document.sections.iter().any(|section| section.text.contains(start.trim()))
}

/// Whether a form is an exact spelling with diacritics, beside its folded one.
pub(super) fn is_exact(form: &str) -> bool {
    form.chars().any(char::is_alphabetic)
        && analyze::folded(form) != form
        && form.chars().all(|c| c != '\'')
}
