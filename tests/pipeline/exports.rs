//! The same text for other channels.

use std::collections::BTreeMap;

use faqtory::diag::Diagnostics;
use faqtory::export::Origin;
use faqtory::export::chunks::{MOST, chunks};
use faqtory::export::macros::{Target, macros};
use faqtory::export::voice::{Limits, voice};
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

/// The export for the telephone, and what it complains about.
fn spoken(files: &[(&str, &str)], max_seconds: u32) -> (Value, Vec<String>) {
    let linked = linked(files);
    let mut diags = Diagnostics::default();
    let limits = Limits { language: None, max_seconds };
    let text = voice(origin(&linked), limits, &mut diags);
    diags.finish();
    let said = |one: &faqtory::diag::Diagnostic| {
        let span = one.span.as_ref().expect("each has a place");
        let (line, column) = span.line_column();
        format!("{}:{line}:{column} {} {}", span.source.path, one.code.name, one.message)
    };
    (serde_json::from_str(&text).expect("JSON"), diags.iter().map(said).collect())
}

#[test]
fn answers_are_said_with_care_for_codes_days_and_numbers() {
    let files = [
        ("faqtory.yaml", "title: H & Co\nbase_url: https://h.example"),
        (
            "content/a.md",
            "---\ntitle: Late?\nanswer: Tell them <e-17> & E-1042 by 2026-01-31. Call +49 30 901820, 0800 1234567 or 1-800-555-0199! We have 2024 bikes and 1000000 riders.\ncodes: [e-17]\nsensitive: true\nescalate: billing\n---\nText.\n",
        ),
    ];
    let (voice, problems) = spoken(&files, 30);
    assert_eq!(problems, [""; 0]);
    assert_eq!(voice["schema"], "faqtory.voice.v1");
    let answer = &voice["answers"][0];
    let ssml = "<speak version=\"1.1\" xmlns=\"http://www.w3.org/2001/10/synthesis\" xml:lang=\"en\"><p>\
        <s>Tell them &lt;<say-as interpret-as=\"characters\">e-17</say-as>&gt; &amp; <say-as interpret-as=\"characters\">E-1042</say-as> \
        by <say-as interpret-as=\"date\" format=\"ymd\">2026-01-31</say-as>.</s>\
        <s>Call <say-as interpret-as=\"telephone\">+49 30 901820</say-as>, <say-as interpret-as=\"telephone\">0800 1234567</say-as> \
        or <say-as interpret-as=\"telephone\">1-800-555-0199</say-as>!</s>\
        <s>We have 2024 bikes and 1000000 riders.</s></p></speak>";
    assert_eq!(answer["ssml"], ssml);
    assert_eq!(answer["url"], "https://h.example/a/");
    assert_eq!((&answer["sensitive"], &answer["topic"]), (&true.into(), &"billing".into()));
    // 131 characters and three sentences: 131 / 15 + 3 * 0.4.
    assert_eq!(answer["seconds"], 9.9);
}

#[test]
fn what_nobody_can_hear_is_found_where_it_is_written() {
    let files = [
        ("faqtory.yaml", "title: H\nlanguages: [{code: en}, {code: de}]"),
        (
            "content/a.md",
            "---\ntitle: A\nkeywords: [click here]\nanswer: >\n  Please click\n  here, press the red button (you will find it on the very last page of the printed booklet) or mail help@example.com 🚲\n---\nclick here\n",
        ),
        (
            "content/q.md",
            "---\ntitle: Q\nkind: faq\n---\n\n## One?\n\nNot here.\n\n## Two?\n\nLook at https://example.com/x, and\nsee above.\n",
        ),
        ("content/lead.md", "---\ntitle: L\nkind: faq\n---\n\nAs in the screenshot.\n"),
        ("content/de/a.md", "---\ntitle: A\nanswer: Siehe unten. Rot ist der Knopf.\n---\nText.\n"),
    ];
    let (_, problems) = spoken(&files, 30);
    let expected = [
        "content/a.md:5:10 reads-badly-aloud `click here` means nothing to somebody who listens",
        "content/a.md:6:19 reads-badly-aloud `red button` means nothing to somebody who listens",
        "content/a.md:6:30 reads-badly-aloud `(you will find it on the very last page of the printed…` is a long aside that loses the listener",
        "content/a.md:6:102 reads-badly-aloud `help@example.com` is an address that nobody can follow by ear",
        "content/a.md:6:119 reads-badly-aloud `🚲` is a picture, and voices skip or spell it",
        "content/de/a.md:3:9 reads-badly-aloud `Siehe unten` means nothing to somebody who listens",
        "content/lead.md:6:4 reads-badly-aloud `in the screenshot` means nothing to somebody who listens",
        "content/q.md:12:9 reads-badly-aloud `https://example.com/x` is an address that nobody can follow by ear",
        "content/q.md:13:1 reads-badly-aloud `see above` means nothing to somebody who listens",
    ];
    assert_eq!(problems, expected);
}

