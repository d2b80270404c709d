//! The page that the widget begins with, and what every page must know of the widget.

use super::context::Site;
use super::views::{PageView, WidgetView};
use crate::url;

/// What pages know of the widget; `None` for a site without one.
pub(super) fn view(site: &Site<'_>) -> Option<WidgetView> {
    let widget = site.config.widget.as_ref()?;
    Some(WidgetView {
        url: site.href(&url::widget_page(&site.locale.prefix)),
        data_url: site.href(&url::widget_rules(&site.locale.language.code, site.is_default())),
        codes_url: site.href(&format!("/_faqtory/api{}/codes.json", site.locale.prefix)),
        origins: widget.origins.join(" "),
    })
}

/// Search engines leave it out: it is for people who are elsewhere.
pub(super) fn page(site: &Site<'_>) -> PageView {
    let path = url::widget_page(&site.locale.prefix);
    let mut page = site.page("widget", site.text("widget_title"), &path);
    page.languages = site.languages(|locale| url::widget_page(&locale.prefix));
    page.noindex = true;
    page
}
