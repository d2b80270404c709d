//! Events by chance, the same for the same seed.

use serde_json::{Value, json};

/// Queries with the number of the question that they ask.
pub(super) const QUERIES: [(&str, usize); 9] = [
    ("pau", 0),
    ("pause my plan", 1),
    ("pausing plans", 1),
    ("refund", 2),
    ("refunds", 2),
    ("the refund", 2),
    ("bike lock", 3),
    ("xylophone", 4),
    ("map", 5),
];

pub(super) struct Dice(u64);

impl Dice {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    pub(super) fn roll(&mut self, sides: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 20) % sides
    }

    fn one<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.roll(of.len() as u64) as usize]
    }
}

/// Events in the order of their sessions, each with its moment in `ms`.
pub(super) fn events(seed: u64, count: u64) -> Vec<Value> {
    let mut dice = Dice::new(seed);
    let mut events = Vec::new();
    let mut session = 0;
    while (events.len() as u64) < count {
        session += 1;
        // 2026-09-01 and ten weeks.
        let mut at = 1_788_220_800_000 + dice.roll(70 * 86_400_000).cast_signed();
        for _ in 0..=dice.roll(12) {
            at += match dice.roll(4) {
                0 => 1 + dice.roll(3_000).cast_signed(),
                1 => 1 + dice.roll(15_000).cast_signed(),
                2 => 1 + dice.roll(120_000).cast_signed(),
                _ => 1 + dice.roll(900_000).cast_signed(),
            };
            let number = events.len() as u64 + 1;
            let mut event = detail(&mut dice);
            let moment = jiff::Timestamp::from_millisecond(at).unwrap().to_string();
            let fields = event.as_object_mut().unwrap();
            fields.insert("id".into(), json!(format!("{number:016x}")));
            fields.insert("at".into(), json!(moment));
            fields.insert("ms".into(), json!(at));
            if session % 17 != 0 {
                fields.insert("session".into(), json!(format!("{session:016x}")));
            }
            fields.insert("locale".into(), json!("en"));
            events.push(event);
        }
    }
    events
}

fn detail(dice: &mut Dice) -> Value {
    let article = dice.one(&["/refunds/", "/unlock/", "/gone/"]);
    let query = dice.one(&QUERIES).0;
    match dice.roll(16) {
        0..=3 => json!({"event": "view", "article": article}),
        4..=7 => {
            let results = dice.roll(4);
            json!({"event": "search", "query": query, "results": results, "confident": results > 1})
        }
        8 => json!({"event": "no-results", "query": query}),
        9 => json!({"event": "open", "query": query, "url": article}),
        10 => {
            let action = dice.one(&["shown", "solved", "more", "unsolved"]);
            json!({"event": "answer", "query": query, "url": article, "action": action})
        }
        11 => json!({"event": "feedback", "article": article, "helpful": dice.roll(2) == 0}),
        12..=13 => {
            let node = dice.one(&["a", "b", "c", "d"]);
            let outcome = if node == "d" { json!("solved") } else { Value::Null };
            json!({"event": "step", "article": "/unlock/", "tree": {"node": node, "choice": dice.one(&[None, Some("Yes")]), "outcome": outcome}})
        }
        14 => {
            let stage = dice.one(&["viewed", "started", "suggested", "sent", "failed", "channel"]);
            json!({"event": "contact", "stage": stage, "topic": dice.one(&["billing", "rides"]), "channel": "form"})
        }
        _ => {
            json!({"event": "deflection", "state": dice.one(&["successful", "failed", "potential"])})
        }
    }
}

/// The events as lines in no order, some of them twice.
pub(super) fn shuffled(events: &[Value], seed: u64) -> String {
    let mut dice = Dice::new(seed + 1_000);
    let mut lines: Vec<String> = events.iter().map(Value::to_string).collect();
    for _ in 0..events.len() / 10 {
        let again = lines[dice.roll(lines.len() as u64) as usize].clone();
        lines.push(again);
    }
    for at in (1..lines.len()).rev() {
        lines.swap(at, dice.roll(at as u64 + 1) as usize);
    }
    lines.join("\n")
}
