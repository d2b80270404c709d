//! Includes, facts and `:::` lines: article text → plain Markdown that knows where it came from.
//!
//! `:::` lines become one-line HTML comments, because a comment is the one construct that ends any
//! paragraph or list in `CommonMark`. They are told from a writer's own comments by their position.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use super::containers::{Mark, Opening, QUOTE, Tracker};
use super::foreign;
use super::shared::{Facts, SNIPPETS, Shared};
use crate::diag::{self, Diagnostic, Source, Span, did_you_mean};
use crate::tree::RelPath;

/// Includes nest at most this deep.
const MAX_INCLUDES: usize = 16;

/// Snippets in one article, snippets in snippets included: ten in each of ten would already be a
/// hundred.
const MAX_INCLUDED: usize = 2000;

/// What `:::` lines become.
const MARKER: &str = "<!--f-->";

/// A stretch of expanded text and where it came from.
#[derive(Debug)]
struct Segment {
    at: usize,
    source: Arc<Source>,
    from: Range<usize>,
    /// Whether the text is that of `from`, byte by byte.
    verbatim: bool,
}

/// Markdown without includes, facts and `:::` lines.
#[derive(Debug)]
pub struct Expanded {
    /// The Markdown.
    pub text: String,
    /// What stands at a byte of the text that pulldown-cmark cannot know.
    pub marks: BTreeMap<usize, Mark>,
    /// The article's own file.
    pub source: Arc<Source>,
    segments: Vec<Segment>,
}

impl Expanded {
    /// The place in the source of bytes of the expanded text.
    pub fn span(&self, range: Range<usize>) -> Span {
        let index =
            self.segments.partition_point(|segment| segment.at <= range.start).saturating_sub(1);
        let Some(segment) = self.segments.get(index) else {
            return Span::file(&RelPath::new(""));
        };
        if !segment.verbatim {
            return Span::new(&segment.source, segment.from.clone());
        }
        let start = segment.from.start + (range.start - segment.at);
        let end = (start + range.len()).min(segment.from.end);
        Span::new(&segment.source, start..end.max(start))
    }
}

/// Expands the body of `source` that begins at byte `body`.
pub fn expand(
    source: &Arc<Source>,
    body: usize,
    shared: &Shared,
    problems: &mut Vec<Diagnostic>,
) -> Expanded {
    let mut expander = Expander {
        shared,
        facts: shared.facts_of(&source.path),
        problems,
        out: Expanded {
            text: String::with_capacity(source.text.len() - body),
            marks: BTreeMap::new(),
            source: Arc::clone(source),
            segments: Vec::new(),
        },
        tracker: Tracker::default(),
        including: vec![source.path.clone()],
        included: 0,
        indent: String::new(),
    };
    let text = &source.text[body..];
    let special = ["{{", "\n:", "::", "[!", "!!!", "???", "===", "{%"]
        .iter()
        .any(|needle| text.contains(needle));
    if special {
        expander.file(source, body);
        expander.close_all(source);
    } else {
        expander.copy(source, body..source.text.len());
    }
    expander.out
}

struct Expander<'a> {
    shared: &'a Shared,
    /// Those of the article's language, also for the snippets that it includes.
    facts: &'a Facts,
    problems: &'a mut Vec<Diagnostic>,
    out: Expanded,
    tracker: Tracker,
    including: Vec<RelPath>,
    included: usize,
    /// What each line of a snippet begins with after the first: the indent of its place.
    indent: String,
}

