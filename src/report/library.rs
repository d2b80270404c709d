//! What the report asks of the knowledge base: which article is at an address, who keeps it, what a
//! search finds.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::log::{Log, Name};
use crate::config::Config;
use crate::kb::{self, KnowledgeBase, Locale, Page};
use crate::search::{Document, Found, SearchOptions, Searcher, Settings, Words, index};

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
    shelves: Vec<Shelf>,
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
        let languages = kb.locales.iter().map(|locale| locale.language.code.clone()).collect();
        Self { articles, languages, shelves: inputs.iter().map(Shelf::of).collect() }
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
    pub fn search(&self, query: &str, language: &str) -> Option<Answered> {
        let same = |code: &String| code.eq_ignore_ascii_case(language);
        let place = self.languages.iter().position(same).unwrap_or_default();
        self.shelves.get(place)?.search(query)
    }

    /// The code of a language as the site writes it; that of the default one for an unknown one.
    pub fn language<'a>(&'a self, code: &'a str) -> &'a str {
        let known = self.languages.iter().find(|known| known.eq_ignore_ascii_case(code));
        let fallback = if code.is_empty() { "en" } else { code };
        known.or(self.languages.first()).map_or(fallback, String::as_str)
    }
}

/// What a search finds, judged.
pub struct Answered {
    /// It.
    pub found: Found,
    /// Share of the query that the first article is about, from 0 to 1: rare words weigh more, and those
    /// of no article at all most. The search itself is content with a word in a text.
    pub coverage: f64,
}

impl Answered {
    /// Whether the first article is an answer, and not only the nearest there is.
    pub fn is_sure(&self) -> bool {
        self.found.confident && self.coverage >= SURE
    }
}

const SURE: f64 = 0.6;

/// The articles of a language.
struct Shelf {
    searcher: Option<Searcher>,
    words: Words,
    /// Stems of title, description, questions, keywords and headings, by address.
    about: BTreeMap<String, BTreeSet<String>>,
    /// In how many articles each stem is.
    spread: BTreeMap<String, usize>,
    /// Stem → stems that the site's writers say mean the same.
    synonyms: BTreeMap<String, BTreeSet<String>>,
}

impl Shelf {
    fn of((documents, settings): &(Vec<Document>, Settings)) -> Self {
        let index = index(documents, settings);
        let words = Words::of(&settings.language);
        let about: BTreeMap<String, BTreeSet<String>> =
            documents.iter().map(|one| (one.url.clone(), about(one, &words))).collect();
        let mut spread: BTreeMap<String, usize> = BTreeMap::new();
        for stem in about.values().flatten() {
            *spread.entry(stem.clone()).or_default() += 1;
        }
        let mut synonyms: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        let groups = settings
            .synonyms
            .groups
            .iter()
            .flat_map(|group| group.iter().map(move |from| (from, group)));
        for (from, meanings) in groups.chain(&settings.synonyms.one_way) {
            let meanings = meanings.iter().flat_map(|meaning| stems(meaning, &words));
            let meanings: BTreeSet<String> = meanings.collect();
            for stem in stems(from, &words) {
                synonyms.entry(stem).or_default().extend(meanings.iter().cloned());
            }
        }
        let searcher = Searcher::open(&index.files, &index.root).ok();
        Self { searcher, words, about, spread, synonyms }
    }

    fn search(&self, query: &str) -> Option<Answered> {
        let found = self.searcher.as_ref()?.search(query, &SearchOptions::default()).ok()?;
        let first = found.results.first().and_then(|first| self.about.get(&first.url));
        let coverage = first.map_or(0.0, |about| self.coverage(query, about));
        Some(Answered { found, coverage })
    }

    fn coverage(&self, query: &str, about: &BTreeSet<String>) -> f64 {
        let (mut covered, mut all) = (0.0, 0.0);
        for stem in stems(query, &self.words).collect::<BTreeSet<_>>() {
            let articles = self.spread.get(&stem).copied().unwrap_or_default() as f64;
            let weight = (1.0 + self.about.len() as f64 / (articles + 0.5)).ln();
            let meanings = self.synonyms.get(&stem);
            let is_meant = || meanings.is_some_and(|meanings| !meanings.is_disjoint(about));
            all += weight;
            if about.contains(&stem) || is_meant() {
                covered += weight;
            }
        }
        if all > 0.0 { (covered / all * 100.0).round() / 100.0 } else { 0.0 }
    }
}

fn stems<'a>(text: &str, words: &'a Words) -> impl Iterator<Item = String> + use<'a> {
    words.in_text(text).into_iter().map(|word| word.stem)
}

fn about(document: &Document, words: &Words) -> BTreeSet<String> {
    let sections = document.sections.iter().map(|section| &section.title);
    let lists = document.questions.iter().chain(&document.keywords).chain(&document.codes);
    let texts = [&document.title, &document.description].into_iter().chain(lists).chain(sections);
    texts.flat_map(|text| stems(text, words)).collect()
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
