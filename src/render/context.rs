//! What all pages of a language share.

use std::collections::HashSet;

use serde::Serialize;
use tera::Context;

use super::views::{ImageView, LanguageView, LinkView, PageView, SiteView};
use crate::config::Config;
use crate::kb::{ArticleId, CategoryId, KnowledgeBase, Locale, ROOT};
use crate::theme::Theme;
use crate::theme::strings::Strings;
use crate::url;

/// Languages written from right to left.
const RTL: &[&str] =
    &["ar", "arc", "ckb", "dv", "fa", "ha", "he", "khw", "ks", "ps", "sd", "ug", "ur", "yi"];

/// Categories in the navigation of every page; the home page has them all.
const MAX_CATEGORIES: usize = 12;

/// Featured articles that search offers on every page; the home page has them all.
const MAX_FEATURED: usize = 5;

/// One language of the site with everything its pages need.
pub(super) struct Site<'a> {
    pub(super) kb: &'a KnowledgeBase,
    pub(super) locale: &'a Locale,
    pub(super) theme: &'a Theme,
    pub(super) config: &'a Config,
    pub(super) featured: &'a [ArticleId],
    pub(super) strings: &'a Strings,
    index: usize,
    base: Context,
    /// Paths of all pages of all languages.
    paths: HashSet<&'a str>,
}

impl<'a> Site<'a> {
    pub(super) fn new(
        kb: &'a KnowledgeBase,
        index: usize,
        theme: &'a Theme,
        config: &'a Config,
    ) -> Self {
        let locale = &kb.locales[index];
        let strings = &theme.strings[&locale.language.code];
        let featured = kb.featured.get(index).map_or(&[][..], Vec::as_slice);
        let mut site = Self {
            kb,
            locale,
            theme,
            config,
            featured,
            strings,
            index,
            base: Context::new(),
            paths: paths(kb),
        };
        let mut base = Context::new();
        base.insert("site", &site.view());
        base.insert("t", strings);
        base.insert("extra", &config.extra);
        site.base = base;
        site
    }

    pub(super) fn is_default(&self) -> bool {
        self.index == 0
    }

    /// `site` and `t` alone.
    pub(super) fn base_context(&self) -> Context {
        self.base.clone()
    }

    /// What a template gets.
    pub(super) fn context(
        &self,
        page: &PageView,
        name: &'static str,
        value: &impl Serialize,
    ) -> Context {
        let mut context = self.base.clone();
        context.insert("page", page);
        context.insert(name, value);
        context
    }

    /// A path of the site as it stands in an `href`.
    pub(super) fn href(&self, path: &str) -> String {
        format!("{}{}", self.config.base_path(), url::encode_path(path))
    }

    pub(super) fn search_path(&self) -> String {
        format!("{}/search/", self.locale.prefix)
    }

    /// An interface text.
    pub(super) fn text(&self, key: &str) -> &str {
        self.strings.get(key).map_or("", String::as_str)
    }

    /// Name of the home page in breadcrumbs and titles.
    pub(super) fn title(&self) -> &str {
        &self.config.title
    }

    fn view(&self) -> SiteView {
        let theme = self.theme;
        let links = |links: &[(String, String)]| {
            links
                .iter()
                .map(|(title, url)| LinkView { title: title.clone(), url: url.clone() })
                .collect()
        };
        let language = self.locale.language.code.split('-').next().unwrap_or_default();
        SiteView {
            title: self.config.title.clone(),
            description: self.config.description.clone(),
            lang: self.locale.language.code.clone(),
            dir: if RTL.contains(&language) { "rtl" } else { "ltr" },
            base: self.config.base_path().to_owned(),
            home_url: self.href(&self.locale.category(ROOT).url),
            search_url: self.href(&self.search_path()),
            contact_url: None,
            search_module: self
                .href(&url::search_entry(&self.locale.language.code, self.is_default())),
            search_results: self.config.search.results,
            logo: self.image(self.config.brand.logo.as_deref()),
            logo_dark: self.image(self.config.brand.logo_dark.as_deref()),
            favicon: self.image(self.config.brand.favicon.as_deref()).map(|image| image.url),
            nav: links(&self.kb.nav),
            footer: links(&self.kb.footer),
            assets: theme
                .addresses
                .iter()
                .map(|(name, path)| (name.clone(), self.href(path)))
                .collect(),
            categories: self
                .locale
                .category(ROOT)
                .children
                .iter()
                .take(MAX_CATEGORIES)
                .map(|id| self.category_link(*id))
                .collect(),
            featured: self
                .featured
                .iter()
                .take(MAX_FEATURED)
                .map(|id| self.article_link(*id))
                .collect(),
        }
    }

    fn image(&self, path: Option<&str>) -> Option<ImageView> {
        let path = format!("/{}", path?.trim_start_matches('/'));
        let asset = self.kb.assets.iter().find(|asset| asset.url == path)?;
        let size = asset.size;
        Some(ImageView {
            url: self.href(&path),
            width: size.map(|size| size.width),
            height: size.map(|size| size.height),
        })
    }

    pub(super) fn category_link(&self, id: CategoryId) -> LinkView {
        let category = self.locale.category(id);
        let title = if id == ROOT { self.text("home").to_owned() } else { category.title.clone() };
        LinkView { title, url: self.href(&category.url) }
    }

    pub(super) fn article_link(&self, id: ArticleId) -> LinkView {
        let entry = self.locale.article(id);
        LinkView { title: entry.nav_title().to_owned(), url: self.href(&entry.page.url) }
    }

    /// From the home page to `id`, which is included.
    pub(super) fn breadcrumbs(&self, id: CategoryId) -> Vec<LinkView> {
        self.locale.trail(id).into_iter().map(|id| self.category_link(id)).collect()
    }

    /// The other languages of the page with this path below its prefix: the same page where there
    /// is one, else the home page.
    pub(super) fn languages(&self, path: &str) -> Vec<LanguageView> {
        if self.kb.locales.len() < 2 {
            return Vec::new();
        }
        let below = path.strip_prefix(self.locale.prefix.as_str()).unwrap_or(path);
        let same = |locale: &Locale| {
            let wanted = format!("{}{below}", locale.prefix);
            let exists = self.paths.contains(wanted.as_str()) || below == "/search/";
            if exists { wanted } else { format!("{}/", locale.prefix) }
        };
        let view = |(index, locale): (usize, &Locale)| LanguageView {
            code: locale.language.code.clone(),
            name: locale.language.name.clone(),
            url: self.href(&same(locale)),
            search_url: self.href(&format!("{}/search/", locale.prefix)),
            current: index == self.index,
        };
        self.kb.locales.iter().enumerate().map(view).collect()
    }

    /// The facts of a page that every template prints.
    pub(super) fn page(&self, kind: &'static str, title: &str, path: &str) -> PageView {
        let document_title = if title.is_empty() || title == self.title() {
            self.title().to_owned()
        } else {
            format!("{title} · {}", self.title())
        };
        PageView {
            document_title,
            canonical_url: self.config.absolute(&self.href(path)),
            kind,
            languages: self.languages(path),
            ..PageView::default()
        }
    }
}

fn paths(kb: &KnowledgeBase) -> HashSet<&str> {
    let mut paths = HashSet::new();
    if kb.locales.len() > 1 {
        for locale in &kb.locales {
            paths.extend(locale.categories.iter().map(|category| category.url.as_str()));
            paths.extend(locale.articles.iter().map(|entry| entry.page.url.as_str()));
        }
    }
    paths
}
