//! Which pages are the same in different languages. Everything asks here: the list of languages,
//! `hreflang`, fallback pages, links between them, `faqtory i18n`.
//!
//! Pages belong together when their files have the same path inside their language's folder,
//! whatever their addresses are: `content/payments/refunds.md` and `content/de/payments/refunds.md`.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::categories::{index_files, language_of};
use super::{ArticleId, CategoryId, KnowledgeBase, Locale, Page, Text};
use crate::article::Article;
use crate::article::fingerprint::fingerprint;
use crate::config::Config;
use crate::diag::{self, Diagnostic, Diagnostics, Span};
use crate::tree::RelPath;

/// Where a page is in its [`Locale`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// The page of a category.
    Category(CategoryId),
    /// An article.
    Article(ArticleId),
}

/// The pages of each locale by what their versions have in common ([`key`]).
#[derive(Clone, Debug, Default)]
pub struct Translations {
    places: Vec<BTreeMap<String, Place>>,
}

impl Translations {
    pub(super) fn of(locales: &[Locale], config: &Config) -> Self {
        let places = |locale: &Locale| {
            let categories = (0..).map(CategoryId).zip(&locale.categories);
            let categories = categories
                .map(|(id, category)| (format!("{}/", category.dir), Place::Category(id)));
            let articles = (0..).map(ArticleId).zip(&locale.articles);
            let articles = articles.filter_map(|(id, entry)| {
                Some((key(entry.page.article.path(), config)?.1, Place::Article(id)))
            });
            categories.chain(articles).collect()
        };
        Self { places: locales.iter().map(places).collect() }
    }

    /// The page of `locale` that has this key.
    pub fn find(&self, locale: usize, key: &str) -> Option<Place> {
        self.places.get(locale)?.get(key).copied()
    }
}

impl KnowledgeBase {
    /// The page of another locale that is the same as `place` of locale `from`.
    pub fn same(&self, (from, place): (usize, Place), to: usize, config: &Config) -> Option<Place> {
        let locale = &self.locales[from];
        let key = match place {
            Place::Category(id) => format!("{}/", locale.category(id).dir),
            Place::Article(id) => key(locale.article(id).page.article.path(), config)?.1,
        };
        self.translations.find(to, &key)
    }
}

impl Locale {
    /// Path of a page on the site without the base path.
    pub fn url(&self, place: Place) -> &str {
        match place {
            Place::Category(id) => &self.category(id).url,
            Place::Article(id) => &self.article(id).page.url,
        }
    }

    /// The file behind a page; `None` for a category without one.
    pub fn page(&self, place: Place) -> Option<&Page> {
        match place {
            Place::Category(id) => self.category(id).index.as_ref(),
            Place::Article(id) => Some(&self.article(id).page),
        }
    }

    /// Where a page of this locale stands.
    pub fn place_of(&self, page: &Page) -> Option<Place> {
        let is_it = |other: &Page| other.url == page.url;
        let article = self.articles.iter().position(|entry| is_it(&entry.page));
        let mut categories = self.categories.iter();
        let is_index = |index: Option<&Page>| index.is_some_and(is_it);
        article.map(|index| Place::Article(ArticleId(index as u32))).or_else(|| {
            let category = categories.position(|category| is_index(category.index.as_ref()))?;
            Some(Place::Category(CategoryId(category as u32)))
        })
    }

    /// Whether a page is one that search engines may list in this language.
    pub fn is_own(&self, place: Place) -> bool {
        match place {
            Place::Category(id) => !self.category(id).is_fallback,
            Place::Article(id) => {
                let entry = self.article(id);
                entry.is_listed() && entry.page.text != Text::Fallback
            }
        }
    }
}

/// The language of a file below the content folder, and the path inside that language's folder
/// without its extension.
pub fn key(path: &RelPath, config: &Config) -> Option<(usize, String)> {
    let (language, within) = language_of(path.below(config.content_dir)?, &config.languages);
    Some((language, without_extension(within).to_owned()))
}

fn without_extension(path: &str) -> &str {
    let extension = RelPath::new(path).extension().len();
    if extension == 0 { path } else { &path[..path.len() - extension - 1] }
}

/// The file of the same article in another language.
pub fn mirrored(path: &RelPath, language: usize, config: &Config) -> Option<RelPath> {
    let (_, within) = language_of(path.below(config.content_dir)?, &config.languages);
    let dir = &config.languages[language].dir;
    Some(RelPath::new(&format!("{}/{dir}/{within}", config.content_dir)))
}

/// The articles of each language by [`key`]; the index page of a folder has the folder's name with
/// a slash at its end, whatever its file is called.
pub fn versions(articles: &[Arc<Article>], config: &Config) -> Vec<BTreeMap<String, Arc<Article>>> {
    let mut shares: Vec<Vec<(Arc<Article>, String)>> = vec![Vec::new(); config.languages.len()];
    for article in articles {
        let Some(path) = article.path().below(config.content_dir) else { continue };
        let (language, within) = language_of(path, &config.languages);
        shares[language].push((Arc::clone(article), within.to_owned()));
    }
    shares.iter().map(|share| by_key(share)).collect()
}

