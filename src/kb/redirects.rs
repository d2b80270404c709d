//! Old addresses: `aliases` of articles and `redirects` of the config.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::KnowledgeBase;
use super::urls::UrlTable;
use crate::article::Article;
use crate::article::front_matter::Spanned;
use crate::config::{Config, FILE};
use crate::diag::{self, Diagnostic, Diagnostics, Span};
use crate::tree::RelPath;
use crate::url::{self, Scheme};

/// Every old path with the address it leads to.
pub(super) fn collect(
    kb: &KnowledgeBase,
    config: &Config,
    urls: &UrlTable,
    diags: &mut Diagnostics,
) -> BTreeMap<String, String> {
    let mut redirects = BTreeMap::new();
    let all = || kb.locales.iter().flat_map(|locale| &locale.articles);
    let entries = || all().filter(|entry| !entry.page.is_fallback());
    let aliases = || {
        entries().flat_map(|entry| {
            entry.page.article.front.aliases.iter().map(move |alias| (alias, entry))
        })
    };
    for (alias, entry) in aliases().filter(|(alias, _)| !alias.0.contains('#')) {
        add(&mut redirects, alias, &urls.href(&entry.page.url), (urls, diags));
    }
    // A server never sees the anchor. The page of an old path leads to one place; the article whose
    // alias is the whole path comes first.
    for (alias, entry) in aliases().filter(|(alias, _)| alias.0.contains('#')) {
        if let Some(path) =
            normal(&alias.0).filter(|path| !urls.has(path) && !urls.has(&format!("{path}/")))
        {
            redirects.entry(path).or_insert_with(|| urls.href(&entry.page.url));
        }
    }
    let span = Span::file(&RelPath::new(FILE));
    for (from, to) in &config.redirects {
        let target = match url::scheme(to) {
            Scheme::External => url::encode(to),
            Scheme::Relative if urls.has(to) => urls.href(to),
            _ => {
                let message =
                    format!("the redirect from `{from}` leads to `{to}`, which does not exist");
                diags.push(
                    Diagnostic::new(diag::BROKEN_LINK, span.clone(), message)
                        .hint("write the path of a page, such as `/billing/refunds/`"),
                );
                continue;
            }
        };
        add(&mut redirects, &(from.clone(), span.clone()), &target, (urls, diags));
    }
    redirects
}

/// Old paths that lead elsewhere: no fallback page may take them.
pub(super) fn former(published: &[Arc<Article>], config: &Config) -> BTreeSet<String> {
    let aliases = published.iter().flat_map(|article| &article.front.aliases);
    let aliases = aliases.map(|(alias, _)| alias).filter(|alias| !alias.contains('#'));
    aliases.chain(config.redirects.keys()).filter_map(|path| normal(path)).collect()
}

fn add(
    redirects: &mut BTreeMap<String, String>,
    (from, span): &Spanned,
    to: &str,
    (urls, diags): (&UrlTable, &mut Diagnostics),
) {
    let Some(path) = normal(from) else {
        let message = format!("`{}` cannot be an old address of this site", from.escape_debug());
        diags.push(
            Diagnostic::new(diag::INVALID_VALUE, span.clone(), message)
                .hint("write a path such as `/old/place/`"),
        );
        return;
    };
    let taken = urls.has(&path) || urls.has(&format!("{path}/"));
    if taken || redirects.get(&path).is_some_and(|other| other != to) {
        let message = format!("the old address `{from}` is taken by another page");
        diags.push(
            Diagnostic::new(diag::DUPLICATE_URL, span.clone(), message)
                .hint("remove it here or there"),
        );
        return;
    }
    redirects.insert(path, to.to_owned());
}

/// `/old/place` without anchor and without the slash at its end; `None` for what cannot be a path
/// here.
fn normal(from: &str) -> Option<String> {
    let (path, _) = from.split_once('#').unwrap_or((from, ""));
    let relative = url::scheme(path) == Scheme::Relative;
    let plain = !path.contains(['?', '\\', '<', '>', '"', ':', '|', '*'])
        && !path.contains(char::is_control);
    let inside = path.split('/').all(|part| part != ".." && part != "." && part.len() < 200);
    let path = url::decode(path);
    let path = path.trim_matches('/');
    let is_ours = path == "_faqtory" || path.starts_with("_faqtory/");
    (relative && plain && inside && !is_ours && !path.is_empty()).then(|| format!("/{path}"))
}
