//! The order of titles in a language, and the letters that they are listed under.

use std::cmp::Ordering;

use icu_collator::options::{CollatorOptions, Strength};
use icu_collator::preferences::CollationNumericOrdering;
use icu_collator::{Collator, CollatorBorrowed, CollatorPreferences};
use icu_locale::locale;
use unicode_normalization::UnicodeNormalization;

/// Sorts after everything else that begins like it (CLDR's highest character).
const HIGHEST: char = '\u{ffff}';

/// Initial consonants of Hangul syllables in their order; the doubled ones are listed under the
/// plain ones.
const INITIALS: [char; 19] = [
    'ㄱ', 'ㄱ', 'ㄴ', 'ㄷ', 'ㄷ', 'ㄹ', 'ㅁ', 'ㅂ', 'ㅂ', 'ㅅ', 'ㅅ', 'ㅇ', 'ㅈ', 'ㅈ', 'ㅊ', 'ㅋ',
    'ㅌ', 'ㅍ', 'ㅎ',
];

/// How a language sorts.
pub struct Order {
    /// Whether readers know an order of its letters. Japanese and Chinese titles begin with any of
    /// thousands.
    has_letters: bool,
    all: Option<CollatorBorrowed<'static>>,
    /// Of letters without accents and case.
    letters: Option<CollatorBorrowed<'static>>,
}

impl Order {
    /// The order of the language with this code.
    pub fn of(code: &str) -> Self {
        let locale = super::parse(code).unwrap_or(locale!("en"));
        let mut preferences: CollatorPreferences = (&locale).into();
        let collator = |preferences, strength| {
            let mut options = CollatorOptions::default();
            options.strength = Some(strength);
            Collator::try_new(preferences, options).ok()
        };
        let letters = collator(preferences, Strength::Primary);
        // Step 9 before step 10.
        preferences.numeric_ordering = Some(CollationNumericOrdering::True);
        let all = collator(preferences, Strength::Tertiary);
        let script = super::maximized((locale.id.language, locale.id.script, locale.id.region)).1;
        let script = script.map(|script| script.to_string()).unwrap_or_default();
        let has_letters = !matches!(script.as_str(), "Jpan" | "Hans" | "Hant" | "Hani" | "Bopo");
        Self { has_letters, all, letters }
    }

    /// Whether titles can be listed by letter.
    pub fn has_letters(&self) -> bool {
        self.has_letters
    }

    /// The order of two titles.
    pub fn compare(&self, a: &str, b: &str) -> Ordering {
        let by_language = self.all.as_ref().map_or(Ordering::Equal, |all| all.compare(a, b));
        by_language.then_with(|| a.cmp(b))
    }

    /// `titles` by the letter that they begin with: the letters in their order, with the indexes of
    /// their titles in order. `None` is for titles that begin with none, and comes last.
    pub fn by_letter(&self, titles: &[&str]) -> Vec<(Option<String>, Vec<usize>)> {
        let mut listed: Vec<(Option<String>, usize)> =
            titles.iter().enumerate().map(|(at, title)| (self.letter(title), at)).collect();
        listed.sort_by(|(a, at), (b, bt)| {
            let letters = match (a, b) {
                (Some(a), Some(b)) => self.compare_letters(a, b),
                (a, b) => a.is_none().cmp(&b.is_none()),
            };
            letters.then_with(|| self.compare(titles[*at], titles[*bt]))
        });
        let mut groups: Vec<(Option<String>, Vec<usize>)> = Vec::new();
        for (letter, at) in listed {
            let is_same = |last: &Option<String>| match (last, &letter) {
                (Some(last), Some(letter)) => self.compare_letters(last, letter).is_eq(),
                (last, letter) => last.is_none() && letter.is_none(),
            };
            match groups.last_mut().filter(|(last, _)| is_same(last)) {
                Some((_, group)) => group.push(at),
                None => groups.push((letter, vec![at])),
            }
        }
        groups
    }

    fn compare_letters(&self, a: &str, b: &str) -> Ordering {
        self.letters.as_ref().map_or_else(|| a.cmp(b), |letters| letters.compare(a, b))
    }

    /// What a title is listed under: its first letter without what the language takes for an
    /// accent, or several that the language takes for one letter.
    fn letter(&self, title: &str) -> Option<String> {
        let mut from = title.chars().skip_while(|c| !c.is_alphanumeric());
        let mut first = from.next().filter(|c| c.is_alphabetic())?;
        // Thai and Lao write some vowels before the consonant that they follow in speech.
        if matches!(first, '\u{e40}'..='\u{e44}' | '\u{ec0}'..='\u{ec4}') {
            first = from.next().filter(|c| c.is_alphabetic()).unwrap_or(first);
        }
        if let Some(initial) = initial_consonant(first) {
            return Some(initial.to_string());
        }
        let several: String =
            [first].into_iter().chain(from.next().filter(|c| c.is_alphabetic())).collect();
        if several.chars().count() == 2 && self.is_one_letter(first, &several) {
            return Some(capitalised(&several));
        }
        let base: String = first.nfd().take(1).collect();
        let own = first.to_string();
        let is_accented = self.compare_letters(&base, &own).is_eq();
        Some(capitalised(if is_accented { &base } else { &own }))
    }

