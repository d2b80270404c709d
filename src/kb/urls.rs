//! Who has which address: every page and file of the site is entered here once.

use std::collections::BTreeMap;

use crate::diag::{self, Diagnostic, Diagnostics, Span};
use crate::url;

/// Paths that faqtory itself publishes.
const RESERVED: &[&str] = &[
    "/search/",
    "/contact/",
    "/404.html",
    "/sitemap.xml",
    "/robots.txt",
    "/feed.xml",
    "/llms.txt",
    "/llms-full.txt",
    "/_headers",
    "/_redirects",
    "/index.html",
];

/// Addresses and who owns them.
#[derive(Debug)]
pub(super) struct UrlTable {
    base: String,
    /// Keyed in lower case: hosts on some systems do not tell cases apart.
    owners: BTreeMap<String, Span>,
}

impl UrlTable {
    pub(super) fn new(base: &str) -> Self {
        Self { base: base.to_owned(), owners: BTreeMap::new() }
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
        let replaces = RESERVED.contains(&path) && !path.ends_with('/') && path != "/index.html";
        if replaces && !self.owners.contains_key(path) {
            self.owners.insert(path.to_owned(), owner.clone());
            return true;
        }
        self.claim(path, owner, diags)
    }

    /// Gives `path` to `owner`. `false`, with a diagnostic, when it is taken.
    pub(super) fn claim(&mut self, path: &str, owner: &Span, diags: &mut Diagnostics) -> bool {
        let key = path.to_lowercase();
        if RESERVED.contains(&key.as_str()) || key.starts_with("/_faqtory/") {
            let message = format!("the address `{path}` belongs to a page that faqtory makes");
            diags.push(
                Diagnostic::new(diag::DUPLICATE_URL, owner.clone(), message)
                    .hint("rename it, or give it another `slug`"),
            );
            return false;
        }
        if let Some(other) = self.owners.get(&key) {
            let message = format!("`{path}` is already the address of `{}`", other.source.path);
            diags.push(
                Diagnostic::new(diag::DUPLICATE_URL, owner.clone(), message)
                    .hint("rename one of the two, or give it another `slug`"),
            );
            return false;
        }
        self.owners.insert(key, owner.clone());
        true
    }

    /// Whether a page or file of the site has this path.
    pub(super) fn has(&self, path: &str) -> bool {
        let key = path.to_lowercase();
        self.owners.contains_key(&key) || RESERVED.contains(&key.as_str()) || key == "/"
    }
}
