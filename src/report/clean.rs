//! What may be kept of a text that a customer wrote: cut, on one line, and without what looks like
//! an e-mail address, a phone number or the number of a card.
//!
//! | Looks like | Rule |
//! | --- | --- |
//! | e-mail address | letters before `@`, a dot between letters after it |
//! | card | 13 to 19 digits, in groups or not, that pass the Luhn check |
//! | phone | 7 to 15 digits, in groups or not, that begin with `+`, `0` or `(`; or 9 to 15 in any case; but no day |
//!
//! Digits that touch a letter are the name of something (`0x80070057`, `E-1042`, `iPhone15`) and stay.

/// Most characters of a text.
pub const MAX_TEXT: usize = 500;
/// Most characters of a name or a path.
const MAX_NAME: usize = 200;
/// What stands where something was.
pub const REMOVED: &str = "[removed]";

/// `text` as it may be stored.
pub fn cleaned(text: &str) -> String {
    let one_line: String =
        text.chars().map(|c| if c.is_control() || c.is_whitespace() { ' ' } else { c }).collect();
    let words: Vec<&str> = one_line.split(' ').filter(|word| !word.is_empty()).collect();
    let words: Vec<&str> =
        words.into_iter().map(|word| if is_mail(word) { REMOVED } else { word }).collect();
    // Cut last: half an address would not be known for one.
    without_numbers(&words.join(" ")).chars().take(MAX_TEXT).collect()
}

/// A short name such as `billing` or `too-long`; what else stands there is nothing.
pub fn name(text: &str) -> Option<String> {
    let is_name = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | ':');
    let fits = !text.is_empty() && text.chars().count() <= MAX_NAME && text.chars().all(is_name);
    let personal = || cleaned(text) != text;
    (fits && !personal()).then(|| text.to_owned())
}

/// The path of an address, without query and anchor: both may hold what was typed or chosen.
pub fn path(text: &str) -> Option<String> {
    let below = below(text)?;
    let path = below.split(['?', '#']).next().unwrap_or_default();
    let fits = path.starts_with('/') && !path.starts_with("//");
    (fits && is_harmless(path)).then(|| path.to_owned())
}

/// The path and the anchor of a search's result, which is the name of a heading.
pub fn section(text: &str) -> Option<String> {
    let path = path(text)?;
    let anchor = below(text)?.split_once('#').map_or("", |(_, anchor)| anchor);
    // `:~:text=…` is a quotation of the page, chosen by whoever made the link.
    let anchor = anchor.split(":~:").next().unwrap_or_default();
    let anchor = anchor.split(['?', '&', '=']).next().unwrap_or_default();
    let anchor = Some(anchor).filter(|anchor| !anchor.is_empty() && is_harmless(anchor));
    Some(anchor.map_or_else(|| path.clone(), |anchor| format!("{path}#{anchor}")))
}

/// An address without scheme and host, unless it is longer than any of ours.
fn below(text: &str) -> Option<&str> {
    let below = match text.split_once("://") {
        Some((_, rest)) => rest.find('/').map_or("/", |slash| &rest[slash..]),
        None => text,
    };
    (below.len() <= 4 * MAX_NAME).then_some(below)
}

fn is_harmless(text: &str) -> bool {
    !text.contains(char::is_whitespace) && cleaned(text) == text
}

fn is_mail(word: &str) -> bool {
    let word = word.replace("%40", "@").replace('＠', "@");
    word.match_indices('@').any(|(at, _)| {
        let before = word[..at].chars().next_back().is_some_and(char::is_alphanumeric);
        let mut labels = word[at + 1..].split('.');
        let first = labels.next().is_some_and(|label| label.starts_with(char::is_alphanumeric));
        before
            && first
            && labels.next().is_some_and(|label| label.starts_with(char::is_alphanumeric))
    })
}

/// Replaces groups of digits that are the number of a person or a card.
fn without_numbers(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while at < chars.len() {
        let ends = group_ends(&chars, at);
        let personal = ends.iter().rev().find(|end| is_personal(&chars[at..**end]));
        let next = personal.or(ends.first()).copied().unwrap_or(at + 1);
        match personal {
            Some(_) => out.push_str(REMOVED),
            None => out.extend(&chars[at..next]),
        }
        at = next;
    }
    out
}

