//! The page that reads help codes.

use super::context::Site;
use super::views::{HelpCodeView, PageView};
use crate::kb::ROOT;

pub(super) fn page(site: &Site<'_>, path: &str) -> PageView {
    let mut page = site.page("code", site.text("code_title"), path);
    page.breadcrumbs = site.breadcrumbs(ROOT);
    page.noindex = true;
    page
}

pub(super) fn view(site: &Site<'_>, path: &str) -> HelpCodeView {
    HelpCodeView { url: site.href(path), codes_url: site.href(crate::url::HELP_CODES) }
}