#[test]
fn an_answer_that_takes_long_is_named() {
    let files = [
        ("faqtory.yaml", "title: H"),
        (
            "content/a.md",
            "---\ntitle: A\nanswer: This takes about three seconds to say aloud.\n---\n",
        ),
    ];
    assert_eq!(spoken(&files, 4).1, [""; 0]);
    let expected = "content/a.md:3:1 too-long-to-say `A` takes 4 seconds to say, and should take 3";
    assert_eq!(spoken(&files, 3).1, [expected]);
}

#[test]
fn a_tree_becomes_menus_of_at_most_nine_keys() {
    let mut tree =
        "---\ntitle: T\nkind: troubleshooter\n---\n## Which model?\n\nIt is on the frame.\n\n"
            .to_owned();
    for model in 1..=18 {
        tree += &format!("- [Model {model}](#m{model})\n");
    }
    for model in 1..=18 {
        tree += &format!("\n## M{model}\n\n> [!SOLVED]\n> Fixed {model}.\n");
    }
    let (voice, problems) = spoken(&[("faqtory.yaml", "title: H"), ("content/t.md", &tree)], 60);
    assert_eq!(problems, [""; 0]);
    let tree = &voice["trees"][0];
    let menus = tree["menus"].as_array().expect("menus");
    let find = |id: &Value| menus.iter().find(|menu| menu["id"] == *id).expect("a menu");
    // Every model is reached by its own keys, and each is said.
    let (mut at, mut reached) = (find(&tree["start"]), Vec::new());
    loop {
        let options = at["options"].as_array().expect("options");
        assert!(options.len() <= 9);
        let more = options.iter().find(|option| option.get("phrases").is_none());
        for option in options.iter().filter(|option| option.get("phrases").is_some()) {
            let (digit, phrase) = (&option["digit"], option["phrases"][0].as_str().expect("text"));
            let said = format!("{phrase}: press {digit}.");
            assert!(at["prompt"].as_str().expect("text").contains(&said), "{at}");
            let end = find(&option["next"]);
            assert_eq!(end["outcome"], "solved");
            reached.push(end["prompt"].as_str().expect("text").to_owned());
        }
        let Some(more) = more else { break };
        assert_eq!(more["digit"], 9);
        at = find(&more["next"]);
    }
    let expected: Vec<String> = (1..=18).map(|model| format!("M{model}\nFixed {model}.")).collect();
    assert_eq!(reached, expected);
    assert_eq!(menus.len(), 18 + 3, "eight, eight and two models");
}

#[test]
fn a_choice_that_leaves_a_tree_leads_to_what_can_be_said() {
    let files = [
        ("faqtory.yaml", "title: H\nbase_url: https://h.example/sub"),
        (
            "content/t.md",
            "---\ntitle: T\nkind: troubleshooter\n---\n## What?\n\n- [Money](refunds.md#how)\n- [Lock](lock.md)\n- [Long story](story.md)\n- [Elsewhere](https://example.com/)\n",
        ),
        ("content/refunds.md", "---\ntitle: R\nanswer: Soon.\n---\n## How {#how}\n\nSo.\n"),
        ("content/story.md", "# Story\n\nLong.\n"),
        (
            "content/lock.md",
            "---\ntitle: L\nkind: troubleshooter\n---\n## Wet?\n\n> [!SOLVED]\n> Dry it.\n\n| a | b |\n|---|---|\n| c | d |\n",
        ),
    ];
    let (voice, problems) = spoken(&files, 30);
    let trees = voice["trees"].as_array().expect("trees");
    let options = &trees[1]["menus"][0]["options"];
    assert_eq!(options[0]["answer"], voice["answers"][0]["id"]);
    assert_eq!(options[1]["tree"], trees[0]["id"]);
    assert_eq!(options[2]["url"], "https://h.example/sub/story/");
    assert_eq!(options[3]["url"], "https://example.com/");
    let expected = [
        "content/lock.md:11:1 reads-badly-aloud `|---|---|` makes a table, which nobody hears",
        "content/t.md:9:4 reads-badly-aloud `Long story` leads to a page, where no caller can go",
        "content/t.md:10:4 reads-badly-aloud `Elsewhere` leads to a page, where no caller can go",
    ];
    assert_eq!(problems, expected);
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
