//! All articles → [`KnowledgeBase`]: who is published, where, and what leads where.

pub mod answers;
mod assets;
mod audit;
mod categories;
mod chosen;
mod drawing;
pub mod help_code;
pub mod codes;
mod escalate;
mod links;
pub mod lookup;
pub mod notices;
mod redirects;
pub mod related;
pub mod translations;
mod urls;
pub mod visibility;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::Options;
use crate::article::Article;
use crate::article::front_matter::Kind;
use crate::config::{Config, Language};
use crate::contact::{self, Contact};
use crate::diag::Diagnostics;
use crate::tree::{ImageSize, RelPath, SourceFile, SourceTree, Withheld};

pub use assets::Asset;
pub use audit::review_by;
pub use drawing::Drawing;
pub use help_code::HelpCodes;
pub use translations::{Place, Translations};

/// An article of a [`Locale`]: an index into its `articles`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ArticleId(pub u32);

/// A category of a [`Locale`]: an index into its `categories`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CategoryId(pub u32);

/// The category that holds all others: the home page.
pub const ROOT: CategoryId = CategoryId(0);

/// Where a link of a page leads.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Resolved {
    /// Ready for an `href` or `src`, base path included.
    pub url: String,
    /// For pictures.
    pub size: Option<ImageSize>,
}

/// Whose text a page shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Text {
    /// Its own.
    #[default]
    Own,
    /// Its own, a translation whose source has changed since.
    Outdated,
    /// That of the default language, for want of a translation.
    Fallback,
}

/// A Markdown file with an address.
#[derive(Clone, Debug)]
pub struct Page {
    /// The file.
    pub article: Arc<Article>,
    /// Path of the page on the site without the base path, such as `/billing/refunds/`.
    pub url: String,
    /// Where the links of its body lead, in the order of `article.body.links`.
    pub links: Vec<Resolved>,
    /// Whose text it shows.
    pub text: Text,
}

impl Page {
    /// Whether it shows the default language's article for want of a translation.
    pub fn is_fallback(&self) -> bool {
        self.text == Text::Fallback
    }
}

/// A published article.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The file and its address.
    pub page: Page,
    /// Its title.
    pub title: String,
    /// The category it belongs to.
    pub category: CategoryId,
    /// Articles to read next.
    pub related: Vec<ArticleId>,
    /// Whether it is a notice that is over: its page stays, but no list and no search names it.
    pub is_past: bool,
}

impl Entry {
    /// What the article is.
    pub fn kind(&self) -> Kind {
        self.page.article.front.kind
    }

    /// Title in navigation.
    pub fn nav_title(&self) -> &str {
        self.page.article.front.nav_title.as_deref().unwrap_or(&self.title)
    }

    /// Whether lists name it, and, unless it is a fallback page, search and sitemap.
    pub fn is_listed(&self) -> bool {
        !self.page.article.front.unlisted && !self.is_past
    }

    /// One sentence about it; empty when neither front matter nor body has one.
    pub fn description(&self) -> String {
        let article = &self.page.article;
        let written = article.front.description.clone().or_else(|| article.front.answer.clone());
        if let Some(text) = written {
            return one_line(&text);
        }
        let sections =
            article.body.sections.iter().map(super::article::body::Section::searched_lead);
        let lead = sections.into_iter().find(|lead| !lead.is_empty());
        shorten(lead.unwrap_or_default(), 160)
    }
}

/// A folder of articles.
#[derive(Clone, Debug)]
pub struct Category {
    /// Title.
    pub title: String,
    /// One sentence; may be empty.
    pub description: String,
    /// Folder below the locale's folder; empty for the home page.
    pub dir: String,
    /// Path of its page without the base path.
    pub url: String,
    /// Whether the title is the default language's.
    pub title_is_fallback: bool,
    /// Whether the description is the default language's.
    pub description_is_fallback: bool,
    /// Its `_index.md`.
    pub index: Option<Page>,
    /// Whether nothing on its page is in the language of its locale.
    pub is_fallback: bool,
    /// The category above; `None` for the home page.
    pub parent: Option<CategoryId>,
    /// Categories below, in order.
    pub children: Vec<CategoryId>,
    /// Its articles, in order.
    pub articles: Vec<ArticleId>,
    /// Published articles in it and below, fallback pages included.
    pub count: usize,
}

