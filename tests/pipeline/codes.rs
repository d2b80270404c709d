//! Every diagnostic has a case and a page in the documentation.

use std::collections::BTreeSet;

use faqtory::diag::CODES;

use super::case::Kind;
use super::{cases, repository};

/// Codes that no build of a source tree raises, and where their tests are.
const ELSEWHERE: &[&str] = &[
    "reads-badly-aloud", // only an export checks what is said: exports.rs
    "too-long-to-say",
    "internal", // a panic that the commands catch: no input is known that raises it
];

#[test]
fn every_code_has_a_case() {
    let mut seen: BTreeSet<String> = ELSEWHERE.iter().map(|name| (*name).to_owned()).collect();
    for file in cases::files() {
        let case = cases::read(&file).expect("every_case_holds reports unreadable cases");
        for section in case.sections.iter().filter(|section| section.kind == Kind::Diagnostics) {
            seen.extend(section.body.lines().filter_map(code_of).map(str::to_owned));
        }
    }
    let missing: Vec<&str> =
        CODES.iter().map(|code| code.name).filter(|name| !seen.contains(*name)).collect();
    assert!(missing.is_empty(), "no case of tests/cases/ shows {}", missing.join(", "));
}

/// The code of a diagnostic in the format `short`.
fn code_of(line: &str) -> Option<&str> {
    let (_, rest) = line.split_once('[')?;
    rest.split(']').next()
}

#[test]
fn every_code_has_a_page() {
    let page = |name: &str| repository(&format!("docs/content/diagnostics/{name}.md"));
    let missing: Vec<&str> =
        CODES.iter().map(|code| code.name).filter(|name| !page(name).is_file()).collect();
    assert!(missing.is_empty(), "docs/content/diagnostics/ has no page for {}", missing.join(", "));
}
