//! Diagnostics as one document for other tools: SARIF, GitLab code quality, `JUnit`.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use serde_json::{Value, json};

use super::machine::{Place, Record};
use crate::diag::{self, Diagnostics, Severity};

/// SARIF 2.1.0 with one rule per kind that occurs.
pub(super) fn sarif(diags: &Diagnostics) -> String {
    let records: Vec<Record> = diags.iter().map(Record::new).collect();
    let names: BTreeSet<&str> = records.iter().map(|record| record.code).collect();
    let rules: Vec<Value> = names
        .into_iter()
        .filter_map(diag::code)
        .map(|code| json!({ "id": code.name, "shortDescription": { "text": code.summary } }))
        .collect();
    let results: Vec<Value> = records.iter().map(sarif_result).collect();
    pretty(&json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "faqtory", "version": env!("CARGO_PKG_VERSION"), "rules": rules
            } },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    }))
}

fn sarif_result(record: &Record) -> Value {
    let level = match record.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Hint => "note",
    };
    let location = |place: &Place| {
        json!({ "physicalLocation": {
            "artifactLocation": { "uri": uri(&place.path) },
            "region": {
                "startLine": place.line, "startColumn": place.column,
                "endLine": place.end_line, "endColumn": place.end_column,
            },
        } })
    };
    json!({
        "ruleId": record.code,
        "level": level,
        "message": { "text": record.full_message() },
        "locations": record.place.iter().map(location).collect::<Vec<_>>(),
    })
}

/// A path as a relative reference.
fn uri(path: &str) -> String {
    let mut uri = String::new();
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'-' | b'.' | b'_' | b'~' => {
                uri.push(char::from(byte));
            }
            byte => {
                let _ = write!(uri, "%{byte:02X}");
            }
        }
    }
    uri
}

/// GitLab's code quality report. Fingerprints do not hold line numbers: a problem stays the same
/// one when text above it changes.
pub(super) fn gitlab(diags: &Diagnostics) -> String {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let issues: Vec<Value> = diags
        .iter()
        .map(Record::new)
        .map(|record| {
            let path = record.place.as_ref().map_or("faqtory.yaml", |place| &place.path);
            let identity = format!("{}\n{path}\n{}", record.code, record.message);
            let count = seen.entry(identity.clone()).or_default();
            *count += 1;
            let fingerprint = blake3::hash(format!("{identity}\n{count}").as_bytes());
            let severity = match record.severity {
                Severity::Error => "major",
                Severity::Warning => "minor",
                Severity::Hint => "info",
            };
            json!({
                "description": record.full_message(),
                "check_name": record.code,
                "fingerprint": &fingerprint.to_hex()[..32],
                "severity": severity,
                "location": {
                    "path": path,
                    "lines": { "begin": record.place.as_ref().map_or(1, |place| place.line) },
                },
            })
        })
        .collect();
    pretty(&Value::Array(issues))
}

/// `JUnit` XML: each problem is a failed test; without problems there is one that passed.
pub(super) fn junit(diags: &Diagnostics) -> String {
    let count = diags.iter().count();
    let mut text = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n<testsuite name=\"faqtory\" \
         tests=\"{}\" failures=\"{count}\">\n",
        count.max(1)
    );
    if count == 0 {
        text.push_str("<testcase classname=\"faqtory\" name=\"check\"/>\n");
    }
    for record in diags.iter().map(Record::new) {
        let place = record.place.as_ref();
        let place =
            place.map_or_else(String::new, |p| format!("{}:{}:{}", p.path, p.line, p.column));
        let _ = writeln!(
            text,
            "<testcase classname=\"{}\" name=\"{}\"><failure message=\"{}\">{}</failure></testcase>",
            record.code,
            xml(&place),
            xml(&record.message),
            xml(&record.full_message()),
        );
    }
    text.push_str("</testsuite>\n</testsuites>\n");
    text
}

fn xml(text: &str) -> String {
    super::harmless(text)
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

fn pretty(value: &Value) -> String {
    let mut text = serde_json::to_string_pretty(value).expect("a JSON value is JSON");
    text.push('\n');
    text
}
