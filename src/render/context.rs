//! What all pages of a language share.

use jiff::civil::Date;
use serde::Serialize;
use tera::Context;

use super::contact::{Ready, host_views};
use super::lists::icon;
use super::views::{
    ColorView, DateView, DrawingView, ImageView, LinkView, PageView, SiteView, TextLanguageView,
    TopicView,
};
use super::widget;
use crate::config::{Config, Direction, Language};
use crate::hosts::hosts;
use crate::kb::{ArticleId, CategoryId, KnowledgeBase, Locale, NavItem, Page, Place, ROOT};
use crate::theme::Theme;
use crate::theme::strings::Strings;
use crate::url;

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
    /// The locale's number.
    pub(super) index: usize,
    base: Context,
    ready: Option<Ready>,
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
            ready: None,
        };
        site.ready = Ready::new(&site);
        let mut base = Context::new();
        base.insert("site", &site.view());
        base.insert("t", strings);
        base.insert("extra", &config.extra);
        site.base = base;
        site
    }

    /// What pages say about contact.
    pub(super) fn ready(&self) -> Option<&Ready> {
        self.ready.as_ref()
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

    /// A day as the language's readers write it.
    pub(super) fn day(&self, day: Date) -> DateView {
        DateView { iso: day.to_string(), text: self.strings.rules().day(day) }
    }

    /// Name of the home page in breadcrumbs and titles.
    pub(super) fn title(&self) -> &str {
        self.config.title_in(&self.locale.language)
    }

    /// The contact page of the language, when the knowledge base has one.
    pub(super) fn contact_link(&self) -> Option<LinkView> {
        self.kb.contact.as_ref()?;
        let url = self.href(&format!("{}/contact/", self.locale.prefix));
        Some(LinkView { title: self.text("help_link").to_owned(), url, lang: None })
    }

    /// Links of header or footer; the contact page is among them, whether or not the config says so.
    fn links(&self, items: &[NavItem]) -> Vec<LinkView> {
        let contact = self.contact_link();
        let link = |item: &NavItem| match &contact {
            // In the language of the page, where the config has no title in it.
            Some(contact) if item.is_fallback && item.url == contact.url => contact.clone(),
            _ => LinkView {
                title: item.title.clone(),
                url: item.url.clone(),
                lang: self.source_language(item.is_fallback),
            },
        };
        let mut links: Vec<LinkView> = items.iter().map(link).collect();
        let missing = contact.filter(|contact| links.iter().all(|link| link.url != contact.url));
        links.extend(missing);
        links
    }

    fn view(&self) -> SiteView {
        let theme = self.theme;
        let language = &self.locale.language;
        SiteView {
            title: self.title().to_owned(),
            description: self.config.description_in(language).to_owned(),
            lang: language.code.clone(),
            dir: self.direction(language),
            base: self.config.base_path().to_owned(),
            home_url: self.href(&self.locale.category(ROOT).url),
            search_url: self.href(&self.search_path()),
            code_url: self.kb.code_path(self.locale).map(|path| self.href(&path)),
            status_url: self.status_path().map(|path| self.href(&path)),
            codes_url: self.codes_path().map(|path| self.href(&path)),
            contact_url: self.contact_link().map(|link| link.url),
            widget: widget::view(self),
            search_module: self.href(&url::search_entry(&language.code, self.is_default())),
            search_results: self.config.search.results,
            analytics: super::feedback::analytics(self),
            private: super::discretion::marks(self),
            logo: self.image(self.config.brand.logo.as_deref()),
            logo_dark: self.image(self.config.brand.logo_dark.as_deref()),
            favicon: self.image(self.config.brand.favicon.as_deref()).map(|image| image.url),
            nav: self.links(&self.locale.nav),
            footer: self.links(&self.locale.footer),
            hosts: host_views(&hosts(self.kb, self.config), |key| self.text(key).to_owned()),
            assets: theme
                .addresses
                .iter()
                .map(|(name, path)| (name.clone(), self.href(path)))
                .collect(),
            icons: theme.icons.clone(),
            categories: self
                .locale
                .category(ROOT)
                .children
                .iter()
                .take(MAX_CATEGORIES)
                .map(|id| self.topic(*id))
                .collect(),
            colors: theme
                .colors
                .iter()
                .map(|(name, (light, dark))| {
                    (*name, ColorView { light: light.clone(), dark: dark.clone() })
                })
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
            drawing: asset.drawing.as_ref().map(|drawing| DrawingView {
                view_box: drawing.view_box.clone(),
                shapes: drawing.shapes.clone(),
            }),
        })
    }

    fn topic(&self, id: CategoryId) -> TopicView {
        let LinkView { title, url, lang } = self.category_link(id);
        TopicView { title, url, lang, icon: icon(self, id) }
    }

    /// Address of the top-level category above `id`; empty for the home page.
    pub(super) fn section_url(&self, id: CategoryId) -> String {
        let top = self.locale.trail(id).get(1).copied();
        top.map_or_else(String::new, |id| self.href(&self.locale.category(id).url))
    }

    pub(super) fn category_link(&self, id: CategoryId) -> LinkView {
        let category = self.locale.category(id);
        let title = if id == ROOT { self.text("home").to_owned() } else { category.title.clone() };
        let lang = self.source_language(id != ROOT && category.title_is_fallback);
        LinkView { title, url: self.href(&category.url), lang }
    }

    pub(super) fn article_link(&self, id: ArticleId) -> LinkView {
        let entry = self.locale.article(id);
        LinkView {
            title: entry.nav_title().to_owned(),
            url: self.href(&entry.page.url),
            lang: self.source_language(entry.page.is_fallback()),
        }
    }

    /// The texts of the language that a page's body is written in.
    pub(super) fn strings_of(&self, page: &Page) -> &Strings {
        let original = self.kb.locales.first().filter(|_| page.is_fallback());
        original.map_or(self.strings, |original| &self.theme.strings[&original.language.code])
    }

    /// From the home page to `id`, which is included.
    pub(super) fn breadcrumbs(&self, id: CategoryId) -> Vec<LinkView> {
        self.locale.trail(id).into_iter().map(|id| self.category_link(id)).collect()
    }

    /// The direction of a language of the site.
    fn direction(&self, language: &Language) -> &'static str {
        match language.direction {
            Some(Direction::Rtl) => "rtl",
            Some(Direction::Ltr) => "ltr",
            None => self.theme.strings[&language.code].rules().direction(),
        }
    }

    /// The default language, for a text that `is_fallback`.
    pub(super) fn source_language(&self, is_fallback: bool) -> Option<TextLanguageView> {
        let language = &self.kb.locales.first().filter(|_| is_fallback)?.language;
        Some(TextLanguageView {
            code: language.code.clone(),
            dir: self.direction(language),
            name: language.name.clone(),
        })
    }

    /// The facts of a page that every template prints.
    pub(super) fn page(&self, kind: &'static str, title: &str, path: &str) -> PageView {
        let document_title = if title.is_empty() || title == self.title() {
            self.title().to_owned()
        } else {
            format!("{title} · {}", self.title())
        };
        let (notices, more_notices) = self.notices(Place::Category(ROOT));
        let is_search = path == self.search_path();
        PageView {
            document_title,
            url: self.href(path),
            canonical_url: self.config.absolute(&self.href(path)),
            kind,
            notices,
            more_notices,
            languages: self.languages(|locale| {
                let below = if is_search { "/search/" } else { "/" };
                format!("{}{below}", locale.prefix)
            }),
            ..PageView::default()
        }
    }
}
