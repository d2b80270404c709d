//! A first draft of an article: where its file goes and what stands in it.

use jiff::ToSpan;
use jiff::civil::Date;

use crate::config::{Config, no_language};
use crate::diag::did_you_mean;
use crate::tree::{RelPath, SourceTree};
use crate::url;
use crate::yaml::edit::quoted;

/// What there are drafts for: the kinds of articles, and the answer to an error.
pub const KINDS: &[(&str, &str)] = &[
    ("article", include_str!("../../init/new/article.md")),
    ("faq", include_str!("../../init/new/faq.md")),
    ("howto", include_str!("../../init/new/howto.md")),
    ("troubleshooter", include_str!("../../init/new/troubleshooter.md")),
    ("policy", include_str!("../../init/new/policy.md")),
    ("notice", include_str!("../../init/new/notice.md")),
    ("fix", include_str!("../../init/new/fix.md")),
];

/// What a writer wants to begin.
#[derive(Clone, Copy, Debug)]
pub struct Wish<'a> {
    /// One of [`KINDS`].
    pub kind: &'a str,
    /// The article's title.
    pub title: &'a str,
    /// Folder below the language's folder; empty for the top.
    pub category: &'a str,
    /// Code of the language; `None` for the default one.
    pub language: Option<&'a str>,
    /// For `date` and the like.
    pub today: Date,
}

/// A file to write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// Where.
    pub path: RelPath,
    /// What.
    pub text: String,
    /// Whether its category has no folder yet.
    pub is_new_category: bool,
}

/// The draft of an article, or one sentence about why there can be none.
pub fn draft(wish: &Wish<'_>, source: &SourceTree, config: &Config) -> Result<Draft, String> {
    let folder = folder(wish.language, config)?;
    let name = url::slug(wish.title);
    if name.is_empty() {
        return Err("the title has no letter or digit to name the file by".to_owned());
    }
    let category = wish.category.trim_matches('/');
    if category.split('/').any(|part| part == "..") || category.contains(['\\', '\0', ':']) {
        return Err(format!("`{category}` is no folder inside the knowledge base"));
    }
    let is_new_category = !category.is_empty() && !source.has_dir(&join(&folder, category));
    if is_new_category && let Some(near) = near(category, &folder, source) {
        return Err(format!("there is no category `{category}`; did you mean `{near}`?"));
    }
    let path = RelPath::new(&join(&join(&folder, category), &format!("{name}.md")));
    if source.files.contains_key(&path) {
        return Err(format!("`{path}` is there already; choose another title or category"));
    }
    Ok(Draft { path, text: text(wish), is_new_category })
}

fn folder(code: Option<&str>, config: &Config) -> Result<String, String> {
    let wanted = code.unwrap_or(&config.language);
    let language = config.languages.iter().find(|language| language.code == wanted);
    let known = config.languages.iter().map(|language| &*language.code);
    let language = language.ok_or_else(|| no_language(wanted, known))?;
    Ok(join(config.content_dir, &language.dir))
}

fn join(folder: &str, name: &str) -> String {
    [folder, name].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("/")
}

/// The existing category whose path is nearest.
fn near<'a>(category: &str, folder: &str, source: &'a SourceTree) -> Option<&'a str> {
    let prefix = if folder.is_empty() { String::new() } else { format!("{folder}/") };
    let below = source.files.keys().filter_map(|path| path.as_str().strip_prefix(&prefix));
    let folders = below.filter_map(|path| path.rsplit_once('/')).map(|(folder, _)| folder);
    did_you_mean(category, folders)
}

fn text(wish: &Wish<'_>) -> String {
    let template = KINDS.iter().find(|(kind, _)| *kind == wish.kind).map_or("", |(_, text)| text);
    let title = quoted(wish.title);
    let next_week = wish.today.saturating_add(7.days());
    template
        .replace("{title}", &title)
        .replace("{date}", &wish.today.to_string())
        .replace("{next_week}", &next_week.to_string())
}
