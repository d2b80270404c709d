//! The report as text: a summary for people, a finding per line for machines.

use std::fmt::Write;

use super::golden::Appended;
use super::model::{ArticleHealth, Basis, Feedback, Gap, Query, Report};
use super::names::Names;

/// Gaps, articles and topics that a summary names.
const NAMED: usize = 5;
/// Gaps and articles that are findings.
const FINDINGS: usize = 50;

/// `1 search`, `1,204 searches`.
pub fn count(number: usize, word: &str) -> String {
    let plural = match word {
        "search" => "searches",
        "query" => "queries",
        "line that is no event" => "lines that are no events",
        "is" => "are",
        word => return format!("{} {word}{}", grouped(number), if number == 1 { "" } else { "s" }),
    };
    format!("{} {}", grouped(number), if number == 1 { word } else { plural })
}

/// `1,204`.
pub fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// `12 %`; less than one is not none.
pub fn percent(share: f64) -> String {
    let whole = (share * 100.0).round();
    if share > 0.0 && whole < 1.0 { "<1 %".to_owned() } else { format!("{whole:.0} %") }
}

/// An amount of the company's currency.
pub fn money(amount: f64) -> String {
    grouped(amount.round() as usize)
}

/// What is said of a gap after its query.
pub fn about(gap: &Query) -> String {
    let searches = count(gap.searches, "search");
    let what = match gap.gap {
        Some(Gap::Nothing) => format!("{} found nothing", grouped(gap.nothing)),
        Some(Gap::Unsure) => {
            format!("{} without a certain answer", grouped(gap.nothing + gap.unsure))
        }
        _ if gap.opened == 0 => "nothing opened".to_owned(),
        _ => format!("{} opened something", grouped(gap.opened)),
    };
    format!("{searches}, {what}")
}

/// What may be meant by a gap.
pub fn meant(gap: &Query) -> Option<String> {
    let nearest = gap.nearest.as_ref()?;
    let basis = match nearest.basis {
        _ if gap.found_now => "found by now",
        Basis::ReadNext => "read next",
        Basis::Found => "found first",
        Basis::Closest => "nearest",
    };
    Some(format!("{basis}: {}", nearest.url))
}

/// The report in a screenful.
pub fn summary(report: &Report, names: &Names) -> String {
    let mut text = String::new();
    let site = if report.site.is_empty() { "All pages" } else { &report.site };
    let Some(period) = report.period else {
        return format!("{site}: no event in these days\n");
    };
    let (searches, deflection) = (&report.searches, &report.deflection);
    let _ = writeln!(
        text,
        "{site}, {} to {}: {}, {}",
        period.from,
        period.to,
        count(report.intake.events, "event"),
        count(deflection.sessions, "session"),
    );
    let _ = writeln!(
        text,
        "  searches    {}; {} opened a result, {} more saw an answer, {} found nothing",
        grouped(searches.total),
        percent(searches.success[0]),
        percent(searches.success[1] - searches.success[0]),
        percent(super::model::share(searches.nothing, searches.total)),
    );
    let _ = writeln!(
        text,
        "  deflection  {} to {} of {} that tried; {} asked a human after trying, {} at once",
        percent(deflection.rate[0]),
        percent(deflection.rate[1]),
        count(deflection.tried, "session"),
        grouped(deflection.failed),
        grouped(deflection.direct),
    );
    if let Some([least, most]) = deflection.saved {
        let _ = writeln!(text, "  saved       {} to {}", money(least), money(most));
    }
    let feedback = &report.feedback;
    if feedback.helpful + feedback.unhelpful > 0 {
        let _ = writeln!(text, "  feedback    {}", votes(feedback, names));
    }
    lists(report, names, &mut text);
    text
}

/// `3 of 10 votes unhelpful: Out of date 2, Hard to understand 1`.
fn votes(feedback: &Feedback, names: &Names) -> String {
    let all = count(feedback.helpful + feedback.unhelpful, "vote");
    let mut text = format!("{} of {all} unhelpful", grouped(feedback.unhelpful));
    for (place, (id, times)) in feedback.reasons.iter().take(NAMED).enumerate() {
        let before = if place == 0 { ": " } else { ", " };
        text += &format!("{before}{} {}", names.reason(id), grouped(*times));
    }
    text
}

/// `, mostly “Out of date”`: what most readers miss in an article.
fn mostly(article: &ArticleHealth, names: &Names) -> String {
    let most = article.reasons.iter().max_by(|a, b| a.1.cmp(b.1).then_with(|| b.0.cmp(a.0)));
    most.map(|(id, _)| format!(", mostly “{}”", names.reason(id))).unwrap_or_default()
}

