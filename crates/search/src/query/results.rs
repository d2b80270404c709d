//! From ranked documents to what is shown: metadata, best section, excerpt, answer, suggestions.

use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

use super::Question;
use super::meaning::Meaning;
use crate::excerpt;
use crate::found::{FIELD, RECORD};
use crate::layout::{Decoder, Kind, TEXT_GROUPS, push_number};
use crate::rank::{self, Scored};
use crate::read::{self, Entry, Forms, Part, entry_of};

/// Most completions of the query.
const SUGGESTIONS: usize = 3;

/// Title and anchor of a section.
type Titled = (String, String);

impl<'i> Question<'i> {
    /// Adds the head record and one record per result.
    pub(super) fn answer(&mut self) {
        let total = self.total();
        let best = self.top.first().map_or(0.0, |best| best.coverage);
        push_number(&mut self.out, self.top.len() as u32);
        self.field("");
        push_number(&mut self.out, total as u32);
        self.field("");
        push_number(&mut self.out, u32::from(best >= self.index.root.ranking.confidence));
        self.field("");
        push_number(&mut self.out, (best * 1000.0) as u32);
        self.field("");
        self.correction();
        self.suggestions();
        let forms = self.matched_forms();
        for at in 0..self.top.len() {
            if let Some(&scored) = self.top.get(at) {
                self.result(scored, &forms, at == 0);
            }
        }
    }

    /// How many documents match. Of long lists only the head is known, but their length is.
    fn total(&self) -> usize {
        let mut total = 0;
        for scored in &self.scored {
            total += usize::from(self.passes(scored.document));
        }
        for meaning in &self.meanings {
            if meaning.list.rest > 0 && meaning.rest.1 == 0 && !meaning.list.stop {
                total = total.max(meaning.list.df as usize);
            }
        }
        total.max(self.top.len())
    }

    /// Adds a field.
    fn field(&mut self, text: &str) {
        self.out.push(FIELD);
        self.out.push_str(text);
    }

    fn result(&mut self, scored: Scored, forms: &[Vec<u8>], first: bool) {
        let document = scored.document;
        let mut record = self.record(Kind::Metadata, document, self.index.root.group.get());
        let best = self.section(document);
        self.out.push(RECORD);
        push_number(&mut self.out, document);
        self.field("");
        push_number(&mut self.out, (scored.score.clamp(0.0, 1e6) * 1000.0 + 0.5) as u32);
        let (mut title, mut description) = ("", "");
        for at in 0..5 {
            let text = record.text();
            match at {
                4 => description = text,
                _ => self.field(text),
            }
            if at == 1 {
                title = text;
            }
        }
        let (heading, anchor) = titled(record.clone(), best);
        self.field(if anchor.is_empty() { "" } else { &heading });
        self.field(&anchor);
        let sure = scored.sure * (1.0 + self.lead) >= self.index.root.ranking.answer;
        let answer = if first && sure { self.answer_of(document, best) } else { None };
        let (section, text) = answer.unwrap_or_default();
        self.field(text);
        self.field(&titled(record, section).1);
        self.field("");
        let text = if description.is_empty() { title } else { description };
        excerpt::mark(text, forms, self.analyzer(), &mut self.out);
    }

