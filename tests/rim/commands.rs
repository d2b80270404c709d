//! Exit codes and what the commands say.

use tempfile::TempDir;

use super::{end_of, faqtory, put};

fn kb() -> TempDir {
    let folder = TempDir::new().unwrap();
    put(folder.path(), "faqtory.yaml", "title: Help\n");
    put(folder.path(), "content/_index.md", "---\ntitle: Help\n---\n");
    put(folder.path(), "content/money/_index.md", "---\ntitle: Money\n---\n");
    put(folder.path(), "content/money/refunds.md", "---\ntitle: Refunds\n---\nWithin 30 days.\n");
    folder
}

#[test]
fn wrong_usage_ends_with_2() {
    let folder = kb();
    let at = folder.path();
    for arguments in [
        &["buidl"][..],
        &["build", "--nonsense"],
        &["build", "no-such-folder"],
        &["build", "-o", "content"],
        &["build", "--config", "none.yaml"],
        &["build", "--at", "soon"],
        &["build", "-u", "help.example"],
        &["build", "-u", "javascript:alert(1)"],
        &["check", "--base-url", "https://help.example/\"><script>"],
        &["explain", "no-such-code-at-all"],
    ] {
        let (code, said) = end_of(&faqtory(at, arguments));
        assert_eq!(code, Some(2), "{arguments:?}: {said}");
        assert!(!said.is_empty());
    }
    let (_, said) = end_of(&faqtory(at, &["build", "-u", "help.example"]));
    assert!(said.contains("it must be an address such as"), "{said}");
}

#[test]
fn an_output_folder_of_somebody_else_is_left_alone() {
    let folder = kb();
    put(folder.path(), "public/mine.txt", "mine");
    let (code, said) = end_of(&faqtory(folder.path(), &["build"]));
    assert_eq!(code, Some(2), "{said}");
    assert!(said.contains("mine.txt"), "{said}");
}

#[test]
fn flags_go_before_and_after_the_command() {
    let folder = kb();
    let root = folder.path().to_str().unwrap();
    let elsewhere = TempDir::new().unwrap();
    for arguments in [
        &["-C", root, "build", "-q"][..],
        &["build", "-q", "--root", root],
        &["build", root, "--quiet"],
    ] {
        let (code, said) = end_of(&faqtory(elsewhere.path(), arguments));
        assert_eq!((code, said.as_str()), (Some(0), ""), "{arguments:?}");
        assert!(folder.path().join("public/_faqtory/manifest.json").is_file());
    }
}

#[test]
fn a_near_miss_of_a_code_is_answered_with_the_code() {
    let folder = kb();
    let (_, said) = end_of(&faqtory(folder.path(), &["explain", "brokenlink"]));
    assert!(said.contains("did you mean `broken-link`?"), "{said}");
    assert_eq!(faqtory(folder.path(), &["explain", "broken-link"]).status.code(), Some(0));
}

#[test]
fn help_codes_lead_there_and_back() {
    let folder = kb();
    let tree = "---\ntitle: No light\nkind: troubleshooter\n---\n## Is it on?\n\n- [Yes](#ask)\n- [No](#on)\n\n\
                ## Switch it on {#on}\n\n> [!SOLVED]\n> Do.\n\n## Ask us {#ask}\n\n> [!CONTACT]\n> Call.\n";
    put(folder.path(), "content/lamp.md", tree);
    let made = faqtory(folder.path(), &["code", "--for", "content/lamp.md#on"]);
    let code = String::from_utf8(made.stdout).unwrap().trim().to_owned();
    assert_eq!(code.len(), 9, "{code}");
    let read = faqtory(folder.path(), &["code", &code.to_lowercase().replace('-', " ")]);
    let read = String::from_utf8(read.stdout).unwrap();
    for part in ["No light › Switch it on", "/lamp/#on", "content/lamp.md", "Is it on? → No"] {
        assert!(read.contains(part), "{part} in {read}");
    }
    for wrong in [&["code", "ABC"][..], &["code", "U00000"], &["code", "000001"], &["code"]] {
        assert_eq!(faqtory(folder.path(), wrong).status.code(), Some(2), "{wrong:?}");
    }
    for gone in ["content/lamp.md#off", "content/gone.md"] {
        let (code, said) = end_of(&faqtory(folder.path(), &["code", "--for", gone]));
        assert!(code == Some(2) && said.contains("content/"), "{said}");
    }
}

#[test]
fn completions_know_the_commands() {
    let folder = kb();
    let output = faqtory(folder.path(), &["completions", "bash"]);
    assert!(String::from_utf8_lossy(&output.stdout).contains("serve"));
}

#[test]
fn init_keeps_what_is_there() {
    let folder = TempDir::new().unwrap();
    put(folder.path(), "faqtory.yaml", "title: Mine\n");
    for template in ["product", "faq", "internal"] {
        let (code, said) = end_of(&faqtory(folder.path(), &["init", "--template", template]));
        assert_eq!(code, Some(0), "{said}");
        assert!(said.contains("kept your `faqtory.yaml`") && said.contains("faqtory serve"));
    }
    let config = std::fs::read_to_string(folder.path().join("faqtory.yaml")).unwrap();
    assert_eq!(config, "title: Mine\n");
}

#[test]
fn a_started_knowledge_base_has_no_problem() {
    for template in ["product", "faq", "internal"] {
        let folder = TempDir::new().unwrap();
        let init = ["init", "help", "--template", template];
        assert_eq!(faqtory(folder.path(), &init).status.code(), Some(0));
        let output = faqtory(folder.path(), &["check", "help", "--strict", "--format", "short"]);
        let problems = String::from_utf8_lossy(&output.stdout);
        assert_eq!((output.status.code(), &*problems), (Some(0), ""), "{template}");
    }
}
