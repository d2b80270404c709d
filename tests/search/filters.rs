//! Filters and facets against a count by hand, over lists so long that their rests are needed.

use std::collections::{BTreeMap, BTreeSet};

use faqtory::search::{Document, Index, SearchOptions, Searcher, Settings, index};
use faqtory_search::layout::LONG;
use proptest::prelude::*;
use proptest::sample::subsequence;

use super::{article, find, settings};

/// Words, and the share of articles that have each, in 1/1000.
const SHARES: [(&str, usize); 6] =
    [("card", 950), ("money", 900), ("refund", 400), ("limit", 60), ("atm", 5), ("iban", 0)];
const ARTICLES: usize = LONG + 300;

/// Articles of these words, with up to three values of each facet.
fn articles() -> Vec<Document> {
    let mut state = 3u32;
    let mut next = move |below: usize| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 8) as usize % below
    };
    let mut documents = Vec::new();
    for number in 0..ARTICLES {
        let mut text = String::from("filler");
        for (word, share) in SHARES {
            let times = if next(1_000) < share { 1 + next(3) } else { 0 };
            text.extend(std::iter::repeat_n([" ", word], times).flatten());
        }
        let mut document =
            article(&format!("/{number:04}/"), &format!("Title {}", next(50)), &text);
        for (name, values) in
            [("Product", ["Pro", "Basic", "Über"]), ("region", ["eu", "us", "asia"])]
        {
            let own: Vec<String> =
                values.iter().filter(|_| next(3) == 0).map(|value| (*value).to_owned()).collect();
            if !own.is_empty() {
                document.facets.insert(name.to_owned(), own);
            }
        }
        documents.push(document);
    }
    documents
}

fn plain() -> Settings {
    Settings { stop_words: Some(Vec::new()), ..settings("und") }
}

struct Site {
    documents: Vec<Document>,
    built: Index,
}

impl Site {
    fn new() -> Self {
        let documents = articles();
        let built = index(&documents, &plain());
        Self { documents, built }
    }
}

thread_local! {
    static SITE: Site = Site::new();
}

/// Facet → values, one of which an article must have.
type Filters = BTreeMap<String, Vec<String>>;

#[derive(Debug, Clone)]
struct Query {
    words: Vec<&'static str>,
    filters: Filters,
    limit: usize,
}

fn query() -> impl Strategy<Value = Query> {
    let words = subsequence(SHARES.map(|(word, _)| word).to_vec(), 1..4);
    let product = subsequence(vec!["Pro", "basic", "uber", "none"], 0..3);
    let region = subsequence(vec!["eu", "us", "ASIA"], 0..3);
    let limit = prop_oneof![Just(10usize), 0usize..30, Just(ARTICLES)];
    (words, product, region, limit).prop_map(|(words, product, region, limit)| {
        let owned = |values: Vec<&str>| values.into_iter().map(str::to_owned).collect();
        let mut filters: Filters = BTreeMap::from([
            ("product".to_owned(), owned(product)),
            ("region".to_owned(), owned(region)),
        ]);
        filters.retain(|_, values| !values.is_empty());
        Query { words, filters, limit }
    })
}

fn folded(text: &str) -> String {
    text.to_lowercase().replace('ü', "u")
}

impl Query {
    fn text(&self) -> String {
        self.words.join(" ") + " "
    }

    fn matches(&self, document: &Document) -> bool {
        let mut words = document.sections[0].text.split(' ');
        words.any(|word| self.words.contains(&word))
    }

    /// Whether a document passes the filters on all facets but one.
    fn passes(&self, document: &Document, but: &str) -> bool {
        let wanted = |facet: &str, own: &String| {
            let values = self.filters.get(&folded(facet)).into_iter().flatten();
            values.into_iter().any(|value| folded(value) == folded(own))
        };
        self.filters.keys().filter(|name| *name != but).all(|name| {
            let mut facets = document.facets.iter().filter(|(own, _)| folded(own) == *name);
            facets.any(|(facet, values)| values.iter().any(|own| wanted(facet, own)))
        })
    }

    fn count(&self, documents: &[Document], (name, value): (&str, &String)) -> u32 {
        let having = documents.iter().filter(|document| {
            document.facets.get(name).is_some_and(|values| values.contains(value))
        });
        let filter = folded(name);
        let counted = having.filter(|own| self.matches(own) && self.passes(own, &filter));
        counted.count() as u32
    }

