//! Diagnostics for people: with their source lines, or one per line.

use std::collections::BTreeMap;
use std::fmt::Write;

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Patch, Renderer, Snippet};

use super::{Excerpt, Volume, harmless};
use crate::diag::{Diagnostic, Diagnostics, Hint, Severity, Span};

/// Warnings and hints of one kind that are shown in full.
const REPEATED: usize = 20;

/// With the line in question, a caret and the ways out, in colour.
pub(super) fn human(diags: &Diagnostics, volume: Volume) -> String {
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    let mut text = String::new();
    for diagnostic in diags {
        let count = seen.entry(diagnostic.code.name).or_default();
        *count += usize::from(diagnostic.severity != Severity::Error);
        if *count <= REPEATED || volume == Volume::Verbose {
            text.push_str(&one(diagnostic));
            text.push_str("\n\n");
        }
    }
    if volume < Volume::Verbose {
        for (code, count) in seen.into_iter().filter(|(_, count)| *count > REPEATED) {
            let more = count - REPEATED;
            let list = "`faqtory check --format short` lists all";
            let _ = writeln!(text, "… and {more} more `{code}` like this ({list})");
        }
    }
    text
}

/// `file:line:column: severity[code]: message`.
pub(super) fn short(diags: &Diagnostics) -> String {
    let mut text = String::new();
    for diagnostic in diags {
        if let Some(span) = &diagnostic.span {
            let (line, column) = span.line_column();
            let _ = write!(text, "{}:{line}:{column}: ", one_line(span.source.path.as_str()));
        }
        let Diagnostic { code, severity, message, .. } = diagnostic;
        let _ = writeln!(text, "{}[{}]: {}", word(*severity), code.name, one_line(message));
    }
    text
}

/// The severity as it is written.
pub(super) fn word(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Hint => "hint",
    }
}

pub(super) fn one_line(text: &str) -> String {
    harmless(text).replace(['\n', '\t'], " ")
}

fn one(diagnostic: &Diagnostic) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Hint => Level::NOTE.with_name("hint"),
    };
    let title = level.primary_title(harmless(&diagnostic.message)).id(diagnostic.code.name);
    let mut main = Group::with_title(title);
    let excerpt = diagnostic.span.as_ref().and_then(Excerpt::new);
    main = match (&diagnostic.span, &excerpt) {
        (Some(span), Some(excerpt)) if excerpt.cut => {
            main.element(origin(span, excerpt)).element(snippet(excerpt))
        }
        (Some(span), Some(excerpt)) => {
            main.element(snippet(excerpt).path(one_line(span.source.path.as_str())))
        }
        (Some(span), None) => main.element(Origin::path(one_line(span.source.path.as_str()))),
        (None, _) => main,
    };
    let mut patches = Vec::new();
    for hint in &diagnostic.hints {
        match patch(hint) {
            Some(group) => patches.push(group),
            None => main = main.element(Level::HELP.message(harmless(&hint.text))),
        }
    }
    let groups: Vec<Group<'_>> = std::iter::once(main).chain(patches).collect();
    Renderer::styled().render(&groups)
}

/// For a snippet that begins in the middle of a line, whose own columns would be wrong.
fn origin<'a>(span: &Span, excerpt: &Excerpt) -> Origin<'a> {
    let path = one_line(span.source.path.as_str());
    Origin::path(path).line(excerpt.line).char_column(excerpt.column)
}

fn snippet<'a>(excerpt: &Excerpt) -> Snippet<'a, annotate_snippets::Annotation<'a>> {
    Snippet::source(excerpt.text.clone())
        .line_start(excerpt.line)
        .annotation(AnnotationKind::Primary.span(excerpt.range.clone()))
}

/// A hint whose change can be shown as one.
fn patch<'a>(hint: &Hint) -> Option<Group<'a>> {
    let (span, replacement) = hint.replacement.as_ref()?;
    let excerpt = Excerpt::new(span)?;
    let snippet = Snippet::source(excerpt.text)
        .path(one_line(span.source.path.as_str()))
        .line_start(excerpt.line)
        .patch(Patch::new(excerpt.range, harmless(replacement)));
    Some(Level::HELP.secondary_title(harmless(&hint.text)).element(snippet))
}
