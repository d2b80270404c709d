//! Notices for machines: JSON in each language (`/_faqtory/api/notices.json`), and an Atom feed.

use std::fmt::Write;

use serde_json::{Value, json};

use super::{Files, address};
use crate::article::containers::escape;
use crate::article::moment::Moment;
use crate::article::notice::{Status, Update};
use crate::config::Config;
use crate::kb::notices::{Announced, STATUS_FEED, STATUS_PAGE};
use crate::kb::{KnowledgeBase, Locale};

/// Adds the files, if there are notices.
pub(super) fn add(kb: &KnowledgeBase, config: &Config, files: &mut Files) {
    for (place, (locale, notices)) in kb.locales.iter().zip(&kb.notices).enumerate() {
        if notices.is_empty() {
            continue;
        }
        let view = |one: &Announced| notice(one, locale, config);
        let list: Vec<Value> = notices.iter().map(view).collect();
        let document = json!({ "schema": "faqtory.notices.v1", "notices": list });
        files.insert(super::api_file(locale, place, "notices"), format!("{document:#}\n"));
        if place == 0 && config.base_url.is_some() {
            let feed = feed(notices, locale, config);
            files.insert(STATUS_FEED.trim_start_matches('/').to_owned(), feed);
        }
    }
}

/// The address of a notice: where to read more of it, else its place on the status page.
fn url(one: &Announced, locale: &Locale, config: &Config) -> String {
    match (&one.link, one.article) {
        (Some(link), Some(_)) => config.absolute(link),
        _ => place(one, locale, config),
    }
}

fn place(one: &Announced, locale: &Locale, config: &Config) -> String {
    let page = address(&format!("{}{STATUS_PAGE}", locale.prefix), config);
    format!("{page}#{}", crate::url::encode(&one.anchor))
}

fn notice(one: &Announced, locale: &Locale, config: &Config) -> Value {
    let head = &one.notice.head;
    let code = &locale.language.code;
    let lang = if one.is_fallback { &config.language } else { code };
    let moment = |moment: Option<Moment>| moment.map(|moment| moment.iso());
    let update = |update: &Update| {
        json!({
            "at": update.at.iso(),
            "status": update.status.map(Status::name),
            "text": update.text.of(code, &config.language).0,
        })
    };
    let scope: Vec<&str> = head.scope.iter().map(|(word, _)| word.as_str()).collect();
    json!({
        "id": one.anchor,
        "key": one.fingerprint(),
        "title": one.title,
        "text": one.text,
        "lang": lang,
        "url": url(one, locale, config),
        "link": one.link.as_ref().map(|link| config.absolute(link)),
        "severity": head.severity().name(),
        "status": one.status.map(Status::name),
        "scope": if scope.is_empty() { vec!["all"] } else { scope },
        "from": moment(head.from),
        "until": moment(head.until),
        "starts": moment(head.starts),
        "ends": moment(head.ends),
        "current": one.is_current(),
        "planned": one.is_planned(),
        "updates": head.updates.iter().map(update).collect::<Vec<Value>>(),
    })
}

/// When planned work is, as every language understands it: `2026-12-09 02:00 UTC – 04:00 UTC`.
fn planned_time(one: &Announced) -> Option<String> {
    let head = &one.notice.head;
    let starts = head.starts.filter(|_| one.is_planned())?;
    let Some(ends) = head.ends else { return Some(plain(starts)) };
    let until = ends.clock().filter(|_| ends.day == starts.day).unwrap_or_else(|| plain(ends));
    Some(format!("{} – {until}", plain(starts)))
}

fn plain(moment: Moment) -> String {
    let clock = moment.clock().map(|clock| format!(" {clock}")).unwrap_or_default();
    format!("{}{clock}", moment.day)
}

/// When something was last said of a notice.
fn changed(one: &Announced) -> Option<jiff::Timestamp> {
    let head = &one.notice.head;
    head.updates.first().map(|update| update.at).or(head.from).map(|moment| moment.instant())
}

fn feed(notices: &[Announced], locale: &Locale, config: &Config) -> String {
    let mut dated: Vec<(jiff::Timestamp, &Announced)> =
        notices.iter().map(|one| (changed(one).unwrap_or_default(), one)).collect();
    dated.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.anchor.cmp(&b.1.anchor)));
    let newest = dated.first().map(|(at, _)| *at).unwrap_or_default();
    let page = escape(&address(STATUS_PAGE, config));
    let mut xml = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\">\n<title>{title}</title>\n\
         <id>{page}</id>\n<link href=\"{page}\"/>\n<link rel=\"self\" href=\"{own}\"/>\n<updated>{newest}</updated>\n\
         <author><name>{title}</name></author>\n",
        title = escape(&config.title),
        own = escape(&address(STATUS_FEED, config)),
    );
    for (at, one) in dated {
        let mut summary = one.text.clone();
        if let Some(time) = planned_time(one) {
            summary = format!("{time}. {summary}");
        }
        let category = if one.is_planned() { "<category term=\"planned\"/>" } else { "" };
        let code = &locale.language.code;
        if let Some(update) = one.notice.head.updates.first() {
            summary = format!("{summary} {}", update.text.of(code, &config.language).0);
        }
        let _ = writeln!(
            xml,
            "<entry><title>{}</title><id>{id}</id><link href=\"{}\"/><updated>{at}</updated>{category}<summary>{}</summary></entry>",
            escape(&one.title),
            escape(&url(one, locale, config)),
            escape(summary.trim()),
            id = escape(&place(one, locale, config)),
        );
    }
    xml.push_str("</feed>\n");
    xml
}
