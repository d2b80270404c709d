//! Pseudo-languages: texts made from English that show what is not translated, what does not fit and
//! what does not turn around, before anybody translates a word.
//!
//! | code | looks like | shows |
//! | --- | --- | --- |
//! | `en-XA` | `⟦Šééåårçh⟧` | plain English on the page, lines too short for other languages |
//! | `ar-XB` | the same, set from right to left | margins and icons that forget the direction |

use std::ops::Range;

use pulldown_cmark::{BrokenLink, CowStr, Event, LinkType, Options, Parser, Tag, TagEnd};

/// A language that nobody speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pseudo {
    /// `en-XA`: accents, about a third longer.
    Accented,
    /// `ar-XB`: also set from right to left.
    RightToLeft,
}

const OPEN: char = '⟦';
const CLOSE: char = '⟧';

/// Before a word that is to run from right to left: a mark, and an override.
const RTL_START: &str = "\u{200f}\u{202e}";
const RTL_END: &str = "\u{202c}\u{200f}";

const PLAIN: &str = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
const ACCENTED: &str = "åƀçðéƒĝĥîĵķļɱñöþǫŕšţûṽŵẋýžÅƁÇÐÉƑĜĤÎĴĶĻṀÑÖÞǪŔŠŢÛṼŴẊÝŽ";

impl Pseudo {
    /// The pseudo-language with this code.
    pub fn of(code: &str) -> Option<Self> {
        if code.eq_ignore_ascii_case("en-XA") {
            Some(Self::Accented)
        } else if code.eq_ignore_ascii_case("ar-XB") {
            Some(Self::RightToLeft)
        } else {
            None
        }
    }

    /// A plain text, such as one of the interface: `{placeholders}`, tags and entities stay.
    pub fn text(self, text: &str) -> String {
        let whole = 0..text.len();
        self.around(text, &[whole])
    }

    /// Inline Markdown: markup, code, addresses, tags, facts and snippets stay.
    pub fn markdown(self, markdown: &str) -> String {
        self.around(markdown, &words_of_markdown(markdown))
    }

    /// `source` with the texts at `ranges` translated, all of it in brackets.
    fn around(self, source: &str, ranges: &[Range<usize>]) -> String {
        let inner = source.trim();
        if inner.is_empty() {
            return source.to_owned();
        }
        let start = source.len() - source.trim_start().len();
        let mut out = format!("{}{OPEN}", &source[..start]);
        let mut at = start;
        for range in ranges {
            let range = range.start.max(at)..range.end.min(start + inner.len());
            if range.start < range.end {
                out.push_str(&source[at..range.start]);
                self.translate(&source[range.clone()], &mut out);
                at = range.end;
            }
        }
        out.push_str(&source[at..start + inner.len()]);
        out.push(CLOSE);
        out.push_str(&source[start + inner.len()..]);
        out
    }

    fn translate(self, text: &str, out: &mut String) {
        let mut rest = text;
        while !rest.is_empty() {
            let kept = protected(rest);
            if kept > 0 {
                out.push_str(&rest[..kept]);
                rest = &rest[kept..];
                continue;
            }
            let is_letter = |c: char| c.is_ascii_alphabetic();
            let word = rest.find(|c| !is_letter(c)).unwrap_or(rest.len());
            let (piece, after) = match word {
                0 => rest.split_at(rest.chars().next().map_or(0, char::len_utf8)),
                word => rest.split_at(word),
            };
            match word {
                0 => out.push_str(piece),
                _ => self.word(piece, out),
            }
            rest = after;
        }
    }

    fn word(self, word: &str, out: &mut String) {
        if self == Self::RightToLeft {
            out.push_str(RTL_START);
        }
        for letter in word.chars() {
            let accented = PLAIN.find(letter).and_then(|at| ACCENTED.chars().nth(at));
            out.push(accented.unwrap_or(letter));
            // Vowels are a third of an English text; with the brackets that is as much as German adds.
            if matches!(letter.to_ascii_lowercase(), 'a' | 'e' | 'i' | 'o' | 'u') {
                out.extend(accented.and_then(|letter| letter.to_lowercase().next()));
            }
        }
        if self == Self::RightToLeft {
            out.push_str(RTL_END);
        }
    }
}

/// Bytes at the start of `text` that are no words: a placeholder, a fact, a tag, an entity, an address.
fn protected(text: &str) -> usize {
    let enclosed = |close: &str| text.find(close).map_or(0, |end| end + close.len());
    if text.starts_with("{{") {
        return enclosed("}}");
    }
    match text.as_bytes().first() {
        Some(b'{') => enclosed("}"),
        Some(b'<') if text[1..].starts_with(|c: char| c.is_ascii_alphabetic() || c == '/') => {
            enclosed(">")
        }
        Some(b'&') => {
            let name = text[1..].find(|c: char| !c.is_ascii_alphanumeric() && c != '#');
            let name = name.map_or(0, |end| end + 1);
            if name > 1 && text[name..].starts_with(';') { name + 1 } else { 0 }
        }
        Some(_) => address(text),
        None => 0,
    }
}

