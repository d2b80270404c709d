//! `faqtory theme`.

use std::fs;

use serde_json::Value;
use tempfile::TempDir;

use super::{end_of, faqtory, put};

fn kb() -> TempDir {
    let folder = TempDir::new().unwrap();
    put(folder.path(), "faqtory.yaml", "title: Help\n");
    put(folder.path(), "content/refunds.md", "# Refunds\n\n## When\n\nSoon.\n");
    folder
}

fn said(folder: &TempDir, arguments: &[&str]) -> String {
    let output = faqtory(folder.path(), arguments);
    assert_eq!(output.status.code(), Some(0), "{arguments:?}: {}", end_of(&output).1);
    String::from_utf8(output.stdout).unwrap()
}

/// The state of a file by its name.
fn state(folder: &TempDir, name: &str) -> String {
    let all: Value = serde_json::from_str(&said(folder, &["theme", "list", "--json"])).unwrap();
    let entry = all.as_array().unwrap().iter().find(|entry| entry["name"] == name).unwrap();
    entry["state"].as_str().unwrap().to_owned()
}

#[test]
fn a_copy_of_any_kind_of_file_changes_nothing() {
    let folder = kb();
    said(&folder, &["build", "-q", "-o", "before"]);
    let names = [
        ("article", "templates/article.html"),
        ("base.html", "templates/base.html"),
        ("parts/card", "templates/parts/card.html"),
        ("css/10-tokens.css", "css/10-tokens.css"),
        ("js/tabs.js", "js/tabs.js"),
        ("icons/bike", "icons/bike.svg"),
        ("i18n/en", "i18n/en.yaml"),
        ("theme/favicon.svg", "favicon.svg"),
    ];
    for (name, path) in names {
        let (code, said) = end_of(&faqtory(folder.path(), &["theme", "eject", name]));
        assert_eq!(code, Some(0), "{said}");
        let copy = fs::read_to_string(folder.path().join("theme").join(path)).unwrap();
        assert!(copy.lines().next().unwrap().contains("Copied from faqtory"), "{copy}");
        assert!(said.contains("instead of the built-in"), "{said}");
    }
    let output = faqtory(folder.path(), &["build", "--strict", "-o", "after"]);
    assert_eq!(output.status.code(), Some(0), "{}", end_of(&output).1);
    for page in ["index.html", "refunds/index.html", "404.html"] {
        // A script's name changes with the line in it, and so does that of the favicon.
        let read = |site: &str| fs::read_to_string(folder.path().join(site).join(page)).unwrap();
        let plain = |html: String| {
            html.lines().filter(|line| !line.contains("/assets/")).collect::<String>()
        };
        assert_eq!(plain(read("before")), plain(read("after")), "{page}");
    }
}

#[test]
fn a_file_that_is_there_is_never_overwritten() {
    let folder = kb();
    put(folder.path(), "theme/templates/article.html", "mine");
    let (code, said) = end_of(&faqtory(folder.path(), &["theme", "eject", "article"]));
    assert_eq!(code, Some(2), "{said}");
    assert!(said.contains("exists already"), "{said}");
    let path = folder.path().join("theme/templates/article.html");
    assert_eq!(fs::read_to_string(path).unwrap(), "mine");
}

#[test]
fn a_near_miss_is_answered_with_the_name() {
    let folder = kb();
    for (wrong, right) in [
        ("artcle", "article"),
        ("brand", "parts/brand"),
        ("icons/bikes", "icons/bike"),
        ("tokens", "css/10-tokens.css"),
        ("parts/cards", "parts/card"),
    ] {
        for command in ["eject", "show"] {
            let (code, said) = end_of(&faqtory(folder.path(), &["theme", command, wrong]));
            assert_eq!(code, Some(2), "{said}");
            assert!(said.contains(&format!("did you mean `{right}`?")), "{wrong}: {said}");
        }
    }
    let (_, said) = end_of(&faqtory(folder.path(), &["theme", "show", "card"]));
    assert!(said.contains("did you mean `icons/card` or `parts/card`?"), "{said}");
    let (code, said) = end_of(&faqtory(folder.path(), &["theme", "eject", "js/client.js"]));
    assert_eq!(code, Some(2), "{said}");
    assert!(said.contains("search engine") && !folder.path().join("theme").exists(), "{said}");
}

#[test]
fn the_list_says_how_each_file_stands_to_the_built_in_one() {
    let folder = kb();
    assert!(said(&folder, &["theme", "list"]).contains("all built in"));
    for name in ["article", "parts/card", "css/10-tokens.css"] {
        said(&folder, &["theme", "eject", name]);
    }
    let path = folder.path().join("theme/templates/parts/card.html");
    let card = fs::read_to_string(&path).unwrap();
    fs::write(&path, format!("{card}<!-- mine -->\n")).unwrap();
    let tokens = folder.path().join("theme/css/10-tokens.css");
    let old = fs::read_to_string(&tokens).unwrap();
    let (version, rest) = old.split_once(", ").unwrap();
    fs::write(&tokens, format!("{version}, 0123456789{}", &rest[10..])).unwrap();
    put(folder.path(), "theme/templates/home.html", "{% extends \"builtin/home.html\" %}\n");
    put(folder.path(), "theme/templates/parts/footer.html", "<footer></footer>\n");
    put(folder.path(), "theme/css/brand.css", "");
    for (name, expected) in [
        ("article", "unchanged"),
        ("parts/card", "changed"),
        ("css/10-tokens.css", "outdated"),
        ("home", "extends"),
        ("parts/footer", "replaces"),
        ("css/brand.css", "added"),
        ("base", "built-in"),
    ] {
        assert_eq!(state(&folder, name), expected, "{name}");
    }
    let own = said(&folder, &["theme", "list"]);
    assert!(own.contains("css/brand.css") && !own.contains("icons/bike"), "{own}");
    assert!(said(&folder, &["theme", "list", "--all"]).contains("icons/bike"));
    let (code, _) = end_of(&faqtory(folder.path(), &["check", "--strict"]));
    assert_eq!(code, Some(1), "check reports the copy whose built-in file has changed");
    let problems = faqtory(folder.path(), &["check", "--format", "short"]);
    let problems = String::from_utf8_lossy(&problems.stdout).into_owned();
    assert_eq!(problems.matches("[outdated-copy]").count(), 1, "{problems}");
}

#[test]
fn what_is_shown_is_what_is_built_in() {
    let folder = kb();
    said(&folder, &["theme", "eject", "parts/card"]);
    let copy = fs::read_to_string(folder.path().join("theme/templates/parts/card.html")).unwrap();
    let (_, below) = copy.split_once('\n').unwrap();
    assert_eq!(said(&folder, &["theme", "show", "parts/card"]), below);
}

#[test]
fn a_folder_without_a_config_has_no_theme_of_its_own() {
    let folder = TempDir::new().unwrap();
    put(folder.path(), "notes.md", "# Notes\n");
    let (code, said) = end_of(&faqtory(folder.path(), &["theme", "eject", "article"]));
    assert_eq!(code, Some(2), "{said}");
    assert!(said.contains("faqtory.yaml") && !folder.path().join("theme").exists(), "{said}");
}
