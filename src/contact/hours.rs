//! Opening hours: spans of each day of the week, and days that are different.

use jiff::civil::Date;
use serde_json::{Value as Json, json};

use super::Text;
use super::text;
use crate::config::Config;
use crate::diag::{self, Diagnostic, Span as Place, did_you_mean};
use crate::locale::{is_time_zone, time_zones};
use crate::yaml::{Fields, Placed, parse_date, unknown_key};

/// Minutes of a day.
pub const DAY: u16 = 24 * 60;

/// From and until, in minutes after midnight; until before from is on the next day.
pub type Span = (u16, u16);

/// A day with hours of its own.
#[derive(Clone, Debug)]
pub struct Holiday {
    /// Which.
    pub date: Date,
    /// Nothing when closed.
    pub spans: Vec<Span>,
    /// What it is called.
    pub name: Option<Text>,
}

/// When someone is there.
#[derive(Clone, Debug, Default)]
pub struct Hours {
    /// IANA name of the time zone.
    pub zone: String,
    /// From Monday.
    pub days: [Vec<Span>; 7],
    /// In the order of the file.
    pub holidays: Vec<Holiday>,
}

const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

const FULL_DAYS: [&str; 7] =
    ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

const EXAMPLE: &str = "write days as `mon` or `mon-fri`, and times as `\"08:00-20:00\"` or `\"09:00-12:00, 13:00-17:00\"`";

impl Hours {
    /// Whether someone is there day and night, every day.
    pub fn is_always(&self) -> bool {
        self.days.iter().all(|spans| spans.as_slice() == [(0, DAY)])
    }

    /// For the script that says whether it is open now; names of holidays in a language.
    pub fn json(&self, name: impl Fn(&Text) -> String) -> Json {
        let spans = |spans: &[Span]| -> Vec<[String; 2]> {
            spans.iter().map(|(from, until)| [clock(*from), clock(*until)]).collect()
        };
        let holidays: Vec<Json> = self
            .holidays
            .iter()
            .map(|day| {
                let name = day.name.as_ref().map(&name).unwrap_or_default();
                json!({"date": day.date.to_string(), "hours": spans(&day.spans), "name": name})
            })
            .collect();
        let days: Vec<_> = self.days.iter().map(|day| spans(day)).collect();
        json!({"zone": self.zone, "days": days, "holidays": holidays})
    }
}

