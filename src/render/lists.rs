//! Pages that lead to articles: home, categories, search.

use super::contact::host_views;
use super::contact_views::HostView;
use super::context::Site;
use super::views::{
    CardView, CategoryCardView, CategoryView, GroupView, HomeView, LinkView, PageView, SearchView,
};
use crate::article::body::PRIVACY;
use crate::hosts::hosts;
use crate::kb::{ArticleId, Category, CategoryId, Entry, Page, Place, ROOT, Text};
use crate::locale::Order;
use crate::theme::strings::Strings;

/// The list of all articles on the search page stops being useful, and small, beyond this.
const MAX_LISTED: usize = 1000;

/// Articles on the card of a category.
const ON_CARD: usize = 5;

pub(super) fn home_page(site: &Site<'_>) -> PageView {
    let root = site.locale.category(ROOT);
    let mut page = site.page("home", "", &root.url);
    let description = site.config.description_in(&site.locale.language);
    description.clone_into(&mut page.description);
    site.with_versions(page, Place::Category(ROOT))
}

pub(super) fn home(site: &Site<'_>) -> HomeView {
    let root = site.locale.category(ROOT);
    HomeView {
        title: root.title.clone(),
        description: root.description.clone(),
        html: root.index.as_ref().map(|page| body(site, page)).unwrap_or_default(),
        title_lang: site.source_language(root.title_is_fallback),
        description_lang: site.source_language(root.description_is_fallback),
        body_lang: site.source_language(has_fallback_text(root)),
        categories: category_cards(site, ROOT),
        featured: site.featured.iter().map(|id| card(site, *id)).collect(),
        articles: root.articles.iter().map(|id| card(site, *id)).collect(),
    }
}

pub(super) fn category_page(site: &Site<'_>, id: CategoryId) -> PageView {
    let category = site.locale.category(id);
    let mut page = site.page("category", &category.title, &category.url);
    page.description.clone_from(&category.description);
    page.breadcrumbs = site.breadcrumbs(category.parent.unwrap_or(ROOT));
    page.section_url = site.section_url(id);
    let place = Place::Category(id);
    let text = match &category.index {
        _ if category.is_fallback => Text::Fallback,
        // Its lists are in the language of the page, so only a text of its own needs a word.
        Some(index) if !index.is_fallback() || !index.article.body.is_empty() => index.text,
        _ => Text::Own,
    };
    page.translation_notice = site.translation_notice(text, place);
    site.with_versions(page, place)
}

fn has_fallback_text(category: &Category) -> bool {
    category.index.as_ref().is_some_and(Page::is_fallback)
}

pub(super) fn category(site: &Site<'_>, id: CategoryId) -> CategoryView {
    let category = site.locale.category(id);
    CategoryView {
        title: category.title.clone(),
        description: category.description.clone(),
        icon: icon(site, id),
        html: category.index.as_ref().map(|page| body(site, page)).unwrap_or_default(),
        title_lang: site.source_language(category.title_is_fallback),
        description_lang: site.source_language(category.description_is_fallback),
        body_lang: site.source_language(has_fallback_text(category)),
        categories: category_cards(site, id),
        articles: category.articles.iter().map(|id| card(site, *id)).collect(),
    }
}

/// A page that is the same on every site. The search page is worth finding: without a query it is the
/// list of all articles.
pub(super) fn plain_page(site: &Site<'_>, kind: &'static str, path: &str) -> PageView {
    let is_search = kind == "search";
    let title = if is_search { "search_title" } else { "not_found_title" };
    let mut page = site.page(kind, site.text(title), path);
    page.breadcrumbs = site.breadcrumbs(ROOT);
    page.noindex = !is_search;
    if is_search {
        let about = [&site.config.description, site.text("search_page_intro")];
        about.map(str::trim).join(" ").trim().clone_into(&mut page.description);
    }
    page
}

pub(super) fn search(site: &Site<'_>) -> SearchView {
    let order = Order::of(&site.locale.language.code);
    let groups = if site.locale.listed().count() > MAX_LISTED {
        Vec::new()
    } else if order.has_letters() {
        by_letter(site, &order)
    } else {
        by_category(site)
    };
    SearchView { groups, categories: category_cards(site, ROOT) }
}

fn full_link(site: &Site<'_>, entry: &Entry) -> LinkView {
    LinkView {
        title: entry.title.clone(),
        url: site.href(&entry.page.url),
        lang: site.source_language(entry.page.is_fallback()),
    }
}

