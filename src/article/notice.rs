//! What the head of a notice says: when it is shown, where, and how bad it is. Articles of that kind
//! and the entries of `data/notices.yaml` share it.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::front_matter::Spanned;
use super::moment::Moment;
use crate::diag::{self, Diagnostic, Span};
use crate::yaml::Fields;

/// How far an incident is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Status {
    Scheduled,
    Investigating,
    Identified,
    Ongoing,
    Monitoring,
    Resolved,
}

const STATUSES: &[(&str, Status)] = &[
    ("scheduled", Status::Scheduled),
    ("investigating", Status::Investigating),
    ("identified", Status::Identified),
    ("ongoing", Status::Ongoing),
    ("monitoring", Status::Monitoring),
    ("resolved", Status::Resolved),
];

/// How much it matters to a reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Good to know.
    Info,
    /// Something does not work as usual.
    Warning,
    /// Something important does not work at all: its banner cannot be closed.
    Critical,
}

const SEVERITIES: &[(&str, Severity)] =
    &[("info", Severity::Info), ("warning", Severity::Warning), ("critical", Severity::Critical)];

impl Status {
    /// Its name in front matter and for machines.
    pub fn name(self) -> &'static str {
        STATUSES.iter().find(|(_, status)| *status == self).map_or("", |(name, _)| name)
    }

    /// How bad an incident is of which nothing more is said.
    fn severity(self) -> Severity {
        match self {
            Self::Scheduled | Self::Monitoring | Self::Resolved => Severity::Info,
            Self::Investigating | Self::Identified | Self::Ongoing => Severity::Warning,
        }
    }
}

impl Severity {
    /// Its name in front matter and for machines.
    pub fn name(self) -> &'static str {
        SEVERITIES.iter().find(|(_, severity)| *severity == self).map_or("info", |(name, _)| name)
    }
}

/// A text in one language or several.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words(pub BTreeMap<String, String>);

impl Words {
    /// In the language `code`, else in `fallback`, else as it was written; and whether it is in the
    /// language that was asked for.
    pub fn of(&self, code: &str, fallback: &str) -> (&str, bool) {
        let own = self.0.get(code);
        let other = self.0.get(fallback).or_else(|| self.0.get(""));
        let text = own.or(other).or_else(|| self.0.values().next());
        (text.map_or("", String::as_str), own.is_some() || code == fallback)
    }
}

/// What was said about an incident at some time.
#[derive(Clone, Debug)]
pub struct Update {
    /// When.
    pub at: Moment,
    /// How far the incident was.
    pub status: Option<Status>,
    /// What was said.
    pub text: Words,
}

/// The head of a notice.
#[derive(Clone, Debug, Default)]
pub struct Head {
    /// Where its banner is shown, as written; everywhere when empty.
    pub scope: Vec<Spanned>,
    /// How far the incident is.
    pub status: Option<Status>,
    /// How bad it is, where the writer says so.
    severity: Option<Severity>,
    /// From when on it is shown.
    pub from: Option<Moment>,
    /// Until when its banner is shown.
    pub until: Option<Moment>,
    /// When what it is about begins, where that is not when it is first told.
    pub starts: Option<Moment>,
    /// When that is over.
    pub ends: Option<Moment>,
    /// Whether nothing is said of an end.
    pub is_endless: bool,
    /// The history of the incident.
    pub updates: Vec<Update>,
}

impl Head {
    /// How bad it is.
    pub fn severity(&self) -> Severity {
        let by_status = || self.status.map_or(Severity::Info, Status::severity);
        self.severity.unwrap_or_else(by_status)
    }

    /// Whether nothing is wrong any more.
    pub fn is_resolved(&self) -> bool {
        self.status == Some(Status::Resolved)
    }

    /// When what it is about begins. Of planned work without a time nobody knows.
    pub fn begins(&self) -> Option<Moment> {
        let told = || self.from.filter(|_| self.status != Some(Status::Scheduled));
        self.starts.or_else(told)
    }

    /// Whether it is about something that is still to come on the day `today`. Work that is planned
    /// for a time of that day is; an incident that was first told on that day has begun. The browser
    /// knows the time.
    pub fn is_planned(&self, today: Date) -> bool {
        let Some(begins) = self.begins() else { return self.status == Some(Status::Scheduled) };
        let is_today = begins.utc_day() == today && begins.time.is_some() && self.starts.is_some();
        begins.utc_day() > today || is_today
    }

    /// How far it is on the day `today`: what was planned is under way once it has begun.
    pub fn status_on(&self, today: Date) -> Option<Status> {
        let has_begun = self.status == Some(Status::Scheduled) && !self.is_planned(today);
        if has_begun { Some(Status::Ongoing) } else { self.status }
    }
}

