//! Snippets and facts: the texts that articles take in.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_yaml::Value;

use crate::config::Config;
use crate::diag::{self, Diagnostic, Source, Span, did_you_mean};
use crate::tree::{RelPath, SourceFile, SourceTree};
use crate::yaml::{Fields, Leftover, scalar_text};

/// The folder of texts that articles include.
pub const SNIPPETS: &str = "snippets";

const DATA: &str = "data";

/// The file of facts. What a language says differently is in `data/facts.<code>.yaml`.
const FACTS: &str = "data/facts.yaml";

/// Texts that articles can take in: the only other files that an article depends on.
#[derive(Debug, Default)]
pub struct Shared {
    pub(super) snippets: BTreeMap<RelPath, Arc<Source>>,
    facts: Facts,
    /// Facts of the languages that say some of them differently, by the folder of their articles.
    by_folder: BTreeMap<String, Facts>,
}

/// Texts by name; the name of a nested one has dots.
pub(super) type Facts = BTreeMap<String, String>;

impl Shared {
    /// The snippets and facts of a knowledge base.
    pub fn read(tree: &SourceTree, config: &Config, problems: &mut Vec<Diagnostic>) -> Self {
        let loaded = tree.below(SNIPPETS).filter_map(|(path, file)| match file {
            SourceFile::Loaded(bytes) => {
                let text = String::from_utf8_lossy(bytes).into_owned();
                Some((path.clone(), Arc::new(Source { path: path.clone(), text })))
            }
            _ => None,
        });
        let snippets: BTreeMap<RelPath, Arc<Source>> = loaded.collect();
        for (path, file) in tree.below(SNIPPETS) {
            problems.extend(unreadable(path, file));
        }
        let facts = facts(tree, &RelPath::new(FACTS), problems);
        let facts = facts.into_iter().map(|(name, (value, _))| (name, value)).collect();
        let by_folder = translated(tree, config, &facts, problems);
        Self { snippets, facts, by_folder }
    }

    /// The facts that the article at `path` quotes.
    pub(super) fn facts_of(&self, path: &RelPath) -> &Facts {
        let is_of = |(folder, _): &(&String, &Facts)| path.below(folder).is_some();
        self.by_folder.iter().find(is_of).map_or(&self.facts, |(_, facts)| facts)
    }

    /// Changes whenever a snippet or fact does.
    pub fn fingerprint(&self) -> blake3::Hash {
        let mut hasher = blake3::Hasher::new();
        for (path, source) in &self.snippets {
            hasher
                .update(path.as_str().as_bytes())
                .update(&[0])
                .update(source.text.as_bytes())
                .update(&[0]);
        }
        let own = (&String::new(), &self.facts);
        for (folder, facts) in std::iter::once(own).chain(&self.by_folder) {
            hasher.update(folder.as_bytes()).update(&[0]);
            for (name, value) in facts {
                hasher.update(name.as_bytes()).update(&[0]).update(value.as_bytes()).update(&[0]);
            }
        }
        hasher.finalize()
    }
}

/// The problem of a shared file that is no text.
fn unreadable(path: &RelPath, file: &SourceFile) -> Option<Diagnostic> {
    match file {
        SourceFile::Loaded(bytes) if std::str::from_utf8(bytes).is_err() => Some(
            Diagnostic::new(diag::NOT_UTF8, Span::file(path), format!("`{path}` is not UTF-8"))
                .hint("save the file as UTF-8 in your editor"),
        ),
        SourceFile::Unreadable(reason) => {
            let message = format!("`{path}` cannot be read: {reason}");
            Some(Diagnostic::new(diag::UNREADABLE_FILE, Span::file(path), message))
        }
        _ => None,
    }
}

/// The facts of each language with a file of its own, those it does not name included.
fn translated(
    tree: &SourceTree,
    config: &Config,
    base: &Facts,
    problems: &mut Vec<Diagnostic>,
) -> BTreeMap<String, Facts> {
    let mut by_folder = BTreeMap::new();
    for (path, _) in tree.below(DATA) {
        let code = path.name().strip_prefix("facts.");
        let Some(code) = code.and_then(|rest| rest.strip_suffix(".yaml")) else { continue };
        if path.parent() != DATA || code.is_empty() {
            continue;
        }
        let language = config.languages.iter().find(|language| language.code == code);
        let Some(language) = language.filter(|language| !language.dir.is_empty()) else {
            problems.push(no_such_language(path, code, config));
            continue;
        };
        let mut facts = base.clone();
        for (name, (value, span)) in self::facts(tree, path, problems) {
            if base.contains_key(&name) {
                facts.insert(name, value);
            } else {
                problems.push(unknown(&name, span, base));
            }
        }
        by_folder.insert(format!("{}/{}", config.content_dir, language.dir), facts);
    }
    by_folder
}

fn no_such_language(path: &RelPath, code: &str, config: &Config) -> Diagnostic {
    let message = format!("`{path}` is for `{code}`, which is no translation of this site");
    let codes = config.languages.iter().map(|language| language.code.as_str());
    let problem = Diagnostic::new(diag::INVALID_VALUE, Span::file(path), message);
    match did_you_mean(code, codes) {
        Some(near) => problem.hint(format!("did you mean `facts.{near}.yaml`?")),
        None => {
            problem.hint("add the language to `languages` in `faqtory.yaml`, or remove the file")
        }
    }
}

fn unknown(name: &str, span: Span, base: &Facts) -> Diagnostic {
    let message = format!("`{FACTS}` has no fact called `{name}`");
    let problem = Diagnostic::new(diag::UNKNOWN_FACT, span, message);
    match did_you_mean(name, base.keys().map(String::as_str)) {
        Some(near) => problem.fix(format!("did you mean `{near}`?"), near),
        None => problem.hint(format!("add it to `{FACTS}`, for the other languages")),
    }
}

fn facts(
    tree: &SourceTree,
    path: &RelPath,
    problems: &mut Vec<Diagnostic>,
) -> BTreeMap<String, (String, Span)> {
    let Some(SourceFile::Loaded(bytes)) = tree.files.get(path) else { return BTreeMap::new() };
    let text = String::from_utf8_lossy(bytes).into_owned();
    let source = Arc::new(Source { path: path.clone(), text });
    let mut fields = Fields::parse(&source, 0..source.text.len(), path.name());
    problems.append(&mut fields.problems);
    let mut facts = BTreeMap::new();
    for (Leftover { key, span }, value) in fields.leftovers_with_values() {
        flatten(&key, (&value, &span), &mut facts);
    }
    facts
}

fn flatten(
    name: &str,
    (value, span): (&Value, &Span),
    facts: &mut BTreeMap<String, (String, Span)>,
) {
    if let Value::Mapping(map) = value {
        for (key, value) in map {
            let name = format!("{name}.{}", scalar_text(key).unwrap_or_default());
            flatten(&name, (value, span), facts);
        }
    } else if let Some(text) = scalar_text(value) {
        facts.insert(name.to_owned(), (text, span.clone()));
    }
}
