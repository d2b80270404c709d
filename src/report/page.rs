//! The report as one page that needs nothing else: no script, no address of any other site.

use tera::{Context, Kwargs, State, Tera};

use super::charts;
use super::model::Report;
use super::names::Names;
use super::text;

const TEMPLATE: &str = include_str!("page.html");
const STYLE: &str = include_str!("page.css");

/// The page.
///
/// # Panics
/// When the built-in template is broken, which a test would have told.
pub fn page(report: &Report, names: &Names) -> String {
    let mut tera = Tera::default();
    tera.register_filter("num", |number: usize, _: Kwargs, _: &State<'_>| text::grouped(number));
    tera.register_filter("percent", |share: f64, _: Kwargs, _: &State<'_>| {
        text::percent(share).replace(' ', "\u{a0}")
    });
    tera.register_filter("money", |amount: f64, _: Kwargs, _: &State<'_>| text::money(amount));
    let compiled = tera.add_raw_templates([("report.html", TEMPLATE)]);
    compiled.expect("the built-in template is compiled by a test");
    let trees: Vec<String> =
        (1..).zip(&report.trees).map(|(number, tree)| charts::tree(tree, number)).collect();
    let mut context = Context::new();
    context.insert("report", report);
    context.insert("style", STYLE);
    context.insert("gaps_chart", &charts::gaps(&report.gaps));
    context.insert("deflection_chart", &charts::deflection(&report.deflection));
    context.insert("weeks_chart", &charts::weeks(&report.weeks));
    let reasons = called(&report.feedback.reasons, |id| names.reason(id));
    let channels = called(&report.contacts.channels, |id| names.channel(id));
    let topics: Vec<String> =
        report.contacts.topics.iter().map(|topic| names.topic(&topic.topic)).collect();
    context.insert("reasons_chart", &charts::bars("reasons", "Why not helpful", &reasons));
    context.insert("channels_chart", &charts::bars("channels", "Contacts by channel", &channels));
    context.insert("reasons", &reasons);
    context.insert("channels", &channels);
    context.insert("topics", &topics);
    context.insert("trees_charts", &trees);
    context.insert("left_out", &text::count(report.intake.broken, "line that is no event"));
    context.insert("cost", &report.deflection.cost_per_contact.map(|cost| cost.to_string()));
    context.insert("meant", &report.gaps.iter().map(text::meant).collect::<Vec<_>>());
    context.insert("about", &report.gaps.iter().map(text::about).collect::<Vec<_>>());
    tera.render("report.html", &context).expect("the built-in template gets every value it names")
}

/// Counts with what their ids are called.
fn called(rows: &[(String, usize)], name: impl Fn(&str) -> String) -> Vec<(String, usize)> {
    rows.iter().map(|(id, count)| (name(id), *count)).collect()
}
