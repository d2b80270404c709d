//! faqtory compiles a folder of Markdown articles into a static, searchable help center.
//!
//! The modules stand in reading order; each knows only those above it. [`build`] is the whole way
//! from source files to site, and it is pure: disk, terminal, watcher and HTTP are in the modules
//! after it.

pub mod tree; // what goes in, what comes out
pub mod diag; // everything faqtory says about content
pub mod memo; // content hash → value
pub mod url; // slugs, anchors, encoding, schemes
pub mod yaml; // YAML with places
pub mod locale; // directions, days, numbers, plurals of languages
pub mod config; // faqtory.yaml
pub mod contact; // data/contact.yaml
pub mod article; // one file → one article
pub mod notices; // who is told what is broken, closed or planned
pub mod kb; // all articles → who is published where, and what leads where
pub mod hosts; // other sites that pages may ask
pub mod theme; // templates, texts, files
pub mod render; // pages for people
pub mod outputs; // files for machines
pub mod search; // the index
pub mod author; // golden queries, copies of the theme
pub mod export; // the same text for other channels
pub mod report; // events and tickets → what they say
mod site; // all of it together

// The rim: what touches disk, terminal, clock and network.
pub mod disk; // a folder → SourceTree, Site → a folder
pub mod terminal; // diagnostics and progress for people and machines
pub mod cli; // flags
pub mod serve; // watch, serve, reload
pub mod collect; // a receiver of events
pub mod mcp; // the help center as tools of an assistant
pub mod commands; // one file per command

use std::collections::BTreeSet;
use std::sync::Arc;

use article::Article;
use config::Config;
use diag::Diagnostics;
use kb::KnowledgeBase;
use memo::Memo;
use tree::{RelPath, Site, SourceTree};

/// What the caller decides about a build.
#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "independent flags of the command line")]
pub struct Options {
    /// Instead of the config's `base_url`.
    pub base_url: Option<String>,
    /// Publish articles with `draft: true`.
    pub drafts: bool,
    /// Publish articles before their `publish_at`.
    pub future: bool,
    /// Publish articles after their `expire_at`.
    pub expired: bool,
    /// Leave out articles with errors instead of refusing the site.
    pub keep_going: bool,
    /// Whether the search index may be that of the last build.
    pub index: IndexUse,
    /// Run the golden queries of `tests/queries.yaml`.
    pub golden: bool,
    /// The day the site is built for: scheduling, expiry and review dates.
    pub today: jiff::civil::Date,
}

/// Which search index a site gets.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum IndexUse {
    /// One of exactly these articles.
    #[default]
    Fresh,
    /// The last one, if there is one: a page can be looked at before its words can be found.
    Last,
}

/// What a build remembers for the next one: a memo per expensive pure function.
#[derive(Debug, Default)]
pub struct Cache {
    articles: Memo<article::Key, Article>,
    indexes: search::site::Indexes,
}

/// Compiles `source` into a site. Every stage returns the best value it can, so one run reports
/// everything; the caller decides whether a site with errors is published.
pub fn build(source: &SourceTree, options: &Options, cache: &mut Cache) -> (Site, Diagnostics) {
    let mut diags = Diagnostics::default();
    let config = configure(source, options, &mut diags);
    let theme = theme::load(source, &config, &mut diags);
    let articles = article::parse_all(source, &config, &mut cache.articles, &mut diags);
    let kb = link(source, &articles, (&config, options), &mut diags);
    let indexes = search::site::build(
        &kb,
        (source, &config),
        (options.index, &mut cache.indexes),
        &mut diags,
    );
    if options.golden {
        author::golden::run(&kb, (source, &config), &indexes, &mut diags);
    }
    let pages = render::pages(&kb, &theme, &config, &mut diags);
    let mut outputs = outputs::all(&kb, &config);
    outputs.extend(outputs::widget::files(&kb, (&theme, &config), &mut diags));
    let search = search::site::files(&indexes);
    site::check_budget((&indexes, &search), &config, &mut diags);
    diags.resolve(|diagnostic| config.severity(diagnostic));
    diags.finish();
    let pieces = site::Pieces { kb: &kb, theme: &theme, indexes, search, pages, outputs };
    (site::assemble(pieces, source, &config), diags)
}

