//! The built-in texts of the interface: every file of `theme/i18n/` is whole, and fits its language.

use std::collections::{BTreeMap, BTreeSet};

use faqtory::article::body::WORDINGS;
use faqtory::locale::{Plural, Rules};
use faqtory::theme::strings::{Texts, builtin, english};

use super::repository;

/// Texts that are the same in English, by key, with the languages where that is no mistake.
const SAME: &[(&str, &[&str])] = &[
    ("alert_important", &["ca", "fr", "ro"]),
    ("alert_tip", &["cs", "da", "nl"]),
    ("article_count", &["ca", "fr"]),
    ("categories_label", &["ca"]),
    ("category_articles", &["ca", "fr"]),
    ("details_title", &["de", "nl"]),
    ("facet_kind", &["da", "fr", "nb"]),
    ("facet_plan", &["es", "pl", "ro", "tr"]),
    ("facet_platform", &["da", "hu", "id", "nl", "tr"]),
    ("facet_product", &["nl"]),
    ("facet_tags", &["da", "nl", "pt-BR"]),
    ("home", &["it"]),
    ("kind_article", &["ca", "fr"]),
    ("kind_policy", &["sv"]),
    ("menu", &["da", "fr", "id", "it", "nl", "pl", "pt", "pt-BR"]),
    ("search_filters", &["nl"]),
    ("kind_faq", ALL),
    (
        "channel_chat",
        &["cs", "da", "de", "es", "fi", "fr", "id", "it", "nb", "nl", "pt", "pt-BR", "ro"],
    ),
    ("channel_email", &["el", "id", "it", "vi"]),
    ("channel_messenger", ALL),
    ("channel_telegram", ALL),
    ("channel_whatsapp", ALL),
    ("channel_x", ALL),
    ("codes_count", &["fr", "nl"]),
    ("day_and_time", ALL),
    ("feedback_issue_title", ALL),
    ("feedback_no", &["ca", "es", "it"]),
    ("feedback_send", &["da", "nb"]),
    ("field_optional", &["de"]),
    ("form_about_tags", &["da", "nl", "pt-BR"]),
    ("handoff_query", ALL),
    ("notice_critical", &["ca", "fr", "ro"]),
    ("notice_details", &["de", "nl"]),
    ("notice_status", &["da", "de", "id", "nb", "nl", "pt-BR", "sv"]),
    ("procedure_risk", &["sv", "tr"]),
    ("time_minutes", &["fr"]),
    ("tree_question", &["fr"]),
];

/// For [`SAME`]: any language.
const ALL: &[&str] = &["*"];

fn files() -> BTreeMap<String, Texts> {
    let folder = std::fs::read_dir(repository("theme/i18n")).expect("the folder of texts");
    let names = folder.map(|entry| entry.expect("an entry of the folder of texts").file_name());
    let name = |name: std::ffi::OsString| {
        let name = name.to_string_lossy().into_owned();
        name.strip_suffix(".yaml").expect("a file of texts ends in .yaml").to_owned()
    };
    names.map(name).map(|name| (name.clone(), builtin(&name))).collect()
}

/// Plurals, and the keys that are none.
fn families(texts: &Texts) -> (BTreeSet<&str>, BTreeSet<&str>) {
    let keys: BTreeSet<&str> = texts.keys().map(String::as_str).collect();
    let (forms, others): (BTreeSet<&str>, BTreeSet<&str>) =
        keys.into_iter().partition(|key| family(key, texts).is_some());
    (forms.into_iter().filter_map(|key| family(key, texts)).collect(), others)
}

/// The plural that `key` is a form of.
fn family<'a>(key: &'a str, texts: &Texts) -> Option<&'a str> {
    let (family, _) = Plural::split(key)?;
    texts.contains_key(&format!("{family}_other")).then_some(family)
}

/// How often each `{name}` is filled in.
fn placeholders(text: &str) -> Vec<String> {
    let mut names: Vec<String> = text
        .split('{')
        .skip(1)
        .map(|piece| piece.split('}').next().unwrap_or_default().to_owned())
        .collect();
    names.sort();
    names
}

