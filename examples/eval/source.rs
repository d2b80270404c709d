//! Where the articles come from.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result};
use faqtory::search::{Document, Section, Settings};

use crate::common;
use crate::judged::{json_lines, place};

#[derive(serde::Deserialize)]
struct Record {
    id: String,
    title: String,
    body: String,
}

/// The articles and the settings of their search.
pub(crate) fn read(options: &BTreeMap<String, String>) -> Result<(Vec<Document>, Settings)> {
    let plain = || Settings { language: "en".into(), ..Settings::default() };
    let (mut documents, mut settings) = if let Some(folder) = options.get("kb") {
        common::knowledge_base(folder, options.get("language").map(String::as_str))?
    } else if let Some(folder) = options.get("articles") {
        let corpus = options.get("corpus").map_or("", String::as_str);
        (markdown(&Path::new(corpus).join(folder))?, plain())
    } else {
        (records(&place(options, "docs", "docs.jsonl")?)?, plain())
    };
    if options.contains_key("answers") {
        for document in &mut documents {
            document.answer.get_or_insert_with(|| document.description.clone());
        }
    }
    crate::set(&mut settings, options.get("set"))?;
    scale(&mut documents, options.get("copies").map_or(Ok(1), |n| n.parse())?);
    Ok((documents, settings))
}

fn document(id: &str, title: &str, sections: Vec<Section>) -> Document {
    let text = sections.first().map_or("", |section| section.text.as_str());
    let description = text.chars().take(160).collect();
    Document {
        url: id.into(),
        title: title.into(),
        description,
        boost: 1.0,
        sections,
        ..Document::default()
    }
}

fn records(path: &Path) -> Result<Vec<Document>> {
    let records: Vec<Record> = json_lines(path)?;
    let document = |record: Record| {
        let intro = Section { text: record.body, ..Section::default() };
        document(&record.id, &record.title, vec![intro])
    };
    Ok(records.into_iter().map(document).collect())
}

fn markdown(folder: &Path) -> Result<Vec<Document>> {
    let mut out = Vec::new();
    for entry in fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        let path = entry?.path();
        let text = fs::read_to_string(&path)?;
        let id = path.file_stem().context("a file name")?.to_string_lossy().into_owned();
        out.push(article(&id, &text));
    }
    Ok(out)
}

/// A rough reading of an article; the real one is the builder's.
fn article(id: &str, text: &str) -> Document {
    let (front, body) = text
        .strip_prefix("---\n")
        .and_then(|rest| rest.split_once("\n---\n"))
        .unwrap_or(("", text));
    let unquote = |value: &str| value.trim().trim_matches('"').to_owned();
    let title =
        front.lines().find_map(|line| line.strip_prefix("title:")).map(unquote).unwrap_or_default();
    let questions =
        front.lines().filter_map(|line| line.strip_prefix("  - ")).map(unquote).collect();
    let mut sections = vec![Section::default()];
    for line in body.lines() {
        if let Some(heading) = line.strip_prefix("## ") {
            let anchor = heading.to_lowercase().replace(' ', "-");
            sections.push(Section { title: heading.into(), anchor, ..Section::default() });
        } else if let Some(last) = sections.last_mut() {
            last.text.push_str(line);
            last.text.push('\n');
        }
    }
    Document { questions, ..document(id, &title, sections) }
}

/// Multiplies the articles, for size and speed only.
fn scale(documents: &mut Vec<Document>, copies: usize) {
    let originals = documents.len();
    for copy in 1..copies {
        for at in 0..originals {
            let original = &documents[at];
            let url = format!("{}-{copy}/", original.url.trim_end_matches('/'));
            documents.push(Document { url, ..original.clone() });
        }
    }
}
