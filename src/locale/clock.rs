//! Days of the week, times of day and time zones in a language's own words.

use icu_datetime::fieldsets::{E, T, zone::Location};
use icu_datetime::input::{Date, Time};
use icu_datetime::{DateTimeFormatter, NoCalendarFormatter};
use icu_locale::locale;
use icu_time::TimeZone;
use icu_time::zone::iana::IanaParserExtended;
use icu_time::zone::{UtcOffset, ZoneNameTimestamp};

/// 5 January 1970 was a Monday.
const FIRST_MONDAY: u8 = 5;

/// What a language does with opening hours.
pub struct Clock {
    days: Option<DateTimeFormatter<E>>,
    times: Option<NoCalendarFormatter<T>>,
    zones: Option<NoCalendarFormatter<Location>>,
}

impl Clock {
    /// That of a BCP 47 code; the English one for a code that is none.
    pub fn of(code: &str) -> Self {
        let locale = super::parse(code).unwrap_or(locale!("en"));
        let preferences = &locale;
        Self {
            days: DateTimeFormatter::try_new(preferences.into(), E::medium()).ok(),
            times: NoCalendarFormatter::try_new(preferences.into(), T::hm()).ok(),
            zones: NoCalendarFormatter::try_new(preferences.into(), Location).ok(),
        }
    }

    /// A day of the week, short, from 0 for Monday: `Mon`, `Mo`, `月`.
    pub fn weekday(&self, day: usize) -> String {
        let date = Date::try_new_iso(1970, 1, FIRST_MONDAY + (day % 7) as u8).ok();
        let formatted = date.zip(self.days.as_ref()).map(|(date, days)| days.format(&date));
        formatted.map(|day| day.to_string()).unwrap_or_default()
    }

    /// A time of day from its minutes: `8:00 AM`, `08:00`.
    pub fn time(&self, minutes: u16) -> String {
        let (hour, minute) = ((minutes / 60 % 24) as u8, (minutes % 60) as u8);
        let time = Time::try_new(hour, minute, 0, 0).ok();
        let formatted = time.zip(self.times.as_ref()).map(|(time, times)| times.format(&time));
        formatted.map_or_else(|| format!("{hour:02}:{minute:02}"), |time| time.to_string())
    }

    /// A time zone by the place it is named for: `Ireland Time`.
    pub fn zone(&self, name: &str) -> String {
        let zone = TimeZone::from_iana_id(name).with_offset(Some(UtcOffset::zero()));
        let zone = zone.with_zone_name_timestamp(ZoneNameTimestamp::far_in_future());
        let formatted = self.zones.as_ref().map(|zones| zones.format(&zone).to_string());
        formatted.unwrap_or_else(|| name.to_owned())
    }
}

impl std::fmt::Debug for Clock {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Clock")
    }
}

/// Whether there is a time zone of this IANA name.
pub fn is_time_zone(name: &str) -> bool {
    TimeZone::from_iana_id(name) != TimeZone::UNKNOWN
}

/// The names of all time zones.
pub fn time_zones() -> Vec<String> {
    IanaParserExtended::new().iter().map(|zone| zone.canonical.to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_in_the_words_of_a_language() {
        for (code, day, time, zone) in [
            ("en", "Mon", "8:00\u{202f}AM", "Ireland Time"),
            ("en-IE", "Mon", "08:00", "Ireland Time"),
            ("de", "Mo", "08:00", "Irland (Ortszeit)"),
            ("ja", "月", "8:00", "アイルランド時間"),
        ] {
            let clock = Clock::of(code);
            assert_eq!(clock.weekday(0), day, "{code}");
            assert_eq!(clock.time(480), time, "{code}");
            assert_eq!(clock.zone("Europe/Dublin"), zone, "{code}");
        }
    }

    #[test]
    fn names_of_time_zones() {
        for name in ["Europe/Dublin", "UTC", "America/New_York", "Asia/Calcutta"] {
            assert!(is_time_zone(name), "{name}");
        }
        assert!(!is_time_zone("Europe/Dubln") && !is_time_zone("") && !is_time_zone("EST9XX"));
        assert!(time_zones().iter().any(|name| name == "Europe/Dublin"));
    }
}
