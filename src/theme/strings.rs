//! Texts of the interface: `i18n/<lang>.yaml`, flat keys, English where a language has none.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Files;
use crate::config::Language;
use crate::diag::{self, Diagnostic, Diagnostics, Source, did_you_mean};
use crate::tree::RelPath;
use crate::yaml::{Fields, scalar_text};

/// Texts by key.
pub type Strings = BTreeMap<String, String>;

const FALLBACK: &str = "i18n/en.yaml";

/// The texts of each language.
pub(super) fn load(
    files: &Files<'_>,
    languages: &[Language],
    diags: &mut Diagnostics,
) -> BTreeMap<String, Strings> {
    let english =
        super::builtin_file(FALLBACK).map(|bytes| read(FALLBACK, bytes).0).unwrap_or_default();
    let mut all = BTreeMap::new();
    for language in languages {
        let mut strings = english.clone();
        let short = language.code.split('-').next().unwrap_or_default();
        for code in [short, language.code.as_str()] {
            let path = format!("i18n/{code}.yaml");
            let Some(bytes) = files.get(&path) else { continue };
            let (found, mut problems) = read(&path, bytes);
            problems.extend(
                found
                    .keys()
                    .filter(|key| !english.contains_key(*key))
                    .map(|key| unknown(&path, bytes, key, &english)),
            );
            diags.extend(problems);
            strings.extend(found);
        }
        all.insert(language.code.clone(), strings);
    }
    all
}

fn source(path: &str, bytes: &[u8]) -> Arc<Source> {
    let text = String::from_utf8_lossy(bytes).into_owned();
    Arc::new(Source { path: RelPath::new(&format!("theme/{path}")), text })
}

fn read(path: &str, bytes: &[u8]) -> (Strings, Vec<Diagnostic>) {
    let source = source(path, bytes);
    let mut fields = Fields::parse(&source, 0..source.text.len(), path);
    let texts = fields.leftovers_with_values();
    let strings = texts
        .into_iter()
        .filter_map(|(leftover, value)| Some((leftover.key, scalar_text(&value)?)))
        .collect();
    (strings, fields.problems)
}

fn unknown(path: &str, bytes: &[u8], key: &str, english: &Strings) -> Diagnostic {
    let source = source(path, bytes);
    let at = source.text.find(key).unwrap_or_default();
    let span = diag::Span::new(&source, at..at + key.len());
    let problem = Diagnostic::new(
        diag::UNKNOWN_STRING,
        span,
        format!("the theme has no text called `{key}`"),
    );
    match did_you_mean(key, english.keys().map(String::as_str)) {
        Some(near) => problem.fix(format!("did you mean `{near}`?"), near),
        None => problem.hint("remove the line, unless a template of yours uses it"),
    }
}
