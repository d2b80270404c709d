//! Diagnostics in every format.

use std::sync::Arc;

use faqtory::diag::{self, Diagnostic, Diagnostics, Source, Span};
use faqtory::terminal::{Format, Volume, render};
use faqtory::tree::RelPath;

fn span(text: &str, part: &str) -> Span {
    let source = Arc::new(Source { path: RelPath::new("content/a, b.md"), text: text.to_owned() });
    let start = text.find(part).unwrap();
    Span::new(&source, start..start + part.len())
}

fn some() -> Diagnostics {
    let text = "# Title\n\nSee [it](./refnds.md) 100%.\n";
    let link =
        Diagnostic::new(diag::BROKEN_LINK, span(text, "./refnds.md"), "no page `./refnds.md`")
            .fix("did you mean `./refunds.md`?", "./refunds.md")
            .hint("links lead to files below content/");
    let mut diags = Diagnostics::default();
    diags.push(link);
    diags.push(Diagnostic::global(diag::NO_ARTICLES, "nothing to show"));
    diags.finish();
    diags
}

fn plain(diags: &Diagnostics, format: Format) -> String {
    let text = render(diags, format, Volume::Normal);
    let mut plain = String::new();
    let mut rest = text.as_str();
    while let Some((before, after)) = rest.split_once("\u{1b}[") {
        plain.push_str(before);
        rest = after.split_once('m').unwrap().1;
    }
    plain + rest
}

#[test]
fn people_see_the_line_the_place_and_the_ways_out() {
    let text = plain(&some(), Format::Human);
    for part in [
        "error[broken-link]: no page `./refnds.md`",
        "content/a, b.md:3:10",
        "See [it](./refnds.md) 100%.",
        "^^^^^^^^^^^",
        "help: links lead to files below content/",
        "did you mean `./refunds.md`?",
        "warning[no-articles]: nothing to show",
    ] {
        assert!(text.contains(part), "{part} is not in:\n{text}");
    }
}

#[test]
fn one_line_each_for_editors() {
    let expected = "warning[no-articles]: nothing to show\n\
                    content/a, b.md:3:10: error[broken-link]: no page `./refnds.md`\n";
    assert_eq!(plain(&some(), Format::Short), expected);
}

#[test]
fn json_holds_place_hints_and_replacement() {
    let text = plain(&some(), Format::Json);
    let lines: Vec<serde_json::Value> =
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), 2);
    let link = &lines[1];
    assert_eq!((&link["code"], &link["severity"]), (&"broken-link".into(), &"error".into()));
    assert_eq!(
        (&link["line"], &link["column"], &link["end_column"]),
        (&3.into(), &10.into(), &21.into())
    );
    assert_eq!(link["replacement"]["text"], "./refunds.md");
    assert!(lines[0]["path"].is_null());
}

#[test]
fn github_annotations_escape_what_would_end_them() {
    let text = plain(&some(), Format::Github);
    let annotation = text.lines().find(|line| line.starts_with("::error")).unwrap();
    assert!(annotation.contains("file=content/a%2C b.md,line=3,endLine=3,col=10,endColumn=20"));
    assert!(annotation.contains("%0Ahelp: links lead"));
}

#[test]
fn reports_are_documents_also_when_empty() {
    for diags in [some(), Diagnostics::default()] {
        for format in [Format::Sarif, Format::Gitlab] {
            let text = plain(&diags, format);
            serde_json::from_str::<serde_json::Value>(&text).unwrap();
        }
        assert!(plain(&diags, Format::Junit).ends_with("</testsuites>\n"));
    }
}

#[test]
fn content_cannot_steer_the_terminal() {
    let text = "a \u{1b}]0;owned\u{7} [x](y\u{1b}[31m) \u{202e}z\n";
    let mut diags = Diagnostics::default();
    diags.push(Diagnostic::new(diag::BROKEN_LINK, span(text, "y\u{1b}[31m"), "no `y\u{1b}[31m`\n"));
    for format in [Format::Short, Format::Github, Format::Junit] {
        assert!(!render(&diags, format, Volume::Normal).contains(['\u{1b}', '\u{202e}']));
    }
    let human = plain(&diags, Format::Human);
    assert!(!human.contains(['\u{7}', '\u{202e}']) && human.contains("owned"), "{human}");
}

#[test]
fn a_long_line_is_shown_around_the_place() {
    let text = format!("{}HERE{}", "x".repeat(1_000_000), "y".repeat(1_000_000));
    let mut diags = Diagnostics::default();
    diags.push(Diagnostic::new(diag::BROKEN_LINK, span(&text, "HERE"), "there"));
    let human = plain(&diags, Format::Human);
    assert!(human.contains("xHEREy") && human.len() < 2_000, "{}", human.len());
    assert!(human.contains(":1:1000001"), "{human}");
}

#[test]
fn repetitions_are_counted() {
    let mut diags = Diagnostics::default();
    for line in 0..50 {
        let text = format!("{}key: 1", "\n".repeat(line));
        diags.push(Diagnostic::new(diag::FOREIGN_KEY, span(&text, "key"), "unknown `key`"));
        diags.push(Diagnostic::new(diag::BROKEN_LINK, span(&text, "key"), "nothing"));
    }
    let text = plain(&diags, Format::Human);
    assert_eq!(text.matches("warning[foreign-key]").count(), 20);
    assert_eq!(text.matches("error[broken-link]").count(), 50, "errors are all shown");
    assert!(text.contains("30 more `foreign-key`"), "{text}");
    assert_eq!(render(&diags, Format::Short, Volume::Normal).lines().count(), 100);
}
