//! Everything faqtory says about content: a stable code, a place, a sentence, a way out.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use crate::tree::RelPath;

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The article cannot be published like this: exit code 1.
    Error,
    /// Published, but customers will notice: exit code 1 with `--strict`.
    Warning,
    /// Advice.
    Hint,
}

/// A kind of problem.
#[derive(Clone, Copy, Debug)]
pub struct Code {
    /// The stable name, such as `broken-link`: what `faqtory explain` and `check.rules` take.
    pub name: &'static str,
    /// Unless the config says otherwise.
    pub severity: Severity,
    /// What the problem is, in one line.
    pub summary: &'static str,
}

impl PartialEq for Code {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for Code {}

macro_rules! codes {
    ($($constant:ident $name:literal $severity:ident $summary:literal;)*) => {
        $(#[doc = $summary]
        pub const $constant: Code = Code { name: $name, severity: Severity::$severity, summary: $summary };)*
        /// Every code, in the order of the documentation.
        pub const CODES: &[Code] = &[$($constant),*];
    };
}

codes! {
    UNREADABLE_FILE "unreadable-file" Error "a file cannot be read";
    NOT_UTF8 "not-utf8" Error "a text file is not UTF-8";
    TOO_LARGE "too-large" Error "front matter or a table is larger than faqtory reads";
    NO_ARTICLES "no-articles" Warning "the folder holds no article";
    YAML_SYNTAX "yaml-syntax" Error "a YAML file or front matter cannot be read";
    FRONT_MATTER_UNCLOSED "front-matter-unclosed" Error "front matter begins with `---` but never ends";
    FRONT_MATTER_MISPLACED "front-matter-misplaced" Warning "front matter is not at the top of the file";
    FOREIGN_FRONT_MATTER "foreign-front-matter" Error "front matter is not YAML";
    UNKNOWN_KEY "unknown-key" Error "a key is close to one of ours or another tool's name for it";
    FOREIGN_KEY "foreign-key" Warning "a key that faqtory does not know";
    DUPLICATE_KEY "duplicate-key" Error "a key stands twice";
    WRONG_TYPE "wrong-type" Error "a value is not of the kind its key takes";
    INVALID_VALUE "invalid-value" Error "a value is of the right kind but makes no sense";
    MISSING_TITLE "missing-title" Error "an article has neither a title nor a heading";
    CATEGORY_WITHOUT_INDEX "category-without-index" Hint "a category has no `_index.md`";
    DUPLICATE_URL "duplicate-url" Error "two pages would have the same address";
    DUPLICATE_ANCHOR "duplicate-anchor" Warning "two headings of an article ask for the same id";
    BROKEN_LINK "broken-link" Error "a link leads to a page that does not exist";
    BROKEN_ANCHOR "broken-anchor" Error "a link leads to a place that its page does not have";
    UNPUBLISHED_LINK "unpublished-link" Warning "a link leads to an article that is not published";
    UNSAFE_LINK "unsafe-link" Error "a link uses a scheme that could run code";
    MISSING_IMAGE "missing-image" Error "a picture does not exist";
    MISSING_ALT "missing-alt" Hint "a picture has no text for those who cannot see it";
    EXTERNAL_IMAGE "external-image" Warning "a picture comes from another site";
    UNKNOWN_VIDEO "unknown-video" Hint "a video that faqtory cannot show in the page";
    UNKNOWN_TAG "unknown-tag" Hint "a tag that HTML does not have";
    UNKNOWN_CONTAINER "unknown-container" Error "a `:::` block has a name that faqtory does not know";
    UNCLOSED_CONTAINER "unclosed-container" Error "a `:::` block is never closed";
    FOREIGN_SYNTAX "foreign-syntax" Warning "a syntax of another tool";
    INCLUDE_NOT_FOUND "include-not-found" Error "an included file does not exist";
    INCLUDE_CYCLE "include-cycle" Error "a file includes itself";
    UNKNOWN_FACT "unknown-fact" Error "a fact that `data/facts.yaml` does not have";
    UNKNOWN_LANGUAGE "unknown-language" Hint "a code block names a language that faqtory cannot colour";
    RAW_HTML_REMOVED "raw-html-removed" Warning "raw HTML that could run code was left out";
    TOO_DEEP "too-deep" Error "an article nests deeper than a browser shows";
    UNPUBLISHABLE_FILE "unpublishable-file" Warning "a file that is not safe to publish was left out";
    RELATED_NOT_FOUND "related-not-found" Error "a `related` or `featured` article does not exist";
    UNUSED_OWNER "unused-owner" Hint "`review.owners` names an owner that no article has";
    TEMPLATE_ERROR "template-error" Error "a template cannot be rendered";
    OUTDATED_TRANSLATION "outdated-translation" Warning "the source of a translation has changed since";
    TRANSLATION_WITHOUT_SOURCE "translation-without-source" Warning "a translation has no source";
    TRANSLATION_UNACKNOWLEDGED "translation-unacknowledged" Hint "translations do not say what they translate";
    STRING_PLACEHOLDER "string-placeholder" Warning "a text of the interface does not fill in what the English one does";
    PLURAL_FORMS "plural-forms" Warning "a plural of the interface has other forms than its language";
    MISSING_STRING "missing-string" Hint "a language whose interface is English in part or as a whole";
    UNKNOWN_STRING "unknown-string" Warning "a text of the interface that the theme does not have";
    OUTDATED_COPY "outdated-copy" Warning "a file of the theme was copied from an older version of faqtory";
    MISSING_THEME_FILE "missing-theme-file" Warning "a style sheet names a file that the theme does not have";
    BRAND_CONTRAST "brand-contrast" Hint "the brand's colour is hard to read as text, so the theme uses another";
    MODULE_APART "module-apart" Warning "a module of the overlay cannot share a file with those it belongs to";
    ENGINE_OVERRIDE "engine-override" Error "the overlay replaces a file that belongs to the engine";
    GOLDEN_QUERY "golden-query" Error "a search does not find what it must";
    PIN_NOT_FOUND "pin-not-found" Error "a pinned article does not exist";
    UNSEARCHABLE_PIN "unsearchable-pin" Warning "a pinned article is not published, or left out of search";
    DUPLICATE_PIN "duplicate-pin" Error "a query is pinned twice";
    UNUSED_SYNONYM "unused-synonym" Warning "a synonym leads to words that no article contains";
    DUPLICATE_SYNONYM "duplicate-synonym" Warning "a word stands twice in the groups of synonyms";
    CIRCULAR_SYNONYM "circular-synonym" Warning "one-way synonyms lead back to where they begin";
    REDUNDANT_SYNONYM "redundant-synonym" Warning "a one-way synonym that a group has already";
    SEARCH_OVER_BUDGET "search-over-budget" Error "a first search fetches more than `search.budget` allows";
    DEAD_END "dead-end" Error "a choice of a troubleshooter leads to a node that does not exist";
    ENDLESS_LOOP "endless-loop" Error "questions of a troubleshooter lead in a circle without a way out";
    UNREACHABLE_NODE "unreachable-node" Error "no choice leads to a node of a troubleshooter";
    NODE_WITHOUT_OUTCOME "node-without-outcome" Error "a troubleshooter ends without a solution and without a human";
    CONTRADICTORY_NODE "contradictory-node" Error "a node of a troubleshooter is a question and an outcome, or two outcomes";
    AMBIGUOUS_CHOICE "ambiguous-choice" Error "two choices of a question have the same text";
    SAME_DESTINATION "same-destination" Hint "two choices of a question lead to the same place";
    CHOICE_TO_ITSELF "choice-to-itself" Warning "a choice leads to the question it belongs to";
    SINGLE_CHOICE "single-choice" Warning "a question has only one choice";
    UNCLEAR_CHOICES "unclear-choices" Error "a list of choices has more than links in it";
    CHOICES_NOT_LAST "choices-not-last" Warning "a list of choices is not at the end of its section";
    HEADING_IS_NO_NODE "heading-is-no-node" Error "a choice leads to a heading that is not of the second level";
    TREE_WITHOUT_NODES "tree-without-nodes" Error "a troubleshooter has no second-level heading";
    EMPTY_NODE "empty-node" Error "there is nothing below a heading of a troubleshooter";
    EMPTY_OUTCOME "empty-outcome" Error "the box that ends a troubleshooter is empty";
    LONG_CHOICE "long-choice" Hint "the text of a choice is long";
    DEEP_TREE "deep-tree" Hint "an answer comes after many questions";
    NOTICE_DATES "notice-dates" Error "a notice ends before it begins";
    NOTICE_WITHOUT_END "notice-without-end" Hint "the banner of a notice would stay for ever";
    UNKNOWN_SCOPE "unknown-scope" Error "a notice names a place that the site does not have";
    SIMILAR_CODE "similar-code" Hint "two error codes differ only in case or hyphens";
    CODE_NOT_IN_TEXT "code-not-in-text" Hint "an error code that its article never mentions";
    UNKNOWN_TOPIC "unknown-topic" Error "a contact topic that does not exist";
    HIDDEN_HUMAN "hidden-human" Error "something sensitive keeps customers from a human";
    UNREACHABLE_TOPIC "unreachable-topic" Warning "a contact topic without a way to reach anybody";
    PUBLIC_SECRET "public-secret" Error "a secret that would be published";
    FORM_NEEDS_SCRIPT "form-needs-script" Warning "the contact form cannot be sent without JavaScript";
    UNMAPPED_FIELD "unmapped-field" Warning "a field of the contact form that its service does not take";
    READS_BADLY_ALOUD "reads-badly-aloud" Warning "a text for the telephone that only readers understand";
    TOO_LONG_TO_SAY "too-long-to-say" Warning "a text for the telephone that takes long to say";
    INTERNAL "internal" Error "faqtory made a mistake";
}

/// The code called `name`.
pub fn code(name: &str) -> Option<Code> {
    CODES.iter().find(|code| code.name == name).copied()
}

/// A source file as diagnostics show it.
#[derive(Debug, PartialEq, Eq)]
pub struct Source {
    /// Its path below the root.
    pub path: RelPath,
    /// Its text; bytes that are not UTF-8 replaced.
    pub text: String,
}

/// A place in a source file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    /// The file.
    pub source: Arc<Source>,
    /// Bytes of its text; empty for the whole file.
    pub range: Range<usize>,
}

