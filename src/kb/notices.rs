//! Which pages show which notice, and where each notice has its place.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::urls::UrlTable;
use super::{ArticleId, CategoryId, Entry, KnowledgeBase, Locale, Place, lookup};
use crate::Options;
use crate::article::Article;
use crate::article::front_matter::Spanned;
use crate::article::moment::Moment;
use crate::article::notice::{Status, Words};
use crate::article::{is_markdown, is_reserved_id};
use crate::config::Config;
use crate::diag::{self, Diagnostic, Diagnostics, Span, did_you_mean};
use crate::notices::{self, Body, Notice};
use crate::tree::RelPath;
use crate::url::{self, Scheme};

/// The page of all notices; other languages have it below their prefixes.
pub const STATUS_PAGE: &str = "/status/";

/// The feed of all notices.
pub const STATUS_FEED: &str = "/status.xml";

/// Words for every page.
const EVERYWHERE: [&str; 3] = ["all", "site", "everywhere"];

/// A notice as one language of the site shows it.
#[derive(Clone, Debug)]
pub struct Announced {
    /// The notice.
    pub notice: Arc<Notice>,
    /// Its page, when it is an article.
    pub article: Option<ArticleId>,
    /// What happened.
    pub title: String,
    /// A sentence or two; may be empty.
    pub text: String,
    /// Whether the title is the default language's.
    pub is_fallback: bool,
    /// Whether the text is.
    pub text_is_fallback: bool,
    /// Where to read more, ready for an `href`.
    pub link: Option<String>,
    /// Its place on the status page.
    pub anchor: String,
    /// Where it stands on the day of the build.
    phase: Phase,
    /// When it begins, if that may still be to come.
    pub begins: Option<Moment>,
    /// How far it is on the day of the build.
    pub status: Option<Status>,
    /// Pages that show it; `None` for all.
    places: Option<Places>,
}

/// Where a notice stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    /// Told, but still to come.
    Planned,
    /// Under way.
    Current,
    /// Over or resolved.
    Past,
}

/// Some pages of a locale.
#[derive(Clone, Debug, Default)]
struct Places {
    categories: BTreeSet<CategoryId>,
    articles: BTreeSet<ArticleId>,
}

impl Announced {
    /// Whether it has a banner: it is neither over nor resolved.
    pub fn is_current(&self) -> bool {
        self.phase != Phase::Past
    }

    /// Whether it is about something that is still to come.
    pub fn is_planned(&self) -> bool {
        self.phase == Phase::Planned
    }

    /// Whether it concerns the whole site.
    pub fn is_everywhere(&self) -> bool {
        self.places.is_none()
    }

    /// Whether a page shows it. A notice has no banner on its own page.
    pub fn is_shown(&self, locale: &Locale, place: Place) -> bool {
        if matches!(place, Place::Article(id) if self.article == Some(id)) {
            return false;
        }
        let Some(places) = &self.places else { return true };
        let category = match place {
            Place::Article(id) if places.articles.contains(&id) => return true,
            Place::Article(id) => locale.article(id).category,
            Place::Category(id) => id,
        };
        locale.trail(category).iter().any(|id| places.categories.contains(id))
    }

    /// A change of the words or of how bad it is makes another one of it: who closed the banner of
    /// before has not seen it.
    pub fn fingerprint(&self) -> String {
        let head = &self.notice.head;
        let status = head.status.map_or("", Status::name);
        let parts = [&self.anchor, &self.title, &self.text, status, head.severity().name()];
        blake3::hash(parts.join("\n").as_bytes()).to_hex()[..12].to_owned()
    }
}

