//! A page by the name that a writer gives it: its file, or its address.

use super::{Locale, Page};
use crate::config::Config;
use crate::diag::did_you_mean;
use crate::tree::RelPath;

/// A page, and the place in it that is meant.
#[derive(Clone, Copy, Debug)]
pub struct Named<'a> {
    /// The page.
    pub page: &'a Page,
    /// An anchor, where one was given.
    pub anchor: Option<&'a str>,
}

impl Named<'_> {
    /// The address of the place.
    pub fn url(&self) -> String {
        let url = &self.page.url;
        self.anchor.map_or_else(|| url.clone(), |anchor| format!("{url}#{anchor}"))
    }

    /// Whether the page has the place.
    pub fn exists(&self) -> bool {
        self.anchor.is_none_or(|anchor| self.page.article.body.ids.contains(anchor))
    }
}

/// The published page of `locale` that `target` names: a path below the folder of its language, or
/// a path of the site, each with an anchor or without.
pub fn find<'a>(target: &'a str, locale: &'a Locale, config: &Config) -> Option<Named<'a>> {
    let (path, anchor) =
        target.split_once('#').map_or((target, None), |(path, anchor)| (path, Some(anchor)));
    let file = file(path, locale, config);
    let url = format!("/{}", path.trim_matches('/'));
    let is_meant = |page: &&Page| {
        *page.article.path() == file || page.url.trim_end_matches('/') == url.trim_end_matches('/')
    };
    pages(locale).find(is_meant).map(|page| Named { page, anchor })
}

/// The file that `path` names, whether or not there is one.
pub fn file(path: &str, locale: &Locale, config: &Config) -> RelPath {
    let path = path.split('#').next().unwrap_or_default();
    RelPath::new(&format!("{}/{}/{path}", config.content_dir, locale.language.dir))
}

/// The published file whose name is nearest to `target`, as a writer would name it.
pub fn near(target: &str, locale: &Locale, config: &Config) -> Option<String> {
    let wanted = file(target, locale, config);
    let root = file("", locale, config);
    let paths = pages(locale).map(|page| page.article.path().as_str());
    let near = did_you_mean(wanted.as_str(), paths)?;
    let below = near.strip_prefix(root.as_str()).unwrap_or(near);
    Some(format!("/{}", below.trim_start_matches('/')))
}

fn pages(locale: &Locale) -> impl Iterator<Item = &Page> {
    let articles = locale.articles.iter().map(|entry| &entry.page);
    let all = articles.chain(locale.categories.iter().filter_map(|one| one.index.as_ref()));
    all.filter(|page| !page.is_fallback())
}
