//! The built-in theme with the knowledge base's own `theme/` laid over it.

mod assets;
mod bundle;
pub(crate) mod copied;
pub mod coverage;
mod functions;
mod join;
mod module;
mod packs;
pub mod palette;
mod script;
mod sheet;
pub mod strings;
mod style;
mod tokens;

use std::collections::BTreeMap;
use std::sync::Arc;

use bytes::Bytes;
use include_dir::{Dir, include_dir};
use tera::{Context, ErrorKind, Tera};

use crate::config::Config;
use crate::diag::{self, Diagnostic, Diagnostics, Source, Span};
use crate::tree::{DiskFile, RelPath, SourceFile, SourceTree};

static BUILTIN: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/theme");

/// The folder of the knowledge base's own theme.
const OVERLAY: &str = "theme";

/// What a template is registered as besides its own name, so that an overlay can extend it.
const BUILTIN_PREFIX: &str = "builtin/";

/// The icon of a category that names none, or one that does not exist.
const DEFAULT_ICON: &str = "book";

/// Templates, texts and files of a site.
#[derive(Debug)]
pub struct Theme {
    tera: Tera,
    /// The built-in templates alone.
    builtin: Tera,
    /// Interface texts by language code.
    pub strings: Arc<BTreeMap<String, strings::Strings>>,
    /// Files under `/_faqtory/` by path on the site, without a leading slash.
    pub files: BTreeMap<String, Bytes>,
    /// Pictures and fonts of the overlay, by path on the site. They are not read, so their names
    /// have no fingerprint.
    pub copies: BTreeMap<String, DiskFile>,
    /// Where each file of the theme is on the site (`/_faqtory/…`), by its path in the theme.
    pub addresses: BTreeMap<String, String>,
    /// Markup of each icon by its name.
    pub icons: BTreeMap<String, String>,
    /// Colours that browsers show around a page, for light and for dark ones, by custom property.
    pub colors: BTreeMap<&'static str, (String, String)>,
    /// The script of the widget, but for the site's settings.
    pub widget: String,
    overlay: BTreeMap<String, Arc<Source>>,
}

/// Every file of the theme, those of the overlay instead of the built-in ones.
type Files<'a> = BTreeMap<String, &'a [u8]>;

/// Reads the theme.
pub fn load(source: &SourceTree, config: &Config, diags: &mut Diagnostics) -> Theme {
    let overlay = if config.zero_config { Files::new() } else { overlay(source, diags) };
    let strings = Arc::new(strings::load(&overlay, &config.languages, diags));
    let mut files = builtin();
    files.extend(overlay.iter().map(|(path, bytes)| (path.clone(), *bytes)));
    diags.extend(copied::outdated(&overlay));
    let sources =
        overlay.iter().filter(|(path, _)| path.starts_with("templates/")).map(|(path, bytes)| {
            let text = String::from_utf8_lossy(bytes).into_owned();
            let full = RelPath::new(&format!("{OVERLAY}/{path}"));
            (path["templates/".len()..].to_owned(), Arc::new(Source { path: full, text }))
        });
    let overlay: BTreeMap<String, Arc<Source>> = sources.collect();
    let mut built = assets::build(&files, diags);
    let copies =
        if config.zero_config { BTreeMap::new() } else { copies(source, &mut built.addresses) };
    let style = style::build(&files, &built.addresses, config, diags);
    built.add("css/faqtory.css", style.css.as_bytes());
    Theme {
        tera: templates(&overlay, &strings, diags),
        builtin: compile(&BTreeMap::new(), &strings).unwrap_or_default(),
        strings,
        files: built.files,
        copies,
        addresses: built.addresses,
        colors: style.colors,
        icons: built.icons,
        widget: bundle::build("js/widget/main.js", &files),
        overlay,
    }
}

/// Gives languages without a name in the config the name they have for themselves.
pub fn name_languages(source: &SourceTree, config: &mut Config) {
    let none = &mut Diagnostics::default();
    let overlay = if config.zero_config { Files::new() } else { overlay(source, none) };
    strings::name_languages(&overlay, config);
}

impl Theme {
    /// Renders the template called `name`. When the overlay's fails, the problem comes with the page
    /// of the built-in one.
    pub fn render(&self, name: &str, context: &Context) -> (String, Option<Diagnostic>) {
        let error = match self.tera.render(name, context) {
            Ok(html) => return (html, None),
            Err(error) => error,
        };
        let fallback = self.builtin.render(name, context);
        let fallback = fallback.or_else(|_| self.builtin.render("article.html", context));
        (fallback.unwrap_or_default(), Some(problem(&error, &self.overlay)))
    }

    /// Whether there is a template called `name`.
    pub fn has_template(&self, name: &str) -> bool {
        self.tera.contains_template(name)
            || self.tera.contains_template(&format!("{BUILTIN_PREFIX}{name}"))
    }

    /// `name` if there is such an icon, else the default one.
    pub fn icon(&self, name: Option<&str>) -> String {
        name.filter(|name| self.icons.contains_key(*name)).unwrap_or(DEFAULT_ICON).to_owned()
    }
}

