//! `faqtory report`: its numbers against others that were counted differently, and its page.

mod naive;
mod random;

use std::path::Path;

use serde_json::{Value, json};
use tempfile::TempDir;

use super::{command, end_of, faqtory, put};

/// A knowledge base of a few articles.
fn knowledge_base() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    put(
        root,
        "faqtory.yaml",
        "title: Rondo Help\nbase_url: https://help.example/support\nreview: {every: 90d}\n",
    );
    put(root, "data/contact.yaml", "cost_per_contact: 4\n");
    put(root, "content/_index.md", "---\ntitle: Help\n---\n");
    put(
        root,
        "content/refunds.md",
        "---\ntitle: Get a refund\nowner: billing\nupdated: 2026-01-05\n---\n\nMoney goes back on your card.\n",
    );
    put(
        root,
        "content/unlock.md",
        "---\ntitle: Unlock a bike\nowner: fleet\nupdated: 2026-11-01\n---\n\nScan the code on the lock.\n\n## Is the light green? {#light}\n\nYes.\n",
    );
    put(root, "content/quiet.md", "---\ntitle: Quiet hours\n---\n\nNobody reads this.\n");
    folder
}

fn line(id: u64, at: &str, session: u64, rest: &Value) -> String {
    let mut event = json!({
        "v": 1, "id": format!("{id:016x}"), "at": format!("2026-11-{at}"), "session": format!("{session:016x}"),
        "locale": "en", "page": "/support/",
    });
    event.as_object_mut().unwrap().extend(rest.as_object().unwrap().clone());
    format!("{event}\n")
}

/// A small story with one of everything.
fn story() -> String {
    let view = |article: &str| json!({"event": "view", "article": format!("/support{article}"), "kind": "article"});
    let search = |query: &str, results: u32| json!({"event": "search", "query": query, "results": results, "confident": results > 0, "where": "dialog"});
    let node = |node: &str, choice: Value, outcome: Value| json!({"event": "step", "article": "/support/unlock/", "tree": {"node": node, "choice": choice, "outcome": outcome}});
    let events = [
        ("02T10:00:00Z", 1, search("pau", 0)),
        ("02T10:00:03Z", 1, search("pause my plan", 0)),
        (
            "02T10:00:03.200Z",
            1,
            json!({"event": "no-results", "query": "pause my plan", "where": "dialog"}),
        ),
        ("02T10:00:40Z", 1, search("holiday", 1)),
        ("02T10:01:00Z", 1, view("/refunds/")),
        (
            "02T10:02:00Z",
            1,
            json!({"event": "contact", "stage": "sent", "topic": "billing", "channel": "form", "article": null}),
        ),
        ("03T10:00:00Z", 2, search("pausing plans", 0)),
        ("03T10:01:00Z", 2, view("/refunds/")),
        (
            "03T10:02:00Z",
            2,
            json!({"event": "feedback", "article": "/support/refunds/", "helpful": false}),
        ),
        (
            "03T10:02:09Z",
            2,
            json!({"event": "feedback", "article": "/support/refunds/", "helpful": false, "reason": "unclear", "comment": "Ask jane@example.com <b>"}),
        ),
        ("10T10:00:00Z", 3, search("refund", 2)),
        (
            "10T10:00:09Z",
            3,
            json!({"event": "open", "query": "refund", "url": "/support/refunds/", "rank": 1, "where": "dialog"}),
        ),
        ("10T10:00:10Z", 3, view("/refunds/")),
        (
            "10T10:00:50Z",
            3,
            json!({"event": "feedback", "article": "/support/refunds/", "helpful": true}),
        ),
        ("11T10:00:00Z", 4, view("/unlock/")),
        ("11T10:00:01Z", 4, node("start", Value::Null, Value::Null)),
        ("11T10:00:05Z", 4, node("light", json!("It is green"), Value::Null)),
        ("11T10:00:09Z", 4, node("start", Value::Null, Value::Null)),
        ("11T10:00:12Z", 4, node("fixed", json!("Something else"), json!("solved"))),
        ("11T11:00:00Z", 5, node("start", Value::Null, Value::Null)),
        ("11T11:00:05Z", 5, node("light", json!("It is green"), Value::Null)),
        (
            "12T11:00:05Z",
            6,
            json!({"event": "contact", "stage": "channel", "topic": "rides", "channel": "phone"}),
        ),
    ];
    let lines =
        events.iter().zip(1..).map(|((at, session, rest), id)| line(id, at, *session, rest));
    with_mistakes(lines.collect())
}

