//! A day, or a time of a day.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::Offset;

/// A day (`2026-11-22`) or a time of a day (`2026-12-09T02:00+01:00`; without a zone it is UTC's).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// The day, as it was written.
    pub day: Date,
    /// The time of that day, and how far its zone is from UTC.
    pub time: Option<(Time, Offset)>,
}

impl Moment {
    /// Reads what a writer wrote.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if let Ok(day) = text.parse::<Date>()
            && text.len() == 10
        {
            return Some(Self { day, time: None });
        }
        let (day, rest) = text.split_once(['T', 't', ' '])?;
        let rest = rest.trim();
        let zone_at = rest.find(['Z', 'z', '+', '-']).unwrap_or(rest.len());
        let (clock, zone) = (rest[..zone_at].trim(), &rest[zone_at..]);
        let time = (clock.len() >= 5).then(|| clock.parse().ok()).flatten()?;
        Some(Self { day: day.parse().ok()?, time: Some((time, offset(zone)?)) })
    }

    /// When it begins.
    pub fn instant(&self) -> Timestamp {
        let (time, offset) = self.time.unwrap_or((Time::midnight(), Offset::UTC));
        let civil = DateTime::from_parts(self.day, time);
        // `9999-12-31` is how people write "never"; the clock ends a day before it.
        let bound = if civil.year() > 0 { last() } else { Timestamp::MIN };
        offset.to_timestamp(civil).unwrap_or(bound)
    }

    /// The day on which it is in UTC, which is the calendar of builds.
    pub fn utc_day(&self) -> Date {
        self.time.map_or(self.day, |_| Offset::UTC.to_datetime(self.instant()).date())
    }

    /// For `datetime=` and machines: the day, or the time in UTC.
    pub fn iso(&self) -> String {
        if self.time.is_some() { self.instant().to_string() } else { self.day.to_string() }
    }

    /// The time of the day for people: `02:00 UTC+1`; nothing for a whole day.
    pub fn clock(&self) -> Option<String> {
        let (time, offset) = self.time?;
        let minutes = offset.seconds() / 60;
        let (sign, minutes) = (if minutes < 0 { '−' } else { '+' }, minutes.abs());
        let zone = match (minutes / 60, minutes % 60) {
            (0, 0) => "UTC".to_owned(),
            (hours, 0) => format!("UTC{sign}{hours}"),
            (hours, minutes) => format!("UTC{sign}{hours}:{minutes:02}"),
        };
        Some(format!("{:02}:{:02} {zone}", time.hour(), time.minute()))
    }
}

/// The last second that a clock has.
fn last() -> Timestamp {
    Timestamp::from_second(Timestamp::MAX.as_second()).unwrap_or(Timestamp::MAX)
}

/// `Z`, `+01:00`, `-0330`, `+1`; nothing is UTC.
fn offset(zone: &str) -> Option<Offset> {
    if matches!(zone, "" | "Z" | "z") {
        return Some(Offset::UTC);
    }
    let (sign, digits) = (if zone.starts_with('-') { -1 } else { 1 }, zone[1..].replace(':', ""));
    let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    let (hours, minutes): (i32, i32) = match digits.len() {
        _ if !is_number => return None,
        1 | 2 => (digits.parse().ok()?, 0),
        4 => (digits[..2].parse().ok()?, digits[2..].parse().ok()?),
        _ => return None,
    };
    let in_range = hours <= 14 && minutes < 60;
    in_range.then(|| Offset::from_seconds(sign * (hours * 3600 + minutes * 60)).ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::Moment;

    fn shown(text: &str) -> Option<(String, Option<String>)> {
        Moment::parse(text).map(|moment| (moment.iso(), moment.clock()))
    }

    #[test]
    fn a_time_has_the_zone_that_is_written_or_utc() {
        let time = |iso: &str, clock: &str| Some((iso.to_owned(), Some(clock.to_owned())));
        assert_eq!(shown("2026-11-22"), Some(("2026-11-22".to_owned(), None)));
        assert_eq!(shown("2026-12-09T02:00"), time("2026-12-09T02:00:00Z", "02:00 UTC"));
        assert_eq!(shown("2026-12-09 02:00Z"), time("2026-12-09T02:00:00Z", "02:00 UTC"));
        assert_eq!(shown("2026-12-09T02:00+01:00"), time("2026-12-09T01:00:00Z", "02:00 UTC+1"));
        assert_eq!(
            shown("2026-12-09T00:30:00 -0330"),
            time("2026-12-09T04:00:00Z", "00:30 UTC−3:30")
        );
        let never = Moment::parse("9999-12-31").expect("a day");
        assert_eq!(never.instant().to_string(), "9999-12-30T22:00:00Z");
        assert!(Moment::parse("0000-01-01").is_some_and(|first| first.instant() < never.instant()));
        for wrong in ["", "tomorrow", "2026-13-01", "2026-12-09Tnoon", "2026-12-09T02:00+99:00"] {
            assert_eq!(shown(wrong), None, "{wrong}");
        }
    }
}