impl Span {
    /// `range` of `source`, cut to the text and moved outward to character boundaries.
    pub fn new(source: &Arc<Source>, range: Range<usize>) -> Self {
        let text = &source.text;
        let mut start = range.start.min(text.len());
        let mut end = range.end.clamp(start, text.len());
        while !text.is_char_boundary(start) {
            start -= 1;
        }
        while !text.is_char_boundary(end) {
            end += 1;
        }
        Self { source: Arc::clone(source), range: start..end }
    }

    /// The start of a file whose text is not at hand.
    pub fn file(path: &RelPath) -> Self {
        Self { source: Arc::new(Source { path: path.clone(), text: String::new() }), range: 0..0 }
    }

    /// Line and column of the start, both from 1; the column counts characters.
    pub fn line_column(&self) -> (usize, usize) {
        let before = &self.source.text[..self.range.start];
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        (before.matches('\n').count() + 1, before[line_start..].chars().count() + 1)
    }
}

/// One way out of a problem.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hint {
    /// What to do, in one sentence.
    pub text: String,
    /// The exact change, where there is one: this text in place of that of the span.
    pub replacement: Option<(Span, String)>,
}

/// One problem.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Which kind.
    pub code: Code,
    /// How bad, after the config's `check.rules`.
    pub severity: Severity,
    /// Where; `None` for the knowledge base as a whole.
    pub span: Option<Span>,
    /// What is wrong: lower case, no full stop, the writer's own words in backticks.
    pub message: String,
    /// Ways out.
    pub hints: Vec<Hint>,
}

