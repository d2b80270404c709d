//! The same text for other channels: each export is a pure function of the knowledge base.

pub mod chunks;
mod listen;
pub mod macros;
mod menus;
mod speech;
pub mod voice;

use crate::config::Config;
use crate::kb::{Entry, KnowledgeBase, Locale};
use crate::theme::Theme;
use crate::theme::strings::Strings;

/// What exports read.
#[derive(Clone, Copy)]
pub struct Origin<'a> {
    /// All articles.
    pub kb: &'a KnowledgeBase,
    /// Its config.
    pub config: &'a Config,
    /// Its texts.
    pub theme: &'a Theme,
}

impl<'a> Origin<'a> {
    /// The languages to export: all, or the one with this code.
    pub fn locales(self, code: Option<&'a str>) -> impl Iterator<Item = &'a Locale> {
        let wanted = move |locale: &&Locale| code.is_none_or(|code| locale.language.code == code);
        self.kb.locales.iter().filter(wanted)
    }

    /// A path of the site, perhaps with an anchor, as an absolute address if the site knows its own.
    pub fn address(self, path: &str) -> String {
        self.config.address(path)
    }

    /// The texts of the interface in a language.
    pub fn strings(self, locale: &Locale) -> &'a Strings {
        &self.theme.strings[&locale.language.code]
    }
}

/// Digits of an id.
const ID: usize = 12;

/// The same as long as the article keeps its path and the place in it its anchor.
fn id(entry: &Entry, anchor: Option<&str>) -> String {
    let place = format!("{}#{}", entry.page.article.path(), anchor.unwrap_or_default());
    blake3::hash(place.as_bytes()).to_hex()[..ID].to_owned()
}
