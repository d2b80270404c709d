//! The widget's script with the site's settings in it, and what it suggests where, language by language.

use std::collections::BTreeMap;

use serde::Serialize;

use super::Files;
use crate::config::widget::{Moment, Position, Rule, Trigger, Widget, Words};
use crate::config::{Config, Direction};
use crate::diag::{self, Diagnostic, Diagnostics, Span};
use crate::kb::{KnowledgeBase, Locale, Place, lookup};
use crate::theme::Theme;
use crate::url;

/// Texts that the script itself says, by what it calls them.
const TEXTS: &[(&str, &str)] = &[
    ("launcher", "widget_launcher"),
    ("title", "widget_title"),
    ("close", "widget_close"),
    ("back", "widget_back"),
    ("tab", "widget_tab"),
    ("loading", "widget_loading"),
    ("blocked", "widget_blocked"),
    ("blockedLink", "widget_blocked_link"),
];

/// Texts of triggers, for sites that have some.
const OFFER_TEXTS: &[(&str, &str)] = &[
    ("time", "widget_offer_time"),
    ("error", "widget_offer_error"),
    ("visit", "widget_offer_visit"),
    ("offerOpen", "widget_offer_open"),
    ("offerClose", "widget_offer_close"),
];

/// Texts by name, and colours by custom property.
type Values<'a> = BTreeMap<&'a str, &'a str>;

/// The texts of more languages than these are in files of their own: the script stays small.
const MOST_LANGUAGES: usize = 8;

/// `settings` of `theme/js/widget/settings.js`.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Settings<'a> {
    position: &'static str,
    launcher: bool,
    per_day: u32,
    triggers: Vec<TriggerView<'a>>,
    languages: Vec<LanguageView<'a>>,
    colors: ColorsView<'a>,
}

#[derive(Serialize)]
struct ColorsView<'a> {
    light: Values<'a>,
    dark: Values<'a>,
}

#[derive(Serialize)]
struct LanguageView<'a> {
    code: &'a str,
    dir: &'static str,
    page: String,
    /// `None` where they are in a file of their own.
    #[serde(skip_serializing_if = "Option::is_none")]
    texts: Option<Values<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<String>,
}

#[derive(Serialize)]
struct TriggerView<'a> {
    on: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    after: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    count: Option<u32>,
    url: &'a [String],
    text: &'a Words,
}

/// `/_faqtory/widget.json`: the rules, for the pages in the panel.
#[derive(Serialize)]
struct RulesView<'a> {
    schema: &'static str,
    rules: Vec<RuleView<'a>>,
}

#[derive(Serialize)]
struct RuleView<'a> {
    url: &'a [String],
    context: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    query: Option<&'a str>,
    articles: Vec<ArticleView<'a>>,
}

#[derive(Serialize)]
struct ArticleView<'a> {
    title: &'a str,
    url: String,
}

/// Makes them, for a site that has a widget.
pub(crate) fn files(
    kb: &KnowledgeBase,
    (theme, config): (&Theme, &Config),
    diags: &mut Diagnostics,
) -> Files {
    let mut files = Files::new();
    let Some(widget) = &config.widget else { return files };
    let settings = json(&settings(kb, theme, widget));
    files.insert(
        url::WIDGET.trim_start_matches('/').into(),
        format!("const settings = {settings};\n{}", theme.widget),
    );
    let rules: Vec<Vec<Target>> =
        widget.rules.iter().map(|rule| targets(rule, (kb, config), diags)).collect();
    for locale in kb.locales.iter().skip(1).filter(|_| has_text_files(kb)) {
        let texts = json(&texts(locale, theme, widget));
        let path = format!("_faqtory/{}", text_file(locale));
        files.insert(path, format!("export const texts = {texts};\n"));
    }
    for (index, locale) in kb.locales.iter().enumerate() {
        let view = RulesView {
            schema: "faqtory.widget-rules.v1",
            rules: widget
                .rules
                .iter()
                .zip(&rules)
                .map(|(rule, targets)| rule_view(rule, targets, (kb, config, index)))
                .collect(),
        };
        let path = url::widget_rules(&locale.language.code, index == 0);
        files.insert(path.trim_start_matches('/').into(), json(&view) + "\n");
    }
    files
}

fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("keys are texts and no value fails")
}

fn has_text_files(kb: &KnowledgeBase) -> bool {
    kb.locales.len() > MOST_LANGUAGES
}

/// The name of the file with the texts of a language, beside the script.
fn text_file(locale: &Locale) -> String {
    format!("widget-{}.js", locale.language.code)
}

fn texts<'a>(locale: &Locale, theme: &'a Theme, widget: &Widget) -> Values<'a> {
    let strings = &theme.strings[&locale.language.code];
    let offers: &[(&str, &str)] = if widget.triggers.is_empty() { &[] } else { OFFER_TEXTS };
    let text =
        |(name, key): &(&'static str, &str)| (*name, strings.get(key).map_or("", String::as_str));
    TEXTS.iter().chain(offers).map(text).collect()
}

