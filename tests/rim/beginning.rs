//! `faqtory new`: first drafts.

use super::{end_of, faqtory, put};

const KINDS: [&str; 7] = ["article", "faq", "howto", "troubleshooter", "policy", "notice", "fix"];

#[test]
fn a_draft_of_every_kind_builds_without_a_problem() {
    let folder = tempfile::tempdir().unwrap();
    put(folder.path(), "faqtory.yaml", "title: Help\n");
    put(folder.path(), "content/pay/_index.md", "---\ntitle: Pay\n---\n");
    put(folder.path(), "content/pay/a.md", "# A\n\nText.\n");
    for kind in KINDS {
        let title = format!("Why: does \"{kind}\" # fail?");
        let made = faqtory(folder.path(), &["new", kind, &title, "--category", "pay"]);
        assert_eq!(end_of(&made).0, Some(0), "{}", end_of(&made).1);
    }
    let public = faqtory(folder.path(), &["build"]);
    assert_eq!(end_of(&public).0, Some(0), "{}", end_of(&public).1);
    let site = folder.path().join("public/pay");
    assert!(site.join("a/index.html").exists());
    assert!(!site.join("why-does-faq-fail").exists(), "a draft stays private");
    let checked = faqtory(folder.path(), &["check", "--drafts", "--strict"]);
    assert_eq!(end_of(&checked).0, Some(0), "{}", end_of(&checked).1);
    faqtory(folder.path(), &["build", "--drafts"]);
    for kind in KINDS {
        let page = site.join(format!("why-does-{kind}-fail/index.html"));
        let html = std::fs::read_to_string(&page).unwrap_or_default();
        let title = format!("Why: does &quot;{kind}&quot; # fail?");
        assert!(html.contains(&title) && !html.contains("&lt;!--"), "{kind}: {html}");
    }
}

#[test]
fn nothing_is_overwritten_and_no_category_misspelt() {
    let folder = tempfile::tempdir().unwrap();
    put(folder.path(), "faqtory.yaml", "title: Help\nlanguages: [{code: en}, {code: de}]\n");
    put(folder.path(), "content/billing/refunds.md", "# Mine\n");
    let run = |arguments: &[&str]| end_of(&faqtory(folder.path(), arguments));
    let (code, text) = run(&["new", "faq", "Refunds", "--category", "billing"]);
    assert_eq!(code, Some(2), "{text}");
    assert!(text.contains("`content/billing/refunds.md` is there already"), "{text}");
    let kept = std::fs::read_to_string(folder.path().join("content/billing/refunds.md")).unwrap();
    assert_eq!(kept, "# Mine\n");
    let (code, text) = run(&["new", "faq", "Invoices", "--category", "biling"]);
    assert_eq!(code, Some(2));
    assert!(text.contains("did you mean `billing`?"), "{text}");
    let (code, text) = run(&["new", "faq", "Out", "--category", "../elsewhere"]);
    assert_eq!(code, Some(2), "{text}");
    assert!(!folder.path().parent().unwrap().join("elsewhere").exists());
    let (code, text) = run(&["new", "faq", "???"]);
    assert_eq!(code, Some(2), "{text}");
    let (code, text) = run(&["new", "faq", "Rechnung", "--category", "geld", "--lang", "de"]);
    assert_eq!(code, Some(0), "{text}");
    assert!(text.contains("`content/de/geld/_index.md`"), "{text}");
    assert!(folder.path().join("content/de/geld/rechnung.md").exists());
    let (code, text) = run(&["new", "faq", "Facture", "--lang", "fr"]);
    assert_eq!(code, Some(2));
    assert!(text.contains("there is en, de"), "{text}");
}
