//! What the targets share: two small good indexes, and a page that searches whatever files it gets.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use faqtory::search::{Document, Section, Settings, index};
use faqtory_client::{Client, DONE, FAILED, NEED};

/// Rounds after which the page gives up.
const MAX_ROUNDS: usize = 8;

const WORDS: [&str; 24] = [
    "refund", "refunds", "card", "payment", "paying", "transfer", "account", "blocked", "limit",
    "exchange", "rate", "charged", "atm", "code", "password", "reset", "verify", "the", "why",
    "not", "e-1042", "c++", "node.js", "café",
];

/// Inflated files of an index.
pub struct Files {
    /// By name.
    pub files: BTreeMap<String, Vec<u8>>,
    /// Name of the root.
    pub root: String,
}

/// An index of one file and one of many.
pub static GOOD: LazyLock<[Files; 2]> = LazyLock::new(|| [files(20), files(310)]);

fn files(articles: u32) -> Files {
    let documents: Vec<Document> = (0..articles).map(document).collect();
    let settings = Settings { language: "en".into(), ..Settings::default() };
    let built = index(&documents, &settings);
    let inflate = |bytes: &Vec<u8>| {
        miniz_oxide::inflate::decompress_to_vec(bytes).expect("the builder deflates its files")
    };
    let files = built.files.iter().map(|(name, bytes)| (name.clone(), inflate(bytes))).collect();
    Files { files, root: built.root }
}

fn document(number: u32) -> Document {
    let mut state = number.wrapping_mul(2_654_435_761).wrapping_add(1);
    let mut text = |words: usize| {
        let mut chosen = Vec::new();
        for _ in 0..words {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            chosen.push(WORDS[(state >> 8) as usize % WORDS.len()]);
        }
        chosen.join(" ")
    };
    let section = |title: String, anchor: &str, text: String| Section {
        title,
        anchor: anchor.into(),
        text,
        answer: None,
    };
    Document {
        url: format!("/a/{number}/"),
        title: text(4),
        description: text(10),
        questions: vec![text(6)],
        facets: BTreeMap::from([("kind".into(), vec!["faq".into()])]),
        boost: 1.0,
        sections: vec![section(String::new(), "", text(30)), section(text(2), "more", text(20))],
        ..Document::default()
    }
}

/// Opens the root and searches as the page does: the result's text, or nothing where the page would report an
/// error. Only a panic, an endless loop or too much memory is a finding.
pub fn visit(files: &Files, query: &[u8], limit: usize) -> Option<String> {
    let mut client = Client::default();
    give(&mut client, &[&files.files[&files.root]]);
    if client.open() != DONE {
        return None;
    }
    for _ in 0..MAX_ROUNDS {
        give(&mut client, &[query]);
        match client.search(limit) {
            DONE => return Some(client.output().to_owned()),
            FAILED => return None,
            status => assert_eq!(status, NEED),
        }
        for name in client.output().to_owned().lines() {
            give(&mut client, &[name.as_bytes(), files.files.get(name)?]);
            if client.insert(name.len()) != DONE {
                return None;
            }
        }
    }
    None
}

fn give(client: &mut Client, parts: &[&[u8]]) {
    let input = parts.concat();
    client.input(input.len()).copy_from_slice(&input);
}
