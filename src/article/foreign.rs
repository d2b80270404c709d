//! Syntax of other tools: named, answered with ours, and kept readable.

use std::fmt::Write;

use crate::diag::{self, Diagnostic, Span};

/// Looks at a line outside code. Returns Markdown to read in its place, where there is an
/// equivalent; otherwise the line stays as it is.
pub(super) fn line(line: &str, place: &Span, problems: &mut Vec<Diagnostic>) -> Option<String> {
    let mut warn = |what: &str, ours: &str| {
        problems.push(Diagnostic::new(diag::FOREIGN_SYNTAX, place.clone(), what).hint(ours));
    };
    if let Some(image) = docfx_image(line) {
        warn("this is how docfx writes a picture", "write `![What the picture shows](path.png)`");
        return Some(image);
    }
    let bare = line.trim_start_matches(['>', ' ']);
    if bare.starts_with("[!INCLUDE") {
        warn(
            "this is how docfx includes a file; it is left out",
            "write `{{> snippets/name.md }}`",
        );
        return Some(line[..line.len() - bare.len()].to_owned());
    }
    if let Some(rest) = bare.strip_prefix("[!VIDEO") {
        warn(
            "this is how docfx shows a video; it becomes a link",
            "write a link, `[Title](https://…)`",
        );
        let url = rest.trim().trim_end_matches(']').trim();
        return Some(format!("{}<{url}>", &line[..line.len() - bare.len()]));
    }
    if bare.starts_with("[!div") {
        warn(
            "this is how docfx sets a class; it is left out",
            "remove it, or use a block such as `:::note`",
        );
        return Some(line[..line.len() - bare.len()].to_owned());
    }
    let admonition = ["!!! ", "??? ", "???+ "].iter().find_map(|mark| line.strip_prefix(mark));
    if admonition.is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_alphabetic())) {
        warn(
            "this is how MkDocs writes a box",
            "write `:::note Title`, the text, and a line `:::`",
        );
    } else if line.starts_with("=== \"") {
        warn(
            "this is how MkDocs writes a tab",
            "write `:::tabs`, then `::tab Label` before each tab, and `:::`",
        );
    } else if line.starts_with("{%") && line.contains("%}") {
        warn(
            "this is a Liquid or Nunjucks tag",
            "faqtory has `{{ fact.name }}`, `{{> snippets/name.md }}` and `:::` blocks",
        );
    }
    None
}

/// A `{{ … }}` that is neither fact nor include.
pub(super) fn tag(text: &str, span: Span, problems: &mut Vec<Diagnostic>) {
    if text.starts_with("{{<") || text.starts_with("{{%") {
        problems.push(
            Diagnostic::new(
                diag::FOREIGN_SYNTAX,
                span,
                "this is a Hugo shortcode; it is shown as text",
            )
            .hint("faqtory has `:::` blocks, `{{> snippets/name.md }}` and `{{ fact.name }}`"),
        );
    }
}

/// `:::image type="content" source="a.png" alt-text="A":::` → `![A](<a.png>)`.
fn docfx_image(line: &str) -> Option<String> {
    let attributes = line.strip_prefix(":::image")?.trim_end_matches(':');
    let source = attribute(attributes, "source")?;
    let alt = attribute(attributes, "alt-text").unwrap_or_default();
    let mut markdown = String::from("![");
    for c in alt.chars() {
        if matches!(c, '[' | ']' | '\\' | '<' | '>' | '*' | '_' | '`') {
            markdown.push('\\');
        }
        markdown.push(c);
    }
    let _ = write!(markdown, "](<{source}>)");
    Some(markdown)
}

fn attribute<'a>(attributes: &'a str, name: &str) -> Option<&'a str> {
    let start = attributes.find(&format!("{name}=\""))? + name.len() + 2;
    let end = start + attributes[start..].find('"')?;
    Some(&attributes[start..end])
}
