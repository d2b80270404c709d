//! The built-in theme beside an overlay: what there is, what is replaced, and copies to begin with.

use serde::Serialize;

use crate::diag::did_you_mean;
use crate::theme::copied::{self, Standing, origin};
use crate::theme::{builtin_file, builtin_paths, can_replace};
use crate::tree::{SourceFile, SourceTree};

/// A file of the built-in theme or of the overlay.
#[derive(Debug, Serialize)]
pub struct Entry {
    /// Its path below `theme/`.
    pub path: String,
    /// What `faqtory theme eject` calls it.
    pub name: String,
    /// Which of the two is used, and how they stand to each other.
    pub state: State,
    /// The version of faqtory that it was copied from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub copied_from: Option<String>,
}

/// Which file is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// The built-in one.
    BuiltIn,
    /// The overlay's, a copy that was not changed.
    Unchanged,
    /// The overlay's, a changed copy of what is still built in.
    Changed,
    /// The overlay's, a copy of what was built in once.
    Outdated,
    /// The overlay's, which extends the built-in one.
    Extends,
    /// The overlay's, which replaces the built-in one and was not copied from it.
    Replaces,
    /// The overlay's; there is no such file in the built-in theme.
    Added,
}

impl State {
    /// For people.
    pub fn text(self) -> &'static str {
        match self {
            Self::BuiltIn => "built in",
            Self::Unchanged => "copied, not changed: delete it to get improvements",
            Self::Changed => "copied and changed",
            Self::Outdated => "copied, but the built-in file has changed since",
            Self::Extends => "extends the built-in one",
            Self::Replaces => "replaces the built-in one",
            Self::Added => "added",
        }
    }
}

/// Every file of the theme, in order of path.
pub fn list(source: &SourceTree) -> Vec<Entry> {
    let mut paths: Vec<String> = builtin_paths().filter(|path| can_replace(path)).collect();
    for (path, _) in source.below("theme") {
        paths.extend(path.below("theme").filter(|path| can_replace(path)).map(str::to_owned));
    }
    paths.sort();
    paths.dedup();
    paths.into_iter().map(|path| entry(path, source)).collect()
}

fn entry(path: String, source: &SourceTree) -> Entry {
    let builtin = builtin_file(&path);
    let own = source.files.get(format!("theme/{path}").as_str());
    let text = match own {
        Some(SourceFile::Loaded(bytes)) => String::from_utf8_lossy(bytes).into_owned(),
        _ => String::new(),
    };
    let state = match (builtin, own) {
        (_, None) => State::BuiltIn,
        (None, Some(_)) => State::Added,
        (Some(builtin), Some(_)) => match copied::standing(&path, builtin, &text) {
            Standing::Unchanged => State::Unchanged,
            Standing::Changed => State::Changed,
            Standing::Outdated => State::Outdated,
            Standing::Extends => State::Extends,
            Standing::Own => State::Replaces,
        },
    };
    let copied_from = origin(&text).map(|origin| origin.version.to_owned());
    Entry { name: name(&path).to_owned(), path, state, copied_from }
}

/// What `path` is called: `article`, `parts/card`, `css/10-tokens.css`, `icons/bike`.
fn name(path: &str) -> &str {
    let plain = path.strip_prefix("templates/").unwrap_or(path);
    let endings = [".html", ".svg", ".yaml"];
    endings.iter().find_map(|ending| plain.strip_suffix(ending)).unwrap_or(plain)
}

/// A built-in file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Builtin {
    /// Its path below `theme/`.
    pub path: String,
    /// What it holds.
    pub bytes: &'static [u8],
}

impl Builtin {
    /// What to write into an overlay.
    pub fn copy(&self) -> Vec<u8> {
        copied::copy(&self.path, self.bytes)
    }

    /// How to change only a part of it, where that is better than a copy.
    pub fn advice(&self) -> Option<String> {
        let template = self.path.strip_prefix("templates/")?;
        let text = String::from_utf8_lossy(self.bytes);
        let blocks: Vec<&str> = text
            .split("{% block ")
            .skip(1)
            .filter_map(|rest| rest.split([' ', '%']).next())
            .collect();
        (!blocks.is_empty()).then(|| {
            format!(
                "To change one block and keep getting improvements of the rest, write instead only\n\
                 `{{% extends \"builtin/{template}\" %}}` and the block. Its blocks: {}",
                blocks.join(", ")
            )
        })
    }
}

/// The built-in file called `wanted`, or what to say when there is none.
pub fn find(wanted: &str) -> Result<Builtin, String> {
    let wanted = wanted.trim_start_matches("./");
    let wanted = wanted.strip_prefix("theme/").unwrap_or(wanted);
    let all: Vec<String> = builtin_paths().collect();
    let is_wanted = |path: &&String| {
        let template = path.strip_prefix("templates/");
        path.as_str() == wanted || name(path) == wanted || template == Some(wanted)
    };
    let Some(path) = all.iter().find(is_wanted) else { return Err(unknown(wanted, &all)) };
    if !can_replace(path) {
        return Err(format!("`{path}` belongs to the search engine, which a theme cannot replace"));
    }
    let bytes = builtin_file(path).unwrap_or_default();
    Ok(Builtin { path: path.clone(), bytes })
}

fn unknown(wanted: &str, all: &[String]) -> String {
    let names = || all.iter().filter(|path| can_replace(path)).map(|path| name(path));
    let file = |name: &'_ str| name.rsplit('/').next().unwrap_or_default().to_owned();
    let same_file: Vec<&str> = names().filter(|name| file(name) == file(wanted)).collect();
    let inside = || names().find(|name| wanted.len() > 3 && name.contains(wanted));
    let near = match same_file.as_slice() {
        [] => did_you_mean(wanted, names()).or_else(inside).map(str::to_owned),
        same => Some(same.join("` or `")),
    };
    match near {
        Some(near) => format!("the theme has no file `{wanted}`; did you mean `{near}`?"),
        None => format!("the theme has no file `{wanted}`; `faqtory theme list` shows them all"),
    }
}
