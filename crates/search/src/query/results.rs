//! From ranked documents to what is shown: metadata, best section, excerpt, answer, suggestions.

use crate::table::{self, Table};
use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;

use super::meaning::Word;
use super::{Index, Needs};
use crate::excerpt;
use crate::found::{Found, FoundAnswer, FoundResult, FoundSection};
use crate::layout::{Error, FileId, GROUP, Kind, Result};
use crate::rank::{Ranked, Scored};
use crate::write::DocumentMeta;

/// Most completions of the query.
const SUGGESTIONS: usize = 3;

impl Index {
    /// The results, or `None` when `needs` says what is missing.
    pub(super) fn found(
        &self,
        (query, words): (&str, &[Word]),
        ranked: &Ranked,
        needs: &mut Needs,
    ) -> Result<Option<Found>> {
        self.need(ranked, needs);
        if !needs.is_empty() {
            return Ok(None);
        }
        let forms = self.matched_forms(words);
        let mut results = Vec::new();
        for (at, scored) in ranked.top.iter().enumerate() {
            let mut result = self.result(*scored, &forms, self.section(*scored, words, ranked))?;
            if at == 0 {
                result.answer = self.answer(*scored, self.section(*scored, words, ranked))?;
            }
            results.push(result);
        }
        let coverage = ranked.top.first().map_or(0.0, |best| best.coverage);
        Ok(Some(Found {
            results,
            total: ranked.total,
            confident: coverage >= self.root.ranking.confidence,
            corrected: corrected(query, words),
            suggestions: suggestions(query, words),
        }))
    }

    fn need(&self, ranked: &Ranked, needs: &mut Needs) {
        for scored in &ranked.top {
            let number = scored.document / GROUP;
            if !self.metadata.has(&number) && !self.root.one_file {
                needs.set(FileId { kind: Kind::Metadata, number }, ());
            }
        }
        let Some(first) = ranked.top.first().map(|first| first.document / GROUP) else { return };
        let has_answers = self.root.with_answers.binary_search(&first).is_ok();
        if has_answers && !self.answers.has(&first) && !self.root.one_file {
            needs.set(FileId { kind: Kind::Answers, number: first }, ());
        }
    }

    fn document(&self, number: u32) -> Result<&DocumentMeta> {
        let group =
            self.metadata.get(&(number / GROUP)).ok_or(Error::Malformed("metadata group"))?;
        group.get((number % GROUP) as usize).ok_or(Error::Malformed("metadata"))
    }

    /// Number of the section where the query weighs most.
    fn section(&self, scored: Scored, words: &[Word], ranked: &Ranked) -> u8 {
        let mut votes: Table<u8, f32> = Table::default();
        for (word, idf) in words.iter().zip(&ranked.idf) {
            for meaning in &word.meanings {
                let postings = self.postings(meaning.place);
                let Ok(at) =
                    postings.binary_search_by_key(&scored.document, |entry| entry.document)
                else {
                    continue;
                };
                *votes.value(postings[at].section) += idf * meaning.weight * postings[at].impact;
            }
        }
        let better = |a: (u8, f32), b: (u8, f32)| if b.1 > a.1 { b } else { a };
        votes.iter().copied().fold((0, 0.0), better).0
    }

    fn result(
        &self,
        scored: Scored,
        forms: &Table<String, ()>,
        section: u8,
    ) -> Result<FoundResult> {
        let document = self.document(scored.document)?;
        let text =
            if document.description.is_empty() { &document.title } else { &document.description };
        let section = document
            .sections
            .get(usize::from(section))
            .filter(|section| !section.anchor.is_empty());
        Ok(FoundResult {
            url: document.url.clone(),
            title: document.title.clone(),
            category: document.category.clone(),
            kind: document.kind.clone(),
            section: section.map(|section| FoundSection {
                title: section.title.clone(),
                url: anchored(&document.url, &section.anchor),
            }),
            excerpt: excerpt::mark(text, forms, self.analyzer()),
            answer: None,
            score: scored.score,
        })
    }

    /// The author's answer: of the best section, else of the article.
    fn answer(&self, scored: Scored, section: u8) -> Result<Option<FoundAnswer>> {
        let Some(answers) = self.answers.get(&(scored.document / GROUP)) else { return Ok(None) };
        let document = self.document(scored.document)?;
        let within = scored.document % GROUP;
        let pick = [u32::from(section), 0]
            .into_iter()
            .find_map(|at| Some((at, answers.get(&(within, at))?)));
        Ok(pick.map(|(at, text)| {
            let anchor =
                document.sections.get(at as usize).map_or("", |section| section.anchor.as_str());
            FoundAnswer { text: text.clone(), url: anchored(&document.url, anchor) }
        }))
    }

    /// Every form that the query's words were taken for.
    fn matched_forms(&self, words: &[Word]) -> Table<String, ()> {
        let meanings = words.iter().flat_map(|word| &word.meanings);
        let mut forms = Table::default();
        for form in meanings.flat_map(|meaning| self.forms(meaning.place)) {
            forms.set(form.to_owned(), ());
        }
        for word in words {
            forms.set(word.text.clone(), ());
        }
        forms
    }
}

fn anchored(url: &str, anchor: &str) -> String {
    let mut out = url.to_owned();
    if !anchor.is_empty() {
        out.push('#');
        out.push_str(anchor);
    }
    out
}

/// The query with its corrections, when there are any.
fn corrected(query: &str, words: &[Word]) -> Option<String> {
    let (mut out, mut at) = (String::new(), 0);
    for word in words {
        let (Some(correction), Some(before)) = (&word.corrected, query.get(at..word.span.start))
        else {
            continue;
        };
        out.push_str(before);
        out.push_str(correction);
        at = word.span.end;
    }
    (at > 0).then(|| out + query.get(at..).unwrap_or_default())
}

/// The query with its last word completed, most frequent first.
fn suggestions(query: &str, words: &[Word]) -> Vec<String> {
    let Some(word) = words.iter().find(|word| word.is_typing()) else { return Vec::new() };
    let order = |a: &&(u32, String), b: &&(u32, String)| a.0 > b.0 || (a.0 == b.0 && a.1 < b.1);
    let completions = table::first(word.completions.iter(), SUGGESTIONS, order);
    let before = query.get(..word.span.start).unwrap_or_default();
    completions.iter().take(SUGGESTIONS).map(|(_, form)| before.to_owned() + form).collect()
}
