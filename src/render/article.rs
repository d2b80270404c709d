//! The page of an article.

use tera::Context;

use super::contact;
use super::context::Site;
use super::feedback;
use super::lists::{body, card};
use super::structured;
use super::views::{ArticleView, LinkView, PageView, TocView, TreeView};
use crate::article::body::Heading;
use crate::article::front_matter::Kind;
use crate::article::tree::Tree;
use crate::diag::{self, Diagnostic};
use crate::kb::{ArticleId, Entry, Place, ROOT};
use crate::theme::Theme;

/// Neighbours in the sidebar: a category may hold thousands.
const MAX_SIBLINGS: usize = 50;

/// Renders with the template that the article asks for.
pub(super) fn render(
    entry: &Entry,
    theme: &Theme,
    context: &Context,
) -> (String, Option<Diagnostic>) {
    let Some((wanted, span)) = &entry.page.article.front.template else {
        return theme.render("article.html", context);
    };
    let name = if wanted.ends_with(".html") { wanted.clone() } else { format!("{wanted}.html") };
    if theme.has_template(&name) {
        return theme.render(&name, context);
    }
    let message = format!("there is no template `{name}`");
    let problem = Diagnostic::new(diag::TEMPLATE_ERROR, span.clone(), message)
        .hint("templates are files in `theme/templates/`");
    (theme.render("article.html", context).0, Some(problem))
}

pub(super) fn page(site: &Site<'_>, id: ArticleId) -> PageView {
    let entry = site.locale.article(id);
    let mut page = site.page("article", &entry.title, &entry.page.url);
    page.description = entry.description();
    page.breadcrumbs = site.breadcrumbs(entry.category);
    page.section_url = site.section_url(entry.category);
    page.noindex = !entry.is_listed();
    let place = Place::Article(id);
    page.translation_notice = site.translation_notice(entry.page.text, place);
    page = site.with_versions(page, place);
    if !entry.page.is_fallback() {
        page.structured_data = structured::article(site, entry, &page);
    }
    page
}

pub(super) fn view(site: &Site<'_>, id: ArticleId) -> ArticleView {
    let entry = site.locale.article(id);
    let (article, front) = (&entry.page.article, &entry.page.article.front);
    let (previous, next) = neighbours(site, id);
    let escalation = contact::escalation(site, entry);
    ArticleView {
        title: entry.title.clone(),
        description: front.description.clone().unwrap_or_default(),
        kind: entry.kind().name(),
        answer: front.answer.clone().unwrap_or_default(),
        html: body(site, &entry.page),
        lang: site.source_language(entry.page.is_fallback()),
        toc: toc(entry),
        updated: front.updated.or(front.date).map(|date| site.day(date)),
        reviewer: front.owner.as_ref().and_then(|owner| site.config.owner(owner)),
        is_sensitive: front.sensitive,
        category: (entry.category != ROOT).then(|| site.category_link(entry.category)),
        applies_to: front.applies_to.values().flatten().cloned().collect(),
        codes: front.codes.clone(),
        feedback: feedback::view(site, entry, escalation.as_ref()),
        escalation,
        related: entry.related.iter().map(|id| card(site, *id)).collect(),
        previous,
        next,
        siblings: siblings(site, id),
        url: site.href(&entry.page.url),
        edit_url: edit_url(site, article.path().as_str(), front.edit_url.as_deref()),
        markdown_url: site.href(&format!("{}index.md", original_url(site, id))),
        tree: article.body.tree.as_ref().map(|tree| tree_view(site, id, tree)),
    }
}

fn tree_view(site: &Site<'_>, id: ArticleId, _: &Tree) -> TreeView {
    let own = original_url(site, id);
    TreeView { url: site.href(&format!("{own}tree.json")) }
}

/// The address of the page that has the article's text for its own.
fn original_url<'a>(site: &Site<'a>, id: ArticleId) -> &'a str {
    let page = &site.locale.article(id).page;
    let same = || site.kb.same((site.index, Place::Article(id)), 0, site.config);
    match page.is_fallback().then(same).flatten() {
        Some(original) => site.kb.locales[0].url(original),
        None => &page.url,
    }
}

fn edit_url(site: &Site<'_>, path: &str, own: Option<&str>) -> Option<String> {
    let pattern = own.or(site.config.edit_url.as_deref())?;
    Some(match pattern.contains("{path}") {
        true => pattern.replace("{path}", &crate::url::encode_path(path)),
        false if own.is_some() => pattern.to_owned(),
        false => format!("{}/{}", pattern.trim_end_matches('/'), crate::url::encode_path(path)),
    })
}

fn position<'a>(site: &Site<'a>, id: ArticleId) -> Option<(&'a [ArticleId], usize)> {
    let list = site.locale.category(site.locale.article(id).category).articles.as_slice();
    list.iter().position(|other| *other == id).map(|at| (list, at))
}

fn neighbours(site: &Site<'_>, id: ArticleId) -> (Option<LinkView>, Option<LinkView>) {
    let Some((list, at)) = position(site, id) else { return (None, None) };
    let previous = at.checked_sub(1).and_then(|before| list.get(before));
    let link = |id: Option<&ArticleId>| id.map(|id| site.article_link(*id));
    (link(previous), link(list.get(at + 1)))
}

fn siblings(site: &Site<'_>, id: ArticleId) -> Vec<LinkView> {
    let Some((list, at)) = position(site, id) else { return Vec::new() };
    let start = at.saturating_sub(MAX_SIBLINGS / 2).min(list.len().saturating_sub(MAX_SIBLINGS));
    list[start..].iter().take(MAX_SIBLINGS).map(|id| site.article_link(*id)).collect()
}

/// Headings of the second level with those of the third below them.
fn toc(entry: &Entry) -> Vec<TocView> {
    let article = &entry.page.article;
    let headings: Vec<&Heading> =
        article.body.headings.iter().filter(|heading| heading.level <= 3).collect();
    let wanted = article.front.toc.unwrap_or(headings.len() >= 2 && entry.kind() != Kind::Faq);
    if !wanted {
        return Vec::new();
    }
    let mut toc: Vec<TocView> = Vec::new();
    for heading in headings {
        let view = TocView {
            title: heading.title.clone(),
            url: format!("#{}", crate::url::encode(&heading.id)),
            children: Vec::new(),
        };
        match toc.last_mut() {
            Some(parent) if heading.level == 3 => parent.children.push(view),
            _ => toc.push(view),
        }
    }
    toc
}
