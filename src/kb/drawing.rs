//! Small SVG files that pages may hold themselves, so that they cost no request.
//!
//! In a page a picture shares scripts, styles, ids and colours with all that is around it. So it is read by a
//! list of what only draws: shapes, how they are painted, where they are. With anything else in it the
//! file stays a file.

use std::fmt::Write;

use roxmltree::{Attribute, Document, Node, NodeType};

const SVG: &str = "http://www.w3.org/2000/svg";

/// Bytes of a file that is read at all: drawing programs add as much as they draw.
const MOST_READ: usize = 16 * 1024;

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
        let text = std::str::from_utf8(svg).ok().filter(|text| text.len() <= MOST_READ)?;
        let document = Document::parse(text.trim_start_matches('\u{feff}')).ok()?;
        let mut drawing = Self::default();
        for node in document.root().children() {
            match node.node_type() {
                NodeType::Comment => {}
                NodeType::Element if is_svg(node, "svg") => drawing.begin(node)?,
                _ => return None,
            }
        }
        if !drawing.paint.is_empty() {
            drawing.shapes = format!("<g{}>{}</g>", drawing.paint, drawing.shapes);
        }
        let is_fine = drawing.shapes.len() <= LIMIT && drawing.has_shape_of(width, height);
        is_fine.then_some(drawing)
    }

    /// Reads the root.
    fn begin(&mut self, root: Node) -> Option<()> {
        for attribute in root.attributes() {
            let value = attribute.value();
            match own_name(attribute) {
                "viewBox" if is_plain(value) => value.clone_into(&mut self.view_box),
                "width" | "height" | "x" | "y" => {}
                _ if is_needless(attribute) => {}
                name if PAINT.contains(&name) && is_plain(value) => {
                    let _ = write!(self.paint, " {name}=\"{}\"", value.trim());
                }
                _ => return None,
            }
        }
        self.add_all(root)
    }

    /// Adds what is in an element; nothing when it does more than draw.
    fn add_all(&mut self, parent: Node) -> Option<()> {
        for node in parent.children() {
            match node.node_type() {
                NodeType::Comment => {}
                NodeType::Text if node.text().is_some_and(|text| text.trim().is_empty()) => {}
                NodeType::Element if SILENT.iter().any(|name| is_svg(node, name)) => {}
                NodeType::Element => self.add(node)?,
                _ => return None,
            }
        }
        Some(())
    }

    fn add(&mut self, node: Node) -> Option<()> {
        let name = SHAPES.iter().find(|name| is_svg(node, name))?;
        let _ = write!(self.shapes, "<{name}");
        for attribute in node.attributes() {
            let (name, value) = (own_name(attribute), attribute.value());
            let draws = DRAWING.contains(&name) || PAINT.contains(&name) || name == "transform";
            if draws && is_plain(value) {
                let _ = write!(self.shapes, " {name}=\"{}\"", value.trim());
            } else if draws || !is_needless(attribute) {
                return None;
            }
        }
        // What is too large is known to be before all of it is read.
        if self.shapes.len() > LIMIT {
            return None;
        }
        if node.has_children() {
            self.shapes.push('>');
            self.add_all(node)?;
            let _ = write!(self.shapes, "</{name}>");
        } else {
            self.shapes.push_str("/>");
        }
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

fn is_svg(node: Node, name: &str) -> bool {
    node.has_tag_name((SVG, name))
}

/// The name of an attribute, if it is one of SVG's own.
fn own_name<'t>(attribute: Attribute<'t, '_>) -> &'t str {
    if attribute.namespace().is_none() { attribute.name() } else { "" }
}

/// Whether a browser makes nothing of it. What drawing programs add has a namespace, but links may, too.
fn is_needless(attribute: Attribute) -> bool {
    let name = attribute.name();
    match attribute.namespace() {
        Some(_) => name != "href",
        None => NEEDLESS.contains(&name) || name.starts_with("data-") || name.starts_with("aria-"),
    }
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
            <title>Acme <b/></title>\n<g id=\"b\" xmlns:i='urn:i' i:label=\"B\" data-name=\"B\" transform=\"translate( 1, 2)\">\n\
            <path class='c' d=\"M1 2l-.5 3e1z\" stroke = '#fff' />\n<rect fill=\"rgb(0 0 0)\"></rect></g>\n</svg>\n";
        let drawing = Drawing::read(logo.as_bytes(), (40, 20)).expect("it only draws");
        assert_eq!(drawing.view_box, "0, 0, 80 40");
        assert_eq!(
            drawing.shapes,
            "<g fill=\"none\"><g transform=\"translate( 1, 2)\">\
             <path d=\"M1 2l-.5 3e1z\" stroke=\"#fff\"/><rect fill=\"rgb(0 0 0)\"/></g></g>"
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
            "<path xmlns:x=\"http://www.w3.org/1999/xlink\" x:href=\"a\"/>",
            "<path xmlns=\"http://www.w3.org/1999/xhtml\"/>",
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
        assert_eq!(in_a_page(&"<g></g>".repeat(600)), None, "too large");
    }
}