impl Diagnostic {
    /// A problem at `span`.
    pub fn new(code: Code, span: Span, message: impl Into<String>) -> Self {
        let severity = code.severity;
        Self { code, severity, span: Some(span), message: message.into(), hints: Vec::new() }
    }

    /// A problem of the whole knowledge base.
    pub fn global(code: Code, message: impl Into<String>) -> Self {
        let severity = code.severity;
        Self { code, severity, span: None, message: message.into(), hints: Vec::new() }
    }

    /// Adds a way out.
    #[must_use]
    pub fn hint(mut self, text: impl Into<String>) -> Self {
        self.hints.push(Hint { text: text.into(), replacement: None });
        self
    }

    /// Adds a way out to a problem that is already on a list.
    pub fn advise(&mut self, text: impl Into<String>) {
        self.hints.push(Hint { text: text.into(), replacement: None });
    }

    /// Adds a way out that can be applied: `replacement` instead of the text of this problem's span.
    #[must_use]
    pub fn fix(mut self, text: impl Into<String>, replacement: impl Into<String>) -> Self {
        let replacement = self.span.clone().map(|span| (span, replacement.into()));
        self.hints.push(Hint { text: text.into(), replacement });
        self
    }

    fn order(&self) -> (&str, usize, &str, &str) {
        let (path, at) = self
            .span
            .as_ref()
            .map_or(("", 0), |span| (span.source.path.as_str(), span.range.start));
        (path, at, self.code.name, &self.message)
    }
}

