//! `_headers` and `_redirects`, as Netlify and Cloudflare Pages read them.

use std::fmt::Write;

use crate::config::Config;
use crate::config::widget::Widget;
use crate::kb::KnowledgeBase;
use crate::url;

/// What pages may load: only what the site itself serves. `wasm-unsafe-eval` is for the search.
const CONTENT_SECURITY_POLICY: &str = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
object-src 'none'; base-uri 'none'";

/// The policy of a site. Hosts join the policies of all rules that fit a path, and browsers obey each
/// of them, so that one page cannot be allowed more than the others.
pub fn content_security_policy(kb: &KnowledgeBase, config: &Config) -> String {
    let mut frames: Vec<&str> = kb.frames().into_iter().collect();
    let ancestors = match &config.widget {
        // A page of the site itself may have the widget, too.
        Some(widget) if !frames.is_empty() => {
            frames.insert(0, "'self'");
            ancestors(widget)
        }
        Some(widget) => ancestors(widget),
        None => "'none'".to_owned(),
    };
    let frames =
        if frames.is_empty() { String::new() } else { format!("; frame-src {}", frames.join(" ")) };
    format!("{CONTENT_SECURITY_POLICY}; frame-ancestors {ancestors}{frames}")
}

/// Whose pages may show those of the site.
fn ancestors(widget: &Widget) -> String {
    let origins = widget.origins.iter().map(String::as_str);
    ["'self'"].into_iter().chain(origins).collect::<Vec<_>>().join(" ")
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
        let _ = writeln!(
            text,
            "{base}{}\n  Access-Control-Allow-Origin: *\n  Cache-Control: public, max-age=600, stale-while-revalidate=86400",
            url::WIDGET
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
