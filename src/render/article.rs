//! The page of an article.

use tera::Context;

use super::contact;
use super::context::Site;
use super::feedback;
use super::lists::{body, card};
use super::structured;
use super::views::{
    ArticleView, LinkView, PageView, ProcedureView, RiskView, TimeView, TocView, TreeView,
};
use crate::article::body::Heading;
use crate::article::front_matter::{FrontMatter, Kind};
use crate::article::procedure::{Risk, Time};
use crate::article::tree::Tree;
use crate::article::tree::picture::Picture;
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
    let help_code = site.kb.help_codes.article(article.path(), site.config);
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
        notice: site.notice_of(id),
        effective: front.effective.map(|day| site.day(day)),
        feedback: feedback::view(site, entry, escalation.as_ref()),
        escalation,
        related: entry.related.iter().map(|id| card(site, *id)).collect(),
        previous,
        next,
        siblings: siblings(site, id),
        url: site.href(&entry.page.url),
        edit_url: edit_url(site, article.path().as_str(), front.edit_url.as_deref()),
        markdown_url: site.href(&format!("{}index.md", original_url(site, id))),
        procedure: procedure(site, front),
        help_code: help_code.unwrap_or_default().to_owned(),
        tree: article.body.tree.as_ref().map(|tree| tree_view(site, id, tree)),
    }
}

fn procedure(site: &Site<'_>, front: &FrontMatter) -> Option<ProcedureView> {
    let view = ProcedureView {
        prerequisites: front.prerequisites.clone(),
        time: front.time.map(|time| TimeView { iso: time.iso(), text: time_text(site, time) }),
        risk: front.risk.as_ref().map(|risk| risk_view(site, risk)),
        undo: front.undo.clone().unwrap_or_default(),
    };
    let is_said = !view.prerequisites.is_empty()
        || view.time.is_some()
        || view.risk.is_some()
        || !view.undo.is_empty();
    is_said.then_some(view)
}

/// `1 hour 30 minutes` in the page's language.
fn time_text(site: &Site<'_>, time: Time) -> String {
    let units = ["time_days", "time_hours", "time_minutes", "time_seconds"];
    let parts = units.into_iter().zip(time.parts()).filter(|(_, count)| *count > 0);
    let parts = parts.filter_map(|(unit, count)| site.strings.counted(unit, count as usize));
    parts.collect::<Vec<_>>().join(" ")
}

fn risk_view(site: &Site<'_>, risk: &Risk) -> RiskView {
    let text = match risk {
        Risk::Low => site.text("risk_low"),
        Risk::Medium => site.text("risk_medium"),
        Risk::High => site.text("risk_high"),
        Risk::Text(text) => text,
    };
    RiskView { level: risk.level(), text: text.to_owned() }
}

fn tree_view(site: &Site<'_>, id: ArticleId, tree: &Tree) -> TreeView {
    let own = original_url(site, id);
    let Picture { width, height, .. } = Picture::of(tree);
    let (url, svg_url) = (format!("{own}tree.json"), format!("{own}tree.svg"));
    TreeView { url: site.href(&url), svg_url: site.href(&svg_url), width, height }
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
