//! What the report asks of the knowledge base: which article is at an address, who keeps it, what a
//! search finds.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::log::{Log, Name};
use crate::config::Config;
use crate::kb::{self, KnowledgeBase, Locale, Page};
use crate::search::{Document, Found, SearchOptions, Searcher, Settings, index};

/// A published article.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Known {
    /// Path on the site.
    pub url: String,
    /// Title.
    pub title: String,
    /// Its file below the root.
    pub file: String,
    /// Its file as golden queries name it.
    pub name: String,
    /// Language.
    pub locale: String,
    /// Whether the page is in its own words, not in those of the default language.
    pub is_own: bool,
    /// Who keeps it.
    pub owner: Option<String>,
    /// Its last change, as far as it says so.
    pub updated: Option<Date>,
    /// When it wants to be looked at again.
    pub review_by: Option<Date>,
    /// Title of each heading by its anchor.
    pub headings: BTreeMap<String, String>,
}

/// The knowledge base; empty where there is none.
#[derive(Default)]
pub struct Library {
    /// Articles by path on the site.
    pub articles: BTreeMap<String, Known>,
    /// Codes of the languages, the default one first.
    pub languages: Vec<String>,
    searchers: Vec<Option<Searcher>>,
}

impl Library {
    /// What `kb` holds, with an index of each language's `inputs`.
    pub fn of(kb: &KnowledgeBase, config: &Config, inputs: &[(Vec<Document>, Settings)]) -> Self {
        let mut articles = BTreeMap::new();
        for locale in &kb.locales {
            for entry in &locale.articles {
                let known = known((&entry.page, &entry.title), locale, config);
                articles.insert(entry.page.url.clone(), known);
            }
        }
        let open = |(documents, settings): &(Vec<Document>, Settings)| {
            let index = index(documents, settings);
            Searcher::open(&index.files, &index.root).ok()
        };
        let languages = kb.locales.iter().map(|locale| locale.language.code.clone()).collect();
        Self { articles, languages, searchers: inputs.iter().map(open).collect() }
    }

    /// The article at the address of an event.
    pub fn article(&self, log: &Log, name: Name) -> Option<&Known> {
        self.at(log.text(name))
    }

    /// The article at `url`, with or without an anchor.
    pub fn at(&self, url: &str) -> Option<&Known> {
        let path = url.split('#').next().unwrap_or_default();
        let path = path.strip_suffix("index.html").unwrap_or(path);
        let found = self.articles.get(path);
        found.or_else(|| self.articles.get(&format!("{}/", path.trim_end_matches('/'))))
    }

    /// What a customer of `language` finds; `None` without an index of it.
    pub fn search(&self, query: &str, language: &str) -> Option<Found> {
        let same = |code: &String| code.eq_ignore_ascii_case(language);
        let place = self.languages.iter().position(same).unwrap_or_default();
        self.searchers.get(place)?.as_ref()?.search(query, &SearchOptions::default()).ok()
    }

    /// The code of a language as the site writes it; that of the default one for an unknown one.
    pub fn language<'a>(&'a self, code: &'a str) -> &'a str {
        let known = self.languages.iter().find(|known| known.eq_ignore_ascii_case(code));
        let fallback = if code.is_empty() { "en" } else { code };
        known.or(self.languages.first()).map_or(fallback, String::as_str)
    }
}

fn known((page, title): (&Page, &str), locale: &Locale, config: &Config) -> Known {
    let front = &page.article.front;
    let file = page.article.path().as_str();
    let root = kb::lookup::file("", locale, config);
    let below = file.strip_prefix(root.as_str()).unwrap_or(file);
    let headings = page.article.body.headings.iter();
    Known {
        url: page.url.clone(),
        title: title.to_owned(),
        file: file.to_owned(),
        name: format!("/{}", below.trim_start_matches('/')),
        locale: locale.language.code.clone(),
        is_own: !page.is_fallback(),
        owner: front.owner.clone(),
        updated: front.updated.or(front.date),
        review_by: kb::review_by(&page.article, config),
        headings: headings.map(|heading| (heading.id.clone(), heading.title.clone())).collect(),
    }
}
