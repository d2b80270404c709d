//! A query against an index of which only some files may be at hand.
//!
//! [`Index::search`] does no input or output: it answers with the results or with the files it needs. The
//! caller fetches them in parallel, hands them to [`Index::insert`] and asks again. The answer depends on
//! the query and the index alone, never on which other files are loaded.
//!
//! | Round | Files |
//! | --- | --- |
//! | 1 | term chunks of the query's words, of what the last word starts, of filters and synonyms |
//! | 2, only for unknown words | spelling pages, then the chunks of corrections |
//! | 3, only for common words | rests of long lists, when filters are set, facets are counted or too few are found |
//! | last | metadata of the results, the answer of the first, the values of facets when they are counted |
//!
//! [`Index::excerpts`] is a second question, asked when results are on screen. Answers are texts of fields,
//! as [`crate::found`] describes and reads them.
//!
//! This module is most of what a customer downloads, so it is written for size: what belongs to a query
//! is in a few flat lists ([`Question`]), wrong bytes are remembered and reported at the end, and nothing
//! panics or formats.

use alloc::string::String;
use alloc::vec::Vec;

mod explain;
mod filter;
mod meaning;
mod results;

use crate::analyze::Analyzer;
use crate::layout::{self, Error, FACET, FileId, Kind, Result};
use crate::rank::{self, Corpus, Scored, Slot, Variant};
use crate::read::{self, Entry, Part, Root};

pub use explain::{Understood, UnderstoodVariant};
use filter::Passing;
use meaning::{Meaning, Word};

/// What to search for beside the words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Options<'q> {
    /// Most results.
    pub limit: usize,
    /// Facet name and value by turns; of the values of one facet, an article must have one.
    pub filters: Vec<&'q str>,
    /// Whether to count the values of all facets.
    pub facets: bool,
}

/// Answer to a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// Fetch these files, insert them, ask again.
    Need(Vec<FileId>),
    /// The answer, as text of fields.
    Done(String),
}

/// An index and the files of it that are loaded.
#[derive(Debug, Clone)]
pub struct Index {
    root: Root,
    loaded: Vec<(FileId, Vec<u8>)>,
}

/// A query on its way to an answer.
struct Question<'i> {
    index: &'i Index,
    query: &'i str,
    limit: usize,
    words: Vec<Word>,
    slots: Vec<Slot>,
    meanings: Vec<Meaning>,
    /// Postings of all meanings.
    pool: Vec<Entry>,
    /// Completed and corrected words.
    letters: String,
    passing: Passing,
    /// All matching documents, by number; the score of those that do not pass the filters is zero.
    scored: Vec<Scored>,
    top: Vec<Scored>,
    /// Share of the first score that the second lacks.
    lead: f32,
    /// Files that are missing.
    needs: Vec<FileId>,
    /// Whether a file was malformed.
    bad: bool,
    out: String,
}

impl Index {
    /// An index without documents.
    pub const NEW: Self = Self { root: Root::NEW, loaded: Vec::new() };

    /// Opens an index by its root file (inflated).
    pub fn open(root: &[u8]) -> Result<Self> {
        let mut index = Self { root: Root::read(root)?, loaded: Vec::new() };
        let mut files = index.root.part(Part::Files);
        while !files.rest.is_empty() {
            let kind = Kind::from_letter(files.byte())?;
            let number = files.number();
            index.loaded.push((FileId { kind, number }, Vec::from(files.sized())));
        }
        files.end()?;
        Ok(index)
    }

    /// The generation that is part of every file's name.
    pub fn generation(&self) -> &str {
        self.root.generation()
    }

    /// Number of documents.
    pub fn documents(&self) -> u32 {
        self.root.documents
    }

    /// Adds a file (inflated) that a search needed; `number` is the one in its name.
    pub fn insert(&mut self, number: u32, file: &[u8]) -> Result<()> {
        let (kind, stamp, payload) = layout::unseal(file)?;
        if stamp != self.root.stamp {
            return Err(Error::Stale);
        }
        self.loaded.push((FileId { kind, number }, Vec::from(payload)));
        Ok(())
    }

    /// Results, or what is needed for them.
    pub fn search(&self, query: &str, options: &Options<'_>) -> Result<Step> {
        let mut question = Question::new(self, query, options.limit);
        question.rank(&options.filters, options.facets);
        if question.goes_on() {
            question.answer();
            if options.facets {
                question.count_facets(&options.filters);
            }
        }
        question.step()
    }

    /// A piece of text of each of these documents that shows the query's words best.
    pub fn excerpts(&self, query: &str, documents: &[u32]) -> Result<Step> {
        let mut question = Question::new(self, query, documents.len());
        question.rank(&[], false);
        if question.goes_on() {
            let forms = question.matched_forms();
            for &document in documents {
                question.excerpt(document, &forms);
            }
        }
        question.step()
    }
}

impl<'i> Question<'i> {
    fn new(index: &'i Index, query: &'i str, limit: usize) -> Self {
        Self {
            index,
            query,
            limit,
            words: Vec::new(),
            slots: Vec::new(),
            meanings: Vec::new(),
            pool: Vec::new(),
            letters: String::new(),
            passing: Passing::new(),
            scored: Vec::new(),
            top: Vec::new(),
            lead: 0.0,
            needs: Vec::new(),
            bad: false,
            out: String::new(),
        }
    }

    /// Whether everything asked for so far was there and well-formed.
    fn goes_on(&self) -> bool {
        self.needs.is_empty() && !self.bad
    }

