//! Links between source files → addresses, checked against what is really there.

use std::cell::Cell;
use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use super::assets::Asset;
use super::categories::language_of;
use super::translations::mirrored;
use super::urls::UrlTable;
use super::{ArticleId, CategoryId, KnowledgeBase, Page, Place, Resolved};
use crate::article::Article;
use crate::article::body::{Link, Role};
use crate::article::is_markdown;
use crate::config::Config;
use crate::diag::{self, Diagnostic, Diagnostics, did_you_mean};
use crate::tree::RelPath;
use crate::url::{self, Target};

/// Broken links beyond these are reported without a suggestion.
const MAX_SUGGESTIONS: usize = 300;

/// Pages of the default language that faqtory makes; the others have the same below their prefixes.
const MADE: [&str; 2] = ["/search/", super::CODE];

/// A page that links can lead to.
#[derive(Clone, Copy)]
pub(super) struct Destination<'a> {
    url: &'a str,
    ids: &'a HashSet<String>,
    /// Its locale and its place there.
    pub(super) at: (usize, Place),
}

/// Everything that links are resolved against.
pub(super) struct Resolver<'a> {
    pub(super) kb: &'a KnowledgeBase,
    pub(super) config: &'a Config,
    urls: &'a UrlTable,
    /// By file; a fallback page by the file that its translation would have.
    pub(super) pages: BTreeMap<String, Destination<'a>>,
    by_url: BTreeMap<&'a str, Destination<'a>>,
    assets: BTreeMap<&'a str, &'a Asset>,
    /// Category pages by folder of the source.
    folders: BTreeMap<String, Destination<'a>>,
    pub(super) unpublished: HashSet<&'a str>,
    no_ids: &'a HashSet<String>,
    /// Suggestions that are still made: each looks at the whole knowledge base.
    suggestions: Cell<usize>,
}

/// The page a link is in.
pub(super) struct From<'a> {
    pub(super) path: &'a RelPath,
    pub(super) url: &'a str,
    pub(super) ids: &'a HashSet<String>,
    pub(super) locale: usize,
    /// Whether the text is the default language's: its links lead to pages of the locale, and what
    /// is wrong with them is reported where it belongs.
    pub(super) is_fallback: bool,
}

/// A link that is being resolved.
struct Ask<'a> {
    link: &'a Link,
    from: &'a From<'a>,
    target: Target,
}

/// Where a link leads, and the page of the site if it is one.
pub(super) type Found<'a> = (Resolved, Option<Destination<'a>>);

/// Fills in the links of every page, of header and footer, and of `featured` and `related`.
pub(super) fn resolve(
    kb: &mut KnowledgeBase,
    all: &[Arc<Article>],
    (config, urls): (&Config, &UrlTable),
    diags: &mut Diagnostics,
) {
    let snapshot = kb.clone();
    let no_ids = HashSet::new();
    let resolver = Resolver::new(&snapshot, all, (config, urls, &no_ids));
    for (index, locale) in kb.locales.iter_mut().enumerate() {
        let indexes = locale.categories.iter_mut().filter_map(|category| category.index.as_mut());
        let articles = locale.articles.iter_mut().map(|entry| &mut entry.page);
        for page in indexes.chain(articles) {
            page.links = resolver.page(page, index, diags);
        }
        for entry in &mut locale.articles {
            let related = &entry.page.article.front.related;
            entry.related = resolver.chosen((&entry.page, index), related, diags);
        }
        (locale.nav, locale.footer) = resolver.frame(index, diags);
    }
    kb.featured = resolver.featured(diags);
    kb.topic_articles = resolver.topic_articles(diags);
}

