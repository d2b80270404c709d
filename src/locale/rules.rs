//! One language's rules for direction, days, numbers and plurals.

use std::fmt;

use icu_datetime::DateTimeFormatter;
use icu_datetime::fieldsets::{YM, YMD};
use icu_datetime::input::Date;
use icu_decimal::DecimalFormatter;
use icu_locale::{Locale, LocaleDirectionality, locale};
use icu_plurals::{PluralCategory, PluralRules};
use jiff::civil;

/// Whole numbers that are tried to learn which of them a plural form is for.
const TRIED: usize = 1000;

/// A form that a language has for counted things.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "CLDR's names")]
pub enum Plural {
    Zero,
    One,
    Two,
    Few,
    Many,
    Other,
}

impl Plural {
    /// All of them, in CLDR's order.
    pub const ALL: [Self; 6] =
        [Self::Zero, Self::One, Self::Two, Self::Few, Self::Many, Self::Other];

    /// CLDR's name, which `Intl.PluralRules` also gives.
    pub fn name(self) -> &'static str {
        match self {
            Self::Zero => "zero",
            Self::One => "one",
            Self::Two => "two",
            Self::Few => "few",
            Self::Many => "many",
            Self::Other => "other",
        }
    }

    /// `article_count_one` → `article_count` and [`Self::One`].
    pub fn split(key: &str) -> Option<(&str, Self)> {
        let (family, name) = key.rsplit_once('_')?;
        Some((family, Self::ALL.into_iter().find(|form| form.name() == name)?))
    }
}

impl From<PluralCategory> for Plural {
    fn from(category: PluralCategory) -> Self {
        match category {
            PluralCategory::Zero => Self::Zero,
            PluralCategory::One => Self::One,
            PluralCategory::Two => Self::Two,
            PluralCategory::Few => Self::Few,
            PluralCategory::Many => Self::Many,
            PluralCategory::Other => Self::Other,
        }
    }
}

/// What a language does with numbers, days and counted things.
pub struct Rules {
    code: String,
    is_rtl: bool,
    plurals: Option<PluralRules>,
    numbers: Option<DecimalFormatter>,
    days: Option<DateTimeFormatter<YMD>>,
    months: Option<DateTimeFormatter<YM>>,
}

impl Rules {
    /// Those of a BCP 47 code; English ones for a code that is none.
    pub fn of(code: &str) -> Self {
        let locale = super::parse(code).unwrap_or(locale!("en"));
        let preferences = &locale;
        Self {
            code: code.to_owned(),
            is_rtl: is_rtl(&locale),
            plurals: PluralRules::try_new_cardinal(preferences.into()).ok(),
            numbers: DecimalFormatter::try_new(preferences.into(), <_>::default()).ok(),
            days: DateTimeFormatter::try_new(preferences.into(), YMD::long()).ok(),
            months: DateTimeFormatter::try_new(preferences.into(), YM::long()).ok(),
        }
    }

    /// The language's code, as it was given.
    pub fn code(&self) -> &str {
        &self.code
    }

    /// `ltr` or `rtl`, for `dir=`.
    pub fn direction(&self) -> &'static str {
        if self.is_rtl { "rtl" } else { "ltr" }
    }

    /// A day in words, in the calendar that the language's readers use: `22. November 2026`.
    pub fn day(&self, day: civil::Date) -> String {
        let (month, date) = (day.month() as u8, day.day() as u8);
        let formatted = Date::try_new_iso(day.year().into(), month, date)
            .ok()
            .zip(self.days.as_ref())
            .map(|(day, days)| days.format(&day).to_string());
        formatted.unwrap_or_else(|| day.to_string())
    }

    /// A month in words: `November 2026`.
    pub fn month(&self, day: civil::Date) -> String {
        let (month, date) = (day.month() as u8, day.day() as u8);
        let formatted = Date::try_new_iso(day.year().into(), month, date)
            .ok()
            .zip(self.months.as_ref())
            .map(|(day, months)| months.format(&day).to_string());
        formatted.unwrap_or_else(|| format!("{}-{month:02}", day.year()))
    }

    /// A whole number: `1,234`, `1.234`, `١٬٢٣٤`.
    pub fn number(&self, number: usize) -> String {
        let formatted =
            self.numbers.as_ref().map(|numbers| numbers.format(&number.into()).to_string());
        formatted.unwrap_or_else(|| number.to_string())
    }

    /// The form for `count` things.
    pub fn plural(&self, count: usize) -> Plural {
        self.plurals.as_ref().map_or(Plural::Other, |rules| rules.category_for(count).into())
    }

    /// The forms that the language has, also those for fractions and round millions, in CLDR's
    /// order.
    pub fn plurals(&self) -> Vec<Plural> {
        let Some(rules) = &self.plurals else { return vec![Plural::Other] };
        let mut forms: Vec<Plural> = rules.categories().map(Plural::from).collect();
        forms.sort_unstable();
        forms
    }

    /// Whether a form is for one number alone, so that a text need not name it: Arabic's `two`, but
    /// not Russian's `one`, which 21 has as well.
    pub fn is_of_one_number(&self, form: Plural) -> bool {
        form != Plural::Other && (0..TRIED).filter(|count| self.plural(*count) == form).count() <= 1
    }
}

