//! Search: agreement with tantivy, hard queries, hostile bytes, the committed engine.
#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "tests may fail and read files")]

mod bm25;
mod contents;
mod engine;
mod filters;
mod hard_cases;
mod hostile;
mod loaded;
mod oracle;
mod round_trip;
mod small_words;
mod wasm;

use std::collections::BTreeMap;
use std::path::Path;

use faqtory::disk::{self, Place};
use faqtory::search::{Document, Found, Index, SearchOptions, Searcher, Section, Settings, index};
use faqtory::{Cache, IndexUse, Options};

/// An article with one section.
fn article(url: &str, title: &str, text: &str) -> Document {
    let intro = Section { text: text.into(), ..Section::default() };
    Document {
        url: url.into(),
        title: title.into(),
        description: text.chars().take(160).collect(),
        boost: 1.0,
        sections: vec![intro],
        ..Document::default()
    }
}

fn settings(language: &str) -> Settings {
    Settings { language: language.into(), ..Settings::default() }
}

/// What a build of a folder of this repository indexes, by language.
fn knowledge_base(folder: &str) -> Vec<(Vec<Document>, Settings)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let source = disk::read(&Place { root, config: None, out: None }).unwrap();
    let options = Options {
        base_url: None,
        drafts: true,
        future: true,
        expired: true,
        keep_going: false,
        index: IndexUse::Fresh,
        golden: false,
        today: jiff::civil::date(2026, 1, 1),
    };
    faqtory::documents(&source, &options, &mut Cache::default())
}

fn find(built: &Index, query: &str) -> Found {
    let searcher = Searcher::open(&built.files, &built.root).unwrap();
    searcher.search(query, &SearchOptions::default()).unwrap()
}

fn urls(found: &Found) -> Vec<&str> {
    found.results.iter().map(|result| result.url.as_str()).collect()
}

const WORDS: [&str; 40] = [
    "refund",
    "refunds",
    "card",
    "cards",
    "payment",
    "paying",
    "money",
    "transfer",
    "account",
    "blocked",
    "limit",
    "limits",
    "top-up",
    "exchange",
    "rate",
    "rates",
    "fee",
    "charged",
    "charge",
    "cash",
    "withdrawal",
    "atm",
    "pin",
    "code",
    "password",
    "reset",
    "identity",
    "verify",
    "verification",
    "the",
    "my",
    "why",
    "not",
    "how",
    "is",
    "e-1042",
    "c++",
    "node.js",
    "café",
    "v2.3",
];

/// A small deterministic help center: articles of random words.
fn help_center(articles: u32) -> Vec<Document> {
    let mut state = 7u32;
    let mut next = move |below: usize| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 8) as usize % below
    };
    let mut text =
        |words: usize| (0..words).map(|_| WORDS[next(WORDS.len())]).collect::<Vec<_>>().join(" ");
    let mut documents = Vec::new();
    for number in 0..articles {
        let mut document = article(&format!("/a/{number:04}/"), &text(4), &text(30));
        document.questions = vec![text(6)];
        document.keywords = vec![text(2)];
        document.category = text(1);
        let section = |title: String, text: String| Section {
            title,
            anchor: "more".into(),
            text,
            answer: None,
        };
        document.sections.push(section(text(3), text(40)));
        document.facets = BTreeMap::from([(
            "product".to_owned(),
            vec![if number % 2 == 0 { "Pro" } else { "Basic" }.to_owned()],
        )]);
        documents.push(document);
    }
    documents
}

#[test]
fn identical_input_gives_identical_bytes_on_any_number_of_threads() {
    let documents = help_center(400);
    let on = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| index(&documents, &settings("en")))
    };
    let (one, four) = (on(1), on(4));
    assert_eq!(one.root, four.root);
    assert_eq!(one.files, four.files);
    assert!(one.files.len() > 5, "over 300 articles the index is in pieces");
}

#[test]
fn order_of_input_does_not_matter() {
    let mut documents = help_center(50);
    let one = index(&documents, &settings("en"));
    documents.reverse();
    assert_eq!(one.files, index(&documents, &settings("en")).files);
}

#[test]
fn filters_keep_articles_with_any_of_the_values() {
    let built = index(&help_center(40), &settings("en"));
    let searcher = Searcher::open(&built.files, &built.root).unwrap();
    let filters = BTreeMap::from([("Product".to_owned(), vec!["pro".to_owned()])]);
    let found = searcher
        .search("refund card", &SearchOptions { limit: 100, filters, ..SearchOptions::default() })
        .unwrap();
    assert!(!found.results.is_empty());
    for result in &found.results {
        let number: u32 = result.url.trim_matches(|c: char| !c.is_ascii_digit()).parse().unwrap();
        assert_eq!(number % 2, 0, "{}", result.url);
    }
}

#[test]
fn the_best_section_is_linked_and_the_answer_of_the_first_result_shown() {
    let mut document = article("/billing/", "Billing", "General words about money.");
    document.sections.push(Section {
        title: "Can I get a refund?".into(),
        anchor: "refund".into(),
        text: "Refunds take five days.".into(),
        answer: Some("Yes, within 30 days.".into()),
    });
    let built = index(&[document, article("/other/", "Other", "Nothing here.")], &settings("en"));
    let found = find(&built, "refund");
    let first = &found.results[0];
    assert_eq!(
        first.section.as_ref().map(|section| section.url.as_str()),
        Some("/billing/#refund")
    );
    let answer = first.answer.as_ref().unwrap();
    assert_eq!(
        (answer.text.as_str(), answer.url.as_str()),
        ("Yes, within 30 days.", "/billing/#refund")
    );
}