fn by_letter(site: &Site<'_>, order: &Order) -> Vec<GroupView> {
    let entries: Vec<&Entry> = site.locale.listed().map(|(_, entry)| entry).collect();
    let titles: Vec<&str> = entries.iter().map(|entry| entry.title.as_str()).collect();
    let view = |(letter, group): (Option<String>, Vec<usize>)| GroupView {
        title: letter.unwrap_or_else(|| "#".to_owned()),
        lang: None,
        articles: group.into_iter().map(|at| full_link(site, entries[at])).collect(),
    };
    order.by_letter(&titles).into_iter().map(view).collect()
}

/// Categories in their order, those of the home page last.
fn by_category(site: &Site<'_>) -> Vec<GroupView> {
    let mut ids: Vec<CategoryId> = Vec::new();
    let mut next = vec![ROOT];
    while let Some(id) = next.pop() {
        ids.push(id);
        next.extend(site.locale.category(id).children.iter().rev());
    }
    ids.rotate_left(1);
    let rest = site.text(if ids.len() > 1 { "home_articles" } else { "category_articles" });
    let view = |id: CategoryId| {
        let category = site.locale.category(id);
        let listed = category.articles.iter().map(|id| site.locale.article(*id));
        let listed = listed.filter(|entry| entry.is_listed());
        GroupView {
            title: if id == ROOT { rest } else { &category.title }.to_owned(),
            lang: site.source_language(id != ROOT && category.title_is_fallback),
            articles: listed.map(|entry| full_link(site, entry)).collect(),
        }
    };
    ids.into_iter().map(view).filter(|group| !group.articles.is_empty()).collect()
}

pub(super) fn card(site: &Site<'_>, id: ArticleId) -> CardView {
    let entry = site.locale.article(id);
    CardView {
        title: entry.nav_title().to_owned(),
        description: entry.description(),
        url: site.href(&entry.page.url),
        kind: entry.kind().name(),
        lang: site.source_language(entry.page.is_fallback()),
    }
}

fn category_cards(site: &Site<'_>, id: CategoryId) -> Vec<CategoryCardView> {
    let children = site.locale.category(id).children.iter();
    let view = |id: &CategoryId| {
        let category = site.locale.category(*id);
        CategoryCardView {
            title: category.title.clone(),
            description: category.description.clone(),
            icon: icon(site, *id),
            url: site.href(&category.url),
            count: category.count,
            articles: category.articles.iter().take(ON_CARD).map(|id| card(site, *id)).collect(),
            lang: site.source_language(category.title_is_fallback),
            description_lang: site.source_language(category.description_is_fallback),
            untranslated: category.is_fallback,
        }
    };
    children.map(view).collect()
}

/// The icon of a category.
pub(super) fn icon(site: &Site<'_>, id: CategoryId) -> String {
    let index = site.locale.category(id).index.as_ref();
    site.theme.icon(index.and_then(|page| page.article.front.icon.as_deref()))
}

/// The sites that pages may ask, in the language of a body.
fn hosts_list(site: &Site<'_>, strings: &Strings) -> String {
    let text = |key: &str| strings.get(key).cloned().unwrap_or_default();
    let escape = crate::article::containers::escape;
    let hosts = host_views(&hosts(site.kb, site.config), text);
    if hosts.is_empty() {
        return format!("<p>{}</p>", escape(&text("privacy_none")));
    }
    let item = |host: &HostView| {
        let (name, reason) = (escape(&host.host), escape(&host.reason));
        format!("<li><bdi dir=\"ltr\"><code>{name}</code></bdi> – {reason}</li>")
    };
    format!("<ul>{}</ul>", hosts.iter().map(item).collect::<String>())
}

/// The HTML of a page's body.
pub(super) fn body(site: &Site<'_>, page: &Page) -> String {
    if page.article.body.is_empty() {
        return String::new();
    }
    let escape = crate::article::containers::escape;
    let url =
        |link: usize| escape(page.links.get(link).map_or("", |resolved| resolved.url.as_str()));
    let attributes = |link: usize| {
        let known = page.links.get(link).and_then(|resolved| resolved.size);
        let known = known.map(|it| format!(" width=\"{}\" height=\"{}\"", it.width, it.height));
        format!(" loading=\"lazy\" decoding=\"async\"{}", known.unwrap_or_default())
    };
    let strings = site.strings_of(page);
    let text = |key: &str| match key {
        PRIVACY => hosts_list(site, strings),
        _ => strings.get(key).cloned().unwrap_or_default(),
    };
    page.article.body.html(url, attributes, text)
}
