//! `faqtory i18n` on a folder.

use std::fs;

use tempfile::TempDir;

use super::{end_of, faqtory, put};

const CONFIG: &str =
    "title: Help\nlanguages: [{code: en, name: English}, {code: de, name: Deutsch}]\n";

fn help() -> TempDir {
    let folder = TempDir::new().unwrap();
    put(folder.path(), "faqtory.yaml", CONFIG);
    put(folder.path(), "content/a b.md", "---\ntitle: One\n---\nFirst *word*.\n");
    put(folder.path(), "content/c.md", "# Two\n");
    put(folder.path(), "content/draft.md", "---\ntitle: Draft\ndraft: true\n---\n");
    put(folder.path(), "content/de/c.md", "# Zwei\r\n");
    folder
}

fn out(folder: &TempDir, arguments: &[&str]) -> (Option<i32>, String) {
    let output = faqtory(folder.path(), arguments);
    (output.status.code(), String::from_utf8_lossy(&output.stdout).into_owned())
}

#[test]
fn status_counts_what_is_to_be_done() {
    let folder = help();
    let (code, json) = out(&folder, &["i18n", "status", "--json"]);
    let status: serde_json::Value = serde_json::from_str(&json).unwrap();
    let german = &status["languages"][0];
    assert_eq!(code, Some(0));
    assert_eq!((&german["articles"], &german["translated"]), (&2.into(), &1.into()));
    assert_eq!(german["missing"], serde_json::json!(["content/a b.md"]));
    assert_eq!(german["missing_words"], 3);
    assert_eq!(german["unacknowledged"], serde_json::json!(["content/de/c.md"]));
    let (code, table) = out(&folder, &["i18n", "status", "de", "--missing", "--outdated"]);
    assert_eq!(code, Some(0));
    assert!(table.contains("1 of 2") && table.contains("  content/a b.md\n"), "{table}");
}

#[test]
fn acknowledged_translations_become_outdated_when_their_source_changes() {
    let folder = help();
    let (code, said) = end_of(&faqtory(folder.path(), &["i18n", "ack", "content/de/c.md"]));
    assert_eq!((code, said.contains("1 acknowledged, 0 already were")), (Some(0), true), "{said}");
    let text = fs::read_to_string(folder.path().join("content/de/c.md")).unwrap();
    assert!(text.starts_with("---\r\ntranslated_from: \"") && text.ends_with("---\r\n# Zwei\r\n"));
    let (code, said) = end_of(&faqtory(folder.path(), &["i18n", "ack", "--all"]));
    assert_eq!((code, said.contains("0 acknowledged, 1 already were")), (Some(0), true), "{said}");
    assert_eq!(out(&folder, &["check", "--strict"]).0, Some(0));
    put(folder.path(), "content/c.md", "# Two and more\n");
    let (code, said) = out(&folder, &["check", "--strict", "--format", "short"]);
    assert_eq!((code, said.contains("[outdated-translation]")), (Some(1), true), "{said}");
}

#[test]
fn a_po_file_goes_out_and_comes_back() {
    let folder = help();
    let (code, said) = end_of(&faqtory(folder.path(), &["i18n", "export", "de", "-o", "de.po"]));
    assert_eq!((code, said.contains("3 messages")), (Some(0), true), "{said}");
    let file = folder.path().join("de.po");
    let po = fs::read_to_string(&file).unwrap();
    assert!(po.contains("#: \u{2068}content/a b.md\u{2069}:2"), "{po}");
    assert!(po.contains("msgid \"Two\"\nmsgstr \"Zwei\"\n"), "{po}");
    let done = po
        .replace("msgid \"One\"\nmsgstr \"\"", "msgid \"One\"\nmsgstr \"Eins: gut\"")
        .replace("*word*.\"\nmsgstr \"\"", "*word*.\"\nmsgstr \"Erstes *Wort*.\"");
    fs::write(&file, done).unwrap();
    let (code, said) = out(&folder, &["i18n", "import", "de.po", "--dry-run"]);
    assert_eq!((code, said.contains("1 file would be written")), (Some(0), true), "{said}");
    assert!(!folder.path().join("content/de/a b.md").exists());
    assert_eq!(out(&folder, &["i18n", "import", "de.po"]).0, Some(0));
    let text = fs::read_to_string(folder.path().join("content/de/a b.md")).unwrap();
    assert!(text.starts_with("---\ntitle: \"Eins: gut\"\ntranslated_from: \""), "{text}");
    assert!(text.ends_with("---\nErstes *Wort*.\n"), "{text}");
    put(folder.path(), "content/de/c.md", "# Zwei, von Hand\n");
    let changed = fs::read_to_string(&file).unwrap().replace("\"Zwei\"", "\"Zwo\"");
    fs::write(&file, changed).unwrap();
    let (code, said) = out(&folder, &["i18n", "import", "de.po"]);
    assert_eq!((code, said.contains("changed after the export")), (Some(1), true), "{said}");
    assert_eq!(
        fs::read_to_string(folder.path().join("content/de/c.md")).unwrap(),
        "# Zwei, von Hand\n"
    );
}

#[test]
fn what_cannot_be_meant_is_refused() {
    let folder = help();
    put(folder.path(), "broken.po", "msgid \"a\"\nmsgstr \"b\n");
    put(folder.path(), "foreign.po", "msgid \"\"\nmsgstr \"Language: xx\\n\"\n");
    let refused: [(&[&str], i32); 7] = [
        (&["i18n", "status", "xx"], 2),
        (&["i18n", "export", "en"], 2),
        (&["i18n", "export", "de", "content/draft.md"], 2),
        (&["i18n", "ack", "content/c.md"], 2),
        (&["i18n", "ack"], 2),
        (&["i18n", "import", "foreign.po"], 2),
        (&["i18n", "import", "broken.po"], 1),
    ];
    for (arguments, code) in refused {
        let output = faqtory(folder.path(), arguments);
        assert_eq!(end_of(&output).0, Some(code), "{arguments:?}: {}", end_of(&output).1);
    }
    assert_eq!(out(&folder, &["i18n", "import", "nothing.po"]).0, Some(3));
}

#[cfg(unix)]
#[test]
fn nothing_is_written_through_a_link_out_of_the_folder() {
    let (folder, outside) = (help(), TempDir::new().unwrap());
    fs::remove_dir_all(folder.path().join("content/de")).unwrap();
    put(outside.path(), "c.md", "# Zwei\n");
    std::os::unix::fs::symlink(outside.path(), folder.path().join("content/de")).unwrap();
    std::os::unix::fs::symlink(outside.path(), folder.path().join("theme")).unwrap();
    assert_eq!(out(&folder, &["i18n", "export", "de", "-o", "de.po"]).0, Some(0));
    let file = folder.path().join("de.po");
    let po = fs::read_to_string(&file).unwrap();
    fs::write(&file, po.replace("msgid \"Two\"\nmsgstr \"\"", "msgid \"Two\"\nmsgstr \"Neu\""))
        .unwrap();
    let (code, said) = end_of(&faqtory(folder.path(), &["i18n", "import", "de.po", "--force"]));
    assert_eq!((code, said.contains("leads out of")), (Some(2), true), "{said}");
    let (code, said) = end_of(&faqtory(folder.path(), &["theme", "eject", "article.html"]));
    assert_eq!((code, said.contains("leads out of")), (Some(2), true), "{said}");
    assert_eq!(fs::read_to_string(outside.path().join("c.md")).unwrap(), "# Zwei\n");
    assert_eq!(fs::read_dir(outside.path()).unwrap().count(), 1);
}
