//! What the scripts of a page must tell nobody: sensitive articles and topics, as marks of six digits.
//! Every page has them, also those that lead there, and the addresses would be longer.

use super::contact::Which;
use super::context::Site;

/// More marks than this are not put into every page; then every address counts as private.
const MAX_MARKS: usize = 1000;

/// Marks without anything between them, `*` for too many, empty for none.
pub(super) fn marks(site: &Site<'_>) -> String {
    let articles = site.locale.articles.iter();
    let articles = articles.filter(|entry| entry.page.article.front.sensitive);
    let topics = site.kb.contact.iter().flat_map(|contact| &contact.topics);
    let topics = topics.filter(|topic| topic.sensitive).flat_map(|topic| {
        [site.href(&Which::Topic(topic).path(site)), format!("topic {}", topic.id)]
    });
    let all: Vec<String> = articles.map(|entry| site.href(&entry.page.url)).chain(topics).collect();
    if all.len() > MAX_MARKS {
        return "*".to_owned();
    }
    all.iter().map(|name| mark(name)).collect()
}

/// FNV-1a, folded to 24 bits; `theme/js/secret.js` computes the same.
fn mark(name: &str) -> String {
    let step = |hash: u32, byte: u8| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
    let hash = name.bytes().fold(0x811c_9dc5, step);
    format!("{:06x}", (hash >> 24) ^ (hash & 0x00ff_ffff))
}
