//! The URL rules: slugs, anchors, percent-encoding, which schemes are safe. Nothing else knows them.

use std::fmt::Write;

use unicode_normalization::UnicodeNormalization;

/// Longest slug in bytes: file systems take 255, hosts add extensions.
const MAX_SLUG: usize = 180;

/// A path part out of a file or folder name or a `slug`: lower case, letters and digits of any
/// script and `-`, `_`, `.`; everything else becomes one `-`. Empty when nothing is left.
pub fn slug(name: &str) -> String {
    let mut slug = String::with_capacity(name.len());
    for c in name.nfc().flat_map(char::to_lowercase) {
        if c.is_alphanumeric() || is_mark(c) || matches!(c, '_' | '.') {
            slug.push(c);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
        if slug.len() >= MAX_SLUG {
            break;
        }
    }
    slug.trim_matches(['-', '.']).to_owned()
}

/// A slug of several parts, `a/b`.
pub fn slug_path(path: &str) -> String {
    let parts: Vec<String> = path.split('/').map(slug).filter(|part| !part.is_empty()).collect();
    parts.join("/")
}

/// An anchor out of a heading, as GitHub makes it: lower case, spaces to hyphens, punctuation
/// dropped. Empty when nothing is left.
pub fn anchor(heading: &str) -> String {
    let mut anchor = String::with_capacity(heading.len());
    for c in heading.trim().nfc().flat_map(char::to_lowercase) {
        if c.is_alphanumeric() || is_mark(c) || matches!(c, '-' | '_') {
            anchor.push(c);
        } else if c.is_whitespace() {
            anchor.push('-');
        }
    }
    anchor
}

/// Combining marks belong to the letter before them (Hindi vowels, Arabic points).
fn is_mark(c: char) -> bool {
    unicode_normalization::char::is_combining_mark(c)
}

/// Percent-encodes what must not stand in a URL, keeping what is already encoded.
pub fn encode(url: &str) -> String {
    let mut encoded = String::with_capacity(url.len());
    for byte in url.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => encoded.push(char::from(byte)),
            b'-' | b'_' | b'.' | b'~' | b'/' | b'?' | b'#' | b'&' | b'=' | b'+' | b',' | b':'
            | b';' | b'@' | b'%' | b'!' | b'$' | b'*' | b'(' | b')' | b'\'' => {
                encoded.push(char::from(byte));
            }
            _ => drop(write!(encoded, "%{byte:02X}")),
        }
    }
    encoded
}

/// Percent-encodes one path whose characters all stand for themselves.
pub fn encode_path(path: &str) -> String {
    encode(&path.replace('%', "%25")).replace('?', "%3F").replace('#', "%23")
}

/// Percent-encodes a text for one value of a query, as JavaScript's `encodeURIComponent` does.
pub fn encode_component(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => encoded.push(char::from(byte)),
            b'-' | b'_' | b'.' | b'~' | b'!' | b'*' | b'(' | b')' | b'\'' => {
                encoded.push(char::from(byte));
            }
            _ => drop(write!(encoded, "%{byte:02X}")),
        }
    }
    encoded
}

/// Undoes percent-encoding; what is not valid stays as it is.
pub fn decode(url: &str) -> String {
    let bytes = url.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let hex = (bytes[at] == b'%').then(|| url.get(at + 1..at + 3)).flatten();
        if let Some(byte) = hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            decoded.push(byte);
            at += 3;
        } else {
            decoded.push(bytes[at]);
            at += 1;
        }
    }
    String::from_utf8(decoded).unwrap_or_else(|_| url.to_owned())
}

/// Where a link leads, as far as its text tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scheme {
    /// Inside the site.
    Relative,
    /// To another place, over a protocol that cannot run code.
    External,
    /// With a scheme that is not allowed, such as `javascript`.
    Unsafe(String),
}

/// The schemes that links may have.
const SAFE_SCHEMES: &[&str] = &["http", "https", "mailto", "tel", "sms"];

/// Classifies a link target as a browser would read it: control characters and spaces do not hide
/// a scheme.
pub fn scheme(target: &str) -> Scheme {
    let visible: String =
        target.chars().filter(|c| !c.is_control() && !c.is_whitespace()).collect();
    if visible.starts_with("//") || visible.starts_with("\\\\") || visible.starts_with("/\\") {
        return Scheme::External;
    }
    let head = visible.split(['/', '?', '#']).next().unwrap_or_default();
    let Some((scheme, _)) = head.split_once(':') else { return Scheme::Relative };
    let scheme = scheme.to_ascii_lowercase();
    if SAFE_SCHEMES.contains(&scheme.as_str()) { Scheme::External } else { Scheme::Unsafe(scheme) }
}

