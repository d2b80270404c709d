//! The report's numbers, counted the slow way: every figure by itself, from the events as they are, by
//! the rules that the documentation gives.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::random::QUERIES;

fn text<'a>(event: &'a Value, key: &str) -> &'a str {
    event[key].as_str().unwrap_or_default()
}

fn is(event: &Value, name: &str) -> bool {
    text(event, "event") == name
}

fn ms(event: &Value) -> i64 {
    event["ms"].as_i64().unwrap()
}

fn is_reached(event: &Value) -> bool {
    is(event, "contact") && ["sent", "channel"].contains(&text(event, "stage"))
}

/// A search: its first event's place, and what became of it.
#[derive(Clone)]
#[expect(clippy::struct_excessive_bools, reason = "independent things that happened")]
struct Search {
    query: String,
    begin: i64,
    results: Option<i64>,
    confident: bool,
    told: bool,
    opened: bool,
    answered: bool,
    refined: bool,
}

/// Searches of a session, and how many were only typing.
fn searches(session: &[&Value]) -> (Vec<Search>, usize) {
    let mut done: Vec<Search> = Vec::new();
    let mut typed = 0;
    for event in session {
        let name = text(event, "event");
        if !["search", "no-results", "open", "answer"].contains(&name) {
            continue;
        }
        let (query, now) = (text(event, "query").to_owned(), ms(event));
        let is_told = matches!(name, "search" | "no-results");
        let same = if is_told {
            let last = done.len().checked_sub(1);
            last.filter(|last| {
                let last = &done[*last];
                last.query == query && now - last.begin <= if last.told { 5_000 } else { 60_000 }
            })
        } else {
            (0..done.len()).rev().find(|place| done[*place].query == query)
        };
        let place = same.unwrap_or_else(|| {
            if let Some(last) = done.last().cloned() {
                let gone = now - last.begin;
                let longer = query.len() > last.query.len() && query.starts_with(&last.query);
                if !last.opened && gone <= 10_000 && longer {
                    done.pop();
                    typed += 1;
                } else if !last.opened && !last.answered && gone <= 300_000 && last.query != query {
                    done.last_mut().unwrap().refined = true;
                }
            }
            done.push(Search {
                query,
                begin: now,
                results: None,
                confident: true,
                told: false,
                opened: false,
                answered: false,
                refined: false,
            });
            done.len() - 1
        });
        let search = &mut done[place];
        match (name, text(event, "action")) {
            ("search", _) if !search.told || event["results"] == 0 => {
                search.results = event["results"].as_i64();
                search.confident = event["confident"] == true;
            }
            ("no-results", _) => search.results = Some(0),
            ("open", _) | ("answer", "solved" | "more") => search.opened = true,
            ("answer", action) => search.answered = action == "shown",
            _ => {}
        }
        search.told |= is_told;
    }
    (done, typed)
}

fn outcome(session: &[&Value]) -> &'static str {
    let failed = |event: &&Value| {
        is_reached(event) || is(event, "deflection") && text(event, "state") == "failed"
    };
    let helps_itself = |event: &&Value| !is(event, "contact");
    let end = session.iter().position(failed);
    let before = &session[..end.unwrap_or(session.len())];
    let tried = before.iter().any(helps_itself);
    if let Some(end) = end {
        return if tried || !is(session[end], "contact") { "failed" } else { "direct" };
    }
    let word = before.iter().rev().find_map(|event| match text(event, "event") {
        "feedback" => Some(event["helpful"] == true),
        "answer" if text(event, "action") == "solved" => Some(true),
        "answer" if text(event, "action") == "unsolved" => Some(false),
        "step"
            if event["tree"]["outcome"] == "solved" && event["tree"]["choice"] != Value::Null =>
        {
            Some(true)
        }
        "deflection" if text(event, "state") == "successful" => Some(true),
        _ => None,
    });
    match (tried, word) {
        (_, Some(true)) => "successful",
        (true, _) => "potential",
        (false, _) => "idle",
    }
}

/// Compares `report` with what `events` say.
pub(super) fn compare(events: &[Value], report: &Value) {
    let mut sessions: BTreeMap<String, Vec<&Value>> = BTreeMap::new();
    for event in events {
        let alone = format!("alone {}", text(event, "id"));
        let session = event["session"].as_str().map_or(alone, str::to_owned);
        sessions.entry(session).or_default().push(event);
    }
    assert_eq!(report["intake"]["events"], events.len());
    assert_eq!(report["intake"]["duplicates"], events.len() / 10);
    compare_searches(&sessions, report);
    compare_sessions(&sessions, report);
    compare_articles(&sessions, report);
    compare_tree(&sessions, report);
    let views = events.iter().filter(|event| is(event, "view")).count();
    assert_eq!(sum(&report["weeks"], "views"), views as u64);
}

fn sum(rows: &Value, key: &str) -> u64 {
    rows.as_array().unwrap().iter().map(|row| row[key].as_u64().unwrap()).sum()
}

