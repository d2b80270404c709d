//! The sitemap (sitemaps.org 0.9) and the feed of changed articles (Atom, RFC 4287).

use std::fmt::Write;

use super::{address, listed_paths};
use crate::article::containers::escape;
use crate::config::Config;
use crate::kb::{Entry, KnowledgeBase, Locale};

/// Entries of the feed.
const FEED_ENTRIES: usize = 30;

pub(super) fn sitemap(kb: &KnowledgeBase, config: &Config) -> String {
    let mut xml = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
    );
    for (path, changed) in listed_paths(kb) {
        let _ = write!(xml, "<url><loc>{}</loc>", escape(&address(&path, config)));
        if let Some(day) = changed {
            let _ = write!(xml, "<lastmod>{day}</lastmod>");
        }
        xml.push_str("</url>\n");
    }
    xml.push_str("</urlset>\n");
    xml
}

/// The articles that changed last. A feed needs a date; before any article has one it is empty and
/// dated at the beginning of time.
pub(super) fn feed(kb: &KnowledgeBase, config: &Config) -> String {
    let listed = kb.locales.first().into_iter().flat_map(Locale::listed_own);
    let mut dated: Vec<(jiff::civil::Date, &Entry)> = listed
        .filter_map(|(_, entry)| {
            let front = &entry.page.article.front;
            Some((front.updated.or(front.date)?, entry))
        })
        .collect();
    dated.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.page.url.cmp(&b.1.page.url)));
    dated.truncate(FEED_ENTRIES);
    let newest = dated.first().map_or_else(|| "1970-01-01".to_owned(), |(day, _)| day.to_string());
    let home = escape(&address("/", config));
    let mut xml = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\">\n<title>{title}</title>\n\
         <id>{home}</id>\n<link href=\"{home}\"/>\n<link rel=\"self\" href=\"{own}\"/>\n<updated>{newest}T00:00:00Z</updated>\n\
         <author><name>{title}</name></author>\n",
        title = escape(&config.title),
        own = escape(&address("/feed.xml", config)),
    );
    for (day, entry) in dated {
        let url = escape(&address(&entry.page.url, config));
        let _ = writeln!(
            xml,
            "<entry><title>{}</title><id>{url}</id><link href=\"{url}\"/><updated>{day}T00:00:00Z</updated><summary>{}</summary></entry>",
            escape(&entry.title),
            escape(&entry.description()),
        );
    }
    xml.push_str("</feed>\n");
    xml
}
