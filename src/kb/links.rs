//! Links between source files → addresses, checked against what is really there.

use std::cell::Cell;
use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use super::assets::Asset;
use super::categories::language_of;
use super::urls::UrlTable;
use super::{ArticleId, KnowledgeBase, Page, Resolved};
use crate::article::Article;
use crate::article::body::{Link, Role};
use crate::article::is_markdown;
use crate::config::Config;
use crate::diag::{self, Diagnostic, Diagnostics, Span, did_you_mean};
use crate::tree::RelPath;
use crate::url::{self, Scheme, Target};

/// Broken links beyond these are reported without a suggestion.
const MAX_SUGGESTIONS: usize = 300;

/// A page that links can lead to.
struct Destination<'a> {
    url: String,
    ids: &'a HashSet<String>,
    article: Option<(usize, ArticleId)>,
}

/// Everything that links are resolved against.
struct Resolver<'a> {
    config: &'a Config,
    urls: &'a UrlTable,
    pages: BTreeMap<&'a str, Destination<'a>>,
    by_url: BTreeMap<&'a str, &'a HashSet<String>>,
    assets: BTreeMap<&'a str, &'a Asset>,
    /// Category pages by folder of the source.
    folders: BTreeMap<String, &'a str>,
    unpublished: HashSet<&'a str>,
    /// Per locale and article, whether lists may name it.
    listed: Vec<Vec<bool>>,
    no_ids: &'a HashSet<String>,
    /// Suggestions that are still made: each looks at the whole knowledge base.
    suggestions: Cell<usize>,
}

/// The article a link is in.
struct From<'a> {
    path: &'a RelPath,
    url: &'a str,
    ids: &'a HashSet<String>,
    prefix: &'a str,
}

/// A link that is being resolved.
struct Ask<'a> {
    link: &'a Link,
    from: &'a From<'a>,
    target: Target,
}

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
    for locale in &mut kb.locales {
        let prefix = locale.prefix.clone();
        let indexes = locale.categories.iter_mut().filter_map(|category| category.index.as_mut());
        let articles = locale.articles.iter_mut().map(|entry| &mut entry.page);
        for page in indexes.chain(articles) {
            page.links = resolver.page(page, &prefix, diags);
        }
        for entry in &mut locale.articles {
            let related = &entry.page.article.front.related;
            entry.related = resolver
                .chosen(&entry.page.article, related, diags)
                .into_iter()
                .map(|(_, id)| id)
                .collect();
        }
    }
    kb.featured = resolver.featured(&snapshot, diags);
    kb.nav = resolver.navigation(&config.nav, diags);
    kb.footer = resolver.navigation(&config.footer, diags);
}

