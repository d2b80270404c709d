//! What templates see: one struct per template, so that the contract is a type.
//!
//! Every template gets `site` ([`SiteView`]), `page` ([`PageView`]) and `t` (the interface texts of
//! the page's language, `theme/i18n/<lang>.yaml`), and one value of its own:
//!
//! | template | value |
//! | --- | --- |
//! | `home.html` | `home` ([`HomeView`]) |
//! | `category.html` | `category` ([`CategoryView`]) |
//! | `article.html` (and what `template:` names) | `article` ([`ArticleView`]) |
//! | `search.html` | `search` ([`SearchView`]) |
//! | `code.html` | `code` ([`HelpCodeView`]) |
//! | `status.html` | `status` ([`StatusView`]) |
//! | `codes.html` | `codes` ([`CodesView`]) |
//! | `contact.html`, `contact-topic.html`, `contact-sent.html` | `contact` ([`super::contact_views::ContactView`]) |
//! | `widget.html` | – |
//! | `404.html` | – |
//! | `redirect.html` | `target` and `canonical`, URLs |
//!
//! Fields called `url` are ready for an `href` (base path included, percent-encoded); fields called
//! `html` are safe to print with `| safe`; everything else is plain text for autoescape.

use std::collections::BTreeMap;

use serde::Serialize;

use super::contact_views::{EscalationView, HostView};
pub use super::feedback_views::{AnalyticsView, FeedbackReasonView, FeedbackView};
pub use super::service_views::{
    CodeArticleView, CodeGroupView, CodeView, CodesView, MomentView, NoticeMonthView,
    NoticeUpdateView, NoticeView, StatusView,
};

/// The language of a text that is not in the language of its page.
#[derive(Clone, Debug, Default, Serialize)]
pub struct TextLanguageView {
    /// BCP 47 code, for `lang=`.
    pub code: String,
    /// `ltr` or `rtl`.
    pub dir: &'static str,
    /// Its own name for itself.
    pub name: String,
}

/// A link with its text.
#[derive(Clone, Debug, Default, Serialize)]
pub struct LinkView {
    /// Text.
    pub title: String,
    /// Address.
    pub url: String,
    /// The text's language, where it is not the page's.
    pub lang: Option<TextLanguageView>,
}

/// A top-level category in the navigation of every page.
#[derive(Clone, Debug, Default, Serialize)]
pub struct TopicView {
    /// Title.
    pub title: String,
    /// Address.
    pub url: String,
    /// The title's language, where it is not the page's.
    pub lang: Option<TextLanguageView>,
    /// Name of an icon, one of `theme/icons/`.
    pub icon: String,
}

/// A picture of the brand.
#[derive(Clone, Debug, Default, Serialize)]
pub struct ImageView {
    /// Address.
    pub url: String,
    /// Pixels, when known.
    pub width: Option<u32>,
    /// Pixels, when known.
    pub height: Option<u32>,
    /// A small SVG logo for the page itself, instead of a file.
    pub drawing: Option<DrawingView>,
}

/// A small SVG that only draws.
#[derive(Clone, Debug, Default, Serialize)]
pub struct DrawingView {
    /// For `viewBox`.
    pub view_box: String,
    /// What is in the `svg`, to print with `| safe`.
    pub shapes: String,
}

/// A language of the site, for the switcher and `hreflang`.
#[derive(Clone, Debug, Default, Serialize)]
pub struct LanguageView {
    /// BCP 47 code.
    pub code: String,
    /// Its own name for itself.
    pub name: String,
    /// The same page in it, or its home page.
    pub url: String,
    /// Its search page.
    pub search_url: String,
    /// Whether the page is in it.
    pub current: bool,
}

/// A version of the page for search engines.
#[derive(Clone, Debug, Default, Serialize)]
pub struct AlternateView {
    /// BCP 47 code, or `x-default`.
    pub code: String,
    /// Its address, absolute when the site has a `base_url`.
    pub url: String,
}

/// What a reader should know about the language of the page's text.
#[derive(Clone, Debug, Default, Serialize)]
pub struct TranslationNoticeView {
    /// `untranslated` or `outdated`.
    pub kind: &'static str,
    /// One sentence.
    pub text: String,
    /// The page in the language it was written in.
    pub link: Option<LinkView>,
}

