//! The same text for other channels.

use std::collections::BTreeMap;

use faqtory::export::Origin;
use faqtory::export::chunks::{MOST, chunks};
use faqtory::export::macros::{Target, macros};
use faqtory::tree::SourceTree;
use faqtory::{Cache, Linked};
use proptest::prelude::*;
use serde_json::Value;

use super::case::default_options;

const FILES: [(&str, &str); 6] = [
    (
        "faqtory.yaml",
        "title: Help\nbase_url: https://help.example.com/sub\nlanguages: [{code: en}, {code: de}]\n",
    ),
    ("content/pay/_index.md", "---\ntitle: \"Pay::ing\"\n---\n"),
    (
        "content/pay/refunds.md",
        "---\ntitle: Get a refund\nanswer: \"=Back in <30> days, \\\"really\\\".\"\ncodes: [E-1]\nescalate: billing\nsensitive: true\n---\nIntro.\n\n## How\n\nWrite to us.\n\n### By post\n\nA letter.\n\n## When\n\nSoon.\n",
    ),
    ("content/draft.md", "---\ntitle: D\ndraft: true\nanswer: secret\n---\nsecret\n"),
    ("content/inside.md", "---\ntitle: I\naudience: internal\nanswer: secret\n---\nsecret\n"),
    ("content/de/pay/refunds.md", "---\ntitle: Geld\nanswer: In 30 Tagen.\n---\nText.\n"),
];

fn linked(files: &[(&str, &str)]) -> Linked {
    let tree = SourceTree::from_texts("help", files.iter().copied());
    faqtory::read(&tree, &default_options(), &mut Cache::default()).0
}

fn origin(linked: &Linked) -> Origin<'_> {
    Origin { kb: &linked.kb, config: &linked.config, theme: &linked.theme }
}

fn lines(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).expect("each line is JSON")).collect()
}

#[test]
fn zendesk_gets_macros_that_fill_in_the_name() {
    let macros = macros(origin(&linked(&FILES)), Target::Zendesk, Some("en"));
    let bodies = lines(&macros);
    assert_eq!(bodies.len(), 1, "one answer is public: {macros}");
    let one = &bodies[0]["macro"];
    // A separator of theirs inside a title would make a menu.
    assert_eq!(one["title"], "⚠ Pay:ing::Get a refund [en]");
    assert_eq!(one["active"], true);
    let action = &one["actions"][0];
    assert_eq!(action["field"], "comment_value_html");
    let html = action["value"].as_str().expect("text");
    assert!(html.starts_with("<p>Hello {{ticket.requester.first_name}},</p>"), "{html}");
    assert!(html.contains("<p>=Back in &lt;30&gt; days, "), "{html}");
    assert!(
        html.contains("<a href=\"https://help.example.com/sub/pay/refunds/\">"),
        "the way to the whole answer: {html}"
    );
    assert!(html.contains("We are sorry"), "a sensitive article closes with more care: {html}");
}

#[test]
fn freshdesk_and_help_scout_get_their_own_shapes() {
    let linked = linked(&FILES);
    let fresh = lines(&macros(origin(&linked), Target::Freshdesk, Some("de")));
    assert_eq!(fresh[0]["title"], "Pay:ing › Geld [de]");
    assert_eq!(fresh[0]["visibility"], 0);
    let html = fresh[0]["content_html"].as_str().expect("text");
    assert!(html.contains("{{ticket.requester.firstname}}"), "{html}");
    let scout = lines(&macros(origin(&linked), Target::HelpScout, Some("de")));
    let [name, text, chat] = ["name", "text", "chatText"].map(|key| scout[0][key].as_str());
    assert!(name.is_some() && text.is_some_and(|text| text.contains("<p>In 30 Tagen.</p>")));
    assert!(chat.is_some_and(|text| text.contains("\n\nIn 30 Tagen.\n\n")));
}

#[test]
fn the_table_is_read_by_spreadsheets_and_runs_nothing_in_them() {
    let table = macros(origin(&linked(&FILES)), Target::Csv, None);
    let rows: Vec<&str> = table.split("\r\n").collect();
    assert_eq!(rows[0], "id,language,title,question,answer,url,codes,topic,sensitive,text");
    assert_eq!(rows.len(), 4, "a header, two answers, an end: {table}");
    assert!(rows[1].contains(",\"'=Back in <30> days, \"\"really\"\".\","), "{table}");
    assert!(rows[1].contains(",E-1,billing,yes,"), "{table}");
}

#[test]
fn chunks_know_their_place() {
    let all = lines(&chunks(origin(&linked(&FILES)), Some("en")));
    let seen: Vec<(&str, &str, u64)> = all
        .iter()
        .map(|one| {
            let text = |key: &str| one[key].as_str().unwrap_or_default();
            (text("text"), text("url"), one["line"].as_u64().unwrap_or_default())
        })
        .collect();
    let url = "https://help.example.com/sub/pay/refunds/";
    let [how, post, when] = ["#how", "#by-post", "#when"].map(|anchor| format!("{url}{anchor}"));
    assert_eq!(
        seen,
        [
            ("=Back in <30> days, \"really\".", url, 2),
            ("Intro.", url, 2),
            ("Write to us.", &how, 10),
            ("A letter.", &post, 14),
            ("Soon.", &when, 18),
        ]
    );
    assert_eq!(
        all[3]["headings"],
        serde_json::json!(["Pay::ing", "Get a refund", "How", "By post"])
    );
    assert_eq!(all[4]["headings"], serde_json::json!(["Pay::ing", "Get a refund", "When"]));
    assert_eq!(all[3]["file"], "content/pay/refunds.md");
}

#[test]
fn an_edit_changes_the_hash_of_its_chunk_alone() {
    let hashes = |files: &[(&str, &str)]| -> BTreeMap<String, String> {
        let pair = |one: &Value| (one["id"].to_string(), one["hash"].to_string());
        lines(&chunks(origin(&linked(files)), None)).iter().map(pair).collect()
    };
    let before = hashes(&FILES);
    let mut edited = FILES;
    let text = edited[2].1.replace("A letter.", "A long letter.");
    edited[2].1 = &text;
    let after = hashes(&edited);
    assert!(before.keys().eq(after.keys()), "ids stay");
    assert_eq!(before.iter().filter(|(id, hash)| after[*id] != **hash).count(), 1);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_word_is_lost_and_no_chunk_too_long(paragraphs in prop::collection::vec("([a-z。]{1,9}[ .]){0,400}", 1..6)) {
        let article = format!("# T\n\n{}\n", paragraphs.join("\n\n"));
        let linked = linked(&[("faqtory.yaml", "title: H"), ("content/a.md", &article)]);
        let mut found = String::new();
        for one in lines(&chunks(origin(&linked), None)) {
            let text = one["text"].as_str().expect("text");
            prop_assert!(text.chars().count() <= MOST);
            found.push_str(text);
        }
        let letters = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
        prop_assert_eq!(letters(&found), letters(&paragraphs.concat()));
    }
}
