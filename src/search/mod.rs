//! Searchable documents → index files, with tantivy in RAM, and a native searcher over those files.
//!
//! [`index`] is the builder's way: documents in URL order, so that neighbours share terms, are indexed by
//! tantivy through our analyzer; its dictionaries and postings are exported, grouped by stem, weighed and
//! written in the format of `faqtory_search::layout`. [`Searcher`] reads it with the browser's code.

use std::collections::{BTreeMap, BTreeSet};

use faqtory_search::analyze::Analyzer;
use faqtory_search::layout::{self, form_tag};
use faqtory_search::query::{facet, plain_words};
use faqtory_search::write::{self, Contents, DocumentMeta, Group, Posting, SectionMeta};

pub use faqtory_search::found::{Found, FoundAnswer, FoundResult, FoundSection, Run};
pub use faqtory_search::rank::Ranking;

mod compounds;
pub mod documents;
mod entry;
mod explain;
mod export;
mod pins;
mod searcher;
pub mod site;
mod stem;
mod stop_words;
mod synonym_audit;
mod synonyms;
mod tantivy_engine;
mod tokenizer;
mod weigh;
mod words;

pub use entry::{EntryRoot, engine_bytes, entry_bytes, entry_script};
pub use explain::{Reason, reasons};
pub use export::{Count, FIELDS, Field};
pub use faqtory_search::query::Understood;
pub use searcher::{ColdSearch, SearchOptions, Searcher};
pub use tantivy_engine::{TantivyCounts, TantivyIndex, tantivy_counts};
pub use weigh::Counted;
pub use words::{Word, Words};

/// An article as search sees it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Document {
    /// Site path, like `/billing/refunds/`.
    pub url: String,
    /// Title.
    pub title: String,
    /// Breadcrumb, like `Billing › Refunds`.
    pub category: String,
    /// Kind of article.
    pub kind: String,
    /// About 160 characters; shown under the title.
    pub description: String,
    /// How customers ask for it.
    pub questions: Vec<String>,
    /// Further words it should be found by.
    pub keywords: Vec<String>,
    /// Error codes and the like.
    pub codes: Vec<String>,
    /// Tags.
    pub tags: Vec<String>,
    /// Facet name → values, for filters.
    pub facets: BTreeMap<String, Vec<String>>,
    /// The short answer to the article's question.
    pub answer: Option<String>,
    /// Factor on the score; 1 is neutral.
    pub boost: f32,
    /// Parts by heading; the first is the intro.
    pub sections: Vec<Section>,
}

/// A part of an article.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Section {
    /// Heading; empty for the intro.
    pub title: String,
    /// Anchor without `#`; empty for the intro.
    pub anchor: String,
    /// Plain text.
    pub text: String,
    /// The answer, when the section is a question.
    pub answer: Option<String>,
}

/// Words that mean the same on this site.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Synonyms {
    /// Groups of words or phrases; each stands for all others of its group.
    pub groups: Vec<Vec<String>>,
    /// Word or phrase → what it also means, but not the other way round.
    pub one_way: BTreeMap<String, Vec<String>>,
}

/// Settings of one language's index.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// BCP 47 tag.
    pub language: String,
    /// Ranking parameters.
    pub ranking: Ranking,
    /// Synonyms.
    pub synonyms: Synonyms,
    /// Instead of the language's own list.
    pub stop_words: Option<Vec<String>>,
    /// Query as the writer wrote it → addresses, the best first: a query whose folded words equal a
    /// pinned query's shows these first.
    pub pins: BTreeMap<String, Vec<String>>,
}

/// The files of an index.
#[derive(Debug, Clone, Default)]
pub struct Index {
    /// File name relative to the index folder → bytes.
    pub files: BTreeMap<String, Vec<u8>>,
    /// File name of the root.
    pub root: String,
    /// Bytes that the first search fetches after the entry, which holds the root; mean over titles of the
    /// site.
    pub first_search_bytes: usize,
}

impl Index {
    /// The root file, inflated.
    pub fn root_file(&self) -> Vec<u8> {
        let packed = self.files.get(&self.root).map_or(&[][..], Vec::as_slice);
        miniz_oxide::inflate::decompress_to_vec(packed).unwrap_or_default()
    }
}