/// The same on every page of a language.
#[derive(Clone, Debug, Default, Serialize)]
pub struct SiteView {
    /// The help center's name.
    pub title: String,
    /// One sentence about it.
    pub description: String,
    /// BCP 47 code of the language.
    pub lang: String,
    /// `ltr` or `rtl`.
    pub dir: &'static str,
    /// What a path of the site starts with: empty or `/sub`, never with a slash at its end.
    pub base: String,
    /// Home page of the language.
    pub home_url: String,
    /// Search page of the language.
    pub search_url: String,
    /// Contact page of the language, when the knowledge base has one.
    pub contact_url: Option<String>,
    /// The page of the language that reads help codes, unless the writer has a page of that address.
    pub code_url: Option<String>,
    /// The page of all notices, when there is one.
    pub status_url: Option<String>,
    /// The list of error codes, when there are any.
    pub codes_url: Option<String>,
    /// The widget, when the site has one.
    pub widget: Option<WidgetView>,
    /// The module that `openIndex` is imported from (`/_faqtory/search.js`).
    pub search_module: String,
    /// Most results of the search page; `None` for as many as the theme likes.
    pub search_results: Option<u32>,
    /// Who is told what happens on the site; nothing when nobody is.
    pub analytics: Option<AnalyticsView>,
    /// Sensitive articles and topics for the scripts that tell others, as marks; empty without any.
    pub private: String,
    /// Logo for light pages.
    pub logo: Option<ImageView>,
    /// Logo for dark pages.
    pub logo_dark: Option<ImageView>,
    /// Icon for browser tabs.
    pub favicon: Option<String>,
    /// Links of the header.
    pub nav: Vec<LinkView>,
    /// Links of the footer.
    pub footer: Vec<LinkView>,
    /// Fingerprinted addresses of the theme's files by their path in `theme/`, such as
    /// `css/faqtory.css`.
    pub assets: BTreeMap<String, String>,
    /// Every icon by its name in `theme/icons/`, as markup to print with `| safe`.
    pub icons: BTreeMap<String, String>,
    /// Top-level categories, at most twelve: they are on every page.
    pub categories: Vec<TopicView>,
    /// Articles the writer chose for the home page, at most five: search offers them on every page.
    pub featured: Vec<LinkView>,
    /// Other sites that pages may ask for something, and why: the list of [`crate::hosts`].
    pub hosts: Vec<HostView>,
    /// Colours of the style sheet that are seen outside of the site's pages, by custom property:
    /// `paper`, `wash`, `raised`, `ink`, `ink-soft`, `line`, `accent` and those made of it, `focus`.
    pub colors: BTreeMap<&'static str, ColorView>,
}

/// The help center on the company's own pages.
#[derive(Clone, Debug, Default, Serialize)]
pub struct WidgetView {
    /// The page that it begins with.
    pub url: String,
    /// What it suggests where, for scripts.
    pub data_url: String,
    /// The error codes of the language for scripts, where there are any.
    pub codes_url: String,
    /// Whose pages may show it, with spaces between them.
    pub origins: String,
}

/// A colour on light and on dark pages.
#[derive(Clone, Debug, Default, Serialize)]
pub struct ColorView {
    /// CSS color of light pages.
    pub light: String,
    /// CSS color of dark pages.
    pub dark: String,
}

/// The same kind of facts on each page, different from page to page.
#[derive(Clone, Debug, Default, Serialize)]
pub struct PageView {
    /// For `<title>`: the page's title and the site's.
    pub document_title: String,
    /// For search engines and shared links; may be empty.
    pub description: String,
    /// Its address, to mark links that lead to it.
    pub url: String,
    /// Address of the top-level category that it is in, or is; empty outside of them.
    pub section_url: String,
    /// Absolute when the site has a `base_url`, else a path.
    pub canonical_url: String,
    /// `home`, `category`, `article`, `search`, `contact`, `status`, `codes`, `widget`, `404`: the page's body
    /// class.
    pub kind: &'static str,
    /// From the home page to the parent of this page.
    pub breadcrumbs: Vec<LinkView>,
    /// The page in other languages; empty for a site with one.
    pub languages: Vec<LanguageView>,
    /// The languages that have the page, itself included, for `hreflang`; empty when it is in one.
    pub alternates: Vec<AlternateView>,
    /// Of a page that is not translated, or whose translation is behind its source.
    pub translation_notice: Option<TranslationNoticeView>,
    /// Notices that it shows above everything else, at most two.
    pub notices: Vec<NoticeView>,
    /// How many more notices there are for it; they are on the status page.
    pub more_notices: usize,
    /// Whether search engines should leave it out.
    pub noindex: bool,
    /// JSON-LD, ready to print in a `script type="application/ld+json"` with `| safe`; may be empty.
    pub structured_data: String,
}

