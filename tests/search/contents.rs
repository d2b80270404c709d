//! Random contents of an index, small enough to read when a test fails: documents and lists of postings are
//! patterns that repeat.

use std::collections::{BTreeMap, BTreeSet};

use faqtory_search::layout::{self, LONG, ONE_FILE};
use faqtory_search::query::{Index, Step, facet};
use faqtory_search::rank::Ranking;
use faqtory_search::write::{self, Contents, DocumentMeta, Files, Group, Posting, SectionMeta};
use proptest::prelude::*;

/// A form that every document has; longer than random ones.
pub(super) const EVERYWHERE: &str = "everywhere";

/// What an index is made from.
#[derive(Debug, Clone)]
pub(super) struct Plan {
    documents: u32,
    /// Repeated until there are enough documents.
    patterns: Vec<DocumentMeta>,
    forms: Vec<String>,
    groups: Vec<List>,
    everywhere: List,
    facets: Vec<(String, String, List)>,
    boosts: BTreeMap<u16, f32>,
    answers: BTreeMap<(u16, u8), String>,
    synonyms: BTreeMap<String, Vec<String>>,
    pins: BTreeMap<String, BTreeSet<u16>>,
}

/// A list of postings: the documents from `from` on in equal steps, with these values by turns.
#[derive(Debug, Clone)]
struct List {
    forms: usize,
    stop: bool,
    /// Documents that have no posting.
    unlisted: u32,
    from: u16,
    step: u16,
    values: Vec<Value>,
}

#[derive(Debug, Clone)]
struct Value {
    impact: f32,
    /// Share of the title in 1/255, number of the word in it, tag of its form.
    title: Option<(u8, u8, u8)>,
    questions: u8,
    section: u8,
}

/// Words of several scripts, codes, and the longest there are.
fn form() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "[a-e]{1,6}",
        2 => "[a-z0-9]{2,9}",
        1 => "[а-я]{1,9}",
        1 => "[\u{3041}-\u{3050}\u{4E00}-\u{4E20}]{2}",
        1 => "[α-ω]{2,6}[0-9]?",
        1 => "[a-zé]{40}",
        1 => "[\u{E01}-\u{E05}]{2}|[a-z]{1,3}[.+#-][a-z]?",
    ]
}

fn value() -> impl Strategy<Value = Value> {
    let title = prop::option::weighted(0.2, (1u8.., any::<u8>(), 0u8..16));
    let byte = || prop_oneof![Just(0u8), any::<u8>()];
    (0.0f32..=1.0, title, byte(), byte()).prop_map(|(impact, title, questions, section)| Value {
        impact,
        title,
        questions,
        section,
    })
}

fn list() -> impl Strategy<Value = List> {
    let step = prop_oneof![Just(1u16), 2u16..40, 100u16..2_000];
    let values = prop::collection::vec(value(), 1..12);
    (1usize..5, prop::bool::weighted(0.1), 0u32..4, any::<u16>(), step, values).prop_map(
        |(forms, stop, unlisted, from, step, values)| List {
            forms,
            stop,
            unlisted,
            from,
            step,
            values,
        },
    )
}

/// Anchors follow from their titles or do not; titles have any characters.
fn section() -> impl Strategy<Value = SectionMeta> {
    let title = prop_oneof!["[A-Z][a-z]{1,8}( [a-z0-9]{1,8}){0,3}[?!]?", "[^\n]{1,20}"];
    let text = "([a-zé]{1,9}[ .?]){0,60}";
    (title, prop::option::of("[a-zß答][a-z0-9_-]{0,12}"), text).prop_map(|(title, anchor, text)| {
        let plain = faqtory_search::read::plain_anchor(&title);
        let anchor = anchor.unwrap_or(plain);
        let anchor = if anchor.is_empty() { "section".to_owned() } else { anchor };
        SectionMeta { title, anchor, text }
    })
}

