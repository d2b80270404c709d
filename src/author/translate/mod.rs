//! Translations from the author's side: how far they are, exchange with translators, acknowledging.
//!
//! Everything here is a function on values; `faqtory i18n` reads and writes the files.

pub mod ack;
mod align;
pub mod export;
pub mod import;
mod lost;
pub mod po;
pub mod status;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::article::{self, Article};
use crate::config::{self, Config, Language};
use crate::diag::Diagnostics;
use crate::kb::{translations, visibility};
use crate::memo::Memo;
use crate::tree::{RelPath, SourceFile, SourceTree};
use crate::{Options, kb};

/// The articles of a knowledge base by language and by what their versions have in common.
#[derive(Debug)]
pub struct Versions {
    /// The site's config.
    pub config: Config,
    /// Articles by language, in the order of the config, and by key.
    pub articles: Vec<BTreeMap<String, Arc<Article>>>,
}

impl Versions {
    /// Those of a source tree.
    pub fn read(source: &SourceTree) -> Self {
        let mut diags = Diagnostics::default();
        let config = config::load(source, &mut diags);
        let articles = article::parse_all(source, &config, &mut Memo::default(), &mut diags);
        Self { articles: translations::versions(&articles, &config), config }
    }

    /// The default language's articles that are to be translated: published and listed.
    pub fn sources<'a>(
        &'a self,
        options: &'a Options,
    ) -> impl Iterator<Item = (&'a str, &'a Arc<Article>)> {
        let all = self.articles.iter().take(1).flatten();
        all.map(|(key, article)| (key.as_str(), article)).filter(|(_, article)| {
            article.is_text
                && !article.front.unlisted
                && visibility::withheld(&article.front, options).is_none()
                && !crate::notices::is_past(&article.front.notice, options)
        })
    }

    /// The language with this code and its number; never the default one.
    pub fn language(&self, code: &str) -> Option<(usize, &Language)> {
        let languages = self.config.languages.iter().enumerate().skip(1);
        languages.into_iter().find(|(_, language)| language.code.eq_ignore_ascii_case(code))
    }

    /// The version of an article in a language.
    pub fn version(&self, language: usize, key: &str) -> Option<&Arc<Article>> {
        self.articles.get(language)?.get(key)
    }

    /// The file of an article's version in a language, whether or not it is there.
    pub fn file(&self, language: usize, (key, source): (&str, &Article)) -> RelPath {
        let there = self.version(language, key).map(|article| article.path().clone());
        there
            .or_else(|| kb::translations::mirrored(source.path(), language, &self.config))
            .unwrap_or_else(|| source.path().clone())
    }
}

/// A hash of a file as it is, to see later whether somebody changed it.
fn file_hash(article: &Article) -> String {
    blake3::hash(article.source.text.as_bytes()).to_hex()[..16].to_owned()
}

/// Whether the tree holds an article's file as it was read: `Err` for one that is not UTF-8.
pub fn as_read(source: &SourceTree, article: &Article) -> Result<(), String> {
    let text = article.source.text.as_bytes();
    match source.files.get(article.path()) {
        Some(SourceFile::Loaded(bytes)) if article.is_text && **bytes == *text => Ok(()),
        _ => Err("it is not UTF-8 text".to_owned()),
    }
}

/// Whether the tree holds a file.
fn has_file(source: &SourceTree, path: &str) -> bool {
    source.files.get(path).is_some_and(|file| !matches!(file, SourceFile::Unreadable(_)))
}