fn clock(minutes: u16) -> String {
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

/// The hours of one name.
pub(super) fn read(placed: &Placed, zone: &str, config: &Config) -> (Hours, Vec<Diagnostic>) {
    let mut hours = Hours { zone: zone.to_owned(), ..Hours::default() };
    let Some(mut fields) = Fields::of(placed, "hours") else {
        return (hours, vec![placed.not("days with their hours").hint(EXAMPLE)]);
    };
    if let Some(zone) = time_zone(&mut fields) {
        hours.zone = zone;
    }
    hours.holidays = holidays(&mut fields, config);
    let mut seen = [false; 7];
    for (key, span, value) in fields.rest() {
        let Some(days) = days(&key) else {
            fields.problems.push(not_days(&key, span));
            continue;
        };
        let Some(spans) = spans_of(&value, &mut fields.problems) else { continue };
        for day in days {
            if std::mem::replace(&mut seen[day], true) {
                let message = format!("`{}` has hours already", DAYS[day]);
                let problem = Diagnostic::new(diag::DUPLICATE_KEY, span.clone(), message);
                fields.problems.push(problem.hint("write each day once"));
            }
            hours.days[day].clone_from(&spans);
        }
    }
    if hours.days.iter().all(Vec::is_empty) && fields.problems.is_empty() {
        let message = "these hours are never open";
        fields
            .problems
            .push(Diagnostic::new(diag::INVALID_VALUE, placed.head(), message).hint(EXAMPLE));
    }
    (hours, fields.problems)
}

/// `time_zone`, if it is one.
pub(super) fn time_zone(fields: &mut Fields) -> Option<String> {
    let (name, span) = fields.text_with_span("time_zone")?;
    let zone = fields.text("time_zone").filter(|zone| is_time_zone(zone));
    if zone.is_none() {
        let message = format!("there is no time zone `{name}`");
        let problem = Diagnostic::new(diag::INVALID_VALUE, span, message);
        let zones = time_zones();
        fields.problems.push(match did_you_mean(&name, zones.iter().map(String::as_str)) {
            Some(near) => problem.fix(format!("did you mean `{near}`?"), near),
            None => problem.hint("write its IANA name, such as `Europe/Dublin`"),
        });
    }
    zone
}

fn not_days(key: &str, span: Place) -> Diagnostic {
    let message = format!("`{key}` is neither a day nor days from one to another");
    let known = DAYS.iter().chain(&["holidays", "time_zone"]).copied();
    let problem = Diagnostic::new(diag::UNKNOWN_KEY, span, message);
    match did_you_mean(key, known) {
        Some(near) => problem.fix(format!("did you mean `{near}`?"), near),
        None => problem.hint(EXAMPLE),
    }
}

/// The days of `mon`, `mon-fri`, `fri-mon`, `sat, sun`.
fn days(key: &str) -> Option<Vec<usize>> {
    let mut days = Vec::new();
    for part in key.split(',') {
        let (from, until) = part.split_once('-').unwrap_or((part, part));
        let (from, until) = (day(from)?, day(until)?);
        let count = (until + 7 - from) % 7;
        days.extend((0..=count).map(|step| (from + step) % 7));
    }
    Some(days)
}

fn day(name: &str) -> Option<usize> {
    let name = name.trim().to_ascii_lowercase();
    DAYS.iter()
        .position(|day| *day == name)
        .or_else(|| FULL_DAYS.iter().position(|day| *day == name))
}

/// `08:00-20:00, 22:00-02:00`; `closed` has none.
fn spans_of(value: &Placed, problems: &mut Vec<Diagnostic>) -> Option<Vec<Span>> {
    let Some((text, place)) = value.text() else {
        problems.push(value.not("times such as `\"08:00-20:00\"`"));
        return None;
    };
    match spans(&text) {
        Ok(spans) => Some(spans),
        Err(message) => {
            problems.push(Diagnostic::new(diag::INVALID_VALUE, place, message).hint(EXAMPLE));
            None
        }
    }
}

fn spans(text: &str) -> Result<Vec<Span>, String> {
    if text == "closed" {
        return Ok(Vec::new());
    }
    let mut spans: Vec<Span> = Vec::new();
    for part in text.split(',') {
        let times = part.trim().split_once(['-', '–']);
        let times = times.and_then(|(from, until)| Some((minutes(from)?, minutes(until)?)));
        let Some((from, until)) = times.filter(|(from, until)| from != until && *from < DAY) else {
            return Err(format!("`{}` is not from one time to another", part.trim()));
        };
        if spans.last().is_some_and(|(start, end)| from < *end || end < start) {
            return Err(format!("`{}` begins before the hours in front of it end", part.trim()));
        }
        spans.push((from, until));
    }
    Ok(spans)
}

/// Minutes after midnight of `08:00`, `8:00` or `24:00`.
fn minutes(text: &str) -> Option<u16> {
    let (hour, minute) = text.trim().split_once(':')?;
    let is_short =
        |part: &str| (1..=2).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
    if !is_short(hour) || minute.len() != 2 || !is_short(minute) {
        return None;
    }
    let (hour, minute): (u16, u16) = (hour.parse().ok()?, minute.parse().ok()?);
    let total = hour * 60 + minute;
    (minute < 60 && total <= DAY).then_some(total)
}

fn holidays(fields: &mut Fields, config: &Config) -> Vec<Holiday> {
    let mut holidays: Vec<Holiday> = Vec::new();
    for mut item in fields.list("holidays") {
        let (place, given) = (item.span_of("date"), item.span_of("hours").is_some());
        let date = item.parsed("date", "a day such as `2026-12-25`", parse_date);
        let spans = item.placed("hours").and_then(|value| spans_of(&value, &mut item.problems));
        let name = text::read(&mut item, "name", config);
        for leftover in item.leftovers() {
            item.problems.push(unknown_key(&leftover, "a holiday", &["date", "hours", "name"]));
        }
        if let Some((date, place)) = date.zip(place) {
            if holidays.iter().any(|other| other.date == date) {
                let message = format!("`{date}` stands among the holidays already");
                item.problems.push(
                    Diagnostic::new(diag::DUPLICATE_KEY, place, message)
                        .hint("remove one of the two"),
                );
            } else if spans.is_some() || !given {
                holidays.push(Holiday { date, spans: spans.unwrap_or_default(), name });
            }
        } else if item.problems.is_empty() {
            let message = "a holiday needs a `date`";
            let place = fields
                .span_of("holidays")
                .or_else(|| item.problems.first().and_then(|one| one.span.clone()));
            item.problems
                .extend(place.map(|place| Diagnostic::new(diag::WRONG_TYPE, place, message)));
        }
        fields.problems.append(&mut item.problems);
    }
    holidays
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_of_a_key() {
        assert_eq!(days("mon-fri"), Some(vec![0, 1, 2, 3, 4]));
        assert_eq!(days("fri-mon"), Some(vec![4, 5, 6, 0]));
        assert_eq!(days("sat, Sunday"), Some(vec![5, 6]));
        assert_eq!(days("weekend"), None);
    }

    #[test]
    fn spans_of_a_day() {
        assert_eq!(spans("9:00-12:00, 13:00-17:30"), Ok(vec![(540, 720), (780, 1050)]));
        assert_eq!(spans("22:00-02:00"), Ok(vec![(1320, 120)]));
        assert_eq!(spans("00:00-24:00"), Ok(vec![(0, DAY)]));
        assert_eq!(spans("closed"), Ok(vec![]));
        for wrong in [
            "9-5",
            "08:00",
            "25:00-26:00",
            "08:60-09:00",
            "08:00-08:00",
            "9:00-12:00, 11:00-13:00",
            "22:00-02:00, 03:00-04:00",
            "",
        ] {
            assert!(spans(wrong).is_err(), "{wrong}");
        }
    }
}