/// Builds the index of one language. Identical input gives identical bytes, whatever the number of threads.
pub fn index(documents: &[Document], settings: &Settings) -> Index {
    let ordered = ordered(documents);
    let contents = Contents {
        elision: Analyzer::for_language(&settings.language).elision,
        ranking: settings.ranking,
        groups: groups(&ordered, settings),
        documents: ordered.iter().map(|document| meta(document)).collect(),
        boosts: boosts(&ordered),
        answers: answers(&ordered),
        synonyms: synonyms(settings),
        pins: pins(&ordered, settings),
        facets: facet_values(&ordered),
    };
    let written = write::write(&contents, |bytes| blake3::hash(bytes).to_hex()[..10].to_owned());
    let pack = |bytes: &Vec<u8>| miniz_oxide::deflate::compress_to_vec(bytes, 10);
    let files: BTreeMap<String, Vec<u8>> = {
        use rayon::prelude::*;
        written.files.par_iter().map(|(name, bytes)| (name.clone(), pack(bytes))).collect()
    };
    let first_search_bytes = searcher::first_search_bytes(&files, &written.root, &ordered);
    Index { files, root: written.root, first_search_bytes }
}

/// Groups of forms with exact counts, before weighing: what the index knows, for comparison with tantivy.
/// Documents are numbered by URL.
pub fn counted(documents: &[Document], settings: &Settings) -> Vec<Counted> {
    count(&ordered(documents), settings)
}

fn count(ordered: &[&Document], settings: &Settings) -> Vec<Counted> {
    let analyzer = Analyzer::for_language(&settings.language);
    let vocabulary = export::vocabulary(ordered, analyzer)
        .expect("an index in memory has no file to fail on, and the documents fit the schema");
    weigh::group(vocabulary, stem::Stems::for_language(&settings.language))
}

fn groups(ordered: &[&Document], settings: &Settings) -> Vec<Group> {
    let stop = stem::stop_words(&settings.language, settings.stop_words.as_deref());
    let mut groups =
        weigh::weigh(count(ordered, settings), &settings.ranking, &stop, ordered.len());
    place_in_titles(&mut groups, ordered, settings);
    groups.extend(facets(ordered));
    groups.sort_by(|a, b| a.forms.cmp(&b.forms));
    groups
}

fn ordered(documents: &[Document]) -> Vec<&Document> {
    let mut ordered: Vec<&Document> = documents.iter().collect();
    ordered.sort_by(|a, b| a.url.cmp(&b.url));
    ordered
}

/// Facet values as groups of one form.
fn facets(ordered: &[&Document]) -> Vec<Group> {
    let mut groups: BTreeMap<String, Vec<Posting>> = BTreeMap::new();
    for (document, number) in ordered.iter().zip(0..) {
        for (name, value) in
            document.facets.iter().flat_map(|(name, values)| values.iter().map(move |v| (name, v)))
        {
            let postings = groups.entry(facet(name, value)).or_default();
            if postings.last().is_none_or(|last| last.document != number) {
                postings.push(Posting { document: number, ..Posting::default() });
            }
        }
    }
    let group = |(form, postings): (String, Vec<Posting>)| Group {
        forms: vec![form],
        df: postings.len() as u32,
        stop: false,
        postings,
    };
    groups.into_iter().map(group).collect()
}

fn meta(document: &Document) -> DocumentMeta {
    let section = |section: &Section| SectionMeta {
        title: section.title.clone(),
        anchor: section.anchor.clone(),
        text: section.text.clone(),
    };
    DocumentMeta {
        url: document.url.clone(),
        title: document.title.clone(),
        category: document.category.clone(),
        kind: document.kind.clone(),
        description: document.description.clone(),
        sections: document.sections.iter().map(section).collect(),
    }
}

fn boosts(ordered: &[&Document]) -> BTreeMap<u32, f32> {
    let numbered = (0..).zip(ordered.iter().map(|document| document.boost));
    numbered
        .filter(|(_, boost)| boost.is_finite() && *boost > 0.0 && (*boost - 1.0).abs() > 1e-6)
        .collect()
}

fn answers(ordered: &[&Document]) -> BTreeMap<(u32, u32), String> {
    let mut out = BTreeMap::new();
    for (document, number) in ordered.iter().zip(0..) {
        // A reader tells no more sections apart.
        for (section, at) in document.sections.iter().zip(0..=u8::MAX.into()) {
            out.extend(section.answer.iter().map(|answer| ((number, at), answer.clone())));
        }
        out.extend(document.answer.iter().map(|answer| ((number, 0), answer.clone())));
    }
    out
}

