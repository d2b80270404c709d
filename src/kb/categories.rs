//! Folders → categories, files → pages with addresses, for each language.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::translations::{by_key, key_of};
use super::urls::UrlTable;
use super::{ArticleId, Category, CategoryId, Entry, Locale, Page, ROOT, Text, shorten};
use crate::article::{Article, INDEX_STEMS};
use crate::config::{Config, Language, humanise};
use crate::diag::{self, Diagnostic, Diagnostics, Span};
use crate::tree::RelPath;
use crate::url;

/// Published files of a language, each with its path inside the language's folder.
type Share = Vec<(Arc<Article>, String)>;

/// The locales of the site: the default one, and every other that has an article. What they have no
/// translation of, they show in the default language, but not at a path of `former` pages.
pub(super) fn locales(
    articles: &[Arc<Article>],
    (config, former, past): (&Config, &BTreeSet<String>, &BTreeSet<RelPath>),
    urls: &mut UrlTable,
    diags: &mut Diagnostics,
) -> Vec<Locale> {
    let mut shares: Vec<Share> = vec![Vec::new(); config.languages.len()];
    for article in articles {
        let Some(path) = article.path().below(config.content_dir) else { continue };
        let (language, path) = language_of(path, &config.languages);
        shares[language].push((Arc::clone(article), path.to_owned()));
    }
    for share in &mut shares {
        share.sort_by(|(_, a), (_, b)| a.cmp(b));
    }
    let Some((sources, others)) = shares.split_first() else { return Vec::new() };
    let default = Builder::new(&config.languages[0], true, (config, former, past));
    let mut locales = vec![default.build((sources, &[]), urls, diags)];
    for (language, share) in config.languages.iter().skip(1).zip(others) {
        if !share.is_empty() {
            let missing = untranslated(sources, share);
            let builder = Builder::new(language, false, (config, former, past));
            locales.push(builder.build((share, &missing), urls, diags));
        }
    }
    locales
}

/// The listed files of the default language that `share` has no translation of.
fn untranslated(sources: &Share, share: &Share) -> Share {
    let (indexes, own) = (index_files(sources), by_key(share));
    let is_missing = |(article, path): &&(Arc<Article>, String)| {
        !article.front.unlisted && !own.contains_key(&key_of(path, &indexes))
    };
    sources.iter().filter(is_missing).cloned().collect()
}

/// Which language a path below the content folder is in, and its path within that language. Of
/// folders within each other, the innermost counts.
pub(super) fn language_of<'a>(path: &'a str, languages: &[Language]) -> (usize, &'a str) {
    let within = |language: &Language| path.strip_prefix(language.dir.as_str())?.strip_prefix('/');
    let found = languages.iter().enumerate().filter(|(_, language)| !language.dir.is_empty());
    let found = found.filter_map(|(index, language)| Some((index, within(language)?)));
    found.min_by_key(|(_, below)| below.len()).unwrap_or((0, path))
}

struct Builder<'a> {
    config: &'a Config,
    /// Old paths of pages.
    former: &'a BTreeSet<String>,
    /// Files of notices that are over.
    past: &'a BTreeSet<RelPath>,
    locale: Locale,
    by_dir: BTreeMap<String, CategoryId>,
    /// The `slug` of index pages, by folder.
    slugs: BTreeMap<String, String>,
}

