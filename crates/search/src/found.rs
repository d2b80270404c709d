//! What a search finds. The engine answers with text: records separated by [`RECORD`], fields by
//! [`FIELD`], and where a mark begins or ends, [`MARK`]; content has no such characters. Browser and
//! terminal read the same text, which keeps the engine small.
//!
//! | Record | Fields |
//! | --- | --- |
//! | first | number of results, how many articles match, whether confident (0 or 1), coverage in 1/1000, the corrected query or nothing, suggestions |
//! | result | number of the document, score in 1/1000, url, title, category, kind, title of the section, its anchor, answer, its anchor, excerpt; what there is not is empty |
//! | facet | name, then value and count by turns |
//!
//! Excerpts asked for later are one record each.

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;

use crate::layout::push_number;

/// Ends a field.
pub const FIELD: char = '\u{1F}';
/// Ends a record.
pub const RECORD: char = '\u{1E}';
/// Begins or ends a mark.
pub const MARK: char = '\u{1D}';

/// A piece of text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Run {
    /// The text.
    pub text: String,
    /// Whether it matches the query.
    pub mark: bool,
}

/// The runs of a marked text; marks that touch are one.
pub fn runs(text: &str) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for (at, piece) in text.split(MARK).enumerate().filter(|(_, piece)| !piece.is_empty()) {
        let mark = at % 2 == 1;
        match runs.last_mut().filter(|last| last.mark == mark) {
            Some(last) => last.text.push_str(piece),
            None => runs.push(Run { text: piece.to_owned(), mark }),
        }
    }
    runs
}

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
    /// Share of the query's idf that the best result covers.
    pub coverage: f32,
    /// The query with unknown words corrected, when words were.
    pub corrected: Option<String>,
    /// Completions of the query's last word.
    pub suggestions: Vec<String>,
    /// Facets with counts, when asked for.
    pub facets: Vec<Facet>,
}

/// A facet and how many of the articles found have each of its values.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facet {
    /// Its name.
    pub name: String,
    /// Values and counts.
    pub values: Vec<(String, u32)>,
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
    /// Number of the document, to ask for its excerpt.
    pub document: u32,
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

/// Reads a number; what the engine writes is one.
fn number(text: &str) -> u32 {
    text.parse().unwrap_or_default()
}

fn optional(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

fn anchored(url: &str, anchor: &str) -> String {
    let mut out = url.to_owned();
    if !anchor.is_empty() {
        out.push('#');
        out.push_str(anchor);
    }
    out
}

impl Found {
    /// Reads the engine's answer.
    pub fn read(text: &str) -> Self {
        let mut records = text.split(RECORD);
        let head: Vec<&str> = records.next().unwrap_or_default().split(FIELD).collect();
        let field = |at: usize| head.get(at).copied().unwrap_or_default();
        let results = number(field(0)) as usize;
        Self {
            results: records.by_ref().take(results).map(FoundResult::read).collect(),
            total: number(field(1)),
            confident: field(2) == "1",
            coverage: number(field(3)) as f32 / 1000.0,
            corrected: optional(field(4)),
            suggestions: head.iter().skip(5).map(|&text| text.to_owned()).collect(),
            facets: records.map(Facet::read).collect(),
        }
    }
}

impl Facet {
    fn read(record: &str) -> Self {
        let fields: Vec<&str> = record.split(FIELD).collect();
        let (name, values) = fields.split_first().unwrap_or((&"", &[]));
        let value = |pair: &[&str]| match pair {
            [value, count] => Some(((*value).to_owned(), number(count))),
            _ => None,
        };
        Self { name: (*name).to_owned(), values: values.chunks(2).filter_map(value).collect() }
    }
}

impl FoundResult {
    fn read(record: &str) -> Self {
        let fields: Vec<&str> = record.split(FIELD).collect();
        let field = |at: usize| fields.get(at).copied().unwrap_or_default();
        let url = field(2);
        Self {
            url: url.to_owned(),
            title: field(3).to_owned(),
            category: field(4).to_owned(),
            kind: field(5).to_owned(),
            section: optional(field(7)).map(|anchor| FoundSection {
                title: field(6).to_owned(),
                url: anchored(url, &anchor),
            }),
            excerpt: runs(field(10)),
            answer: optional(field(8))
                .map(|text| FoundAnswer { text, url: anchored(url, field(9)) }),
            score: number(field(1)) as f32 / 1000.0,
            document: number(field(0)),
        }
    }
}

impl Found {
    /// The shape of the public JavaScript API, without `milliseconds`.
    pub fn to_json(&self) -> String {
        let mut json = Json::default();
        json.raw("{\"results\":");
        json.list(&self.results, |json, result| result.write(json));
        json.field("total");
        push_number(&mut json.0, self.total);
        json.field("confident");
        json.raw(if self.confident { "true" } else { "false" });
        json.field("corrected");
        json.optional(self.corrected.as_deref());
        json.field("suggestions");
        json.list(&self.suggestions, |json, text| json.text(text));
        if !self.facets.is_empty() {
            json.field("facets");
            json.list(&self.facets, |json, facet| {
                json.raw("{\"name\":");
                json.text(&facet.name);
                json.field("values");
                json.list(&facet.values, |json, (value, count)| {
                    json.raw("{\"value\":");
                    json.text(value);
                    json.field("count");
                    push_number(&mut json.0, *count);
                    json.raw("}");
                });
                json.raw("}");
            });
        }
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
        let section = self.section.as_ref().map(|section| (&section.title, &section.url));
        json.pair("section", "title", section);
        json.field("excerpt");
        json.runs(&self.excerpt);
        json.pair("answer", "text", self.answer.as_ref().map(|answer| (&answer.text, &answer.url)));
        json.field("score");
        json.thousandths(self.score);
        json.field("document");
        push_number(&mut json.0, self.document);
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
                    self.0.push(if (c as u32) < 16 { '0' } else { '1' });
                    let low = (c as u32 & 15) as u8;
                    self.0.push((if low < 10 { b'0' + low } else { b'a' - 10 + low }) as char);
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

    fn optional(&mut self, text: Option<&str>) {
        match text {
            Some(text) => self.text(text),
            None => self.raw("null"),
        }
    }

    fn pair(&mut self, field: &str, name: &str, value: Option<(&String, &String)>) {
        self.field(field);
        let Some((text, url)) = value else { return self.raw("null") };
        self.raw("{\"");
        self.raw(name);
        self.raw("\":");
        self.text(text);
        self.field("url");
        self.text(url);
        self.raw("}");
    }

    fn runs(&mut self, runs: &[Run]) {
        self.list(runs, |json, run| {
            json.raw("{\"text\":");
            json.text(&run.text);
            json.raw(if run.mark { ",\"mark\":true}" } else { ",\"mark\":false}" });
        });
    }

    /// A non-negative number with three decimals; formatting of floats would double the client.
    fn thousandths(&mut self, value: f32) {
        let scaled = (value.clamp(0.0, 1e6) * 1000.0 + 0.5) as u32;
        push_number(&mut self.0, scaled / 1000);
        self.raw(".");
        for unit in [100, 10, 1] {
            push_number(&mut self.0, scaled / unit % 10);
        }
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
             \"answer\":null,\"score\":1.235,\"document\":0}],\"total\":1,\"confident\":false,\"corrected\":null,\"suggestions\":[]}"
        );
    }
}