#[test]
fn synonyms_work_both_ways_or_one_way() {
    let documents = [
        article("/mail/", "E-mail notifications", "About mail."),
        article("/tv/", "Television", "About TV sets."),
    ];
    let mut settings = settings("en");
    settings.synonyms.groups = vec![vec!["television".into(), "telly".into()]];
    settings.synonyms.one_way =
        BTreeMap::from([("gmail account".to_owned(), vec!["mail".to_owned()])]);
    let built = index(&documents, &settings);
    assert_eq!(urls(&find(&built, "telly ")), ["/tv/"]);
    assert_eq!(urls(&find(&built, "gmail account ")), ["/mail/"]);
}

#[test]
fn a_boost_lifts_one_of_two_equal_articles() {
    let mut second = article("/b/", "Refund", "The same.");
    second.boost = 2.0;
    let built = index(&[article("/a/", "Refund", "The same."), second], &settings("en"));
    assert_eq!(urls(&find(&built, "refund")), ["/b/", "/a/"]);
}

#[test]
fn an_error_code_finds_the_article_that_names_it_first() {
    let mut documents = vec![
        article("/a/", "E-1042 and other numbers: E-1042 explained", "E-1042, E-1042, E-1042."),
        article("/b/", "The lock does not open", "What to do."),
    ];
    documents[1].codes = vec!["E-1042".into()];
    let built = index(&documents, &settings("en"));
    for query in ["E-1042", "e1042", "e 1042", "E-1042 "] {
        assert_eq!(urls(&find(&built, query))[0], "/b/", "{query}");
    }
    assert_eq!(urls(&find(&built, "E-1042 explained"))[0], "/a/");
}

#[test]
fn pinned_articles_come_first_for_just_that_query() {
    let documents = help_center(60);
    let mut settings = settings("en");
    let pinned = [documents[41].url.clone(), documents[7].url.clone()];
    settings.pins.insert("Refund, my card!".into(), pinned.to_vec());
    let built = index(&documents, &settings);
    assert_eq!(urls(&find(&built, "refund my card"))[..2], pinned);
    assert_eq!(urls(&find(&built, "refund my card")).len(), 10);
    assert_ne!(urls(&find(&built, "refund my cards"))[..2], pinned);
}

#[test]
fn words_of_one_sample_question_come_before_words_scattered_over_an_article() {
    let mut documents = vec![
        article("/scattered/", "Community", "Two rules. People share one street. Your account."),
        article("/asked/", "Riding with friends", "Yes."),
    ];
    documents[0].questions = vec!["Who are the people?".into(), "One or two?".into()];
    documents[1].questions = vec!["Can two people ride on one account?".into()];
    let built = index(&documents, &settings("en"));
    assert_eq!(urls(&find(&built, "two people one account"))[0], "/asked/");
}

#[test]
fn a_language_without_articles_finds_nothing() {
    for language in ["en", "ja"] {
        let built = index(&[], &settings(language));
        assert_eq!(find(&built, "refund"), Found::default(), "{language}");
    }
}

/// Numbers of sections are bytes.
#[test]
fn the_answer_of_a_late_section_is_not_shown_for_an_early_one() {
    let mut document = article("/faq/", "Questions", "General words.");
    let question = |number: u32| Section {
        title: format!("Question {number}"),
        anchor: format!("question-{number}"),
        text: format!("Text {number}."),
        answer: Some(format!("Answer {number}.")),
    };
    document.sections.extend((1..=300).map(question));
    let built = index(&[document], &settings("en"));
    let answer = |query: &str| find(&built, query).results.swap_remove(0).answer;
    assert_eq!(answer("general"), None);
    assert_eq!(answer("9 ").unwrap().text, "Answer 9.");
}

/// What separates fields and records of an answer must not come from the query.
#[test]
fn a_query_cannot_forge_results() {
    let built = index(&help_center(40), &settings("en"));
    let forged =
        "refnud \u{1E}0\u{1F}99999\u{1F}//evil.example/\u{1F}Ready\u{1F}\u{1F}article refu";
    let found = find(&built, forged);
    assert!(found.corrected.as_ref().is_some_and(|text| text.contains("evil")), "{found:?}");
    assert!(found.results.iter().all(|result| !result.url.contains("evil")), "{found:?}");
    let texts = found.suggestions.iter().chain(&found.corrected);
    assert!(texts.into_iter().all(|text| !text.contains(char::is_control)), "{found:?}");
}

#[test]
fn a_synonym_belongs_to_its_own_word() {
    let documents =
        [article("/g/", "Das Gateway", "Text."), article("/x/", "Die Geb\u{FC}hren", "Text.")];
    let mut settings = settings("de");
    settings.synonyms.groups = vec![vec!["router".into(), "gateway".into()]];
    let built = index(&documents, &settings);
    let score = |query: &str| {
        let found = find(&built, query);
        found.results.iter().find(|result| result.url == "/g/").unwrap().score
    };
    // The exact spelling is one more word of the query, so it takes a little from the bonus.
    let (exact, folded) = (score("geb\u{FC}hren router "), score("gebuhren router "));
    assert!(exact > 0.9 * folded, "{exact} {folded}");
}

#[test]
fn the_spelling_of_a_stop_word_is_as_common_as_the_word() {
    let documents: Vec<Document> = (0..40)
        .map(|at| article(&format!("/{at}/"), "Hilfe", "Hilfe f\u{FC}r alle, die verlangen."))
        .collect();
    let built = index(&documents, &settings("de"));
    let score = |query: &str| find(&built, query).results[0].score;
    assert!((score("f\u{FC}r verlangen ") - score("fur verlangen ")).abs() < 0.01);
}