impl<'a> Builder<'a> {
    fn new(
        language: &Language,
        is_default: bool,
        (config, former, past): (&'a Config, &'a BTreeSet<String>, &'a BTreeSet<RelPath>),
    ) -> Self {
        let prefix =
            if is_default { String::new() } else { format!("/{}", url::slug(&language.code)) };
        let home = Category {
            title: config.title_in(language).to_owned(),
            description: config.description_in(language).to_owned(),
            dir: String::new(),
            url: format!("{prefix}/"),
            title_is_fallback: false,
            description_is_fallback: !is_default && language.description.is_none(),
            index: None,
            is_fallback: false,
            parent: None,
            children: Vec::new(),
            articles: Vec::new(),
            count: 0,
        };
        let locale = Locale {
            language: language.clone(),
            prefix,
            categories: vec![home],
            articles: Vec::new(),
            nav: Vec::new(),
            footer: Vec::new(),
        };
        Self {
            config,
            former,
            past,
            locale,
            by_dir: BTreeMap::from([(String::new(), ROOT)]),
            slugs: BTreeMap::new(),
        }
    }

    fn build(
        mut self,
        (share, missing): (&Share, &[(Arc<Article>, String)]),
        urls: &mut UrlTable,
        diags: &mut Diagnostics,
    ) -> Locale {
        let (indexes, missing_indexes) = (index_files(share), index_files(missing));
        self.take_slugs(missing, &missing_indexes);
        self.take_slugs(share, &indexes);
        for (article, path) in share {
            self.category(RelPath::new(path).parent());
            if indexes.contains(path) {
                self.index_page(article, RelPath::new(path).parent(), Text::Own);
            }
        }
        for (article, path) in missing.iter().filter(|(_, path)| missing_indexes.contains(path)) {
            if self.by_dir.contains_key(RelPath::new(path).parent()) {
                self.index_page(article, RelPath::new(path).parent(), Text::Fallback);
            }
        }
        self.claim_categories(urls, diags);
        for (article, path) in share.iter().filter(|(_, path)| !indexes.contains(path)) {
            let category = self.by_dir[RelPath::new(path).parent()];
            if let Some(url) = self.path_of(article, category, diags) {
                self.article(article, (category, url), (urls, diags));
            }
        }
        self.fall_back((missing, &missing_indexes), urls);
        self.order();
        self.mark_fallbacks();
        self.locale
    }

    fn take_slugs(&mut self, share: &[(Arc<Article>, String)], indexes: &BTreeSet<String>) {
        for (article, path) in share.iter().filter(|(_, path)| indexes.contains(path)) {
            let dir = RelPath::new(path).parent().to_owned();
            match &article.front.slug {
                Some((slug, _)) => self.slugs.insert(dir, url::slug(slug)),
                None => self.slugs.remove(&dir),
            };
        }
    }

    /// Adds a page for each article of the default language that has no translation, unless its
    /// address is taken: then the writer has said what is there.
    fn fall_back(
        &mut self,
        (missing, indexes): (&[(Arc<Article>, String)], &BTreeSet<String>),
        urls: &mut UrlTable,
    ) {
        let first_new = self.locale.categories.len();
        for (article, path) in missing {
            let dir = RelPath::new(path).parent().to_owned();
            let id = self.category(&dir);
            if indexes.contains(path) && id.0 as usize >= first_new {
                self.index_page(article, &dir, Text::Fallback);
            }
        }
        let span = Span::file(&RelPath::new(crate::config::FILE));
        for category in &self.locale.categories[first_new..] {
            urls.claim_free(&category.url, &span);
        }
        for (article, path) in missing.iter().filter(|(_, path)| !indexes.contains(path)) {
            let category = self.by_dir[RelPath::new(path).parent()];
            let Some(url) = self.path_of(article, category, &mut Diagnostics::default()) else {
                continue;
            };
            if !self.former.contains(url.trim_end_matches('/'))
                && urls.claim_free(&url, &article.head_span())
            {
                self.add(article, (category, url), Text::Fallback);
            }
        }
    }

    /// Finds the categories with nothing in the locale's own language, in them and below.
    fn mark_fallbacks(&mut self) {
        let locale = &mut self.locale;
        let is_own = |id: &ArticleId| !locale.articles[id.0 as usize].page.is_fallback();
        let has_own = |category: &Category| {
            category.index.as_ref().is_some_and(|page| !page.is_fallback())
                || category.articles.iter().any(is_own)
        };
        let mut own: Vec<bool> = locale.categories.iter().map(has_own).collect();
        for index in (1..own.len()).rev() {
            if let Some(parent) = locale.categories[index].parent.filter(|_| own[index]) {
                own[parent.0 as usize] = true;
            }
        }
        for (category, own) in locale.categories.iter_mut().zip(own).skip(1) {
            category.is_fallback = !own && !locale.prefix.is_empty();
            category.title_is_fallback |= category.is_fallback;
        }
    }

    /// The category of folder `dir`, made with all those above it if need be.
    fn category(&mut self, dir: &str) -> CategoryId {
        if let Some(id) = self.by_dir.get(dir) {
            return *id;
        }
        let (parent_dir, name) = dir.rsplit_once('/').unwrap_or(("", dir));
        let parent = self.category(parent_dir);
        let slug = self.slugs.get(dir).cloned().unwrap_or_else(|| url::slug(name));
        let slug = if slug.is_empty() { "category".to_owned() } else { slug };
        let id = CategoryId(self.locale.categories.len() as u32);
        self.locale.categories.push(Category {
            title: humanise(name),
            description: String::new(),
            dir: dir.to_owned(),
            url: format!("{}{slug}/", self.locale.category(parent).url),
            title_is_fallback: false,
            description_is_fallback: false,
            index: None,
            is_fallback: false,
            parent: Some(parent),
            children: Vec::new(),
            articles: Vec::new(),
            count: 0,
        });
        self.locale.categories[parent.0 as usize].children.push(id);
        self.by_dir.insert(dir.to_owned(), id);
        id
    }

    /// Gives a category the texts of its index page. What the config says of the home page in this
    /// language comes before a text of another.
    fn index_page(&mut self, article: &Arc<Article>, dir: &str, text: Text) {
        let id = self.by_dir[dir];
        let language = &self.locale.language;
        let is_fallback = text == Text::Fallback;
        let is_said = |own: &Option<String>| is_fallback && id == ROOT && own.is_some();
        let (keeps_title, keeps_description) =
            (is_said(&language.title), is_said(&language.description));
        let category = &mut self.locale.categories[id.0 as usize];
        let title = article.title.as_ref();
        let title = title.filter(|_| article.front.title.is_some() || id != ROOT);
        if let Some(title) = title.filter(|_| !keeps_title) {
            category.title.clone_from(title);
            category.title_is_fallback = is_fallback;
        }
        if let Some(description) = article.front.description.as_ref().filter(|_| !keeps_description)
        {
            category.description.clone_from(description);
            category.description_is_fallback = is_fallback;
        }
        category.index = Some(Page {
            article: Arc::clone(article),
            url: category.url.clone(),
            links: Vec::new(),
            text,
        });
    }

    fn claim_categories(&mut self, urls: &mut UrlTable, diags: &mut Diagnostics) {
        if !self.locale.prefix.is_empty() {
            let span = Span::file(&RelPath::new(crate::config::FILE));
            urls.claim(&format!("{}/", self.locale.prefix), &span, diags);
            urls.claim(&format!("{}/search/", self.locale.prefix), &span, diags);
            if self.config.widget.is_some() {
                urls.claim(&url::widget_page(&self.locale.prefix), &span, diags);
            }
        }
        for category in &self.locale.categories[1..] {
            let fallback = RelPath::new(&format!(
                "{}/{}/{}",
                self.config.content_dir, self.locale.language.dir, category.dir
            ));
            let span = category
                .index
                .as_ref()
                .map_or_else(|| Span::file(&fallback), |page| page.article.head_span());
            urls.claim(&category.url, &span, diags);
            if category.index.is_none() && !self.config.zero_config {
                let message = format!("the category `{}` has no `_index.md`", category.dir);
                diags.push(
                    Diagnostic::new(diag::CATEGORY_WITHOUT_INDEX, span, message)
                        .hint("add one with `title`, `description` and `icon`"),
                );
            }
        }
    }

    fn article(
        &mut self,
        article: &Arc<Article>,
        (category, path): (CategoryId, String),
        (urls, diags): (&mut UrlTable, &mut Diagnostics),
    ) {
        let span = article
            .front
            .slug
            .as_ref()
            .map_or_else(|| article.head_span(), |(_, span)| span.clone());
        if urls.claim(&path, &span, diags) {
            urls.claim_made((&path, "index.md"), &span);
            if article.body.tree.is_some() {
                urls.claim_made((&path, "tree.json"), &span);
                urls.claim_made((&path, "tree.svg"), &span);
            }
            self.add(article, (category, path), Text::Own);
        }
    }

    fn add(&mut self, article: &Arc<Article>, (category, path): (CategoryId, String), text: Text) {
        let id = ArticleId(self.locale.articles.len() as u32);
        let title = article.title.clone().unwrap_or_else(|| humanise(article.path().stem()));
        let page = Page { article: Arc::clone(article), url: path, links: Vec::new(), text };
        let is_past = self.past.contains(article.path());
        let entry = Entry { page, title, category, related: Vec::new(), is_past };
        let is_listed = entry.is_listed();
        self.locale.articles.push(entry);
        if is_listed {
            self.locale.categories[category.0 as usize].articles.push(id);
        }
    }

    fn path_of(
        &self,
        article: &Article,
        category: CategoryId,
        diags: &mut Diagnostics,
    ) -> Option<String> {
        let folder = &self.locale.category(category).url;
        let Some((wanted, span)) = &article.front.slug else {
            let slug = url::slug(article.path().stem());
            let slug = if slug.is_empty() { "article".to_owned() } else { slug };
            return Some(format!("{folder}{slug}/"));
        };
        let slug = url::slug_path(wanted);
        let steps_out =
            wanted.split(['/', '\\']).any(|part| part == "..") || wanted.contains(char::is_control);
        if slug.is_empty() || steps_out || slug.len() > 1000 {
            let message = format!(
                "`{}` cannot be the address of a page",
                shorten(&wanted.escape_debug().to_string(), 60)
            );
            diags.push(
                Diagnostic::new(diag::INVALID_VALUE, span.clone(), message)
                    .hint("use letters, digits and hyphens"),
            );
            return None;
        }
        let absolute = wanted.starts_with('/');
        Some(if absolute {
            format!("{}/{slug}/", self.locale.prefix)
        } else {
            format!("{folder}{slug}/")
        })
    }

    /// Sorts every list by weight, then title, and counts.
    fn order(&mut self) {
        let locale = &mut self.locale;
        let article_key = |id: &ArticleId| {
            let entry = &locale.articles[id.0 as usize];
            (entry.page.article.front.weight, entry.nav_title().to_lowercase())
        };
        let category_key = |id: &CategoryId| {
            let category = &locale.categories[id.0 as usize];
            let weight = category.index.as_ref().and_then(|page| page.article.front.weight);
            (weight, category.title.to_lowercase())
        };
        let mut lists: Vec<(Vec<CategoryId>, Vec<ArticleId>)> = locale
            .categories
            .iter()
            .map(|category| (category.children.clone(), category.articles.clone()))
            .collect();
        for (children, articles) in &mut lists {
            children.sort_by(|a, b| by_weight(&category_key(a), &category_key(b)));
            articles.sort_by(|a, b| by_weight(&article_key(a), &article_key(b)));
        }
        for (category, (children, articles)) in locale.categories.iter_mut().zip(lists) {
            category.count = articles.len();
            (category.children, category.articles) = (children, articles);
        }
        // Parents stand before their children, so one pass from the end adds all up.
        for index in (1..locale.categories.len()).rev() {
            let (count, parent) = (locale.categories[index].count, locale.categories[index].parent);
            if let Some(parent) = parent {
                locale.categories[parent.0 as usize].count += count;
            }
        }
    }
}

fn by_weight(a: &(Option<f64>, String), b: &(Option<f64>, String)) -> Ordering {
    let weight = |key: &(Option<f64>, String)| key.0.unwrap_or(f64::INFINITY);
    weight(a).total_cmp(&weight(b)).then_with(|| a.1.cmp(&b.1))
}

/// The file of each folder that is its index page: `_index.md`, else `index.md`, else `README.md`.
pub(super) fn index_files(share: &[(Arc<Article>, String)]) -> BTreeSet<String> {
    let mut best: BTreeMap<String, (usize, String)> = BTreeMap::new();
    for (_, path) in share {
        let file = RelPath::new(path);
        let Some(rank) = INDEX_STEMS.iter().position(|stem| file.stem().eq_ignore_ascii_case(stem))
        else {
            continue;
        };
        let candidate = (rank, path.clone());
        let entry = best.entry(file.parent().to_owned()).or_insert_with(|| candidate.clone());
        if candidate < *entry {
            *entry = candidate;
        }
    }
    best.into_values().map(|(_, path)| path).collect()
}
