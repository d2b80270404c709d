//! Who has which address: every page and file of the site is entered here once.

use std::collections::{BTreeMap, BTreeSet};

use crate::config::Config;
use crate::contact::Contact;
use crate::diag::{self, Diagnostic, Diagnostics, Span};
use crate::url;

/// Files that faqtory makes for machines, and that the writer's own in `static/` replace.
const REPLACEABLE: &[&str] = &[
    "/404.html",
    "/sitemap.xml",
    "/robots.txt",
    "/feed.xml",
    "/llms.txt",
    "/llms-full.txt",
    "/_headers",
    "/_redirects",
];

/// Whether a path, as [`key`] makes it, belongs to faqtory on every site.
fn is_reserved(key: &str) -> bool {
    let pages = ["", "/index.html", "/search", "/_faqtory"];
    pages.contains(&key) || REPLACEABLE.contains(&key) || key.starts_with("/_faqtory/")
}

/// The pages that contact has in every language, as [`key`] makes them.
fn contact_pages(contact: &Contact, config: &Config) -> BTreeSet<String> {
    let prefixes = config.languages.iter().enumerate().map(|(index, language)| match index {
        0 => String::new(),
        _ => format!("/{}", url::slug(&language.code)),
    });
    let below = |prefix: String| contact.paths().map(move |path| key(&format!("{prefix}{path}")));
    prefixes.flat_map(below).collect()
}

fn key(path: &str) -> String {
    path.trim_end_matches('/').to_lowercase()
}

/// Addresses and who owns them.
#[derive(Debug)]
pub(super) struct UrlTable {
    base: String,
    /// The path and its owner. Keyed in lower case, because hosts on some systems do not tell cases
    /// apart, and without a slash at the end, because a file and a folder cannot share a name.
    owners: BTreeMap<String, (String, Span)>,
    /// Which of them are files that faqtory makes of the owner.
    made: BTreeSet<String>,
    /// Pages of the contact config.
    contact: BTreeSet<String>,
    /// Whether the files that need absolute addresses are made.
    is_absolute: bool,
    /// Whether the widget's page is made.
    has_widget: bool,
}

impl UrlTable {
    pub(super) fn new(config: &Config, contact: Option<&Contact>) -> Self {
        Self {
            contact: contact.map(|contact| contact_pages(contact, config)).unwrap_or_default(),
            base: config.base_path().to_owned(),
            owners: BTreeMap::new(),
            made: BTreeSet::new(),
            is_absolute: config.base_url.is_some(),
            has_widget: config.widget.is_some(),
        }
    }

    fn is_reserved(&self, key: &str) -> bool {
        is_reserved(key) || self.has_widget && key == "/widget" || self.contact.contains(key)
    }

    /// Whether `path` is a page of the contact config.
    pub(super) fn is_contact(&self, path: &str) -> bool {
        self.contact.contains(&key(path))
    }

    /// `path` as it stands in an `href`.
    pub(super) fn href(&self, path: &str) -> String {
        format!("{}{}", self.base, url::encode_path(path))
    }

    /// Gives `path` to a file that the writer put into `static/`, which wins over files that
    /// faqtory makes for machines.
    pub(super) fn claim_fixed(
        &mut self,
        path: &str,
        owner: &Span,
        diags: &mut Diagnostics,
    ) -> bool {
        let key = key(path);
        let replaces = REPLACEABLE.contains(&key.as_str());
        if replaces && !self.owners.contains_key(&key) {
            self.owners.insert(key, (path.to_owned(), owner.clone()));
            return true;
        }
        self.claim(path, owner, diags)
    }

    /// Gives `path` to `owner` unless it is taken or belongs to faqtory.
    pub(super) fn claim_free(&mut self, path: &str, owner: &Span) -> bool {
        let key = key(path);
        let is_free = !self.is_reserved(&key) && !self.owners.contains_key(&key);
        if is_free {
            self.owners.insert(key, (path.to_owned(), owner.clone()));
        }
        is_free
    }

    /// Gives `path` to `owner`. `false`, with a diagnostic, when it is taken.
    pub(super) fn claim(&mut self, path: &str, owner: &Span, diags: &mut Diagnostics) -> bool {
        let key = key(path);
        if self.is_reserved(&key) {
            let message = format!("the address `{path}` belongs to a page that faqtory makes");
            diags.push(
                Diagnostic::new(diag::DUPLICATE_URL, owner.clone(), message)
                    .hint("rename it, or give it another `slug`"),
            );
            return false;
        }
        if let Some((_, other)) = self.owners.get(&key)
            && self.made.contains(&key)
        {
            let file = &other.source.path;
            let message = format!("`{path}` is a file that faqtory makes of `{file}`");
            diags.push(
                Diagnostic::new(diag::DUPLICATE_URL, owner.clone(), message)
                    .hint("rename yours: it would replace what the page and other programs read"),
            );
            return false;
        }
        if let Some((_, other)) = self.owners.get(&key) {
            let message = format!("`{path}` is already the address of `{}`", other.source.path);
            diags.push(
                Diagnostic::new(diag::DUPLICATE_URL, owner.clone(), message)
                    .hint("rename one of the two, or give it another `slug`"),
            );
            return false;
        }
        self.owners.insert(key, (path.to_owned(), owner.clone()));
        true
    }

    /// Gives the file `name` beside the page `path` to the page's `owner`: faqtory makes it.
    pub(super) fn claim_made(&mut self, (path, name): (&str, &str), owner: &Span) {
        let path = format!("{path}{name}");
        if self.claim_free(&path, owner) {
            self.made.insert(key(&path));
        }
    }

    /// The path of a page or file as the site has it, whatever the case of `path`.
    pub(super) fn find<'a>(&'a self, path: &'a str) -> Option<&'a str> {
        let key = key(path);
        let made = match key.as_str() {
            "" | "/search" | "/code" | "/404.html" | "/robots.txt" | "/llms.txt"
            | "/llms-full.txt" => true,
            "/sitemap.xml" | "/feed.xml" => self.is_absolute,
            "/widget" => self.has_widget,
            key => self.contact.contains(key),
        };
        let owned = self.owners.get(&key).map(|(path, _)| path.as_str());
        owned.or(made.then_some(path))
    }

    /// Whether a page or file of the site has this path.
    pub(super) fn has(&self, path: &str) -> bool {
        self.find(path).is_some()
    }
}
