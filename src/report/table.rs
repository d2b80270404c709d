//! CSV: events with the names of `event.v1` as header, and exports of help desks.

use std::io::Read;

use csv::{ByteRecord, Reader, ReaderBuilder};

use super::event::{Event, StepPlace, Text, TreePlace};
use super::log::Log;

/// What separates fields in this file: whatever its first line has most of.
fn delimiter(bytes: &[u8]) -> u8 {
    let header = bytes.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let count = |wanted: u8| header.split(|byte| *byte == wanted).count();
    [b',', b';', b'\t'].into_iter().rev().max_by_key(|byte| count(*byte)).unwrap_or(b',')
}

/// A reader of a CSV file, whatever separates its fields; `start` is its beginning, `rest` the rest.
pub fn reader<'a, R: Read + 'a>(start: &'a [u8], rest: R) -> Reader<impl Read + 'a> {
    let start = start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(start);
    let whole = start.chain(rest);
    ReaderBuilder::new().flexible(true).delimiter(delimiter(start)).from_reader(whole)
}

/// Whether a file is CSV rather than NDJSON, by its first byte that says something.
pub fn is_csv(bytes: &[u8]) -> bool {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    bytes.trim_ascii_start().first().is_some_and(|byte| *byte != b'{')
}

/// Reads events from a CSV file, of which `start` is the beginning.
pub fn add_events(log: &mut Log, file: &str, (start, rest): (&[u8], impl Read)) {
    let mut reader = reader(start, rest);
    let header: Vec<String> = match reader.byte_headers() {
        Ok(header) => header.iter().map(|name| text(name).trim().to_lowercase()).collect(),
        Err(error) => return log.broken((file, 1), error.to_string()),
    };
    if !header.iter().any(|name| name == "event") || !header.iter().any(|name| name == "at") {
        let reason = "its first line must name the columns, `event` and `at` among them";
        return log.broken((file, 1), reason.to_owned());
    }
    let mut record = ByteRecord::new();
    loop {
        match reader.read_byte_record(&mut record) {
            Ok(false) => return,
            Ok(true) => {
                let line = record.position().map_or(0, |place| place.line() as usize);
                match event(&header, &record) {
                    Ok(event) => log.add((file, line), &event),
                    Err(reason) => log.broken((file, line), reason),
                }
            }
            Err(error) => {
                let line = error.position().map_or(0, |place| place.line() as usize);
                log.broken((file, line), error.to_string());
            }
        }
    }
}

/// A field as text.
pub fn text(field: &[u8]) -> String {
    String::from_utf8_lossy(field).into_owned()
}

fn event(header: &[String], record: &ByteRecord) -> Result<Event<'static>, String> {
    let mut event = Event::default();
    let (mut tree, mut step) = (TreePlace::default(), StepPlace::default());
    for (name, field) in header.iter().zip(record) {
        let field = text(field);
        let field = field.trim();
        if field.is_empty() {
            continue;
        }
        let own = Some(Text::from(field.to_owned()));
        match name.as_str() {
            "id" => event.id = own,
            "event" => event.event = own,
            "at" => event.at = own,
            "session" => event.session = own,
            "locale" => event.locale = own,
            "page" => event.page = own,
            "article" => event.article = own,
            "query" => event.query = own,
            "results" => event.results = Some(number(name, field)?),
            "confident" => event.confident = Some(flag(name, field)?),
            "action" => event.action = own,
            "tree.node" => tree.node = own,
            "tree.choice" => tree.choice = own,
            "tree.outcome" => tree.outcome = own,
            "step.number" => step.number = Some(number(name, field)?),
            "step.done" => step.done = Some(flag(name, field)?),
            "helpful" => event.helpful = Some(flag(name, field)?),
            "reason" => event.reason = own,
            "comment" => event.comment = own,
            "stage" => event.stage = own,
            "topic" => event.topic = own,
            "channel" => event.channel = own,
            "state" => event.state = own,
            _ => {}
        }
    }
    event.tree = Some(tree).filter(|tree| tree.node.is_some());
    event.step = Some(step).filter(|step| step.number.is_some());
    Ok(event)
}

fn number(name: &str, field: &str) -> Result<u32, String> {
    field.parse().map_err(|_| format!("`{name}` is `{}`, not a number", field.escape_debug()))
}

fn flag(name: &str, field: &str) -> Result<bool, String> {
    match field.to_ascii_lowercase().as_str() {
        "true" | "1" | "yes" => Ok(true),
        "false" | "0" | "no" => Ok(false),
        _ => Err(format!("`{name}` is `{}`, not true or false", field.escape_debug())),
    }
}
