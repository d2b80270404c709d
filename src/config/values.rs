//! The groups and lists of `faqtory.yaml`.

use std::collections::BTreeMap;

use color::{Oklch, OpaqueColor};
use serde_yaml::Value;

use super::{Brand, BrandColor, Budget, Config, Direction, Language, NavLink, Owner, SearchConfig};
use crate::diag::{self, Code, Diagnostic, Severity};
use crate::tree::RelPath;
use crate::yaml::{Fields, scalar_text, unknown_key};

/// An address that a site can have, without a slash at its end.
pub(crate) fn base_url(text: &str) -> Option<String> {
    let known = text.starts_with("https://") || text.starts_with("http://");
    (known && !text.contains(['"', '<', '>', ' ', '?', '#']))
        .then(|| text.trim_end_matches('/').to_owned())
}

/// A language tag (BCP 47): letters and digits, parts joined by hyphens.
pub(super) fn language_code(text: &str) -> Option<String> {
    let is_part = |part: &str| {
        !part.is_empty() && part.len() <= 8 && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
    };
    text.split('-').all(is_part).then(|| text.to_owned())
}

pub(super) fn languages(fields: &mut Fields, default: &str) -> Vec<Language> {
    let mut languages: Vec<Language> = Vec::new();
    for mut item in fields.list("languages") {
        let code = item.parsed("code", "a code such as `en` or `pt-BR`", language_code);
        let Some(code) = code else {
            fields.problems.append(&mut item.problems);
            continue;
        };
        let span = item.span_of("dir").or_else(|| item.span_of("code"));
        let language = language(&mut item, code, default);
        let twin = languages.iter().find(|other| other.dir == language.dir);
        if let Some((twin, span)) = twin.zip(span).filter(|(twin, _)| twin.code != language.code) {
            let message = format!("`{}` and `{}` have the same folder", twin.code, language.code);
            item.problems.push(
                Diagnostic::new(diag::INVALID_VALUE, span, message)
                    .hint("give each language a folder of its own with `dir`"),
            );
        }
        fields.problems.append(&mut item.problems);
        if !languages.iter().any(|other| other.code.eq_ignore_ascii_case(&language.code)) {
            languages.push(language);
        }
    }
    languages
}

const LANGUAGE_KEYS: &[&str] = &["code", "name", "dir", "title", "description", "nav", "footer"];

/// One entry of `languages`. Its `dir` is a direction, or else the name of its folder.
fn language(item: &mut Fields, code: String, default: &str) -> Language {
    let name = item.text("name").unwrap_or_default();
    let dir = item.text("dir");
    let direction = match dir.as_deref() {
        Some("ltr") => Some(Direction::Ltr),
        Some("rtl") => Some(Direction::Rtl),
        _ => None,
    };
    let own_folder = || if code == default { String::new() } else { code.clone() };
    let dir = dir.filter(|_| direction.is_none()).unwrap_or_else(own_folder);
    let has = |item: &Fields, key: &str| item.span_of(key).is_some();
    let (has_nav, has_footer) = (has(item, "nav"), has(item, "footer"));
    let language = Language {
        name,
        dir: RelPath::new(&dir).to_string(),
        direction,
        title: item.text("title"),
        description: item.text("description"),
        nav: has_nav.then(|| links(item, "nav")),
        footer: has_footer.then(|| links(item, "footer")),
        code,
    };
    for leftover in item.leftovers() {
        item.problems.push(unknown_key(&leftover, "a language", LANGUAGE_KEYS));
    }
    language
}

pub(super) fn brand(group: &mut Fields) -> Brand {
    let keys = ["logo", "logo_dark", "favicon"];
    let pictures = keys.iter().filter_map(|key| group.text_with_span(key)).collect();
    Brand {
        pictures,
        logo: group.text("logo"),
        logo_dark: group.text("logo_dark"),
        favicon: group.text("favicon"),
        color: brand_color(group),
        font: group.parsed("font", "a list of font names", |text| {
            let safe =
                |c: char| c.is_alphanumeric() || matches!(c, ' ' | ',' | '-' | '_' | '"' | '\'');
            text.chars().all(safe).then(|| text.to_owned())
        }),
    }
}

fn brand_color(group: &mut Fields) -> Option<BrandColor> {
    const WANTED: &str = "a CSS colour such as `\"#0b6e5f\"`, `teal` or `oklch(0.48 0.09 175)`";
    let (written, span) = group.text_with_span("color")?;
    let [lightness, chroma, hue, alpha] = group.parsed("color", WANTED, |text| {
        let parsed = color::parse_color(text).ok()?.to_alpha_color::<Oklch>().components;
        parsed.iter().all(|component| component.is_finite()).then_some(parsed)
    })?;
    if alpha < 1.0 {
        let message = format!("`color` does not take `{written}`: it is transparent");
        let problem = Diagnostic::new(diag::INVALID_VALUE, span, message);
        group.problems.push(
            problem.hint(
                "write the colour without its transparency, such as `#0b6e5f` for `#0b6e5f80`",
            ),
        );
        return None;
    }
    Some(BrandColor { written, color: OpaqueColor::new([lightness, chroma, hue]), span })
}