/// The notices of every locale: first the current ones, the worst of them and then the newest first,
/// then the past ones, the newest first.
pub(super) fn announce(
    kb: &KnowledgeBase,
    (file, articles): (Vec<Notice>, &[Arc<Article>]),
    (config, options): (&Config, &Options),
    diags: &mut Diagnostics,
) -> Vec<Vec<Announced>> {
    let mut short = file;
    for notice in &mut short {
        notices::forget_future(notice, options);
    }
    let short: Vec<Arc<Notice>> = short.into_iter().map(Arc::new).collect();
    let mut announcer = Announcer { kb, articles, config, options, diags };
    (0..kb.locales.len()).map(|locale| announcer.locale(locale, &short)).collect()
}

struct Announcer<'a> {
    kb: &'a KnowledgeBase,
    articles: &'a [Arc<Article>],
    config: &'a Config,
    options: &'a Options,
    diags: &'a mut Diagnostics,
}

impl Announcer<'_> {
    fn locale(&mut self, index: usize, short: &[Arc<Notice>]) -> Vec<Announced> {
        let locale = &self.kb.locales[index];
        let ids = (0..).map(ArticleId).zip(&locale.articles);
        let listed = ids.filter(|(_, entry)| !entry.page.article.front.unlisted);
        let mut all: Vec<Announced> =
            listed.filter_map(|(id, entry)| self.article(index, (id, entry))).collect();
        if index == 0 {
            let own: Vec<Notice> = short.iter().map(|notice| Notice::clone(notice)).collect();
            notices::check(&own, self.diags);
        }
        all.extend(short.iter().filter_map(|notice| self.short(index, notice)));
        let mut taken: BTreeMap<String, usize> = BTreeMap::new();
        for one in &mut all {
            let count = taken.entry(one.anchor.clone()).or_default();
            *count += 1;
            if *count > 1 {
                one.anchor = format!("{}-{count}", one.anchor);
            }
        }
        all.sort_by_key(|one| {
            let head = &one.notice.head;
            let severity = head.severity();
            let newest = std::cmp::Reverse(head.from.map(|from| from.instant()));
            let rank = std::cmp::Reverse(one.is_current().then_some(severity));
            (rank, newest, one.anchor.clone())
        });
        all
    }

    fn article(&mut self, locale: usize, (id, entry): (ArticleId, &Entry)) -> Option<Announced> {
        let mut notice = notices::of_article(&entry.page.article)?;
        notices::forget_future(&mut notice, self.options);
        let is_fallback = entry.page.is_fallback();
        if !is_fallback {
            notices::check(std::slice::from_ref(&notice), self.diags);
        }
        let places = self.places(locale, &notice.head.scope, !is_fallback)?;
        Some(Announced {
            article: Some(id),
            title: entry.title.clone(),
            text: entry.description(),
            is_fallback,
            text_is_fallback: is_fallback,
            link: Some(self.href(&entry.page.url)),
            anchor: anchor(&notice.name),
            phase: self.phase(&notice, entry.is_past),
            begins: self.begins(&notice),
            status: notice.head.status_on(self.options.today),
            places: places.into_option(),
            notice: Arc::new(notice),
        })
    }

    fn short(&mut self, index: usize, notice: &Arc<Notice>) -> Option<Announced> {
        let Body::Short { title, text, link } = &notice.body else { return None };
        let locale = &self.kb.locales[index];
        let words = |words: &Words| {
            let (text, is_own) = words.of(&locale.language.code, &self.config.language);
            (text.to_owned(), is_own)
        };
        let ((title, is_own), (text, text_is_own)) = (words(title), words(text));
        let link = link.as_ref().and_then(|link| self.link(index, link));
        let places = self.places(index, &notice.head.scope, index == 0)?;
        let is_past = notices::is_past(&notice.head, self.options);
        Some(Announced {
            article: None,
            title,
            text,
            is_fallback: !is_own,
            text_is_fallback: !text_is_own,
            link,
            anchor: anchor(&notice.name),
            phase: self.phase(notice, is_past),
            begins: self.begins(notice),
            status: notice.head.status_on(self.options.today),
            places: places.into_option(),
            notice: Arc::clone(notice),
        })
    }

    fn phase(&self, notice: &Notice, is_past: bool) -> Phase {
        let head = &notice.head;
        match is_past || head.is_resolved() {
            true => Phase::Past,
            false if head.is_planned(self.options.today) => Phase::Planned,
            false => Phase::Current,
        }
    }

    fn begins(&self, notice: &Notice) -> Option<Moment> {
        notice.head.begins().filter(|begins| begins.utc_day() >= self.options.today)
    }

    /// Where a `link` leads; one that leads nowhere is reported once, for the default language.
    fn link(&mut self, index: usize, (target, span): &Spanned) -> Option<String> {
        if url::scheme(target) == Scheme::External {
            return Some(url::encode(target));
        }
        let locales = [&self.kb.locales[index], &self.kb.locales[0]];
        let named = |locale: &&Locale| {
            let named = lookup::find(target, locale, self.config)?;
            named.exists().then(|| named.url())
        };
        if let Some(found) = locales.iter().find_map(named) {
            let (path, anchor) = found.split_once('#').unwrap_or((&found, ""));
            let anchor =
                if anchor.is_empty() { String::new() } else { format!("#{}", url::encode(anchor)) };
            return Some(format!("{}{anchor}", self.href(path)));
        }
        if index == 0 {
            self.diags.push(self.broken(target, span));
        }
        None
    }

    fn broken(&self, target: &str, span: &Span) -> Diagnostic {
        let file = lookup::file(target, &self.kb.locales[0], self.config);
        if let Some(held) = self.kb.withheld.iter().find(|held| held.path == file.as_str()) {
            let message = format!("`{target}` is not published: {}", held.reason);
            return Diagnostic::new(diag::UNPUBLISHED_LINK, span.clone(), message)
                .hint("the notice has no link until it is");
        }
        let message = format!("there is no article `{target}`");
        let problem = Diagnostic::new(diag::BROKEN_LINK, span.clone(), message);
        match lookup::near(target, &self.kb.locales[0], self.config) {
            Some(near) => problem.fix(format!("did you mean `{near}`?"), near),
            None => problem.hint("write the path of its file below `content`, or a whole address"),
        }
    }

    fn href(&self, path: &str) -> String {
        format!("{}{}", self.config.base_path(), url::encode_path(path))
    }

    /// The pages that `scope` names in a locale; `None` for a notice that is for other languages.
    fn places(&mut self, index: usize, scope: &[Spanned], reports: bool) -> Option<Scope> {
        let mut found = Scope { is_everywhere: scope.is_empty(), ..Scope::default() };
        let (mut languages, mut is_placed) = (Vec::new(), false);
        for (word, span) in scope {
            let language = self.config.languages.iter().find(|it| it.code == *word);
            if let Some(language) = language {
                languages.push(language.code.as_str());
                continue;
            }
            is_placed = true;
            if EVERYWHERE.contains(&word.to_lowercase().as_str()) {
                found.is_everywhere = true;
            } else if let Some(place) = self.place(index, word) {
                found.add(place);
            } else if reports && !self.is_known(word) {
                self.diags.push(self.unknown(word, span));
            }
        }
        found.is_everywhere |= !is_placed;
        let code = self.kb.locales[index].language.code.as_str();
        (languages.is_empty() || languages.contains(&code)).then_some(found)
    }

    /// The page that a word of a `scope` names: a folder, a file, or an address.
    fn place(&self, index: usize, word: &str) -> Option<Place> {
        let find = |locale: usize| {
            let keys = keys(word);
            keys.iter().find_map(|key| self.kb.translations.find(locale, key))
        };
        let by_address = || {
            let locale = &self.kb.locales[0];
            let is_it = |url: &str| url.trim_matches('/') == word.trim_matches('/');
            let category = locale.categories.iter().position(|one| is_it(&one.url));
            let article = || locale.articles.iter().position(|one| is_it(&one.page.url));
            let place = category.map(|at| Place::Category(CategoryId(at as u32)));
            let place = place
                .or_else(|| Some(Place::Article(ArticleId(u32::try_from(article()?).ok()?))))?;
            if index == 0 { Some(place) } else { self.kb.same((0, place), index, self.config) }
        };
        find(index).or_else(by_address)
    }

    /// Whether it is a place of another language, or an article that is not published.
    fn is_known(&self, word: &str) -> bool {
        let elsewhere = (0..self.kb.locales.len()).any(|index| self.place(index, word).is_some());
        let is_it = |article: &&Arc<Article>| {
            super::translations::key(article.path(), self.config)
                .is_some_and(|(_, key)| keys(word).contains(&key))
        };
        elsewhere || self.articles.iter().any(|article| is_it(&article))
    }

    fn unknown(&self, word: &str, span: &Span) -> Diagnostic {
        let message = format!("`{word}` is no page, category or language of this site");
        let problem = Diagnostic::new(diag::UNKNOWN_SCOPE, span.clone(), message);
        let locale = &self.kb.locales[0];
        let dirs = locale.categories.iter().skip(1).map(|category| category.dir.clone());
        let files = locale.articles.iter().filter_map(|entry| {
            let path = entry.page.article.path().below(self.config.content_dir)?;
            Some(format!("/{path}"))
        });
        let codes = self.config.languages.iter().map(|language| language.code.clone());
        let all: Vec<String> = dirs.chain(files).chain(codes).chain(["all".to_owned()]).collect();
        match did_you_mean(word, all.iter().map(String::as_str)) {
            Some(near) => problem.fix(format!("did you mean `{near}`?"), near.to_owned()),
            None => problem.hint(
                "write `all`, a folder such as `payments`, a file such as `/payments/refunds.md`, or the code of a language",
            ),
        }
    }
}

