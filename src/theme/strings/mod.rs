//! Texts of the interface: `i18n/<lang>.yaml`, flat keys, English where a language has none.

mod check;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::Serialize;

use super::Files;
use crate::config::{Config, Language};
use crate::diag::{Diagnostic, Diagnostics};
use crate::locale::pseudo::Pseudo;
use crate::locale::{ENGLISH, Plural, Rules, text_files};
use crate::tree::RelPath;
use crate::yaml::{Fields, NamedText, decode_yaml};

/// Texts by key.
pub type Texts = BTreeMap<String, String>;

/// The texts of one language, and its rules for what goes into them.
#[derive(Clone, Debug, Serialize)]
#[serde(transparent)]
pub struct Strings {
    texts: Texts,
    #[serde(skip)]
    rules: Arc<Rules>,
}

impl Strings {
    /// The text called `key`.
    pub fn get(&self, key: &str) -> Option<&String> {
        self.texts.get(key)
    }

    /// All texts.
    pub fn texts(&self) -> &Texts {
        &self.texts
    }

    /// What the language does with numbers, days and counted things.
    pub fn rules(&self) -> &Rules {
        &self.rules
    }

    /// The text of a plural for `count` things, filled in; `None` for one that does not exist.
    pub fn counted(&self, family: &str, count: usize) -> Option<String> {
        let text = self.form(family, self.rules.plural(count))?;
        Some(text.replace("{count}", &self.rules.number(count)))
    }

    /// The texts of a plural, a line for each form: its name, a space, the text. For scripts, which
    /// count only once a reader searches.
    pub fn forms(&self, family: &str) -> Option<String> {
        let line = |form: Plural| {
            let text = self.form(family, form)?.split_whitespace().collect::<Vec<_>>().join(" ");
            Some(format!("{} {text}", form.name()))
        };
        let lines: Option<Vec<String>> = self.rules.plurals().into_iter().map(line).collect();
        lines.map(|lines| lines.join("\n"))
    }

    fn form(&self, family: &str, form: Plural) -> Option<&String> {
        self.texts
            .get(&key_of(family, form))
            .or_else(|| self.texts.get(&key_of(family, Plural::Other)))
    }
}

/// `article_count` and [`Plural::One`] → `article_count_one`.
fn key_of(family: &str, form: Plural) -> String {
    format!("{family}_{}", form.name())
}

/// The plural that `key` is a form of, if English has that plural.
fn family_of<'a>(key: &'a str, english: &Texts) -> Option<(&'a str, Plural)> {
    Plural::split(key).filter(|(family, _)| english.contains_key(&key_of(family, Plural::Other)))
}

/// The built-in English texts: every key there is.
pub fn english() -> Texts {
    builtin(ENGLISH)
}

/// The built-in texts of the file `name`; none when there is no such file.
pub fn builtin(name: &str) -> Texts {
    let path = path_of(name);
    let found = super::builtin_file(&path);
    found.map(|bytes| texts(&read(&path, bytes).0)).unwrap_or_default()
}

/// The texts of each language.
pub(super) fn load(
    overlay: &Files<'_>,
    languages: &[Language],
    diags: &mut Diagnostics,
) -> BTreeMap<String, Strings> {
    let english = english();
    let strings = |language: &Language| {
        let (strings, problems) = language_strings(&language.code, overlay, &english);
        diags.extend(problems);
        (language.code.clone(), strings)
    };
    languages.iter().map(strings).collect()
}

/// Gives languages that the config leaves without a name the one that their texts have for it.
pub(super) fn name_languages(overlay: &Files<'_>, config: &mut Config) {
    for language in config.languages.iter_mut().filter(|language| language.name.is_empty()) {
        let mut own = None;
        for name in text_files(&language.code) {
            let path = path_of(&name);
            let given = overlay.get(&path).map(|bytes| texts(&read(&path, bytes).0));
            let mut found = builtin(&name);
            found.extend(given.unwrap_or_default());
            own = found.remove("language_name").or(own);
        }
        let pseudo = Pseudo::of(&language.code).map(|pseudo| pseudo.text("English"));
        language.name = pseudo.or(own).unwrap_or_else(|| language.code.clone());
    }
}

fn language_strings(
    code: &str,
    overlay: &Files<'_>,
    english: &Texts,
) -> (Strings, Vec<Diagnostic>) {
    let rules = Rules::of(code);
    let mut problems = Vec::new();
    let mut merged = Merged { texts: english.clone(), own: BTreeSet::new(), english };
    let pseudo = Pseudo::of(code);
    if let Some(pseudo) = pseudo {
        if let Some(bytes) = overlay.get(&path_of(ENGLISH)) {
            merged.add(texts(&read(&path_of(ENGLISH), bytes).0));
        }
        merged = Merged { texts: pseudonyms(&merged.texts, pseudo, &rules), ..merged };
    }
    let names = if pseudo.is_some() { vec![code.to_owned()] } else { text_files(code) };
    for name in &names {
        let path = path_of(name);
        let own = builtin(name);
        merged.add(own.clone());
        let Some(bytes) = overlay.get(&path) else { continue };
        let (given, mut found) = read(&path, bytes);
        problems.append(&mut found);
        problems.extend(check::file(&given, &own, (name, english)));
        merged.add(texts(&given));
    }
    if pseudo.is_none() && !names.iter().any(|name| name == ENGLISH) {
        problems.extend(check::missing(code, &merged.own, (overlay, english)));
    }
    (Strings { texts: merged.texts, rules: Arc::new(rules) }, problems)
}

/// Texts with those of more specific files laid over them.
struct Merged<'a> {
    texts: Texts,
    /// Keys that do not stand for English any more.
    own: BTreeSet<String>,
    english: &'a Texts,
}

impl Merged<'_> {
    fn add(&mut self, texts: Texts) {
        for (key, text) in texts {
            // One form in the language's own words is better than another in English.
            if let Some((family, _)) = family_of(&key, self.english) {
                for form in Plural::ALL.map(|form| key_of(family, form)) {
                    if !self.own.contains(&form) {
                        self.texts.remove(&form);
                    }
                }
            }
            self.own.insert(key.clone());
            self.texts.insert(key, text);
        }
    }
}

/// The texts of a pseudo-language, with the forms of the language that it pretends to be.
fn pseudonyms(english: &Texts, pseudo: Pseudo, rules: &Rules) -> Texts {
    let mut texts = Texts::new();
    for (key, text) in english {
        match family_of(key, english) {
            Some((family, Plural::Other)) => {
                let known = |form| english.get(&key_of(family, form)).unwrap_or(text);
                let forms = rules.plurals().into_iter();
                texts.extend(forms.map(|form| (key_of(family, form), pseudo.text(known(form)))));
            }
            Some(_) => {}
            None => drop(texts.insert(key.clone(), pseudo.text(text))),
        }
    }
    texts
}

fn path_of(name: &str) -> String {
    format!("i18n/{name}.yaml")
}

fn texts(named: &[NamedText]) -> Texts {
    named.iter().map(|named| (named.key.clone(), named.text.clone())).collect()
}

fn read(path: &str, bytes: &[u8]) -> (Vec<NamedText>, Vec<Diagnostic>) {
    let (source, mut problems) = decode_yaml(&RelPath::new(&format!("theme/{path}")), bytes);
    let mut fields = Fields::parse(&source, 0..source.text.len(), path);
    let texts = fields.leftover_texts();
    problems.append(&mut fields.problems);
    (texts, problems)
}
