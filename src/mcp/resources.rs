//! Articles as resources: their Markdown, at an address that assistants can keep.
//!
//! `faqtory:///billing/refunds/index.md` has the path of the article's Markdown on the site. It is no
//! `https:` address: the server reads the files of the knowledge base, published or not yet.

use rmcp::ErrorData;
use rmcp::model::{
    Annotations, ListResourcesResult, MetaObject, ReadResourceResult, Resource, ResourceContents,
    ResourceTemplate,
};
use serde_json::{Map, Value, json};

use super::answer::find;
use crate::Linked;
use crate::kb::{Entry, Locale};
use crate::{outputs, url};

/// Before the path of an article.
const SCHEME: &str = "faqtory://";
const MARKDOWN: &str = "text/markdown";
/// Articles of one answer; assistants ask for more.
const PAGE: usize = 200;

/// Published articles of all languages, from where `cursor` says.
pub(super) fn list(
    linked: &Linked,
    cursor: Option<&str>,
) -> Result<ListResourcesResult, ErrorData> {
    let wrong = || ErrorData::invalid_params("this cursor is none that the server gave", None);
    let from: usize = cursor.map_or(Ok(0), |text| text.parse().map_err(|_| wrong()))?;
    let all: Vec<(&Locale, &Entry)> = linked
        .kb
        .locales
        .iter()
        .flat_map(|locale| listed(locale).map(move |it| (locale, it)))
        .collect();
    if from > all.len() {
        return Err(wrong());
    }
    let page = all.iter().skip(from).take(PAGE);
    let resources = page.map(|(locale, entry)| resource(locale, entry, linked)).collect();
    let next = from + PAGE;
    let next_cursor = (next < all.len()).then(|| next.to_string());
    Ok(ListResourcesResult { next_cursor, ..ListResourcesResult::with_all_items(resources) })
}

fn listed(locale: &Locale) -> impl Iterator<Item = &Entry> {
    locale.articles.iter().filter(|entry| !entry.page.is_fallback() && entry.is_listed())
}

/// How the address of an article is made.
pub(super) fn templates() -> Vec<ResourceTemplate> {
    let template = ResourceTemplate::new(format!("{SCHEME}/{{+path}}"), "article");
    let about = "An article as Markdown. The path is its address below the help center, such as \
                 `billing/refunds/`, or its file, such as `billing/refunds.md`.";
    vec![template.with_title("Help article").with_description(about).with_mime_type(MARKDOWN)]
}

/// The article that `uri` names.
pub(super) fn read(linked: &Linked, uri: &str) -> Result<ReadResourceResult, ErrorData> {
    let missing =
        |message: String| ErrorData::resource_not_found(message, Some(json!({ "uri": uri })));
    // What a customer has in front of them is understood, too.
    let target = uri.strip_prefix(SCHEME).unwrap_or(uri);
    let (locale, entry) = find(linked, target, None).map_err(missing)?;
    let text = outputs::twin(entry, &linked.config);
    let contents = ResourceContents::text(text, address(entry)).with_mime_type(MARKDOWN);
    Ok(ReadResourceResult::new(vec![contents.with_meta(meta(locale, entry, linked))]))
}

fn address(entry: &Entry) -> String {
    format!("{SCHEME}{}index.md", url::encode_path(&entry.page.url))
}

fn resource(locale: &Locale, entry: &Entry, linked: &Linked) -> Resource {
    let front = &entry.page.article.front;
    let about = front.answer.as_deref().or(front.description.as_deref()).map(crate::kb::one_line);
    let mut resource = Resource::new(address(entry), entry.page.url.clone())
        .with_title(&entry.title)
        .with_mime_type(MARKDOWN)
        .with_meta(meta(locale, entry, linked));
    if let Some(about) = about {
        resource = resource.with_description(about);
    }
    if let Some(day) = front.updated.or(front.date) {
        let mut annotations = Annotations::default();
        annotations.last_modified = Some(day.to_string());
        resource = resource.with_annotations(annotations);
    }
    resource
}

/// What is known beside the text. `sensitive` asks to hand over to a human.
fn meta(locale: &Locale, entry: &Entry, linked: &Linked) -> MetaObject {
    let pairs: [(&str, Value); 4] = [
        ("address", json!(linked.config.address(&entry.page.url))),
        ("lang", json!(locale.language.code)),
        ("kind", json!(entry.kind().name())),
        ("sensitive", json!(entry.page.article.front.sensitive)),
    ];
    let pairs = pairs.into_iter().map(|(name, value)| (name.to_owned(), value));
    MetaObject(pairs.collect::<Map<String, Value>>())
}