/// Where each group of digits ends of the number that begins at `at`.
fn group_ends(chars: &[char], at: usize) -> Vec<usize> {
    let touches = |c: Option<&char>| c.is_some_and(|c| c.is_alphabetic() || *c == '_');
    let before = at.checked_sub(1).and_then(|before| chars.get(before));
    let begins = value(chars[at]).is_some() || matches!(chars[at], '+' | '(');
    // `E-1042`: a hyphen between a letter and a digit joins them.
    let hyphen = at >= 2 && chars[at - 1] == '-' && chars[at - 2].is_alphabetic();
    if !begins || hyphen || touches(before) || before.is_some_and(|c| value(*c).is_some()) {
        return Vec::new();
    }
    let joins = |c: char| matches!(c, ' ' | '-' | '.' | '(' | ')' | '/' | '\u{2011}' | '–');
    let mut ends = Vec::new();
    let mut gap = 0;
    for (here, &c) in chars.iter().enumerate().skip(at) {
        if value(c).is_some() {
            gap = 0;
            if chars.get(here + 1).is_none_or(|next| value(*next).is_none()) {
                ends.push(here + 1);
            }
        } else if joins(c) && gap < 3 {
            gap += 1;
        } else if !(c == '+' && here == at) {
            break;
        }
    }
    ends.retain(|end| !touches(chars.get(*end)));
    ends
}

fn is_personal(number: &[char]) -> bool {
    let digits: Vec<u32> = number.iter().filter_map(|c| value(*c)).collect();
    let starts = number.first().is_some_and(|c| matches!(c, '+' | '(') || value(*c) == Some(0));
    let is_card = (13..=19).contains(&digits.len()) && luhn(&digits);
    let is_phone = match digits.len() {
        7 | 8 => starts,
        9..=15 => true,
        _ => false,
    };
    is_card || is_phone && !is_date(number)
}

/// Whether the groups are those of a day, such as `01/02/2026`.
fn is_date(number: &[char]) -> bool {
    let groups = number.split(|c| matches!(c, '/' | '.' | '-'));
    let lengths: Vec<usize> = groups.map(<[char]>::len).collect();
    matches!(lengths.as_slice(), [1 | 2, 1 | 2, 4] | [4, 1 | 2, 1 | 2])
}

/// The value of a digit of the scripts that customers write numbers in.
fn value(c: char) -> Option<u32> {
    let code = c as u32;
    [0x30, 0x660, 0x6F0, 0x966, 0xE50, 0xFF10]
        .iter()
        .find_map(|zero| code.checked_sub(*zero).filter(|digit| *digit < 10))
}

fn luhn(digits: &[u32]) -> bool {
    let doubled = |digit: u32| if digit > 4 { digit * 2 - 9 } else { digit * 2 };
    let values = digits.iter().rev().enumerate();
    let sum: u32 =
        values.map(|(place, digit)| if place % 2 == 1 { doubled(*digit) } else { *digit }).sum();
    sum.is_multiple_of(10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_looks_personal_is_removed() {
        for (text, kept) in [
            ("refund for jane.doe@example.com please", "refund for [removed] please"),
            ("<jane+x@mail.example.co.uk>,", "[removed]"),
            ("call +353 1 555 0142 now", "call [removed] now"),
            ("call (01) 555-0142", "call [removed]"),
            ("0871234567", "[removed]"),
            ("card 4111 1111 1111 1111 declined", "card [removed] declined"),
            ("card 4111-1111-1111-1111.", "card [removed]."),
            ("٠٨٧١٢٣٤٥٦٧", "[removed]"),
            ("2026-11-23 0871234567", "2026-[removed]"),
            ("two\nlines\tof\u{0} text", "two lines of text"),
        ] {
            assert_eq!(cleaned(text), kept);
        }
    }

    #[test]
    fn names_of_things_stay() {
        for text in [
            "error E-1042",
            "0x80070057",
            "error 80070057",
            "iPhone15 on 2026-11-23",
            "100 000 km",
            "bike 12345",
            "@home",
            "version 2.4.10",
            "since 01/02/2026",
            "C++ and 404",
        ] {
            assert_eq!(cleaned(text), text);
        }
    }

    #[test]
    fn a_long_text_is_cut_between_characters() {
        assert_eq!(cleaned(&"é".repeat(600)).chars().count(), MAX_TEXT);
        let text = format!("{} jane@example.com", "x".repeat(495));
        assert!(!cleaned(&text).contains("jane"));
    }

    #[test]
    fn paths_lose_their_queries() {
        assert_eq!(path("/x/?email=a@b.example#top").as_deref(), Some("/x/"));
        assert_eq!(path("https://help.example/x/#y?z").as_deref(), Some("/x/"));
        assert_eq!(section("/x/?email=a@b.example#top").as_deref(), Some("/x/#top"));
        assert_eq!(section("https://help.example/x/#y").as_deref(), Some("/x/#y"));
        assert_eq!(section("/x/#jane@example.com").as_deref(), Some("/x/"));
        assert_eq!(section("/x/#y:~:text=typed").as_deref(), Some("/x/#y"));
        assert_eq!(path("https://help.example").as_deref(), Some("/"));
        assert_eq!(path("javascript:x"), None);
        assert_eq!(path("//evil.example/"), None);
        assert_eq!(path("/x/jane@example.com/"), None);
        assert_eq!(name("too-long").as_deref(), Some("too-long"));
        assert_eq!(name("jane doe"), None);
        assert_eq!(name("jane@example.com"), None);
    }
}