impl Expander<'_> {
    fn copy(&mut self, source: &Arc<Source>, from: Range<usize>) {
        if from.is_empty() {
            return;
        }
        let at = self.out.text.len();
        self.out.text.push_str(&source.text[from.clone()]);
        if let Some(last) = self.out.segments.last_mut()
            && last.verbatim
            && last.from.end == from.start
            && Arc::ptr_eq(&last.source, source)
        {
            last.from.end = from.end;
        } else {
            self.out.segments.push(Segment {
                at,
                source: Arc::clone(source),
                from,
                verbatim: true,
            });
        }
    }

    fn replace(&mut self, source: &Arc<Source>, from: Range<usize>, text: &str) {
        let at = self.out.text.len();
        self.out.text.push_str(text);
        self.out.segments.push(Segment { at, source: Arc::clone(source), from, verbatim: false });
    }

    fn file(&mut self, source: &Arc<Source>, body: usize) {
        let mut fence: Option<(char, usize)> = None;
        let mut in_comment = false;
        let mut at = body;
        for line in source.text[body..].split_inclusive('\n') {
            let range = at..at + line.len();
            if at > body && !self.indent.is_empty() {
                let indent = self.indent.clone();
                self.replace(source, at..at, &indent);
            }
            at = range.end;
            let begins = line.trim_start().starts_with("<!--");
            if fence.is_none() && (in_comment || begins) {
                in_comment = !line.contains("-->");
                self.copy(source, range);
            } else if let Some(open) = fence {
                fence = (!closes_fence(line, open)).then_some(open);
                self.copy(source, range);
            } else if let Some(open) = opens_fence(line) {
                fence = Some(open);
                self.copy(source, range);
            } else {
                self.line(source, range);
            }
        }
    }

    fn line(&mut self, source: &Arc<Source>, range: Range<usize>) {
        let line = &source.text[range.clone()];
        let content = line.trim();
        let indent = line.len() - line.trim_start().len();
        let place = Span::new(source, range.start + indent..range.start + indent + content.len());
        if let Some(replacement) = foreign::line(content, &place, self.problems) {
            let text = format!("{}{replacement}\n", &line[..indent]);
            self.replace(source, range, &text);
        } else if content.starts_with(":::") || content.starts_with("::tab") {
            self.container_line(source, range, indent);
        } else if content.trim_start_matches(['>', ' ']).starts_with(":::") {
            let problem = Diagnostic::new(
                diag::UNKNOWN_CONTAINER,
                place,
                "a `:::` block cannot stand inside a quote",
            );
            self.problems
                .push(problem.hint("write the block without `>`, or an alert: `> [!NOTE]`"));
            self.escaped_colon(source, range);
        } else if is_colon_text(line) {
            // pulldown-cmark would take it for a definition; GitHub shows it as it is.
            self.escaped_colon(source, range);
        } else if let Some(alert) = Mark::alert_of(content) {
            self.mark(alert, indent);
            let text = line.replacen(content, QUOTE, 1);
            self.replace(source, range, &text);
        } else if line.contains("{{") {
            self.inline(source, range);
        } else {
            self.copy(source, range);
        }
    }

    /// A line whose first colon is text.
    fn escaped_colon(&mut self, source: &Arc<Source>, range: Range<usize>) {
        let at = range.start + source.text[range.clone()].find(':').unwrap_or_default();
        self.copy(source, range.start..at);
        self.replace(source, at..at, "\\");
        self.copy(source, at..range.end);
    }

    fn mark(&mut self, mark: Mark, indent: usize) {
        self.out.marks.insert(self.out.text.len() + indent, mark);
    }

    fn container_line(&mut self, source: &Arc<Source>, range: Range<usize>, indent: usize) {
        let line = &source.text[range.clone()];
        let span = Span::new(source, range.start + indent..range.start + line.trim_end().len());
        match self.tracker.line(line.trim(), &span, self.problems) {
            Some(marks) => self.markers(source, &range, &marks),
            None => self.escaped_colon(source, range),
        }
    }

    fn markers(&mut self, source: &Arc<Source>, range: &Range<usize>, marks: &[Mark]) {
        let line = &source.text[range.clone()];
        let indent = &line[..line.len() - line.trim_start().len()];
        for mark in marks {
            self.mark(mark.clone(), indent.len());
            self.replace(source, range.clone(), &format!("{indent}{MARKER}\n"));
        }
    }

    fn close_all(&mut self, source: &Arc<Source>) {
        let end = source.text.len();
        for Opening { name, span } in self.tracker.unclosed() {
            let message = format!("`:::{name}` is opened here but never closed");
            self.problems.push(
                Diagnostic::new(diag::UNCLOSED_CONTAINER, span, message)
                    .hint("write a line `:::` where it ends"),
            );
            if !self.out.text.ends_with('\n') {
                self.replace(source, end..end, "\n");
            }
            let at = self.out.text.len();
            self.out.marks.insert(at, Mark::Close(name));
            self.replace(source, end..end, &format!("{MARKER}\n"));
        }
    }

    /// Replaces `{{ … }}` in a line, but not inside code spans and not after a backslash.
    fn inline(&mut self, source: &Arc<Source>, range: Range<usize>) {
        let line = &source.text[range.clone()];
        let (mut at, mut copied) = (0, 0);
        let last_close = line.rfind("}}").unwrap_or_default();
        while at < line.len() {
            let rest = &line[at..];
            let ticks = rest.len() - rest.trim_start_matches('`').len();
            if ticks > 0 {
                at += code_span_len(rest, ticks);
            } else if let Some(escaped) = rest.strip_prefix('\\') {
                at += 1
                    + escaped.chars().next().map_or(0, char::len_utf8)
                    + usize::from(escaped.starts_with("{{"));
            } else if at < last_close
                && rest.starts_with("{{")
                && let Some(close) = rest.find("}}")
            {
                self.copy(source, range.start + copied..range.start + at);
                let tag = at..at + close + 2;
                self.tag(source, range.start + tag.start..range.start + tag.end);
                (at, copied) = (tag.end, tag.end);
            } else {
                at += rest.chars().next().map_or(1, char::len_utf8);
            }
        }
        self.copy(source, range.start + copied..range.end);
    }

    fn tag(&mut self, source: &Arc<Source>, range: Range<usize>) {
        let text = &source.text[range.clone()];
        let inner = text[2..text.len() - 2].trim();
        let span = Span::new(source, range.clone());
        if let Some(path) = inner.strip_prefix('>') {
            self.include(source, range, path.trim());
        } else if let Some(name) = inner.strip_prefix("fact.") {
            self.fact(source, range, name.trim());
        } else {
            foreign::tag(text, span, self.problems);
            self.copy(source, range);
        }
    }

    fn fact(&mut self, source: &Arc<Source>, range: Range<usize>, name: &str) {
        if let Some(value) = self.facts.get(name) {
            let value = value.clone();
            self.replace(source, range, &value);
            return;
        }
        let span = Span::new(source, range.clone());
        let problem =
            Diagnostic::new(diag::UNKNOWN_FACT, span, format!("there is no fact called `{name}`"));
        self.problems.push(match did_you_mean(name, self.facts.keys().map(String::as_str)) {
            Some(near) => {
                problem.fix(format!("did you mean `{near}`?"), format!("{{{{ fact.{near} }}}}"))
            }
            None => problem.hint(format!("add a line `{name}: …` to `data/facts.yaml`")),
        });
        self.copy(source, range);
    }

    fn include(&mut self, source: &Arc<Source>, range: Range<usize>, name: &str) {
        let path = RelPath::new(name);
        let span = Span::new(source, range.clone());
        let Some(snippet) = self.shared.snippets.get(&path).cloned() else {
            let problem = Diagnostic::new(
                diag::INCLUDE_NOT_FOUND,
                span,
                format!("there is no snippet `{name}`"),
            );
            let names = self.shared.snippets.keys().map(RelPath::as_str);
            self.problems.push(match did_you_mean(name, names) {
                Some(near) => {
                    problem.fix(format!("did you mean `{near}`?"), format!("{{{{> {near} }}}}"))
                }
                None => problem.hint(format!(
                    "snippets are files in the folder `{SNIPPETS}` beside `content`"
                )),
            });
            return self.copy(source, range);
        };
        self.included += 1;
        if self.included > MAX_INCLUDED {
            if self.included == MAX_INCLUDED + 1 {
                let message = format!("the article includes more than {MAX_INCLUDED} snippets");
                self.problems.push(
                    Diagnostic::new(diag::INCLUDE_CYCLE, span, message)
                        .hint("include fewer snippets in snippets"),
                );
            }
            return;
        }
        if self.including.contains(&path) || self.including.len() > MAX_INCLUDES {
            let chain: Vec<&str> = self.including.iter().map(RelPath::as_str).collect();
            let message = format!("`{name}` includes itself: {} → {name}", chain.join(" → "));
            self.problems.push(
                Diagnostic::new(diag::INCLUDE_CYCLE, span, message)
                    .hint("remove one of the includes"),
            );
            return;
        }
        self.including.push(path);
        let end = snippet.text.trim_end().len();
        let trimmed =
            Arc::new(Source { path: snippet.path.clone(), text: snippet.text[..end].to_owned() });
        let line = self.out.text.rsplit('\n').next().unwrap_or_default();
        let indent: String = line.chars().take_while(|c| matches!(c, ' ' | '\t')).collect();
        let outer = std::mem::replace(&mut self.indent, indent);
        self.file(&trimmed, 0);
        self.indent = outer;
        self.including.pop();
    }
}

