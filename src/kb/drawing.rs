//! Small SVG files that pages may hold themselves, so that they cost no request.
//!
//! In a page a picture shares scripts, styles, ids and colours with all that is around it. So it is read by a
//! list of what only draws: shapes, how they are painted, where they are. With anything else in it the
//! file stays a file. There is no library for SVG among the dependencies, and one would be asked for the same
//! list: what is read here is tags without text, entities and references.

use std::fmt::Write;

/// A picture that is larger costs each page more than a request does.
const LIMIT: usize = 2048;

/// Elements that draw, and one that holds others.
const SHAPES: &[&str] = &["g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon"];

/// Elements that describe: where a picture stands says what it is.
const SILENT: &[&str] = &["title", "desc"];

/// Attributes that draw.
const DRAWING: &[&str] = &[
    "d",
    "points",
    "x",
    "y",
    "x1",
    "y1",
    "x2",
    "y2",
    "cx",
    "cy",
    "r",
    "rx",
    "ry",
    "width",
    "height",
    "pathLength",
];

/// Attributes that paint: also the root may have them, for all in it.
const PAINT: &[&str] = &[
    "fill",
    "fill-opacity",
    "fill-rule",
    "stroke",
    "stroke-dasharray",
    "stroke-dashoffset",
    "stroke-linecap",
    "stroke-linejoin",
    "stroke-miterlimit",
    "stroke-opacity",
    "stroke-width",
    "opacity",
    "clip-rule",
    "shape-rendering",
];

/// Attributes that mean nothing without styles, scripts and references.
const NEEDLESS: &[&str] = &["id", "class", "role", "focusable", "version"];

/// What may be called in a value. `url()` and `var()` lead elsewhere.
const FUNCTIONS: &[&str] =
    &["matrix", "translate", "scale", "rotate", "skewX", "skewY", "rgb", "rgba", "hsl", "hsla"];

/// A picture as a page may hold it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Drawing {
    /// Its part of the plane, for `viewBox`.
    pub view_box: String,
    /// Elements of SVG that only draw.
    pub shapes: String,
    /// What the root hands down to its children.
    paint: String,
}

impl Drawing {
    /// Reads an SVG file of `size`, when it is small and only draws.
    pub(super) fn read(svg: &[u8], (width, height): (u32, u32)) -> Option<Self> {
        let mut rest = std::str::from_utf8(svg).ok()?.trim_start_matches('\u{feff}');
        let mut drawing = Self::default();
        let mut open: Vec<&str> = Vec::new();
        let mut is_over = false;
        while let Some((piece, after)) = next(rest) {
            rest = after;
            match piece {
                Piece::Silence => {}
                Piece::Close(name) if open.pop() == Some(name) => {
                    is_over = open.is_empty();
                    if !is_over {
                        let _ = write!(drawing.shapes, "</{name}>");
                    }
                }
                Piece::Open { name: "svg", attributes, is_empty: false }
                    if open.is_empty() && !is_over =>
                {
                    drawing.begin(&attributes)?;
                    open.push("svg");
                }
                Piece::Open { name, .. } if SILENT.contains(&name) && !open.is_empty() => {
                    rest = rest.split_once(&format!("</{name}>"))?.1;
                }
                Piece::Open { name, attributes, is_empty } if !open.is_empty() => {
                    drawing.add(name, &attributes, is_empty)?;
                    open.extend((!is_empty).then_some(name));
                }
                _ => return None,
            }
        }
        if !drawing.paint.is_empty() {
            drawing.shapes = format!("<g{}>{}</g>", drawing.paint, drawing.shapes);
        }
        let is_whole = rest.trim().is_empty() && is_over && drawing.has_shape_of(width, height);
        (is_whole && drawing.shapes.len() <= LIMIT).then_some(drawing)
    }

    /// Reads the attributes of the root.
    fn begin(&mut self, attributes: &[(&str, &str)]) -> Option<()> {
        for (name, value) in attributes {
            match *name {
                "viewBox" if is_plain(value) => self.view_box = (*value).to_owned(),
                "xmlns" if *value == "http://www.w3.org/2000/svg" => {}
                "width" | "height" | "x" | "y" | "xmlns:xlink" | "xml:space" => {}
                name if is_needless(name) => {}
                name if PAINT.contains(&name) && is_plain(value) => {
                    let _ = write!(self.paint, " {name}=\"{}\"", value.trim());
                }
                _ => return None,
            }
        }
        Some(())
    }

