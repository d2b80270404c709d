//! The inline half of the Markdown pass: text, links, pictures, raw HTML.

use std::ops::Range;

use super::body::{self, Link, Role};
use super::containers::{escape, escape_into};
use super::markdown::Writer;
use super::sanitize;
use crate::config::HtmlMode;
use crate::diag;
use crate::url::{self, Scheme};

/// Components that documentation themes bring, and what faqtory has instead.
const COMPONENTS: &[(&str, &str)] = &[
    ("Steps", "write an ordered list, and `kind: howto` in the front matter"),
    ("Step", "write an ordered list, and `kind: howto` in the front matter"),
    ("Tabs", "write `:::tabs`, then `::tab Label` before each tab, and `:::`"),
    ("TabItem", "write `:::tabs`, then `::tab Label` before each tab, and `:::`"),
    ("Tab", "write `:::tabs`, then `::tab Label` before each tab, and `:::`"),
    ("Aside", "write `:::note Title`, the text, and a line `:::`"),
    ("Callout", "write `:::note Title`, the text, and a line `:::`"),
    ("Admonition", "write `:::note Title`, the text, and a line `:::`"),
    ("Note", "write `:::note Title`, the text, and a line `:::`"),
    ("Tip", "write `:::tip Title`, the text, and a line `:::`"),
    ("Warning", "write `:::warning Title`, the text, and a line `:::`"),
    ("Accordion", "write `:::details Summary`, the text, and a line `:::`"),
    ("Details", "write `:::details Summary`, the text, and a line `:::`"),
    ("Card", "write a list of links"),
    ("CardGrid", "write a list of links"),
    ("LinkCard", "write a list of links"),
    ("Image", "write `![What the picture shows](path.png)`"),
    ("YouTube", "write `![Title](https://youtu.be/…)` on a line of its own"),
];

/// A picture whose text is still being collected.
pub(super) struct OpenImage {
    pub(super) target: String,
    pub(super) title: String,
    pub(super) alt: String,
    pub(super) range: Range<usize>,
}

