//! Ways to a human, by topic and channel; deflection; weeks.

use std::collections::{BTreeMap, BTreeSet};

use jiff::ToSpan;
use jiff::civil::Date;

use super::articles::ranked;
use super::log::{Log, Name, What, day};
use super::model::{ContactTopic, Contacts, Deflection, Week, share};
use super::visit::{Finding, Outcome, Visit, is_reached};

/// Sessions by how they ended, by week, and by the contacts they made.
#[derive(Default)]
pub(super) struct Sessions {
    deflection: Deflection,
    weeks: BTreeMap<Date, Week>,
    topics: BTreeMap<Name, ContactTopic>,
    channels: BTreeMap<Name, usize>,
}

impl Sessions {
    /// Counts a session.
    pub(super) fn count(&mut self, log: &Log, visit: &Visit<'_>) {
        self.outcome(visit);
        self.week(visit);
        let mut stages: BTreeSet<(Name, &str)> = BTreeSet::new();
        let mut channels = BTreeSet::new();
        for row in visit.rows {
            let What::Contact { stage, topic, channel, .. } = row.what else { continue };
            let is_reached = is_reached(log, stage);
            stages.insert((topic, if is_reached { "reached" } else { log.text(stage) }));
            if is_reached {
                channels.insert(channel);
            }
        }
        for (topic, stage) in stages {
            let topic = self.topics.entry(topic).or_default();
            match stage {
                "viewed" => topic.viewed += 1,
                "started" => topic.started += 1,
                "suggested" => topic.suggested += 1,
                "reached" => topic.reached += 1,
                "failed" => topic.failed += 1,
                _ => {}
            }
        }
        for channel in channels {
            *self.channels.entry(channel).or_default() += 1;
        }
    }

    fn outcome(&mut self, visit: &Visit<'_>) {
        let Some(outcome) = visit.outcome else { return };
        let counts = &mut self.deflection;
        counts.sessions += 1;
        match outcome {
            Outcome::Direct => counts.direct += 1,
            Outcome::Failed => counts.failed += 1,
            Outcome::Successful => counts.successful += 1,
            Outcome::Potential => counts.potential += 1,
            Outcome::Idle => {}
        }
    }

    fn week(&mut self, visit: &Visit<'_>) {
        let monday = monday(day(visit.begin()));
        let week = self.weeks.entry(monday).or_insert_with(|| empty(monday));
        week.sessions += usize::from(visit.outcome.is_some());
        week.views += visit.rows.iter().filter(|row| matches!(row.what, What::View { .. })).count();
        week.searches += visit.asked.len();
        let is_nothing = |asked: &&super::visit::Asked| asked.finding == Finding::Nothing;
        week.nothing += visit.asked.iter().filter(is_nothing).count();
        week.opened += visit.asked.iter().filter(|asked| asked.opened).count();
        match visit.outcome {
            Some(Outcome::Successful) => week.successful += 1,
            Some(Outcome::Potential) => week.potential += 1,
            Some(Outcome::Failed) => week.failed += 1,
            Some(Outcome::Direct) => week.direct += 1,
            Some(Outcome::Idle) | None => {}
        }
    }

    /// All of it; weeks without an event are there, too.
    pub(super) fn finish(
        mut self,
        log: &Log,
        cost: Option<f64>,
    ) -> (Deflection, Contacts, Vec<Week>) {
        let counts = &mut self.deflection;
        counts.tried = counts.successful + counts.failed + counts.potential;
        let most = counts.successful + counts.potential;
        counts.rate = [share(counts.successful, counts.tried), share(most, counts.tried)];
        counts.cost_per_contact = cost;
        counts.saved = cost.map(|cost| [counts.successful as f64 * cost, most as f64 * cost]);
        let topics = self.topics.into_iter();
        let mut topics: Vec<ContactTopic> = topics
            .map(|(name, topic)| ContactTopic { topic: log.text(name).to_owned(), ..topic })
            .collect();
        topics
            .sort_by(|a, b| (b.reached, b.viewed, &a.topic).cmp(&(a.reached, a.viewed, &b.topic)));
        let channels = self.channels.iter().map(|(name, count)| (log.text(*name), *count));
        let contacts = Contacts { topics, channels: ranked(channels.collect()) };
        (self.deflection, contacts, filled(&self.weeks))
    }
}

fn empty(monday: Date) -> Week {
    Week {
        monday,
        sessions: 0,
        views: 0,
        searches: 0,
        nothing: 0,
        opened: 0,
        successful: 0,
        potential: 0,
        failed: 0,
        direct: 0,
    }
}

fn monday(day: Date) -> Date {
    day.saturating_sub(i64::from(day.weekday().to_monday_zero_offset()).days())
}

/// Most weeks in a row without an event that are filled in: a clock that was wrong by years is no gap.
const MAX_FILLED: i32 = 60;

fn filled(weeks: &BTreeMap<Date, Week>) -> Vec<Week> {
    let mut out: Vec<Week> = Vec::new();
    for week in weeks.values() {
        let mut next = out.last().map(|last| last.monday.saturating_add(7.days()));
        while let Some(monday) = next.filter(|next| *next < week.monday)
            && (week.monday - monday).get_days() <= 7 * MAX_FILLED
        {
            out.push(empty(monday));
            next = Some(monday.saturating_add(7.days()));
        }
        out.push(*week);
    }
    out
}