fn lists(report: &Report, names: &Names, text: &mut String) {
    if !report.gaps.is_empty() {
        let _ = writeln!(text, "\n{} without a good answer:", count(report.gaps.len(), "query"));
        text.push_str(&gaps(&report.gaps[..report.gaps.len().min(NAMED)]));
    }
    let weak: Vec<_> = report.articles.iter().filter(|one| one.priority >= 1.0).collect();
    if !weak.is_empty() {
        let _ = writeln!(text, "\nArticles that leave most readers without help:");
    }
    for one in weak.iter().take(NAMED) {
        let owner =
            one.article.owner.as_ref().map(|owner| format!(", {owner}")).unwrap_or_default();
        let _ = writeln!(
            text,
            "  {}  {}: {}, {} of {} unhelpful{}, {}{owner}",
            one.article.url,
            one.article.title,
            count(one.readers, "reader"),
            grouped(one.unhelpful),
            count(one.helpful + one.unhelpful, "vote"),
            mostly(one, names),
            count(one.contacts, "contact"),
        );
    }
    if let Some(tickets) = &report.tickets {
        let open: Vec<_> = tickets.topics.iter().filter(|topic| !topic.covered).collect();
        let _ = writeln!(
            text,
            "\n{}, {} without an article:",
            count(tickets.counted, "ticket"),
            count(open.len(), "topic"),
        );
        for topic in open.iter().take(NAMED) {
            let _ = writeln!(text, "  {}  {}", grouped(topic.size), topic.terms.join(", "));
        }
    }
    let overdue: usize = report.stale.iter().map(|owner| owner.overdue.len()).sum();
    if overdue > 0 {
        let _ = writeln!(text, "\n{} overdue for a review", count(overdue, "article"));
    }
}

/// Gaps, a line each.
pub fn gaps(gaps: &[Query]) -> String {
    let mut text = String::new();
    for gap in gaps {
        let meant = meant(gap).map(|meant| format!("; {meant}")).unwrap_or_default();
        let _ = writeln!(text, "  {}  {}{meant}", gap.query, about(gap));
    }
    if gaps.is_empty() {
        text.push_str("No query without a good answer.\n");
    }
    text
}

/// The report with gaps and nothing else.
pub fn only_gaps(report: Report) -> Report {
    Report { articles: Vec::new(), stale: Vec::new(), tickets: None, trees: Vec::new(), ..report }
}

/// What became of the golden queries.
pub fn appended(appended: &Appended, file: &str) -> String {
    let mut text = String::new();
    for (query, expect) in &appended.added {
        let _ = writeln!(text, "  {query}  expects {expect}");
    }
    let _ = writeln!(
        text,
        "{file}: {} added, {} there already, {} found by now",
        grouped(appended.added.len()),
        grouped(appended.known),
        grouped(appended.found_now),
    );
    text
}

/// Something to do, with the file to do it in.
struct Finding {
    kind: &'static str,
    file: Option<String>,
    text: String,
}

fn findings(report: &Report, names: &Names) -> Vec<Finding> {
    let mut all = Vec::new();
    for gap in report.gaps.iter().filter(|gap| !gap.found_now).take(FINDINGS) {
        let meant = meant(gap).map(|meant| format!("; {meant}")).unwrap_or_default();
        let text = format!("`{}`: {}{meant}", gap.query, about(gap));
        all.push(Finding { kind: "gap", file: None, text });
    }
    for one in report.articles.iter().filter(|one| one.priority >= 1.0).take(FINDINGS) {
        let text = format!(
            "{} leaves about {} without help: {} of {} unhelpful{}, {}",
            one.article.url,
            count(one.priority.round() as usize, "reader"),
            grouped(one.unhelpful),
            count(one.helpful + one.unhelpful, "vote"),
            mostly(one, names),
            count(one.contacts, "contact"),
        );
        all.push(Finding { kind: "weak-article", file: one.article.file.clone(), text });
    }
    for tree in &report.trees {
        for node in tree.nodes.iter().filter(|node| node.left * 4 >= node.entered && node.left > 4)
        {
            let text = format!(
                "{}#{}: {} of {} leave here",
                tree.article.url,
                node.id,
                grouped(node.left),
                grouped(node.entered)
            );
            all.push(Finding { kind: "tree-drop-off", file: tree.article.file.clone(), text });
        }
    }
    for topic in report.tickets.iter().flat_map(|tickets| &tickets.topics) {
        if !topic.covered {
            let text = format!(
                "{} about {} have no article",
                count(topic.size, "ticket"),
                topic.terms.join(", ")
            );
            all.push(Finding { kind: "ticket-topic", file: None, text });
        }
    }
    for stale in report.stale.iter().flat_map(|owner| &owner.overdue) {
        let text = format!("{} should have been reviewed by {}", stale.article.url, stale.due);
        all.push(Finding { kind: "overdue", file: stale.article.file.clone(), text });
    }
    all
}

/// `gap: …`, or `file: weak-article: …`, a finding per line.
pub fn short(report: &Report, names: &Names) -> String {
    let line = |finding: &Finding| {
        let file = finding.file.as_ref().map(|file| format!("{file}: ")).unwrap_or_default();
        format!("{file}{}: {}\n", finding.kind, finding.text)
    };
    findings(report, names).iter().map(line).collect()
}

/// Findings as annotations of GitHub Actions.
pub fn github(report: &Report, names: &Names) -> String {
    let data = |text: &str| text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A");
    let line = |finding: &Finding| {
        let file = finding
            .file
            .as_deref()
            .map(|file| format!(",file={}", data(file).replace(':', "%3A").replace(',', "%2C")));
        let file = file.unwrap_or_default();
        format!("::notice title=faqtory {}{file}::{}\n", finding.kind, data(&finding.text))
    };
    findings(report, names).iter().map(line).collect()
}
