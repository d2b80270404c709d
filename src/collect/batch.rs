//! The body of a request → events.

use serde::Deserialize;
use serde_json::Value;

use crate::report::event::{Event, str_of};

/// Most reasons that an answer names.
const MAX_REASONS: usize = 10;

/// What a body holds.
#[derive(Debug, Default)]
pub struct Batch {
    /// Number of each event and its line, with the line end.
    pub events: Vec<(u64, String)>,
    /// How many were refused.
    pub refused: usize,
    /// Why, for the first of them.
    pub reasons: Vec<String>,
}

impl Batch {
    fn add(&mut self, place: usize, read: Result<Event<'_>, serde_json::Error>) {
        let tidy = match read {
            Ok(event) => event.tidy().map_err(str::to_owned),
            Err(error) => Err(format!("not an event: {error}")),
        };
        match tidy {
            Ok(event) => self.events.extend(line(&event)),
            Err(reason) => {
                self.refused += 1;
                if self.reasons.len() < MAX_REASONS {
                    self.reasons.push(format!("event {place}: {reason}"));
                }
            }
        }
    }
}

/// An event that was checked, as its number and its line.
fn line(event: &Event<'_>) -> Option<(u64, String)> {
    let id = u64::from_str_radix(str_of(&event.id), 16).ok()?;
    let mut line = serde_json::to_string(event).ok()?;
    line.push('\n');
    Some((id, line))
}

/// The events of a body: an array, one object, or an object per line.
pub fn parse(body: &[u8]) -> Batch {
    let mut batch = Batch::default();
    let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body).trim_ascii();
    if body.starts_with(b"[") {
        // One event that is none must not cost the others.
        match serde_json::from_slice::<Vec<Value>>(body) {
            Ok(items) => {
                for (place, item) in (1..).zip(&items) {
                    batch.add(place, Event::deserialize(item));
                }
            }
            Err(error) => batch.add(1, Err(error)),
        }
        return batch;
    }
    if let Ok(event) = serde_json::from_slice::<Event<'_>>(body) {
        batch.add(1, Ok(event));
        return batch;
    }
    let lines = body.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii);
    for (place, line) in (1..).zip(lines.filter(|line| !line.is_empty())) {
        batch.add(place, serde_json::from_slice(line));
    }
    batch
}
