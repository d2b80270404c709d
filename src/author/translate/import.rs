//! A PO file → translations with the structure of their sources.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::ack::with_hash;
use super::align::align;
use super::export::{Versioned, context};
use super::po::Message;
use super::{Versions, file_hash, has_file};
use crate::article::front_matter::{bounds, read};
use crate::article::segments::{
    FRONT_KEYS, Role, Segment, WHITE, front_values, is_list, segments, structure,
};
use crate::article::{Article, shared};
use crate::diag::Source;
use crate::tree::{RelPath, SourceTree};
use crate::yaml::edit::{NewValue, remove, set};

/// What an import makes of one article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Imported {
    /// Its file.
    pub path: RelPath,
    /// What the file is to hold; `None` when it is not to be written.
    pub text: Option<String>,
    /// Messages with a translation.
    pub translated: usize,
    /// Messages without one: they stay as they were, or in the language of the source.
    pub untranslated: usize,
    /// Messages that somebody must look at first; they count as not translated.
    pub fuzzy: usize,
    /// Texts whose translation would change the structure of the article; they were left out.
    pub misfits: Vec<String>,
    /// Why the file is not to be written, in plain words.
    pub refused: Option<String>,
}

/// Whether changes that were made after the export may be overwritten.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Overwrite {
    /// No: such files are refused.
    Never,
    /// The PO file wins.
    Always,
}

/// The code of the language that a PO file is for.
pub fn language(messages: &[Message]) -> Option<String> {
    let header = messages.iter().find(|message| message.source.is_empty())?;
    let line = header.translation.lines().find_map(|line| line.strip_prefix("Language:"))?;
    Some(line.trim().replace('_', "-")).filter(|code| !code.is_empty())
}

/// The translations in `messages`, for each article that they name.
pub fn import(
    versions: &Versions,
    tree: &SourceTree,
    (language, messages): (usize, &[Message]),
    overwrite: Overwrite,
) -> Vec<Imported> {
    let mut shares: BTreeMap<&str, Vec<&Message>> = BTreeMap::new();
    for message in messages {
        let key = message.context.as_deref().and_then(|context| context.rsplit_once(": "));
        if let Some((key, _)) = key {
            shares.entry(key).or_default().push(message);
        }
    }
    let one = |(key, share): (&str, Vec<&Message>)| {
        let Some(source) = versions.version(0, key) else {
            let reason = "its source is no longer there".to_owned();
            return Imported::refused(RelPath::new(key), reason);
        };
        let path = versions.file(language, (key, source));
        let job = Job {
            key,
            path,
            source,
            old: versions.version(language, key).map(AsRef::as_ref),
            folder: &versions.config.languages[language].dir,
            tree,
        };
        job.run(&share, overwrite)
    };
    shares.into_iter().map(one).collect()
}

impl Imported {
    fn refused(path: RelPath, reason: String) -> Self {
        Self {
            path,
            text: None,
            translated: 0,
            untranslated: 0,
            fuzzy: 0,
            misfits: Vec::new(),
            refused: Some(reason),
        }
    }
}

/// One article that is being imported.
struct Job<'a> {
    key: &'a str,
    path: RelPath,
    source: &'a Article,
    old: Option<&'a Article>,
    /// The language's folder.
    folder: &'a str,
    tree: &'a SourceTree,
}

