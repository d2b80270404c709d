//! What can be wrong with a file of texts.

use std::collections::BTreeSet;

use super::{Files, Texts, family_of, key_of, path_of};
use crate::diag::{self, Diagnostic, Span, did_you_mean};
use crate::locale::{Plural, Rules, text_files};
use crate::tree::RelPath;
use crate::yaml::NamedText;

/// Keys that a message names before it only counts.
const NAMED: usize = 3;

/// The problems of the texts `given` in the overlay's file `name`; `own` are the built-in ones that
/// they are laid over.
pub(super) fn file(
    given: &[NamedText],
    own: &Texts,
    (name, english): (&str, &Texts),
) -> Vec<Diagnostic> {
    let rules = Rules::of(name);
    let forms = rules.plurals();
    let mut problems = Vec::new();
    for text in given {
        match family_of(&text.key, english) {
            Some((_, form)) if !forms.contains(&form) => {
                problems.push(foreign_form(text, form, (name, &forms)));
            }
            Some((family, form)) => {
                let spare = rules.is_of_one_number(form).then_some("count");
                let other = &english[&key_of(family, Plural::Other)];
                problems.extend(placeholders(text, other, spare));
            }
            None => match english.get(&text.key) {
                Some(english) => problems.extend(placeholders(text, english, None)),
                None => problems.push(unknown(text, english)),
            },
        }
    }
    problems.extend(missing_forms(given, own, (name, &forms), english));
    problems
}

fn unknown(text: &NamedText, english: &Texts) -> Diagnostic {
    let message = format!("the theme has no text called `{}`", text.key);
    let problem = Diagnostic::new(diag::UNKNOWN_STRING, text.key_span.clone(), message);
    match did_you_mean(&text.key, english.keys().map(String::as_str)) {
        Some(near) => problem.fix(format!("did you mean `{near}`?"), near),
        None => problem.hint("remove the line, unless a template of yours uses it"),
    }
}

fn list(forms: &[Plural]) -> String {
    let names: Vec<String> = forms.iter().map(|form| format!("`{}`", form.name())).collect();
    names.join(", ")
}

fn foreign_form(text: &NamedText, form: Plural, (name, forms): (&str, &[Plural])) -> Diagnostic {
    let message = format!("`{name}` has no plural form `{}`", form.name());
    let hint = match forms {
        [only] => format!("remove the line: its only form is `{}`", only.name()),
        forms => format!("remove the line: its forms are {}", list(forms)),
    };
    Diagnostic::new(diag::PLURAL_FORMS, text.key_span.clone(), message).hint(hint)
}

/// One problem for each plural of the file that lacks a form of its language.
fn missing_forms(
    given: &[NamedText],
    own: &Texts,
    (name, forms): (&str, &[Plural]),
    english: &Texts,
) -> Vec<Diagnostic> {
    let mut seen = BTreeSet::new();
    let mut problems = Vec::new();
    for text in given {
        let Some((family, _)) = family_of(&text.key, english) else { continue };
        if !seen.insert(family) {
            continue;
        }
        let is_there = |form: &Plural| {
            let key = key_of(family, *form);
            own.contains_key(&key) || given.iter().any(|text| text.key == key)
        };
        let missing: Vec<Plural> = forms.iter().copied().filter(|form| !is_there(form)).collect();
        if !missing.is_empty() {
            let message = format!("`{family}` lacks {} of the forms of `{name}`", list(&missing));
            let keys: Vec<String> =
                missing.iter().map(|form| format!("`{}`", key_of(family, *form))).collect();
            problems.push(
                Diagnostic::new(diag::PLURAL_FORMS, text.key_span.clone(), message)
                    .hint(format!("add {}", keys.join(", "))),
            );
        }
    }
    problems
}

/// The `{names}` in a text, without their braces.
pub(super) fn placeholders_of(text: &str) -> BTreeSet<&str> {
    let pieces = text.split('{').skip(1).filter_map(|piece| piece.split_once('}'));
    let is_name = |name: &str| {
        !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
    };
    pieces.map(|(name, _)| name).filter(|name| is_name(name)).collect()
}

/// The problems of a text that fills in other values than `english` does; it may leave out `spare`.
fn placeholders(text: &NamedText, english: &str, spare: Option<&str>) -> Vec<Diagnostic> {
    let (wanted, found) = (placeholders_of(english), placeholders_of(&text.text));
    let missing = wanted.iter().filter(|name| !found.contains(*name) && spare != Some(**name));
    let missing = missing.map(|name| format!("`{}` lacks `{{{name}}}`", text.key));
    let extra = found.iter().filter(|name| !wanted.contains(*name));
    let extra = extra.map(|name| format!("nothing fills in `{{{name}}}` of `{}`", text.key));
    let problem = |message: String| {
        Diagnostic::new(diag::STRING_PLACEHOLDER, text.span.clone(), message)
            .hint(format!("in English it is `{english}`"))
    };
    missing.chain(extra).map(problem).collect()
}

/// The texts of a language that are still English.
pub(super) fn missing(
    code: &str,
    own: &BTreeSet<String>,
    (overlay, english): (&Files<'_>, &Texts),
) -> Option<Diagnostic> {
    // The forms of a plural are one text.
    let subject =
        |key: &str| family_of(key, english).map_or(key.to_owned(), |(family, _)| family.to_owned());
    let all: BTreeSet<String> = english.keys().map(|key| subject(key)).collect();
    let own: BTreeSet<String> = own.iter().map(|key| subject(key)).collect();
    let missing: Vec<&String> = all.difference(&own).collect();
    if missing.is_empty() {
        return None;
    }
    let names = text_files(code);
    let written = names.iter().rev().find(|name| overlay.contains_key(&path_of(name)));
    let place = written
        .map_or_else(|| "faqtory.yaml".to_owned(), |name| format!("theme/{}", path_of(name)));
    let (count, total) = (missing.len(), all.len());
    let message = if count == total {
        format!("the interface has no texts in `{code}`: all {total} are English")
    } else {
        let quoted: Vec<String> =
            missing.iter().take(NAMED).map(|key| format!("`{key}`")).collect();
        let rest = count.checked_sub(NAMED).filter(|rest| *rest > 0);
        let rest = rest.map(|rest| format!(" and {rest} more")).unwrap_or_default();
        format!(
            "{count} of {total} interface texts of `{code}` are English: {}{rest}",
            quoted.join(", ")
        )
    };
    let file = written.map_or(code, String::as_str);
    Some(
        Diagnostic::new(diag::MISSING_STRING, Span::file(&RelPath::new(&place)), message)
            .hint(format!("write them in `theme/{}`", path_of(file))),
    )
}