/// Which word of a title each form is, which form of its group, and which sample questions have it.
fn place_in_titles(groups: &mut [Group], ordered: &[&Document], settings: &Settings) {
    use rayon::prelude::*;
    let analyzer = Analyzer::for_language(&settings.language);
    let titles: Vec<BTreeMap<String, u8>> =
        ordered.par_iter().map(|document| words_of(&document.title, analyzer)).collect();
    let questions: Vec<BTreeMap<String, u8>> = ordered
        .par_iter()
        .map(|document| words_of_questions(&document.questions, analyzer))
        .collect();
    groups.par_iter_mut().for_each(|group| {
        for posting in &mut group.postings {
            let document = posting.document as usize;
            let asked = group.forms.iter().filter_map(|form| questions[document].get(form));
            posting.questions = asked.fold(0, |all, bits| all | bits);
            if posting.title_share <= 0.0 {
                continue;
            }
            let words = &titles[document];
            let first = group.forms.iter().filter_map(|form| Some((words.get(form)?, form))).min();
            if let Some((&word, form)) = first {
                posting.title_word = word;
                posting.title_tag = form_tag(form.as_bytes());
            }
        }
    });
}

/// Token → bit n when question n, n + 8, … has it.
fn words_of_questions(questions: &[String], analyzer: Analyzer) -> BTreeMap<String, u8> {
    let mut out = BTreeMap::new();
    for (number, question) in questions.iter().enumerate() {
        for token in analyzer.tokens(question) {
            *out.entry(token.text).or_default() |= 1u8 << (number % 8);
        }
    }
    out
}

/// Token → number of the word where it is first; a compound counts as its last word.
fn words_of(title: &str, analyzer: Analyzer) -> BTreeMap<String, u8> {
    let mut places = BTreeMap::new();
    let mut words = 0u8;
    for token in analyzer.tokens(title) {
        words = words.saturating_add(u8::from(token.kind == faqtory_search::analyze::Kind::Word));
        places.entry(token.text).or_insert(words.saturating_sub(1));
    }
    places
}

/// Documents to show first by folded query: the pinned ones, and for an error code those that name it among
/// their codes, written with its hyphens or without.
fn pins(ordered: &[&Document], settings: &Settings) -> BTreeMap<String, Vec<u32>> {
    let analyzer = Analyzer::for_language(&settings.language);
    let mut codes: BTreeMap<String, Vec<u32>> = BTreeMap::new();
    let mut naming: Vec<(&&Document, u32)> = ordered.iter().zip(0..).collect();
    // An article about one code comes before a list of many.
    naming.sort_by_key(|(document, _)| document.codes.len());
    for (document, number) in naming {
        for code in &document.codes {
            let words = plain_words(code, analyzer);
            for key in BTreeSet::from([words.replace(' ', ""), words]) {
                codes.entry(key).or_default().push(number);
            }
        }
    }
    let numbers: BTreeMap<&str, u32> =
        ordered.iter().map(|document| document.url.as_str()).zip(0..).collect();
    let mut pinned: BTreeMap<String, Vec<u32>> = BTreeMap::new();
    for (query, urls) in &settings.pins {
        let documents = urls.iter().filter_map(|url| numbers.get(url.as_str()).copied());
        pinned.entry(plain_words(query, analyzer)).or_default().extend(documents);
    }
    codes.extend(pinned);
    for documents in codes.values_mut() {
        documents.dedup();
    }
    codes.retain(|query, documents| !query.is_empty() && !documents.is_empty());
    codes
}

/// Every facet with the values that any document has, as written; of spellings that fold to the same, the
/// first.
fn facet_values(ordered: &[&Document]) -> BTreeMap<String, Vec<String>> {
    let mut out: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
    for (name, values) in ordered.iter().flat_map(|document| &document.facets) {
        for value in values.iter().filter(|value| value.len() <= layout::MAX_TEXT) {
            let known = out.entry(name.clone()).or_default();
            known.entry(facet(name, value)).or_insert_with(|| value.clone());
        }
    }
    let sorted = |values: BTreeMap<String, String>| {
        let mut values: Vec<String> = values.into_values().collect();
        values.sort();
        values
    };
    out.into_iter().map(|(name, values)| (name, sorted(values))).collect()
}

/// Synonyms by folded phrase.
fn synonyms(settings: &Settings) -> BTreeMap<String, Vec<String>> {
    let analyzer = Analyzer::for_language(&settings.language);
    let fold = |phrase: &String| plain_words(phrase, analyzer);
    let mut out: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for group in &settings.synonyms.groups {
        for from in group {
            let others = group.iter().filter(|other| *other != from).map(fold);
            out.entry(fold(from)).or_default().extend(others);
        }
    }
    for (from, meanings) in &settings.synonyms.one_way {
        out.entry(fold(from)).or_default().extend(meanings.iter().map(fold));
    }
    out.retain(|phrase, _| !phrase.is_empty());
    for meanings in out.values_mut() {
        meanings.sort();
        meanings.dedup();
        meanings.retain(|meaning| !meaning.is_empty() && meaning.len() <= layout::MAX_TEXT);
    }
    out
}
