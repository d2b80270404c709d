//! What a reader should know before a procedure: how long it takes and what may go wrong.

/// A length of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Time {
    /// In seconds, at least one.
    pub seconds: u64,
}

/// What may go wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Risk {
    /// Nothing that matters.
    Low,
    /// Something that takes time to repair.
    Medium,
    /// Something that cannot be repaired, such as lost data.
    High,
    /// In the writer's words.
    Text(String),
}

/// Units of time in seconds by the words that writers use for them.
const UNITS: &[(&[&str], u64)] = &[
    (&["s", "sec", "secs", "second", "seconds"], 1),
    (&["m", "min", "mins", "minute", "minutes"], 60),
    (&["h", "hr", "hrs", "hour", "hours"], 3600),
    (&["d", "day", "days"], 86400),
];

/// Longer than a year is a mistake.
const MAX: u64 = 366 * 86400;

impl Time {
    /// Of `10 minutes`, `1 hour 30 minutes`, `1h 30m` or, as ISO 8601 has it, `PT1H30M`.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim().to_lowercase();
        let (text, is_iso) = match text.strip_prefix('p') {
            Some(rest) => (rest.replace('t', " "), true),
            None => (text.replace(" and ", " ").replace(',', " "), false),
        };
        let mut seconds = 0_u64;
        let mut last = u64::MAX;
        let mut rest = text.trim();
        while !rest.is_empty() {
            let (number, unit, after) = amount(rest)?;
            let known = UNITS.iter().find(|(names, _)| names.contains(&unit));
            let (names, size) = known.filter(|(_, size)| *size < last)?;
            if is_iso && names.first() != Some(&unit) {
                return None;
            }
            seconds = seconds.checked_add(number.checked_mul(*size)?)?;
            (last, rest) = (*size, after.trim_start());
        }
        (1..=MAX).contains(&seconds).then_some(Self { seconds })
    }

    /// As ISO 8601 has it.
    pub fn iso(self) -> String {
        let [days, hours, minutes, seconds] = self.parts();
        let part = |count: u64, unit: char| {
            if count > 0 { format!("{count}{unit}") } else { String::new() }
        };
        let clock = [part(hours, 'H'), part(minutes, 'M'), part(seconds, 'S')].concat();
        let clock = if clock.is_empty() { clock } else { format!("T{clock}") };
        format!("P{}{clock}", part(days, 'D'))
    }

    /// Days, hours, minutes, seconds.
    pub fn parts(self) -> [u64; 4] {
        let rest = self.seconds % 86400;
        [self.seconds / 86400, rest / 3600, rest % 3600 / 60, rest % 60]
    }
}

/// A whole number with its unit that `text` begins with, and what follows.
fn amount(text: &str) -> Option<(u64, &str, &str)> {
    let end = text.find(|c: char| !c.is_ascii_digit())?;
    let (number, rest) = text.split_at(end);
    let rest = rest.trim_start();
    let end = rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len());
    let (unit, after) = rest.split_at(end);
    Some((number.parse().ok()?, unit, after))
}

impl Risk {
    /// One of the three words, or a text.
    pub fn of(text: &str) -> Self {
        match text.trim().to_lowercase().as_str() {
            "low" => Self::Low,
            "medium" => Self::Medium,
            "high" => Self::High,
            _ => Self::Text(text.to_owned()),
        }
    }

    /// What the writer wrote.
    pub fn words(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            level => level.level().to_owned(),
        }
    }

    /// The word; empty for a text.
    pub fn level(&self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
            Self::Text(_) => "",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_is_read_as_people_and_machines_write_it() {
        let iso = |text: &str| Time::parse(text).map(Time::iso);
        for (text, wanted) in [
            ("10 minutes", "PT10M"),
            ("1 hour 30 minutes", "PT1H30M"),
            ("1 hour and 30 min", "PT1H30M"),
            ("1h30m", "PT1H30M"),
            ("90 s", "PT1M30S"),
            ("2 days", "P2D"),
            ("PT90M", "PT1H30M"),
            ("p1dt2h", "P1DT2H"),
        ] {
            assert_eq!(iso(text).as_deref(), Some(wanted), "{text}");
        }
        for text in [
            "",
            "10",
            "minutes",
            "ten minutes",
            "5 weeks",
            "0 min",
            "PT",
            "30 min 1 hour",
            "PT5min",
            "999999999999999999999 s",
            "5-10 minutes",
        ] {
            assert_eq!(iso(text), None, "{text}");
        }
    }
}
