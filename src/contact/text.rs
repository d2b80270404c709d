//! Texts for people: one for all languages, or one for each.

use std::collections::BTreeMap;

use serde_yaml::Value;

use crate::config::Config;
use crate::diag::{self, Diagnostic, did_you_mean};
use crate::yaml::{Fields, Placed};

/// A text in the languages that it is written in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text {
    /// By language code.
    by_language: BTreeMap<String, String>,
}

impl Text {
    /// In the default language alone.
    pub(super) fn plain(text: &str, config: &Config) -> Self {
        Self { by_language: BTreeMap::from([(config.language.clone(), text.to_owned())]) }
    }

    /// In a language, else in the default one; the second value says that it is the latter.
    pub fn get(&self, language: &str, default: &str) -> Option<(&str, bool)> {
        let own = self.by_language.get(language).map(|text| (text.as_str(), false));
        own.or_else(|| Some((self.by_language.get(default)?.as_str(), language != default)))
    }
}

/// The text called `key`.
pub(super) fn read(fields: &mut Fields, key: &str, config: &Config) -> Option<Text> {
    let placed = fields.placed(key)?;
    match text(&placed, config) {
        Ok(text) => text,
        Err(mut problems) => {
            fields.problems.append(&mut problems);
            None
        }
    }
}

/// A list of texts.
pub(super) fn list(fields: &mut Fields, key: &str, config: &Config) -> Vec<Text> {
    let Some(placed) = fields.placed(key) else { return Vec::new() };
    let mut texts = Vec::new();
    for item in placed.items() {
        match text(&item, config) {
            Ok(text) => texts.extend(text),
            Err(mut problems) => fields.problems.append(&mut problems),
        }
    }
    texts
}

/// A value as a text; nothing for an empty one.
pub(super) fn text(placed: &Placed, config: &Config) -> Result<Option<Text>, Vec<Diagnostic>> {
    if let Some((text, _)) = placed.text() {
        return Ok(Some(Text::plain(&text, config)));
    }
    match &placed.value {
        Value::Null | Value::String(_) => return Ok(None),
        Value::Mapping(_) => {}
        _ => {
            let hint = "write a text, or one for each language: `{en: Billing, de: Abrechnung}`";
            return Err(vec![placed.not("a text").hint(hint)]);
        }
    }
    let (mut text, mut problems) = (Text::default(), Vec::new());
    for (code, span, value) in Fields::of(placed, "a text").into_iter().flat_map(|mut of| of.rest())
    {
        let codes = config.languages.iter().map(|language| language.code.as_str());
        let known = codes.clone().find(|known| known.eq_ignore_ascii_case(&code));
        match (known, value.text()) {
            (Some(known), Some((words, _))) => {
                text.by_language.insert(known.to_owned(), words);
            }
            (Some(_), None) => problems.push(value.not("a text")),
            (None, _) => {
                let message = format!("the site has no language `{code}`");
                let problem = Diagnostic::new(diag::INVALID_VALUE, span, message);
                problems.push(match did_you_mean(&code, codes.clone()) {
                    Some(near) => problem.fix(format!("did you mean `{near}`?"), near),
                    None => {
                        let codes: Vec<&str> = codes.collect();
                        problem.hint(format!("its languages are {}", codes.join(", ")))
                    }
                });
            }
        }
    }
    if !text.by_language.is_empty() && !text.by_language.contains_key(&config.language) {
        let message =
            format!("this text is missing in `{}`, the default language", config.language);
        problems.push(
            Diagnostic::new(diag::INVALID_VALUE, placed.head(), message).hint(format!(
                "add `{}: …`, which the other languages fall back to",
                config.language
            )),
        );
    }
    if problems.is_empty() { Ok(Some(text)) } else { Err(problems) }
}
