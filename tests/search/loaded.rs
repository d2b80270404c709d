//! An answer depends on the query and the index, never on which files happen to be loaded.

use faqtory_search::layout::FileId;
use faqtory_search::query::{Index, Options};
use faqtory_search::write::Files;
use proptest::prelude::*;
use proptest::sample::Index as Pick;

use super::contents::{EVERYWHERE, Plan, answer, plan, written};

/// What becomes of a form of the index in a query.
#[derive(Debug, Clone)]
enum Typed {
    Whole,
    Beginning(usize),
    Misspelt(Pick, char),
    Other(String),
}

#[derive(Debug, Clone)]
struct Query {
    words: Vec<(Pick, Typed)>,
    finished: bool,
    limit: usize,
    filters: Vec<(String, String)>,
    facets: bool,
}

fn typed() -> impl Strategy<Value = Typed> {
    prop_oneof![
        4 => Just(Typed::Whole),
        2 => (1usize..4).prop_map(Typed::Beginning),
        2 => (any::<Pick>(), prop::char::range('a', 'z')).prop_map(|(at, c)| Typed::Misspelt(at, c)),
        1 => "[^\n]{0,12}".prop_map(Typed::Other),
    ]
}

fn query() -> impl Strategy<Value = Query> {
    let words = prop::collection::vec((any::<Pick>(), typed()), 0..5);
    let filters = prop::collection::vec(("[a-c]", "[a-z]{1,2}"), 0..3);
    (words, any::<bool>(), 0usize..14, filters, any::<bool>()).prop_map(
        |(words, finished, limit, filters, facets)| Query {
            words,
            finished,
            limit,
            filters,
            facets,
        },
    )
}

impl Query {
    fn text(&self, plan: &Plan) -> String {
        let mut forms: Vec<&str> = plan.forms().iter().map(String::as_str).collect();
        forms.push(EVERYWHERE);
        let words = self.words.iter().map(|(pick, typed)| {
            let form = pick.get(&forms);
            match typed {
                Typed::Whole => (*form).to_owned(),
                Typed::Beginning(letters) => form.chars().take(*letters).collect(),
                Typed::Misspelt(at, letter) => {
                    let mut letters: Vec<char> = form.chars().collect();
                    *at.get_mut(&mut letters) = *letter;
                    letters.into_iter().collect()
                }
                Typed::Other(text) => text.clone(),
            }
        });
        let words: Vec<String> = words.collect();
        words.join(" ") + if self.finished { " " } else { "" }
    }

    /// The answer of an index, and the excerpts of what it finds.
    fn answers(&self, text: &str, index: &mut Index, files: &Files) -> [String; 2] {
        let filters = self.filters.iter().flat_map(|(name, value)| [name.as_str(), value]);
        let options =
            Options { limit: self.limit, filters: filters.collect(), facets: self.facets };
        let found = answer(index, files, |index| index.search(text, &options));
        let documents: Vec<u32> = (0..index.documents().min(3)).collect();
        [found, answer(index, files, |index| index.excerpts(text, &documents))]
    }
}

fn opened<'f>(files: &Files, loaded: impl IntoIterator<Item = &'f String>) -> Index {
    let mut index = Index::open(&files.files[&files.root]).unwrap();
    for name in loaded {
        index.insert(FileId::from_name(name).unwrap().number, &files.files[name]).unwrap();
    }
    index
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 80, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn answers_do_not_depend_on_what_is_loaded(plan in plan(), query in query(), loaded in prop::collection::vec(any::<Pick>(), 0..100)) {
        let files = written(&plan.contents());
        let text = query.text(&plan);
        let others: Vec<&String> = files.files.keys().filter(|name| **name != files.root).collect();
        let fresh = query.answers(&text, &mut opened(&files, []), &files);
        let picked = loaded.iter().filter(|_| !others.is_empty()).map(|pick| *pick.get(&others));
        let mut some = opened(&files, picked);
        prop_assert_eq!(&query.answers(&text, &mut some, &files), &fresh, "{:?}", text);
        // Again, with what the first answer needed.
        prop_assert_eq!(&query.answers(&text, &mut some, &files), &fresh, "{:?}", text);
        let mut all = opened(&files, others);
        prop_assert_eq!(&query.answers(&text, &mut all, &files), &fresh, "{:?}", text);
    }
}
