//! Raw HTML in Markdown: what is kept, what is text, what goes.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt::Write;
use std::ops::Range;

use super::blocks::is_reserved_id;
use super::body::{SLOT_END, SLOT_START};
use super::containers::escape_into;
use crate::url::{self, Scheme};

/// Raw tags that nest deeper are not parsed at all: parsers of HTML recurse.
const MAX_DEPTH: usize = 200;

/// The elements of HTML. A tag with another name is a placeholder such as `<username>`.
const ELEMENTS: &str = " a abbr acronym address applet area article aside audio b base basefont bdi bdo bgsound big \
blink blockquote body br button canvas caption center cite code col colgroup command content data datalist dd del \
details dfn dialog dir div dl dt element em embed fieldset figcaption figure font footer form frame frameset h1 h2 h3 \
h4 h5 h6 head header hgroup hr html i iframe image img input ins isindex kbd keygen label legend li link listing main \
map mark marquee math menu menuitem meta meter multicol nav nextid nobr noembed noframes noscript object ol optgroup \
option output p param picture plaintext portal pre progress q rb rp rt rtc ruby s samp script search section select \
shadow slot small source spacer span strike strong style sub summary sup svg table tbody td template textarea tfoot th \
thead time title tr track tt u ul var video wbr xmp foreignobject animate set use ";

/// Elements whose loss is worth a word: they could run code or load it.
const DANGEROUS: &[&str] = &[
    "script", "iframe", "object", "embed", "style", "form", "input", "button", "textarea",
    "select", "svg", "math", "link", "meta", "base", "applet", "frame", "frameset", "video",
    "audio", "template", "noscript", "portal",
];

/// Elements without a content, or whose end tags writers leave out: they do not nest.
const UNNESTED: &[&str] = &[
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track",
    "wbr", "p", "li", "dt", "dd", "td", "th", "tr", "option",
];

/// What sanitised articles may use beyond ammonia's own list.
const EXTRA_TAGS: &[&str] =
    &["section", "details", "summary", "figure", "figcaption", "mark", "kbd", "samp", "var"];