    fn add(&mut self, name: &str, attributes: &[(&str, &str)], is_empty: bool) -> Option<()> {
        if !SHAPES.contains(&name) {
            return None;
        }
        let _ = write!(self.shapes, "<{name}");
        for (name, value) in attributes {
            let draws = DRAWING.contains(name) || PAINT.contains(name) || *name == "transform";
            if draws && is_plain(value) {
                let _ = write!(self.shapes, " {name}=\"{}\"", value.trim());
            } else if draws || !is_needless(name) {
                return None;
            }
        }
        self.shapes.push_str(if is_empty { "/>" } else { ">" });
        Some(())
    }

    /// Whether it fills a place of these measures, as a file would that has them.
    fn has_shape_of(&self, width: u32, height: u32) -> bool {
        let numbers: Option<Vec<f64>> = self
            .view_box
            .split([' ', ','])
            .filter(|part| !part.is_empty())
            .map(|part| part.parse().ok())
            .collect();
        let Some([_, _, w, h]) = numbers.as_deref() else { return false };
        let wanted = f64::from(width) / f64::from(height);
        *w > 0.0 && *h > 0.0 && (w / h / wanted - 1.0).abs() < 0.01
    }
}

fn is_needless(name: &str) -> bool {
    NEEDLESS.contains(&name) || name.starts_with("data-") || name.starts_with("aria-")
}

/// Whether a value says all by itself: numbers, lengths, paths, colours.
fn is_plain(value: &str) -> bool {
    let is_known = |c: char| c.is_ascii_alphanumeric() || " \t\r\n.,-+#%()".contains(c);
    let called = value.match_indices('(').map(|(at, _)| {
        let before = value[..at].trim_end();
        let start = before.rfind(|c: char| !c.is_ascii_alphanumeric()).map_or(0, |at| at + 1);
        &before[start..]
    });
    let lower = value.to_ascii_lowercase();
    // The colour of the text around is another one than a file's own.
    let takes = ["currentcolor", "inherit", "unset", "revert"];
    value.chars().all(is_known)
        && called.into_iter().all(|name| FUNCTIONS.contains(&name))
        && !takes.iter().any(|word| lower.contains(word))
}

enum Piece<'t> {
    /// A comment, or the line that says it is XML.
    Silence,
    Open {
        name: &'t str,
        attributes: Vec<(&'t str, &'t str)>,
        is_empty: bool,
    },
    Close(&'t str),
}

/// The next piece of `text` and what follows it; nothing at its end, and at what is not understood.
fn next(text: &str) -> Option<(Piece<'_>, &str)> {
    let text = text.trim_start();
    for (start, end) in [("<!--", "-->"), ("<?xml ", "?>")] {
        if let Some(inner) = text.strip_prefix(start) {
            return Some((Piece::Silence, inner.split_once(end)?.1));
        }
    }
    if let Some(inner) = text.strip_prefix("</") {
        let (name, after) = inner.split_once('>')?;
        return Some((Piece::Close(name.trim_end()), after));
    }
    let (name, mut rest) = word(text.strip_prefix('<')?)?;
    let mut attributes = Vec::new();
    loop {
        rest = rest.trim_start();
        for (end, is_empty) in [("/>", true), (">", false)] {
            if let Some(after) = rest.strip_prefix(end) {
                return Some((Piece::Open { name, attributes, is_empty }, after));
            }
        }
        let (name, after) = word(rest)?;
        let after = after.trim_start().strip_prefix('=')?.trim_start();
        let quote = after.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        let (value, after) = after[1..].split_once(quote)?;
        attributes.push((name, value));
        rest = after;
    }
}

/// The name at the beginning of `text`, and what follows it.
fn word(text: &str) -> Option<(&str, &str)> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | ':' | '_');
    let end = text.find(|c| !is_part(c))?;
    (end > 0).then(|| text.split_at(end))
}

#[cfg(test)]
mod tests {
    use super::Drawing;