    /// Whether `two` sorts apart from all that begins with its first letter: Czech `ch` after `h`.
    fn is_one_letter(&self, first: char, two: &str) -> bool {
        let after_all = format!("{first}{HIGHEST}");
        self.letters.is_some() && self.compare_letters(two, &after_all).is_gt()
    }
}

fn initial_consonant(syllable: char) -> Option<char> {
    let at = (syllable as usize).checked_sub(0xac00)?;
    if at < 11_172 { INITIALS.get(at / 588).copied() } else { None }
}

/// In capitals where the script has them, and only the first of several.
fn capitalised(letters: &str) -> String {
    let mut letters = letters.chars();
    let first = letters.next().map(|first| {
        let mut capital = first.to_uppercase();
        // `ß` has a capital of two letters, which is no heading.
        if capital.len() == 1 { capital.next().unwrap_or(first) } else { first }
    });
    first.into_iter().chain(letters.flat_map(char::to_lowercase)).nfc().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Letters and their titles: `A: Ab Äb; B: …`.
    fn listed(code: &str, titles: &[&str]) -> String {
        let groups = Order::of(code).by_letter(titles).into_iter().map(|(letter, group)| {
            let titles: Vec<&str> = group.into_iter().map(|at| titles[at]).collect();
            format!("{}: {}", letter.unwrap_or_else(|| "#".into()), titles.join(" "))
        });
        groups.collect::<Vec<_>>().join("; ")
    }

    #[test]
    fn accents_fold_where_the_language_folds_them() {
        let titles = ["Zug", "Äpfel", "Apfel", "Östlich", "über", "Uhr", "éa"];
        assert_eq!(listed("de", &titles), "A: Apfel Äpfel; E: éa; O: Östlich; U: über Uhr; Z: Zug");
        let titles = ["Zorn", "Åka", "Ärende", "Öl", "Apa"];
        assert_eq!(listed("sv", &titles), "A: Apa; Z: Zorn; Å: Åka; Ä: Ärende; Ö: Öl");
    }

    #[test]
    fn several_letters_that_are_one() {
        assert_eq!(
            listed("cs", &["Chyba", "Cena", "Heslo", "Adresa"]),
            "A: Adresa; C: Cena; H: Heslo; Ch: Chyba"
        );
        assert_eq!(listed("en", &["Chair", "Cat", "Hat"]), "C: Cat Chair; H: Hat");
    }

    #[test]
    fn other_scripts() {
        assert_eq!(
            listed("ko", &["하나", "까치", "가방", "나라", "App"]),
            "ㄱ: 가방 까치; ㄴ: 나라; ㅎ: 하나; A: App"
        );
        assert_eq!(listed("th", &["เก็บ", "ขาย", "กา"]), "ก: กา เก็บ; ข: ขาย");
        assert_eq!(
            listed("ar", &["إلغاء", "أين", "بطاقة", "كيف"]),
            "ا: إلغاء أين; ب: بطاقة; ك: كيف"
        );
        assert_eq!(listed("ru", &["Ёлка", "Ель", "Дом"]), "Д: Дом; Е: Ёлка Ель");
        assert_eq!(listed("el", &["Άλφα", "Βήτα", "Αλλαγή"]), "Α: Αλλαγή Άλφα; Β: Βήτα");
        assert_eq!(listed("tr", &["Işık", "İade", "Hesap"]), "H: Hesap; I: Işık; İ: İade");
    }

    #[test]
    fn numbers_and_signs() {
        let titles = ["10 ways", "9 ways", "“Best” price", "¿Best?", "ßa", "…"];
        let listed = listed("en", &titles);
        assert!(
            listed.starts_with("B: “Best” price ¿Best?;")
                || listed.starts_with("B: ¿Best? “Best” price;"),
            "{listed}"
        );
        assert!(listed.ends_with("#: … 9 ways 10 ways"), "{listed}");
    }

    #[test]
    fn no_alphabet() {
        for code in ["ja", "zh", "zh-Hant", "zh-CN"] {
            assert!(!Order::of(code).has_letters(), "{code}");
        }
        for code in ["ko", "ko-KR", "en", "th", "not a code"] {
            assert!(Order::of(code).has_letters(), "{code}");
        }
    }
}
