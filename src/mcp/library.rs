//! The knowledge base on the assistant's table: read again when its files change.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::answer;
use super::arguments::{Answer, Arguments};
use crate::config::no_language;
use crate::disk::{Place, Reader};
use crate::kb::Locale;
use crate::search::{self, Document, Searcher, Settings};
use crate::tree::SourceTree;
use crate::{Cache, Linked, Options};

/// All that is known.
pub(super) struct Library {
    reader: Reader,
    options: Options,
    cache: Cache,
    linked: Linked,
    /// By language, in the order of the locales; an index is made when it is first searched.
    inputs: Vec<(Vec<Document>, Settings)>,
    searchers: BTreeMap<String, Searcher>,
    say: fn(&str),
}

impl Library {
    /// Reads the knowledge base for the first time.
    pub(super) fn open(place: Place, options: Options, say: fn(&str)) -> anyhow::Result<Self> {
        let mut reader = Reader::new(place);
        let source = reader.read()?.tree;
        let mut cache = Cache::default();
        let (linked, inputs) = link(&source, (&options, &mut cache), say);
        Ok(Self { reader, options, cache, linked, inputs, searchers: BTreeMap::new(), say })
    }

    /// The name of the help center.
    pub(super) fn title(&self) -> &str {
        &self.linked.config.title
    }

    /// Takes in what has changed on disk since the last call.
    pub(super) fn refresh(&mut self) {
        match self.reader.read() {
            // An emptied file is one that an editor is about to write: the next call sees it.
            Ok(reading) if reading.changed && !reading.emptied => {
                let ways = (&self.options, &mut self.cache);
                (self.linked, self.inputs) = link(&reading.tree, ways, self.say);
                self.searchers.clear();
            }
            Ok(_) => {}
            Err(error) => (self.say)(&format!("the last state is used: {error:#}")),
        }
    }

    /// The answer of a tool.
    pub(super) fn call(&mut self, tool: &str, arguments: Map<String, Value>) -> Answer<Value> {
        let arguments = Arguments::new(arguments);
        match tool {
            "search_help" => answer::search(self, arguments),
            "get_article" => answer::article(&self.linked, arguments),
            _ => answer::step(&self.linked, arguments),
        }
    }

    /// The knowledge base and what of it can be found.
    pub(super) fn linked(&self) -> &Linked {
        &self.linked
    }

    /// What can be found in a language.
    pub(super) fn documents(&self, language: &str) -> &[Document] {
        let input = self.inputs.iter().find(|(_, settings)| settings.language == language);
        input.map_or(&[], |(documents, _)| documents)
    }

    /// The search of a language that the knowledge base has.
    pub(super) fn searcher(&mut self, language: &str) -> Answer<&Searcher> {
        if !self.searchers.contains_key(language) {
            let input = self.inputs.iter().find(|(_, settings)| settings.language == language);
            let (documents, settings) = input.ok_or("there is nothing to search")?;
            let built = search::index(documents, settings);
            let searcher = Searcher::open(&built.files, &built.root)
                .map_err(|error| format!("the index just made cannot be read: {error:?}"))?;
            self.searchers.insert(language.to_owned(), searcher);
        }
        self.searchers.get(language).ok_or_else(|| "there is nothing to search".to_owned())
    }
}

type Inputs = Vec<(Vec<Document>, Settings)>;

fn link(
    source: &SourceTree,
    (options, cache): (&Options, &mut Cache),
    say: fn(&str),
) -> (Linked, Inputs) {
    let (linked, mut diags) = crate::read(source, options, cache);
    if diags.has_errors() {
        say("articles with errors are left out; `faqtory check` names them");
    }
    let inputs = search::site::inputs(&linked.kb, source, &linked.config, &mut diags);
    (linked, inputs)
}

/// The locale of `code`, or the default one.
pub(super) fn locale<'a>(linked: &'a Linked, code: Option<&str>) -> Answer<&'a Locale> {
    let mut locales = linked.kb.locales.iter();
    let found = locales.find(|locale| code.is_none_or(|code| locale.language.code == code));
    found.ok_or_else(|| {
        let known = linked.kb.locales.iter().map(|locale| locale.language.code.as_str());
        no_language(code.unwrap_or_default(), known)
    })
}
