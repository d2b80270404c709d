//! What is written is what is read.

use std::collections::{BTreeMap, BTreeSet};

use faqtory_search::found::{Found, FoundResult};
use faqtory_search::layout::{self, Decoder, FileId, Kind, TEXT_GROUPS};
use faqtory_search::query::{Index, Options};
use faqtory_search::read::{self, Entry, Forms, List, Part, Root, Target};
use faqtory_search::spell;
use faqtory_search::write::{self, Contents, DocumentMeta, Files, Group, Posting};
use proptest::prelude::*;

use super::contents::{EVERYWHERE, answer, dictionary, plan, written};

/// The root and the payloads of all files, embedded or not.
struct Opened {
    root: Root,
    payloads: BTreeMap<FileId, Vec<u8>>,
}

impl Opened {
    fn of(files: &Files) -> Self {
        let root = Root::read(&files.files[&files.root]).unwrap();
        let mut payloads = BTreeMap::new();
        let mut embedded = root.part(Part::Files);
        while !embedded.rest.is_empty() {
            let kind = Kind::from_letter(embedded.byte()).unwrap();
            let id = FileId { kind, number: embedded.number() };
            payloads.insert(id, embedded.sized().to_vec());
        }
        embedded.end().unwrap();
        for (name, file) in files.files.iter().filter(|(name, _)| **name != files.root) {
            let id = FileId::from_name(name).unwrap();
            let (kind, stamp, payload) = layout::unseal(file).unwrap();
            assert_eq!((kind, stamp), (id.kind, root.stamp));
            assert_eq!(*name, id.name(root.generation()));
            assert_eq!(payloads.insert(id, payload.to_vec()), None, "{name} is there twice");
        }
        Self { root, payloads }
    }

    fn payload(&self, kind: Kind, number: u32) -> &[u8] {
        &self.payloads[&FileId { kind, number }]
    }

    /// The range where a text must be, if anywhere.
    fn range(&self, part: Part, text: &[u8]) -> u32 {
        self.root.ranges(part, text).0
    }

    /// The group that a form leads to, with all its postings.
    fn postings(&self, form: &str) -> (List, Vec<Entry>) {
        let chunk = self.range(Part::Terms, form.as_bytes());
        let found = Forms::of(self.payload(Kind::Terms, chunk)).find(form.as_bytes());
        let Target { chunk: other, group } = found.unwrap_or_else(|| panic!("no form {form:?}"));
        let chunk = self.payload(Kind::Terms, other.unwrap_or(chunk));
        let mut pool = Vec::new();
        let list = read::list(chunk, group, self.root.documents, &mut pool).unwrap();
        assert_eq!((list.start, list.end), (0, pool.len()));
        if list.rest > 0 {
            let payload = self.payload(Kind::Postings, list.rest - 1);
            assert!(read::rest(payload, self.root.documents, &mut pool), "the rest of {form:?}");
            assert!(pool.len() > list.end, "{form:?} has an empty rest");
        }
        let (head, rest) = pool.split_at(list.end);
        for part in [head, rest] {
            assert!(part.is_sorted_by(|a, b| a.document < b.document), "{form:?}");
        }
        pool.sort_by_key(|entry| entry.document);
        (list, pool)
    }

    /// Words of a spelling page with the logarithms of their df.
    fn page(&self, kind: Kind, number: u32) -> Vec<(Vec<u8>, u8)> {
        let mut input = Decoder::new(self.payload(kind, number));
        let (mut text, mut out) = (Vec::new(), Vec::new());
        for &weight in input.sized() {
            input.front_coded(&mut text);
            out.push((text.clone(), weight));
        }
        assert!(!input.bad && input.rest.is_empty());
        out
    }

    fn numbers(&self, kind: Kind) -> Vec<u32> {
        self.payloads.keys().filter(|id| id.kind == kind).map(|id| id.number).collect()
    }

    /// The record of a document in the file of its group.
    fn record(&self, kind: Kind, document: u32, per_file: u32) -> Decoder<'_> {
        read::record(self.payload(kind, document / per_file), document % per_file)
    }
}

fn entry(posting: &Posting) -> Entry {
    let titled = posting.title_share > 0.0;
    Entry {
        document: posting.document,
        impact: write::impact_code(posting.impact),
        title_share: (posting.title_share * 255.0).round() as u8,
        title_place: if titled { posting.title_word.min(15) << 4 | posting.title_tag } else { 0 },
        questions: posting.questions,
        section: posting.section,
    }
}

/// Every text and its lists in a part of the root.
fn texts<T>(mut part: Decoder<'_>, read: impl Fn(&mut Decoder<'_>) -> T) -> Vec<(String, Vec<T>)> {
    let mut out = Vec::new();
    while !part.rest.is_empty() {
        let text = part.text().to_owned();
        out.push((text, (0..part.count()).map(|_| read(&mut part)).collect()));
    }
    part.end().unwrap();
    out
}

