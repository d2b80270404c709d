//! Pages, files of machines, search, theme and copied files → one [`Site`].

use std::collections::BTreeMap;

use bytes::Bytes;

use crate::config::{Budget, Config};
use crate::diag::{self, Diagnostic, Diagnostics, size};
use crate::kb::KnowledgeBase;
use crate::outputs::{Files, content_security_policy};
use crate::render::Pages;
use crate::search::site::LocaleIndex;
use crate::search::{engine_bytes, entry_bytes};
use crate::theme::Theme;
use crate::tree::{Content, Site, SourceFile, SourceTree, Summary};
use crate::url;

/// Files of the search by path on the site.
pub(crate) type SearchFiles = BTreeMap<String, Vec<u8>>;

/// What the stages before made.
pub(crate) struct Pieces<'a> {
    pub(crate) kb: &'a KnowledgeBase,
    pub(crate) theme: &'a Theme,
    pub(crate) indexes: Vec<LocaleIndex>,
    pub(crate) search: SearchFiles,
    pub(crate) pages: Pages,
    pub(crate) outputs: Files,
}

/// Puts a site together. A file that the writer put into `static/` wins over one that faqtory makes.
pub(crate) fn assemble(pieces: Pieces<'_>, source: &SourceTree, config: &Config) -> Site {
    let Pieces { kb, theme, indexes, search, pages, outputs } = pieces;
    let mut site = Site { summary: summary(kb, (&indexes, &search), config), ..Site::default() };
    site.policy = content_security_policy(kb, config);
    site.summary.pages = pages.len();
    site.files.extend(
        theme.files.iter().map(|(path, bytes)| (path.clone(), Content::Bytes(bytes.clone()))),
    );
    site.files.extend(
        theme.copies.iter().map(|(path, file)| (path.clone(), Content::Copy(file.clone()))),
    );
    site.files.extend(search.into_iter().map(|(path, bytes)| (path, bytes.into())));
    site.files.extend(outputs.into_iter().map(|(path, text)| (path, text.into())));
    site.files.extend(pages.into_iter().map(|(path, html)| (path, html.into())));
    for asset in &kb.assets {
        let content = match source.files.get(&asset.path) {
            Some(SourceFile::Loaded(bytes)) => Content::Bytes(Bytes::from_owner(bytes.clone())),
            Some(SourceFile::OnDisk(file)) => Content::Copy(file.clone()),
            Some(SourceFile::Unreadable(_)) | None => continue,
        };
        site.files.insert(asset.url.trim_start_matches('/').to_owned(), content);
    }
    site
}

fn summary(
    kb: &KnowledgeBase,
    (indexes, search): (&[LocaleIndex], &SearchFiles),
    config: &Config,
) -> Summary {
    let is_own = |entry: &&crate::kb::Entry| !entry.page.is_fallback();
    Summary {
        articles: kb.locales.iter().flat_map(|locale| &locale.articles).filter(is_own).count(),
        languages: kb
            .locales
            .iter()
            .filter(|locale| locale.articles.iter().any(|entry| is_own(&entry)))
            .count(),
        pages: 0,
        index_bytes: indexes
            .iter()
            .flat_map(|locale| locale.index.files.values())
            .map(Vec::len)
            .sum(),
        first_search_bytes: indexes
            .first()
            .map_or(0, |locale| entry_size(search, locale, true) + locale.index.first_search_bytes),
        first_search_budget: config.search.budget.as_ref().map(|budget| budget.bytes),
        withheld: kb.withheld.clone(),
        stale: kb.stale,
        zero_config: config.zero_config,
    }
}

/// Bytes of the entry of a language: engine and root.
fn entry_size(search: &SearchFiles, locale: &LocaleIndex, is_default: bool) -> usize {
    let entry = url::search_entry(&locale.language, is_default);
    search.get(entry.trim_start_matches('/')).map_or(0, |script| entry_bytes(script))
}

/// Reports each language whose first search fetches more than the config allows.
pub(crate) fn check_budget(
    (indexes, search): (&[LocaleIndex], &SearchFiles),
    config: &Config,
    diags: &mut Diagnostics,
) {
    let Some(budget) = &config.search.budget else { return };
    for (place, locale) in indexes.iter().enumerate() {
        let entry = entry_size(search, locale, place == 0);
        diags.extend(over(locale, entry, budget));
    }
}

fn over(locale: &LocaleIndex, entry: usize, budget: &Budget) -> Option<Diagnostic> {
    let engine = engine_bytes().min(entry);
    let index = entry - engine + locale.index.first_search_bytes;
    let total = engine + index;
    if total <= budget.bytes {
        return None;
    }
    let size = |bytes: usize| size(bytes as u64);
    let message = format!(
        "the first search in `{}` fetches {}, but the budget is {}",
        locale.language,
        size(total),
        size(budget.bytes)
    );
    let parts = format!("{} are the engine and {} the index", size(engine), size(index));
    let way_out = if engine >= budget.bytes {
        format!("{parts}; allow more than the engine alone, such as {}", size(total))
    } else {
        format!(
            "{parts}; leave out what nobody searches for with `search: {{exclude: true}}`, or allow more"
        )
    };
    Some(Diagnostic::new(diag::SEARCH_OVER_BUDGET, budget.span.clone(), message).hint(way_out))
}
