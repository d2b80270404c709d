//! `_headers` and `_redirects`, as Netlify and Cloudflare Pages read them, and the list of hosts.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use crate::config::Config;
use crate::hosts::hosts;
use crate::kb::KnowledgeBase;
use crate::theme::strings;
use crate::url;

/// What pages may load: only what the site itself serves. `wasm-unsafe-eval` is for the search.
const BASE: &[(&str, &str)] = &[
    ("default-src", "'self'"),
    ("script-src", "'self' 'wasm-unsafe-eval'"),
    ("style-src", "'self'"),
    ("object-src", "'none'"),
    ("base-uri", "'none'"),
];

/// Directives that fall back to `'self'`, so that they must name it once they name anything else.
const FALL_BACK: &[&str] = &["connect-src", "form-action", "img-src", "media-src", "font-src"];

/// The policy of a site. Hosts join the policies of all rules that fit a path, and browsers obey each
/// of them, so that one page cannot be allowed more than the others.
pub fn content_security_policy(kb: &KnowledgeBase, config: &Config) -> String {
    let mut allowed: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for host in hosts(kb, config) {
        allowed.entry(host.directive).or_default().insert(host.origin);
    }
    let mut parts: Vec<String> = Vec::new();
    for (directive, own) in BASE {
        let more = allowed.remove(directive).unwrap_or_default();
        parts.push(
            [format!("{directive} {own}")].into_iter().chain(more).collect::<Vec<_>>().join(" "),
        );
    }
    parts.push(format!("frame-ancestors {}", ancestors(config)));
    for (directive, origins) in allowed {
        // A page of the site itself may have the widget, too.
        let has_frame = directive == "frame-src" && config.widget.is_some();
        let own = if has_frame || FALL_BACK.contains(&directive) { " 'self'" } else { "" };
        let origins: Vec<String> = origins.into_iter().collect();
        parts.push(format!("{directive}{own} {}", origins.join(" ")));
    }
    parts.join("; ")
}

/// Whose pages may show those of the site.
fn ancestors(config: &Config) -> String {
    let Some(widget) = &config.widget else { return "'none'".to_owned() };
    let origins = widget.origins.iter().map(String::as_str);
    ["'self'"].into_iter().chain(origins).collect::<Vec<_>>().join(" ")
}

/// `HOST  DIRECTIVE  REASON`, a line each.
pub(super) fn hosts_list(kb: &KnowledgeBase, config: &Config) -> String {
    let english = strings::english();
    let mut text = String::new();
    for host in hosts(kb, config) {
        let reason = english.get(host.reason).map_or(host.reason, String::as_str);
        let _ = writeln!(text, "{}  {}  {}", host.origin, host.directive, host.because(reason));
    }
    if text.is_empty() {
        text.push_str("# No other host: pages ask nobody but the site itself.\n");
    }
    text
}

/// Security headers for all files; files whose names change with their content are kept for ever.
/// The search's entry names the index files of one build: it is asked for again each time, but may be used
/// meanwhile, because an entry that turns out to be old replaces itself.
pub(super) fn headers(config: &Config, kb: &KnowledgeBase) -> String {
    let base = config.base_path();
    let mut text = String::new();
    let _ = writeln!(text, "{base}/*");
    let _ = writeln!(text, "  Content-Security-Policy: {}", content_security_policy(kb, config));
    text.push_str(
        "  X-Content-Type-Options: nosniff\n  Referrer-Policy: strict-origin-when-cross-origin\n",
    );
    for folder in ["assets", "index"] {
        let _ = writeln!(
            text,
            "{base}/_faqtory/{folder}/*\n  Cache-Control: public, max-age=31536000, immutable"
        );
    }
    if config.widget.is_some() {
        // Scripts of other sites are modules only where they may be read.
        let _ = writeln!(text, "{base}/_faqtory/widget*");
        text.push_str(
            "  Access-Control-Allow-Origin: *\n  Cache-Control: public, max-age=600, stale-while-revalidate=86400\n",
        );
    }
    for (place, locale) in kb.locales.iter().enumerate() {
        let entry = url::search_entry(&locale.language.code, place == 0);
        let _ = writeln!(
            text,
            "{base}{entry}\n  Cache-Control: public, max-age=0, stale-while-revalidate=86400"
        );
    }
    text
}

/// One line per old address, then the languages' own pages for what does not exist.
pub(super) fn redirects(kb: &KnowledgeBase, config: &Config) -> String {
    let mut text = String::new();
    for (from, to) in &kb.redirects {
        let from = crate::url::encode_path(from);
        let _ = writeln!(
            text,
            "{base}{from} {to} 301\n{base}{from}/ {to} 301",
            base = config.base_path()
        );
    }
    for locale in kb.locales.iter().skip(1) {
        let (base, prefix) = (config.base_path(), &locale.prefix);
        let _ = writeln!(text, "{base}{prefix}/* {base}{} 404", url::not_found(prefix));
    }
    text
}