/// Takes the keys that only notices have. `publish_at` and `expire_at` are looked at and left.
pub fn take(fields: &mut Fields) -> Head {
    let is_endless = ["expire_at", "ends_at"].iter().all(|key| fields.span_of(key).is_none());
    let (from, until) = (moment(fields, "publish_at"), moment(fields, "expire_at"));
    let (starts, ends) = (own_moment(fields, "starts_at"), own_moment(fields, "ends_at"));
    let shown = "`publish_at` is its first day, `expire_at` the first day without it";
    let wrong = backwards(from.as_ref(), until.as_ref(), shown).or_else(|| {
        let lasts = "`starts_at` is when it begins, `ends_at` when it is over";
        backwards(starts.as_ref().or(from.as_ref()), ends.as_ref(), lasts)
    });
    fields.problems.extend(wrong);
    let [from, until, starts, ends] =
        [from, until, starts, ends].map(|it| it.map(|(moment, _)| moment));
    Head {
        scope: fields.spanned_texts("scope"),
        status: fields.choice("status", STATUSES),
        severity: fields.choice("severity", SEVERITIES),
        from,
        // Nobody needs a banner about what is over.
        until: [until, ends].into_iter().flatten().min_by_key(Moment::instant),
        starts,
        ends,
        is_endless,
        updates: updates(fields),
    }
}

/// Drops the keys that only notices have from the head of something else.
pub fn ignore(fields: &mut Fields) {
    for key in ["scope", "status", "severity", "updates", "starts_at", "ends_at"] {
        fields.any(key);
    }
}

type Placed = (Moment, Span);

fn backwards(from: Option<&Placed>, until: Option<&Placed>, hint: &str) -> Option<Diagnostic> {
    let ((from, _), (until, span)) = (from?, until?);
    let message = "this notice ends before it begins";
    (until.instant() <= from.instant())
        .then(|| Diagnostic::new(diag::NOTICE_DATES, span.clone(), message).hint(hint))
}

const MOMENT: &str = "a day, `2026-12-09`, or a time, `2026-12-09T02:00+01:00`";

/// A moment that nobody else reads.
fn own_moment(fields: &mut Fields, key: &str) -> Option<Placed> {
    let span = fields.text_with_span(key).map(|(_, span)| span);
    fields.parsed(key, MOMENT, Moment::parse).zip(span)
}

fn moment(fields: &mut Fields, key: &str) -> Option<Placed> {
    let (text, span) = fields.text_with_span(key)?;
    let moment = Moment::parse(&text);
    // A wrong day is reported by who reads the day; here it is about the time.
    if moment.is_none() && crate::yaml::parse_date(&text).is_some() {
        fields.problems.push(wrong_moment(key, &text, &span));
    }
    Some((moment?, span))
}

fn wrong_moment(key: &str, text: &str, span: &Span) -> Diagnostic {
    let message = format!("`{key}` does not take `{}`", text.escape_debug());
    Diagnostic::new(diag::INVALID_VALUE, span.clone(), message).hint(format!("it takes {MOMENT}"))
}

fn updates(fields: &mut Fields) -> Vec<Update> {
    let mut groups = fields.list("updates");
    let mut updates: Vec<Update> =
        groups.iter_mut().filter_map(|group| update(group, &mut fields.problems)).collect();
    updates.sort_by_key(|update| std::cmp::Reverse(update.at.instant()));
    updates
}

const UPDATE_KEYS: [&str; 3] = ["at", "status", "text"];

fn update(group: &mut Fields, problems: &mut Vec<Diagnostic>) -> Option<Update> {
    let at = group.parsed("at", MOMENT, Moment::parse);
    let status = group.choice("status", STATUSES);
    let text = words(group, "text");
    for leftover in group.leftovers() {
        group.problems.push(crate::yaml::unknown_key(&leftover, "an update", &UPDATE_KEYS));
    }
    problems.append(&mut group.problems);
    Some(Update { at: at?, status, text: text? })
}

/// A text, or a text for each language.
pub fn words(fields: &mut Fields, key: &str) -> Option<Words> {
    let placed = fields.placed(key)?;
    if let Some((text, _)) = placed.text() {
        return Some(Words(BTreeMap::from([(String::new(), text)])));
    }
    let Some(mut by_language) = Fields::of(&placed, key) else {
        fields.problems.push(placed.not("a text, or a text for each language"));
        return None;
    };
    let mut words = BTreeMap::new();
    for (code, _, value) in by_language.rest() {
        if let Some((text, _)) = value.text() {
            words.insert(code, text);
        } else {
            fields.problems.push(value.not("a text"));
        }
    }
    (!words.is_empty()).then_some(Words(words))
}
