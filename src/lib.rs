//! faqtory compiles a folder of Markdown articles into a static, searchable help center.

pub mod tree;

pub mod diag;

pub mod memo;

pub mod yaml;

pub mod config;

pub mod url;

pub mod article;

pub mod kb;

pub mod search;

pub mod disk;

pub mod terminal;

pub mod cli;

pub mod serve;

pub mod commands;

use diag::Diagnostics;
use tree::{Site, SourceTree};

/// What the caller decides about a build.
#[derive(Clone, Debug)]
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
    /// The day the site is built for: scheduling, expiry and review dates.
    pub today: jiff::civil::Date,
}

/// What a build remembers for the next one.
#[derive(Debug, Default)]
pub struct Cache {
    articles: memo::Memo<article::Key, article::Article>,
}

/// Compiles `source` into a site. Pure: no clock, no disk, no terminal.
pub fn build(source: &SourceTree, options: &Options, cache: &mut Cache) -> (Site, Diagnostics) {
    let mut diags = Diagnostics::default();
    let config = config::load(source, &mut diags);
    let articles = article::parse_all(source, &config, &mut cache.articles, &mut diags);
    let _kb = kb::link(source, articles, (&config, options), &mut diags);
    diags.resolve(|diagnostic| config.severity(diagnostic));
    diags.finish();
    (Site::default(), diags)
}
