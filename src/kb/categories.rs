//! Folders → categories, files → pages with addresses, for each language.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::urls::UrlTable;
use super::{ArticleId, Category, CategoryId, Entry, Locale, Page, ROOT, shorten};
use crate::article::{Article, INDEX_STEMS};
use crate::config::{Config, Language, humanise};
use crate::diag::{self, Diagnostic, Diagnostics, Span};
use crate::tree::RelPath;
use crate::url;

/// The locales of the site: the default one, and every other that has an article.
pub(super) fn locales(
    articles: &[Arc<Article>],
    config: &Config,
    urls: &mut UrlTable,
    diags: &mut Diagnostics,
) -> Vec<Locale> {
    let mut shares: Vec<Vec<(Arc<Article>, String)>> = vec![Vec::new(); config.languages.len()];
    for article in articles {
        let Some(path) = article.path().below(config.content_dir) else { continue };
        let (language, path) = language_of(path, &config.languages);
        shares[language].push((Arc::clone(article), path.to_owned()));
    }
    let mut locales = Vec::new();
    for (index, share) in shares.into_iter().enumerate() {
        if index == 0 || !share.is_empty() {
            locales.push(
                Builder::new(&config.languages[index], index == 0, config)
                    .build(share, urls, diags),
            );
        }
    }
    locales
}

/// Which language a path below the content folder is in, and its path within that language.
pub(super) fn language_of<'a>(path: &'a str, languages: &[Language]) -> (usize, &'a str) {
    let within = |language: &Language| path.strip_prefix(language.dir.as_str())?.strip_prefix('/');
    let found = languages.iter().enumerate().filter(|(_, language)| !language.dir.is_empty());
    let mut found = found.filter_map(|(index, language)| Some((index, within(language)?)));
    found.next().unwrap_or((0, path))
}

struct Builder<'a> {
    config: &'a Config,
    locale: Locale,
    by_dir: BTreeMap<String, CategoryId>,
    /// The `slug` of index pages, by folder.
    slugs: BTreeMap<String, String>,
}

impl<'a> Builder<'a> {
    fn new(language: &Language, is_default: bool, config: &'a Config) -> Self {
        let prefix =
            if is_default { String::new() } else { format!("/{}", url::slug(&language.code)) };
        let home = Category {
            title: config.title.clone(),
            description: config.description.clone(),
            dir: String::new(),
            url: format!("{prefix}/"),
            index: None,
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
        };
        Self {
            config,
            locale,
            by_dir: BTreeMap::from([(String::new(), ROOT)]),
            slugs: BTreeMap::new(),
        }
    }

    fn build(
        mut self,
        mut share: Vec<(Arc<Article>, String)>,
        urls: &mut UrlTable,
        diags: &mut Diagnostics,
    ) -> Locale {
        share.sort_by(|(_, a), (_, b)| a.cmp(b));
        let indexes = index_files(&share);
        for (article, path) in share.iter().filter(|(_, path)| indexes.contains(path)) {
            if let Some((slug, _)) = &article.front.slug {
                self.slugs.insert(RelPath::new(path).parent().to_owned(), url::slug(slug));
            }
        }
        for (article, path) in &share {
            self.category(RelPath::new(path).parent());
            if indexes.contains(path) {
                self.index_page(article, RelPath::new(path).parent());
            }
        }
        self.claim_categories(urls, diags);
        for (article, path) in share.iter().filter(|(_, path)| !indexes.contains(path)) {
            let category = self.by_dir[RelPath::new(path).parent()];
            if let Some(url) = self.path_of(article, category, diags) {
                self.article(article, (category, url), (urls, diags));
            }
        }
        self.order();
        self.locale
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
            index: None,
            parent: Some(parent),
            children: Vec::new(),
            articles: Vec::new(),
            count: 0,
        });
        self.locale.categories[parent.0 as usize].children.push(id);
        self.by_dir.insert(dir.to_owned(), id);
        id
    }

    fn index_page(&mut self, article: &Arc<Article>, dir: &str) {
        let id = self.by_dir[dir];
        let category = &mut self.locale.categories[id.0 as usize];
        if let Some(title) =
            article.title.as_ref().filter(|_| article.front.title.is_some() || id != ROOT)
        {
            category.title.clone_from(title);
        }
        if let Some(description) = &article.front.description {
            category.description.clone_from(description);
        }
        category.index = Some(Page {
            article: Arc::clone(article),
            url: category.url.clone(),
            links: Vec::new(),
        });
    }

    fn claim_categories(&mut self, urls: &mut UrlTable, diags: &mut Diagnostics) {
        if !self.locale.prefix.is_empty() {
            let span = Span::file(&RelPath::new(crate::config::FILE));
            urls.claim(&format!("{}/", self.locale.prefix), &span, diags);
            urls.claim(&format!("{}/search/", self.locale.prefix), &span, diags);
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
        if !urls.claim(&path, &span, diags) {
            return;
        }
        let id = ArticleId(self.locale.articles.len() as u32);
        let title = article.title.clone().unwrap_or_else(|| humanise(article.path().stem()));
        let page = Page { article: Arc::clone(article), url: path, links: Vec::new() };
        self.locale.articles.push(Entry { page, title, category, related: Vec::new() });
        if !article.front.unlisted {
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
fn index_files(share: &[(Arc<Article>, String)]) -> BTreeSet<String> {
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
