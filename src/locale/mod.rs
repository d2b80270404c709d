//! What a language asks of its texts: direction, days, numbers, plurals, order. From Unicode's CLDR,
//! by way of ICU4X, so that pages agree with `Intl` in browsers.

mod clock;
mod order;
pub mod pseudo;
mod rules;

use icu_locale::subtags::{Language, Region, Script, language};
use icu_locale::{LanguageIdentifier, Locale, LocaleCanonicalizer, LocaleExpander};

pub use clock::{Clock, is_time_zone, time_zones};
pub use order::Order;
pub use rules::{Plural, Rules};

/// The language that every text exists in.
pub const ENGLISH: &str = "en";

fn parse(code: &str) -> Option<Locale> {
    Locale::try_from_str(code).ok().filter(|locale| !locale.id.language.is_unknown())
}

/// The files of texts that serve a language, without `.yaml`, the most specific one last: `pt-BR`
/// takes `pt` and then what `pt-BR` has besides. Those of another script do not serve: `zh-TW` is
/// written in `zh-Hant`, and `zh` alone in `zh-Hans`. English is not among them.
pub fn text_files(code: &str) -> Vec<String> {
    let Some(locale) = parse(code) else { return vec![code.to_owned()] };
    let mut canonical = locale.clone();
    LocaleCanonicalizer::new_extended().canonicalize(&mut canonical);
    let mut files = Vec::new();
    for id in [&canonical.id, &locale.id] {
        let given = (id.language, id.script, id.region);
        let full = maximized(given);
        // Norwegian is written as Bokmål, under either name.
        let other = match id.language {
            known if known == language!("no") => Some(language!("nb")),
            known if known == language!("nb") => Some(language!("no")),
            _ => None,
        };
        files.extend(other.map(|other| named((other, None, None))));
        files.push(named((id.language, full.1, None)));
        if id.region.is_none() {
            files.push(named((id.language, None, full.2)));
        }
        if maximized((id.language, None, None)).1 == full.1 {
            files.push(named((id.language, None, None)));
        }
        if id.region.is_some() {
            files.push(named((id.language, full.1, id.region)));
            files.push(named((id.language, None, id.region)));
        }
    }
    files.extend([locale.id.to_string(), code.to_owned()]);
    last_of_each(files)
}

type Subtags = (Language, Option<Script>, Option<Region>);

fn identifier((language, script, region): Subtags) -> LanguageIdentifier {
    LanguageIdentifier { language, script, region, ..LanguageIdentifier::UNKNOWN }
}

/// With the script and region that most readers of the language have.
fn maximized(given: Subtags) -> Subtags {
    let mut id = identifier(given);
    LocaleExpander::new_extended().maximize(&mut id);
    (id.language, id.script, id.region)
}

fn named(subtags: Subtags) -> String {
    identifier(subtags).to_string()
}

/// Without repetitions: what stands twice stays at its last place.
fn last_of_each(names: Vec<String>) -> Vec<String> {
    let mut kept: Vec<String> = Vec::new();
    for name in names {
        kept.retain(|known| *known != name);
        kept.push(name);
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(code: &str) -> String {
        text_files(code).join(" ")
    }

    #[test]
    fn files_of_a_language() {
        assert_eq!(files("de"), "de-Latn de-DE de");
        assert_eq!(files("pt-BR"), "pt-Latn pt pt-Latn-BR pt-BR");
        assert_eq!(files("zh-TW"), "zh-Hant zh-Hant-TW zh-TW");
        assert_eq!(files("zh-HK"), "zh-Hant zh-Hant-HK zh-HK");
        assert_eq!(files("zh"), "zh-Hans zh-CN zh");
        assert_eq!(files("zh-CN"), "zh-Hans zh zh-Hans-CN zh-CN");
        assert_eq!(files("zh-Hant"), "zh-TW zh-Hant");
        assert_eq!(files("sr-Latn"), "sr-RS sr-Latn");
    }

    #[test]
    fn files_by_other_names() {
        assert!(files("pt-br").contains("pt-BR pt-br"), "{}", files("pt-br"));
        assert!(files("iw").starts_with("he-Hebr he-IL he "), "{}", files("iw"));
        assert!(files("nb").starts_with("no "), "{}", files("nb"));
        assert!(files("no").starts_with("nb "), "{}", files("no"));
        assert_eq!(files("not/a code"), "not/a code");
    }
}