/// The part of the search's entry that is a module of the theme's folder, but not of the theme.
const GLUE: &str = "js/client.js";

/// The built-in file at `path`.
pub fn builtin_file(path: &str) -> Option<&'static [u8]> {
    BUILTIN.get_file(path).map(include_dir::File::contents)
}

/// Paths of all built-in files.
pub(crate) fn builtin_paths() -> impl Iterator<Item = String> {
    builtin().into_keys()
}

/// Whether an overlay may have a file at `path`.
pub(crate) fn can_replace(path: &str) -> bool {
    !path.starts_with("engine/") && path != GLUE && path != packs::LIST
}

fn builtin() -> Files<'static> {
    fn walk(dir: &'static Dir<'static>, files: &mut Files<'static>) {
        for file in dir.files() {
            files.insert(file.path().to_string_lossy().replace('\\', "/"), file.contents());
        }
        for dir in dir.dirs() {
            walk(dir, files);
        }
    }
    let mut files = Files::new();
    walk(&BUILTIN, &mut files);
    files
}

fn overlay<'a>(source: &'a SourceTree, diags: &mut Diagnostics) -> Files<'a> {
    let mut files = Files::new();
    for (path, file) in source.below(OVERLAY) {
        let Some(below) = path.below(OVERLAY) else { continue };
        if !can_replace(below) {
            let whose = if below == packs::LIST { "faqtory" } else { "the search engine" };
            let message = format!("`{path}` replaces a file of {whose}, which a theme cannot");
            diags.push(
                Diagnostic::new(diag::ENGINE_OVERRIDE, Span::file(path), message).hint("remove it"),
            );
        } else if let SourceFile::Loaded(bytes) = file {
            files.insert(below.to_owned(), bytes);
        }
    }
    files
}

/// The files of the overlay that are copied as they are.
fn copies(
    source: &SourceTree,
    addresses: &mut BTreeMap<String, String>,
) -> BTreeMap<String, DiskFile> {
    let mut copies = BTreeMap::new();
    for (path, file) in source.below(OVERLAY) {
        let (Some(below), SourceFile::OnDisk(file)) = (path.below(OVERLAY), file) else { continue };
        if can_replace(below) {
            let place = format!("_faqtory/theme/{below}");
            addresses.insert(below.to_owned(), format!("/{place}"));
            copies.insert(place, file.clone());
        }
    }
    copies
}

/// Compiles all templates. One of the overlay that does not compile is reported and left out.
fn templates(
    overlay: &BTreeMap<String, Arc<Source>>,
    languages: &functions::Languages,
    diags: &mut Diagnostics,
) -> Tera {
    let mut usable = overlay.clone();
    loop {
        match compile(&usable, languages) {
            Ok(tera) => return tera,
            Err(error) => {
                diags.push(problem(&error, &usable));
                let broken =
                    file_of(&error).filter(|name| usable.contains_key(*name)).map(str::to_owned);
                match broken.or_else(|| usable.keys().next().cloned()) {
                    Some(name) => drop(usable.remove(&name)),
                    None => return Tera::default(),
                }
            }
        }
    }
}

fn compile(
    overlay: &BTreeMap<String, Arc<Source>>,
    languages: &functions::Languages,
) -> Result<Tera, tera::Error> {
    let mut tera = Tera::default();
    functions::register(&mut tera, languages);
    tera.set_fallback_prefixes([BUILTIN_PREFIX])?;
    let files = builtin();
    let builtin = files.iter().filter_map(|(path, bytes)| {
        let name = path.strip_prefix("templates/")?;
        Some((format!("{BUILTIN_PREFIX}{name}"), String::from_utf8_lossy(bytes).into_owned()))
    });
    let own = overlay.iter().map(|(name, source)| (name.clone(), source.text.clone()));
    tera.add_raw_templates(builtin.chain(own))?;
    Ok(tera)
}

fn file_of(error: &tera::Error) -> Option<&str> {
    match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
            Some(report.filename())
        }
        ErrorKind::MissingParent { current, .. } => Some(current),
        ErrorKind::CircularExtend { tpl, .. } | ErrorKind::CircularInclude { tpl, .. } => Some(tpl),
        _ => None,
    }
}

fn problem(error: &tera::Error, overlay: &BTreeMap<String, Arc<Source>>) -> Diagnostic {
    let (message, range) = match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
            (report.message().to_owned(), report.span().range.clone())
        }
        ErrorKind::MissingParent { parent, .. } => {
            (format!("it extends `{parent}`, which does not exist"), 0..0)
        }
        _ => (error.to_string().lines().next().unwrap_or_default().to_owned(), 0..0),
    };
    let message =
        format!("this template cannot be used: {}", lower_first(message.trim_end_matches('.')));
    let hint = "the values a template gets are listed in the help on themes";
    if let Some(source) = file_of(error).and_then(|name| overlay.get(name)) {
        Diagnostic::new(diag::TEMPLATE_ERROR, Span::new(source, range), message).hint(hint)
    } else {
        let name = file_of(error).unwrap_or("a built-in template");
        Diagnostic::global(diag::TEMPLATE_ERROR, format!("{name}: {message}")).hint(hint)
    }
}

fn lower_first(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
}