/// Whether HTML forbids the character everywhere.
fn is_forbidden(c: char) -> bool {
    matches!(c, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{7f}')
}

/// Follows the raw HTML of an article.
#[derive(Debug, Default)]
pub(super) struct RawHtml {
    needed: bool,
    depth: usize,
    deepest: usize,
    dangerous: Option<Range<usize>>,
    /// Where it stands, in order, and which of it was looked at last.
    places: Vec<Range<usize>>,
    /// Whether a comment that began in an earlier line is still open.
    in_comment: bool,
    looked_at: usize,
}

impl RawHtml {
    /// Whether the article has any.
    pub(super) fn is_needed(&self) -> bool {
        self.needed
    }

    /// Whether it nests too deep to parse.
    pub(super) fn is_too_deep(&self) -> bool {
        self.deepest > MAX_DEPTH
    }

    /// Where the first tag is that could run code; where the text begins without one.
    pub(super) fn first_range(&self) -> Range<usize> {
        self.dangerous.clone().unwrap_or(0..0)
    }

    /// Where `target` stands in raw HTML. Links are asked for in their order, so each is looked for
    /// from the place of the one before.
    pub(super) fn place_of(&mut self, target: &str, text: &str) -> Range<usize> {
        let mut rest = self.places.iter().skip(self.looked_at);
        let found = rest.position(|place| text[place.clone()].contains(target));
        self.looked_at += found.unwrap_or_default();
        let place = self.places.get(self.looked_at).cloned().unwrap_or(0..0);
        let at = text[place.clone()].find(target).map(|at| place.start + at);
        at.map_or(place, |at| at..at + target.len())
    }

    /// Raw HTML at `range` as it goes into the page, and the first tag name in it that HTML does not
    /// have.
    pub(super) fn add(&mut self, html: &str, range: &Range<usize>) -> (String, Option<String>) {
        self.places.push(range.clone());
        let mut kept = String::with_capacity(html.len());
        let mut unknown = None;
        let mut rest = html;
        while let Some(open) = self.next_tag(&mut rest, &mut kept) {
            push_clean(&mut kept, &rest[..open]);
            let (name, closing) = tag_name(&rest[open..]);
            if name.is_empty() || is_element(name) {
                self.needed = true;
                self.count(name, closing);
                if DANGEROUS.contains(&name.to_ascii_lowercase().as_str()) {
                    self.dangerous.get_or_insert_with(|| range.clone());
                }
                kept.push('<');
            } else {
                unknown.get_or_insert_with(|| name.to_owned());
                escape_into(&mut kept, "<");
            }
            rest = &rest[open + 1..];
        }
        push_clean(&mut kept, rest);
        (kept, unknown)
    }

    /// Where the next tag begins that is in no comment; comments before it are left out.
    fn next_tag(&mut self, rest: &mut &str, kept: &mut String) -> Option<usize> {
        loop {
            if self.in_comment {
                let end = rest.find("-->");
                self.in_comment = end.is_none();
                *rest = end.map_or("", |end| &rest[end + 3..]);
                if self.in_comment {
                    return None;
                }
            }
            let open = rest.find('<')?;
            if !rest[open..].starts_with("<!--") {
                return Some(open);
            }
            push_clean(kept, &rest[..open]);
            seal(kept);
            *rest = &rest[open + 4..];
            self.in_comment = true;
        }
    }

    fn count(&mut self, name: &str, closing: bool) {
        if !name.is_empty() && !UNNESTED.contains(&name.to_ascii_lowercase().as_str()) {
            self.depth = if closing { self.depth.saturating_sub(1) } else { self.depth + 1 };
            self.deepest = self.deepest.max(self.depth);
        }
    }
}

/// Appends raw HTML with U+FFFD for every character that HTML forbids, also when it is written as
/// `&#1;`: the sanitiser would decode it, and slots are made of such characters. Nothing is left
/// out, so what stands around such a character is never joined to a new one.
fn push_clean(kept: &mut String, html: &str) {
    let mut rest = html;
    while let Some(at) = rest.find("&#") {
        let digits = &rest[at + 2..];
        let (digits, radix) = digits.strip_prefix(['x', 'X']).map_or((digits, 10), |hex| (hex, 16));
        let end = digits.find(|c: char| !c.is_digit(radix)).unwrap_or(digits.len());
        let value = u32::from_str_radix(&digits[..end], radix).ok();
        let until = rest.len() - digits.len() + end;
        let forbidden =
            end > 0 && value.is_none_or(|value| char::from_u32(value).is_none_or(is_forbidden));
        if forbidden {
            kept.extend(rest[..at].chars().map(allowed));
            kept.push('\u{fffd}');
        } else {
            kept.extend(rest[..until].chars().map(allowed));
        }
        rest = &rest[until..];
    }
    kept.extend(rest.chars().map(allowed));
}

/// Makes text of a character reference that has begun: what is left out behind it must not lead to
/// the reference's other half.
fn seal(kept: &mut String) {
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '#';
    if let Some(at) = kept.rfind('&').filter(|at| kept[at + 1..].chars().all(is_part)) {
        kept.insert_str(at + 1, "amp;");
    }
}

/// The character, or U+FFFD for one that HTML forbids.
pub(super) fn allowed(c: char) -> char {
    if is_forbidden(c) { '\u{fffd}' } else { c }
}

/// The name of the tag that `html` begins with, and whether it closes an element.
fn tag_name(html: &str) -> (&str, bool) {
    let inner = &html[1..];
    let (inner, closing) = inner.strip_prefix('/').map_or((inner, false), |rest| (rest, true));
    let end = inner
        .find(|c: char| !c.is_ascii_alphanumeric() && c != '-' && c != ':')
        .unwrap_or(inner.len());
    (&inner[..end], closing)
}

/// `<Data>` and `<Steps>` are no HTML: writers of HTML write `<data>` or `<DATA>`.
fn is_element(name: &str) -> bool {
    let one_case = name.chars().all(|c| !c.is_ascii_uppercase())
        || name.chars().all(|c| !c.is_ascii_lowercase());
    one_case && ELEMENTS.contains(&format!(" {} ", name.to_ascii_lowercase()))
}

/// What the sanitiser made of an article.
#[derive(Debug, Default)]
pub(super) struct Clean {
    /// Its HTML; relative addresses in raw HTML are slots.
    pub(super) html: String,
    /// Those addresses, and whether each is a picture's.
    pub(super) links: Vec<(String, bool)>,
    /// Ids in raw HTML.
    pub(super) ids: Vec<String>,
    /// Elements that were removed because they could run code.
    pub(super) removed: BTreeSet<String>,
}

/// Sanitises `html`; new links are numbered from `first_link`. While the sanitiser works, every slot
/// bears a mark that is made of the whole text, so no text can hold it: what looks like a slot
/// afterwards and bears none was made of content, and becomes U+FFFD.
pub(super) fn clean(html: &str, first_link: usize) -> Clean {
    let mark = format!("{SLOT_START}{}", &blake3::hash(html.as_bytes()).to_hex()[..16]);
    let mut builder = ammonia::Builder::default();
    builder
        .add_tags(EXTRA_TAGS.iter().copied())
        .add_generic_attributes(["data-own", "id", "dir"])
        .add_tag_attributes("a", ["name"])
        .add_tag_attributes("details", ["open"])
        .link_rel(None)
        .url_schemes(["http", "https", "mailto", "tel", "sms"].into())
        .attribute_filter({
            let mark = mark.clone();
            move |element, name, value| attribute((element, name), value, &mark)
        });
    let marked = html.replace(SLOT_START, &mark);
    let sanitised = unmarked(&builder.clean(&marked).to_string(), &mark);
    let removed = DANGEROUS
        .iter()
        .filter(|name| has_tag(html, name))
        .map(|name| (*name).to_owned())
        .collect();
    let mut clean = Clean { removed, ..Clean::default() };
    collect(&sanitised, first_link, &mut clean);
    clean
}

/// The text with the marks taken off its slots.
fn unmarked(sanitised: &str, mark: &str) -> String {
    let nonce = mark.trim_start_matches(SLOT_START);
    let mut pieces = sanitised.split(SLOT_START);
    let mut html = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        if let Some(own) = piece.strip_prefix(nonce) {
            html.push(SLOT_START);
            html.push_str(own);
        } else {
            html.push('\u{fffd}');
            html.push_str(&piece.replace(SLOT_END, "\u{fffd}"));
        }
    }
    html
}