/// The first event once more, and lines that are no events.
fn with_mistakes(mut text: String) -> String {
    let first = text.lines().next().map(|first| format!("{first}\n")).unwrap();
    text.push_str(&first);
    text + "not an event\n\n{\"event\":\"view\"}\n"
}

fn report(root: &Path, flags: &[&str]) -> Value {
    let all = [&["report", "--events", "events.ndjson", "--format", "json"], flags].concat();
    let mut command = command(root, &all);
    let output = command.env("SOURCE_DATE_EPOCH", "1795392000").output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", end_of(&output).1);
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn a_small_story_is_understood() {
    let folder = knowledge_base();
    put(folder.path(), "events.ndjson", &story());
    let report = report(folder.path(), &[]);
    assert_eq!(report["intake"]["events"], 22);
    assert_eq!(report["intake"]["duplicates"], 1);
    assert_eq!(report["intake"]["broken"], 2);
    assert_eq!(report["intake"]["first_broken"][0]["place"], "events.ndjson:24");
    assert_eq!(
        report["searches"],
        json!({"total": 4, "distinct": 3, "typed": 1, "opened": 1, "answered": 0, "unmet": 3, "nothing": 2,
            "unsure": 0, "refined": 1, "success": [0.25, 0.25]})
    );
    let gap = &report["gaps"][0];
    assert_eq!(gap["searches"], 2, "{gap}");
    assert_eq!((&gap["gap"], &gap["found_now"]), (&json!("nothing"), &json!(false)));
    assert_eq!(gap["nearest"]["basis"], "read-next");
    assert_eq!(gap["nearest"]["name"], "/refunds.md");
    let refunds = &report["articles"][0];
    assert_eq!(refunds["title"], "Get a refund");
    assert_eq!((&refunds["owner"], &refunds["updated"]), (&json!("billing"), &json!("2026-01-05")));
    let numbers = ["views", "readers", "helpful", "unhelpful", "contacts"]
        .map(|key| refunds[key].as_u64().unwrap());
    assert_eq!(numbers, [3, 3, 1, 1, 1]);
    // 100 × (1 − 1 / 4) × (1 − 1 / 3)
    assert_eq!((&refunds["health"], &refunds["priority"]), (&json!(50.0), &json!(1.5)));
    let deflection = &report["deflection"];
    let states = ["sessions", "tried", "successful", "failed", "potential", "direct"];
    assert_eq!(states.map(|key| deflection[key].as_u64().unwrap()), [6, 5, 2, 1, 2, 1]);
    assert_eq!(deflection["saved"], json!([8.0, 16.0]));
    let tree = &report["trees"][0];
    let ends = ["runs", "solved", "contact", "left"].map(|key| tree[key].as_u64().unwrap());
    assert_eq!(ends, [2, 1, 0, 1]);
    let light =
        tree["nodes"].as_array().unwrap().iter().find(|node| node["id"] == "light").unwrap();
    assert_eq!(light["title"], "Is the light green?");
    assert_eq!(["entered", "left", "back"].map(|key| light[key].as_u64().unwrap()), [2, 1, 1]);
    assert_eq!(report["feedback"]["comments"][0]["text"], "Ask [removed] <b>");
    assert_eq!(report["feedback"]["reasons"], json!([["unclear", 1]]));
    assert_eq!(report["contacts"]["channels"], json!([["form", 1], ["phone", 1]]));
    assert_eq!(report["unread"].as_array().unwrap().len(), 1);
    assert_eq!(report["stale"][0]["overdue"][0]["file"], "content/refunds.md");
    assert_eq!(report["weeks"].as_array().unwrap().len(), 2);
}

#[test]
fn days_and_csv_and_pieces_give_the_same() {
    let folder = knowledge_base();
    let root = folder.path();
    put(root, "events.ndjson", &story());
    let first = report(root, &["--to", "2026-11-05"]);
    assert_eq!((&first["intake"]["events"], &first["intake"]["outside"]), (&json!(10), &json!(12)));
    let first = report(root, &["--from", "0000-01-01", "--to", "9999-12-30"]);
    assert_eq!((&first["intake"]["events"], &first["intake"]["outside"]), (&json!(22), &json!(0)));
    let csv = "\u{feff}id;event;at;session;query;results;confident;article;helpful;tree.node\r\n\
        1;search;2026-11-02T10:00:00Z;a;\"pause; my \"\"plan\"\"\";0;false;;;\r\n\
        2;feedback;2026-11-02T10:01:00Z;a;;;;/support/refunds/;no;\r\n\
        3;feedback;2026-11-02T10:01:00Z;a;;;;/support/refunds/;perhaps;\r\n\
        4;step;2026-11-02T10:01:00Z;a;;;;/support/unlock/;;light\r\n";
    put(root, "events.ndjson", csv);
    let table = report(root, &[]);
    assert_eq!((&table["intake"]["events"], &table["intake"]["broken"]), (&json!(3), &json!(1)));
    assert_eq!(table["gaps"][0]["query"], "pause; my \"plan\"");
    assert_eq!(table["feedback"]["unhelpful"], 1);
    assert_eq!(table["trees"][0]["runs"], 1);
}

#[test]
fn the_numbers_are_those_of_an_independent_count() {
    let folder = knowledge_base();
    for seed in 1..=6 {
        let events = random::events(seed, 3_000);
        put(folder.path(), "events.ndjson", &random::shuffled(&events, seed));
        let report = report(folder.path(), &[]);
        naive::compare(&events, &report);
    }
}

#[test]
fn the_page_is_sound_and_needs_nothing_else() {
    let folder = knowledge_base();
    let root = folder.path();
    let hostile = line(
        99,
        "05T10:00:00Z",
        9,
        &json!({"event": "search", "query": "</style><script>alert(1)</script>", "results": 0, "where": "page"}),
    );
    put(root, "events.ndjson", &(story() + &hostile));
    put(root, "tickets.csv", TICKETS);
    let flags = [
        "report",
        "--events",
        "events.ndjson",
        "--tickets",
        "tickets.csv",
        "-o",
        "out/r.html",
        "--json",
        "r.json",
    ];
    let output = faqtory(root, &flags);
    assert_eq!(output.status.code(), Some(0), "{}", end_of(&output).1);
    let summary = String::from_utf8(output.stdout).unwrap();
    for words in
        ["33 % to 83 % of 6 sessions", "8 to 20", "pause my plan  2 searches, 2 found nothing"]
    {
        assert!(summary.contains(words), "{words} is not in {summary}");
    }
    let page = std::fs::read_to_string(root.join("out/r.html")).unwrap();
    assert!(
        !page.contains("<script") && !page.contains("http:") && !page.contains("https:"),
        "it loads something"
    );
    assert!(!page.contains(" src=") && !page.contains("url(") && !page.contains("@import"));
    assert!(page.contains("&lt;/style&gt;&lt;script&gt;"), "the query is there as text");
    well_formed(&page);
    let charts = page.matches("<svg class=\"chart").count();
    assert!(charts >= 6, "{charts} charts");
    assert_eq!(page.matches("role=\"img\"").count(), charts);
    assert_eq!(page.matches("<desc ").count(), charts);
    let json: Value = serde_json::from_slice(&std::fs::read(root.join("r.json")).unwrap()).unwrap();
    assert_eq!(json["schema"], "faqtory.report.v1");
}

/// Every element is closed in its order, and no id is there twice.
fn well_formed(page: &str) {
    let mut open: Vec<&str> = Vec::new();
    let body = page.split_once("</head>").unwrap().1;
    let body = body.strip_suffix("</html>\n").unwrap();
    for tag in body.split('<').skip(1) {
        let name = tag.split([' ', '>', '\n', '/']).find(|part| !part.is_empty()).unwrap();
        let own_end = tag.split('>').next().unwrap().ends_with('/');
        if tag.starts_with('/') {
            assert_eq!(open.pop(), Some(name), "at </{tag}");
        } else if !own_end && !matches!(name, "br" | "meta") {
            open.push(name);
        }
    }
    assert!(open.is_empty(), "not closed: {open:?}");
    let mut ids: Vec<&str> =
        page.split(" id=\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
    ids.sort_unstable();
    let all = ids.len();
    ids.dedup();
    assert_eq!(ids.len(), all, "an id is there twice");
}

const TICKETS: &str = "Ticket ID,Subject,Description,Created at\n\
    1,Pause my plan,\"I am away, please pause it\",2026-11-02 10:00:00 UTC\n\
    2,Pausing my plan,Pause until spring jane@example.com,2026-11-03 10:00:00 UTC\n\
    3,How to pause a plan?,,2026-11-04 10:00:00 UTC\n\
    4,Get a refund,Money back on my card please,2026-11-04 10:00:00 UTC\n\
    5,Refund,I want money back on the card,2026-11-05 10:00:00 UTC\n\
    6,Xylophone,something odd,2026-11-05 10:00:00 UTC\n";

#[test]
fn people_read_reasons_and_channels_and_machines_ids() {
    let folder = knowledge_base();
    let root = folder.path();
    let topics = "topics:\n  billing: {title: Money matters}\n";
    put(root, "data/contact.yaml", &format!("cost_per_contact: 4\n{topics}"));
    put(root, "theme/i18n/en.yaml", "feedback_reason_unclear: I am lost\n");
    let other = |id: u64, reason: &str| {
        let vote = json!({"event": "feedback", "article": "/support/unlock/", "helpful": false, "reason": reason});
        line(id, "20T10:00:00Z", id, &vote)
    };
    put(root, "events.ndjson", &(story() + &other(80, "other") + &other(81, "custom")));
    let output = faqtory(root, &["report", "--events", "events.ndjson", "--json", "r.json"]);
    assert_eq!(output.status.code(), Some(0), "{}", end_of(&output).1);
    let summary = String::from_utf8(output.stdout).unwrap();
    assert!(
        summary.contains("3 of 4 votes unhelpful: ") && summary.contains("I am lost 1"),
        "{summary}"
    );
    assert!(summary.contains("1 of 2 votes unhelpful, mostly “I am lost”"), "{summary}");
    let page = std::fs::read_to_string(root.join("report.html")).unwrap();
    for (shown, id) in
        [("I am lost", "unclear"), ("Something else", "other"), ("Money matters", "billing")]
    {
        assert!(page.contains(&format!(">{shown}<")), "{shown}");
        assert!(!page.contains(&format!("<th scope=\"row\">{id}<")), "{id}");
    }
    assert!(page.contains(">Phone<") && page.contains(">custom<"));
    let json = std::fs::read_to_string(root.join("r.json")).unwrap();
    assert!(json.contains("\"unclear\"") && !json.contains("I am lost"));
    let elsewhere = tempfile::tempdir().unwrap();
    put(elsewhere.path(), "events.ndjson", &story());
    faqtory(elsewhere.path(), &["report", "--events", "events.ndjson"]);
    let page = std::fs::read_to_string(elsewhere.path().join("report.html")).unwrap();
    assert!(page.contains(">Hard to understand<"), "without a knowledge base it is English");
}

#[test]
fn packed_files_are_read_as_they_are() {
    let folder = knowledge_base();
    let root = folder.path();
    put(root, "events.ndjson", &story());
    let plain = report(root, &[]);
    let packed = |text: &str| {
        let level = flate2::Compression::default();
        let mut packer = flate2::write::GzEncoder::new(Vec::new(), level);
        std::io::Write::write_all(&mut packer, text.as_bytes()).unwrap();
        packer.finish().unwrap()
    };
    let story = story();
    let (first, rest) = story.split_at(story.find("\n{\"article\"").unwrap() + 400);
    // Two files one behind the other, cut in the middle of a line.
    let both = [packed(first), packed(rest)].concat();
    std::fs::write(root.join("events.ndjson.gz"), &both).unwrap();
    std::fs::write(root.join("tickets.csv.gz"), packed(TICKETS)).unwrap();
    let flags = ["report", "--format", "json", "--tickets", "tickets.csv.gz", "--events"];
    let read = |file: &str| faqtory(root, &[&flags, &[file][..]].concat());
    let output = read("events.ndjson.gz");
    assert_eq!(output.status.code(), Some(0), "{}", end_of(&output).1);
    let unpacked: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(unpacked["searches"], plain["searches"]);
    assert_eq!(unpacked["intake"]["events"], plain["intake"]["events"]);
    assert_eq!(unpacked["tickets"]["counted"], 6);
    std::fs::write(root.join("torn.gz"), &both[..both.len() - 20]).unwrap();
    let (code, said) = end_of(&read("torn.gz"));
    assert!(code == Some(3) && said.contains("cannot read torn.gz"), "{code:?} {said}");
}

#[test]
fn tickets_are_grouped_by_what_they_are_about() {
    let folder = knowledge_base();
    let root = folder.path();
    put(root, "events.ndjson", &story());
    put(root, "tickets.csv", TICKETS);
    let tickets = report(root, &["--tickets", "tickets.csv"])["tickets"].clone();
    assert_eq!((&tickets["counted"], &tickets["single"]), (&json!(6), &json!(1)));
    let topics = tickets["topics"].as_array().unwrap();
    let brief: Vec<_> = topics
        .iter()
        .map(|topic| (topic["size"].as_u64().unwrap(), topic["covered"] == true))
        .collect();
    assert_eq!(brief, [(3, false), (2, true)], "{topics:?}");
    assert!(topics[0]["terms"].as_array().unwrap().contains(&json!("pause")));
    assert_eq!(topics[0]["days"], json!(["2026-11-02", "2026-11-04"]));
    assert_eq!(topics[1]["nearest"]["url"], "/refunds/");
    assert!(!tickets.to_string().contains("jane"));
    let named = report(
        root,
        &[
            "--tickets",
            "tickets.csv",
            "--ticket-columns",
            "subject=Description",
            "--to",
            "2026-11-03",
        ],
    );
    assert_eq!(named["tickets"]["counted"], 2);
    let output = faqtory(
        root,
        &[
            "report",
            "--events",
            "events.ndjson",
            "--tickets",
            "tickets.csv",
            "--ticket-columns",
            "subject=Nope",
        ],
    );
    assert_eq!(output.status.code(), Some(2), "{}", end_of(&output).1);
}

#[test]
fn gaps_become_golden_queries_that_fail_until_they_are_kept() {
    let folder = knowledge_base();
    let root = folder.path();
    put(root, "events.ndjson", &story());
    let before = "# Ours.\n- {query: refund, expect: /refunds.md}   # stays\n";
    put(root, "tests/queries.yaml", before);
    let gaps = ["report", "gaps", "--events", "events.ndjson", "--min", "1", "--write-queries"];
    let output = faqtory(root, &gaps);
    assert_eq!(output.status.code(), Some(0), "{}", end_of(&output).1);
    let after = std::fs::read_to_string(root.join("tests/queries.yaml")).unwrap();
    assert_eq!(
        after,
        format!(
            "{before}# 2 searches, 2 found nothing, last on 2026-11-03\n\
             - {{query: \"pause my plan\", expect: \"/refunds.md\", within: 1}}\n"
        )
    );
    let check = faqtory(root, &["check", "--format", "short"]);
    let said = String::from_utf8(check.stdout).unwrap();
    assert_eq!(check.status.code(), Some(1));
    assert!(
        said.contains("queries.yaml:4:")
            && said.contains("`pause my plan` must find `/refunds.md`"),
        "{said}"
    );
    faqtory(root, &gaps);
    assert_eq!(
        std::fs::read_to_string(root.join("tests/queries.yaml")).unwrap(),
        after,
        "nothing is added twice"
    );
    put(root, "tests/queries.yaml", "{query: refund}\n");
    assert_eq!(faqtory(root, &gaps).status.code(), Some(2), "what is no list stays as it is");
}

#[test]
fn formats_are_for_people_and_machines() {
    let folder = knowledge_base();
    let root = folder.path();
    put(root, "events.ndjson", &story());
    let run = |format: &str| {
        let output = faqtory(root, &["report", "--events", "events.ndjson", "--format", format]);
        (output.status.code(), String::from_utf8(output.stdout).unwrap())
    };
    let (_, short) = run("short");
    assert!(
        short.contains("gap: `pause my plan`: 2 searches, 2 found nothing; read next: /refunds/\n"),
        "{short}"
    );
    assert!(
        short.contains(
            "content/refunds.md: overdue: /refunds/ should have been reviewed by 2026-04-05\n"
        ),
        "{short}"
    );
    let (_, github) = run("github");
    assert!(
        github.contains("::notice title=faqtory weak-article,file=content/refunds.md::/refunds/"),
        "{github}"
    );
    assert_eq!(run("sarif").0, Some(2));
    assert!(!root.join("report.html").exists());
    let missing = faqtory(root, &["report", "--events", "no.ndjson"]);
    assert_eq!(missing.status.code(), Some(3));
    assert_eq!(faqtory(root, &["report"]).status.code(), Some(2));
    let elsewhere = tempfile::tempdir().unwrap();
    put(elsewhere.path(), "events.ndjson", &story());
    let report = report(elsewhere.path(), &[]);
    assert_eq!(
        report["articles"][0]["title"], "/support/refunds/",
        "without a knowledge base there are addresses"
    );
}