/// Bytes of the word at the start of `text` when it is an address.
fn address(text: &str) -> usize {
    let end = text.find(|c: char| c.is_whitespace() || c == '<').unwrap_or(text.len());
    let word = &text[..end];
    let domain = word.split_once('@').map_or("", |(_, domain)| domain);
    let is_address = word.contains("://") || word.starts_with("www.") || domain.contains('.');
    if is_address { word.trim_end_matches(['.', ',', ';', ':', '!', '?', ')']).len() } else { 0 }
}

/// Where the words of inline Markdown are.
fn words_of_markdown(markdown: &str) -> Vec<Range<usize>> {
    // A reference whose definition is elsewhere is a link all the same.
    let known = |_: BrokenLink<'_>| Some((CowStr::Borrowed("#"), CowStr::Borrowed("")));
    let options =
        Options::ENABLE_STRIKETHROUGH | Options::ENABLE_FOOTNOTES | Options::ENABLE_TABLES;
    let parser = Parser::new_with_broken_link_callback(markdown, options, Some(known));
    let mut names = 0;
    let mut words: Vec<Range<usize>> = Vec::new();
    for (event, range) in parser.into_offset_iter() {
        match event {
            // The text of these is their address or their name.
            Event::Start(Tag::Link { link_type, .. } | Tag::Image { link_type, .. }) => {
                names += usize::from(names > 0 || is_named_by_text(link_type));
            }
            Event::End(TagEnd::Link | TagEnd::Image) => names = names.saturating_sub(1),
            // An escape or entity differs from its source, and stays.
            Event::Text(text) if names == 0 && markdown[range.clone()] == *text => {
                match words.last_mut().filter(|last| last.end == range.start) {
                    Some(last) => last.end = range.end,
                    None => words.push(range),
                }
            }
            _ => {}
        }
    }
    words
}

fn is_named_by_text(kind: LinkType) -> bool {
    matches!(
        kind,
        LinkType::Autolink
            | LinkType::Email
            | LinkType::Collapsed
            | LinkType::CollapsedUnknown
            | LinkType::Shortcut
            | LinkType::ShortcutUnknown
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(text: &str) -> String {
        let back = |c: char| match ACCENTED.chars().position(|accented| accented == c) {
            Some(at) => PLAIN.as_bytes()[at] as char,
            None => c,
        };
        text.chars().map(back).collect()
    }

    #[test]
    fn letters_get_accents_and_company() {
        assert_eq!(Pseudo::Accented.text("Search"), "⟦Šééååŕçĥ⟧");
        assert_eq!(Pseudo::Accented.text("  Oh. "), "  ⟦Ööĥ.⟧ ");
        assert_eq!(Pseudo::Accented.text(" "), " ");
    }

    #[test]
    fn every_letter_has_an_accent_of_its_own() {
        assert_eq!(PLAIN.chars().count(), ACCENTED.chars().count());
        assert_eq!(plain(ACCENTED), PLAIN);
    }

    #[test]
    fn placeholders_tags_entities_and_addresses_stay() {
        let text =
            Pseudo::Accented.text("{count} of <b class=x>a</b> &amp; {{ fact.days }} & www.x.de.");
        for kept in
            ["{count}", "<b class=x>", "</b>", "&amp;", "{{ fact.days }}", " & ", "www.x.de.⟧"]
        {
            assert!(text.contains(kept), "{kept} is not in {text}");
        }
        assert!(!text.contains("of"), "{text}");
    }

    #[test]
    fn markup_stays() {
        let markdown = "**Open** the `app`, ![Form](form.png \"T\") or [ask us](/a.md#b) at <https://x.de>, \
                        [help][ref], [ref], mail@x.de, \\* and {{> snippets/a.md }}[^1]";
        let text = Pseudo::Accented.markdown(markdown);
        for kept in [
            "⟦**Ö",
            "** ",
            "`app`",
            "](form.png \"T\")",
            "](/a.md#b)",
            "<https://x.de>",
            "][ref]",
            "[ref],",
            "mail@x.de",
            "\\*",
            "{{> snippets/a.md }}[^1]⟧",
        ] {
            assert!(text.contains(kept), "{kept} is not in {text}");
        }
        for changed in ["Open", "Form]", "ask", "help"] {
            assert!(!text.contains(changed), "{changed} is in {text}");
        }
    }

    #[test]
    fn a_text_grows_by_a_third() {
        let text = "Try fewer or other words, or start from a topic. It may have moved, or the \
                    address may have a typo. A search will often find it.";
        let (before, after) = (text.chars().count(), Pseudo::Accented.text(text).chars().count());
        let percent = (after - before) * 100 / before;
        assert!((28..=42).contains(&percent), "{percent} %");
    }

    #[test]
    fn right_to_left_words_are_marked_one_by_one() {
        let text = Pseudo::RightToLeft.text("Go {count}");
        assert_eq!(text, "⟦\u{200f}\u{202e}Ĝöö\u{202c}\u{200f} {count}⟧");
    }
}