impl fmt::Debug for Rules {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Rules").field(&self.code).finish()
    }
}

fn is_rtl(locale: &Locale) -> bool {
    LocaleDirectionality::new_extended().is_right_to_left(&locale.id)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn forms(code: &str) -> String {
        let forms: Vec<&str> = Rules::of(code).plurals().into_iter().map(Plural::name).collect();
        forms.join(" ")
    }

    #[test]
    fn directions() {
        for code in ["ar", "he", "fa", "ur", "ckb", "ar-XB", "pa-Arab", "az-Arab", "yi", "dv"] {
            assert_eq!(Rules::of(code).direction(), "rtl", "{code}");
        }
        for code in ["en", "de", "pa", "az", "ar-Latn", "en-XA", "ja", "x", "not-a-code", ""] {
            assert_eq!(Rules::of(code).direction(), "ltr", "{code}");
        }
    }

    #[test]
    fn days() {
        let day = civil::date(2026, 11, 22);
        for (code, text) in [
            ("en", "November 22, 2026"),
            ("en-GB", "22 November 2026"),
            ("de", "22. November 2026"),
            ("pt-BR", "22 de novembro de 2026"),
            ("ja", "2026年11月22日"),
            ("pl", "22 listopada 2026"),
            ("ar", "22 نوفمبر 2026"),
            ("ar-EG", "٢٢ نوفمبر ٢٠٢٦"),
            ("fa", "۱ آذر ۱۴۰۵"),
            ("th", "22 พฤศจิกายน 2569"),
            ("?", "November 22, 2026"),
        ] {
            assert_eq!(Rules::of(code).day(day), text, "{code}");
        }
    }

    #[test]
    fn numbers() {
        for (code, text) in [
            ("en", "1,234,567"),
            ("de", "1.234.567"),
            ("de-CH", "1'234'567"),
            ("fr", "1\u{202f}234\u{202f}567"),
            ("hi", "12,34,567"),
            ("ar-EG", "١٬٢٣٤٬٥٦٧"),
            ("es", "1.234.567"),
        ] {
            assert_eq!(Rules::of(code).number(1_234_567), text, "{code}");
        }
        assert_eq!(Rules::of("es").number(1234), "1234");
    }

    #[test]
    fn plural_forms() {
        assert_eq!(forms("ja"), "other");
        assert_eq!(forms("de"), "one other");
        assert_eq!(forms("pl"), "one few many other");
        assert_eq!(forms("ar"), "zero one two few many other");
        assert_eq!(forms("fr"), "one many other");
        assert_eq!(forms("no-such-code"), "one other");
        assert_eq!(Rules::of("pl").plural(22), Plural::Few);
        assert_eq!(Rules::of("pl").plural(12), Plural::Many);
        assert_eq!(Rules::of("fr").plural(0), Plural::One);
    }

    #[test]
    fn forms_of_one_number() {
        for (code, form) in [("ar", Plural::Two), ("ar", Plural::Zero), ("de", Plural::One)] {
            assert!(Rules::of(code).is_of_one_number(form), "{code} {form:?}");
        }
        for (code, form) in [("ru", Plural::One), ("fr", Plural::One), ("ja", Plural::Other)] {
            assert!(!Rules::of(code).is_of_one_number(form), "{code} {form:?}");
        }
    }

    #[test]
    fn families() {
        assert_eq!(Plural::split("article_count_one"), Some(("article_count", Plural::One)));
        assert_eq!(Plural::split("search_none"), None);
    }
}