impl<'a> Resolver<'a> {
    fn new(
        kb: &'a KnowledgeBase,
        all: &'a [Arc<Article>],
        (config, urls, no_ids): (&'a Config, &'a UrlTable, &'a HashSet<String>),
    ) -> Self {
        let mut resolver = Self {
            kb,
            config,
            urls,
            pages: BTreeMap::new(),
            by_url: BTreeMap::new(),
            assets: kb.assets.iter().map(|asset| (asset.path.as_str(), asset)).collect(),
            folders: BTreeMap::new(),
            unpublished: HashSet::new(),
            no_ids,
            suggestions: Cell::new(MAX_SUGGESTIONS),
        };
        for (index, locale) in kb.locales.iter().enumerate() {
            let categories = (0..locale.categories.len() as u32).map(CategoryId);
            let articles = (0..locale.articles.len() as u32).map(ArticleId);
            let places = categories.map(Place::Category).chain(articles.map(Place::Article));
            places.for_each(|place| resolver.enter((index, place)));
        }
        let paths = all.iter().map(|article| article.path().as_str());
        let unpublished = paths.filter(|path| !resolver.pages.contains_key(*path));
        resolver.unpublished = unpublished.collect();
        resolver
    }

    /// Makes a page known by its file, its folder and its address.
    fn enter(&mut self, at: (usize, Place)) {
        let destination = self.destination(at);
        let locale = &self.kb.locales[at.0];
        if let Place::Category(id) = at.1 {
            let (content, dir) = (self.config.content_dir, &locale.language.dir);
            let folder = RelPath::new(&format!("{content}/{dir}/{}", locale.category(id).dir));
            self.folders.entry(folder.to_string()).or_insert(destination);
        }
        if let Some(page) = locale.page(at.1) {
            let own = page.article.path();
            let mirrored = || mirrored(own, self.language(at.0), self.config);
            let path = Some(own.clone()).filter(|_| !page.is_fallback()).or_else(mirrored);
            self.pages.extend(path.map(|path| (path.to_string(), destination)));
        }
        self.by_url.insert(destination.url, destination);
    }

    /// The number of a locale's language in the config.
    fn language(&self, locale: usize) -> usize {
        let code = &self.kb.locales[locale].language.code;
        self.config.languages.iter().position(|one| one.code == *code).unwrap_or_default()
    }

    fn destination(&self, at: (usize, Place)) -> Destination<'a> {
        let locale = &self.kb.locales[at.0];
        let ids = locale.page(at.1).map_or(self.no_ids, |page| &page.article.body.ids);
        Destination { url: locale.url(at.1), ids, at }
    }

