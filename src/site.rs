//! Pages, files of machines, search, theme and copied files → one [`Site`].

use bytes::Bytes;

use crate::config::Config;
use crate::kb::KnowledgeBase;
use crate::outputs::Files;
use crate::render::Pages;
use crate::search::entry_bytes;
use crate::search::site::{LocaleIndex, files as search_files};
use crate::theme::Theme;
use crate::tree::{Content, Site, SourceFile, SourceTree, Summary};

/// What the stages before made.
pub(crate) struct Pieces<'a> {
    pub(crate) kb: &'a KnowledgeBase,
    pub(crate) theme: &'a Theme,
    pub(crate) indexes: Vec<LocaleIndex>,
    pub(crate) pages: Pages,
    pub(crate) outputs: Files,
}

/// Puts a site together. A file that the writer put into `static/` wins over one that faqtory makes.
pub(crate) fn assemble(pieces: Pieces<'_>, source: &SourceTree, config: &Config) -> Site {
    let Pieces { kb, theme, indexes, pages, outputs } = pieces;
    let search = search_files(&indexes);
    let mut site = Site { summary: summary(kb, (&indexes, &search), config), ..Site::default() };
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
    (indexes, search): (&[LocaleIndex], &std::collections::BTreeMap<String, Vec<u8>>),
    config: &Config,
) -> Summary {
    let entry = search.get("_faqtory/search.js").map_or(0, |script| entry_bytes(script));
    Summary {
        articles: kb.locales.iter().map(|locale| locale.articles.len()).sum(),
        languages: kb.locales.iter().filter(|locale| !locale.articles.is_empty()).count(),
        pages: 0,
        index_bytes: indexes
            .iter()
            .flat_map(|locale| locale.index.files.values())
            .map(Vec::len)
            .sum(),
        first_search_bytes: entry
            + indexes.first().map_or(0, |locale| locale.index.first_search_bytes),
        withheld: kb.withheld.clone(),
        stale: kb.stale,
        zero_config: config.zero_config,
    }
}
