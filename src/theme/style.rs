//! The one style sheet of a site: the palette, the theme's sheets in order of their names, the font.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Files;
use super::palette::{Moved, Palette};
use super::sheet;
use super::tokens::Tokens;
use crate::config::Config;
use crate::diag::{self, Diagnostic, Diagnostics, Source, Span};
use crate::tree::RelPath;

/// A style sheet with what was found out on the way.
#[derive(Debug)]
pub(super) struct Style {
    pub(super) css: String,
    /// Colours that pages name outside of the style sheet: on light and on dark pages, by token.
    pub(super) colors: BTreeMap<&'static str, (String, String)>,
}

/// Tokens whose colours are seen outside of the site's pages: in browsers, and in the widget.
const OUTSIDE: [&str; 12] = [
    "paper",
    "wash",
    "raised",
    "ink",
    "ink-soft",
    "line",
    "accent",
    "accent-fill",
    "accent-fill-hover",
    "accent-soft",
    "on-accent",
    "focus",
];

/// Builds the style sheet. A sheet of the overlay is not in a layer, so it wins over the built-in
/// ones; the palette stands first, so that sheets can change it.
pub(super) fn build(
    files: &Files<'_>,
    addresses: &BTreeMap<String, String>,
    config: &Config,
    diags: &mut Diagnostics,
) -> Style {
    let mut sheets = Vec::new();
    let all = files.iter().filter(|(path, _)| path.starts_with("css/") && path.ends_with(".css"));
    for (path, bytes) in all {
        let text = String::from_utf8_lossy(bytes);
        let links = Links { sheet: path, addresses, base: config.base_path() };
        let (css, missing) = links.rewrite(&sheet::minified(&text));
        diags.extend(missing.iter().map(|url| missing_file(path, &text, url)));
        sheets.push(css);
    }
    let tokens = Tokens::of(&sheets);
    let brand = config.brand.color.as_ref();
    let palette = Palette::new(brand.map(|brand| brand.color), &tokens);
    if let Some(brand) = brand
        && let Some(moved) = palette.moved()
    {
        diags.push(moved_color(&brand.written, &brand.span, &moved));
    }
    sheets.insert(0, palette.css());
    if let Some(font) = &config.brand.font {
        sheets.push(format!(":root{{--font:{font};}}\n"));
    }
    let tokens = Tokens::of(&sheets);
    sheets.push(tokens.fallback());
    let colors = OUTSIDE.iter().filter_map(|name| Some((*name, tokens.pair(name)?))).collect();
    Style { css: sheets.concat(), colors }
}

/// What a sheet's addresses lead to.
struct Links<'a> {
    /// Its path in the theme.
    sheet: &'a str,
    addresses: &'a BTreeMap<String, String>,
    base: &'a str,
}

impl Links<'_> {
    /// `css` with addresses as they are seen from where it is served, and those that lead nowhere.
    fn rewrite(&self, css: &str) -> (String, Vec<String>) {
        let (mut text, mut missing, mut rest) = (String::with_capacity(css.len()), Vec::new(), css);
        while let Some(start) = rest.find("url(") {
            let inside = &rest[start + 4..];
            let Some(end) = inside.find(')') else { break };
            let written = inside[..end].trim();
            let url = written.trim_matches(['"', '\'']);
            text.push_str(&rest[..start + 4]);
            match self.place(url) {
                Place::Elsewhere => text.push_str(&inside[..end]),
                Place::Here(place) => text.push_str(&format!("\"{place}\"")),
                Place::Nowhere => {
                    missing.push(url.to_owned());
                    text.push_str(&inside[..end]);
                }
            }
            text.push(')');
            rest = &inside[end + 1..];
        }
        text.push_str(rest);
        (text, missing)
    }

    fn place(&self, url: &str) -> Place {
        let has_scheme = url.find(':').is_some_and(|colon| !url[..colon].contains(['/', '?', '#']));
        if url.is_empty() || url.starts_with('#') || url.starts_with("//") || has_scheme {
            return Place::Elsewhere;
        }
        // The style sheet is at /_faqtory/assets/, whatever the base path.
        if let Some(path) = url.strip_prefix('/') {
            let base = self.base.trim_start_matches('/');
            let path = match path.strip_prefix(base) {
                Some(below) if !base.is_empty() && below.starts_with('/') => &below[1..],
                _ => path,
            };
            return Place::Here(format!("../../{path}"));
        }
        let (path, end) = url.split_at(url.find(['?', '#']).unwrap_or(url.len()));
        let address = RelPath::new(self.sheet)
            .resolve(path)
            .and_then(|path| self.addresses.get(path.as_str()));
        match address.and_then(|address| address.strip_prefix("/_faqtory/")) {
            Some(place) => Place::Here(format!("../{place}{end}")),
            None => Place::Nowhere,
        }
    }
}

enum Place {
    /// Another site, or the sheet itself.
    Elsewhere,
    Here(String),
    Nowhere,
}

fn missing_file(sheet: &str, text: &str, url: &str) -> Diagnostic {
    let path = RelPath::new(&format!("theme/{sheet}"));
    let source = Arc::new(Source { path, text: text.to_owned() });
    let at = text.find(url).unwrap_or_default();
    let message = format!("the theme has no file `{url}`, seen from this style sheet");
    Diagnostic::new(diag::MISSING_THEME_FILE, Span::new(&source, at..at + url.len()), message)
        .hint("a file `theme/fonts/text.woff2` is `../fonts/text.woff2` from `theme/css/`")
}

fn moved_color(written: &str, span: &Span, moved: &Moved) -> Diagnostic {
    let instead = match moved.fill {
        Some(fill) if fill == moved.text => format!("links and buttons are `{fill}` instead"),
        Some(fill) => format!("links are `{}` and buttons `{fill}` instead", moved.text),
        None => format!("links are `{}` instead; buttons keep it", moved.text),
    };
    let message = format!(
        "`{written}` is hard to read as text on light pages ({:.1} : 1 of the needed 4.5 : 1), so {instead}",
        moved.contrast
    );
    // Without quotes, YAML would take it for a comment.
    let quoted = span.source.text[..span.range.start].ends_with(['"', '\'']);
    let replacement = if quoted { moved.text.to_string() } else { format!("\"{}\"", moved.text) };
    Diagnostic::new(diag::BRAND_CONTRAST, span.clone(), message).fix(
        format!("`{}` is the nearest colour that can be used everywhere as it is", moved.text),
        replacement,
    )
}
