//! How much of the interface is in a language.

use std::collections::BTreeSet;

use super::{OVERLAY, builtin_file};
use crate::locale::pseudo::Pseudo;
use crate::locale::{ENGLISH, Plural, text_files};
use crate::tree::{SourceFile, SourceTree};
use crate::yaml::scalar_text;

/// How many texts of the interface are in the language `code`, and how many there are. The forms of
/// a plural are one text.
pub fn coverage(source: &SourceTree, code: &str) -> (usize, usize) {
    let all = texts(source, ENGLISH);
    if Pseudo::of(code).is_some() || code.split('-').next() == Some(ENGLISH) {
        return (all.len(), all.len());
    }
    let own: BTreeSet<String> =
        text_files(code).iter().flat_map(|name| texts(source, name)).collect();
    (own.intersection(&all).count(), all.len())
}

fn texts(source: &SourceTree, name: &str) -> BTreeSet<String> {
    let path = format!("i18n/{name}.yaml");
    let mut texts = keys(builtin_file(&path).unwrap_or_default());
    if let Some(SourceFile::Loaded(bytes)) = source.files.get(&*format!("{OVERLAY}/{path}")) {
        texts.extend(keys(bytes));
    }
    texts
}

fn keys(yaml: &[u8]) -> BTreeSet<String> {
    let Ok(serde_yaml::Value::Mapping(mapping)) = serde_yaml::from_slice(yaml) else {
        return BTreeSet::new();
    };
    let keys = mapping.keys().filter_map(scalar_text);
    keys.map(|key| Plural::split(&key).map_or_else(|| key.clone(), |(family, _)| family.to_owned()))
        .collect()
}
