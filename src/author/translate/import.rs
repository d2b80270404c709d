//! A PO file → translations with the structure of their sources.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::ack::with_hash;
use super::align::{align, pairs};
use super::export::{Versioned, context};
use super::lost::lost;
use super::po::Message;
use super::{Versions, as_read, file_hash, has_file};
use crate::article::front_matter::{bounds, read};
use crate::article::segments::{
    FRONT_KEYS, Role, Segment, WHITE, body, front_values, is_list, segments, structure,
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
    /// Texts without a translation that keep a file from being created.
    pub missing: usize,
    /// Whether the file then says that it is up to date with its source.
    pub is_acknowledged: bool,
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
            missing: 0,
            is_acknowledged: false,
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
        if let Err(reason) = self.readable() {
            return Imported::refused(self.path.clone(), reason);
        }
        let made =
            messages.iter().flat_map(|one| &one.notes).find_map(|note| Versioned::parse(note));
        let all = segments(self.source);
        let kept = align(&all, self.old);
        let mut done = Imported::refused(self.path.clone(), String::new());
        done.refused = None;
        let (mut texts, has_news) = self.texts((&all, &kept), (messages, made.as_ref()), &mut done);
        let is_empty = self.old.is_none() && done.translated == 0;
        if is_empty || !has_news {
            return done;
        }
        self.drop_misfits((&all, &kept), &mut texts, &mut done);
        if self.old.is_none() && overwrite == Overwrite::Never {
            let open = all.iter().zip(&texts).filter(|(one, text)| one.has_words && text.is_none());
            done.missing = open.filter(|(one, _)| one.place.is_some()).count();
            if done.missing > 0 {
                return done;
            }
        }
        self.finish((&all, &kept, &texts), (made.as_ref(), overwrite), done)
    }

    /// An error when there is a file that cannot be replaced by a text.
    fn readable(&self) -> Result<(), String> {
        match self.old {
            Some(old) => as_read(self.tree, old),
            None if self.tree.files.contains_key(&self.path) => {
                Err("there is a file that cannot be read".to_owned())
            }
            None => Ok(()),
        }
    }

    /// The file with these texts, unless something would be lost.
    fn finish(
        &self,
        (all, kept, texts): (&[Segment], &[Option<String>], &[Option<String>]),
        (made, overwrite): (Option<&Versioned>, Overwrite),
        mut done: Imported,
    ) -> Imported {
        let is_whole = done.fuzzy == 0 && done.untranslated == 0 && done.misfits.is_empty();
        let text = match self.assemble(all, texts, made.filter(|_| is_whole)) {
            Ok(text) => text,
            Err(reason) => return Imported::refused(self.path.clone(), reason),
        };
        let is_same = self.old.is_some_and(|old| old.source.text == text);
        let is_known =
            self.old.is_none_or(|old| made.is_some_and(|made| made.translation == file_hash(old)));
        let lost = self.lost(all, kept, texts);
        if !is_same && overwrite == Overwrite::Never {
            let texts = if lost == 1 { "text" } else { "texts" };
            done.refused = match (is_known, lost) {
                (false, _) => Some("it was changed after the export".to_owned()),
                (true, 0) => None,
                (true, _) => Some(format!(
                    "{lost} {texts} of it would be lost, for which its source has no place (--force \
                     writes it all the same)"
                )),
            };
            if done.refused.is_some() {
                return done;
            }
        }
        let before = self.old.and_then(|old| old.front.translated_from.as_ref());
        done.is_acknowledged =
            made.is_some_and(|made| is_whole || before.is_some_and(|(own, _)| *own == made.source));
        done.text = Some(text).filter(|_| !is_same);
        done
    }

    /// How many texts of the translation there is are neither kept nor translated anew.
    fn lost(&self, all: &[Segment], kept: &[Option<String>], texts: &[Option<String>]) -> usize {
        let Some(old) = self.old else { return 0 };
        let others = body(&old.source, old.body_at);
        let replaced = pairs(all, &others).into_iter();
        let replaced: Vec<usize> =
            replaced.filter(|(own, _)| texts[*own] != kept[*own]).map(|(_, other)| other).collect();
        let new = Source { path: self.path.clone(), text: self.body(all, texts) };
        lost(old, &Arc::new(new), &replaced, |text| self.localised(text))
    }

    /// The text of each segment in the new file, and whether a message says anything that its export
    /// did not say.
    fn texts(
        &self,
        (all, kept): (&[Segment], &[Option<String>]),
        (messages, made): (&[&Message], Option<&Versioned>),
        done: &mut Imported,
    ) -> (Vec<Option<String>>, bool) {
        let by_source: BTreeMap<(&str, &str), &Message> = messages
            .iter()
            .filter_map(|one| Some(((one.context.as_deref()?, one.source.as_str()), *one)))
            .collect();
        let filled = filled(all, kept);
        // Of an outdated translation the export marked all messages as fuzzy.
        let before = self.old.and_then(|old| old.front.translated_from.as_ref());
        let was_outdated =
            before.is_some_and(|(own, _)| made.is_some_and(|made| made.source != *own));
        let mut counted = BTreeSet::new();
        let mut has_news = false;
        let mut texts = Vec::with_capacity(all.len());
        for (segment, kept) in all.iter().zip(kept) {
            let context = context(self.key, segment);
            let message = by_source.get(&(context.as_str(), segment.text.as_str()));
            let given = message.filter(|one| !one.translation.trim().is_empty());
            let ready = given.filter(|one| !one.is_fuzzy());
            let message = (segment.role, segment.text.as_str());
            if segment.has_words && counted.insert(message) {
                done.fuzzy += usize::from(given.is_some() && ready.is_none());
                done.translated += usize::from(ready.is_some());
                done.untranslated += usize::from(given.is_none());
            }
            let ready = ready.map(|one| one.translation.trim_matches(WHITE).to_owned());
            let is_old =
                ready.as_deref() == filled.get(&message).map(|text| text.trim_matches(WHITE));
            has_news |= ready.is_some() && (!is_old || was_outdated);
            // Equal texts may have several translations, of which the export shows the first.
            let kept = kept.clone();
            texts.push(if is_old { kept.or(ready) } else { ready.or(kept) });
        }
        (texts, has_news)
    }

    /// Takes out the new texts that would turn their block into something else; what was there before
    /// comes in their place.
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
        let new: Vec<usize> = (0..all.len())
            .filter(|index| all[*index].place.is_some() && texts[*index] != kept[*index])
            .collect();
        let only = |texts: &[Option<String>], chosen: &[usize]| {
            let mut only: Vec<Option<String>> = vec![None; all.len()];
            for index in chosen {
                only[*index].clone_from(&texts[*index]);
            }
            only
        };
        if fits(&only(texts, &new)) {
            return;
        }
        let (fitting, mut misfits): (Vec<usize>, Vec<usize>) =
            new.into_iter().partition(|index| fits(&only(texts, &[*index])));
        if !fits(&only(texts, &fitting)) {
            // Texts that fit alone but not together.
            misfits.extend(fitting);
        }
        for index in misfits {
            done.misfits.push(all[index].text.clone());
            done.translated = done.translated.saturating_sub(1);
            done.untranslated += 1;
            texts[index].clone_from(&kept[index]);
        }
    }

    fn assemble(
        &self,
        all: &[Segment],
        texts: &[Option<String>],
        made: Option<&Versioned>,
    ) -> Result<String, String> {
        let head = self.head(all, texts)?;
        let text = format!("{head}{}", self.body(all, texts));
        let own = Arc::new(Source { path: self.path.clone(), text });
        let mut problems = Vec::new();
        let (front, body_at) = read(&own, &mut problems);
        let is_yaml = bounds(&own.text).is_none_or(|(yaml, _)| {
            serde_yaml::from_str::<serde_yaml::Value>(&own.text[yaml]).is_ok()
        });
        if body_at != head.len() || !is_yaml {
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
        match made {
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
            let is_whole = own.clone().all(|(_, text)| text.is_some());
            let values: Vec<String> =
                own.map(|(segment, text)| text.as_ref().unwrap_or(&segment.text).clone()).collect();
            // What the writer of the translation has put there stays where nothing is translated.
            let has_own = self.old.is_some_and(|old| !front_values(old, key).is_empty());
            let present = front_values(self.old.unwrap_or(self.source), key);
            // Nobody knows which item of another list is which.
            let is_other = has_own && present.len() != values.len() && !is_whole;
            if values.is_empty() || (has_own && !is_translated) || is_other {
                continue;
            }
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

/// What an export says for each message: the first translation of its texts.
fn filled<'a>(
    all: &'a [Segment],
    kept: &'a [Option<String>],
) -> BTreeMap<(Role, &'a str), &'a str> {
    let mut filled = BTreeMap::new();
    for (segment, kept) in all.iter().zip(kept) {
        if let Some(kept) = kept {
            filled.entry((segment.role, segment.text.as_str())).or_insert(kept.as_str());
        }
    }
    filled
}

/// A text as it stands in its block: each line after the first begins as its container wants it, and
/// no `|` ends a cell.
fn laid_out(text: &str, segment: &Segment, line_end: &str) -> String {
    let escaped = (segment.role == Role::Cell).then(|| with_escaped_pipes(text));
    let text = escaped.as_deref().unwrap_or(text);
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

fn with_escaped_pipes(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut is_escaped = false;
    for c in text.chars() {
        if c == '|' && !is_escaped {
            out.push('\\');
        }
        is_escaped = c == '\\' && !is_escaped;
        out.push(c);
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