    /// The page to lead to from a text of the default language: the one in the reader's language.
    fn localised(&self, destination: Destination<'a>, from: &From<'_>) -> Destination<'a> {
        let same = || self.kb.same(destination.at, from.locale, self.config);
        let same =
            Some(()).filter(|()| from.is_fallback && destination.at.0 == 0).and_then(|()| same());
        same.map_or(destination, |place| self.destination((from.locale, place)))
    }

    fn page(&self, page: &Page, locale: usize, diags: &mut Diagnostics) -> Vec<Resolved> {
        let article = &page.article;
        let is_fallback = page.is_fallback();
        let ids = &article.body.ids;
        let from = From { path: article.path(), url: &page.url, ids, locale, is_fallback };
        let mut known = Diagnostics::default();
        let diags = if is_fallback { &mut known } else { diags };
        article.body.links.iter().map(|link| self.link(link, &from, diags).0).collect()
    }

    pub(super) fn link(&self, link: &Link, from: &From<'_>, diags: &mut Diagnostics) -> Found<'a> {
        let ask = Ask { link, from, target: Target::parse(&link.target) };
        if ask.target.path.is_empty() {
            return (self.same_page(&ask, diags), None);
        }
        let candidates = self.candidates(&ask.target.path, from);
        for path in &candidates {
            if let Some(page) = self.pages.get(path.as_str()) {
                return self.place(*page, &ask, diags);
            }
            if let Some(asset) = self.assets.get(path.as_str()) {
                let url = format!("{}{}", self.urls.href(&asset.url), ask.target.query);
                return (Resolved { url, size: asset.size }, None);
            }
            if let Some(category) = self.folders.get(path.as_str()) {
                return self.place(*category, &ask, diags);
            }
            if self.unpublished.contains(path.as_str()) {
                diags.push(unpublished(link, path));
                let home = format!("{}/", self.kb.locales[from.locale].prefix);
                return (Resolved { url: self.urls.href(&home), size: None }, None);
            }
        }
        self.site_path(&ask, diags).unwrap_or_else(|| {
            diags.push(self.broken(&ask, &candidates));
            (Resolved { url: url::encode(&link.target), size: None }, None)
        })
    }

    /// A page of the site with its query and its anchor, which is checked.
    fn place(&self, page: Destination<'a>, ask: &Ask<'_>, diags: &mut Diagnostics) -> Found<'a> {
        let page = self.localised(page, ask.from);
        let anchor = self.anchor(ask, page.ids, diags);
        let url = format!("{}{}{anchor}", self.urls.href(page.url), ask.target.query);
        (Resolved { url, size: None }, Some(page))
    }

    fn same_page(&self, ask: &Ask<'_>, diags: &mut Diagnostics) -> Resolved {
        let anchor = self.anchor(ask, ask.from.ids, diags);
        let url = if anchor.is_empty() {
            format!("{}{}", self.urls.href(ask.from.url), ask.target.query)
        } else {
            format!("{}{anchor}", ask.target.query)
        };
        Resolved { url, size: None }
    }

    /// The source files that a path can mean: of the same language first, then of the default one,
    /// whose pictures a translation need not repeat.
    pub(super) fn candidates(&self, path: &str, from: &From<'_>) -> Vec<RelPath> {
        let content = self.config.content_dir;
        let mut bases: Vec<RelPath> = Vec::new();
        if let Some(absolute) = path.strip_prefix('/') {
            let below = from.path.below(content).unwrap_or_default();
            let (language, _) = language_of(below, &self.config.languages);
            let dir = &self.config.languages[language].dir;
            bases.push(RelPath::new(&format!("{content}/{dir}/{absolute}")));
            bases.push(RelPath::new(&format!("{content}/{absolute}")));
            bases.push(RelPath::new(&format!("static/{absolute}")));
        } else if let Some(path) = from.path.resolve(path) {
            let is_translation = from.locale > 0 && !from.is_fallback;
            let source = is_translation.then(|| mirrored(&path, 0, self.config)).flatten();
            bases.push(path);
            bases.extend(source);
        }
        bases
    }

    /// A path of the site instead of a source file: `/billing/refunds/`, `../refunds/`.
    fn site_path(&self, ask: &Ask<'_>, diags: &mut Diagnostics) -> Option<Found<'a>> {
        let path = &ask.target.path;
        let absolute = if path.starts_with('/') {
            path.clone()
        } else {
            let below = RelPath::new(&format!("{}index.html", ask.from.url)).resolve(path)?;
            format!("/{below}{}", if path.ends_with('/') { "/" } else { "" })
        };
        let with_slash = format!("{}/", absolute.trim_end_matches('/'));
        let url =
            [&absolute, &with_slash].into_iter().find_map(|url| self.urls.find(url))?.to_owned();
        if let Some(page) = self.by_url.get(url.as_str()) {
            return Some(self.place(*page, ask, diags));
        }
        let anchor = self.anchor(ask, self.no_ids, diags);
        let prefix = &self.kb.locales[ask.from.locale].prefix;
        let is_made = MADE.contains(&url.as_str()) || self.urls.is_contact(&url);
        let url = if ask.from.is_fallback && is_made { format!("{prefix}{url}") } else { url };
        let url = format!("{}{}{anchor}", self.urls.href(&url), ask.target.query);
        Some((Resolved { url, size: None }, None))
    }

    /// `#…` for an anchor, checked; empty without one.
    fn anchor(&self, ask: &Ask<'_>, ids: &HashSet<String>, diags: &mut Diagnostics) -> String {
        let (target, link) = (&ask.target, ask.link);
        let Some(anchor) = target.anchor.as_deref().filter(|anchor| !anchor.is_empty()) else {
            return String::new();
        };
        let is_missing = !ids.contains(anchor) && anchor != "top" && link.role != Role::Choice;
        if is_missing && ask.from.is_fallback {
            // The reader gets to the right page; its headings are in another language.
            return String::new();
        }
        if is_missing && !self.suggests() {
            let message = format!("there is no heading `#{anchor}`");
            diags.push(
                Diagnostic::new(diag::BROKEN_ANCHOR, link.span.clone(), message)
                    .hint("check the anchor"),
            );
        } else if is_missing {
            let place = if target.path.is_empty() {
                "this page".to_owned()
            } else {
                format!("`{}`", target.path)
            };
            let problem = Diagnostic::new(
                diag::BROKEN_ANCHOR,
                link.span.clone(),
                format!("{place} has no heading `#{anchor}`"),
            );
            let mut known: Vec<&str> = ids.iter().map(String::as_str).collect();
            known.sort_unstable();
            diags.push(match did_you_mean(anchor, known.iter().copied()) {
                Some(near) => replace(problem, link, &format!("#{anchor}"), &format!("#{near}")),
                None if known.is_empty() => problem.hint("that page has no headings"),
                None => problem.hint(format!("its headings are {}", first_few(&known))),
            });
        }
        format!("#{}", url::encode(anchor))
    }

    /// Whether a suggestion may be made; each time one less is left.
    fn suggests(&self) -> bool {
        let left = self.suggestions.get();
        self.suggestions.set(left.saturating_sub(1));
        left > 0
    }

    fn broken(&self, ask: &Ask<'_>, candidates: &[RelPath]) -> Diagnostic {
        let (target, link) = (&ask.target, ask.link);
        let (code, what) = match link.role {
            Role::Image => (diag::MISSING_IMAGE, "picture"),
            Role::Video => (diag::BROKEN_LINK, "video"),
            Role::Link | Role::Choice => (diag::BROKEN_LINK, "page or file"),
        };
        let shown = &target.path;
        let problem =
            Diagnostic::new(code, link.span.clone(), format!("there is no {what} `{shown}`"));
        let Some(wanted) = candidates.first() else {
            return problem.hint("the path leads out of the knowledge base");
        };
        if ask.from.is_fallback || !self.suggests() {
            return problem.hint("check the path");
        }
        let pages = || self.pages.keys().map(String::as_str);
        let known = || pages().chain(self.assets.keys().copied());
        if let Some(same) = known().find(|path| path.eq_ignore_ascii_case(wanted.as_str())) {
            let name = RelPath::new(same).name().to_owned();
            return replace(problem, link, RelPath::new(shown).name(), &name);
        }
        let with_extension = format!("{wanted}.md");
        if self.pages.contains_key(with_extension.as_str()) {
            return replace(problem, link, shown, &format!("{shown}.md"));
        }
        let same_name = || known().filter(|path| RelPath::new(path).name() == wanted.name());
        if let Some(moved) = same_name().next() {
            return problem.hint(format!("did you mean `/{}`?", self.below_content(moved)));
        }
        let folder = wanted.parent();
        let siblings = known()
            .filter_map(|path| RelPath::new(path).below(folder).map(str::to_owned))
            .collect::<Vec<_>>();
        match did_you_mean(wanted.name(), siblings.iter().map(String::as_str)) {
            Some(near) => replace(problem, link, wanted.name(), near),
            None => problem.hint("check the path; it is looked up from this file's folder, or from `content` after a `/`"),
        }
    }

    pub(super) fn below_content<'p>(&self, path: &'p str) -> &'p str {
        path.strip_prefix(self.config.content_dir).map_or(path, |rest| rest.trim_start_matches('/'))
    }
}

fn unpublished(link: &Link, path: &RelPath) -> Diagnostic {
    Diagnostic::new(
        diag::UNPUBLISHED_LINK,
        link.span.clone(),
        format!("`{path}` is not published, so this link leads to the home page"),
    )
    .hint("publish that article, or remove the link")
}

/// A fix that replaces `old` by `new` inside the link, where it can be found there.
fn replace(problem: Diagnostic, link: &Link, old: &str, new: &str) -> Diagnostic {
    let text = &link.span.source.text[link.span.range.clone()];
    let hint = format!("did you mean `{new}`?");
    match text.rfind(old) {
        Some(_) if is_markdown(&link.span.source.path) => {
            let at = text.rfind(old).unwrap_or_default();
            problem.fix(hint, format!("{}{new}{}", &text[..at], &text[at + old.len()..]))
        }
        _ => problem.hint(hint),
    }
}

fn first_few(names: &[&str]) -> String {
    let shown: Vec<String> = names.iter().take(6).map(|name| format!("`#{name}`")).collect();
    let more =
        if names.len() > 6 { format!(" and {} more", names.len() - 6) } else { String::new() };
    format!("{}{more}", shown.join(", "))
}
