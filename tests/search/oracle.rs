//! tantivy knows best: what it finds, we find, and as often.

use std::collections::BTreeSet;

use faqtory::search::{
    Document, FIELDS, SearchOptions, Searcher, Settings, TantivyIndex, counted, index,
    tantivy_counts,
};

use super::{WORDS, article, help_center, settings};

fn no_stop_words() -> Settings {
    Settings { stop_words: Some(Vec::new()), ..settings("en") }
}

/// For every stem of tantivy's dictionary: the same documents with the same counts in every field.
#[test]
fn every_term_has_the_documents_and_counts_that_tantivy_has() {
    compare(&help_center(120), "en");
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

fn compare(documents: &[Document], language: &str) {
    let theirs = tantivy_counts(documents, &settings(language));
    let ours = counted(documents, &settings(language));
    let mut compared = 0;
    // Exact spellings are terms of ours alone, beside the folded words.
    for group in ours.iter().filter(|group| group.stem != "café") {
        let (key, expected) = theirs
            .iter()
            .find(|(stem, _)| group.stem == **stem)
            .unwrap_or_else(|| panic!("tantivy has no {:?}", group.stem));
        let mut found = std::collections::BTreeMap::<u32, [u32; FIELDS.len()]>::new();
        for count in &group.counts {
            found.entry(count.document).or_default()[count.field as usize] +=
                u32::from(count.count);
        }
        assert_eq!(found, *expected, "{key}");
        compared += 1;
    }
    assert_eq!(compared, theirs.len(), "a stem of tantivy's dictionary is missing");
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
