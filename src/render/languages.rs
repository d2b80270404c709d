//! A page in other languages: the list of languages, `hreflang`, and what readers are told.

use super::context::Site;
use super::views::{AlternateView, LanguageView, LinkView, PageView, TranslationNoticeView};
use crate::kb::{Locale, Place, Text};

impl Site<'_> {
    /// The languages of a page that every language has, at this path.
    pub(super) fn languages(&self, path: impl Fn(&Locale) -> String) -> Vec<LanguageView> {
        self.language_views(|_, locale| path(locale))
    }

    /// Adds to a page that the site makes its versions in the languages that have it.
    pub(super) fn with_same_page(
        &self,
        mut page: PageView,
        below: &str,
        has_page: impl Fn(usize) -> bool,
    ) -> PageView {
        page.languages = self.language_views(|index, locale| {
            format!("{}{}", locale.prefix, if has_page(index) { below } else { "/" })
        });
        let having = self.kb.locales.iter().enumerate().filter(|(index, _)| has_page(*index));
        for (index, locale) in having {
            let url = self.config.absolute(&self.href(&format!("{}{below}", locale.prefix)));
            let codes = [Some(locale.language.code.as_str()), (index == 0).then_some("x-default")];
            let view = |code: &str| AlternateView { code: code.to_owned(), url: url.clone() };
            page.alternates.extend(codes.into_iter().flatten().map(view));
        }
        if page.languages.is_empty() {
            page.alternates.clear();
        }
        page
    }

    fn language_views(&self, path: impl Fn(usize, &Locale) -> String) -> Vec<LanguageView> {
        let locales = self.kb.locales.iter().enumerate().filter(|_| self.kb.locales.len() > 1);
        let view = |(index, locale): (usize, &Locale)| LanguageView {
            code: locale.language.code.clone(),
            name: locale.language.name.clone(),
            url: self.href(&path(index, locale)),
            search_url: self.href(&format!("{}/search/", locale.prefix)),
            current: index == self.index,
        };
        locales.map(view).collect()
    }

    /// Adds to a page what depends on its place: its other versions, and its notices.
    pub(super) fn with_versions(&self, mut page: PageView, place: Place) -> PageView {
        let same = |index: usize| self.kb.same((self.index, place), index, self.config);
        (page.notices, page.more_notices) = self.notices(place);
        page.languages = self.language_views(|index, locale| {
            same(index)
                .map_or_else(|| format!("{}/", locale.prefix), |at| locale.url(at).to_owned())
        });
        if self.locale.is_own(place) {
            page.alternates = self.alternates(place);
        } else if let Some(original) = same(0) {
            let original = self.href(self.kb.locales[0].url(original));
            page.canonical_url = self.config.absolute(&original);
        }
        page
    }

    /// Adds the versions of a page that every language has at the same path.
    pub(super) fn with_same_path(&self, mut page: PageView, below: &str) -> PageView {
        page.languages = self.language_views(|_, locale| format!("{}{below}", locale.prefix));
        if self.kb.locales.len() > 1 && !page.noindex {
            for (index, locale) in self.kb.locales.iter().enumerate() {
                let path = format!("{}{below}", locale.prefix);
                let url = self.config.absolute(&self.href(&path));
                let codes =
                    [Some(locale.language.code.as_str()), (index == 0).then_some("x-default")];
                let view = |code: &str| AlternateView { code: code.to_owned(), url: url.clone() };
                page.alternates.extend(codes.into_iter().flatten().map(view));
            }
        }
        page
    }

    /// The versions of a page in the languages that have it; of them, the default language is for
    /// everybody else.
    fn alternates(&self, place: Place) -> Vec<AlternateView> {
        let mut alternates = Vec::new();
        for (index, locale) in self.kb.locales.iter().enumerate() {
            let same = self.kb.same((self.index, place), index, self.config);
            if let Some(at) = same.filter(|at| locale.is_own(*at)) {
                let url = self.config.absolute(&self.href(locale.url(at)));
                let codes =
                    [Some(locale.language.code.as_str()), (index == 0).then_some("x-default")];
                let view = |code: &str| AlternateView { code: code.to_owned(), url: url.clone() };
                alternates.extend(codes.into_iter().flatten().map(view));
            }
        }
        let is_one = alternates.iter().filter(|view| view.code != "x-default").count() < 2;
        if is_one { Vec::new() } else { alternates }
    }

    /// What readers of a page that shows `text` are told.
    pub(super) fn translation_notice(
        &self,
        text: Text,
        place: Place,
    ) -> Option<TranslationNoticeView> {
        let source = &self.kb.locales.first()?.language;
        let fill = |key: &str| {
            let text = self.text(key).replace("{language}", &self.locale.language.name);
            text.replace("{source}", &source.name)
        };
        match text {
            Text::Own => None,
            Text::Fallback => Some(TranslationNoticeView {
                kind: "untranslated",
                text: fill("untranslated"),
                link: None,
            }),
            Text::Outdated => {
                let original = self.kb.same((self.index, place), 0, self.config);
                let link = original.map(|original| LinkView {
                    title: fill("outdated_link"),
                    url: self.href(self.kb.locales[0].url(original)),
                    lang: None,
                });
                let text = fill("outdated");
                Some(TranslationNoticeView { kind: "outdated", text, link })
            }
        }
    }
}
