//! Articles to translators and back.

use faqtory::article::front_matter::bounds;
use faqtory::article::{parse_all, render_markdown};
use faqtory::author::translate::export::{export, pseudo};
use faqtory::author::translate::import::{Imported, Overwrite, import};
use faqtory::author::translate::po::{self, Message};
use faqtory::author::translate::{Versions, ack};
use faqtory::config;
use faqtory::diag::Diagnostics;
use faqtory::memo::Memo;
use faqtory::tree::{SourceFile, SourceTree};
use proptest::prelude::*;

use super::case::default_options;
use super::random;

const CONFIG: &str = "title: Help\nlanguages: [{code: en, name: E}, {code: de, name: D}]\n";

fn runs(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

fn tree(files: &[(&str, &str)]) -> SourceTree {
    let config = [("faqtory.yaml", CONFIG)];
    SourceTree::from_texts("help", config.into_iter().chain(files.iter().copied()))
}

fn messages(tree: &SourceTree) -> Vec<Message> {
    let messages = export(&Versions::read(tree), 1, &default_options(), |_| true);
    po::read(&po::write(&messages)).expect("what is written can be read")
}

/// Imports the file's messages, each translated by `translate`.
fn imported(tree: &SourceTree, translate: impl Fn(&Message) -> String) -> Vec<Imported> {
    let mut messages = messages(tree);
    for message in messages.iter_mut().filter(|message| !message.source.is_empty()) {
        message.translation = translate(message);
    }
    import(&Versions::read(tree), tree, (1, &messages), Overwrite::Always)
}

fn body(text: &str) -> &str {
    bounds(text).map_or(text, |(_, body_at)| &text[body_at..])
}

fn html(article: &str) -> String {
    render_markdown(body(article), str::to_owned)
}

/// The body as its page shows it: unlike [`html`], without the first heading, which is the title. A
/// file with both kinds of line ends comes back with one, and the parser makes two spaces of the two
/// characters of a Windows line end in code: browsers show both as one.
fn page(article: &str) -> String {
    let tree = tree(&[("content/a.md", article)]);
    let mut problems = Diagnostics::default();
    let config = config::load(&tree, &mut problems);
    let articles = parse_all(&tree, &config, &mut Memo::default(), &mut problems);
    let body = &articles[0].body;
    let target = |link: usize| body.links[link].target.clone();
    let html = body.html(target, |_| String::new(), str::to_owned);
    html.split([' ', '\t']).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

/// The article as it comes back when every text is translated by itself.
fn there_and_back(article: &str) -> Option<String> {
    let imported = imported(&tree(&[("content/a.md", article)]), |one| one.source.clone());
    imported.into_iter().next()?.text
}

fn same_page(article: &str) -> Result<(), TestCaseError> {
    if let Some(back) = there_and_back(article) {
        prop_assert_eq!(page(article), page(&back), "{}", back);
    }
    Ok(())
}

proptest! {
    #![proptest_config(runs(256))]

    #[test]
    fn any_message_is_read_as_it_was_written(
        strings in prop::collection::vec(("\\PC*|[\\x00-\\x7f\\n\"\\\\]*", "\\PC*|[\\x00-\\x7f\\n\"\\\\]*"), 1..4),
        context in prop::option::of("\\PC{0,8}"),
        previous in prop::option::of("[a-z\\n\"]{0,8}"),
    ) {
        let messages: Vec<Message> = strings
            .into_iter()
            .map(|(source, translation)| Message {
                flags: vec!["fuzzy".to_owned()],
                context: context.clone(),
                previous: previous.clone(),
                source,
                translation,
                ..Message::default()
            })
            .collect();
        prop_assert_eq!(po::read(&po::write(&messages)), Ok(messages));
    }

    #[test]
    fn a_sound_article_comes_back_as_the_same_page(tree in random::sound()) {
        for (path, file) in tree.files.iter().filter(|(path, _)| path.extension() == "md") {
            let SourceFile::Loaded(bytes) = file else { continue };
            if path.parent() == "content" {
                same_page(std::str::from_utf8(bytes).expect("text"))?;
            }
        }
    }

    #[test]
    fn any_article_comes_back_as_the_same_page(article in random::article()) {
        same_page(&article)?;
    }

    #[test]
    fn any_markdown_comes_back_as_the_same_page(body in random::soup()) {
        same_page(&format!("---\ntitle: T\n---\n{body}"))?;
    }

    #[test]
    fn no_text_changes_the_structure_of_an_article(texts in prop::collection::vec(random::soup(), 1..5)) {
        let article = "---\ntitle: T\n---\n## One\n\nText\nof two lines.\n\n- item\n- more\n\n| a | b |\n|---|---|\n| c | d |\n";
        let tree = tree(&[("content/a.md", article)]);
        let imported = imported(&tree, |one| texts[one.source.len() % texts.len()].clone());
        for text in imported.iter().filter_map(|one| one.text.as_ref()) {
            let html = html(text);
            for (tag, count) in [("<h2 ", 1), ("<li>", 2), ("<table>", 1), ("<tr>", 2), ("<h1", 0)] {
                prop_assert_eq!(html.matches(tag).count(), count, "{} in {}", tag, text);
            }
        }
    }

    #[test]
    fn acknowledging_changes_one_line(article in random::article()) {
        let tree = tree(&[("content/a.md", "# A\n"), ("content/de/a.md", &article)]);
        let versions = Versions::read(&tree);
        let (Some(source), Some(own)) = (versions.version(0, "a"), versions.version(1, "a")) else {
            return Ok(());
        };
        if let Ok(text) = ack::acknowledged(own, source) {
            let is_ours = |line: &&str| !line.starts_with("translated_from:") && line.trim() != "---";
            let lines = |text: &str| -> Vec<String> {
                text.split_inclusive('\n').filter(is_ours).map(str::to_owned).collect()
            };
            prop_assert_eq!(lines(&own.source.text), lines(&text));
        }
    }
}

const SOURCE: &str = "---
title: Refunds
description: Money back
aliases: [/old/]
questions:
  - get my money back
  - cancel
weight: 3
---
How it works.[^1]

## How long it takes

> [!NOTE]
> Three days,
> sometimes more.

:::details More
1. Open the *app*.
2. Tap **Refund**.
:::

| Card | Days |
|------|-----:|
| Visa | 3 |

```sh
echo no message
```

[^1]: Since May.
";

#[test]
fn a_translation_has_the_structure_of_its_source() {
    let tree = tree(&[("content/a.md", SOURCE)]);
    let imported = imported(&tree, |one| one.source.to_uppercase());
    let text = imported[0].text.clone().expect("it is new");
    let hash =
        text.lines().find_map(|line| line.strip_prefix("translated_from: ")).expect("a hash");
    let wanted = format!(
        "---
title: REFUNDS
description: MONEY BACK
questions:
  - GET MY MONEY BACK
  - CANCEL
weight: 3
translated_from: {hash}
---
HOW IT WORKS.[^1]

## HOW LONG IT TAKES {{#how-long-it-takes}}

> [!NOTE]
> THREE DAYS,
> SOMETIMES MORE.

:::details MORE
1. OPEN THE *APP*.
2. TAP **REFUND**.
:::

| CARD | DAYS |
|------|-----:|
| VISA | 3 |

```sh
echo no message
```

[^1]: SINCE MAY.
"
    );
    assert_eq!(text, wanted);
    assert_eq!((imported[0].untranslated, imported[0].misfits.len()), (0, 0));
}

#[test]
fn a_pseudo_translation_keeps_the_structure() {
    let tree = tree(&[("content/a.md", SOURCE)]);
    for code in ["en-XA", "ar-XB"] {
        let mut po = messages(&tree);
        pseudo(&mut po, code);
        let imported = import(&Versions::read(&tree), &tree, (1, &po), Overwrite::Never);
        assert_eq!(imported[0].misfits, Vec::<String>::new());
        let text = imported[0].text.as_deref().expect("it is new");
        assert!(!text.contains("Three days") && text.contains("echo no message"), "{text}");
    }
}

/// A source with a translation that has a `slug` of its own.
fn pair(translation: &str) -> SourceTree {
    let source = "---\ntitle: One\n---\nFirst.\n\n## Part\n\nSecond.\n";
    tree(&[("content/a.md", source), ("content/de/a.md", translation)])
}

const OWN: &str =
    "---\nslug: eins\ntitle: Eins # gut\n---\nErstens.\n\n## Teil {#part}\n\nZweitens.\n";

#[test]
fn an_export_holds_what_is_translated() {
    let found = messages(&pair(OWN));
    let texts: Vec<(&str, &str)> =
        found.iter().skip(1).map(|one| (one.source.as_str(), one.translation.as_str())).collect();
    let wanted =
        [("One", "Eins"), ("First.", "Erstens."), ("Part", "Teil"), ("Second.", "Zweitens.")];
    assert_eq!(texts, wanted);
    let inserted = OWN.replace("Zweitens", "Mehr.\n\nZweitens");
    let found = messages(&pair(&inserted));
    let texts: Vec<&str> = found.iter().skip(1).map(|one| one.translation.as_str()).collect();
    assert_eq!(texts, ["Eins", "Erstens.", "Teil", "Zweitens."], "more text unpairs nothing");
}

#[test]
fn what_was_not_translated_stays_as_it_was() {
    let tree = pair(OWN);
    let found =
        imported(
            &tree,
            |one| if one.source == "First." { "Zuerst.".into() } else { String::new() },
        );
    let text = found[0].text.clone().expect("it changed");
    assert_eq!(text, OWN.replace("Erstens", "Zuerst"));
    assert!(!found[0].is_acknowledged, "three texts are not translated");
}

/// What an import makes of an export in which `change` changed something.
fn changed(tree: &SourceTree, change: impl Fn(&mut Message), overwrite: Overwrite) -> Imported {
    let mut po = messages(tree);
    po.iter_mut().skip(1).for_each(change);
    import(&Versions::read(tree), tree, (1, &po), overwrite).remove(0)
}

fn translate(source: &'static str, translation: &'static str) -> impl Fn(&mut Message) {
    move |one| {
        if one.source == source {
            translation.clone_into(&mut one.translation);
            one.flags.clear();
        }
    }
}

#[test]
fn an_untouched_export_changes_nothing() {
    for own in [OWN, "---\ntitle: Eins\n---\nErstens.\n\nMehr.\n\n```\ncode\n```\n"] {
        let found = changed(&pair(own), |_| {}, Overwrite::Never);
        assert_eq!((found.text, found.refused), (None, None), "{own}");
    }
}

#[test]
fn a_new_paragraph_of_the_source_leaves_the_others_translated() {
    let source = "---\ntitle: One\n---\nFirst.\n\nA new and much longer paragraph of 5 words.\n\n## Part\n\nSecond.\n";
    let tree = tree(&[("content/a.md", source), ("content/de/a.md", OWN)]);
    let new = "A new and much longer paragraph of 5 words.";
    let found = changed(&tree, translate(new, "Ein neuer."), Overwrite::Never);
    let wanted = OWN.replace("Erstens.\n", "Erstens.\n\nEin neuer.\n");
    assert!(found.text.as_deref().is_some_and(|text| body(text) == body(&wanted)), "{found:?}");
}

#[test]
fn text_that_the_source_has_no_place_for_is_not_lost_silently() {
    for more in ["Mehr.", "```\nein Block\n```", "<div>Kasten</div>", "[x]: https://example.de"] {
        let own = OWN.replace("Zweitens", &format!("{more}\n\nZweitens"));
        let found = changed(&pair(&own), translate("First.", "Zuerst."), Overwrite::Never);
        let reason = found.refused.unwrap_or_default();
        assert!(reason.starts_with("1 text of it would be lost"), "{more}: {reason}");
        let forced = changed(&pair(&own), translate("First.", "Zuerst."), Overwrite::Always);
        assert!(forced.text.is_some_and(|text| text.contains("Zuerst.")), "{more}");
    }
}

#[test]
fn a_translation_may_have_tags_for_its_direction() {
    let own = OWN.replace("Zweitens", "<bdi dir=\"ltr\">Zwei</bdi> <kbd>tens</kbd>");
    let found = changed(&pair(&own), translate("First.", "<span>Zuerst</span>."), Overwrite::Never);
    assert_eq!(found.misfits, Vec::<String>::new());
    let text = found.text.expect("it changed");
    assert_eq!(body(&text), body(&own.replace("Erstens", "<span>Zuerst</span>")));
}

#[test]
fn the_old_text_stays_where_a_new_one_does_not_fit() {
    let own = OWN.replace("Zweitens.", "Zweitens <kbd>x</kbd>.");
    let found = changed(
        &pair(&own),
        |one| {
            translate("First.", "- Zuerst")(one);
            translate("One", "Neu")(one);
        },
        Overwrite::Never,
    );
    assert_eq!(found.misfits, ["First."]);
    assert_eq!(found.text.as_deref().map(body), Some(body(&own)));
}

#[test]
fn a_file_that_is_not_utf_8_is_never_overwritten() {
    let mut tree = pair(OWN);
    let bytes = b"---\ntitle: Gr\xfc\xdfe\n---\nErstens.\n".to_vec();
    tree.files
        .insert(faqtory::tree::RelPath::new("content/de/a.md"), SourceFile::Loaded(bytes.into()));
    for overwrite in [Overwrite::Never, Overwrite::Always] {
        let found = changed(&tree, translate("First.", "Zuerst."), overwrite);
        assert!(found.text.is_none() && found.refused.is_some(), "{found:?}");
    }
}

#[test]
fn a_new_file_waits_for_all_texts_of_its_body() {
    let tree = tree(&[("content/a.md", "---\ntitle: One\n---\nFirst.\n\nSecond.\n")]);
    let found = changed(&tree, translate("First.", "Zuerst."), Overwrite::Never);
    assert_eq!((found.text, found.missing, found.refused), (None, 1, None));
    let forced = changed(&tree, translate("First.", "Zuerst."), Overwrite::Always);
    let text = forced.text.expect("it is new");
    assert!(text.contains("Second.") && !text.contains("translated_from"), "{text}");
}

#[test]
fn a_file_that_changed_after_the_export_is_kept() {
    let mut po = messages(&pair(OWN));
    po[2].translation = "Zuerst.".to_owned();
    let changed = pair(&OWN.replace("Zweitens", "Danach"));
    let read = Versions::read(&changed);
    let refused = &import(&read, &changed, (1, &po), Overwrite::Never)[0];
    assert!(refused.text.is_none() && refused.refused.is_some(), "{refused:?}");
    let forced = &import(&read, &changed, (1, &po), Overwrite::Always)[0];
    assert!(forced.text.as_ref().is_some_and(|text| text.contains("Zuerst.")), "{forced:?}");
}

#[test]
fn fuzzy_messages_do_not_count() {
    let tree = pair(OWN);
    let mut po = messages(&tree);
    po[2].translation = "Zuerst.".to_owned();
    po[2].flags.push("fuzzy".to_owned());
    po[4].translation = "Danach.".to_owned();
    let one = &import(&Versions::read(&tree), &tree, (1, &po), Overwrite::Never)[0];
    let text = one.text.as_deref().expect("it changed");
    assert!(text.contains("Erstens.") && text.contains("Danach."), "{text}");
    assert!(!text.contains("translated_from"), "nobody said that it is up to date: {text}");
    assert_eq!(one.fuzzy, 1);
}

#[test]
fn acknowledging_twice_changes_nothing() {
    for own in [OWN, "# Eins\r\n", "\u{feff}---\r\ntitle: Eins\r\n---\r\nText\r\n"] {
        let tree = pair(own);
        let versions = Versions::read(&tree);
        let source = versions.version(0, "a").expect("the source");
        let first = ack::acknowledged(versions.version(1, "a").expect("it"), source).expect("text");
        assert!(first.contains("translated_from: \""), "{first}");
        assert_eq!(first.contains("\r\n"), own.contains("\r\n"), "{first:?}");
        let again = Versions::read(&pair(&first));
        let second = ack::acknowledged(again.version(1, "a").expect("it"), source);
        assert_eq!(second.as_ref(), Ok(&first));
    }
}

#[test]
fn what_readers_do_not_see_makes_no_translation_outdated() {
    let hash = |text: &str| {
        let tree = tree(&[("content/a.md", text), ("content/de/a.md", "# A")]);
        let versions = Versions::read(&tree);
        let both = (versions.version(1, "a"), versions.version(0, "a"));
        let (Some(own), Some(source)) = both else { return String::new() };
        ack::acknowledged(own, source).expect("text")
    };
    let plain = hash("---\ntitle: A\ntags: [x]\n---\nText.\n");
    let same = "\u{feff}---\r\nowner: me\r\ntags:\r\n  - x\r\nweight: 3\r\ntitle: \"A\"\r\n---\r\n\r\nText.  \r\n\r\n";
    assert_eq!(hash(same), plain);
    for other in
        ["---\ntitle: B\ntags: [x]\n---\nText.\n", "---\ntitle: A\ntags: [x]\n---\nText!\n"]
    {
        assert_ne!(hash(other), plain);
    }
}

#[test]
fn a_list_of_another_length_stays_until_all_of_it_is_translated() {
    let tree = tree(&[
        ("content/a.md", "---\ntitle: One\nkeywords: [a b, c d]\n---\n"),
        ("content/de/a.md", "---\ntitle: Eins\nkeywords: [x, y, z]\n---\n"),
    ]);
    let found = changed(
        &tree,
        |one| {
            translate("One", "Neu")(one);
            translate("a b", "v")(one);
        },
        Overwrite::Never,
    );
    assert!(found.text.is_some_and(|text| text.contains("keywords: [x, y, z]")));
    let all = |one: &mut Message| one.translation = format!("v {}", one.source);
    let found = changed(&tree, all, Overwrite::Never);
    assert!(found.text.is_some_and(|text| text.contains("keywords: [v a b, v c d]")));
}

#[test]
fn a_bar_in_a_cell_stays_in_its_cell() {
    let tree =
        tree(&[("content/a.md", "---\ntitle: T\n---\n| One | Two |\n|---|---|\n| c | d |\n")]);
    let all = |one: &mut Message| one.translation = format!("{} | `x|y` \\| z", one.source);
    let text = changed(&tree, all, Overwrite::Never).text.expect("it is new");
    assert!(text.contains("| One \\| `x\\|y` \\| z | Two"), "{text}");
}
