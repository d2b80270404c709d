//! Help codes: what they name, what they survive, and the table that the browser's side is tested
//! against.

use std::collections::BTreeSet;

use faqtory::article::tree::{MAX_RANK, Path, Tree};
use faqtory::kb::help_code::{Wrong, article_part, decode, encode, place, spot};
use faqtory::tree::{Content, RelPath, SourceFile, SourceTree};
use faqtory::{Cache, Linked};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::{options, repository};

const TREE: &str = "---
title: Bike
kind: troubleshooter
---
## Does it open?

- [Yes](#good-ride)
- [No](#which-code)
- [It is gone](other.md)

## Which code?

- [L-101](#roll-it-back)
- [None](#ask-us)
- [I have not looked](#does-it-open)

## Roll it back

- [It opened](#good-ride)
- [No](#ask-us)
- [Another code now](#which-code)

## Good ride

> [!SOLVED]
> Enjoy it.

## Ask us

> [!CONTACT]
> Call us.
";

const HOWTO: &str = "---
title: Steps
kind: howto
---
1. First.
2. Second.
3. Third.
";

/// Ten nodes, each of which leads to all others: far more paths than there are ranks.
fn dense() -> String {
    let mut text = String::from("---\ntitle: Dense\nkind: troubleshooter\n---\n");
    for node in 0..10 {
        text.push_str(&format!("## Node {node}\n\nText.\n\n"));
        for other in (0..10).filter(|other| *other != node) {
            text.push_str(&format!("- [To {other}](#node-{other})\n"));
        }
        text.push_str("- [Out](other.md)\n\n");
    }
    text
}

fn fixture() -> SourceTree {
    let files = [
        ("content/guide/bike.md", TREE.to_owned()),
        ("content/de/guide/bike.md", TREE.to_owned()),
        ("content/guide/steps.md", HOWTO.to_owned()),
        ("content/guide/dense.md", dense()),
        ("content/guide/other.md", "# Other\n\n## One\n\n### In one\n\n## Two\n".to_owned()),
        ("content/Größe 1.md", "# Größe\n\n## Eins\n".to_owned()),
        ("faqtory.yaml", "title: Codes\nlanguages:\n  - {code: en}\n  - {code: de}\n".to_owned()),
    ];
    let mut tree = SourceTree::default();
    for (path, text) in files {
        let bytes = text.into_bytes().into();
        tree.files.insert(RelPath::new(path), SourceFile::Loaded(bytes));
    }
    tree
}

fn ids(tree: &Tree, path: &Path) -> Vec<String> {
    path.nodes.iter().map(|node| tree.nodes[*node].id.clone()).collect()
}

/// Some paths of a tree with their ranks, and one that is too long to have its own.
fn ranks(tree: &Tree) -> Vec<Value> {
    let paths = tree.paths();
    let step = (paths.len() / 12).max(1);
    let row = |(rank, path): (usize, &Path)| json!({ "rank": rank, "nodes": ids(tree, path), "choices": path.choices });
    let mut rows: Vec<Value> =
        paths.iter().enumerate().filter(|(rank, _)| rank % step == 0).map(row).collect();
    rows.extend(paths.iter().enumerate().next_back().map(row));
    if paths.len() > MAX_RANK {
        // On from the last one to a node that it has not passed: the rank stays.
        let last = &paths[MAX_RANK];
        let at = *last.nodes.last().expect("a path has a node");
        let mut next = tree.nodes[at].choices.iter().enumerate().filter_map(|(number, choice)| {
            let faqtory::article::tree::Destination::Node(node) = choice.to else { return None };
            (!last.nodes.contains(&node)).then_some((number, node))
        });
        let (number, node) = next.next().expect("a node that was not passed");
        let longer = Path {
            nodes: last.nodes.iter().copied().chain([node]).collect(),
            choices: last.choices.iter().copied().chain([number]).collect(),
        };
        rows.push(row((MAX_RANK, &longer)));
    }
    rows
}

fn table() -> String {
    let source = fixture();
    let (Linked { config, kb, .. }, _) = faqtory::read(&source, &options(), &mut Cache::default());
    let (site, _) = faqtory::build(&source, &options(), &mut Cache::default());
    let file = |path: &str| match site.files.get(path) {
        Some(Content::Bytes(bytes)) => {
            serde_json::from_slice::<Value>(bytes).unwrap_or_else(|error| panic!("{path}: {error}"))
        }
        _ => panic!("no {path}"),
    };
    let mut articles = Vec::new();
    for entry in &kb.locales[0].articles {
        let article = &entry.page.article;
        let part = kb.help_codes.article(article.path(), &config).expect("each has a code");
        let mut places = vec![json!({ "place": 0, "code": encode(part, 0), "anchor": null })];
        let known = (1..4).filter_map(|number| Some((number, spot(article, number)?)));
        places.extend(known.map(|(number, spot)| json!({ "place": number, "code": encode(part, number), "anchor": spot.anchor, "title": spot.title, "path": spot.path })));
        let mut row = json!({ "path": article.path().below("content"), "article": part, "url": entry.page.url, "places": places });
        if let Some(tree) = &article.body.tree {
            row["tree"] = file(&format!("{}tree.json", entry.page.url.trim_start_matches('/')));
            row["ranks"] = json!(ranks(tree));
        }
        articles.push(row);
    }
    let inputs = [
        "K7M2Q",
        "000000",
        "k7m-2qx",
        " o o o-0 0 0",
        "K7M2\u{2013}QXV4",
        "K7M-2QU",
        "",
        "K7M2QXV4K",
        "IL1-OO0",
    ];
    let code = encode("K7M2Q", 0);
    let place = encode("K7M2Q", MAX_RANK);
    let spoken = place.to_lowercase().replace('-', " ");
    let swapped = {
        let mut c: Vec<char> = code.replace('-', "").chars().collect();
        c.swap(0, 1);
        c.into_iter().collect::<String>()
    };
    let inputs = inputs.into_iter().chain([&*code, &*place, &*spoken, &*swapped]);
    let row = |input: &str| match decode(input) {
        Ok(code) => {
            json!({ "input": input, "article": code.article, "place": code.place, "code": encode(&code.article, code.place) })
        }
        Err(Wrong::Length(_)) => json!({ "input": input, "wrong": "length" }),
        Err(Wrong::Character(_)) => json!({ "input": input, "wrong": "character" }),
        Err(Wrong::Check) => json!({ "input": input, "wrong": "check" }),
    };
    let value = json!({
        "about": "Written by tests/pipeline/help_codes.rs: UPDATE_CASES=1 cargo test --test main help_codes",
        "inputs": inputs.map(row).collect::<Vec<Value>>(),
        "codes": file("_faqtory/help-codes.json"),
        "articles": articles,
    });
    format!("{}\n", serde_json::to_string_pretty(&value).expect("JSON"))
}

#[test]
fn browser_has_the_same_help_codes() {
    let path = repository("tests/browser/help-codes.json");
    let table = table();
    if std::env::var_os("UPDATE_CASES").is_some() {
        std::fs::write(&path, &table).expect("the table can be written");
    }
    let known = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(table == known, "run UPDATE_CASES=1 cargo test --test main help_codes");
}

#[test]
fn translations_share_their_code() {
    let source = fixture();
    let (Linked { config, kb, .. }, _) = faqtory::read(&source, &options(), &mut Cache::default());
    let part = |path: &str| kb.help_codes.article(&RelPath::new(path), &config);
    assert_eq!(part("content/guide/bike.md"), part("content/de/guide/bike.md"));
    let code = part("content/guide/bike.md").expect("it has a code");
    let url = |locale: usize| {
        let locale = &kb.locales[locale];
        kb.help_codes.find(code, locale, &config).map(|id| locale.article(id).page.url.clone())
    };
    assert_eq!(url(0).as_deref(), Some("/guide/bike/"));
    assert_eq!(url(1).as_deref(), Some("/de/guide/bike/"));
}

#[test]
fn places_lead_to_themselves() {
    let source = fixture();
    let (Linked { kb, .. }, _) = faqtory::read(&source, &options(), &mut Cache::default());
    let mut seen = 0;
    for entry in &kb.locales[0].articles {
        let article = &entry.page.article;
        let anchors: BTreeSet<String> =
            (1..20).filter_map(|number| spot(article, number)).map(|spot| spot.anchor).collect();
        for anchor in anchors {
            let number = place(article, &anchor).expect("an anchor that a code names has a number");
            assert_eq!(spot(article, number).map(|spot| spot.anchor), Some(anchor));
            seen += 1;
        }
    }
    assert!(seen > 15, "{seen}");
}

/// A character of a code that is another one.
fn other(c: char) -> char {
    if c == '7' { '8' } else { '7' }
}

proptest! {
    #[test]
    fn codes_survive_the_way_there_and_back(path in ".{1,40}", number in 0..=MAX_RANK) {
        let article = article_part(&path, 0);
        let code = encode(&article, number);
        let spoken = code.to_lowercase().replace('-', " ").replace('0', "o").replace('1', "l");
        let read = decode(&spoken).expect("a code can be read");
        prop_assert_eq!((read.article, read.place), (article, number));
    }

    #[test]
    fn one_wrong_character_is_found(path in ".{1,40}", number in 0..=MAX_RANK, at in 0..6_usize) {
        let code = encode(&article_part(&path, 0), number).replace('-', "");
        let wrong: String =
            code.chars().enumerate().map(|(i, c)| if i == at { other(c) } else { c }).collect();
        prop_assert_eq!(decode(&wrong), Err(Wrong::Check));
    }
}