fn document() -> impl Strategy<Value = DocumentMeta> {
    let sections = prop::collection::vec(section(), 0..5);
    let texts = ("[^\n]{0,30}", "[^\n]{0,20}", "[a-z]{0,8}", "[^\n]{0,60}");
    ("/[a-zä]{0,8}", texts, "[^\n]{0,400}", sections).prop_map(|(url, texts, text, sections)| {
        let (title, category, kind, description) = texts;
        let intro = SectionMeta { text, ..SectionMeta::default() };
        let sections = std::iter::once(intro).chain(sections).collect();
        DocumentMeta { url, title, category, kind, description, sections }
    })
}

/// One file, many, and so many that lists are cut.
fn size() -> impl Strategy<Value = u32> {
    let (one_file, long) = (ONE_FILE as u32, LONG as u32);
    prop_oneof![
        4 => 0..40u32,
        1 => one_file - 5..one_file + 5,
        1 => one_file + 5..700,
        2 => long - 10..long + 400,
    ]
}

pub(super) fn plan() -> impl Strategy<Value = Plan> {
    // Folded, as the builder gives them.
    let words = || prop_oneof!["[a-z]{1,8}", "[a-z]{1,8} [к-я]{1,8}"];
    let words_of = |words| {
        (
            prop::collection::vec(form(), 0..80),
            prop::collection::vec(list(), 0..40),
            list(),
            prop::collection::vec(("[a-c]", "[a-zA-Zé]{1,3}", list()), 0..6),
            words,
        )
    };
    let synonyms = prop::collection::btree_map(words(), prop::collection::vec(words(), 0..3), 0..4);
    let boosts = prop::collection::btree_map(any::<u16>(), 0.1f32..9.0, 0..4);
    let answers = prop::collection::btree_map(any::<(u16, u8)>(), "[^\n]{1,40}", 0..12);
    let targets = prop::collection::btree_set(any::<u16>(), 1..4);
    let pins = prop::collection::btree_map(words(), targets, 0..4);
    let documents = (size(), prop::collection::vec(document(), 1..6));
    (documents, words_of(synonyms), boosts, answers, pins).prop_map(
        |((documents, patterns), words, boosts, answers, pins)| {
            let (forms, groups, everywhere, facets, synonyms) = words;
            Plan {
                documents,
                patterns,
                forms,
                groups,
                everywhere,
                facets,
                boosts,
                answers,
                synonyms,
                pins,
            }
        },
    )
}

/// Thousands of words in a few documents each.
pub(super) fn dictionary() -> Contents {
    let documents = (0..ONE_FILE + 20).map(|number| DocumentMeta {
        url: format!("/{number}/"),
        sections: vec![SectionMeta::default()],
        ..DocumentMeta::default()
    });
    let syllables = ["ka", "ro", "mi", "те", "sub", "é", "n", "do", "li", "ж", "a", "st"];
    let group = |number: usize| {
        let at = |place: usize| syllables[number / syllables.len().pow(place as u32) % 12];
        let word = [at(2), at(0), at(1), at(3)].concat();
        let documents = (0..=number % 3).map(|step| (number % 100 + step * 50) as u32);
        let posting = |document| Posting { document, impact: 0.5, ..Posting::default() };
        let postings: Vec<Posting> = documents.map(posting).collect();
        let df = postings.len() as u32;
        Group { forms: vec![word.clone(), word + "s"], df, postings, ..Group::default() }
    };
    let mut known = BTreeSet::new();
    let mut groups: Vec<Group> = (0..3_000).map(group).collect();
    groups.retain(|group| group.forms.iter().all(|form| known.insert(form.clone())));
    groups.sort_by(|a, b| a.forms.cmp(&b.forms));
    Contents { groups, documents: documents.collect(), ..Contents::default() }
}

impl Plan {
    /// All random forms, some of which are in no group.
    pub(super) fn forms(&self) -> &[String] {
        &self.forms
    }