/// The problems of a build, in order of file and place, each once.
#[derive(Clone, Debug, Default)]
pub struct Diagnostics {
    list: Vec<Diagnostic>,
}

impl Diagnostics {
    /// Adds one.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.list.push(diagnostic);
    }

    /// Adds many.
    pub fn extend(&mut self, diagnostics: impl IntoIterator<Item = Diagnostic>) {
        self.list.extend(diagnostics);
    }

    /// Sorts by file and place and drops repetitions.
    pub fn finish(&mut self) {
        self.list.sort_by(|a, b| a.order().cmp(&b.order()));
        self.list.dedup();
    }

    /// Gives each diagnostic the severity that `severity` names for its code; `None` drops it.
    pub fn resolve(&mut self, severity: impl Fn(&Diagnostic) -> Option<Severity>) {
        self.list.retain_mut(|diagnostic| match severity(diagnostic) {
            Some(severity) => {
                diagnostic.severity = severity;
                true
            }
            None => false,
        });
    }

    /// In order.
    pub fn iter(&self) -> std::slice::Iter<'_, Diagnostic> {
        self.list.iter()
    }

    /// How many are of this severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.list.iter().filter(|diagnostic| diagnostic.severity == severity).count()
    }

    /// Whether any is an error.
    pub fn has_errors(&self) -> bool {
        self.count(Severity::Error) > 0
    }

    /// The files that have an error.
    pub fn broken_files(&self) -> BTreeSet<&RelPath> {
        let errors = self.list.iter().filter(|diagnostic| diagnostic.severity == Severity::Error);
        errors
            .filter_map(|diagnostic| diagnostic.span.as_ref())
            .map(|span| &span.source.path)
            .collect()
    }
}

impl<'a> IntoIterator for &'a Diagnostics {
    type Item = &'a Diagnostic;
    type IntoIter = std::slice::Iter<'a, Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

/// The candidate nearest to `word` by edit distance, when it is near enough to be meant.
pub fn did_you_mean<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let limit = match word.chars().count() {
        0..=2 => return None,
        3..=5 => 1,
        6..=9 => 2,
        _ => 3,
    };
    let measured =
        candidates.into_iter().map(|candidate| (edit_distance(word, candidate), candidate));
    measured.filter(|(distance, _)| *distance <= limit).min().map(|(_, candidate)| candidate)
}

/// Optimal string alignment distance (insert, delete, replace, swap neighbours), ignoring case.
fn edit_distance(a: &str, b: &str) -> usize {
    let a: Vec<char> = a.to_lowercase().chars().collect();
    let b: Vec<char> = b.to_lowercase().chars().collect();
    let mut rows = vec![vec![0; b.len() + 1]; a.len() + 1];
    for (j, cell) in rows[0].iter_mut().enumerate() {
        *cell = j;
    }
    for i in 1..=a.len() {
        rows[i][0] = i;
        for j in 1..=b.len() {
            let replace = rows[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
            let mut best = replace.min(rows[i - 1][j] + 1).min(rows[i][j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                best = best.min(rows[i - 2][j - 2] + 1);
            }
            rows[i][j] = best;
        }
    }
    rows[a.len()][b.len()]
}

/// A size as people read it: `1.5 kB`.
pub(crate) fn size(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} B"),
        1_000..1_000_000 => format!("{:.1} kB", bytes as f64 / 1e3),
        _ => format!("{:.1} MB", bytes as f64 / 1e6),
    }
}