fn settings<'a>(kb: &'a KnowledgeBase, theme: &'a Theme, widget: &'a Widget) -> Settings<'a> {
    let language = |(index, locale): (usize, &'a Locale)| {
        let code = locale.language.code.as_str();
        let has_file = index > 0 && has_text_files(kb);
        LanguageView {
            code,
            dir: match locale.language.direction {
                Some(Direction::Rtl) => "rtl",
                Some(Direction::Ltr) => "ltr",
                None => theme.strings[code].rules().direction(),
            },
            page: url::widget_page(&locale.prefix).trim_start_matches('/').to_owned(),
            texts: (!has_file).then(|| texts(locale, theme, widget)),
            file: has_file.then(|| text_file(locale)),
        }
    };
    let colors = || theme.colors.iter();
    Settings {
        position: match widget.position {
            Position::Start => "start",
            Position::End => "end",
        },
        launcher: widget.launcher,
        per_day: widget.triggers_per_day,
        triggers: widget.triggers.iter().map(trigger_view).collect(),
        languages: kb.locales.iter().enumerate().map(language).collect(),
        colors: ColorsView {
            light: colors().map(|(name, (light, _))| (*name, light.as_str())).collect(),
            dark: colors().map(|(name, (_, dark))| (*name, dark.as_str())).collect(),
        },
    }
}

fn trigger_view(trigger: &Trigger) -> TriggerView<'_> {
    let (on, after, count) = match trigger.moment {
        Moment::Time(seconds) => ("time", Some(seconds), None),
        Moment::Error => ("error", None, None),
        Moment::Visit(count) => ("visit", None, Some(count)),
    };
    TriggerView { on, after, count, url: &trigger.urls, text: &trigger.text }
}

/// A page of the default language, and the anchor in it.
struct Target {
    place: Place,
    anchor: Option<String>,
}

/// The articles of a rule; what is wrong with them is reported once, for all languages.
fn targets(
    rule: &Rule,
    (kb, config): (&KnowledgeBase, &Config),
    diags: &mut Diagnostics,
) -> Vec<Target> {
    let mut targets = Vec::new();
    let Some(locale) = kb.locales.first() else { return targets };
    for (path, span) in &rule.articles {
        let named = lookup::find(path, locale, config);
        let place = named.and_then(|named| locale.place_of(named.page));
        match (place, named) {
            (Some(place), Some(named)) if named.exists() => {
                targets.push(Target { place, anchor: named.anchor.map(str::to_owned) });
            }
            (_, Some(named)) => diags.push(no_anchor(path, named.anchor, span)),
            (_, None) if is_withheld(path, (kb, config)) => {}
            (_, None) => diags.push(no_article(path, span, lookup::near(path, locale, config))),
        }
    }
    targets
}

/// Whether the article is there but not published: it appears on its day.
fn is_withheld(path: &str, (kb, config): (&KnowledgeBase, &Config)) -> bool {
    let Some(locale) = kb.locales.first() else { return false };
    let file = lookup::file(path, locale, config);
    kb.withheld.iter().any(|withheld| withheld.path == file.as_str())
}

fn no_article(path: &str, span: &Span, near: Option<String>) -> Diagnostic {
    let message = format!("there is no article `{path}`");
    let problem = Diagnostic::new(diag::RELATED_NOT_FOUND, span.clone(), message);
    match near {
        Some(near) => problem.fix(format!("did you mean `{near}`?"), near),
        None => problem.hint("write the path of its file, such as `/billing/refunds.md`"),
    }
}

fn no_anchor(path: &str, anchor: Option<&str>, span: &Span) -> Diagnostic {
    let (page, anchor) = (path.split('#').next().unwrap_or_default(), anchor.unwrap_or_default());
    let message = format!("`{page}` has no heading `#{anchor}`");
    Diagnostic::new(diag::BROKEN_ANCHOR, span.clone(), message)
        .hint("write the id of one of its headings, or the path alone")
}

fn rule_view<'a>(
    rule: &'a Rule,
    targets: &[Target],
    (kb, config, index): (&'a KnowledgeBase, &Config, usize),
) -> RuleView<'a> {
    let locale = &kb.locales[index];
    let article = |target: &Target| {
        let place = kb.same((0, target.place), index, config)?;
        let title = match place {
            Place::Article(id) => locale.article(id).nav_title(),
            Place::Category(id) => &locale.category(id).title,
        };
        let anchor = target.anchor.as_ref().filter(|anchor| {
            locale.page(place).is_some_and(|page| page.article.body.ids.contains(anchor.as_str()))
        });
        let path = format!("{}{}", config.base_path(), url::encode_path(locale.url(place)));
        let url = anchor.map_or(path.clone(), |anchor| format!("{path}#{}", url::encode(anchor)));
        Some(ArticleView { title, url })
    };
    let code = &locale.language.code;
    RuleView {
        url: &rule.urls,
        context: &rule.contexts,
        title: rule.title.get(code).map(String::as_str),
        query: rule.query.get(code).map(String::as_str),
        articles: targets.iter().filter_map(article).collect(),
    }
}
