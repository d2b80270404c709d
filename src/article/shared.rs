//! Snippets and facts: the texts that articles take in.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::diag::{self, Diagnostic, Source, Span};
use crate::tree::{RelPath, SourceFile, SourceTree};
use crate::yaml::scalar_text;

/// The folder of texts that articles include.
pub const SNIPPETS: &str = "snippets";

/// Texts that articles can take in: the only other files that an article depends on.
#[derive(Debug, Default)]
pub struct Shared {
    pub(super) snippets: BTreeMap<RelPath, Arc<Source>>,
    pub(super) facts: BTreeMap<String, String>,
}

impl Shared {
    /// The snippets and facts of a knowledge base.
    pub fn read(tree: &SourceTree, problems: &mut Vec<Diagnostic>) -> Self {
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
        Self { snippets, facts: facts(tree, problems) }
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
        for (name, value) in &self.facts {
            hasher.update(name.as_bytes()).update(&[0]).update(value.as_bytes()).update(&[0]);
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

fn facts(tree: &SourceTree, problems: &mut Vec<Diagnostic>) -> BTreeMap<String, String> {
    let path = RelPath::new("data/facts.yaml");
    let Some(SourceFile::Loaded(bytes)) = tree.files.get(&path) else { return BTreeMap::new() };
    let source = Arc::new(Source { path, text: String::from_utf8_lossy(bytes).into_owned() });
    let mut fields = crate::yaml::Fields::parse(&source, 0..source.text.len(), "facts.yaml");
    problems.append(&mut fields.problems);
    let mut facts = BTreeMap::new();
    for leftover in fields.leftovers_with_values() {
        flatten(&leftover.0, &leftover.1, &mut facts);
    }
    facts
}

fn flatten(name: &str, value: &serde_yaml::Value, facts: &mut BTreeMap<String, String>) {
    if let serde_yaml::Value::Mapping(map) = value {
        for (key, value) in map {
            flatten(&format!("{name}.{}", scalar_text(key).unwrap_or_default()), value, facts);
        }
    } else if let Some(text) = scalar_text(value) {
        facts.insert(name.to_owned(), text);
    }
}
