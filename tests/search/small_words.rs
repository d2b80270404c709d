//! Small words must not decide: queries of common words around one that matters, over example-kb.

use faqtory::search::{Document, Found, Index, Settings, index};

use super::{article, find, knowledge_base, settings};

/// Query → last segments of the addresses of which one must be first; none for what nothing answers.
const ENGLISH: &str = include_str!("small_words/en.txt");
const GERMAN: &str = include_str!("small_words/de.txt");
const JAPANESE: &str = include_str!("small_words/ja.txt");
const ARABIC: &str = include_str!("small_words/ar.txt");

/// What came of a list of queries.
#[derive(Debug, Default)]
struct Tally {
    answerable: usize,
    first: usize,
    right_cards: usize,
    wrong_cards: Vec<String>,
    misses: Vec<String>,
}

fn has_answer(found: &Found) -> bool {
    found.confident && found.results.first().is_some_and(|first| first.answer.is_some())
}

fn tally(list: &str, built: &Index) -> Tally {
    let mut out = Tally::default();
    for line in list.lines().filter(|line| !line.trim().is_empty()) {
        let (query, wanted) = line.split_once('|').unwrap();
        let found = find(built, query.trim());
        let first = found.results.first().map_or("", |first| first.url.trim_end_matches('/'));
        let right = wanted.split_whitespace().any(|own| first.ends_with(&format!("/{own}")));
        let answerable = wanted.trim() != "-";
        out.answerable += usize::from(answerable);
        out.first += usize::from(right);
        out.right_cards += usize::from(right && has_answer(&found));
        if !right && has_answer(&found) {
            out.wrong_cards.push(query.trim().to_owned());
        }
        if answerable && !right {
            out.misses.push(format!("{} -> {first}", query.trim()));
        }
    }
    out
}

fn built(language: &str) -> Index {
    let (documents, settings): (Vec<Document>, Settings) = knowledge_base("example-kb")
        .into_iter()
        .find(|(_, settings)| settings.language == language)
        .unwrap();
    index(&documents, &settings)
}

/// How many of the queries find their article first, and show its answer; how many show that of another.
#[test]
fn small_words_do_not_decide_in_the_example() {
    for (language, list, least, most_wrong) in [
        ("en", ENGLISH, (48, 13), 1),
        ("de", GERMAN, (8, 5), 0),
        ("ja", JAPANESE, (6, 3), 0),
        ("ar", ARABIC, (3, 2), 0),
    ] {
        let tally = tally(list, &built(language));
        let (first, cards) = least;
        assert!(tally.first >= first && tally.right_cards >= cards, "{language}: {tally:#?}");
        assert!(tally.wrong_cards.len() <= most_wrong, "{language}: {tally:#?}");
    }
}

#[test]
fn a_common_word_decides_over_small_ones() {
    let built = built("en");
    for query in ["how do i ride", "how to ride", "how do you ride it"] {
        let found = find(&built, query);
        assert!(found.results[0].title.to_lowercase().contains("ride"), "{query}: {found:#?}");
        assert!(!found.results[0].title.contains("old"), "{query}");
    }
}

#[test]
fn small_words_alone_get_no_answer() {
    let built = built("en");
    for query in ["how", "why", "not", "how do i", "do i have to", "where is it", "what is this"] {
        let found = find(&built, query);
        assert!(!found.results.is_empty(), "{query}");
        assert_eq!(found.results[0].answer, None, "{query}");
    }
}

fn with_answer(title: &str, text: &str) -> Document {
    let own = article(&format!("/{}/", title.replace(' ', "-")), title, text);
    Document { answer: Some("An answer.".into()), ..own }
}

/// A word once in a long text is not what the article is about.
#[test]
fn an_answer_needs_more_than_a_word_in_a_long_text() {
    let long = format!("{} parrot", "Words about bikes and rides in the city. ".repeat(60));
    let documents = [
        with_answer("Ride a bike", &long),
        with_answer("Park a bike", &long),
        with_answer("Keep a parakeet", "It flies."),
    ];
    let built = index(&documents, &settings("en"));
    assert_eq!(find(&built, "where is the parrot ").results[0].answer, None);
    assert!(find(&built, "where is the parakeet ").results[0].answer.is_some());
}

/// The line is a parameter, and whether an answer is shown does not depend on how many results are.
#[test]
fn the_line_of_answers_can_be_moved() {
    let documents =
        [with_answer("Refund a payment", "Money."), with_answer("Pay a bill", "Refund")];
    let mut strict: Settings = settings("en");
    assert!(strict.ranking.set("answer", 2.1));
    let (usual, strict) = (index(&documents, &settings("en")), index(&documents, &strict));
    assert!(find(&usual, "refund ").results[0].answer.is_some());
    assert_eq!(find(&strict, "refund ").results[0].answer, None);
}
