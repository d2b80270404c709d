//! JSON-LD: what search engines read. Vocabulary: schema.org.

use serde_json::{Value, json};

use super::context::Site;
use super::views::PageView;
use crate::article::body::Step;
use crate::article::front_matter::Kind;
use crate::kb::{Entry, one_line, shorten};
use crate::url;

/// The structured data of an article, safe inside a `<script>` element.
pub(super) fn article(site: &Site<'_>, entry: &Entry, page: &PageView) -> String {
    let mut graph = vec![breadcrumbs(site, entry, page)];
    graph.extend(faq(entry));
    graph.extend(howto(site, entry, page));
    let document = json!({ "@context": "https://schema.org", "@graph": graph });
    document
        .to_string()
        .replace('<', "\\u003c")
        .replace('\u{2028}', "\\u2028")
        .replace('\u{2029}', "\\u2029")
}

fn breadcrumbs(site: &Site<'_>, entry: &Entry, page: &PageView) -> Value {
    let item = |(index, (name, url)): (usize, (&str, &str))| json!({ "@type": "ListItem", "position": index + 1, "name": name, "item": site.config.absolute(url) });
    let own = site.href(&entry.page.url);
    let trail = page.breadcrumbs.iter().map(|link| (link.title.as_str(), link.url.as_str()));
    let items: Vec<Value> =
        trail.chain([(entry.title.as_str(), own.as_str())]).enumerate().map(item).collect();
    json!({ "@type": "BreadcrumbList", "itemListElement": items })
}

fn faq(entry: &Entry) -> Option<Value> {
    let pairs = questions(entry);
    let question = |(question, answer): &(String, String)| json!({ "@type": "Question", "name": question, "acceptedAnswer": { "@type": "Answer", "text": answer } });
    let entities: Vec<Value> = pairs.iter().map(question).collect();
    (!entities.is_empty()).then(|| json!({ "@type": "FAQPage", "mainEntity": entities }))
}

/// The procedure of a how-to: its name, how long it takes, and each step with its address.
fn howto(site: &Site<'_>, entry: &Entry, page: &PageView) -> Option<Value> {
    let (article, front) = (&entry.page.article, &entry.page.article.front);
    if entry.kind() != Kind::Howto || article.body.steps.is_empty() {
        return None;
    }
    let own = site.config.absolute(&site.href(&entry.page.url));
    let step = |(at, step): (usize, &Step)| {
        let text = one_line(&step.text);
        let name = step.text.lines().next().unwrap_or_default();
        let url = format!("{own}#{}", url::encode(&step.id));
        json!({ "@type": "HowToStep", "position": at + 1, "name": shorten(name, 110), "text": text, "url": url })
    };
    let steps: Vec<Value> = article.body.steps.iter().enumerate().map(step).collect();
    let mut howto = json!({ "@type": "HowTo", "name": entry.title, "step": steps });
    if !page.description.is_empty() {
        howto["description"] = json!(page.description);
    }
    if let Some(time) = front.time {
        howto["totalTime"] = json!(time.iso());
    }
    Some(howto)
}

/// Questions and their full answers: each section of a page of questions, or the article itself.
fn questions(entry: &Entry) -> Vec<(String, String)> {
    let article = &entry.page.article;
    if entry.kind() != Kind::Faq {
        return Vec::new();
    }
    if article.is_page_of_questions() {
        let sections = article.body.sections.iter().filter(|section| !section.id.is_empty());
        return sections
            .map(|section| (section.title.clone(), one_line(&section.text)))
            .filter(|(_, text)| !text.is_empty())
            .collect();
    }
    let answer = article.front.answer.clone();
    let text = answer.unwrap_or_else(|| {
        article
            .body
            .sections
            .iter()
            .map(|section| one_line(&section.text))
            .collect::<Vec<_>>()
            .join(" ")
    });
    if text.is_empty() { Vec::new() } else { vec![(entry.title.clone(), text)] }
}