/// A link of header or footer.
#[derive(Clone, Debug, Default)]
pub struct NavItem {
    /// Its text.
    pub title: String,
    /// Ready for an `href`.
    pub url: String,
    /// Whether the text is the default language's.
    pub is_fallback: bool,
}

/// One language of the site.
#[derive(Clone, Debug)]
pub struct Locale {
    /// Its code and name.
    pub language: Language,
    /// What its paths begin with: empty for the default language, else `/fr`.
    pub prefix: String,
    /// All categories; the first one is the home page.
    pub categories: Vec<Category>,
    /// All published articles, category by category, and after them the fallback pages.
    pub articles: Vec<Entry>,
    /// Header links.
    pub nav: Vec<NavItem>,
    /// Footer links.
    pub footer: Vec<NavItem>,
}

impl Locale {
    /// The article with this id.
    pub fn article(&self, id: ArticleId) -> &Entry {
        &self.articles[id.0 as usize]
    }

    /// The category with this id.
    pub fn category(&self, id: CategoryId) -> &Category {
        &self.categories[id.0 as usize]
    }

    /// From the home page to the category, both included.
    pub fn trail(&self, id: CategoryId) -> Vec<CategoryId> {
        let mut trail = vec![id];
        let mut at = id;
        while let Some(parent) = self.category(at).parent {
            trail.push(parent);
            at = parent;
        }
        trail.reverse();
        trail
    }

    /// Listed articles in the locale's own language, with their ids: what machines are told of.
    pub fn listed_own(&self) -> impl Iterator<Item = (ArticleId, &Entry)> {
        self.listed().filter(|(_, entry)| !entry.page.is_fallback())
    }

    /// Listed articles with their ids, fallback pages included: what people are shown.
    pub fn listed(&self) -> impl Iterator<Item = (ArticleId, &Entry)> {
        let all =
            self.articles.iter().enumerate().map(|(index, entry)| (ArticleId(index as u32), entry));
        all.filter(|(_, entry)| entry.is_listed())
    }
}

/// Everything that is published and how it hangs together. Immutable after [`link`].
#[derive(Clone, Debug, Default)]
pub struct KnowledgeBase {
    /// Languages, the default one first; those without articles are left out, but for the first.
    pub locales: Vec<Locale>,
    /// Files published as they are.
    pub assets: Vec<Asset>,
    /// Old paths and the addresses (base path included) they lead to.
    pub redirects: BTreeMap<String, String>,
    /// Which pages are the same in different languages.
    pub translations: Translations,
    /// Articles of the home page's choice, per locale.
    pub featured: Vec<Vec<ArticleId>>,
    /// What is broken, closed or planned, per locale, in the order of the status page.
    pub notices: Vec<Vec<notices::Announced>>,
    /// Error codes, per locale.
    pub codes: Vec<codes::Codes>,
    /// How customers reach the company.
    pub contact: Option<Contact>,
    /// Articles that answer what a contact topic is about, by its name, per locale.
    pub topic_articles: Vec<BTreeMap<String, Vec<ArticleId>>>,
    /// What is not published and why.
    pub withheld: Vec<Withheld>,
    /// Published articles whose review is overdue.
    pub stale: usize,
    /// The help codes of its articles.
    pub help_codes: HelpCodes,
}

/// Where the page stands that reads help codes, below the prefix of its language.
const CODE: &str = "/code/";

