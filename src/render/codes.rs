//! The list of error codes.

use super::context::Site;
use super::views::{CodeArticleView, CodeGroupView, CodeView, CodesView, PageView};
use crate::kb::ROOT;
use crate::kb::codes::{CODES_PAGE, Code, CodePlace};

impl Site<'_> {
    /// Path of the list of error codes, if there is one.
    pub(super) fn codes_path(&self) -> Option<String> {
        let codes = self.kb.codes.get(self.index)?;
        codes.has_page.then(|| format!("{}{CODES_PAGE}", self.locale.prefix))
    }
}

pub(super) fn page(site: &Site<'_>) -> PageView {
    let path = site.codes_path().unwrap_or_default();
    let mut page = site.page("codes", site.text("codes_title"), &path);
    page.breadcrumbs = site.breadcrumbs(ROOT);
    site.text("codes_intro").clone_into(&mut page.description);
    let has_page = |locale: usize| site.kb.codes.get(locale).is_some_and(|codes| codes.has_page);
    site.with_same_page(page, CODES_PAGE, has_page)
}

pub(super) fn view(site: &Site<'_>) -> CodesView {
    let list = site.kb.codes.get(site.index).map_or(&[][..], |codes| &codes.list);
    let group = |codes: &[Code]| CodeGroupView {
        title: codes[0].group.clone(),
        id: format!("codes-{}", crate::url::anchor(&codes[0].group)),
        codes: codes.iter().map(|code| code_view(site, code)).collect(),
    };
    let groups = list.chunk_by(|a, b| a.group == b.group).map(group).collect();
    CodesView { groups, count: list.len() }
}

fn code_view(site: &Site<'_>, code: &Code) -> CodeView {
    CodeView {
        code: code.code.clone(),
        id: code.id.clone(),
        articles: code.places.iter().map(|place| article(site, place)).collect(),
    }
}

fn article(site: &Site<'_>, place: &CodePlace) -> CodeArticleView {
    let entry = site.locale.article(place.article);
    let page = site.href(&entry.page.url);
    let url = match place.anchor.as_str() {
        "" => page,
        anchor => format!("{page}#{}", crate::url::encode(anchor)),
    };
    CodeArticleView {
        title: entry.title.clone(),
        url,
        heading: place.heading.clone(),
        text: place.text.clone(),
        lang: site.source_language(entry.page.is_fallback()),
    }
}