impl Job<'_> {
    fn run(&self, messages: &[&Message], overwrite: Overwrite) -> Imported {
        let all = segments(self.source);
        let kept = align(&all, self.old);
        let mut done = Imported::refused(self.path.clone(), String::new());
        done.refused = None;
        let mut texts = self.texts((&all, &kept), messages, &mut done);
        if done.translated == 0 && self.old.is_none() {
            return done;
        }
        self.drop_misfits((&all, &kept), &mut texts, &mut done);
        let made =
            messages.iter().flat_map(|one| &one.notes).find_map(|note| Versioned::parse(note));
        let text = match self.assemble(&all, &texts, (made.as_ref(), done.fuzzy)) {
            Ok(text) => text,
            Err(reason) => return Imported::refused(self.path.clone(), reason),
        };
        let is_same = self.old.is_some_and(|old| old.source.text == text);
        let is_known =
            self.old.is_none_or(|old| made.is_some_and(|made| made.translation == file_hash(old)));
        if !is_same && !is_known && overwrite == Overwrite::Never {
            let reason = "it was changed after the export".to_owned();
            return Imported { refused: Some(reason), ..done };
        }
        done.text = Some(text).filter(|_| !is_same);
        done
    }

    /// The text of each segment in the new file.
    fn texts(
        &self,
        (all, kept): (&[Segment], &[Option<String>]),
        messages: &[&Message],
        done: &mut Imported,
    ) -> Vec<Option<String>> {
        let by_source: BTreeMap<(&str, &str), &Message> = messages
            .iter()
            .filter_map(|one| Some(((one.context.as_deref()?, one.source.as_str()), *one)))
            .collect();
        let mut texts = Vec::with_capacity(all.len());
        for (segment, kept) in all.iter().zip(kept) {
            let context = context(self.key, segment);
            let message = by_source.get(&(context.as_str(), segment.text.as_str()));
            let given = message.filter(|one| !one.translation.trim().is_empty());
            let ready = given.filter(|one| !one.is_fuzzy());
            if segment.has_words {
                done.fuzzy += usize::from(given.is_some() && ready.is_none());
                done.translated += usize::from(ready.is_some());
                done.untranslated += usize::from(given.is_none());
            }
            texts.push(
                ready
                    .map(|one| one.translation.trim_matches(WHITE).to_owned())
                    .or_else(|| kept.clone()),
            );
        }
        texts
    }

    /// Takes out the texts that would turn their block into something else.
    fn drop_misfits(
        &self,
        (all, kept): (&[Segment], &[Option<String>]),
        texts: &mut [Option<String>],
        done: &mut Imported,
    ) {
        let wanted = structure(&self.source.source, self.source.body_at);
        let fits = |texts: &[Option<String>]| {
            let text = self.body(all, texts);
            structure(&Arc::new(Source { path: self.path.clone(), text }), 0) == wanted
        };
        if fits(texts) {
            return;
        }
        for index in 0..all.len() {
            let mut alone: Vec<Option<String>> = vec![None; all.len()];
            alone[index].clone_from(&texts[index]);
            if alone[index].is_some() && all[index].place.is_some() && !fits(&alone) {
                done.misfits.push(all[index].text.clone());
                done.translated = done.translated.saturating_sub(1);
                done.untranslated += 1;
                texts[index] = kept[index].clone().filter(|old| Some(old) != texts[index].as_ref());
            }
        }
        if !fits(texts) {
            // Two texts that fit alone but not together: the body of the source is safe.
            for (text, segment) in texts.iter_mut().zip(all).filter(|(_, one)| one.place.is_some())
            {
                if text.take().is_some() {
                    done.misfits.push(segment.text.clone());
                }
            }
        }
    }

    fn assemble(
        &self,
        all: &[Segment],
        texts: &[Option<String>],
        (made, fuzzy): (Option<&Versioned>, usize),
    ) -> Result<String, String> {
        let head = self.head(all, texts)?;
        let text = format!("{head}{}", self.body(all, texts));
        let own = Arc::new(Source { path: self.path.clone(), text });
        let mut problems = Vec::new();
        let (front, body_at) = read(&own, &mut problems);
        if body_at != head.len() {
            return Err("its front matter cannot be written".to_owned());
        }
        let article = Article {
            source: Arc::clone(&own),
            front,
            body_at,
            title: None,
            body: crate::article::body::Body::default(),
            markdown: String::new(),
            is_text: true,
            problems,
        };
        match made.filter(|_| fuzzy == 0) {
            Some(made) => with_hash(&article, &made.source),
            None => Ok(own.text.clone()),
        }
    }

    /// The front matter: that of the translation there is, else that of the source without its old
    /// addresses, which lead to the source.
    fn head(&self, all: &[Segment], texts: &[Option<String>]) -> Result<String, String> {
        let base = self.old.unwrap_or(self.source);
        let text = &base.source.text;
        let Some((yaml, body_at)) = bounds(text) else {
            let has_none = base.body_at <= 3;
            let values = FRONT_KEYS.iter().any(|key| !front_values(self.source, key).is_empty());
            return match (has_none, values) {
                (true, false) => Ok(text[..base.body_at].to_owned()),
                (true, true) => {
                    Ok(format!("---\n{}---\n", self.front(String::new(), (all, texts))))
                }
                _ => Err("its front matter cannot be read".to_owned()),
            };
        };
        let mut edited = text[yaml.clone()].to_owned();
        if self.old.is_none() {
            edited = remove(&edited, "aliases");
        }
        let edited = self.front(edited, (all, texts));
        Ok(format!("{}{edited}{}", &text[..yaml.start], &text[yaml.end..body_at]))
    }

    fn front(&self, mut yaml: String, (all, texts): (&[Segment], &[Option<String>])) -> String {
        for key in FRONT_KEYS {
            let own = all.iter().zip(texts).filter(|(segment, _)| segment.role == Role::Front(key));
            let is_translated = own.clone().any(|(_, text)| text.is_some());
            let values: Vec<String> =
                own.map(|(segment, text)| text.as_ref().unwrap_or(&segment.text).clone()).collect();
            // What the writer of the translation has put there stays where nothing is translated.
            let has_own = self.old.is_some_and(|old| !front_values(old, key).is_empty());
            if values.is_empty() || (has_own && !is_translated) {
                continue;
            }
            let present = front_values(self.old.unwrap_or(self.source), key);
            if present != values {
                let value =
                    if is_list(key) { NewValue::List(&values) } else { NewValue::Text(&values[0]) };
                yaml = set(&yaml, key, value);
            }
        }
        yaml
    }

    /// The source's body with other texts, the anchors of the source's headings, and this language's
    /// snippets where there are some.
    fn body(&self, all: &[Segment], texts: &[Option<String>]) -> String {
        let source = &self.source.source.text;
        let line_end = if source.contains("\r\n") { "\r\n" } else { "\n" };
        let mut out = String::with_capacity(source.len());
        let mut at = self.source.body_at;
        for (segment, text) in all.iter().zip(texts) {
            let Some(place) = segment.place.as_ref().filter(|place| place.range.start >= at) else {
                continue;
            };
            out.push_str(&source[at..place.range.start]);
            at = place.range.end;
            match text {
                Some(text) => out.push_str(&laid_out(&self.localised(text), segment, line_end)),
                None => out.push_str(&self.localised(&source[place.range.clone()])),
            }
            if let Some(id) = place.id.as_ref().filter(|_| text.is_some()) {
                at += anchored(&mut out, &source[at..], id);
            }
        }
        out.push_str(&source[at..]);
        out
    }

    /// The text with snippets of this language in place of the source's, where there are some.
    fn localised(&self, text: &str) -> String {
        let mut out = String::new();
        let mut rest = text;
        while let Some(start) = rest.find("{{>") {
            let (before, tag) = rest.split_at(start);
            let Some(end) = tag.find("}}") else { break };
            out.push_str(before);
            let path = RelPath::new(tag[3..end].trim());
            let own = path
                .below(shared::SNIPPETS)
                .map(|below| format!("{}/{}/{below}", shared::SNIPPETS, self.folder));
            match own.filter(|own| has_file(self.tree, own)) {
                Some(own) => out.push_str(&format!("{{{{> {own} }}}}")),
                None => out.push_str(&tag[..end + 2]),
            }
            rest = &tag[end + 2..];
        }
        out + rest
    }
}

