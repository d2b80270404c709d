//! Opening hours in the words of a language.

use super::super::contact_views::{HoursLineView, HoursView};
use super::super::context::Site;
use crate::contact::{Hours, OpenSpan};
use crate::locale::Clock;

pub(super) fn view(site: &Site<'_>, hours: &Hours, clock: &Clock) -> HoursView {
    let data = hours.json(|name| site.config_text(name).text);
    HoursView {
        data: data.to_string(),
        is_always: hours.is_always(),
        lines: if hours.is_always() { Vec::new() } else { lines(&hours.days, clock) },
        zone: clock.zone(&hours.zone),
    }
}

/// Neighbouring days with the same hours in one line.
fn lines(days: &[Vec<OpenSpan>; 7], clock: &Clock) -> Vec<HoursLineView> {
    let mut groups: Vec<(usize, usize)> = Vec::new();
    for day in 0..days.len() {
        match groups.last_mut() {
            Some((_, last)) if days[*last] == days[day] => *last = day,
            _ => groups.push((day, day)),
        }
    }
    let name = |day: usize| clock.weekday(day);
    let view = |(first, last): (usize, usize)| HoursLineView {
        days: match last - first {
            0 => name(first),
            1 => format!("{}, {}", name(first), name(last)),
            _ => format!("{}–{}", name(first), name(last)),
        },
        times: times(&days[first], clock),
    };
    groups.into_iter().map(view).collect()
}

fn times(spans: &[OpenSpan], clock: &Clock) -> String {
    let span = |(from, until): &OpenSpan| format!("{}–{}", clock.time(*from), clock.time(*until));
    spans.iter().map(span).collect::<Vec<_>>().join(", ")
}