/// The searchable documents and search settings of each language, with its code: what `build`
/// indexes.
pub fn documents(
    source: &SourceTree,
    options: &Options,
    cache: &mut Cache,
) -> Vec<(Vec<search::Document>, search::Settings)> {
    knowledge(source, options, cache).inputs
}

/// The knowledge base with what [`documents`] gives, for those who ask it and build nothing.
pub fn knowledge(source: &SourceTree, options: &Options, cache: &mut Cache) -> Knowledge {
    let (Linked { config, theme, kb }, mut diags) = read(source, options, cache);
    let inputs = search::site::inputs(&kb, source, &config, &mut diags);
    Knowledge { config, theme, kb, inputs }
}

/// A knowledge base to be asked.
#[derive(Debug)]
pub struct Knowledge {
    /// What the writer chose.
    pub config: Config,
    /// The theme.
    pub theme: theme::Theme,
    /// What is published.
    pub kb: KnowledgeBase,
    /// Searchable documents and search settings of each language, in the order of the locales.
    pub inputs: Vec<(Vec<search::Document>, search::Settings)>,
}

/// A knowledge base with its config and theme: what is known before pages are made.
#[derive(Debug)]
pub struct Linked {
    /// The config.
    pub config: Config,
    /// The theme.
    pub theme: theme::Theme,
    /// All articles.
    pub kb: KnowledgeBase,
}

/// Reads and links a knowledge base as [`build`] does, without making a site of it.
pub fn read(source: &SourceTree, options: &Options, cache: &mut Cache) -> (Linked, Diagnostics) {
    let mut diags = Diagnostics::default();
    let config = configure(source, options, &mut diags);
    let theme = theme::load(source, &config, &mut diags);
    let articles = article::parse_all(source, &config, &mut cache.articles, &mut diags);
    let kb = link(source, &articles, (&config, options), &mut diags);
    diags.resolve(|diagnostic| config.severity(diagnostic));
    diags.finish();
    (Linked { config, theme, kb }, diags)
}

fn configure(source: &SourceTree, options: &Options, diags: &mut Diagnostics) -> Config {
    let mut config = config::load(source, diags);
    theme::name_languages(source, &mut config);
    if let Some(url) = &options.base_url {
        config.base_url = Some(url.trim_end_matches('/').to_owned());
    }
    config
}

/// Links the articles; with `keep_going` once more without those that have errors.
fn link(
    source: &SourceTree,
    articles: &[Arc<Article>],
    (config, options): (&Config, &Options),
    diags: &mut Diagnostics,
) -> KnowledgeBase {
    let kb = kb::link(source, (articles, &BTreeSet::new()), (config, options), diags);
    if !options.keep_going {
        return kb;
    }
    let broken = broken(articles, config, diags);
    if broken.is_empty() {
        return kb;
    }
    let mut again = Diagnostics::default();
    let kb = kb::link(source, (articles, &broken), (config, options), &mut again);
    diags.extend(again.iter().filter(|problem| problem.code == diag::UNPUBLISHED_LINK).cloned());
    kb
}

/// Articles with an error of their own, in a snippet they include, or in a link.
fn broken(articles: &[Arc<Article>], config: &Config, diags: &Diagnostics) -> BTreeSet<RelPath> {
    let mut judged = diags.clone();
    judged.resolve(|diagnostic| config.severity(diagnostic));
    let files = judged.broken_files();
    let is_error =
        |problem: &diag::Diagnostic| config.severity(problem) == Some(diag::Severity::Error);
    let is_broken = |article: &&Arc<Article>| {
        files.contains(article.path()) || article.problems.iter().any(is_error)
    };
    articles.iter().filter(is_broken).map(|article| article.path().clone()).collect()
}
