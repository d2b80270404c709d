//! Every file of `tests/cases/` holds.

use std::fmt::Write;
use std::path::PathBuf;

use faqtory::Cache;
use rayon::prelude::*;

use super::case::{Case, Kind, Section};
use super::diff::diff;
use super::outcome::Outcome;
use super::repository;

/// Every case file, in order of name.
pub(super) fn files() -> Vec<PathBuf> {
    let entries = std::fs::read_dir(repository("tests/cases")).expect("the folder of cases");
    let mut files: Vec<PathBuf> = entries
        .map(|entry| entry.expect("an entry of the folder of cases").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "txt"))
        .collect();
    files.sort();
    files
}

/// Reads a case file.
pub(super) fn read(file: &PathBuf) -> Result<Case, String> {
    let text = std::fs::read_to_string(file).map_err(|error| error.to_string())?;
    Case::parse(file.clone(), &text)
}

#[test]
fn every_case_holds() {
    let update = std::env::var_os("UPDATE_CASES").is_some();
    let files = files();
    assert!(!files.is_empty(), "there are no cases");
    let failures: Vec<String> = files.par_iter().filter_map(|file| failure(file, update)).collect();
    assert!(
        failures.is_empty(),
        "{} of {} cases fail\n\n{}\n\nIf the new output is right: UPDATE_CASES=1 cargo test --test main pipeline",
        failures.len(),
        files.len(),
        failures.join("\n\n")
    );
}

/// What is wrong with the case in `file`, for people.
fn failure(file: &PathBuf, update: bool) -> Option<String> {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let problems = match read(file) {
        Ok(case) => run(case, update),
        Err(error) => vec![error],
    };
    (!problems.is_empty()).then(|| format!("== {name}\n{}", problems.join("\n")))
}

fn run(mut case: Case, update: bool) -> Vec<String> {
    let tree = match case.tree() {
        Ok(tree) => tree,
        Err(error) => return vec![error],
    };
    let mut cache = Cache::default();
    let outcome = Outcome::warm(&tree, &case.options, &mut cache);
    let again = Outcome::warm(&tree, &case.options, &mut cache);
    let cold = Outcome::cold(&tree, &case.options);
    let mut problems: Vec<String> = [again, cold]
        .iter()
        .filter_map(|other| outcome.difference(other))
        .map(|what| format!("a second build is not the same: {what}"))
        .collect();
    if update {
        for section in &mut case.sections {
            rewrite(section, &outcome);
        }
        std::fs::write(&case.file, case.text()).expect("the case file can be written");
    }
    problems.extend(case.sections.iter().filter_map(|section| judge(section, &outcome)));
    problems
}

/// What an exact expectation is compared with; `None` for other sections.
fn exact(kind: &Kind, outcome: &Outcome) -> Option<String> {
    match kind {
        Kind::Diagnostics => Some(outcome.messages()),
        Kind::Hints => Some(outcome.hints()),
        Kind::File(path) => Some(outcome.file(path)),
        Kind::Files(pattern) => Some(outcome.files(pattern)),
        _ => None,
    }
}

/// Whether each line is as wanted.
fn agree(wanted: &str, actual: &str) -> bool {
    let (wanted, actual) = (wanted.trim_end(), actual.trim_end());
    wanted.lines().count() == actual.lines().count()
        && wanted.lines().zip(actual.lines()).all(|(wanted, actual)| like(wanted, actual))
}

/// Whether a line is as wanted, `[..]` standing for any text.
fn like(wanted: &str, actual: &str) -> bool {
    let Some((before, after)) = wanted.split_once("[..]") else { return wanted == actual };
    let Some(rest) = actual.strip_prefix(before) else { return false };
    let mut ends = rest.char_indices().map(|(at, _)| at).chain([rest.len()]);
    ends.any(|end| like(after, &rest[end..]))
}

fn rewrite(section: &mut Section, outcome: &Outcome) {
    if let Some(actual) = exact(&section.kind, outcome)
        && !agree(&section.body, &actual)
    {
        section.body = actual;
    }
}

fn judge(section: &Section, outcome: &Outcome) -> Option<String> {
    if let Some(actual) = exact(&section.kind, outcome) {
        let (wanted, actual) = (section.body.trim_end(), actual.trim_end());
        return (!agree(wanted, actual))
            .then(|| format!("  {:?}\n{}", section.kind, diff(wanted, actual)));
    }
    let lines = section.body.lines().filter(|line| !line.trim().is_empty());
    let mut problem = String::new();
    for line in lines {
        match &section.kind {
            Kind::Contains(path) if !outcome.contains(path, line) => {
                let _ = writeln!(problem, "  `{path}` must contain: {line}");
            }
            Kind::Absent(pattern) => {
                for place in outcome.places_of(line, pattern) {
                    let _ = writeln!(problem, "  `{place}` must not contain: {line}");
                }
            }
            _ => {}
        }
    }
    (!problem.is_empty()).then_some(problem)
}
