//! Error codes for machines: `/_faqtory/api/codes.json`, by code, the best article first.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{Files, address};
use crate::article::body::Fix;
use crate::config::Config;
use crate::kb::codes::CodePlace;
use crate::kb::{Entry, KnowledgeBase, Locale};

/// Adds a file for each language that has codes.
pub(super) fn add(kb: &KnowledgeBase, config: &Config, files: &mut Files) {
    for (place, (locale, codes)) in kb.locales.iter().zip(&kb.codes).enumerate() {
        let own = |place: &&CodePlace| !locale.article(place.article).page.is_fallback();
        let places = |all: &[CodePlace]| -> Vec<Value> {
            all.iter().filter(own).map(|place| view(place, locale, config)).collect()
        };
        let list: BTreeMap<&str, Vec<Value>> = codes
            .list
            .iter()
            .map(|code| (code.code.as_str(), places(&code.places)))
            .filter(|(_, places)| !places.is_empty())
            .collect();
        if !list.is_empty() {
            let document = json!(list);
            files.insert(super::api_file(locale, place, "codes"), format!("{document:#}\n"));
        }
    }
}

fn view(place: &CodePlace, locale: &Locale, config: &Config) -> Value {
    let entry = locale.article(place.article);
    let page = address(&entry.page.url, config);
    let anchor = crate::url::encode(&place.anchor);
    let mut view = json!({
        "url": if anchor.is_empty() { page } else { format!("{page}#{anchor}") },
        "title": entry.title,
        "heading": place.heading,
        "text": place.text,
        "lang": locale.language.code,
    });
    if let Some(fix) = fix(entry, place) {
        view["symptom"] = json!(fix.symptom);
        view["cause"] = json!(fix.cause);
        view["fix"] = json!(fix.fix);
    }
    view
}

/// What the article says of the code in three parts: in the section of the code, or, at the top of
/// an article, its only such block.
fn fix<'a>(entry: &'a Entry, place: &CodePlace) -> Option<&'a Fix> {
    let fixes = &entry.page.article.body.fixes;
    let here = fixes.iter().find(|fix| fix.section == place.anchor);
    here.or_else(|| fixes.first().filter(|_| fixes.len() == 1 && place.anchor.is_empty()))
}