/// An address on the web.
pub fn web_address(text: &str) -> Option<String> {
    let web = text.starts_with("https://") || text.starts_with("http://");
    web.then(|| text.to_owned())
}

/// Scheme, host and port of an address on the web: what a Content-Security-Policy allows.
pub fn origin(address: &str) -> Option<String> {
    let (scheme, rest) = address.split_once("://")?;
    let authority = rest.split(['/', '?', '#']).next()?;
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    let fine = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':' | '[' | ']');
    let is_host = host.chars().all(fine) && host.chars().any(|c| c.is_ascii_alphanumeric());
    let scheme = scheme.to_ascii_lowercase();
    is_host.then(|| format!("{scheme}://{}", host.to_ascii_lowercase()))
}

/// A link target inside the site: path (decoded, may be empty), query with its `?`, anchor (decoded).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// Path.
    pub path: String,
    /// `?…` or empty.
    pub query: String,
    /// Without `#`; `None` when there is none.
    pub anchor: Option<String>,
}

impl Target {
    /// Takes a relative target apart.
    pub fn parse(target: &str) -> Self {
        let (rest, anchor) = match target.split_once('#') {
            Some((rest, anchor)) => (rest, Some(decode(anchor))),
            None => (target, None),
        };
        let (path, query) = match rest.split_once('?') {
            Some((path, query)) => (path, format!("?{query}")),
            None => (rest, String::new()),
        };
        Self { path: decode(path), query, anchor }
    }
}

/// Site path of the file of all help codes.
pub const HELP_CODES: &str = "/_faqtory/help-codes.json";

/// Site path of the module that pages of a language import to search.
pub fn search_entry(language: &str, is_default: bool) -> String {
    let suffix = if is_default { String::new() } else { format!("-{language}") };
    format!("/_faqtory/search{suffix}.js")
}

/// Site path of the widget's script.
pub const WIDGET: &str = "/_faqtory/widget.js";

/// Site path of what the widget suggests where, in a language.
pub fn widget_rules(language: &str, is_default: bool) -> String {
    let suffix = if is_default { String::new() } else { format!("-{language}") };
    format!("/_faqtory/widget{suffix}.json")
}

/// The page that the widget begins with.
pub fn widget_page(prefix: &str) -> String {
    format!("{prefix}/widget/")
}

/// The page that a host shows for addresses below `prefix` that do not exist. Hosts look for it in the
/// folder of the address and those above.
pub fn not_found(prefix: &str) -> String {
    format!("{prefix}/404.html")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_keep_letters_of_every_script() {
        assert_eq!(slug("How do I  reset (v2) & pay 100%"), "how-do-i-reset-v2-pay-100");
        assert_eq!(slug("よくある質問"), "よくある質問");
        assert_eq!(slug("cafe\u{301}"), "café");
        assert_eq!(slug("../.."), "");
        assert_eq!(slug_path("/a/../B c/"), "a/b-c");
    }

    #[test]
    fn anchors_are_those_of_github() {
        assert_eq!(anchor("What's new in 2.0?"), "whats-new-in-20");
        assert_eq!(anchor("!!!"), "");
    }

    #[test]
    fn hidden_schemes_are_seen() {
        for target in [
            "javascript:x",
            "JaVaScRiPt:x",
            "java\tscript:x",
            "\u{1}javascript:x",
            "vbscript:x",
            "data:text/html,x",
        ] {
            assert!(matches!(scheme(target), Scheme::Unsafe(_)), "{target:?}");
        }
        assert_eq!(scheme("a/b:c"), Scheme::Relative);
        assert_eq!(scheme("mailto:a@b.c"), Scheme::External);
        assert_eq!(scheme("//evil.example"), Scheme::External);
    }

    #[test]
    fn decoding_undoes_encoding() {
        assert_eq!(decode(&encode_path("a b/ü?#%20.png")), "a b/ü?#%20.png");
        assert_eq!(decode("%zz%e9"), "%zz%e9");
    }
}
