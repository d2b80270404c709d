//! `faqtory.yaml` → [`Config`]: what the writer chose, with everything else at its default.

pub mod analytics;
pub mod feedback;
mod values;
pub mod widget;

use std::collections::BTreeMap;

use color::{Oklch, OpaqueColor};
use serde_yaml::Value;

use crate::diag::{self, Diagnostic, Diagnostics, Severity, Span};
use crate::tree::{RelPath, SourceFile, SourceTree};
use crate::url;
use crate::yaml::{Fields, Leftover, Placed, decode_yaml, unknown_key};
use analytics::Analytics;
use feedback::Feedback;

pub(crate) use values::base_url;

/// The config file's name.
pub const FILE: &str = "faqtory.yaml";

const KEYS: &[&str] = &[
    "title",
    "description",
    "base_url",
    "language",
    "languages",
    "brand",
    "nav",
    "footer",
    "markdown",
    "search",
    "check",
    "front_matter",
    "review",
    "contact",
    "feedback",
    "analytics",
    "widget",
    "hosting",
    "edit_url",
    "redirects",
    "extra",
];

/// What other tools call our keys.
const FOREIGN_KEYS: &[(&str, &str)] = &[
    ("baseURL", "base_url"),
    ("baseUrl", "base_url"),
    ("site_url", "base_url"),
    ("url", "base_url"),
    ("site", "base_url"),
    ("defaultContentLanguage", "language"),
    ("default_language", "language"),
    ("languageCode", "language"),
    ("lang", "language"),
    ("locale", "language"),
    ("locales", "languages"),
    ("i18n", "languages"),
    ("site_name", "title"),
    ("name", "title"),
    ("site_description", "description"),
    ("tagline", "description"),
    ("menu", "nav"),
    ("menus", "nav"),
    ("navbar", "nav"),
    ("themeConfig", "brand"),
    ("theme", "brand"),
    ("params", "extra"),
    ("markup", "markdown"),
    ("markdown_extensions", "markdown"),
    ("edit_uri", "edit_url"),
    ("editLink", "edit_url"),
    ("repo_url", "edit_url"),
];

/// How raw HTML in Markdown is treated.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum HtmlMode {
    /// Tags that cannot run code are kept, all others removed.
    #[default]
    Safe,
    /// Printed as it is: only for content whose every author is trusted with the site.
    Trusted,
    /// Shown as text.
    Escape,
}

/// Which way a language is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// From left to right.
    Ltr,
    /// From right to left.
    Rtl,
}

/// A language of the site.
#[derive(Clone, Debug, Default)]
pub struct Language {
    /// BCP 47 code.
    pub code: String,
    /// Its own name for itself; of one without a name in the config, that of its texts
    /// ([`crate::theme::name_languages`]).
    pub name: String,
    /// Its folder below the content folder; empty for the default language.
    pub dir: String,
    /// Which way it is written, where the config says so.
    pub direction: Option<Direction>,
    /// Instead of the config's `title`.
    pub title: Option<String>,
    /// Instead of the config's `description`.
    pub description: Option<String>,
    /// Instead of the config's `nav`.
    pub nav: Option<Vec<NavLink>>,
    /// Instead of the config's `footer`.
    pub footer: Option<Vec<NavLink>>,
}

/// A link in header or footer, as written.
#[derive(Clone, Debug)]
pub struct NavLink {
    /// Text.
    pub title: String,
    /// A source file, a path of the site or a URL.
    pub target: String,
    /// Where it is written.
    pub span: Span,
}

/// What makes the theme the company's own.
#[derive(Clone, Debug, Default)]
pub struct Brand {
    /// Path of a file in `static/`.
    pub logo: Option<String>,
    /// The same for dark pages.
    pub logo_dark: Option<String>,
    /// Icon of browser tabs.
    pub favicon: Option<String>,
    /// The main colour.
    pub color: Option<BrandColor>,
    /// A CSS font family list.
    pub font: Option<String>,
    /// The pictures above with their places.
    pub pictures: Vec<(String, Span)>,
}

/// Who keeps articles right.
#[derive(Clone, Debug)]
pub struct Owner {
    /// For readers.
    pub name: String,
    /// Where it is written.
    pub span: Span,
}

/// The colour of a brand.
#[derive(Clone, Debug)]
pub struct BrandColor {
    /// As it is written.
    pub written: String,
    /// The same, without transparency; perhaps beyond sRGB.
    pub color: OpaqueColor<Oklch>,
    /// Where it is written.
    pub span: Span,
}

/// A limit on what a customer's first search fetches.
#[derive(Clone, Debug)]
pub struct Budget {
    /// In bytes.
    pub bytes: usize,
    /// Where it is written.
    pub span: Span,
}

