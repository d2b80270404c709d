//! tantivy knows best: what it finds, we find, and as often.

use std::collections::{BTreeMap, BTreeSet};

use faqtory::search::{
    Counted, Document, FIELDS, SearchOptions, Searcher, Settings, TantivyIndex, counted, index,
    tantivy_counts,
};
use faqtory_search::analyze::{Analyzer, Kind, folded};

use super::{WORDS, article, help_center, knowledge_base, settings};

/// A language whose words are their own stems.
const NO_STEMMER: &str = "und";

/// Document, numbered by URL → counts by field.
type Counts = BTreeMap<u32, [u32; FIELDS.len()]>;

fn no_stop_words() -> Settings {
    Settings { stop_words: Some(Vec::new()), ..settings("en") }
}

/// For every stem of tantivy's dictionary: the same documents with the same counts in every field.
#[test]
fn every_term_has_the_documents_and_counts_that_tantivy_has() {
    compare(&help_center(120), "en");
}

/// What people wrote, not what a generator made up: front matter, sections, tags, codes, other scripts.
#[test]
fn every_term_of_whole_knowledge_bases_has_the_documents_and_counts_that_tantivy_has() {
    for folder in ["example-kb", "docs"] {
        let mut compared = 0;
        for (documents, settings) in knowledge_base(folder) {
            compared += compare(&documents, &settings.language);
        }
        assert!(compared > 1_000, "{folder} has only {compared} stems");
    }
}

/// Parts of compounds are counted apart.
#[test]
fn compounds_leave_the_counts_as_they_are() {
    let titles =
        ["Kontoauszug", "Konto", "Auszug vom Konto", "Zahlungsmethode", "Methode der Zahlung"];
    let documents: Vec<Document> = (0..)
        .zip(titles)
        .map(|(at, title)| article(&format!("/{at}/"), title, "Zum Kontoauszug."))
        .collect();
    compare(&documents, "de");
    let ours = counted(&documents, &settings("de"));
    assert_eq!(ours.iter().filter(|group| !group.parts.is_empty()).count(), 4);
}

/// Compares form by form and stem by stem; how many stems.
fn compare(documents: &[Document], language: &str) -> usize {
    let mut ours = counted(documents, &settings(language));
    ours.retain(|group| !is_exact_spelling(&group.stem, language));
    compare_forms(&ours, documents);
    compare_stems(&ours, documents, language)
}

/// Whether a form is what the analyzer gives beside a folded word: a term of ours alone.
fn is_exact_spelling(form: &str, language: &str) -> bool {
    let tokens = Analyzer::for_language(language).tokens(form);
    tokens.iter().any(|token| token.kind == Kind::Exact && token.text == form)
}

fn compare_forms(ours: &[Counted], documents: &[Document]) {
    let theirs = tantivy_counts(documents, &settings(NO_STEMMER));
    let known: BTreeSet<&String> = ours.iter().flat_map(|group| &group.forms).collect();
    assert_eq!(known, theirs.keys().collect());
    for group in ours {
        let expected = sum(group.forms.iter().map(|form| &theirs[form]));
        assert_eq!(counts(group), expected, "{:?}", group.forms);
    }
}

/// A word that is written with diacritics has the stem of that spelling, whose forms may be others than
/// those of the folded word that tantivy sees. Such words must be as many, under whatever stems.
fn compare_stems(ours: &[Counted], documents: &[Document], language: &str) -> usize {
    let spelled = spelled(documents, language);
    let text = spelled.iter().fold(String::new(), |text, form| text + form + " ");
    let resorted = tantivy_counts(&[article("/", "", &text)], &settings(language));
    let (apart, alike): (Vec<&Counted>, Vec<&Counted>) = ours.iter().partition(|group| {
        resorted.contains_key(&group.stem) || group.forms.iter().any(|form| spelled.contains(form))
    });
    let mut theirs = tantivy_counts(documents, &settings(language));
    for group in &alike {
        assert_eq!(theirs.remove(&group.stem), Some(counts(group)), "{:?}", group.stem);
    }
    let apart: Vec<Counts> = apart.into_iter().map(counts).collect();
    assert_eq!(sum(apart.iter()), sum(theirs.values()), "{:?}", theirs.keys());
    alike.len()
}

/// The folded forms of all words that are written with diacritics anywhere.
fn spelled(documents: &[Document], language: &str) -> BTreeSet<String> {
    let analyzer = Analyzer::for_language(language);
    let texts = documents.iter().flat_map(|document| {
        let sections = document.sections.iter().flat_map(|own| [&own.title, &own.text]);
        let lists = [&document.questions, &document.keywords, &document.codes, &document.tags];
        [&document.title, &document.category, &document.description]
            .into_iter()
            .chain(lists.into_iter().flatten())
            .chain(sections)
    });
    let tokens = texts.flat_map(|text| analyzer.tokens(text));
    let exact = tokens.filter(|token| token.kind == Kind::Exact);
    exact.map(|token| folded(&token.text)).collect()
}

fn counts(group: &Counted) -> Counts {
    let mut out = Counts::new();
    for count in &group.counts {
        out.entry(count.document).or_default()[count.field as usize] += u32::from(count.count);
    }
    out
}

fn sum<'c>(all: impl Iterator<Item = &'c Counts>) -> Counts {
    let mut out = Counts::new();
    for (&document, counts) in all.flatten() {
        let own = out.entry(document).or_default();
        own.iter_mut().zip(counts).for_each(|(sum, count)| *sum += count);
    }
    out
}

/// Whole words, so that neither completion nor correction adds anything.
#[test]
fn plain_words_match_the_documents_that_tantivy_matches() {
    let documents: Vec<Document> = help_center(60);
    let settings = no_stop_words();
    let built = index(&documents, &settings);
    let searcher = Searcher::open(&built.files, &built.root).unwrap();
    let tantivy = TantivyIndex::new(&documents, &settings);
    for pair in
        WORDS.windows(2).filter(|pair| !pair[0].starts_with("café") && !pair[1].starts_with("café"))
    {
        let query = format!("{} {} ", pair[0], pair[1]);
        let options = SearchOptions { limit: 100, ..SearchOptions::default() };
        let found = searcher.search(&query, &options).unwrap();
        let ours: BTreeSet<&str> = found.results.iter().map(|result| result.url.as_str()).collect();
        let theirs = tantivy.search(&query, 100);
        let theirs: BTreeSet<&str> = theirs.iter().map(|(url, _)| url.as_str()).collect();
        assert_eq!(ours, theirs, "{query}");
        assert_eq!(found.total as usize, theirs.len(), "{query}");
    }
}