/// A list entry for an article.
#[derive(Clone, Debug, Default, Serialize)]
pub struct CardView {
    /// Title in navigation.
    pub title: String,
    /// One sentence; may be empty.
    pub description: String,
    /// Address.
    pub url: String,
    /// `article`, `faq`, `howto`, `troubleshooter`, `policy`, `notice`.
    pub kind: &'static str,
    /// The language of title and description, where it is not the page's.
    pub lang: Option<TextLanguageView>,
}

/// A list entry for a category.
#[derive(Clone, Debug, Default, Serialize)]
pub struct CategoryCardView {
    /// Title.
    pub title: String,
    /// One sentence; may be empty.
    pub description: String,
    /// Name of an icon, one of `theme/icons/`; empty without one.
    pub icon: String,
    /// Address.
    pub url: String,
    /// Published articles in it and below.
    pub count: usize,
    /// Its first articles, at most five.
    pub articles: Vec<CardView>,
    /// The language of the title, where it is not the page's.
    pub lang: Option<TextLanguageView>,
    /// The language of the description, where it is not the page's.
    pub description_lang: Option<TextLanguageView>,
    /// Whether nothing of it is in the language of the page.
    pub untranslated: bool,
}

/// The home page.
#[derive(Clone, Debug, Default, Serialize)]
pub struct HomeView {
    /// Headline.
    pub title: String,
    /// Text below it; may be empty.
    pub description: String,
    /// Body of `_index.md`; may be empty.
    pub html: String,
    /// The language of the title, where it is not the page's.
    pub title_lang: Option<TextLanguageView>,
    /// The language of the description, where it is not the page's.
    pub description_lang: Option<TextLanguageView>,
    /// The language of the body, where it is not the page's.
    pub body_lang: Option<TextLanguageView>,
    /// Top-level categories.
    pub categories: Vec<CategoryCardView>,
    /// Articles the writer chose.
    pub featured: Vec<CardView>,
    /// Articles that belong to no category.
    pub articles: Vec<CardView>,
}

/// A category page.
#[derive(Clone, Debug, Default, Serialize)]
pub struct CategoryView {
    /// Title.
    pub title: String,
    /// One sentence; may be empty.
    pub description: String,
    /// Name of an icon; empty without one.
    pub icon: String,
    /// Body of `_index.md`; may be empty.
    pub html: String,
    /// The language of the title, where it is not the page's.
    pub title_lang: Option<TextLanguageView>,
    /// The language of the description, where it is not the page's.
    pub description_lang: Option<TextLanguageView>,
    /// The language of the body, where it is not the page's.
    pub body_lang: Option<TextLanguageView>,
    /// Its child categories.
    pub categories: Vec<CategoryCardView>,
    /// Its own articles.
    pub articles: Vec<CardView>,
}

/// An entry of the table of contents.
#[derive(Clone, Debug, Default, Serialize)]
pub struct TocView {
    /// Text of the heading.
    pub title: String,
    /// `#id`.
    pub url: String,
    /// Headings one level below.
    pub children: Vec<TocView>,
}

/// A day.
#[derive(Clone, Debug, Default, Serialize)]
pub struct DateView {
    /// `2026-11-22`, for `datetime=`.
    pub iso: String,
    /// For people.
    pub text: String,
}

/// What a reader should know before a procedure.
#[derive(Clone, Debug, Default, Serialize)]
pub struct ProcedureView {
    /// What has to be there or done before.
    pub prerequisites: Vec<String>,
    /// How long it takes.
    pub time: Option<TimeView>,
    /// What may go wrong.
    pub risk: Option<RiskView>,
    /// How to take it back; may be empty.
    pub undo: String,
}