impl<'a> Resolver<'a> {
    fn new(
        kb: &'a KnowledgeBase,
        all: &'a [Arc<Article>],
        (config, urls, no_ids): (&'a Config, &'a UrlTable, &'a HashSet<String>),
    ) -> Self {
        let mut pages = BTreeMap::new();
        let mut folders: BTreeMap<String, &str> = BTreeMap::new();
        let mut by_url: BTreeMap<&str, &HashSet<String>> = BTreeMap::new();
        for (index, locale) in kb.locales.iter().enumerate() {
            for category in &locale.categories {
                let folder =
                    format!("{}/{}/{}", config.content_dir, locale.language.dir, category.dir);
                folders.entry(RelPath::new(&folder).to_string()).or_insert(category.url.as_str());
                by_url.insert(&category.url, no_ids);
                if let Some(page) = &category.index {
                    pages.insert(
                        page.article.path().as_str(),
                        Destination {
                            url: page.url.clone(),
                            ids: &page.article.body.ids,
                            article: None,
                        },
                    );
                    by_url.insert(&page.url, &page.article.body.ids);
                }
            }
            for (id, entry) in locale.articles.iter().enumerate() {
                let (page, ids) = (&entry.page, &entry.page.article.body.ids);
                let article = Some((index, ArticleId(id as u32)));
                pages.insert(
                    page.article.path().as_str(),
                    Destination { url: page.url.clone(), ids, article },
                );
                by_url.insert(&page.url, ids);
            }
        }
        let assets = kb.assets.iter().map(|asset| (asset.path.as_str(), asset)).collect();
        let listed =
            |locale: &super::Locale| locale.articles.iter().map(super::Entry::is_listed).collect();
        let listed = kb.locales.iter().map(listed).collect();
        let unpublished = all
            .iter()
            .map(|article| article.path().as_str())
            .filter(|path| !pages.contains_key(path))
            .collect();
        Self {
            config,
            urls,
            pages,
            by_url,
            assets,
            folders,
            unpublished,
            listed,
            no_ids,
            suggestions: Cell::new(MAX_SUGGESTIONS),
        }
    }

    fn page(&self, page: &Page, prefix: &str, diags: &mut Diagnostics) -> Vec<Resolved> {
        let article = &page.article;
        let from = From { path: article.path(), url: &page.url, ids: &article.body.ids, prefix };
        article.body.links.iter().map(|link| self.link(link, &from, diags)).collect()
    }

    fn link(&self, link: &Link, from: &From<'_>, diags: &mut Diagnostics) -> Resolved {
        let ask = Ask { link, from, target: Target::parse(&link.target) };
        if ask.target.path.is_empty() {
            return self.same_page(&ask, diags);
        }
        let candidates = self.candidates(&ask.target.path, from);
        for path in &candidates {
            if let Some(page) = self.pages.get(path.as_str()) {
                return self.place((&page.url, page.ids), &ask, diags);
            }
            if let Some(asset) = self.assets.get(path.as_str()) {
                let url = format!("{}{}", self.urls.href(&asset.url), ask.target.query);
                return Resolved { url, size: asset.size };
            }
            if let Some(category) = self.folders.get(path.as_str()) {
                return self.place((category, self.ids_of(category)), &ask, diags);
            }
            if self.unpublished.contains(path.as_str()) {
                diags.push(unpublished(link, path));
                return Resolved { url: self.urls.href(&format!("{}/", from.prefix)), size: None };
            }
        }
        self.site_path(&ask, diags).unwrap_or_else(|| {
            diags.push(self.broken(&ask, &candidates));
            Resolved { url: url::encode(&link.target), size: None }
        })
    }

    /// The ids of a page of the site.
    fn ids_of(&self, url: &str) -> &HashSet<String> {
        self.by_url.get(url).copied().unwrap_or(self.no_ids)
    }

    /// A page of the site with its query and its anchor, which is checked against `ids`.
    fn place(
        &self,
        (page, ids): (&str, &HashSet<String>),
        ask: &Ask<'_>,
        diags: &mut Diagnostics,
    ) -> Resolved {
        let anchor = self.anchor(ask, ids, diags);
        Resolved {
            url: format!("{}{}{anchor}", self.urls.href(page), ask.target.query),
            size: None,
        }
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

    /// The source files that a path can mean: of the same language first.
    fn candidates(&self, path: &str, from: &From<'_>) -> Vec<RelPath> {
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
            bases.push(path);
        }
        bases
    }

    /// A path of the site instead of a source file: `/billing/refunds/`, `../refunds/`.
    fn site_path(&self, ask: &Ask<'_>, diags: &mut Diagnostics) -> Option<Resolved> {
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
        Some(self.place((&url, self.ids_of(&url)), ask, diags))
    }

    /// `#…` for an anchor, checked; empty without one.
    fn anchor(&self, ask: &Ask<'_>, ids: &HashSet<String>, diags: &mut Diagnostics) -> String {
        let (target, link) = (&ask.target, ask.link);
        let Some(anchor) = target.anchor.as_deref().filter(|anchor| !anchor.is_empty()) else {
            return String::new();
        };
        if !ids.contains(anchor) && anchor != "top" && !self.suggests() {
            let message = format!("there is no heading `#{anchor}`");
            diags.push(
                Diagnostic::new(diag::BROKEN_ANCHOR, link.span.clone(), message)
                    .hint("check the anchor"),
            );
        } else if !ids.contains(anchor) && anchor != "top" {
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
            Role::Link => (diag::BROKEN_LINK, "page or file"),
        };
        let shown = &target.path;
        let problem =
            Diagnostic::new(code, link.span.clone(), format!("there is no {what} `{shown}`"));
        let Some(wanted) = candidates.first() else {
            return problem.hint("the path leads out of the knowledge base");
        };
        if !self.suggests() {
            return problem.hint("check the path");
        }
        let known = || self.pages.keys().chain(self.assets.keys()).copied();
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

    fn below_content<'p>(&self, path: &'p str) -> &'p str {
        path.strip_prefix(self.config.content_dir).map_or(path, |rest| rest.trim_start_matches('/'))
    }