    fn read(root: &str, content: &str) -> Option<Drawing> {
        let svg = format!("<svg xmlns=\"http://www.w3.org/2000/svg\" {root}>{content}</svg>");
        Drawing::read(svg.as_bytes(), (40, 20))
    }

    fn in_a_page(content: &str) -> Option<String> {
        read("viewBox=\"0 0 40 20\"", content).map(|drawing| drawing.shapes)
    }

    #[test]
    fn what_only_draws_goes_into_the_page_without_names_of_its_own() {
        let logo = "<?xml version=\"1.0\"?>\n<!-- <script> -->\n<svg xmlns='http://www.w3.org/2000/svg'\n\
            id=\"a\" viewBox=\"0, 0, 80 40\" fill=\"none\" width=\"40\" role=\"img\" aria-label=\"Acme\">\n\
            <title>Acme <b/></title>\n<g id=\"b\" data-name=\"B\" transform=\"translate( 1, 2)\">\n\
            <path class='c' d=\"M1 2l-.5 3e1z\" stroke = '#fff' />\n<rect fill=\"rgb(0 0 0)\"></rect></g>\n</svg>\n";
        let drawing = Drawing::read(logo.as_bytes(), (40, 20)).expect("it only draws");
        assert_eq!(drawing.view_box, "0, 0, 80 40");
        assert_eq!(
            drawing.shapes,
            "<g fill=\"none\"><g transform=\"translate( 1, 2)\">\
             <path d=\"M1 2l-.5 3e1z\" stroke=\"#fff\"/><rect fill=\"rgb(0 0 0)\"></rect></g></g>"
        );
    }

    #[test]
    fn what_could_do_more_than_draw_stays_a_file() {
        assert_eq!(in_a_page("<path d=\"M0 0\"/>").as_deref(), Some("<path d=\"M0 0\"/>"));
        for content in [
            "<script>alert(1)</script>",
            "<style>a { color: red }</style>",
            "<text x=\"1\">Acme</text>",
            "<image href=\"a.png\"/>",
            "<use href=\"#a\"/>",
            "<a href=\"https://example.com\"><path d=\"M0 0\"/></a>",
            "<defs><path d=\"M0 0\"/></defs>",
            "<animate attributeName=\"x\"/>",
            "<foreignObject/>",
            "<SCRIPT/>",
            "<svg><path d=\"M0 0\"/></svg>",
            "<path onclick=\"a()\"/>",
            "<path style=\"fill: red\"/>",
            "<path fill=\"url(#a)\"/>",
            "<path fill=\"url (#a)\"/>",
            "<path fill=\"var(--a)\"/>",
            "<path fill=\"currentColor\"/>",
            "<path fill=\"&#117;rl(a)\"/>",
            "<path fill=\"a\">b</path>",
            "<path d='\"><script>'/>",
            "<path href=\"a\"/>",
            "<path fill=red/>",
            "<path hidden/>",
            "<path/",
            "<path>",
            "<g></path>",
            "</svg><svg>",
            "</svg><path/>",
            "<![CDATA[<path/>]]>",
            "<?xml-stylesheet href=\"a.css\"?>",
            "<title>",
            "<!-- ",
        ] {
            assert_eq!(in_a_page(content), None, "{content}");
        }
        for root in [
            "viewBox=\"0 0 40 20\" onload=\"a()\"",
            "viewBox=\"0 0 40 20\" style=\"color: red\"",
            "viewBox=\"0 0 40 20\" preserveAspectRatio=\"none\"",
            "viewBox=\"0 0 40 40\"",
            "viewBox=\"0 0 0 0\"",
            "viewBox=\"\"",
            "width=\"40\" height=\"20\"",
            "viewBox=\"0 0 40 20\" /",
        ] {
            assert_eq!(read(root, ""), None, "{root}");
        }
        let doctype = "<!DOCTYPE svg [<!ENTITY a \"b\">]><svg viewBox=\"0 0 40 20\"></svg>";
        assert_eq!(Drawing::read(doctype.as_bytes(), (40, 20)), None);
        assert_eq!(in_a_page(&"<g></g>".repeat(300)), None, "too large");
    }
}
