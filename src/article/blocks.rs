//! The block half of the Markdown pass: headings, quotes, lists, code, tables.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use pulldown_cmark::{Alignment, BlockQuoteKind, CodeBlockKind, Event, HeadingLevel, Tag};

use super::body::{CELL_BREAK, Heading, Row, Section, Wording};
use super::containers::{Alert, Mark, QUOTE, alert_open, escape, escape_into};
use super::highlight::{Fence, figure};
use super::markdown::Writer;
use crate::diag;
use crate::url;

/// More cells are cut off: short rows make a table of n lines cost n² cells.
const MAX_CELLS: usize = 1 << 17;

/// Ids of the theme's own elements: a heading with one of them would be taken for the element.
const RESERVED_IDS: &[&str] = &[
    "main",
    "search-dialog",
    "script-texts",
    "articles",
    "articles-title",
    "categories-title",
    "current-title",
    "codes-filter",
    "notices",
    "past-title",
    "updates-title",
    "consent-feedback",
    "consent-footer",
    "faqtory-analytics",
    "featured-title",
    "feedback-comment",
    "feedback-comment-count",
    "feedback-comment-hint",
    "feedback-no",
    "feedback-title",
    "feedback-yes",
    "help-title",
    "related-title",
    "recent-title",
    "siblings-title",
    "site-menu",
    "toc-title",
];

/// Whether the theme uses `id` itself.
pub(crate) fn is_reserved_id(id: &str) -> bool {
    RESERVED_IDS.contains(&id)
}

/// `wanted`, or `wanted-1`, `wanted-2`, … when it is among `ids`, where it is then.
pub(super) fn take_id(
    wanted: &str,
    ids: &mut HashSet<String>,
    counters: &mut HashMap<String, usize>,
) -> String {
    let wanted = if wanted.is_empty() { "section" } else { wanted };
    let mut id = wanted.to_owned();
    let counter = counters.entry(wanted.to_owned()).or_default();
    while ids.contains(&id) || is_reserved_id(&id) {
        *counter += 1;
        id = format!("{wanted}-{counter}");
    }
    ids.insert(id.clone());
    id
}

/// A heading whose text is still being collected.
pub(super) struct OpenHeading {
    pub(super) level: u8,
    pub(super) id: Option<String>,
    /// Whether its section is left out of search.
    pub(super) is_unsearched: bool,
    pub(super) start: usize,
    pub(super) text: String,
    pub(super) range: Range<usize>,
}

/// A table whose rows are being written.
#[derive(Default)]
pub(super) struct Table {
    pub(super) alignments: Vec<Alignment>,
    pub(super) column: usize,
    pub(super) in_head: bool,
    /// Whether the open cell is a header.
    pub(super) is_header: bool,
    pub(super) cells: usize,
    /// Where the text of the open cell begins in its section.
    pub(super) cell_at: usize,
}

/// A list that is open.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum ListKind {
    /// The steps of a how-to.
    Procedure,
    /// The choices of a node.
    Choices,
    /// Any other.
    Plain,
}

