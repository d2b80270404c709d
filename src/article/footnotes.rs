//! Footnotes: numbered by first mention, written at the end of the article.

use std::collections::HashMap;

use super::body::Wording;
use super::markdown::Writer;

/// Footnotes in the order of their first mention.
#[derive(Default)]
pub(super) struct Footnotes {
    pub(super) numbers: HashMap<String, usize>,
    pub(super) order: Vec<String>,
    pub(super) bodies: HashMap<String, String>,
    /// HTML of what is around the footnotes that are being written, each with the footnote's label.
    pub(super) outer: Vec<(String, String)>,
}

impl Writer<'_> {
    pub(super) fn footnote_reference(&mut self, label: &str) {
        let notes = &mut self.footnotes;
        let known = notes.numbers.get(label).copied();
        let number = known.unwrap_or_else(|| {
            notes.order.push(label.to_owned());
            notes.numbers.insert(label.to_owned(), notes.order.len());
            notes.order.len()
        });
        let id = if known.is_none() { format!(" id=\"fnref-{number}\"") } else { String::new() };
        self.insert(format!(
            "<sup class=\"footnote-ref\"{id}><a href=\"#fn-{number}\">{number}</a></sup>"
        ));
    }

    pub(super) fn end_footnote(&mut self) {
        if let Some((label, outer)) = self.footnotes.outer.pop() {
            let note = std::mem::replace(&mut self.html, outer);
            self.footnotes.bodies.entry(label).or_insert(note);
        }
    }

    pub(super) fn write_footnotes(&mut self) {
        let order = std::mem::take(&mut self.footnotes.order);
        if order.is_empty() {
            return;
        }
        self.open("section", " class=\"footnotes\"");
        self.html.push_str("<ol>\n");
        for (index, label) in order.iter().enumerate() {
            let number = index + 1;
            self.ids.extend([format!("fn-{number}"), format!("fnref-{number}")]);
            self.open("li", &format!(" id=\"fn-{number}\""));
            if let Some(note) = self.footnotes.bodies.remove(label) {
                self.html.push_str(note.trim_end());
            }
            let label = Wording::slot("footnote_back", "");
            self.insert(format!(" <a href=\"#fnref-{number}\" aria-label=\"{label}\">↩</a>"));
            self.html.push_str("</li>\n");
        }
        self.html.push_str("</ol></section>\n");
    }
}