    /// The contents, ready to be written.
    pub(super) fn contents(&self) -> Contents {
        let documents: Vec<DocumentMeta> = self.documents();
        let within = |&number: &u16| u32::from(number).checked_rem(self.documents);
        let mut answers = BTreeMap::new();
        for ((document, section), text) in &self.answers {
            let Some(document) = within(document) else { break };
            let sections = documents[document as usize].sections.len() as u32;
            answers.insert((document, u32::from(*section) % sections), text.clone());
        }
        let pinned = |(query, targets): (&String, &BTreeSet<u16>)| {
            let documents: BTreeSet<u32> = targets.iter().filter_map(within).collect();
            (!documents.is_empty()).then(|| (query.clone(), documents.into_iter().rev().collect()))
        };
        let boosts = self.boosts.iter().filter_map(|(at, boost)| Some((within(at)?, *boost)));
        Contents {
            groups: self.groups(&documents),
            boosts: boosts.collect(),
            answers,
            synonyms: self.synonyms.clone(),
            pins: self.pins.iter().filter_map(pinned).collect(),
            facets: self.facets(),
            documents,
            // The first result shows its answer, however weakly it matches.
            ranking: Ranking { answer: 0.0, ..Ranking::default() },
            ..Contents::default()
        }
    }

    fn documents(&self) -> Vec<DocumentMeta> {
        let numbered = |(number, pattern): (u32, &DocumentMeta)| DocumentMeta {
            url: format!("{}/{number}/", pattern.url),
            ..pattern.clone()
        };
        (0..self.documents).zip(self.patterns.iter().cycle()).map(numbered).collect()
    }

    fn groups(&self, documents: &[DocumentMeta]) -> Vec<Group> {
        let mut known = BTreeSet::from([EVERYWHERE]);
        let mut forms = self.forms.iter().filter(|form| known.insert(form.as_str())).cloned();
        let mut groups = Vec::new();
        for list in &self.groups {
            let mut own: Vec<String> = forms.by_ref().take(list.forms).collect();
            own.sort();
            groups.push(list.group(own, documents));
        }
        let everywhere = List { from: 0, step: 1, unlisted: 0, ..self.everywhere.clone() };
        groups.push(everywhere.group(vec![EVERYWHERE.to_owned()], documents));
        let facets: BTreeMap<String, &List> =
            self.facets.iter().map(|(name, value, list)| (facet(name, value), list)).collect();
        for (form, list) in facets {
            let values = vec![Value { impact: 0.0, title: None, questions: 0, section: 0 }];
            let list = List { values, stop: false, unlisted: 0, ..list.clone() };
            groups.push(list.group(vec![form], documents));
        }
        groups.retain(|group| !group.forms.is_empty());
        groups.sort_by(|a, b| a.forms.cmp(&b.forms));
        groups
    }

    /// Of spellings that fold to the same, the last.
    fn facets(&self) -> BTreeMap<String, Vec<String>> {
        let mut folded = BTreeMap::new();
        for (name, value, _) in &self.facets {
            folded.insert(facet(name, value), (name, value));
        }
        let mut out: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (name, value) in folded.into_values() {
            out.entry(name.clone()).or_default().push(value.clone());
        }
        out
    }
}

impl List {
    fn group(&self, forms: Vec<String>, documents: &[DocumentMeta]) -> Group {
        let first = usize::from(self.from) % documents.len().max(1);
        let numbers = (first..documents.len()).step_by(self.step.into());
        let posting = |(document, value): (usize, &Value)| {
            let (share, title_word, title_tag) = value.title.unwrap_or_default();
            Posting {
                document: document as u32,
                impact: value.impact,
                title_share: f32::from(share) / 255.0,
                title_word,
                title_tag,
                questions: value.questions,
                section: value.section % documents[document].sections.len() as u8,
            }
        };
        let postings: Vec<Posting> = numbers.zip(self.values.iter().cycle()).map(posting).collect();
        Group { forms, df: postings.len() as u32 + self.unlisted, stop: self.stop, postings }
    }
}

pub(super) fn written(contents: &Contents) -> Files {
    write::write(contents, |bytes| format!("{:08x}", layout::checksum(bytes)))
}

/// Asks, and fetches what that needs, until there is an answer.
pub(super) fn answer(
    index: &mut Index,
    files: &Files,
    ask: impl Fn(&Index) -> layout::Result<Step>,
) -> String {
    for _ in 0..8 {
        match ask(index).unwrap() {
            Step::Done(text) => return text,
            Step::Need(needed) => {
                for id in needed {
                    let name = id.name(index.generation());
                    index.insert(id.number, &files.files[&name]).unwrap();
                }
            }
        }
    }
    panic!("the index asks for files without end")
}