impl Writer<'_> {
    pub(super) fn write_text(&mut self, text: &str, range: &Range<usize>) {
        if self.code_text(text) {
            return;
        }
        self.plain(text);
        if let Some(image) = &mut self.image {
            image.alt.push_str(text);
        } else if self.in_link == 0 && (text.contains("://") || text.contains("www.")) {
            self.autolinked(text, range);
        } else {
            escape_into(&mut self.html, text);
        }
    }

    pub(super) fn code_span(&mut self, code: &str) {
        self.plain(code);
        if let Some(image) = &mut self.image {
            image.alt.push_str(code);
            return;
        }
        self.html.push_str("<code>");
        escape_into(&mut self.html, code);
        self.html.push_str("</code>");
    }

    /// GFM's extended autolinks: bare addresses in text.
    fn autolinked(&mut self, text: &str, range: &Range<usize>) {
        let mut at = 0;
        for (start, end) in bare_urls(text) {
            escape_into(&mut self.html, &text[at..start]);
            let shown = &text[start..end];
            let target = if shown.starts_with("www.") {
                format!("http://{shown}")
            } else {
                shown.to_owned()
            };
            self.start_link(&target, "", range);
            escape_into(&mut self.html, shown);
            self.end_link();
            at = end;
        }
        escape_into(&mut self.html, &text[at..]);
    }

    pub(super) fn start_link(&mut self, target: &str, title: &str, range: &Range<usize>) {
        self.in_link += 1;
        if self.image.is_some() {
            return;
        }
        let title =
            if title.is_empty() { String::new() } else { format!(" title=\"{}\"", escape(title)) };
        match url::scheme(target) {
            Scheme::External => {
                let href = escape(&url::encode(target.trim()));
                self.html.push_str(&format!("<a href=\"{href}\"{title}"));
                self.mark_choice(range);
                self.html.push('>');
            }
            Scheme::Relative => {
                let role = self.role(target, range);
                let link = self.link(target, range, role);
                self.html.push_str("<a href=\"");
                self.slot('U', link);
                self.html.push_str(&format!("\"{title}"));
                self.mark_choice(range);
                self.html.push('>');
            }
            Scheme::Unsafe(scheme) => {
                self.unsafe_link(&scheme, range);
                self.html.push_str("<a>");
            }
        }
    }

    pub(super) fn end_link(&mut self) {
        self.in_link = self.in_link.saturating_sub(1);
        if self.image.is_none() {
            self.html.push_str("</a>");
        }
    }

    fn unsafe_link(&mut self, scheme: &str, range: &Range<usize>) {
        let shown: String = scheme.chars().take(20).collect();
        let message = format!("links that begin with `{shown}:` are not published");
        self.problem(diag::UNSAFE_LINK, range, message)
            .advise("link to a page, or to https:, mailto: or tel:");
    }

    pub(super) fn link(&mut self, target: &str, range: &Range<usize>, role: Role) -> usize {
        let span = self.text.span(range.clone());
        self.links.push(Link { target: target.to_owned(), span, role, at: range.clone() });
        self.links.len() - 1
    }

    pub(super) fn start_image(&mut self, target: &str, title: &str, range: &Range<usize>) {
        if self.image.is_none() {
            let image = OpenImage {
                target: target.to_owned(),
                title: title.to_owned(),
                alt: String::new(),
                range: range.clone(),
            };
            self.image = Some(image);
        }
    }

    pub(super) fn end_image(&mut self) {
        let Some(image) = self.image.take() else { return };
        if self.video(&image) {
            return;
        }
        let (alt, range) = (image.alt.trim(), &image.range);
        match url::scheme(&image.target) {
            Scheme::Relative => self.local_image(&image),
            Scheme::External => {
                let message = "a picture from another site is shown as a link, so that customers' browsers ask nobody else";
                self.problem(diag::EXTERNAL_IMAGE, range, message)
                    .advise("save the picture beside the article");
                self.start_link(&image.target, &image.title, range);
                escape_into(&mut self.html, if alt.is_empty() { &image.target } else { alt });
                self.end_link();
            }
            Scheme::Unsafe(scheme) => {
                self.unsafe_link(&scheme, range);
                escape_into(&mut self.html, alt);
            }
        }
    }

    fn local_image(&mut self, image: &OpenImage) {
        if image.alt.trim().is_empty() {
            let message = "this picture has no text for those who cannot see it";
            self.problem(diag::MISSING_ALT, &image.range, message)
                .advise("write what it shows between the brackets");
        }
        let link = self.link(&image.target, &image.range, Role::Image);
        self.html.push_str("<img src=\"");
        self.slot('U', link);
        self.html.push_str(&format!("\" alt=\"{}\"", escape(image.alt.trim())));
        if !image.title.is_empty() {
            self.html.push_str(&format!(" title=\"{}\"", escape(&image.title)));
        }
        self.html.push_str(body::OWN_OPEN);
        self.slot('S', link);
        self.html.push_str("\">");
    }

    pub(super) fn inline_html(&mut self, html: &str, range: &Range<usize>) {
        self.hide_comments(range);
        if self.image.is_some() || html.starts_with("<!--") {
            return;
        }
        if matches!(html, "<br>" | "<br/>" | "<br />") {
            self.html.push_str("<br>");
            self.plain(" ");
            return;
        }
        self.raw_html(html, range);
    }

    pub(super) fn html_block(&mut self, html: &str, range: &Range<usize>) {
        if !self.mark(range) {
            self.raw_html(html, range);
        }
    }

    /// Notes which bytes of raw HTML are comments.
    pub(super) fn hide_comments(&mut self, range: &Range<usize>) {
        let html = &self.text.text[range.clone()];
        let mut at = 0;
        while let Some(start) = html[at..].find("<!--").map(|found| at + found) {
            at = html[start..].find("-->").map_or(html.len(), |end| start + end + 3);
            if !self.text.marks.contains_key(&(range.start + start)) {
                self.hidden.push((range.start + start..range.start + at, String::new()));
            }
        }
    }

    fn raw_html(&mut self, html: &str, range: &Range<usize>) {
        match self.flavour.html {
            HtmlMode::Trusted => {
                self.html.extend(html.chars().map(sanitize::allowed));
            }
            HtmlMode::Escape => escape_into(&mut self.html, html),
            HtmlMode::Safe => {
                let (kept, unknown) = self.raw.add(html, range);
                self.html.push_str(&kept);
                if let Some(tag) = unknown {
                    self.unknown_tag(&tag, range);
                    self.plain(&format!("<{tag}> "));
                }
            }
        }
    }

    fn unknown_tag(&mut self, tag: &str, range: &Range<usize>) {
        if let Some((_, ours)) = COMPONENTS.iter().find(|(name, _)| *name == tag) {
            let message = format!("`<{tag}>` is a component of another tool; it is shown as text");
            return self.problem(diag::FOREIGN_SYNTAX, range, message).advise(*ours);
        }
        let message = format!("HTML has no tag `<{tag}>`, so it is shown as text");
        let fix = "put it in backticks, or write `\\<` for a plain less-than sign";
        self.problem(diag::UNKNOWN_TAG, range, message).advise(fix);
    }

    /// The HTML without what could run code, its relative links turned into slots.
    pub(super) fn sanitised(&mut self, html: &str) -> String {
        let clean = sanitize::clean(html, self.links.len());
        let span = self.text.span(self.raw.first_range());
        let role = |image: bool| if image { Role::Image } else { Role::Link };
        for (target, image) in clean.links {
            let place = self.raw.place_of(&target, &self.text.text);
            let span = self.text.span(place);
            self.links.push(Link { target, span, role: role(image), at: 0..0 });
        }
        if !clean.removed.is_empty() {
            let list: Vec<String> = clean.removed.iter().map(|what| format!("`{what}`")).collect();
            let message = format!("raw HTML that could run code was left out: {}", list.join(", "));
            let problem = diag::Diagnostic::new(diag::RAW_HTML_REMOVED, span, message);
            self.problems.push(problem.hint(
                "use Markdown, or set `markdown: {html: trusted}` if you trust every author",
            ));
        }
        self.ids.extend(clean.ids);
        clean.html
    }
}