/// One language's share of [`versions`].
pub(super) fn by_key(share: &[(Arc<Article>, String)]) -> BTreeMap<String, Arc<Article>> {
    let indexes = index_files(share);
    let mut versions = BTreeMap::new();
    for (article, within) in share {
        versions.entry(key_of(within, &indexes)).or_insert_with(|| Arc::clone(article));
    }
    versions
}

/// The key of a file of a language whose index pages are `indexes`.
pub(super) fn key_of(within: &str, indexes: &BTreeSet<String>) -> String {
    if indexes.contains(within) {
        format!("{}/", RelPath::new(within).parent())
    } else {
        without_extension(within).to_owned()
    }
}

/// How a translation stands to its source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It says that it translates the source as it is now.
    Current,
    /// The source has changed since.
    Outdated,
    /// It does not say which source it translates.
    Unacknowledged,
    /// There is no source.
    Orphaned,
}

/// How `translation` stands to `source`.
pub fn state(translation: &Article, source: Option<&Article>) -> State {
    match (source, &translation.front.translated_from) {
        (None, _) => State::Orphaned,
        (Some(_), None) => State::Unacknowledged,
        (Some(source), Some((hash, _))) if *hash == fingerprint(source) => State::Current,
        (Some(_), Some(_)) => State::Outdated,
    }
}

/// Reports translations that are behind their sources, and returns their files.
pub(super) fn audit(
    articles: &[Arc<Article>],
    config: &Config,
    diags: &mut Diagnostics,
) -> BTreeSet<RelPath> {
    let versions = versions(articles, config);
    let mut outdated = BTreeSet::new();
    let Some((sources, translations)) = versions.split_first() else { return outdated };
    for article in sources.values() {
        diags.extend(article.front.translated_from.as_ref().map(|(_, span)| in_default(span)));
    }
    for (language, own) in config.languages.iter().skip(1).zip(translations) {
        let (mut silent, mut speaking) = (Vec::new(), 0);
        for (key, article) in own {
            let source = sources.get(key).map(AsRef::as_ref);
            let span = article.front.translated_from.as_ref().map(|(_, span)| span);
            match (state(article, source), source, span) {
                (State::Outdated, Some(source), Some(span)) => {
                    diags.push(behind(article, source, span));
                    outdated.insert(article.path().clone());
                }
                (State::Orphaned, _, Some(span)) => diags.push(orphaned(article, span, config)),
                (State::Unacknowledged, ..) => silent.push(article),
                _ => {}
            }
            speaking += usize::from(span.is_some());
        }
        // A team that acknowledges nothing has other ways; one that does wants to know of gaps.
        if let Some(first) = silent.first().filter(|_| speaking > 0) {
            diags.push(unacknowledged((&language.code, first.head_span()), silent.len()));
        }
    }
    outdated
}

fn behind(article: &Article, source: &Article, span: &Span) -> Diagnostic {
    let message = format!("`{}` has changed since it was translated here", source.path());
    Diagnostic::new(diag::OUTDATED_TRANSLATION, span.clone(), message).hint(format!(
        "bring the translation up to date, then run `faqtory i18n ack {}`",
        article.path()
    ))
}

fn orphaned(article: &Article, span: &Span, config: &Config) -> Diagnostic {
    let source = mirrored(article.path(), 0, config).unwrap_or_else(|| article.path().clone());
    let message = format!("there is no `{source}` that this could be a translation of");
    Diagnostic::new(diag::TRANSLATION_WITHOUT_SOURCE, span.clone(), message)
        .hint("move the file to the path of its source, or remove `translated_from`")
}

fn in_default(span: &Span) -> Diagnostic {
    let message = "this article is in the default language, so it is no translation";
    Diagnostic::new(diag::TRANSLATION_WITHOUT_SOURCE, span.clone(), message)
        .hint("remove `translated_from`; it belongs into the translations of this article")
}

fn unacknowledged((code, span): (&str, Span), count: usize) -> Diagnostic {
    let message = if count == 1 {
        format!("1 translation does not say which version of its source it translates (`{code}`)")
    } else {
        format!(
            "{count} translations do not say which version of their sources they translate (`{code}`)"
        )
    };
    Diagnostic::new(diag::TRANSLATION_UNACKNOWLEDGED, span, message).hint(format!(
        "when they are up to date, run `faqtory i18n ack {code}`; `faqtory i18n status {code}` lists them"
    ))
}

/// What a page shows, given the files that are outdated.
pub(super) fn text_of(page: &Page, outdated: &BTreeSet<RelPath>) -> Text {
    match page.text {
        Text::Own if outdated.contains(page.article.path()) => Text::Outdated,
        text => text,
    }
}