    fn expected<'d>(&self, documents: &'d [Document]) -> BTreeSet<&'d str> {
        let found = documents.iter().filter(|own| self.matches(own) && self.passes(own, ""));
        found.map(|document| document.url.as_str()).collect()
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn filters_keep_exactly_what_passes(query in query()) {
        SITE.with(|Site { documents, built }| {
            let searcher = Searcher::open(&built.files, &built.root).unwrap();
            let search = |limit, filters| {
                let options = SearchOptions { limit, filters, facets: false };
                searcher.search(&query.text(), &options).unwrap()
            };
            let (expected, every) = (query.expected(documents), search(ARTICLES, Filters::new()));
            let all = search(ARTICLES, query.filters.clone());
            let urls: Vec<&str> = all.results.iter().map(|found| found.url.as_str()).collect();
            assert_eq!(urls.iter().copied().collect::<BTreeSet<&str>>(), expected);
            assert_eq!(all.total as usize, expected.len());
            let kept = every.results.iter().filter(|found| expected.contains(found.url.as_str()));
            assert!(kept.map(|found| found.url.as_str()).eq(urls.iter().copied()));
            let few = search(query.limit, query.filters.clone());
            if !query.filters.is_empty() {
                assert_eq!(few.total as usize, expected.len());
                let few = few.results.iter().map(|found| found.url.as_str());
                assert!(few.eq(urls.into_iter().take(query.limit)));
            }
        });
    }

    #[test]
    fn facets_count_what_could_be_chosen(query in query()) {
        SITE.with(|Site { documents, built }| {
            let searcher = Searcher::open(&built.files, &built.root).unwrap();
            let options = SearchOptions { limit: query.limit, filters: query.filters.clone(), facets: true };
            let found = searcher.search(&query.text(), &options).unwrap();
            let mut counted = 0;
            for (name, value, count) in found.facets.iter().flat_map(|facet| {
                facet.values.iter().map(move |(value, count)| (&facet.name, value, *count))
            }) {
                assert_eq!(count, query.count(documents, (name, value)), "{name}={value}");
                counted += 1;
            }
            assert_eq!(counted, 6);
            assert_eq!(found.total as usize, query.expected(documents).len());
        });
    }
}

#[test]
fn lists_are_so_long_that_they_have_rests() {
    SITE.with(|Site { built, .. }| {
        let rests = built.files.keys().filter(|name| name.starts_with('p')).count();
        assert!(rests >= 2, "{rests}");
    });
}

/// A pin says what comes first, not what passes.
#[test]
fn a_pinned_article_has_to_pass_the_filters() {
    let product = |url: &str, value: &str| Document {
        facets: BTreeMap::from([("product".to_owned(), vec![value.to_owned()])]),
        ..article(url, "Refund", "The same.")
    };
    let pins = BTreeMap::from([("refund".to_owned(), vec!["/c/".to_owned(), "/b/".to_owned()])]);
    let settings = Settings { pins, ..settings("en") };
    let built =
        index(&[product("/a/", "pro"), product("/b/", "pro"), product("/c/", "basic")], &settings);
    assert_eq!(super::urls(&find(&built, "refund")), ["/c/", "/b/", "/a/"]);
    let searcher = Searcher::open(&built.files, &built.root).unwrap();
    let filters = BTreeMap::from([("product".to_owned(), vec!["pro".to_owned()])]);
    let options = SearchOptions { filters, ..SearchOptions::default() };
    assert_eq!(super::urls(&searcher.search("refund", &options).unwrap()), ["/b/", "/a/"]);
}

#[test]
fn a_facet_is_filtered_by_whatever_way_its_name_is_written() {
    let having = |url: &str, value: &str| Document {
        facets: BTreeMap::from([("Größe".to_owned(), vec![value.to_owned()])]),
        ..article(url, "Refund", "The same.")
    };
    let documents = [having("/a/", "s"), having("/b/", "m"), having("/c/", "l")];
    let built = index(&documents, &settings("en"));
    let searcher = Searcher::open(&built.files, &built.root).unwrap();
    let filters = [("größe", "s"), ("GROSSE", "M")];
    let owned = |(name, value): (&str, &str)| (name.to_owned(), vec![value.to_owned()]);
    let filters = filters.into_iter().map(owned).collect();
    let options = SearchOptions { filters, facets: true, ..SearchOptions::default() };
    let found = searcher.search("refund", &options).unwrap();
    assert_eq!(super::urls(&found), ["/a/", "/b/"]);
    let counts = found.facets[0].values.iter().map(|(_, count)| *count);
    assert_eq!(counts.collect::<Vec<u32>>(), [1, 1, 1]);
}