impl KnowledgeBase {
    /// Path of the page of a locale that reads help codes; `None` where the writer has put something
    /// else there.
    pub fn code_path(&self, locale: &Locale) -> Option<String> {
        let path = format!("{}{CODE}", locale.prefix);
        let is_taken = locale.articles.iter().any(|entry| entry.page.url == path)
            || locale.categories.iter().any(|category| category.url == path)
            || self.redirects.contains_key(path.trim_end_matches('/'))
            || self.assets.iter().any(|asset| asset.url.starts_with(&path));
        (!is_taken).then_some(path)
    }

    /// Other sites that videos play from.
    pub fn frames(&self) -> BTreeSet<&'static str> {
        let pages = self.locales.iter().flat_map(|locale| {
            let indexes = locale.categories.iter().filter_map(|category| category.index.as_ref());
            indexes.chain(locale.articles.iter().map(|entry| &entry.page))
        });
        pages.flat_map(|page| page.article.body.frames.iter().copied()).collect()
    }
}

/// Decides what is published and resolves every address and link. Articles in `left_out` are not
/// published, whatever they say.
pub fn link(
    source: &SourceTree,
    (articles, left_out): (&[Arc<Article>], &BTreeSet<RelPath>),
    (config, options): (&Config, &Options),
    diags: &mut Diagnostics,
) -> KnowledgeBase {
    audit::articles(articles, config, diags);
    let (published, mut withheld) = visibility::sort_out(articles, left_out, options);
    let past = visibility::past_notices(&published, options);
    let short = crate::notices::read(source, config, diags);
    let short = crate::notices::published(short, options, &mut withheld);
    let contact = contact::load(source, config, diags);
    escalate::audit(articles, contact.as_ref(), diags);
    let private = assets::private(articles, &published, config);
    let mut urls = urls::UrlTable::new(config, contact.as_ref());
    let former = redirects::former(&published, config);
    let locales = categories::locales(&published, (config, &former, &past), &mut urls, diags);
    let translations = Translations::of(&locales, config);
    let outdated = translations::audit(articles, config, diags);
    let mut kb = KnowledgeBase {
        help_codes: HelpCodes::of(&locales, config),
        locales,
        translations,
        contact,
        withheld,
        stale: audit::stale(&published, config, options),
        ..Default::default()
    };
    kb.notices = notices::announce(&kb, (short, articles), (config, options), diags);
    notices::claim(&kb, (&mut urls, config), diags);
    for locale in &kb.locales {
        let mut codes = codes::collect(locale, diags);
        codes::claim(&mut codes, locale, &mut urls);
        kb.codes.push(codes);
    }
    kb.assets = assets::collect((source, &private), (config, &kb.locales), &mut urls, diags);
    assets::check_brand(config, &kb.assets, diags);
    links::resolve(&mut kb, articles, (config, &urls), diags);
    kb.mark(&outdated);
    kb.redirects = redirects::collect(&kb, config, &urls, diags);
    for locale in &mut kb.locales {
        related::complete(locale);
    }
    related::borrow(&mut kb, config);
    kb
}

impl KnowledgeBase {
    /// Notes which pages show a text that is behind its source.
    fn mark(&mut self, outdated: &BTreeSet<RelPath>) {
        for locale in &mut self.locales {
            let indexes = locale.categories.iter_mut().filter_map(|one| one.index.as_mut());
            for page in indexes.chain(locale.articles.iter_mut().map(|entry| &mut entry.page)) {
                page.text = translations::text_of(page, outdated);
            }
        }
    }
}

/// The bytes of a loaded file.
fn loaded(file: &SourceFile) -> Option<&[u8]> {
    match file {
        SourceFile::Loaded(bytes) => Some(bytes),
        _ => None,
    }
}

/// The beginning of `text`, at most `limit` characters, cut between words.
pub fn shorten(text: &str, limit: usize) -> String {
    let text = one_line(text);
    let Some((cut, _)) = text.char_indices().nth(limit) else { return text };
    let end = text[..cut].rfind(' ').filter(|space| *space > cut / 2).unwrap_or(cut);
    format!("{}…", text[..end].trim_end_matches([',', ';', ':', '.', ' ']))
}

/// `text` with one space wherever it has white space.
pub fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
