//! Charts as SVG: drawn here, coloured by the page's style sheet, with the numbers in words.
//!
//! Each is a picture with title and description. Colours are classes, so light, dark, print and forced
//! colours are the style sheet's; parts that lie side by side differ in their edge, too.

use std::collections::{BTreeMap, VecDeque};
use std::fmt::Write;

use super::model::{Deflection, Node, Query, Tree, Week};
use super::text::{grouped, percent};
use crate::article::containers::escape;

/// A picture: its id, size, title and description.
struct Picture<'a> {
    id: &'a str,
    size: (usize, usize),
    title: &'a str,
    description: String,
}

impl Picture<'_> {
    fn svg(&self, body: &str) -> String {
        let (id, (width, height)) = (self.id, self.size);
        let class = if width > 720 { "chart wide" } else { "chart" };
        format!(
            "<svg class=\"{class}\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" \
             role=\"img\" aria-labelledby=\"{id}-title {id}-desc\"><title id=\"{id}-title\">{}</title>\
             <desc id=\"{id}-desc\">{}</desc>{body}</svg>",
            escape(self.title),
            escape(&self.description),
        )
    }
}

fn text(class: &str, (x, y): (f64, f64), words: &str) -> String {
    format!("<text class=\"{class}\" x=\"{x:.1}\" y=\"{y:.1}\">{}</text>", escape(words))
}

fn block(class: &str, (x, y): (f64, f64), (width, height): (f64, f64)) -> String {
    format!(
        "<rect class=\"{class}\" x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{height:.1}\"/>"
    )
}

/// At most `limit` characters.
fn cut(words: &str, limit: usize) -> String {
    crate::kb::shorten(words, limit)
}

/// What became of the searches for the first gaps.
pub(super) fn gaps(gaps: &[Query]) -> String {
    const LABEL: f64 = 210.0;
    const WIDTH: f64 = 440.0;
    const ROW: f64 = 30.0;
    let gaps = &gaps[..gaps.len().min(12)];
    let most = gaps.iter().map(|gap| gap.searches).max().unwrap_or(1).max(1) as f64;
    let mut body = String::new();
    let mut words = Vec::new();
    for (row, gap) in gaps.iter().enumerate() {
        let y = row as f64 * ROW + 4.0;
        let mut x = LABEL;
        body += &text("end", (LABEL - 10.0, y + 16.0), &cut(&gap.query, 28));
        let parts = [("bad", gap.unmet), ("fair", gap.answered), ("good", gap.opened)];
        for (class, count) in parts.into_iter().filter(|(_, count)| *count > 0) {
            let width = count as f64 / most * WIDTH;
            body += &block(class, (x, y), (width, ROW - 8.0));
            x += width;
        }
        body += &text("count", (x + 8.0, y + 16.0), &grouped(gap.searches));
        words.push(format!("{}: {} of {} searches unmet", gap.query, gap.unmet, gap.searches));
    }
    let picture = Picture {
        id: "gaps-chart",
        size: (720, (gaps.len() as f64 * ROW) as usize + 4),
        title: "Searches without a good answer",
        description: words.join("; "),
    };
    picture.svg(&body)
}

/// The three states as one bar with the range below it.
pub(super) fn deflection(counts: &Deflection) -> String {
    const WIDTH: f64 = 700.0;
    let tried = counts.tried.max(1) as f64;
    let parts = [
        ("good", "solved", counts.successful),
        ("fair", "nobody said", counts.potential),
        ("bad", "asked a human", counts.failed),
    ];
    let mut body = String::new();
    let mut x = 10.0;
    for (class, label, count) in parts {
        let width = count as f64 / tried * WIDTH;
        if count > 0 {
            body += &block(class, (x, 10.0), (width, 44.0));
        }
        if width > 100.0 {
            body += &text("inside", (x + 10.0, 37.0), label);
        }
        x += width;
    }
    for (share, y, words) in [(counts.rate[0], 88.0, "surely"), (counts.rate[1], 110.0, "at most")]
    {
        let end = 10.0 + share * WIDTH;
        let _ = write!(
            body,
            "<path class=\"range\" d=\"M10 {y} H{end:.1} M{end:.1} {} V{}\"/>",
            y - 6.0,
            y + 6.0
        );
        let label = format!("{words} {}", percent(share));
        let (class, at) = if end > 560.0 { ("end above", end - 8.0) } else { ("", end + 8.0) };
        body += &text(class, (at, if end > 560.0 { y - 5.0 } else { y + 5.0 }), &label);
    }
    let picture = Picture {
        id: "deflection-chart",
        size: (720, 124),
        title: "What became of the sessions that tried",
        description: format!(
            "Of {} sessions, {} solved it by their own word, of {} nobody said, {} asked a human.",
            grouped(counts.tried),
            grouped(counts.successful),
            grouped(counts.potential),
            grouped(counts.failed)
        ),
    };
    picture.svg(&body)
}