pub(super) fn links(fields: &mut Fields, key: &str) -> Vec<NavLink> {
    let Some(fallback) = fields.span_of(key) else { return Vec::new() };
    let mut links = Vec::new();
    for mut item in fields.list(key) {
        let span = item.span_of("url").unwrap_or_else(|| fallback.clone());
        let (title, target) = (item.text("title"), item.text("url"));
        fields.problems.append(&mut item.problems);
        match (title, target) {
            (Some(title), Some(target)) => links.push(NavLink { title, target, span }),
            _ => fields.problems.push(
                Diagnostic::new(
                    diag::WRONG_TYPE,
                    span,
                    format!("an entry of `{key}` needs `title` and `url`"),
                )
                .hint("write `- title: Prices` and below it `  url: /billing/prices.md`"),
            ),
        }
    }
    links
}

pub(super) fn search(group: &mut Fields) -> SearchConfig {
    let span = group.span_of("budget");
    let budget = group.parsed("budget", "a size such as `300KB`", byte_size);
    let budget = budget.zip(span).map(|(bytes, span)| Budget { bytes, span });
    let weights = match group.any("weights") {
        Some(Value::Mapping(map)) => map
            .iter()
            .filter_map(|(key, value)| Some((scalar_text(key)?, value.as_f64()?)))
            .collect(),
        _ => BTreeMap::new(),
    };
    let given = group.span_of("stop_words").is_some();
    let stop_words = group.texts("stop_words");
    let results = group.parsed("results", "a whole number from 1 to 100", |text| {
        text.parse().ok().filter(|count| (1..=100).contains(count))
    });
    SearchConfig { weights, stop_words: given.then_some(stop_words), results, budget }
}

/// `60000`, `60KB`, `1.5 MB`: a thousand bytes are a kilobyte.
pub(super) fn byte_size(text: &str) -> Option<usize> {
    let unit_at = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    let (number, unit) = text.split_at(unit_at);
    let factor = match unit.trim().to_ascii_lowercase().as_str() {
        "" | "b" => 1.0,
        "kb" => 1e3,
        "mb" => 1e6,
        _ => return None,
    };
    let bytes = number.parse::<f64>().ok()? * factor;
    (1.0..1e12).contains(&bytes).then_some(bytes as usize)
}

pub(super) fn rules(group: &mut Fields) -> BTreeMap<String, Option<Severity>> {
    let names: Vec<&str> = diag::CODES.iter().map(|code: &Code| code.name).collect();
    let choices = [
        ("error", Some(Severity::Error)),
        ("warning", Some(Severity::Warning)),
        ("hint", Some(Severity::Hint)),
        ("off", None),
    ];
    group
        .group("rules", &names, |rules| {
            let read = |name: &&str| Some(((*name).to_owned(), rules.choice(name, &choices)?));
            names.iter().filter_map(read).collect()
        })
        .unwrap_or_default()
}

pub(super) fn review(config: &mut Config, group: &mut Fields) {
    config.review_days = group.parsed("every", "a number of days such as `180d`", |text| {
        text.trim_end_matches('d').parse().ok()
    });
    let Some(owners) = group.placed("owners") else { return };
    let Some(mut names) = Fields::of(&owners, "owners") else {
        let problem = owners.not("a group of `owner: name` lines");
        return group.problems.push(problem.hint("write `fleet: Fleet team`, one a line"));
    };
    for (owner, span, name) in names.rest() {
        match name.text() {
            Some((name, _)) => drop(config.owners.insert(owner, Owner { name, span })),
            None => group.problems.push(name.not("the name that readers see")),
        }
    }
    group.problems.append(&mut names.problems);
}

pub(super) fn redirects(fields: &mut Fields) -> BTreeMap<String, String> {
    let span = fields.span_of("redirects");
    match fields.any("redirects") {
        Some(Value::Mapping(map)) => map
            .iter()
            .filter_map(|(from, to)| Some((scalar_text(from)?, scalar_text(to)?)))
            .collect(),
        Some(_) => {
            fields.problems.extend(span.map(|span| {
                Diagnostic::new(
                    diag::WRONG_TYPE,
                    span,
                    "`redirects` must be a list of old and new paths",
                )
                .hint("write `/old/: /new/`, one a line")
            }));
            BTreeMap::new()
        }
        None => BTreeMap::new(),
    }
}

pub(super) fn hosting(fields: &mut Fields) -> Vec<String> {
    fields.group("hosting", &["targets"], |group| group.texts("targets")).unwrap_or_default()
}