/// The bare addresses in `text`, as bytes from and to.
fn bare_urls(text: &str) -> Vec<(usize, usize)> {
    let starts = ["http://", "https://", "www."];
    let mut starts: Vec<usize> =
        starts.iter().flat_map(|start| text.match_indices(start)).map(|(at, _)| at).collect();
    starts.sort_unstable();
    let mut urls: Vec<(usize, usize)> = Vec::new();
    for start in starts {
        let taken = urls.last().is_some_and(|(_, end)| start < *end);
        let before = text[..start].chars().next_back();
        let bounded = before.is_none_or(|c| {
            c.is_whitespace() || matches!(c, '(' | '*' | '_' | '~' | '"' | '\u{201c}')
        });
        if taken || !bounded {
            continue;
        }
        let end = start + url_len(&text[start..]);
        let domain = text[start..end].trim_start_matches("https://").trim_start_matches("http://");
        if domain.trim_start_matches("www.").contains('.') {
            urls.push((start, end));
        }
    }
    urls
}

/// How far the address goes that `text` begins with: punctuation at its end belongs to the sentence,
/// and so does a bracket that was opened before it.
fn url_len(text: &str) -> usize {
    let end =
        text.find(|c: char| c.is_whitespace() || c == '<' || c.is_control()).unwrap_or(text.len());
    let mut url = &text[..end];
    let mut unopened = url.matches(')').count().saturating_sub(url.matches('(').count());
    loop {
        let shorter = url
            .trim_end_matches(['?', '!', '.', ',', ':', ';', '*', '_', '~', '\'', '"', '\u{201d}']);
        let closes = shorter.ends_with(')') && unopened > 0;
        unopened -= usize::from(closes);
        let next = if closes { &shorter[..shorter.len() - 1] } else { shorter };
        if next.len() == url.len() {
            return url.len();
        }
        url = next;
    }
}