impl Writer<'_> {
    pub(super) fn start_heading(
        &mut self,
        level: HeadingLevel,
        (id, is_unsearched): (Option<&str>, bool),
        range: &Range<usize>,
    ) {
        self.heading = Some(OpenHeading {
            level: level as u8,
            id: id.map(str::to_owned),
            is_unsearched,
            start: self.html.len(),
            text: String::new(),
            range: range.clone(),
        });
    }

    pub(super) fn end_heading(&mut self) {
        let Some(heading) = self.heading.take() else { return };
        let inner = self.html.split_off(heading.start);
        let text = heading.text.trim().to_owned();
        let is_title = heading.level == 1 && self.title.is_none() && self.depth == 0;
        if is_title && !self.flavour.fragment {
            self.hidden.push((heading.range.clone(), String::new()));
            self.title = Some(text);
            if heading.is_unsearched {
                let message = "the title cannot be left out of search on its own";
                self.problem(diag::INVALID_VALUE, &heading.range, message).advise(
                    "to leave out the article, write `search: {exclude: true}` in its front matter",
                );
            }
            if let Some(id) = &heading.id {
                // Links to the title's own id lead to the top of the text.
                let id = self.unique_id(id);
                self.open("span", &format!(" id=\"{}\"", escape(&id)));
                self.html.push_str("</span>");
            }
            return;
        }
        let level = heading.level.max(if self.flavour.fragment { 1 } else { 2 });
        let id = self.heading_id(&heading, &text);
        self.open_node(&heading, &id);
        self.open_section(&heading, (&id, &text));
        self.headings.push(Heading { level, id: id.clone(), title: text.clone() });
        if self.flavour.questions && level == 2 && self.depth == 0 {
            self.open_faq_item(&id, &inner);
        } else {
            self.write_heading(level, &id, (&inner, &text));
        }
    }

    fn open_section(&mut self, heading: &OpenHeading, (id, title): (&str, &str)) {
        if self.unsearched_level.is_none_or(|level| heading.level <= level) {
            self.unsearched_level = heading.is_unsearched.then_some(heading.level);
        }
        self.sections.push(Section {
            id: id.to_owned(),
            title: title.to_owned(),
            level: heading.level.max(2),
            span: Some(self.text.span(heading.range.clone())),
            is_unsearched: self.is_unsearched(),
            ..Section::default()
        });
    }

    pub(super) fn write_heading(&mut self, level: u8, id: &str, (inner, text): (&str, &str)) {
        let mut escaped = String::new();
        escape_into(&mut escaped, id);
        self.open(&format!("h{level}"), &format!(" id=\"{escaped}\""));
        self.html.push_str(inner);
        if self.in_link == 0 {
            let label = Wording::slot("heading_link", &escape(text));
            let id = url::encode(id);
            self.insert(format!(" <a class=\"anchor\" href=\"#{id}\" aria-label=\"{label}\"></a>"));
        }
        self.html.push_str(&format!("</h{level}>\n"));
    }

    pub(super) fn heading_id(&mut self, heading: &OpenHeading, text: &str) -> String {
        let Some(id) = &heading.id else { return self.unique_id(&url::anchor(text)) };
        let id: String = id.chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect();
        if self.ids.contains(&id) {
            let message = format!("the id `{id}` is already taken by an earlier heading");
            self.problem(diag::DUPLICATE_ANCHOR, &heading.range, message)
                .advise("give this heading another id");
        }
        self.unique_id(&id)
    }

    /// `wanted`, or `wanted-1`, `wanted-2`, … when it is taken.
    pub(super) fn unique_id(&mut self, wanted: &str) -> String {
        take_id(wanted, &mut self.ids, &mut self.counters)
    }

    pub(super) fn open_faq_item(&mut self, id: &str, inner: &str) {
        self.close_faq_item();
        let mut escaped = String::new();
        escape_into(&mut escaped, id);
        self.open("details", &format!(" class=\"faq-item\" id=\"{escaped}\""));
        self.html.push_str("<summary><h2>");
        self.html.push_str(inner);
        self.html.push_str("</h2></summary>");
        self.open("div", " class=\"faq-answer\"");
        self.in_faq_item = true;
    }

    pub(super) fn close_faq_item(&mut self) {
        if std::mem::take(&mut self.in_faq_item) {
            self.html.push_str("</div></details>\n");
        }
    }

    pub(super) fn start_quote(&mut self, kind: Option<BlockQuoteKind>, range: &Range<usize>) {
        let override_ = self.text.marks.range(range.clone()).next();
        let alert = match (kind, override_) {
            (Some(_), Some((at, Mark::Quote(alert)))) if *at < range.start + 4 => {
                // Who reads the Markdown reads what was written.
                let name = alert.name().to_uppercase();
                self.hidden.push((*at..*at + QUOTE.len(), format!("> [!{name}]")));
                *alert
            }
            (Some(BlockQuoteKind::Note), _) => Alert::Note,
            (Some(BlockQuoteKind::Tip), _) => Alert::Tip,
            (Some(BlockQuoteKind::Important), _) => Alert::Important,
            (Some(BlockQuoteKind::Warning), _) => Alert::Warning,
            (Some(BlockQuoteKind::Caution), _) => Alert::Caution,
            (None, _) => return self.html.push_str("<blockquote>\n"),
        };
        self.open_markup(&alert_open(alert, ""));
    }

    pub(super) fn end_quote(&mut self, kind: Option<BlockQuoteKind>) {
        self.html.push_str(if kind.is_some() { "</div>\n" } else { "</blockquote>\n" });
    }

    /// Writes markup of ours that leaves one element open: its first tag keeps its attributes from
    /// the sanitiser, the rest is a finished piece.
    pub(super) fn open_markup(&mut self, markup: &str) {
        let Some(end) = markup.find('>') else { return };
        let (tag, rest) = (&markup[1..end], &markup[end + 1..]);
        let (name, attributes) = tag.split_at(tag.find(' ').unwrap_or(tag.len()));
        self.open(name, attributes);
        if rest.starts_with("<summary") {
            // A summary must stay the first child of its details in the sanitiser's eyes.
            self.html.push_str(rest);
        } else if !rest.is_empty() {
            self.insert(rest.to_owned());
        }
    }

    pub(super) fn start_list(&mut self, first: Option<u64>, range: &Range<usize>) {
        let kind = match first {
            _ if self.nodes.outline.has_choices_at(range.start) => ListKind::Choices,
            Some(_) if self.flavour.procedure && self.depth == 1 => ListKind::Procedure,
            _ => ListKind::Plain,
        };
        self.close_label();
        self.lists.push(kind);
        let class = match kind {
            ListKind::Choices => " class=\"choices\" role=\"list\"",
            ListKind::Procedure => " class=\"steps\" role=\"list\" data-steps",
            ListKind::Plain => "",
        };
        match first {
            Some(1) if class.is_empty() => self.html.push_str("<ol>\n"),
            Some(1) => self.open("ol", class),
            Some(first) => self.open("ol", &format!("{class} start=\"{first}\"")),
            None if class.is_empty() => self.html.push_str("<ul>\n"),
            None => self.open("ul", class),
        }
    }

    pub(super) fn end_list(&mut self, ordered: bool) {
        self.lists.pop();
        self.html.push_str(if ordered { "</ol>\n" } else { "</ul>\n" });
    }

    pub(super) fn start_item(&mut self, ahead: [Option<&Event<'_>>; 2]) {
        let is_task = match ahead {
            [Some(Event::TaskListMarker(_)), _] => true,
            [Some(Event::Start(Tag::Paragraph)), second] => {
                matches!(second, Some(Event::TaskListMarker(_)))
            }
            _ => false,
        };
        if self.lists.last() == Some(&ListKind::Procedure) {
            self.start_step();
        } else if is_task {
            self.open("li", " class=\"task\"");
        } else {
            self.html.push_str("<li>");
        }
    }

    /// The checkbox of a task; the task's text is its label.
    pub(super) fn task_marker(&mut self, checked: bool) {
        let checked = if checked { " checked" } else { "" };
        self.insert(format!("<label><input type=\"checkbox\" disabled{checked}> "));
        self.in_label = true;
    }

    pub(super) fn close_label(&mut self) {
        if std::mem::take(&mut self.in_label) {
            self.insert("</label>".to_owned());
        }
    }

    pub(super) fn start_code(&mut self, kind: &CodeBlockKind<'_>, range: &Range<usize>) {
        let fence = match kind {
            CodeBlockKind::Fenced(info) => Fence::parse(info),
            CodeBlockKind::Indented => Fence::default(),
        };
        if !fence.is_known() {
            let message = format!("`{}` is not a language that faqtory can colour", fence.language);
            let first_line = range.start
                ..range.start + self.text.text[range.clone()].find('\n').unwrap_or(range.len());
            self.problem(diag::UNKNOWN_LANGUAGE, &first_line, message)
                .advise("check the spelling, or write `text`");
        }
        self.code = Some((fence, String::new(), range.clone()));
    }

    /// Takes the text of a code block, if one is open.
    pub(super) fn code_text(&mut self, text: &str) -> bool {
        let Some((_, code, _)) = &mut self.code else { return false };
        code.push_str(text);
        true
    }

    pub(super) fn end_code(&mut self) {
        if let Some((fence, code, _)) = self.code.take() {
            self.plain(&code);
            self.plain("\n");
            self.insert(figure(&fence, &code));
        }
    }

    pub(super) fn start_table(&mut self, alignments: &[Alignment]) {
        self.table = Table { alignments: alignments.to_vec(), ..Table::default() };
        let label = Wording::slot("table_label", "");
        let attributes = " class=\"table\" role=\"group\" tabindex=\"0\"";
        self.open("div", &format!("{attributes} aria-label=\"{label}\""));
        self.html.push_str("<table>");
    }

    pub(super) fn start_row(&mut self, is_head: bool) {
        (self.table.in_head, self.table.column) = (is_head, 0);
        self.html.push_str(if is_head { "<thead><tr>" } else { "<tr>" });
        if let Some(section) = self.sections.last_mut() {
            section.rows.push(Row { is_head, cells: Vec::new() });
        }
    }

    pub(super) fn start_cell(&mut self, range: &Range<usize>) {
        self.table.cells += 1;
        let text = self.sections.last().map_or("", |section| section.text.as_str());
        if self.table.column > 0 && !text.ends_with(['\n']) && !text.ends_with(CELL_BREAK) {
            self.plain(CELL_BREAK);
        }
        self.table.cell_at = self.sections.last().map_or(0, |section| section.text.len());
        if self.table.cells == MAX_CELLS {
            let message = format!("a table has more than {MAX_CELLS} cells");
            self.problem(diag::TOO_LARGE, range, message).advise("offer it as a file to download");
        }
        if self.table.cells >= MAX_CELLS {
            return;
        }
        let class = match self.table.alignments.get(self.table.column) {
            Some(Alignment::Left) => " class=\"align-left\"",
            Some(Alignment::Center) => " class=\"align-center\"",
            Some(Alignment::Right) => " class=\"align-right\"",
            _ => "",
        };
        // A corner without a text heads nothing.
        self.table.is_header = self.table.in_head
            && !self.text.text[range.clone()].trim_matches(['|', ' ', '\t']).is_empty();
        match (self.table.is_header, class.is_empty()) {
            (true, _) => self.open("th", &format!(" scope=\"col\"{class}")),
            (false, false) => self.open("td", class),
            (false, true) => self.html.push_str("<td>"),
        }
    }

    pub(super) fn end_cell(&mut self) {
        self.table.column += 1;
        if self.table.cells >= MAX_CELLS {
            return;
        }
        self.html.push_str(if self.table.is_header { "</th>" } else { "</td>" });
        if let Some(section) = self.sections.last_mut()
            && let Some(row) = section.rows.last_mut()
        {
            row.cells.push(self.table.cell_at..section.text.len());
        }
    }
}