/// Searches and sessions that asked a human, week by week.
pub(super) fn weeks(weeks: &[Week]) -> String {
    const HEIGHT: f64 = 180.0;
    let weeks = &weeks[weeks.len().saturating_sub(53)..];
    let most = weeks.iter().map(|week| week.searches.max(week.sessions)).max().unwrap_or(1).max(1);
    let scale = |count: usize| count as f64 / most as f64 * HEIGHT;
    let step = 640.0 / weeks.len().max(1) as f64;
    let mut body = String::new();
    for (line, count) in [(0.0, most), (HEIGHT / 2.0, most / 2), (HEIGHT, 0)] {
        let y = line + 14.0;
        let _ = write!(body, "<path class=\"grid\" d=\"M60 {y} H710\"/>");
        body += &text("end small", (52.0, y + 4.0), &grouped(count));
    }
    let width = (step * 0.7).min(46.0);
    let mut humans: Vec<String> = Vec::new();
    let every = weeks.len().div_ceil(9).max(1);
    for (place, week) in weeks.iter().enumerate() {
        let x = 64.0 + place as f64 * step;
        let (all, bad) = (scale(week.searches), scale(week.nothing));
        let floor = HEIGHT + 14.0;
        body += &block("good", (x, floor - all), (width, all - bad));
        body += &block("bad", (x, floor - bad), (width, bad));
        let middle = x + width / 2.0;
        humans.push(format!("{middle:.1} {:.1}", floor - scale(week.failed + week.direct)));
        if place % every == 0 {
            let day = format!("{} {}", week.monday.strftime("%b"), week.monday.day());
            body += &text("middle small", (middle, floor + 18.0), &day);
        }
    }
    if humans.len() > 1 {
        let _ = write!(body, "<path class=\"line\" d=\"M{}\"/>", humans.join(" L"));
    }
    for point in &humans {
        let (x, y) = point.split_once(' ').unwrap_or_default();
        let _ = write!(body, "<circle class=\"dot\" cx=\"{x}\" cy=\"{y}\" r=\"3\"/>");
    }
    let words = weeks.iter().map(|week| {
        format!(
            "{}: {} searches, {} found nothing, {} sessions asked a human",
            week.monday,
            week.searches,
            week.nothing,
            week.failed + week.direct
        )
    });
    let picture = Picture {
        id: "weeks-chart",
        size: (720, 224),
        title: "Week by week",
        description: words.collect::<Vec<_>>().join("; "),
    };
    picture.svg(&body)
}

/// Names with counts as bars.
pub(super) fn bars(id: &str, title: &str, rows: &[(String, usize)]) -> String {
    const ROW: f64 = 30.0;
    let rows = &rows[..rows.len().min(12)];
    let most = rows.iter().map(|(_, count)| *count).max().unwrap_or(1).max(1) as f64;
    let mut body = String::new();
    for (place, (name, count)) in rows.iter().enumerate() {
        let y = place as f64 * ROW + 4.0;
        let width = *count as f64 / most * 330.0;
        body += &text("end", (190.0, y + 16.0), &cut(name, 26));
        body += &block("plain", (200.0, y), (width.max(1.0), ROW - 8.0));
        body += &text("count", (208.0 + width, y + 16.0), &grouped(*count));
    }
    let words: Vec<String> =
        rows.iter().map(|(name, count)| format!("{name}: {}", grouped(*count))).collect();
    let size = (620, (rows.len() as f64 * ROW) as usize + 4);
    Picture { id, size, title, description: words.join("; ") }.svg(&body)
}

const BOX: (f64, f64) = (188.0, 68.0);
const STEP: (f64, f64) = (208.0, 122.0);
/// Places of a tree that are drawn; the table has all.
const DRAWN: usize = 40;