/// A line whose first character is a colon that means nothing: no definition, no row of a table, no
/// indented code.
fn is_colon_text(line: &str) -> bool {
    let content = line.trim_start();
    let is_code = line.starts_with('\t') || line.len() - content.len() >= 4;
    let is_row = content.trim_end().chars().all(|c| matches!(c, ':' | '-' | '|' | ' '));
    let is_definition = content.starts_with(": ") || content.starts_with(":\t");
    content.starts_with(':') && !is_code && !is_row && !is_definition
}

fn opens_fence(line: &str) -> Option<(char, usize)> {
    let line = line.trim_start_matches([' ', '\t', '>']);
    let mark = line.chars().next().filter(|c| matches!(c, '`' | '~'))?;
    let length = line.len() - line.trim_start_matches(mark).len();
    (length >= 3 && (mark == '~' || !line[length..].contains('`'))).then_some((mark, length))
}

fn closes_fence(line: &str, (mark, length): (char, usize)) -> bool {
    let line = line.trim_start_matches([' ', '\t', '>']).trim_end();
    line.len() >= length && line.chars().all(|c| c == mark)
}

/// Bytes of the code span that `rest` begins with (`ticks` backticks), or of the backticks alone.
fn code_span_len(rest: &str, ticks: usize) -> usize {
    let mut at = ticks;
    while let Some(found) = rest[at..].find('`') {
        let run = &rest[at + found..];
        let length = run.len() - run.trim_start_matches('`').len();
        at += found + length;
        if length == ticks {
            return at;
        }
    }
    ticks
}
