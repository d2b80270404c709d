//! Pages that no article makes: help codes, notices, error codes, the widget's first page.

use tera::Context;

use super::context::Site;
use super::{code, codes, notices, widget};
use crate::url;

/// One of them.
pub(super) enum Service {
    /// Reads help codes; its path.
    Code(String),
    /// All notices; its path.
    Status(String),
    /// All error codes; its path.
    Codes(String),
    /// What the widget begins with.
    Widget,
}

impl Service {
    /// Those that a language has.
    pub(super) fn of(site: &Site<'_>) -> Vec<Self> {
        let mut all = Vec::new();
        all.extend(site.kb.code_path(site.locale).map(Self::Code));
        all.extend(site.status_path().map(Self::Status));
        all.extend(site.codes_path().map(Self::Codes));
        all.extend(site.config.widget.iter().map(|_| Self::Widget));
        all
    }

    /// Its path, template and context.
    pub(super) fn page(&self, site: &Site<'_>) -> (String, &'static str, Context) {
        match self {
            Self::Code(path) => {
                let page = code::page(site, path);
                (path.clone(), "code.html", site.context(&page, "code", &code::view(site, path)))
            }
            Self::Status(path) => {
                let page = notices::status_page(site);
                let context = site.context(&page, "status", &notices::status(site));
                (path.clone(), "status.html", context)
            }
            Self::Codes(path) => {
                let context = site.context(&codes::page(site), "codes", &codes::view(site));
                (path.clone(), "codes.html", context)
            }
            Self::Widget => {
                let mut context = site.base_context();
                context.insert("page", &widget::page(site));
                (url::widget_page(&site.locale.prefix), "widget.html", context)
            }
        }
    }
}