fn compare_searches(sessions: &BTreeMap<String, Vec<&Value>>, report: &Value) {
    let per_session: Vec<(Vec<Search>, usize)> =
        sessions.values().map(|one| searches(one)).collect();
    let all: Vec<&Search> = per_session.iter().flat_map(|(searches, _)| searches).collect();
    let count = |wanted: &dyn Fn(&Search) -> bool| {
        all.iter().filter(|search| wanted(search)).count() as u64
    };
    let questions: BTreeSet<usize> = all
        .iter()
        .map(|search| QUERIES.iter().find(|(query, _)| *query == search.query).unwrap().1)
        .collect();
    let nothing = |search: &Search| search.results == Some(0);
    let expected = json!({
        "total": all.len(),
        "distinct": questions.len(),
        "typed": per_session.iter().map(|(_, typed)| typed).sum::<usize>(),
        "opened": count(&|search| search.opened),
        "answered": count(&|search| search.answered && !search.opened),
        "unmet": count(&|search| !search.answered && !search.opened),
        "nothing": count(&nothing),
        "unsure": count(&|search| !nothing(search) && !search.confident),
        "refined": count(&|search| search.refined),
    });
    for (key, value) in expected.as_object().unwrap() {
        assert_eq!(&report["searches"][key], value, "{key}");
    }
    assert_eq!(sum(&report["queries"], "searches"), all.len() as u64);
    for query in report["queries"].as_array().unwrap() {
        let question = QUERIES.iter().find(|(text, _)| query["query"] == *text).unwrap().1;
        let mine = all.iter().filter(|search| QUERIES.contains(&(search.query.as_str(), question)));
        assert_eq!(query["searches"], mine.count(), "{query}");
    }
}

fn compare_sessions(sessions: &BTreeMap<String, Vec<&Value>>, report: &Value) {
    let mut states: BTreeMap<&str, u64> = BTreeMap::new();
    let known = sessions.iter().filter(|(name, _)| !name.starts_with("alone"));
    for (_, session) in known.clone() {
        *states.entry(outcome(session)).or_default() += 1;
    }
    let of = |state: &str| states.get(state).copied().unwrap_or_default();
    let deflection = &report["deflection"];
    assert_eq!(deflection["sessions"], known.count());
    for state in ["successful", "failed", "potential", "direct"] {
        assert_eq!(deflection[state], of(state), "{state}");
        assert_eq!(sum(&report["weeks"], state), of(state), "{state} by week");
    }
    let tried = of("successful") + of("failed") + of("potential");
    let share = |part: u64| (part as f64 / tried as f64 * 10_000.0).round() / 10_000.0;
    assert_eq!(
        deflection["rate"],
        json!([share(of("successful")), share(of("successful") + of("potential"))])
    );
    for topic in report["contacts"]["topics"].as_array().unwrap() {
        let at = |wanted: &dyn Fn(&Value) -> bool| {
            let has = |session: &&Vec<&Value>| {
                session.iter().any(|event| event["topic"] == topic["topic"] && wanted(event))
            };
            sessions.values().filter(has).count()
        };
        assert_eq!(topic["reached"], at(&is_reached));
        for stage in ["viewed", "started", "suggested", "failed"] {
            assert_eq!(topic[stage], at(&|event| text(event, "stage") == stage), "{stage}");
        }
    }
}

fn compare_articles(sessions: &BTreeMap<String, Vec<&Value>>, report: &Value) {
    for article in report["articles"].as_array().unwrap() {
        let url = text(article, "url");
        let about = |event: &&&Value, name: &str| is(event, name) && text(event, "article") == url;
        let all = || sessions.values();
        let views: usize =
            all().map(|one| one.iter().filter(|event| about(event, "view")).count()).sum();
        let readers = all().filter(|one| one.iter().any(|event| about(&event, "view"))).count();
        let votes: Vec<bool> = all()
            .filter_map(|one| one.iter().rev().find(|event| about(event, "feedback")))
            .map(|vote| vote["helpful"] == true)
            .collect();
        let contacts = all().filter(|one| {
            (0..one.len()).any(|place| {
                let last = one[..place].iter().rev().find(|event| is(event, "view"));
                is_reached(one[place]) && last.is_some_and(|view| text(view, "article") == url)
            })
        });
        let contacts = contacts.count();
        assert_eq!(
            (&article["views"], &article["readers"]),
            (&json!(views), &json!(readers)),
            "{url}"
        );
        let helpful = votes.iter().filter(|vote| **vote).count();
        let unhelpful = votes.len() - helpful;
        assert_eq!(
            (&article["helpful"], &article["unhelpful"]),
            (&json!(helpful), &json!(unhelpful)),
            "{url}"
        );
        assert_eq!(article["contacts"], contacts, "{url}");
        let share = contacts as f64 / readers.max(votes.len()) as f64;
        let health = 100.0 * (1.0 - unhelpful as f64 / (votes.len() as f64 + 2.0)) * (1.0 - share);
        assert!((article["health"].as_f64().unwrap() - health).abs() < 0.1, "{article} {health}");
    }
}

fn compare_tree(sessions: &BTreeMap<String, Vec<&Value>>, report: &Value) {
    let runs: Vec<Vec<&str>> = sessions
        .values()
        .map(|one| {
            one.iter()
                .filter(|event| is(event, "step"))
                .map(|event| text(&event["tree"], "node"))
                .collect()
        })
        .filter(|run: &Vec<&str>| !run.is_empty())
        .collect();
    let tree = &report["trees"][0];
    assert_eq!(tree["runs"], runs.len());
    let solved = runs.iter().filter(|run| run.contains(&"d")).count();
    assert_eq!((&tree["solved"], &tree["left"]), (&json!(solved), &json!(runs.len() - solved)));
    for node in tree["nodes"].as_array().unwrap() {
        let id = text(node, "id");
        assert_eq!(node["entered"], runs.iter().filter(|run| run.contains(&id)).count());
        let left = runs.iter().filter(|run| !run.contains(&"d") && run.last() == Some(&id)).count();
        assert_eq!(node["left"], left, "{id}");
    }
}
