//! The native searcher: the browser's reader, fed from files in memory.

use std::collections::BTreeMap;

use faqtory_search::found::{RECORD, runs};
use faqtory_search::layout::{Error, FileId};
use faqtory_search::query::{Index, Options, Step};

use super::{Document, Found, Run, Understood};

/// Largest inflated file a native reader accepts.
const MAX_FILE: usize = 64 << 20;
/// Titles tried for the estimate of first-search bytes.
const SAMPLES: usize = 12;

/// What to search for beside the words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SearchOptions {
    /// Most results.
    pub limit: usize,
    /// Facet name → values, one of which an article must have.
    pub filters: BTreeMap<String, Vec<String>>,
    /// Whether to count the values of all facets.
    pub facets: bool,
}

impl Default for SearchOptions {
    fn default() -> Self {
        Self { limit: 10, filters: BTreeMap::new(), facets: false }
    }
}

/// An index, opened for searching.
pub struct Searcher {
    index: Index,
}

/// What a search in a browser with nothing cached would cost.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ColdSearch {
    /// Bytes of index files fetched; the root is part of the entry.
    pub bytes: usize,
    /// Rounds of requests after the entry.
    pub rounds: usize,
    /// Files fetched.
    pub files: usize,
}

impl Searcher {
    /// Opens the files of an index by the name of its root.
    pub fn open(files: &BTreeMap<String, Vec<u8>>, root: &str) -> Result<Self, Error> {
        let mut index = Index::open(&inflate(files, root)?)?;
        for name in files.keys().filter(|name| *name != root) {
            index.insert(FileId::from_name(name)?.number, &inflate(files, name)?)?;
        }
        Ok(Self { index })
    }

    /// The best results for a query.
    pub fn search(&self, query: &str, options: &SearchOptions) -> Result<Found, Error> {
        let filters = options.filters.iter().flat_map(|(name, values)| {
            values.iter().flat_map(move |value| [name.as_str(), value.as_str()])
        });
        let plain =
            Options { limit: options.limit, filters: filters.collect(), facets: options.facets };
        match self.index.search(query, &plain)? {
            Step::Done(text) => Ok(Found::read(&text)),
            Step::Need(_) => Err(Error::Missing),
        }
    }

    /// A piece of text of each document that shows the query's words best.
    pub fn excerpts(&self, query: &str, documents: &[u32]) -> Result<Vec<Vec<Run>>, Error> {
        match self.index.excerpts(query, documents)? {
            Step::Done(text) => Ok(text.split(RECORD).take(documents.len()).map(runs).collect()),
            Step::Need(_) => Err(Error::Missing),
        }
    }

    /// What each word of the query was taken for, and what that is worth in the results found.
    pub fn explain(&self, query: &str, found: &Found) -> Result<Vec<Understood>, Error> {
        let documents: Vec<u32> = found.results.iter().map(|result| result.document).collect();
        self.index.explain(query, &documents)
    }
}

/// Searches as a browser does, fetching what is needed, and says what that cost.
pub(super) fn cold(
    files: &BTreeMap<String, Vec<u8>>,
    root: &str,
    query: &str,
) -> Result<ColdSearch, Error> {
    let options = Options { limit: 10, ..Options::default() };
    let mut index = Index::open(&inflate(files, root)?)?;
    let mut cost = ColdSearch::default();
    while let Step::Need(needed) = index.search(query, &options)? {
        cost.rounds += 1;
        for id in needed {
            let name = id.name(index.generation());
            index.insert(id.number, &inflate(files, &name)?)?;
            cost.bytes += files.get(&name).map_or(0, Vec::len);
            cost.files += 1;
        }
    }
    Ok(cost)
}

impl Searcher {
    /// What a first search for `query` would fetch.
    pub fn cold(
        files: &BTreeMap<String, Vec<u8>>,
        root: &str,
        query: &str,
    ) -> Result<ColdSearch, Error> {
        cold(files, root, query)
    }
}

/// Mean bytes of a first search for a title of the site.
pub(super) fn first_search_bytes(
    files: &BTreeMap<String, Vec<u8>>,
    root: &str,
    documents: &[&Document],
) -> usize {
    let step = documents.len().div_ceil(SAMPLES).max(1);
    let costs = documents
        .iter()
        .step_by(step)
        .filter_map(|document| cold(files, root, &document.title).ok());
    let bytes: Vec<usize> = costs.map(|cost| cost.bytes).collect();
    bytes.iter().sum::<usize>().checked_div(bytes.len()).unwrap_or_default()
}

fn inflate(files: &BTreeMap<String, Vec<u8>>, name: &str) -> Result<Vec<u8>, Error> {
    let packed = files.get(name).ok_or(Error::Missing)?;
    miniz_oxide::inflate::decompress_to_vec_with_limit(packed, MAX_FILE).map_err(|_| Error::Damaged)
}
