//! How much of the interface is in a language.

use std::collections::BTreeSet;

use super::{OVERLAY, builtin_file};
use crate::tree::{SourceFile, SourceTree};
use crate::yaml::scalar_text;

/// Endings of the keys that are forms of one plural (CLDR); languages differ in how many they have.
const FORMS: [&str; 6] = ["_zero", "_one", "_two", "_few", "_many", "_other"];

/// How many texts of the interface are in the language `code`, and how many there are. The forms of
/// a plural are one text.
pub fn coverage(source: &SourceTree, code: &str) -> (usize, usize) {
    let all = texts(source, "en");
    let short = code.split('-').next().unwrap_or_default();
    let mut own = texts(source, short);
    own.extend(texts(source, code));
    (own.intersection(&all).count(), all.len())
}

fn texts(source: &SourceTree, code: &str) -> BTreeSet<String> {
    let path = format!("i18n/{code}.yaml");
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
    keys.map(|key| {
        let stem = FORMS.iter().find_map(|form| key.strip_suffix(form));
        stem.map_or_else(|| key.clone(), str::to_owned)
    })
    .collect()
}