    fn step(self) -> Result<Step> {
        match () {
            () if self.bad => Err(Error::Malformed),
            () if self.needs.is_empty() => Ok(Step::Done(self.out)),
            () => Ok(Step::Need(self.needs)),
        }
    }

    /// A file; empty when it is not loaded, and noted if it can be fetched.
    #[inline(never)]
    fn file(&mut self, kind: Kind, number: u32) -> &'i [u8] {
        let id = FileId { kind, number };
        for (known, payload) in &self.index.loaded {
            if *known == id {
                return payload;
            }
        }
        let elsewhere = !self.index.root.one_file || kind == Kind::Text;
        if elsewhere && !self.needs.contains(&id) {
            self.needs.push(id);
        }
        &[]
    }

    /// Understands the query and ranks the documents, as far as files are there; `all` of them when they
    /// are to be counted.
    fn rank(&mut self, filters: &[&str], all: bool) {
        self.understand();
        self.passing = self.passing(filters);
        if self.goes_on() {
            self.correct();
        }
        if !self.goes_on() {
            return;
        }
        self.score();
        if self.is_unsettled(all) {
            self.complete_lists();
            if self.goes_on() {
                self.score();
            }
        }
        if let Some(first) = self.top.first() {
            self.lead = 1.0 - self.top.get(1).map_or(0.0, |next| next.score / first.score);
        }
        self.top.truncate(self.limit);
        self.pin();
    }

    /// Scores all documents and finds the best, one more than wanted.
    fn score(&mut self) {
        let root = &self.index.root;
        let mut variants = Vec::new();
        for meaning in &self.meanings {
            let Meaning { word, weight, tag, list, .. } = *meaning;
            for entries in [(list.start, list.end), meaning.rest] {
                variants.push(Variant { slot: word, weight, df: list.df, tag, entries });
            }
        }
        let corpus = Corpus { documents: root.documents, ranking: &root.ranking, pool: &self.pool };
        self.scored = rank::rank(&mut self.slots, &variants, corpus);
        let mut boosts = root.part(Part::Boosts);
        while !boosts.rest.is_empty() {
            let (document, boost) = (boosts.number(), boosts.float());
            let at = self.scored.partition_point(|scored| scored.document < document);
            if let Some(scored) = self.scored.get_mut(at)
                && scored.document == document
            {
                scored.score *= boost;
            }
        }
        let mut scores = Vec::new();
        for scored in &self.scored {
            scores.push(if self.passes(scored.document) { scored.score } else { 0.0 });
        }
        self.top.clear();
        for at in rank::top(scores, self.limit.saturating_add(1)) {
            self.top.extend(self.scored.get(at as usize));
        }
    }

    /// Whether the rests of long lists matter: they weigh so little that the first results are the same
    /// without them (measured: no corpus loses), but few of what is left may pass a filter.
    fn is_unsettled(&self, all: bool) -> bool {
        let long = self.meanings.iter().any(|meaning| meaning.list.rest > 0);
        long && (all || !self.passing.is_empty() || self.top.len() < self.limit)
    }

    fn complete_lists(&mut self) {
        for at in 0..self.meanings.len() {
            let number = self.meanings.get(at).map_or(0, |meaning| meaning.list.rest);
            if number == 0 {
                continue;
            }
            let payload = self.file(Kind::Postings, number - 1);
            let start = self.pool.len();
            let documents = self.index.root.documents;
            self.bad |= !payload.is_empty() && !read::rest(payload, documents, &mut self.pool);
            if let Some(meaning) = self.meanings.get_mut(at) {
                meaning.rest = (start, self.pool.len());
            }
        }
    }

    /// Puts the documents first that the site has pinned to this query, if they pass the filters.
    fn pin(&mut self) {
        let mut pins = self.index.root.part(Part::Pins);
        if pins.rest.is_empty() {
            return;
        }
        let key = plain_words(self.query, self.analyzer());
        while !pins.rest.is_empty() {
            let own = pins.sized() == key.as_bytes();
            let mut first = Vec::new();
            for _ in 0..pins.count() {
                let document = pins.number();
                if own && self.passes(document) {
                    first.push(Scored { document, score: 0.0, coverage: 1.0, sure: 1.0 });
                }
            }
            for pinned in &mut first {
                let known = self.scored.iter().find(|scored| scored.document == pinned.document);
                pinned.score = known.map_or(0.0, |scored| scored.score);
                self.top.retain(|other| other.document != pinned.document);
            }
            first.append(&mut self.top);
            self.top = first;
        }
        self.top.truncate(self.limit);
    }

    fn analyzer(&self) -> Analyzer {
        Analyzer { elision: self.index.root.elision }
    }
}

/// The form that stands for a facet value; names and values compare without case and diacritics.
pub fn facet(name: &str, value: &str) -> String {
    let mut form = String::new();
    form.push(FACET as char);
    for text in [name, "=", value] {
        for c in text.chars() {
            crate::analyze::fold::fold(c, &mut |folded| {
                if form.len() < layout::MAX_TEXT - 8 {
                    form.push(folded);
                }
            });
        }
    }
    form
}

/// The folded words of a text, separated by spaces: how pins and synonyms are looked up.
pub fn plain_words(text: &str, analyzer: Analyzer) -> String {
    let mut out = String::new();
    for token in analyzer.tokens(text) {
        if token.kind == crate::analyze::Kind::Word {
            if !out.is_empty() {
                out.push(' ');
            }
            out.push_str(&token.text);
        }
    }
    out
}