/// Settings of the search.
#[derive(Clone, Debug, Default)]
pub struct SearchConfig {
    /// Ranking parameters by name.
    pub weights: BTreeMap<String, f64>,
    /// Words that body text is not searched for; `None` for the language's own list.
    pub stop_words: Option<Vec<String>>,
    /// Results that the search page shows; `None` for as many as the theme likes.
    pub results: Option<u32>,
    /// Most bytes of a first search.
    pub budget: Option<Budget>,
}

/// The configuration of a site.
#[derive(Clone, Debug, Default)]
pub struct Config {
    /// Name of the help center.
    pub title: String,
    /// One sentence about it.
    pub description: String,
    /// Where it will be served, without a slash at its end.
    pub base_url: Option<String>,
    /// Default language.
    pub language: String,
    /// All languages, the default one first.
    pub languages: Vec<Language>,
    /// Looks.
    pub brand: Brand,
    /// Header links.
    pub nav: Vec<NavLink>,
    /// Footer links.
    pub footer: Vec<NavLink>,
    /// Raw HTML.
    pub html: HtmlMode,
    /// Typographic quotes and dashes.
    pub smart_punctuation: bool,
    /// Search.
    pub search: SearchConfig,
    /// Severity by code name; `None` switches the rule off.
    pub rules: BTreeMap<String, Option<Severity>>,
    /// Front matter keys of other tools that are accepted in silence; `ms.*` matches by prefix.
    pub allowed_keys: Vec<String>,
    /// Days after which an article wants a review.
    pub review_days: Option<i32>,
    /// Names that readers see of those who keep articles right, by `owner`.
    pub owners: BTreeMap<String, Owner>,
    /// Where readers propose changes; `{path}` stands for the article's file.
    pub edit_url: Option<String>,
    /// Old paths and where they lead.
    pub redirects: BTreeMap<String, String>,
    /// Hosts to write files for; empty for those that read `_headers` and `_redirects`.
    pub hosting: Vec<String>,
    /// The help center on the company's own pages.
    pub widget: Option<widget::Widget>,
    /// The question below each article.
    pub feedback: Feedback,
    /// Who is told what happens on the site.
    pub analytics: Vec<Analytics>,
    /// How customers reach the company, for [`crate::contact`] to read.
    pub contact: Option<Placed>,
    /// Anything the theme wants to know.
    pub extra: Value,
    /// The folder of articles: `content`, or empty in zero-config mode.
    pub content_dir: &'static str,
    /// Whether the folder has neither a config nor `content/`.
    pub zero_config: bool,
}

impl Config {
    /// The help center's name in a language.
    pub fn title_in<'a>(&'a self, language: &'a Language) -> &'a str {
        language.title.as_deref().unwrap_or(&self.title)
    }

    /// One sentence about the help center in a language.
    pub fn description_in<'a>(&'a self, language: &'a Language) -> &'a str {
        language.description.as_deref().unwrap_or(&self.description)
    }

    /// The path part of `base_url`: empty or `/sub`, without a slash at its end.
    pub fn base_path(&self) -> &str {
        let Some(url) = &self.base_url else { return "" };
        let rest = url.split_once("://").map_or(url.as_str(), |(_, rest)| rest);
        rest.find('/').map_or("", |slash| rest[slash..].trim_end_matches('/'))
    }

    /// The absolute address of `path` (base path included); the path itself without a `base_url`.
    pub fn absolute(&self, path: &str) -> String {
        let Some(url) = &self.base_url else { return path.to_owned() };
        let origin = url.strip_suffix(self.base_path()).unwrap_or(url);
        format!("{origin}{path}")
    }

    /// A path of the site (without the base path), perhaps with an anchor, as an encoded address;
    /// absolute if the site knows its own.
    pub fn address(&self, path: &str) -> String {
        let (path, anchor) = path.split_once('#').unwrap_or((path, ""));
        let url = self.absolute(&format!("{}{}", self.base_path(), url::encode_path(path)));
        if anchor.is_empty() { url } else { format!("{url}#{}", url::encode(anchor)) }
    }

    /// What readers call the owner of an article; nothing for one that is not for readers.
    pub fn owner(&self, owner: &str) -> Option<String> {
        self.owners.get(owner).map(|owner| owner.name.clone())
    }

    /// The severity of `diagnostic` on this site; `None` when its rule is off.
    pub fn severity(&self, diagnostic: &Diagnostic) -> Option<Severity> {
        let severity =
            self.rules.get(diagnostic.code.name).copied().unwrap_or(Some(diagnostic.severity));
        match severity {
            Some(Severity::Error) if self.zero_config => Some(Severity::Warning),
            severity => severity,
        }
    }
}

