//! What a search finds, and the same as JSON: browser and terminal print it through this one function.

pub use crate::excerpt::Run;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

/// Results of a query.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Found {
    /// The best results.
    pub results: Vec<FoundResult>,
    /// How many articles match any word.
    pub total: u32,
    /// Whether the best result covers enough of the query to be an answer; else results are only the
    /// closest matches.
    pub confident: bool,
    /// The query with unknown words corrected, when words were.
    pub corrected: Option<String>,
    /// Completions of the query's last word.
    pub suggestions: Vec<String>,
}

/// One article.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct FoundResult {
    /// Site path.
    pub url: String,
    /// Title.
    pub title: String,
    /// Breadcrumb.
    pub category: String,
    /// Kind of article.
    pub kind: String,
    /// Best section, unless it is the intro.
    pub section: Option<FoundSection>,
    /// Marked text.
    pub excerpt: Vec<Run>,
    /// The author's answer, for the first result.
    pub answer: Option<FoundAnswer>,
    /// Score.
    pub score: f32,
}

/// A section of a result.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FoundSection {
    /// Heading.
    pub title: String,
    /// Site path with anchor.
    pub url: String,
}

/// An answer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FoundAnswer {
    /// Text.
    pub text: String,
    /// Site path of its place, with anchor when it has one.
    pub url: String,
}

impl Found {
    /// The shape of the public JavaScript API, without `milliseconds`.
    pub fn to_json(&self) -> String {
        let mut json = Json::default();
        json.raw("{\"results\":");
        json.list(&self.results, |json, result| result.write(json));
        json.raw(",\"total\":");
        json.raw(&self.total.to_string());
        json.raw(",\"confident\":");
        json.raw(if self.confident { "true" } else { "false" });
        json.raw(",\"corrected\":");
        json.optional(self.corrected.as_ref(), |json, text| json.text(text));
        json.raw(",\"suggestions\":");
        json.list(&self.suggestions, |json, text| json.text(text));
        json.raw("}");
        json.0
    }
}

impl FoundResult {
    fn write(&self, json: &mut Json) {
        json.raw("{\"url\":");
        json.text(&self.url);
        for (name, value) in
            [("title", &self.title), ("category", &self.category), ("kind", &self.kind)]
        {
            json.field(name);
            json.text(value);
        }
        json.field("section");
        json.optional(self.section.as_ref(), |json, section| {
            json.pair(("title", &section.title), &section.url);
        });
        json.field("excerpt");
        json.list(&self.excerpt, |json, run| {
            json.raw("{\"text\":");
            json.text(&run.text);
            json.raw(if run.mark { ",\"mark\":true}" } else { ",\"mark\":false}" });
        });
        json.field("answer");
        json.optional(self.answer.as_ref(), |json, answer| {
            json.pair(("text", &answer.text), &answer.url);
        });
        json.field("score");
        json.thousandths(self.score);
        json.raw("}");
    }
}

/// A JSON text under construction.
#[derive(Debug, Default)]
pub struct Json(pub String);

impl Json {
    /// Punctuation.
    pub fn raw(&mut self, text: &str) {
        self.0.push_str(text);
    }

    /// A string.
    pub fn text(&mut self, text: &str) {
        self.0.push('"');
        for c in text.chars() {
            match c {
                '"' | '\\' => {
                    self.0.push('\\');
                    self.0.push(c);
                }
                '\0'..='\u{1F}' => {
                    self.0.push_str("\\u00");
                    let digit = |value: u32| char::from_digit(value, 16).unwrap_or('0');
                    self.0.push(digit(c as u32 >> 4));
                    self.0.push(digit(c as u32 & 15));
                }
                _ => self.0.push(c),
            }
        }
        self.0.push('"');
    }

    /// A list.
    pub fn list<T>(&mut self, items: &[T], mut write: impl FnMut(&mut Self, &T)) {
        self.raw("[");
        for (at, item) in items.iter().enumerate() {
            if at > 0 {
                self.raw(",");
            }
            write(self, item);
        }
        self.raw("]");
    }

    fn field(&mut self, name: &str) {
        self.raw(",\"");
        self.raw(name);
        self.raw("\":");
    }

    fn optional<T>(&mut self, value: Option<T>, write: impl FnOnce(&mut Self, T)) {
        match value {
            Some(value) => write(self, value),
            None => self.raw("null"),
        }
    }

    fn pair(&mut self, (name, value): (&str, &str), url: &str) {
        self.raw("{\"");
        self.raw(name);
        self.raw("\":");
        self.text(value);
        self.raw(",\"url\":");
        self.text(url);
        self.raw("}");
    }

    /// A non-negative number with three decimals; formatting of floats would double the client.
    fn thousandths(&mut self, value: f32) {
        let scaled = (value.clamp(0.0, 1e6) * 1000.0 + 0.5) as u32;
        self.raw(&(scaled / 1000).to_string());
        let rest = (scaled % 1000 + 1000).to_string();
        self.raw(".");
        self.raw(rest.get(1..).unwrap_or_default());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_escapes_what_it_must() {
        let mut json = Json::default();
        json.text("a\"b\\c\n\u{1}é");
        assert_eq!(json.0, "\"a\\\"b\\\\c\\u000a\\u0001é\"");
    }

    #[test]
    fn json_has_the_documented_shape() {
        let result = FoundResult {
            url: "/a/".into(),
            title: "A".into(),
            score: 1.2345,
            ..FoundResult::default()
        };
        let found = Found { results: vec![result], total: 1, ..Found::default() };
        assert_eq!(
            found.to_json(),
            "{\"results\":[{\"url\":\"/a/\",\"title\":\"A\",\"category\":\"\",\"kind\":\"\",\"section\":null,\"excerpt\":[],\
             \"answer\":null,\"score\":1.235}],\"total\":1,\"confident\":false,\"corrected\":null,\"suggestions\":[]}"
        );
    }
}