fn problems_of(name: &str, texts: &Texts) -> Vec<String> {
    let english = english();
    let rules = Rules::of(name);
    let (wanted_plurals, wanted) = families(&english);
    let (plurals, keys) = families(texts);
    let mut problems = Vec::new();
    problems.extend(wanted.difference(&keys).map(|key| format!("lacks `{key}`")));
    problems.extend(keys.difference(&wanted).map(|key| format!("`{key}` does not exist")));
    problems.extend(wanted_plurals.difference(&plurals).map(|key| format!("lacks `{key}_other`")));
    for family in plurals.intersection(&wanted_plurals) {
        for form in Plural::ALL {
            let key = format!("{family}_{}", form.name());
            match (rules.plurals().contains(&form), texts.get(&key)) {
                (true, None) => problems.push(format!("lacks the form `{key}`")),
                (false, Some(_)) => problems.push(format!("has no form `{}`", form.name())),
                (true, Some(text)) => {
                    let is_spare = rules.is_of_one_number(form);
                    if !(text.contains("{count}") || is_spare) {
                        problems.push(format!("`{key}` lacks {{count}}"));
                    }
                    if placeholders(text).iter().any(|name| name != "count") {
                        problems.push(format!("`{key}` fills in more than {{count}}"));
                    }
                }
                (false, None) => {}
            }
        }
    }
    for key in keys.intersection(&wanted) {
        let (text, english) = (&texts[*key], &english[*key]);
        if placeholders(text) != placeholders(english) {
            problems.push(format!("`{key}` fills in {:?}", placeholders(text)));
        }
    }
    problems.extend(
        texts
            .iter()
            .filter(|(_, text)| text.trim().is_empty())
            .map(|(key, _)| format!("`{key}` is empty")),
    );
    problems.extend(left_in_english(name, texts, &english));
    problems
}

fn left_in_english(name: &str, texts: &Texts, english: &Texts) -> Vec<String> {
    let is_allowed = |key: &str| {
        let family = Plural::split(key).map_or(key, |(family, _)| family);
        let same = SAME.iter().filter(|(known, _)| *known == key || *known == family);
        same.flat_map(|(_, languages)| *languages).any(|language| ["*", name].contains(language))
    };
    let same = texts.iter().filter(|(key, text)| name != "en" && english.get(*key) == Some(text));
    same.filter(|(key, _)| !is_allowed(key))
        .map(|(key, text)| format!("`{key}` is English: {text}"))
        .collect()
}

#[test]
fn every_language_has_every_text_and_fits_its_grammar() {
    let files = files();
    assert!(files.len() > 20, "there are only {} languages", files.len());
    let problems: Vec<String> = files
        .iter()
        .flat_map(|(name, texts)| {
            let problems = problems_of(name, texts).into_iter();
            problems.map(move |problem| format!("theme/i18n/{name}.yaml: {problem}"))
        })
        .collect();
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[test]
fn the_test_of_texts_sees_mistakes() {
    let mut texts = builtin("de");
    assert!(problems_of("de", &texts).is_empty());
    texts.remove("copy");
    texts.insert("home".into(), "Home".into());
    texts.insert("toc_titel".into(), "Inhalt".into());
    texts.insert("search_none".into(), "Nichts".into());
    texts.insert("article_count_few".into(), "{count} Artikel".into());
    texts.insert("search_count_other".into(), "Ergebnisse".into());
    texts.remove("search_count_one");
    texts.insert("menu".into(), " ".into());
    let problems = problems_of("de", &texts).join("\n");
    for (key, count) in [
        ("lacks `copy`", 1),
        ("`home` is English", 1),
        ("`toc_titel` does not exist", 1),
        ("`search_none` fills in", 1),
        ("has no form `few`", 1),
        ("`search_count_other` lacks", 1),
        ("lacks the form `search_count_one`", 1),
        ("`menu` is empty", 1),
        ("\n", 7),
    ] {
        assert_eq!(problems.matches(key).count(), count, "{key}\n{problems}");
    }
}

#[test]
fn bodies_ask_for_texts_that_exist() {
    let english = english();
    let missing: Vec<_> = WORDINGS.iter().filter(|key| !english.contains_key(**key)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn the_documentation_lists_every_text() {
    let read = |path: &str| std::fs::read_to_string(repository(path)).expect("a file of ours");
    let (page, english) =
        (read("docs/content/site/interface-texts.md"), read("theme/i18n/en.yaml"));
    let texts = english.lines().filter(|line| !line.starts_with('#'));
    let missing: Vec<&str> = texts.filter(|line| !page.lines().any(|own| own == *line)).collect();
    assert!(missing.is_empty(), "copy these lines into the page:\n{}", missing.join("\n"));
    let codes = files().into_keys().filter(|code| !page.contains(&format!("| `{code}` |")));
    assert_eq!(codes.collect::<Vec<_>>(), Vec::<String>::new(), "languages that the page lacks");
}
