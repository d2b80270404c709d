//! The search of a whole site: an index per language, and the module that opens it.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::documents::documents;
use super::pins::Pins;
use super::synonyms::Declared;
use super::{Document, EntryRoot, Index, Ranking, Settings, entry_script, index, synonym_audit};
use crate::IndexUse;
use crate::config::Config;
use crate::diag::{self, Diagnostic, Diagnostics, Span, did_you_mean};
use crate::kb::{KnowledgeBase, Locale};
use crate::memo::Memo;
use crate::tree::{RelPath, SourceTree};

/// Where index files are, below the folder of the engine.
const FOLDER: &str = "index";

/// The search of one language.
#[derive(Clone, Debug)]
pub struct LocaleIndex {
    /// BCP 47 code.
    pub language: String,
    /// Its files.
    pub index: Arc<Index>,
}

/// The indexes of the last build.
#[derive(Debug, Default)]
pub struct Indexes {
    memo: Memo<[u8; 32], Index>,
    last: Vec<LocaleIndex>,
}

/// Builds the index of each language that changed, or takes the last ones as they are.
pub fn build(
    kb: &KnowledgeBase,
    (source, config): (&SourceTree, &Config),
    (index_use, indexes): (IndexUse, &mut Indexes),
    diags: &mut Diagnostics,
) -> Vec<LocaleIndex> {
    let languages = || kb.locales.iter().map(|locale| locale.language.code.clone());
    let same_languages = languages().eq(indexes.last.iter().map(|last| last.language.clone()));
    if index_use == IndexUse::Last && same_languages {
        return indexes.last.clone();
    }
    let synonyms = Declared::read(source, config, diags);
    let inputs = inputs_with(&synonyms, kb, (source, config), diags);
    synonym_audit::run(&synonyms, &inputs, diags);
    let built =
        indexes.memo.map(&inputs, fingerprint, |(documents, settings)| index(documents, settings));
    let built = languages().zip(built).map(|(language, index)| LocaleIndex { language, index });
    indexes.last = built.collect();
    indexes.last.clone()
}

/// What each language's index is made of, in the order of the locales.
pub fn inputs(
    kb: &KnowledgeBase,
    source: &SourceTree,
    config: &Config,
    diags: &mut Diagnostics,
) -> Vec<(Vec<Document>, Settings)> {
    let synonyms = Declared::read(source, config, diags);
    inputs_with(&synonyms, kb, (source, config), diags)
}

fn inputs_with(
    synonyms: &Declared,
    kb: &KnowledgeBase,
    (source, config): (&SourceTree, &Config),
    diags: &mut Diagnostics,
) -> Vec<(Vec<Document>, Settings)> {
    let pins = Pins::read(source, config, diags);
    let ranking = ranking(config, diags);
    let mut input = |locale: &Locale| {
        let documents = documents(locale);
        let settings = Settings {
            language: locale.language.code.clone(),
            ranking,
            synonyms: synonyms.of(&locale.language.code),
            stop_words: config.search.stop_words.clone(),
            pins: pins.of((kb, config), (locale, &documents), diags),
        };
        (documents, settings)
    };
    kb.locales.iter().map(&mut input).collect()
}

fn fingerprint((documents, settings): &(Vec<Document>, Settings)) -> [u8; 32] {
    let mut hasher = blake3::Hasher::new();
    // Debug output names every field of both types, so nothing that matters can be forgotten here.
    let mut feed = |text: String| {
        hasher.update(text.as_bytes());
    };
    feed(format!("{settings:?}"));
    for document in documents {
        feed(format!("{document:?}"));
    }
    hasher.finalize().into()
}

/// The files of the search by path on the site.
pub fn files(indexes: &[LocaleIndex]) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    let paths: Vec<String> = indexes
        .iter()
        .map(|LocaleIndex { language, index }| format!("{FOLDER}/{language}/{}", index.root))
        .collect();
    let inflated: Vec<Vec<u8>> = indexes.iter().map(|locale| locale.index.root_file()).collect();
    let roots: Vec<EntryRoot<'_>> = indexes
        .iter()
        .zip(&paths)
        .zip(&inflated)
        .map(|((locale, path), file)| EntryRoot { language: &locale.language, path, file })
        .collect();
    for (place, LocaleIndex { language, index }) in indexes.iter().enumerate() {
        for (name, bytes) in &index.files {
            files.insert(format!("_faqtory/{FOLDER}/{language}/{name}"), bytes.clone());
        }
        let entry = crate::url::search_entry(language, place == 0);
        let entry = entry.trim_start_matches('/').to_owned();
        files.insert(entry, entry_script(&roots, place).into_bytes());
    }
    files
}

/// The ranking with the config's weights.
fn ranking(config: &Config, diags: &mut Diagnostics) -> Ranking {
    let mut ranking = Ranking::default();
    for (name, value) in &config.search.weights {
        let span = Span::file(&RelPath::new(crate::config::FILE));
        let number = *value as f32;
        if !number.is_finite() || number < 0.0 {
            let problem = format!("the weight `{name}` of the search must be a number from 0 on");
            diags.push(
                Diagnostic::new(diag::INVALID_VALUE, span, problem)
                    .hint("its range is in the reference of the ranking"),
            );
            continue;
        }
        if ranking.set(name, number) {
            continue;
        }
        let problem = Diagnostic::new(
            diag::UNKNOWN_KEY,
            span,
            format!("`{name}` is not a weight of the search"),
        );
        diags.push(match did_you_mean(name, Ranking::NAMES.iter().copied()) {
            Some(near) => problem.hint(format!("did you mean `{near}`?")),
            None => problem.hint(format!("the weights are {}", Ranking::NAMES.join(", "))),
        });
    }
    ranking
}