/// What answers show of a text: characters that separate fields are spaces.
fn plain(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

fn search(files: &Files, query: &str, options: &Options<'_>) -> Found {
    let mut index = Index::open(&files.files[&files.root]).unwrap();
    Found::read(&answer(&mut index, files, |index| index.search(query, options)))
}

fn check_result(result: &FoundResult, document: &DocumentMeta, section: u8) {
    let DocumentMeta { url, title, category, kind, description, sections } = document;
    let shown = [&result.url, &result.title, &result.category, &result.kind];
    assert_eq!(shown.map(String::as_str), [url, title, category, kind].map(|text| plain(text)));
    let excerpt: String = result.excerpt.iter().map(|run| run.text.as_str()).collect();
    assert_eq!(excerpt, plain(if description.is_empty() { title } else { description }));
    let own = &sections[usize::from(section)];
    let found = result.section.as_ref().map(|found| (found.title.clone(), found.url.clone()));
    let expected = (plain(&own.title), format!("{url}#{}", own.anchor));
    assert_eq!(found, (!own.anchor.is_empty()).then_some(expected));
}

/// The first result has the answer of its section, or that of the article.
fn check_answer(result: &FoundResult, contents: &Contents, section: u8) {
    let answer = |section| Some((section, contents.answers.get(&(result.document, section))?));
    let expected = answer(u32::from(section)).or_else(|| answer(0)).map(|(section, text)| {
        let DocumentMeta { url, sections, .. } = &contents.documents[result.document as usize];
        let anchor = &sections[section as usize].anchor;
        let place = if anchor.is_empty() { url.clone() } else { format!("{url}#{anchor}") };
        (plain(text), place)
    });
    let found = result.answer.as_ref().map(|answer| (answer.text.clone(), answer.url.clone()));
    assert_eq!(found, expected);
}

fn everywhere(contents: &Contents) -> &Group {
    contents.groups.iter().find(|group| group.forms == [EVERYWHERE]).unwrap()
}

/// Words to correct to, read forwards, with the logarithms of their df.
fn correctable(groups: &[Group]) -> BTreeSet<(Vec<u8>, u8)> {
    let worth = groups.iter().filter(|group| {
        let titled = group.postings.iter().any(|posting| posting.title_share > 0.0);
        !group.stop && (group.df >= 2 || titled)
    });
    let words = worth.flat_map(|group| group.forms.iter().map(|form| (form, group.df.ilog2())));
    let fit = words.filter(|(form, _)| spell::is_correctable(form));
    fit.map(|(form, weight)| (form.clone().into_bytes(), weight as u8)).collect()
}

/// And there are no other forms.
fn check_ranges(contents: &Contents) {
    let opened = Opened::of(&written(contents));
    let mut known = BTreeSet::new();
    for number in opened.numbers(Kind::Terms) {
        let mut forms = Forms::of(opened.payload(Kind::Terms, number));
        while forms.advance() {
            for end in 1..=forms.text.len() {
                let (first, count) = opened.root.ranges(Part::Terms, &forms.text[..end]);
                assert!((first..first + count).contains(&number), "{:?}", forms.text);
            }
            assert_eq!(opened.range(Part::Terms, &forms.text), number);
            assert!(known.insert(forms.text.clone()), "{:?} is there twice", forms.text);
        }
    }
    let forms = contents.groups.iter().flat_map(|group| &group.forms);
    let expected: BTreeSet<Vec<u8>> = forms.map(|form| form.clone().into_bytes()).collect();
    assert_eq!(known, expected);
}

fn check_spelling(contents: &Contents) {
    let opened = Opened::of(&written(contents));
    let one_file = contents.documents.len() <= layout::ONE_FILE;
    let expected = if one_file { BTreeSet::new() } else { correctable(&contents.groups) };
    let sides = [(Kind::SpellForward, Part::Forward), (Kind::SpellBackward, Part::Backward)];
    for (kind, part) in sides {
        let mut known = BTreeSet::new();
        for number in opened.numbers(kind) {
            for (mut word, weight) in opened.page(kind, number) {
                assert_eq!(opened.range(part, &word), number, "{word:?}");
                if kind == Kind::SpellBackward {
                    word.reverse();
                }
                known.insert((word, weight));
            }
        }
        assert_eq!(known, expected);
    }
}

/// So many words that each kind of file is there several times.
#[test]
fn thousands_of_words_are_found_in_their_ranges() {
    let contents = dictionary();
    let opened = Opened::of(&written(&contents));
    for kind in [Kind::Terms, Kind::SpellForward, Kind::SpellBackward] {
        assert!(opened.numbers(kind).len() > 2, "{kind:?}");
    }
    check_ranges(&contents);
    check_spelling(&contents);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_form_leads_to_the_postings_of_its_group(plan in plan()) {
        let contents = plan.contents();
        let opened = Opened::of(&written(&contents));
        prop_assert_eq!(opened.root.documents as usize, contents.documents.len());
        for group in &contents.groups {
            let expected: Vec<Entry> = group.postings.iter().map(entry).collect();
            for form in &group.forms {
                let (list, postings) = opened.postings(form);
                prop_assert_eq!((list.df, list.stop), (group.df, group.stop), "{:?}", form);
                prop_assert_eq!(&postings, &expected, "{:?}", form);
                prop_assert!(list.rest == 0 || group.postings.len() > layout::LONG, "{:?}", form);
            }
        }
    }

    #[test]
    fn ranges_find_every_form_by_every_beginning_of_it(plan in plan()) {
        check_ranges(&plan.contents());
    }

    #[test]
    fn spelling_pages_have_every_word_to_correct_to(plan in plan()) {
        check_spelling(&plan.contents());
    }

    #[test]
    fn results_show_what_the_documents_are(plan in plan()) {
        let contents = plan.contents();
        let files = written(&contents);
        let limit = contents.documents.len();
        let options = Options { limit, facets: true, ..Options::default() };
        let found = search(&files, EVERYWHERE, &options);
        let documents: BTreeSet<u32> = found.results.iter().map(|found| found.document).collect();
        prop_assert_eq!(documents.len(), contents.documents.len());
        prop_assert_eq!(found.total as usize, contents.documents.len());
        let postings = &everywhere(&contents).postings;
        for result in &found.results {
            let at = result.document as usize;
            check_result(result, &contents.documents[at], postings[at].section);
        }
        if let Some(first) = found.results.first() {
            check_answer(first, &contents, postings[first.document as usize].section);
        }
        let facets: Vec<_> = found.facets.into_iter().map(|facet| (facet.name, facet.values)).collect();
        let count = |name: &str, value: &String| {
            let form = faqtory_search::query::facet(name, value);
            contents.groups.iter().find(|group| group.forms[0] == form).unwrap().df
        };
        let expected: Vec<_> = contents.facets.iter().map(|(name, values)| {
            (name.clone(), values.iter().map(|value| (value.clone(), count(name, value))).collect())
        }).collect();
        prop_assert_eq!(facets, expected);
    }

    #[test]
    fn pins_synonyms_and_boosts_are_kept(plan in plan()) {
        let contents = plan.contents();
        let files = written(&contents);
        let Opened { root, .. } = Opened::of(&files);
        let owned = |map: &BTreeMap<String, Vec<String>>| Vec::from_iter(map.clone());
        let text = |part: &mut Decoder<'_>| part.text().to_owned();
        prop_assert_eq!(texts(root.part(Part::Synonyms), text), owned(&contents.synonyms));
        prop_assert_eq!(texts(root.part(Part::Facets), text), owned(&contents.facets));
        let mut boosts = root.part(Part::Boosts);
        for (&document, &boost) in &contents.boosts {
            prop_assert_eq!((boosts.number(), boosts.float().to_bits()), (document, boost.to_bits()));
        }
        prop_assert!(boosts.rest.is_empty());
        for (query, pinned) in &contents.pins {
            let found = search(&files, query, &Options { limit: 3, ..Options::default() });
            let first = found.results.iter().take(pinned.len()).map(|result| result.document);
            prop_assert_eq!(&first.collect::<Vec<u32>>(), pinned, "{:?}", query);
        }
    }

    #[test]
    fn excerpts_have_the_beginnings_of_sections(plan in plan()) {
        let contents = plan.contents();
        let opened = Opened::of(&written(&contents));
        let per_file = opened.root.group.get() * TEXT_GROUPS.get();
        for (number, document) in (0..).zip(&contents.documents) {
            let mut record = opened.record(Kind::Text, number, per_file);
            for section in &document.sections {
                let (text, whole) = (record.text(), plain(&section.text));
                prop_assert!(whole.contains(text), "{:?} in {:?}", text, whole);
                let short = whole.trim().len() < 30 && document.description.is_empty();
                prop_assert!(!short || text == whole.trim(), "{:?} of {:?}", text, whole);
            }
            prop_assert!(record.rest.is_empty() && !record.bad);
        }
    }

    #[test]
    fn equal_contents_are_equal_bytes(plan in plan()) {
        let (one, other) = (written(&plan.contents()), written(&plan.contents()));
        prop_assert_eq!(one.root, other.root);
        prop_assert_eq!(one.files, other.files);
    }
}
