//! Knowledge base and theme → HTML pages.

mod article;
mod code;
mod codes;
mod contact;
pub mod contact_views;
mod context;
mod discretion;
mod feedback;
pub mod feedback_views;
mod languages;
mod lists;
mod notices;
mod service_views;
mod services;
mod structured;
pub mod views;
mod widget;

use std::collections::BTreeMap;

use rayon::prelude::*;
use tera::Context;

use crate::config::Config;
use crate::contact::Contact;
use crate::diag::{Diagnostic, Diagnostics};
use crate::kb::{ArticleId, CategoryId, KnowledgeBase, Locale, ROOT};
use crate::theme::Theme;
use context::Site;
use services::Service;

/// Pages by path on the site, such as `billing/refunds/index.html`.
pub type Pages = BTreeMap<String, String>;

/// One page that is to be rendered.
enum Job<'a> {
    Home(&'a Site<'a>),
    Category(&'a Site<'a>, CategoryId),
    Article(&'a Site<'a>, ArticleId),
    Search(&'a Site<'a>),
    Service(&'a Site<'a>, Service),
    Contact(&'a Site<'a>, &'a Contact, contact::Which<'a>),
    NotFound(&'a Site<'a>),
}

/// Renders every page of the site.
pub fn pages(kb: &KnowledgeBase, theme: &Theme, config: &Config, diags: &mut Diagnostics) -> Pages {
    let sites: Vec<Site<'_>> =
        (0..kb.locales.len()).map(|index| Site::new(kb, index, theme, config)).collect();
    let jobs: Vec<Job<'_>> = sites.iter().flat_map(jobs).collect();
    let rendered: Vec<(String, (String, Option<Diagnostic>))> =
        jobs.par_iter().map(|job| job.render(theme)).collect();
    let mut pages = Pages::new();
    for (path, (html, problem)) in rendered {
        pages.insert(path, html);
        diags.extend(problem);
    }
    redirects(kb, &sites[0], theme, &mut pages);
    pages
}

fn jobs<'a>(site: &'a Site<'a>) -> Vec<Job<'a>> {
    let locale: &Locale = site.locale;
    let mut jobs = vec![Job::Home(site), Job::Search(site), Job::NotFound(site)];
    jobs.extend(Service::of(site).into_iter().map(|service| Job::Service(site, service)));
    if let Some(contact) = &site.kb.contact {
        jobs.extend(contact::Which::of(contact).map(|which| Job::Contact(site, contact, which)));
    }
    let categories = 1..locale.categories.len() as u32;
    jobs.extend(categories.map(|id| Job::Category(site, CategoryId(id))));
    jobs.extend((0..locale.articles.len() as u32).map(|id| Job::Article(site, ArticleId(id))));
    jobs
}

impl Job<'_> {
    fn render(&self, theme: &Theme) -> (String, (String, Option<Diagnostic>)) {
        match self {
            Self::Home(site) => {
                let url = &site.locale.category(ROOT).url;
                let context = site.context(&lists::home_page(site), "home", &lists::home(site));
                (file(url), theme.render("home.html", &context))
            }
            Self::Category(site, id) => {
                let url = &site.locale.category(*id).url;
                let context = site.context(
                    &lists::category_page(site, *id),
                    "category",
                    &lists::category(site, *id),
                );
                (file(url), theme.render("category.html", &context))
            }
            Self::Article(site, id) => {
                let entry = site.locale.article(*id);
                let context =
                    site.context(&article::page(site, *id), "article", &article::view(site, *id));
                (file(&entry.page.url), article::render(entry, theme, &context))
            }
            Self::Search(site) => {
                let url = site.search_path();
                let context = site.context(
                    &lists::plain_page(site, "search", &url),
                    "search",
                    &lists::search(site),
                );
                (file(&url), theme.render("search.html", &context))
            }
            Self::Contact(site, contact, which) => {
                let page = contact::page(site, *which);
                let context = site.context(&page, "contact", &contact::view(site, contact, *which));
                (file(&which.path(site)), theme.render(which.template(), &context))
            }
            Self::NotFound(site) => {
                let path = crate::url::not_found(&site.locale.prefix);
                let page = lists::plain_page(site, "404", &path);
                let context = site.context(&page, "error", &404);
                (path.trim_start_matches('/').to_owned(), theme.render("404.html", &context))
            }
            Self::Service(site, service) => {
                let (path, name, context) = service.page(site);
                (file(&path), theme.render(name, &context))
            }
        }
    }
}

/// The file of a page's path.
fn file(url: &str) -> String {
    format!("{}index.html", url.trim_start_matches('/'))
}

/// A page at every old address that leads to the new one, for hosts that know no redirects.
fn redirects(kb: &KnowledgeBase, site: &Site<'_>, theme: &Theme, pages: &mut Pages) {
    for (from, to) in &kb.redirects {
        let mut context: Context = site.base_context();
        context.insert("target", to);
        context.insert("canonical", &site.config.absolute(to));
        let path = from.trim_start_matches('/');
        let path =
            if path.ends_with(".html") { path.to_owned() } else { format!("{path}/index.html") };
        pages.entry(path).or_insert_with(|| theme.render("redirect.html", &context).0);
    }
}