/// A text as it stands in its block: each line after the first begins as its container wants it.
fn laid_out(text: &str, segment: &Segment, line_end: &str) -> String {
    let prefixes = segment.place.as_ref().map_or(&[][..], |place| &place.prefixes);
    let Some(last) = prefixes.last() else {
        return text.lines().map(|line| line.trim_matches(WHITE)).collect::<Vec<_>>().join(" ");
    };
    let mut out = String::new();
    for (index, line) in text.lines().enumerate() {
        if index > 0 {
            out.push_str(line_end);
            out.push_str(prefixes.get(index - 1).unwrap_or(last));
        }
        out.push_str(line.trim_start_matches(WHITE));
    }
    out
}

/// Gives the heading whose text ends `out` the anchor `id`, unless it says its own. Returns how many
/// bytes of `rest`, the file after the text, are taken by that.
fn anchored(out: &mut String, rest: &str, id: &str) -> usize {
    let line = rest.lines().next().unwrap_or_default();
    let attributes = line.trim_start();
    if attributes.trim_end().is_empty() {
        out.push_str(&format!(" {{#{id}}}"));
    } else if attributes.starts_with('{') && !attributes.contains('#') {
        let at = line.len() - attributes.len() + 1;
        out.push_str(&format!("{}#{id} ", &line[..at]));
        return at;
    }
    0
}