/// Reads `faqtory.yaml`. Without one, a folder that has no `content/` is itself the content.
pub fn load(source: &SourceTree, diags: &mut Diagnostics) -> Config {
    let file = source.files.get(FILE);
    let zero_config = file.is_none() && !source.has_dir("content");
    let mut config = Config {
        language: "en".into(),
        content_dir: if zero_config { "" } else { "content" },
        zero_config,
        ..Config::default()
    };
    match file {
        Some(SourceFile::Loaded(bytes)) => {
            let (source, problems) = decode_yaml(&RelPath::new(FILE), bytes);
            let is_text = problems.is_empty();
            diags.extend(problems);
            let mut fields = Fields::parse(&source, 0..source.text.len(), "faqtory.yaml");
            read(&mut config, &mut fields);
            if config.title.is_empty() && fields.problems.is_empty() && is_text {
                let span =
                    Span::new(&source, 0..source.text.find('\n').unwrap_or(source.text.len()));
                fields.problems.push(
                    Diagnostic::new(diag::MISSING_TITLE, span, "faqtory.yaml has no title")
                        .hint("add a line `title: …` with the name of the help center"),
                );
            }
            report_leftovers(&mut fields);
            diags.extend(fields.problems);
        }
        Some(SourceFile::Unreadable(reason)) => {
            let span = Span::file(&RelPath::new(FILE));
            diags.push(Diagnostic::new(
                diag::UNREADABLE_FILE,
                span,
                format!("`{FILE}` cannot be read: {reason}"),
            ));
        }
        Some(SourceFile::OnDisk(_)) | None => {}
    }
    complete(&mut config, &source.root_name);
    config
}

fn complete(config: &mut Config, root_name: &str) {
    if config.title.is_empty() {
        config.title = humanise(root_name);
    }
    if !config.languages.iter().any(|language| language.code == config.language) {
        let code = config.language.clone();
        config.languages.insert(0, Language { code, ..Language::default() });
    }
    let default = config.language.clone();
    config.languages.sort_by_key(|language| language.code != default);
}

fn read(config: &mut Config, fields: &mut Fields) {
    config.title = fields.text("title").unwrap_or_default();
    config.description = fields.text("description").unwrap_or_default();
    config.base_url = fields.parsed(
        "base_url",
        "an address such as `https://help.example.com`",
        values::base_url,
    );
    if let Some(language) =
        fields.parsed("language", "a code such as `en` or `pt-BR`", values::language_code)
    {
        config.language = language;
    }
    config.languages = values::languages(fields, &config.language);
    config.brand = fields
        .group("brand", &["logo", "logo_dark", "favicon", "color", "font"], values::brand)
        .unwrap_or_default();
    config.nav = values::links(fields, "nav");
    config.footer = values::links(fields, "footer");
    fields.group("markdown", &["html", "smart_punctuation"], |group| {
        let modes = [
            ("safe", HtmlMode::Safe),
            ("trusted", HtmlMode::Trusted),
            ("escape", HtmlMode::Escape),
        ];
        config.html = group.choice("html", &modes).unwrap_or_default();
        config.smart_punctuation = group.flag("smart_punctuation").unwrap_or_default();
    });
    config.search = fields
        .group("search", &["weights", "stop_words", "results", "budget"], values::search)
        .unwrap_or_default();
    fields.group("check", &["rules"], |group| config.rules = values::rules(group));
    fields.group("front_matter", &["allow"], |group| config.allowed_keys = group.texts("allow"));
    fields.group("review", &["every", "owners"], |group| values::review(config, group));
    config.edit_url = fields.parsed("edit_url", "an address such as `https://…`", url::web_address);
    config.redirects = values::redirects(fields);
    config.hosting = values::hosting(fields);
    config.extra = fields.any("extra").unwrap_or_default();
    config.contact = fields.placed("contact");
    config.feedback = feedback::read(fields);
    config.analytics = analytics::read(fields, config.base_url.as_deref());
    config.widget = widget::read(fields, &config.language);
}

fn report_leftovers(fields: &mut Fields) {
    for leftover in fields.leftovers() {
        let problem = foreign_name(&leftover, FOREIGN_KEYS)
            .unwrap_or_else(|| unknown_key(&leftover, "faqtory.yaml", KEYS));
        fields.problems.push(problem);
    }
}

/// The problem of a key that is another tool's name for one of ours.
pub fn foreign_name(leftover: &Leftover, table: &[(&str, &str)]) -> Option<Diagnostic> {
    let (_, ours) = table.iter().find(|(foreign, _)| *foreign == leftover.key)?;
    let message = format!("`{}` is called `{ours}` here", leftover.key);
    Some(
        Diagnostic::new(diag::UNKNOWN_KEY, leftover.span.clone(), message)
            .fix(format!("write `{ours}`"), (*ours).to_owned()),
    )
}

/// What is said of a language that a site does not have.
pub fn no_language<'a>(code: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    let known: Vec<&str> = known.into_iter().collect();
    format!("there is no language `{code}` here; there is {}", known.join(", "))
}

/// `getting-started` → `Getting started`.
pub fn humanise(name: &str) -> String {
    let words = name.replace(['-', '_'], " ");
    let words = words.trim();
    let mut chars = words.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
