//! What is said in videos: texts beside articles.

use std::collections::BTreeMap;

use crate::tree::{RelPath, SourceFile, SourceTree};

/// The formats of transcripts: plain text and `WebVTT` captions.
pub(super) const TRANSCRIPTS: &[&str] = &["txt", "vtt"];

/// A paragraph of captions is closed at the end of a sentence behind so many bytes.
const CAPTION_PARAGRAPH: usize = 300;

/// The texts of videos: files beside articles, by folder and name.
#[derive(Debug, Default)]
pub(super) struct Transcripts(BTreeMap<String, Texts>);

/// The texts of one folder.
#[derive(Debug, Default)]
pub(super) struct Texts {
    by_name: BTreeMap<String, String>,
    hash: [u8; 32],
}

impl Transcripts {
    /// Those of a knowledge base.
    pub(super) fn read(tree: &SourceTree, content: &str) -> Self {
        let mut folders: BTreeMap<String, Texts> = BTreeMap::new();
        for (path, file) in tree.below(content) {
            let SourceFile::Loaded(bytes) = file else { continue };
            if !TRANSCRIPTS.contains(&path.extension().to_ascii_lowercase().as_str()) {
                continue;
            }
            let folder = folders.entry(path.parent().to_owned()).or_default();
            let mut hasher = blake3::Hasher::new();
            hasher.update(&folder.hash).update(path.name().as_bytes()).update(&[0]).update(bytes);
            folder.hash = hasher.finalize().into();
            folder
                .by_name
                .insert(path.name().to_owned(), String::from_utf8_lossy(bytes).into_owned());
        }
        Self(folders)
    }

    /// Those beside an article.
    pub(super) fn beside(&self, article: &RelPath) -> Option<&Texts> {
        self.0.get(article.parent())
    }
}

impl Texts {
    /// Changes whenever one of them does.
    pub(super) fn fingerprint(&self) -> &[u8] {
        &self.hash
    }

    /// The text of the file called `name`.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.by_name.get(name.strip_prefix("./").unwrap_or(name)).map(String::as_str)
    }
}

/// A transcript in paragraphs.
pub(super) fn paragraphs(name: &str, text: &str) -> Vec<String> {
    let blocks = text.replace("\r\n", "\n");
    let blocks = blocks.split("\n\n").map(str::trim).filter(|block| !block.is_empty());
    if !name.to_ascii_lowercase().ends_with(".vtt") {
        return blocks
            .map(|block| block.split_whitespace().collect::<Vec<_>>().join(" "))
            .collect();
    }
    let mut paragraphs = vec![String::new()];
    for cue in blocks.filter_map(cue) {
        let last = paragraphs.last_mut().expect("it begins with one");
        if !last.is_empty() {
            last.push(' ');
        }
        last.push_str(&cue);
        if last.len() > CAPTION_PARAGRAPH && cue.ends_with(['.', '!', '?', '。', '؟']) {
            paragraphs.push(String::new());
        }
    }
    paragraphs.retain(|paragraph| !paragraph.is_empty());
    paragraphs
}

/// The words of a `WebVTT` cue; nothing for its other blocks.
fn cue(block: &str) -> Option<String> {
    let mut lines = block.lines();
    lines.find(|line| line.contains("-->"))?;
    let text: Vec<&str> = lines.collect();
    let text = text.join(" ");
    let mut words = String::new();
    let mut rest = text.as_str();
    while let Some((before, after)) = rest.split_once('<') {
        words.push_str(before);
        // A voice, a class, a time or an end: `x < 5` is none of them.
        let is_tag = after.starts_with(|c: char| c.is_ascii_alphanumeric() || "/.".contains(c));
        rest = if let Some((_, behind)) = after.split_once('>').filter(|_| is_tag) {
            behind
        } else {
            words.push('<');
            after
        };
    }
    words.push_str(rest);
    let words = words
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&nbsp;", " ")
        .replace("&amp;", "&");
    Some(words.split_whitespace().collect::<Vec<_>>().join(" ")).filter(|words| !words.is_empty())
}

#[cfg(test)]
mod tests {
    #[test]
    fn captions_keep_what_is_no_tag() {
        let vtt = "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ann>If x < 5, <b>stop</b>. Go on.\n";
        assert_eq!(super::paragraphs("a.vtt", vtt), ["If x < 5, stop. Go on."]);
    }
}
