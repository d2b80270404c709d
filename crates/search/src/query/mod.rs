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
//! | last | metadata of the results, the answer of the first |

use crate::table::Table;
use alloc::boxed::Box;
use alloc::format;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;
mod meaning;
mod results;

use crate::analyze::Analyzer;
use crate::found::Found;
use crate::layout::{self, Error, FACET, FileId, Kind, Result};
use crate::rank::{self, Corpus, Ranked, Slot, Variant};
use crate::read::{self, Entry, GroupEntry, Root, Terms};
use crate::write::DocumentMeta;

use meaning::{Place, Word};

/// What to search for beside the words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Options {
    /// Most results.
    pub limit: usize,
    /// Facet name → values, one of which an article must have.
    pub filters: Table<String, Vec<String>>,
}

/// Answer of a search.
#[derive(Debug, Clone, PartialEq)]
pub enum Step {
    /// Fetch these files, insert them, ask again.
    Need(Vec<FileId>),
    /// The results.
    Done(Box<Found>),
}

/// An index and the files of it that are loaded.
#[derive(Debug, Clone, Default)]
pub struct Index {
    root: Root,
    terms: Table<u32, Terms>,
    metadata: Table<u32, Vec<DocumentMeta>>,
    answers: Table<u32, Table<(u32, u32), String>>,
    forward: Table<u32, Vec<(String, u8)>>,
    backward: Table<u32, Vec<(String, u8)>>,
}

/// Files found missing on the way.
type Needs = Table<FileId, ()>;

impl Index {
    /// Opens an index by its root file (inflated).
    pub fn open(root: &[u8]) -> Result<Self> {
        let mut index = Self::default();
        index.root = read::read_root(root, {
            let index = &mut index;
            |id, payload, root| index.add(id, payload, root.documents)
        })?;
        Ok(index)
    }

    /// The generation that is part of every file's name.
    pub fn generation(&self) -> &str {
        &self.root.generation
    }

    /// Number of documents.
    pub fn documents(&self) -> u32 {
        self.root.documents
    }

    /// Adds a file (inflated) that a search needed.
    pub fn insert(&mut self, id: FileId, file: &[u8]) -> Result<()> {
        let (kind, stamp, payload) = layout::unseal(file)?;
        if stamp != self.root.stamp {
            return Err(Error::Stale);
        }
        if kind != id.kind {
            return Err(Error::Malformed("kind of file"));
        }
        self.add(id, payload, self.root.documents)
    }

    fn add(&mut self, id: FileId, payload: &[u8], documents: u32) -> Result<()> {
        let number = id.number;
        match id.kind {
            Kind::Terms => self.terms.set(number, Terms::read(payload, documents)?),
            Kind::Metadata => self.metadata.set(number, read::read_metadata(payload)?),
            Kind::Answers => self.answers.set(number, read::read_answers(payload)?),
            Kind::SpellForward => self.forward.set(number, read::read_spelling(payload)?),
            Kind::SpellBackward => self.backward.set(number, read::read_spelling(payload)?),
            Kind::Root => return Err(Error::Malformed("root within an index")),
        }
        Ok(())
    }

    /// Results, or what is needed for them.
    pub fn search(&self, query: &str, options: &Options) -> Result<Step> {
        let mut needs = Needs::default();
        let mut words = self.words(query, &mut needs);
        let allowed = self.allowed(&options.filters, &mut needs);
        if !needs.is_empty() {
            return Ok(Step::Need(ids(&needs)));
        }
        self.correct(&mut words, &mut needs);
        if !needs.is_empty() {
            return Ok(Step::Need(ids(&needs)));
        }
        let ranked = self.rank(&words, allowed.as_deref(), options.limit);
        let found = self.found((query, &words), &ranked, &mut needs)?;
        Ok(match found {
            Some(found) => Step::Done(Box::new(found)),
            None => Step::Need(ids(&needs)),
        })
    }

    /// The words of a query and what they were taken for, as lines for `--explain`; empty while files
    /// are missing.
    pub fn explain(&self, query: &str) -> Vec<String> {
        let mut needs = Needs::default();
        let mut words = self.words(query, &mut needs);
        self.correct(&mut words, &mut needs);
        let ranked = self.rank(&words, None, 1);
        words
            .iter()
            .zip(&ranked.idf)
            .flat_map(|(word, &idf)| self.explain_word(word, idf))
            .collect()
    }

    fn explain_word(&self, word: &Word, idf: f32) -> Vec<String> {
        let line = |meaning: &meaning::Meaning| {
            let forms: Vec<&str> = self.forms(meaning.place).take(4).collect();
            let group = self.group(meaning.place).map_or(0, |(_, group)| group.df);
            format!(
                "{} → {} weight {:.2} idf {idf:.2} df {group}",
                word.text,
                forms.join("/"),
                meaning.weight * word.weight
            )
        };
        word.meanings.iter().map(line).collect()
    }

    fn rank(&self, words: &[Word], allowed: Option<&[bool]>, limit: usize) -> Ranked {
        let slots: Vec<Slot<'_>> = words.iter().map(|word| self.slot(word)).collect();
        let corpus = Corpus {
            documents: self.root.documents,
            ranking: &self.root.ranking,
            boosts: &self.root.boosts,
        };
        rank::rank(&slots, corpus, allowed, limit)
    }

    fn slot(&self, word: &Word) -> Slot<'_> {
        let mut slot = Slot { weight: word.weight, ..Slot::default() };
        for meaning in &word.meanings {
            let Some((terms, group)) = self.group(meaning.place) else { continue };
            if meaning.weight >= 1.0 {
                slot.df = slot.df.max(group.df);
            }
            slot.variants.push(Variant { weight: meaning.weight, entries: terms.postings(group) });
        }
        slot
    }

    fn group(&self, place: Place) -> Option<(&Terms, &GroupEntry)> {
        let terms = self.terms.get(&place.chunk)?;
        Some((terms, terms.group(place.group)?))
    }

    fn postings(&self, place: Place) -> &[Entry] {
        self.group(place).map_or(&[], |(terms, group)| terms.postings(group))
    }

    fn forms(&self, place: Place) -> impl Iterator<Item = &str> {
        self.terms.get(&place.chunk).into_iter().flat_map(move |terms| terms.forms_of(place.group))
    }

    fn analyzer(&self) -> Analyzer {
        Analyzer { elision: self.root.elision }
    }

    /// Which documents pass the filters; none when there are no filters.
    fn allowed(
        &self,
        filters: &Table<String, Vec<String>>,
        needs: &mut Needs,
    ) -> Option<Vec<bool>> {
        let mut allowed: Option<Vec<bool>> = None;
        for (name, values) in filters {
            let mut having = vec![false; self.root.documents as usize];
            for value in values {
                let Some(place) = self.lookup(&facet(name, value), needs) else { continue };
                for entry in self.postings(place) {
                    having[entry.document as usize] = true;
                }
            }
            if let Some(before) = &allowed {
                having.iter_mut().zip(before).for_each(|(now, before)| *now &= before);
            }
            allowed = Some(having);
        }
        allowed
    }
}

fn ids(needs: &Needs) -> Vec<FileId> {
    needs.iter().map(|(id, ())| *id).collect()
}

/// The form that stands for a facet value; names and values compare without case and diacritics.
pub fn facet(name: &str, value: &str) -> String {
    let mut form = String::from(FACET);
    for c in name.chars().chain(['=']).chain(value.chars()) {
        crate::analyze::fold::fold(c, &mut |folded| {
            if form.len() < layout::MAX_TEXT - 8 {
                form.push(folded);
            }
        });
    }
    form
}
