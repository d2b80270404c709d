//! The measurements as Markdown tables; KB are 1,000 bytes.

use serde_json::Value;

const INDEX: &str = "| Articles | Build | Peak memory, articles included | Articles alone | Index | Root | Files |\n\
    | ---: | ---: | ---: | ---: | ---: | ---: | --- |\n";
const QUERIES: &str = "| Articles | Query | Cold, mean | Cold, most | Files | Rounds after the root, mean | Most | Further query | p50 | p95 | Found in 10 |\n\
    | ---: | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n";

/// Both tables.
pub(crate) fn markdown(measured: &[Value]) -> String {
    let mut text = INDEX.to_owned();
    for size in measured {
        text.push_str(&format!(
            "| {} | {:.2} s | {} MB | {} MB | {} | {} | {} |\n",
            size["articles"],
            number(&size["build_seconds"]),
            size["peak_mb"],
            size["articles_mb"],
            kilobytes(&size["index_bytes"]),
            kilobytes(&size["root_bytes"]),
            files(&size["files"]),
        ));
    }
    text.push('\n');
    text.push_str(QUERIES);
    for size in measured {
        for cost in size["queries"].as_array().into_iter().flatten() {
            text.push_str(&row(&size["articles"], cost));
        }
    }
    text
}

fn row(articles: &Value, cost: &Value) -> String {
    format!(
        "| {articles} | {} | {} | {} | {:.1} | {:.2} | {} | {} | {:.2} ms | {:.2} ms | {:.0} % |\n",
        cost["kind"].as_str().unwrap_or_default(),
        kilobytes(&cost["cold_bytes"]),
        kilobytes(&cost["cold_bytes_most"]),
        number(&cost["cold_files"]),
        number(&cost["rounds"]),
        cost["rounds_most"],
        kilobytes(&cost["further_bytes"]),
        number(&cost["p50_ms"]),
        number(&cost["p95_ms"]),
        100.0 * number(&cost["found"]),
    )
}

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or_default()
}

fn kilobytes(value: &Value) -> String {
    format!("{:.1} KB", number(value) / 1000.0)
}

/// `1 r, 12 t`.
fn files(value: &Value) -> String {
    let letters = value.as_object().into_iter().flatten();
    letters.map(|(letter, count)| format!("{count} {letter}")).collect::<Vec<_>>().join(", ")
}