    /// The record of a document in the file of this kind that has `per_file` of them.
    fn record(&mut self, kind: Kind, document: u32, per_file: u32) -> Decoder<'i> {
        let number = document.checked_div(per_file).unwrap_or_default();
        let file = self.file(kind, number);
        let record = read::record(file, document - number * per_file);
        self.bad |= record.bad && !file.is_empty();
        record
    }

    /// The author's answer, with the number of its section: of the best section, else of the article.
    fn answer_of(&mut self, document: u32, best: u8) -> Option<(u8, &'i str)> {
        let group = document / self.index.root.group;
        let mut groups = self.index.root.part(Part::Answers);
        let mut has_answers = false;
        while !groups.rest.is_empty() {
            has_answers |= groups.number() == group;
        }
        if !has_answers {
            return None;
        }
        let mut answers = self.record(Kind::Answers, document, self.index.root.group.get());
        let mut own = None;
        while !answers.rest.is_empty() {
            let (section, text) = (answers.number() as u8, answers.text());
            if section == best || (section == 0 && own.is_none()) {
                own = Some((section, text));
            }
        }
        own
    }

    /// Adds a record with the piece of a document's best section that shows the query's words, or with
    /// nothing when its description is as good.
    pub(super) fn excerpt(&mut self, document: u32, forms: &[Vec<u8>]) {
        let best = self.section(document);
        let per_file = self.index.root.group.get().saturating_mul(TEXT_GROUPS.get());
        let mut record = self.record(Kind::Text, document, per_file);
        let (mut own, mut intro, mut at) = ("", "", 0);
        while !record.rest.is_empty() {
            let text = record.text();
            if at == 0 {
                intro = text;
            }
            if at == u32::from(best) {
                own = text;
            }
            at += 1;
        }
        let analyzer = self.analyzer();
        if !excerpt::window(own, forms, analyzer, &mut self.out) && best > 0 {
            excerpt::window(intro, forms, analyzer, &mut self.out);
        }
        self.out.push(RECORD);
    }

    /// Every form that the query's words were taken for. Stop words are worth a mark only when there is
    /// nothing else.
    pub(super) fn matched_forms(&mut self) -> Vec<Vec<u8>> {
        let only_stop_words = self.meanings.iter().all(|meaning| meaning.list.stop);
        let mut out = Vec::new();
        for at in 0..self.meanings.len() {
            let Some(&meaning) = self.meanings.get(at) else { continue };
            if only_stop_words || !meaning.list.stop {
                self.forms_of(&meaning, &mut out);
                // Its own chunk may only say where the group is.
                if let Some(word) = self.words.get(meaning.word) {
                    out.push(Vec::from(word.text.as_bytes()));
                }
            }
        }
        out
    }

    /// The forms of a group, as far as its chunk has them.
    pub(super) fn forms_of(&mut self, meaning: &Meaning, out: &mut Vec<Vec<u8>>) {
        let mut forms = Forms::of(self.file(Kind::Terms, meaning.chunk));
        while forms.advance() {
            if forms.target.chunk.is_none() && forms.target.group == meaning.group {
                out.push(forms.text.clone());
            }
        }
    }

    /// The posting of a document for a meaning.
    pub(super) fn entry(&self, meaning: &Meaning, document: u32) -> Option<&Entry> {
        for (start, end) in [(meaning.list.start, meaning.list.end), meaning.rest] {
            let entries = self.pool.get(start..end).unwrap_or_default();
            if let Some(entry) = entry_of(entries, document) {
                return Some(entry);
            }
        }
        None
    }

    /// Number of the section of a document where the query weighs most; the earlier one of equals.
    fn section(&self, document: u32) -> u8 {
        let mut votes = vec![0.0f32; 256];
        for meaning in &self.meanings {
            let idf = self.slots.get(meaning.word).map_or(0.0, |slot| slot.idf);
            if let Some(entry) = self.entry(meaning, document)
                && let Some(vote) = votes.get_mut(usize::from(entry.section))
            {
                *vote += idf * meaning.weight * f32::from(entry.impact);
            }
        }
        rank::top(votes, 1).first().copied().unwrap_or_default() as u8
    }

    /// Adds the query with its corrections, when there are any.
    fn correction(&mut self) {
        let mut at = 0;
        for word in &self.words {
            let (start, end) = word.corrected;
            if end > 0 {
                echo(self.query.get(at..word.span.0), &mut self.out);
                self.out.push_str(self.letters.get(start..end).unwrap_or_default());
                at = word.span.1;
            }
        }
        if at > 0 {
            echo(self.query.get(at..), &mut self.out);
        }
    }

    /// Adds the query with its last word completed, what most of the results have first: a completion
    /// that leads nowhere is none.
    fn suggestions(&mut self) {
        let mut worth = Vec::new();
        for meaning in &self.meanings {
            let mut having = 0.0;
            if meaning.completion.1 > 0 {
                for top in &self.top {
                    having += if self.entry(meaning, top.document).is_some() { 1.0 } else { 0.0 };
                }
            }
            worth.push(having);
        }
        for at in rank::top(worth, SUGGESTIONS) {
            let Some(&Meaning { word, completion: (start, end), .. }) =
                self.meanings.get(at as usize)
            else {
                continue;
            };
            let typed = self.words.get(word).map_or(0, |word| word.span.0);
            self.out.push(FIELD);
            echo(self.query.get(..typed), &mut self.out);
            self.out.push_str(self.letters.get(start..end).unwrap_or_default());
        }
    }
}

/// Adds a part of the query. It is the reader's, or that of whoever made the link: what separates fields
/// and records must not come from there.
fn echo(query: Option<&str>, out: &mut String) {
    for c in query.unwrap_or_default().chars() {
        out.push(if c < ' ' { ' ' } else { c });
    }
}

/// Title and anchor of section `number`, from where the sections of a metadata record begin.
fn titled(mut sections: Decoder<'_>, number: u8) -> Titled {
    for _ in 0..number {
        sections.sized();
        sections.sized();
    }
    let (title, anchor) = (sections.text(), sections.text());
    let anchor = if anchor.is_empty() { read::plain_anchor(title) } else { String::from(anchor) };
    (String::from(title), anchor)
}