/// Decides about one attribute. Relative addresses and ids leave as slots that [`collect`] reads.
fn attribute<'v>(
    (element, name): (&str, &str),
    value: &'v str,
    mark: &str,
) -> Option<Cow<'v, str>> {
    match name {
        "data-own" => is_slot(value, &["A", "S"], mark).then_some(Cow::Borrowed(value)),
        "href" | "src" if is_slot(value, &["U"], mark) => Some(Cow::Borrowed(value)),
        _ if value.contains([SLOT_START, SLOT_END]) => None,
        "id" | "name" => Some(Cow::Owned(pending('D', value, mark))),
        "href" | "src" => match url::scheme(value) {
            Scheme::External if element == "img" => None,
            Scheme::External => Some(Cow::Borrowed(value)),
            Scheme::Unsafe(_) => None,
            Scheme::Relative => {
                let kind = if element == "img" { 'I' } else { 'L' };
                Some(Cow::Owned(pending(kind, value, mark)))
            }
        },
        _ => Some(Cow::Borrowed(value)),
    }
}

/// Whether `value` is one slot of these kinds and nothing else.
fn is_slot(value: &str, kinds: &[&str], mark: &str) -> bool {
    let inner = value.strip_prefix(mark).and_then(|rest| rest.strip_suffix(SLOT_END));
    inner.and_then(|inner| inner.split_at_checked(1)).is_some_and(|(kind, number)| {
        kinds.contains(&kind)
            && !number.is_empty()
            && number.bytes().all(|byte| byte.is_ascii_digit())
    })
}

/// A slot that carries a text. Hexadecimal, so that the serialiser leaves it alone.
fn pending(kind: char, value: &str, mark: &str) -> String {
    let mut slot = format!("{mark}{kind}");
    for byte in value.bytes() {
        let _ = write!(slot, "{byte:02x}");
    }
    slot.push(SLOT_END);
    slot
}

fn unhex(hex: &str) -> String {
    let byte = |at: usize| hex.get(at..at + 2).and_then(|pair| u8::from_str_radix(pair, 16).ok());
    let bytes: Vec<u8> = (0..hex.len()).step_by(2).filter_map(byte).collect();
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Moves the links and ids out of `sanitised`.
fn collect(sanitised: &str, first_link: usize, clean: &mut Clean) {
    let mut rest = sanitised;
    while let Some((before, after)) = rest.split_once(SLOT_START) {
        clean.html.push_str(before);
        let Some((slot, after)) = after.split_once(SLOT_END) else { break };
        rest = after;
        match slot.split_at_checked(1) {
            Some(("D", hex)) if is_reserved_id(&unhex(hex)) => {}
            Some(("D", hex)) => {
                escape_into(&mut clean.html, &unhex(hex));
                clean.ids.push(unhex(hex));
            }
            Some((kind @ ("L" | "I"), hex)) => {
                let _ =
                    write!(clean.html, "{SLOT_START}U{}{SLOT_END}", first_link + clean.links.len());
                clean.links.push((unhex(hex), kind == "I"));
            }
            _ => {
                let _ = write!(clean.html, "{SLOT_START}{slot}{SLOT_END}");
            }
        }
    }
    clean.html.push_str(rest);
}

fn has_tag(html: &str, name: &str) -> bool {
    let lower = html.to_ascii_lowercase();
    lower.match_indices(&format!("<{name}")).any(|(at, found)| {
        lower[at + found.len()..]
            .chars()
            .next()
            .is_none_or(|c| c.is_whitespace() || matches!(c, '>' | '/'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slot_that_content_made_is_none() {
        let own = format!("{SLOT_START}X0{SLOT_END}");
        let clean = clean(&format!("<p>&#1;X1&#2;{own}<a href=\"&#1;U0&#2;\">b</a></p>"), 0);
        assert_eq!(clean.html, format!("<p>\u{fffd}X1\u{fffd}{own}<a>b</a></p>"));
    }
}