/// A tree as it was walked: places in rows by their distance from the first, ways as wide as they were
/// used, and in each place how many went no further.
pub(super) fn tree(tree: &Tree, number: usize) -> String {
    let nodes = &tree.nodes[..tree.nodes.len().min(DRAWN)];
    let Some(start) = start(nodes) else { return String::new() };
    let places = places(nodes, start);
    let columns = places.values().map(|(_, column)| column + 1).max().unwrap_or(1);
    let rows = places.values().map(|(row, _)| row + 1).max().unwrap_or(1);
    let middle = |id: &str| {
        let (row, column) = *places.get(id)?;
        let in_row = places.values().filter(|(other, _)| *other == row).count();
        let indent = (columns - in_row) as f64 / 2.0;
        Some(((column as f64 + indent + 0.5) * STEP.0, row as f64 * STEP.1 + 6.0))
    };
    let mut ways = String::new();
    let mut boxes = String::new();
    for node in nodes {
        let Some((x, y)) = middle(&node.id) else { continue };
        for choice in &node.choices {
            let Some((to_x, to_y)) = middle(&choice.to).filter(|to| to.1 > y) else { continue };
            let width = 1.0 + 13.0 * choice.count as f64 / tree.runs.max(1) as f64;
            let (from, half) = (y + BOX.1, (to_y - y - BOX.1) / 2.0);
            let _ = write!(
                ways,
                "<path class=\"way\" stroke-width=\"{width:.1}\" d=\"M{x:.1} {from:.1} C{x:.1} {0:.1} {to_x:.1} {0:.1} {to_x:.1} {to_y:.1}\"/>",
                from + half
            );
        }
        boxes += &node_box(node, (x - BOX.0 / 2.0, y));
    }
    let words = nodes.iter().map(|node| {
        format!("{}: {} came here, {} went no further", node.title, node.entered, node.left)
    });
    let id = format!("tree-{number}");
    let size = ((columns as f64 * STEP.0) as usize, (rows as f64 * STEP.1 - 40.0) as usize);
    let title = format!("How far customers get in {}", tree.article.title);
    let picture =
        Picture { id: &id, size, title: &title, description: words.collect::<Vec<_>>().join("; ") };
    picture.svg(&(ways + &boxes))
}

fn node_box(node: &Node, (x, y): (f64, f64)) -> String {
    let class = match node.outcome.as_deref() {
        Some("solved") => "node solved",
        Some(_) => "node human",
        None => "node",
    };
    let mut out = format!(
        "<rect class=\"{class}\" x=\"{x:.1}\" y=\"{y:.1}\" width=\"{}\" height=\"{}\" rx=\"8\"/>",
        BOX.0, BOX.1
    );
    let left = node.left as f64 / node.entered.max(1) as f64 * (BOX.0 - 24.0);
    if node.left > 0 {
        out += &block("bad", (x + 12.0, y + BOX.1 - 10.0), (left.max(2.0), 4.0));
    }
    out += &text("middle", (x + BOX.0 / 2.0, y + 24.0), &cut(&node.title, 23));
    let counts = match node.left {
        0 => grouped(node.entered),
        left => format!("{} · {} left", grouped(node.entered), grouped(left)),
    };
    out + &text("middle small", (x + BOX.0 / 2.0, y + 46.0), &counts)
}

/// Where runs begin: the most visited place that no other leads to; in a circle, the most visited.
fn start(nodes: &[Node]) -> Option<&str> {
    let is_reached = |node: &&Node| {
        nodes.iter().any(|from| from.choices.iter().any(|choice| choice.to == node.id))
    };
    let first = nodes.iter().find(|node| !is_reached(node)).or(nodes.first());
    first.map(|node| node.id.as_str())
}

/// Row and column of each place.
fn places<'a>(nodes: &'a [Node], start: &'a str) -> BTreeMap<&'a str, (usize, usize)> {
    let by_id: BTreeMap<&str, &Node> = nodes.iter().map(|node| (node.id.as_str(), node)).collect();
    let mut rows: BTreeMap<&str, usize> = BTreeMap::from([(start, 0)]);
    let mut used: Vec<usize> = vec![1];
    let mut places = BTreeMap::from([(start, (0, 0))]);
    let mut waiting = VecDeque::from([start]);
    // What no way leads to was begun in the middle, by a link.
    let mut others = nodes.iter().map(|node| node.id.as_str());
    loop {
        let Some(id) = waiting.pop_front() else {
            let Some(next) = others.find(|id| !places.contains_key(id)) else { return places };
            rows.insert(next, 0);
            places.insert(next, (0, used[0]));
            used[0] += 1;
            waiting.push_back(next);
            continue;
        };
        let row = rows.get(id).copied().unwrap_or_default() + 1;
        for choice in by_id.get(id).into_iter().flat_map(|node| &node.choices) {
            if !by_id.contains_key(choice.to.as_str()) || places.contains_key(choice.to.as_str()) {
                continue;
            }
            if used.len() <= row {
                used.push(0);
            }
            rows.insert(&choice.to, row);
            places.insert(&choice.to, (row, used[row]));
            used[row] += 1;
            waiting.push_back(&choice.to);
        }
    }
}
