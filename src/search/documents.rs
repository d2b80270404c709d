//! Articles as the engine takes them.

use std::collections::BTreeMap;

use faqtory_search::write::plain;

use super::{Document, Section};
use crate::article::Article;
use crate::kb::{CategoryId, Entry, Locale, Page, ROOT};

/// What a breadcrumb is joined with.
const SEPARATOR: &str = " › ";

/// Everything in a language that can be found: listed articles, and category pages with a text.
pub fn documents(locale: &Locale) -> Vec<Document> {
    let articles = locale
        .listed_own()
        .map(|(_, entry)| entry)
        .filter(|entry| !entry.page.article.front.search.exclude);
    let mut documents: Vec<Document> = articles.map(|entry| article(locale, entry)).collect();
    let indexes =
        (1..locale.categories.len() as u32).map(CategoryId).filter_map(|id| category(locale, id));
    documents.extend(indexes);
    // Neighbours share a category, so they share words and metadata groups of the index.
    documents.sort_by(|a, b| a.url.cmp(&b.url));
    documents
}

fn article(locale: &Locale, entry: &Entry) -> Document {
    let front = &entry.page.article.front;
    let mut document = of_page(&entry.page);
    document.title.clone_from(&entry.title);
    document.category = breadcrumb(locale, entry.category);
    entry.kind().name().clone_into(&mut document.kind);
    document.description = entry.description();
    document.answer.clone_from(&front.answer);
    document.facets = facets(locale, entry);
    document
}

fn category(locale: &Locale, id: CategoryId) -> Option<Document> {
    let category = locale.category(id);
    let page = category.index.as_ref().filter(|page| !page.is_fallback())?;
    if page.article.body.sections.iter().all(|section| section.searched_text().trim().is_empty()) {
        return None;
    }
    let mut document = of_page(page);
    document.title.clone_from(&category.title);
    document.category = breadcrumb(locale, category.parent.unwrap_or(ROOT));
    "category".clone_into(&mut document.kind);
    document.description.clone_from(&category.description);
    Some(document)
}

fn of_page(page: &Page) -> Document {
    let (front, body) = (&page.article.front, &page.article.body);
    let mut questions = front.questions.clone();
    // A first heading that says the title in other words is shown nowhere else.
    questions.extend(
        body.title.clone().filter(|title| front.title.as_ref().is_some_and(|own| own != title)),
    );
    Document {
        url: page.url.clone(),
        title: String::new(),
        category: String::new(),
        kind: String::new(),
        description: String::new(),
        questions,
        keywords: front.keywords.clone(),
        codes: front.codes.clone(),
        tags: front.tags.clone(),
        facets: BTreeMap::new(),
        answer: None,
        boost: front.search.boost.unwrap_or(1.0) as f32,
        sections: sections(&page.article),
    }
}

/// The sections with what is for search. Text below a heading that is not belongs to the section
/// before.
fn sections(article: &Article) -> Vec<Section> {
    let has_answers = article.is_page_of_questions();
    let mut sections: Vec<Section> = Vec::new();
    for own in &article.body.sections {
        let text = own.searched_text();
        match sections.last_mut() {
            Some(before) if own.is_unsearched => before.text.push_str(&text),
            _ => {
                let answer = own.searched_lead();
                let is_question = has_answers && !own.id.is_empty() && !answer.is_empty();
                sections.push(Section {
                    title: own.title.clone(),
                    anchor: own.id.clone(),
                    text,
                    answer: is_question.then(|| answer.to_owned()),
                });
            }
        }
    }
    sections
}

fn facets(locale: &Locale, entry: &Entry) -> BTreeMap<String, Vec<String>> {
    let front = &entry.page.article.front;
    let mut facets = front.applies_to.clone();
    facets.insert("kind".into(), vec![entry.kind().name().to_owned()]);
    if let Some(top) = locale.trail(entry.category).get(1) {
        facets.insert("category".into(), vec![locale.category(*top).title.clone()]);
    }
    if !front.tags.is_empty() {
        facets.insert("tags".into(), front.tags.clone());
    }
    let values = |values: Vec<String>| values.iter().map(|value| plain(value)).collect();
    facets.into_iter().map(|(name, list)| (plain(&name), values(list))).collect()
}

fn breadcrumb(locale: &Locale, id: CategoryId) -> String {
    let trail = locale.trail(id);
    let titles: Vec<&str> =
        trail.iter().skip(1).map(|id| locale.category(*id).title.as_str()).collect();
    titles.join(SEPARATOR)
}
