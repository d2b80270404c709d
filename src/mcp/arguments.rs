//! What an assistant passes to a tool, read with care: models mistake names and types.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::diag::did_you_mean;

/// Arguments not read yet.
pub(super) struct Arguments(Map<String, Value>);

/// Why a tool cannot answer, in a sentence for the assistant.
pub(super) type Answer<T> = Result<T, String>;

impl Arguments {
    pub(super) fn new(values: Map<String, Value>) -> Self {
        Self(values)
    }

    /// A text that is there and not empty.
    pub(super) fn text(&mut self, name: &str) -> Answer<Option<String>> {
        match self.0.remove(name) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::String(text)) => {
                Ok(Some(text.trim().to_owned()).filter(|text| !text.is_empty()))
            }
            Some(other) => Err(format!("`{name}` must be a text, and is {other}")),
        }
    }

    /// A text, or a number as text.
    pub(super) fn text_or_number(&mut self, name: &str) -> Answer<Option<String>> {
        if let Some(Value::Number(number)) = self.0.get(name) {
            let text = number.to_string();
            self.0.remove(name);
            return Ok(Some(text));
        }
        self.text(name)
    }

    /// A text without which there is no answer.
    pub(super) fn needed(&mut self, name: &str) -> Answer<String> {
        self.text(name)?.ok_or_else(|| format!("`{name}` is missing or empty"))
    }

    /// A number from 1 to `most`.
    pub(super) fn number(&mut self, name: &str, most: usize) -> Answer<Option<usize>> {
        match self.0.remove(name) {
            None | Some(Value::Null) => Ok(None),
            Some(value) => {
                let number = value.as_u64().and_then(|number| usize::try_from(number).ok());
                let fits = number.filter(|number| (1..=most).contains(number));
                let wrong = || format!("`{name}` must be a whole number from 1 to {most}");
                fits.map(Some).ok_or_else(|| format!("{}, and is {value}", wrong()))
            }
        }
    }

    /// Values by name; a single value may stand for a list of one.
    pub(super) fn lists(&mut self, name: &str) -> Answer<BTreeMap<String, Vec<String>>> {
        let wrong = || {
            format!("`{name}` must name facets and their values, such as {{\"plan\": [\"Pro\"]}}")
        };
        let map = match self.0.remove(name) {
            None | Some(Value::Null) => return Ok(BTreeMap::new()),
            Some(Value::Object(map)) => map,
            Some(_) => return Err(wrong()),
        };
        let text = |value: Value| match value {
            Value::String(text) => Ok(text),
            _ => Err(wrong()),
        };
        let list = |value: Value| match value {
            Value::Array(values) => values.into_iter().map(text).collect(),
            value => text(value).map(|text| vec![text]),
        };
        map.into_iter().map(|(name, value)| Ok((name, list(value)?))).collect()
    }

    /// Nothing may be left over: what is not understood would be missed in silence.
    pub(super) fn end(self, known: &[&str]) -> Answer<()> {
        let Some(name) = self.0.keys().next() else { return Ok(()) };
        let near = did_you_mean(name, known.iter().copied());
        let near = near.map(|near| format!("; did you mean `{near}`?"));
        let near = near.unwrap_or_else(|| format!("; there is {}", known.join(", ")));
        Err(format!("there is no argument `{name}`{near}"))
    }
}
