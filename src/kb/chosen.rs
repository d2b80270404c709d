//! Links that are not in a text: `related` and `featured`, header and footer.

use std::collections::{BTreeMap, HashSet};

use super::links::{From, Resolver};
use super::{ArticleId, Entry, Locale, NavItem, Page, Place, ROOT};
use crate::article::body::{Link, Role};
use crate::config::NavLink;
use crate::contact::Topic;
use crate::diag::{self, Diagnostic, Diagnostics, Span, did_you_mean};
use crate::tree::RelPath;
use crate::url::{self, Scheme};

/// Articles that a contact topic suggests when it names none.
const MAX_SUGGESTED: usize = 5;

impl Resolver<'_> {
    /// Articles of a page's locale that the writer chose by path.
    pub(super) fn chosen(
        &self,
        (page, locale): (&Page, usize),
        paths: &[(String, Span)],
        diags: &mut Diagnostics,
    ) -> Vec<ArticleId> {
        let no_ids = HashSet::new();
        let is_fallback = page.is_fallback();
        let path = page.article.path();
        let from = From { path, url: "/", ids: &no_ids, locale, is_fallback };
        self.named(&from, paths, diags)
    }

    /// The articles that each contact topic names, in every locale; of a topic that names none,
    /// those that escalate to it.
    pub(super) fn topic_articles(
        &self,
        diags: &mut Diagnostics,
    ) -> Vec<BTreeMap<String, Vec<ArticleId>>> {
        let Some(contact) = &self.kb.contact else { return Vec::new() };
        // Paths are those of the default language, whichever file names them.
        let path = RelPath::new(&format!("{}/_index.md", self.config.content_dir));
        let no_ids = HashSet::new();
        let mut all = Vec::new();
        for (index, locale) in self.kb.locales.iter().enumerate() {
            let from =
                From { path: &path, url: "/", ids: &no_ids, locale: index, is_fallback: index > 0 };
            let of = |topic: &Topic| {
                let named = self.named(&from, &topic.articles, diags);
                let ids =
                    if topic.articles.is_empty() { escalating(locale, &topic.id) } else { named };
                (topic.id.clone(), ids)
            };
            all.push(contact.topics.iter().map(of).collect());
        }
        all
    }

    fn named(
        &self,
        from: &From<'_>,
        paths: &[(String, Span)],
        diags: &mut Diagnostics,
    ) -> Vec<ArticleId> {
        let (locale, is_fallback) = (from.locale, from.is_fallback);
        let mut chosen = Vec::new();
        for (path, span) in paths.iter().filter(|(path, _)| !path.is_empty()) {
            let mut candidates = self.candidates(path, from);
            candidates.extend(self.candidates(&format!("{path}.md"), from));
            let pages = candidates.iter().filter_map(|path| self.pages.get(path.as_str()));
            if let Some(at) = pages.map(|page| page.at).find(|at| is_article(*at)) {
                let id = self.here(at, locale).filter(|id| self.is_listed(locale, *id));
                chosen.extend(id.filter(|id| !chosen.contains(id)));
            } else if candidates.iter().any(|path| self.unpublished.contains(path.as_str())) {
                // A draft among related articles is no mistake: it appears when it is published.
            } else if !is_fallback {
                diags.push(self.not_found(path, span));
            }
        }
        chosen
    }

    fn is_listed(&self, locale: usize, id: ArticleId) -> bool {
        self.kb.locales[locale].article(id).is_listed()
    }

    /// The same article in a locale.
    fn here(&self, at: (usize, Place), locale: usize) -> Option<ArticleId> {
        let place = if at.0 == locale { Some(at.1) } else { self.kb.same(at, locale, self.config) };
        match place? {
            Place::Article(id) => Some(id),
            Place::Category(_) => None,
        }
    }

    fn not_found(&self, path: &str, span: &Span) -> Diagnostic {
        let known = self.pages.keys().map(|path| self.below_content(path));
        let message = format!("there is no article `{path}`");
        let problem = Diagnostic::new(diag::RELATED_NOT_FOUND, span.clone(), message);
        match did_you_mean(path.trim_start_matches('/'), known) {
            Some(near) => problem.fix(format!("did you mean `/{near}`?"), format!("/{near}")),
            None => problem.hint("write the path of its file, such as `/billing/refunds.md`"),
        }
    }

    /// Articles of each locale's home page.
    pub(super) fn featured(&self, diags: &mut Diagnostics) -> Vec<Vec<ArticleId>> {
        let mut all = Vec::new();
        for (index, locale) in self.kb.locales.iter().enumerate() {
            let home = locale.categories.first().and_then(|category| category.index.as_ref());
            let chosen =
                home.map(|page| self.chosen((page, index), &page.article.front.featured, diags));
            let mut ids = chosen.unwrap_or_default();
            let marked = locale.listed().filter(|(_, entry)| {
                entry.page.article.front.featured.first().is_some_and(|(path, _)| path.is_empty())
            });
            ids.extend(marked.map(|(id, _)| id));
            all.push(ids);
        }
        all
    }

    /// Header and footer of a locale.
    pub(super) fn frame(
        &self,
        locale: usize,
        diags: &mut Diagnostics,
    ) -> (Vec<NavItem>, Vec<NavItem>) {
        let language = &self.kb.locales[locale].language;
        let mut links = |own: Option<&Vec<NavLink>>, all: &[NavLink]| match own {
            Some(own) => self.navigation(own, (locale, false), diags),
            None if locale == 0 => self.navigation(all, (locale, false), diags),
            // What is wrong with them was said of the default language.
            None => self.navigation(all, (locale, true), &mut Diagnostics::default()),
        };
        let nav = links(language.nav.as_ref(), &self.config.nav);
        (nav, links(language.footer.as_ref(), &self.config.footer))
    }

    /// Links of the config; `is_fallback` for those that are written for the default language.
    fn navigation(
        &self,
        links: &[NavLink],
        (locale, is_fallback): (usize, bool),
        diags: &mut Diagnostics,
    ) -> Vec<NavItem> {
        let (content, language) = (self.config.content_dir, &self.kb.locales[locale].language);
        let dir = if is_fallback { &self.config.languages[0].dir } else { &language.dir };
        let path = RelPath::new(&format!("{content}/{dir}/_index.md"));
        let no_ids = HashSet::new();
        let from = From { path: &path, url: "/", ids: &no_ids, locale, is_fallback };
        let mut resolved = Vec::new();
        for item in links {
            let title = item.title.clone();
            match url::scheme(&item.target) {
                Scheme::External => {
                    resolved.push(NavItem { title, url: url::encode(&item.target), is_fallback });
                }
                Scheme::Unsafe(scheme) => diags.push(
                    Diagnostic::new(
                        diag::UNSAFE_LINK,
                        item.span.clone(),
                        format!("links that begin with `{scheme}:` are not published"),
                    )
                    .hint("link to a page, or to https:, mailto: or tel:"),
                ),
                Scheme::Relative => {
                    let (target, span) = (item.target.clone(), item.span.clone());
                    let link = Link { target, span, role: Role::Link, at: 0..0 };
                    let (to, page) = self.link(&link, &from, diags);
                    let own = page.filter(|_| is_fallback && !item.target.contains('#'));
                    let own = own.and_then(|page| self.own_title(page.at));
                    let is_fallback = is_fallback && own.is_none();
                    let title = own.unwrap_or(title);
                    resolved.push(NavItem { title, url: to.url, is_fallback });
                }
            }
        }
        resolved
    }

    /// What a page is called in navigation, in the language of its locale.
    fn own_title(&self, (locale, place): (usize, Place)) -> Option<String> {
        let locale = &self.kb.locales[locale];
        match place {
            Place::Article(id) => {
                let entry = locale.article(id);
                (!entry.page.is_fallback()).then(|| entry.nav_title().to_owned())
            }
            // The home page's title is a headline.
            Place::Category(ROOT) => None,
            Place::Category(id) => {
                let category = locale.category(id);
                let is_own = category.index.is_some() && !category.title_is_fallback;
                is_own.then(|| category.title.clone())
            }
        }
    }
}

/// The first listed articles whose `escalate` is the topic.
fn escalating(locale: &Locale, topic: &str) -> Vec<ArticleId> {
    let is_of = |entry: &Entry| {
        entry.page.article.front.escalate.as_ref().is_some_and(|(name, _)| name == topic)
    };
    let found = locale.listed().filter(|(_, entry)| is_of(entry)).map(|(id, _)| id);
    found.take(MAX_SUGGESTED).collect()
}

fn is_article(at: (usize, Place)) -> bool {
    matches!(at.1, Place::Article(_))
}