/// A length of time.
#[derive(Clone, Debug, Default, Serialize)]
pub struct TimeView {
    /// `PT1H30M`, for `datetime=`.
    pub iso: String,
    /// For people.
    pub text: String,
}

/// What may go wrong.
#[derive(Clone, Debug, Default, Serialize)]
pub struct RiskView {
    /// `low`, `medium`, `high`, or empty for one in the writer's words.
    pub level: &'static str,
    /// For people.
    pub text: String,
}

/// The decision tree of a troubleshooter.
#[derive(Clone, Debug, Default, Serialize)]
pub struct TreeView {
    /// Its JSON twin.
    pub url: String,
    /// Its picture, SVG.
    pub svg_url: String,
    /// Of the picture, in pixels.
    pub width: usize,
    /// Of the picture, in pixels.
    pub height: usize,
}

/// An article page.
#[derive(Clone, Debug, Default, Serialize)]
pub struct ArticleView {
    /// Title.
    pub title: String,
    /// One sentence; may be empty.
    pub description: String,
    /// `article`, `faq`, `howto`, `troubleshooter`, `policy`, `notice`.
    pub kind: &'static str,
    /// The short answer, when the front matter gives one; may be empty.
    pub answer: String,
    /// The body. It has no `h1`: the template prints the title.
    pub html: String,
    /// The language of all texts of the article, where it is not the page's.
    pub lang: Option<TextLanguageView>,
    /// Headings; empty when the article has fewer than two or says `toc: false`.
    pub toc: Vec<TocView>,
    /// Last change.
    pub updated: Option<DateView>,
    /// Who keeps it right, by the name that `review.owners` gives them.
    pub reviewer: Option<String>,
    /// Whether nothing may remember that it was read.
    pub is_sensitive: bool,
    /// Its category; `None` for an article of the home page.
    pub category: Option<LinkView>,
    /// Products, platforms and plans it applies to.
    pub applies_to: Vec<String>,
    /// Error codes it is about.
    pub codes: Vec<String>,
    /// Of a notice: when and how bad.
    pub notice: Option<NoticeView>,
    /// The day from which on it is valid.
    pub effective: Option<DateView>,
    /// The question whether it was helpful, where it is asked.
    pub feedback: Option<FeedbackView>,
    /// The way to a human; `None` without a contact config.
    pub escalation: Option<EscalationView>,
    /// Articles to read next.
    pub related: Vec<CardView>,
    /// The article before it in its category.
    pub previous: Option<LinkView>,
    /// The article after it in its category.
    pub next: Option<LinkView>,
    /// Articles of its category, itself included, in order: the sidebar. At most fifty around it.
    pub siblings: Vec<LinkView>,
    /// Its own address, to mark it among the siblings.
    pub url: String,
    /// Where a reader can propose a change.
    pub edit_url: Option<String>,
    /// Its Markdown twin.
    pub markdown_url: String,
    /// What a reader should know before the procedure, if the front matter says anything of it.
    pub procedure: Option<ProcedureView>,
    /// Five characters that name it: what a help code begins with.
    pub help_code: String,
    /// Of a troubleshooter: its decision tree.
    pub tree: Option<TreeView>,
}

/// A part of the list of all articles.
#[derive(Clone, Debug, Default, Serialize)]
pub struct GroupView {
    /// The letter that its titles begin with, or `#` for the rest; the title of a category in
    /// languages without an alphabet.
    pub title: String,
    /// The title's language, where it is not the page's.
    pub lang: Option<TextLanguageView>,
    /// Its articles, in order.
    pub articles: Vec<LinkView>,
}

/// The search page. Without JavaScript it is a list of all articles.
#[derive(Clone, Debug, Default, Serialize)]
pub struct SearchView {
    /// All articles; empty when there are more than a thousand (then `categories` leads to them).
    pub groups: Vec<GroupView>,
    /// Top-level categories.
    pub categories: Vec<CategoryCardView>,
}

/// The page that reads help codes.
#[derive(Clone, Debug, Default, Serialize)]
pub struct HelpCodeView {
    /// Its own address.
    pub url: String,
    /// The file of all codes and the pages they lead to.
    pub codes_url: String,
}