#[derive(Default)]
struct Scope {
    is_everywhere: bool,
    places: Places,
}

impl Scope {
    fn add(&mut self, place: Place) {
        // The home page's category holds all others.
        match place {
            Place::Category(super::ROOT) => self.is_everywhere = true,
            Place::Category(id) => drop(self.places.categories.insert(id)),
            Place::Article(id) => drop(self.places.articles.insert(id)),
        }
    }

    fn into_option(self) -> Option<Places> {
        (!self.is_everywhere).then_some(self.places)
    }
}

/// What pages that `word` may name have in common in all languages.
fn keys(word: &str) -> Vec<String> {
    let path = word.trim_matches('/');
    let file = RelPath::new(path);
    if !is_markdown(&file) {
        return vec![format!("{path}/"), path.to_owned()];
    }
    let is_index =
        crate::article::INDEX_STEMS.iter().any(|it| file.stem().eq_ignore_ascii_case(it));
    let stem = path[..path.len() - file.extension().len() - 1].to_owned();
    if is_index { vec![format!("{}/", file.parent()), stem] } else { vec![stem] }
}

fn anchor(name: &str) -> String {
    match name {
        "" => "notice".to_owned(),
        name if is_reserved_id(name) => format!("notice-{name}"),
        name => name.to_owned(),
    }
}

/// Gives the pages and the feed of notices their addresses.
pub(super) fn claim(
    kb: &KnowledgeBase,
    (urls, config): (&mut UrlTable, &Config),
    diags: &mut Diagnostics,
) {
    for (locale, notices) in kb.locales.iter().zip(&kb.notices) {
        let Some(first) = notices.first() else { continue };
        let path = format!("{}{STATUS_PAGE}", locale.prefix);
        urls.claim(&path, &first.notice.span, diags);
    }
    let first = kb.notices.first().and_then(|notices| notices.first());
    if let Some(first) = first.filter(|_| config.base_url.is_some()) {
        urls.claim(STATUS_FEED, &first.notice.span, diags);
    }
}