    /// Articles that the writer chose by path.
    fn chosen(
        &self,
        article: &Article,
        paths: &[(String, Span)],
        diags: &mut Diagnostics,
    ) -> Vec<(usize, ArticleId)> {
        let no_ids = HashSet::new();
        let from = From { path: article.path(), url: "/", ids: &no_ids, prefix: "" };
        let mut chosen = Vec::new();
        let is_listed = |(locale, id): &(usize, ArticleId)| self.listed[*locale][id.0 as usize];
        for (path, span) in paths.iter().filter(|(path, _)| !path.is_empty()) {
            let mut candidates = self.candidates(path, &from);
            candidates.extend(self.candidates(&format!("{path}.md"), &from));
            if let Some(found) =
                candidates.iter().find_map(|path| self.pages.get(path.as_str())?.article)
            {
                chosen.extend(Some(found).filter(is_listed));
            } else if candidates.iter().any(|path| self.unpublished.contains(path.as_str())) {
                // A draft among related articles is no mistake: it appears when it is published.
            } else {
                let known = self.pages.keys().map(|path| self.below_content(path));
                let problem = Diagnostic::new(
                    diag::RELATED_NOT_FOUND,
                    span.clone(),
                    format!("there is no article `{path}`"),
                );
                diags.push(match did_you_mean(path.trim_start_matches('/'), known) {
                    Some(near) => {
                        problem.fix(format!("did you mean `/{near}`?"), format!("/{near}"))
                    }
                    None => {
                        problem.hint("write the path of its file, such as `/billing/refunds.md`")
                    }
                });
            }
        }
        chosen
    }

    fn featured(&self, kb: &KnowledgeBase, diags: &mut Diagnostics) -> Vec<Vec<ArticleId>> {
        let mut all = Vec::new();
        for (index, locale) in kb.locales.iter().enumerate() {
            let home = locale.categories.first().and_then(|category| category.index.as_ref());
            let chosen =
                home.map(|page| self.chosen(&page.article, &page.article.front.featured, diags));
            let mut ids: Vec<ArticleId> = chosen
                .unwrap_or_default()
                .into_iter()
                .filter(|(of, _)| *of == index)
                .map(|(_, id)| id)
                .collect();
            let marked = locale.listed().filter(|(_, entry)| {
                entry.page.article.front.featured.first().is_some_and(|(path, _)| path.is_empty())
            });
            ids.extend(marked.map(|(id, _)| id));
            all.push(ids);
        }
        all
    }

    fn navigation(
        &self,
        links: &[crate::config::NavLink],
        diags: &mut Diagnostics,
    ) -> Vec<(String, String)> {
        let path = RelPath::new(&format!("{}/_index.md", self.config.content_dir));
        let no_ids = HashSet::new();
        let from = From { path: &path, url: "/", ids: &no_ids, prefix: "" };
        let mut resolved = Vec::new();
        for item in links {
            match url::scheme(&item.target) {
                Scheme::External => resolved.push((item.title.clone(), url::encode(&item.target))),
                Scheme::Unsafe(scheme) => diags.push(
                    Diagnostic::new(
                        diag::UNSAFE_LINK,
                        item.span.clone(),
                        format!("links that begin with `{scheme}:` are not published"),
                    )
                    .hint("link to a page, or to https:, mailto: or tel:"),
                ),
                Scheme::Relative => {
                    let link = Link {
                        target: item.target.clone(),
                        span: item.span.clone(),
                        role: Role::Link,
                        at: 0..0,
                    };
                    resolved.push((item.title.clone(), self.link(&link, &from, diags).url));
                }
            }
        }
        resolved
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
