//! Links of finished pages.

use std::collections::BTreeSet;

use faqtory::tree::Site;
use faqtory::url;

use super::outcome::Outcome;

/// The links of all pages that lead nowhere, each with its page.
pub(super) fn dead(outcome: &Outcome, base: &str) -> Vec<String> {
    let mut dead = Vec::new();
    for path in outcome.site.files.keys().filter(|path| path.ends_with(".html")) {
        let Some(page) = outcome.text(path) else { continue };
        let ids: BTreeSet<&str> = attributes(&page, "id").collect();
        let targets = attributes(&page, "href").chain(attributes(&page, "src"));
        let bad = targets.filter(|target| !leads_somewhere(target, &ids, &outcome.site, base));
        dead.extend(bad.map(|target| format!("{path}: {target}")));
    }
    dead
}

/// The values of an attribute, wherever it is.
fn attributes<'a>(page: &'a str, name: &str) -> impl Iterator<Item = &'a str> {
    let start = format!(" {name}=\"");
    let values = page.match_indices(&start).map(|(at, found)| at + found.len());
    let values: Vec<usize> = values.collect();
    values.into_iter().filter_map(|at| page[at..].split('"').next())
}

fn leads_somewhere(target: &str, ids: &BTreeSet<&str>, site: &Site, base: &str) -> bool {
    let target = target.replace("&amp;", "&").replace("&#x2F;", "/");
    if let Some(anchor) = target.strip_prefix('#') {
        return anchor == "top" || ids.contains(url::decode(anchor).as_str());
    }
    if ["http://", "https://", "mailto:", "tel:"].iter().any(|start| target.starts_with(start)) {
        return true;
    }
    let Some(path) = target.strip_prefix(base).and_then(|path| path.strip_prefix('/')) else {
        return false;
    };
    let path = url::decode(path.split(['?', '#']).next().unwrap_or_default());
    let file = if path.is_empty() || path.ends_with('/') { path + "index.html" } else { path };
    site.files.contains_key(&file)
}
