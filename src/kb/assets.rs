//! Files that are published as they are: those beside articles and those of `static/`.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::categories::language_of;
use super::drawing::Drawing;
use super::urls::UrlTable;
use super::{Locale, loaded};
use crate::article::{Article, is_markdown};
use crate::config::Config;
use crate::diag::{self, Diagnostic, Diagnostics, Span};
use crate::tree::{ImageSize, RelPath, SourceFile, SourceTree};
use crate::url;

/// A file published as it is.
#[derive(Clone, Debug)]
pub struct Asset {
    /// The file.
    pub path: RelPath,
    /// Its path on the site, such as `/billing/form.png`.
    pub url: String,
    /// For pictures.
    pub size: Option<ImageSize>,
    /// Of a logo that pages may hold themselves.
    pub drawing: Option<Drawing>,
}

/// Collects the files and gives each its address.
pub(super) fn collect(
    (source, private): (&SourceTree, &BTreeSet<RelPath>),
    (config, locales): (&Config, &[Locale]),
    urls: &mut UrlTable,
    diags: &mut Diagnostics,
) -> Vec<Asset> {
    let mut assets = Vec::new();
    let beside = source
        .below(config.content_dir)
        .filter(|(path, _)| !is_markdown(path) && !is_source_only(path));
    let beside = beside.filter(|(path, _)| !(config.zero_config && is_ours(path)));
    let beside = beside.filter(|(path, _)| !private.contains(*path));
    let fixed = source.below("static").filter(|_| !config.zero_config);
    for (path, file) in beside.chain(fixed) {
        let url = path
            .below("static")
            .filter(|_| !config.zero_config)
            .map_or_else(|| beside_url(path, config, locales), |below| Some(format!("/{below}")));
        let Some(url) = url else { continue };
        if let Some(problem) = unpublishable(path, file) {
            diags.push(problem);
            continue;
        }
        let span = Span::file(path);
        let is_fixed = !config.zero_config && path.below("static").is_some();
        // An `index.html` is the page of its folder.
        let page = url.strip_suffix("index.html").filter(|page| *page != "/");
        let page_is_free = page.is_none_or(|page| urls.claim(page, &span, diags));
        let claim = if is_fixed { UrlTable::claim_fixed } else { UrlTable::claim };
        let is_free = page_is_free && claim(urls, &url, &span, diags);
        if is_free {
            let size = image_size(path, file);
            let drawing = size
                .filter(|_| is_logo(&url, config))
                .and_then(|size| Drawing::read(loaded(file)?, (size.width, size.height)));
            assets.push(Asset { path: path.clone(), url, size, drawing });
        }
    }
    assets
}

/// Files that only articles use which are not published: they wait for them.
pub(super) fn private(
    all: &[Arc<Article>],
    published: &[Arc<Article>],
    config: &Config,
) -> BTreeSet<RelPath> {
    let public: BTreeSet<&RelPath> = published.iter().map(|article| article.path()).collect();
    let held = all.iter().filter(|article| !public.contains(article.path()));
    let mut private: BTreeSet<RelPath> = held.flat_map(|article| linked(article, config)).collect();
    if !private.is_empty() {
        for path in published.iter().flat_map(|article| linked(article, config)) {
            private.remove(&path);
        }
    }
    private
}

/// The files that an article's links name.
fn linked<'a>(article: &'a Article, config: &'a Config) -> impl Iterator<Item = RelPath> + 'a {
    article.body.links.iter().filter_map(move |link| {
        let path = url::Target::parse(&link.target).path;
        match path.strip_prefix('/') {
            Some(absolute) => Some(RelPath::new(&format!("{}/{absolute}", config.content_dir))),
            None => article.path().resolve(&path),
        }
    })
}

/// Reports pictures of the brand that do not exist.
pub(super) fn check_brand(config: &Config, assets: &[Asset], diags: &mut Diagnostics) {
    for (path, span) in &config.brand.pictures {
        let url = format!("/{}", path.trim_start_matches('/'));
        if !assets.iter().any(|asset| asset.url == url) {
            let message = format!("there is no picture `{path}`");
            diags.push(
                Diagnostic::new(diag::MISSING_IMAGE, span.clone(), message)
                    .hint("put it into the folder `static`, and write its path from there"),
            );
        }
    }
}

/// Whether the file at `url` is a logo: what every page shows is worth being in it.
fn is_logo(url: &str, config: &Config) -> bool {
    let brand = &config.brand;
    let logos = [&brand.logo, &brand.logo_dark].into_iter().flatten();
    logos.into_iter().any(|path| path.trim_start_matches('/') == url.trim_start_matches('/'))
}

/// Folders that have a meaning of their own.
fn is_ours(path: &RelPath) -> bool {
    ["data", "theme", "tests", "static"].iter().any(|dir| path.below(dir).is_some())
        && matches!(path.extension(), "yaml" | "yml" | "html")
}

/// Files that only other tools read.
fn is_source_only(path: &RelPath) -> bool {
    let extension = path.extension().to_ascii_lowercase();
    matches!(extension.as_str(), "yaml" | "yml" | "toml" | "mdx" | "bak" | "tmp" | "orig")
        || path.name() == "docfx.json"
}

/// The address of a file beside articles: the folders as their categories have them, the name as it is.
fn beside_url(path: &RelPath, config: &Config, locales: &[Locale]) -> Option<String> {
    let below = path.below(config.content_dir)?;
    let (language, below) = language_of(below, &config.languages);
    let code = &config.languages.get(language)?.code;
    let locale = locales.iter().find(|locale| &locale.language.code == code)?;
    let (dir, name) = below.rsplit_once('/').unwrap_or(("", below));
    Some(format!("{}{name}", folder_url(dir, locale)))
}

/// The address of a folder: its category's, else the one above with a slug.
fn folder_url(dir: &str, locale: &Locale) -> String {
    let of_category = || {
        locale
            .categories
            .iter()
            .find(|category| category.dir == dir)
            .map(|category| category.url.clone())
    };
    if let Some(url) = of_category() {
        return url;
    }
    match dir.rsplit_once('/') {
        None if dir.is_empty() => "/".to_owned(),
        None => format!("{}{}/", folder_url("", locale), url::slug(dir)),
        Some((above, name)) => format!("{}{}/", folder_url(above, locale), url::slug(name)),
    }
}

fn unpublishable(path: &RelPath, file: &SourceFile) -> Option<Diagnostic> {
    let problem = |why: String, hint: &str| {
        Some(
            Diagnostic::new(
                diag::UNPUBLISHABLE_FILE,
                Span::file(path),
                format!("`{path}` was left out: {why}"),
            )
            .hint(hint),
        )
    };
    if let SourceFile::Unreadable(reason) = file {
        return problem(reason.clone(), "check the file and its permissions");
    }
    match path.extension().to_ascii_lowercase().as_str() {
        "html" | "htm" | "xhtml" | "xht" | "shtml" if path.below("static").is_none() => problem(
            "HTML files beside articles could run code".into(),
            "move it to `static/` if it must be published",
        ),
        "svg" | "svgz" if runs_code(loaded(file).unwrap_or_default()) => {
            problem("it holds a script".into(), "export the picture again without scripts")
        }
        _ => None,
    }
}

/// Whether an SVG could run code when it is opened.
fn runs_code(svg: &[u8]) -> bool {
    let text = String::from_utf8_lossy(svg).to_lowercase();
    let handler = |at: usize| {
        let name =
            text[at + 1..].trim_start_matches(|c: char| c.is_ascii_alphanumeric() || c == '-');
        name.trim_start().starts_with('=')
    };
    let suspicious = [
        "<script",
        "javascript:",
        "<foreignobject",
        "<!entity",
        "data:text/html",
        "<handler",
        "<set",
        "<iframe",
    ];
    suspicious.iter().any(|needle| text.contains(needle))
        || text.match_indices(|c: char| c.is_whitespace() || matches!(c, '/' | '"' | '\'')).any(
            |(at, found)| {
                text[at + found.len()..].starts_with("on") && handler(at + found.len() - 1)
            },
        )
}

/// Width and height of a picture.
fn image_size(path: &RelPath, file: &SourceFile) -> Option<ImageSize> {
    match file {
        SourceFile::OnDisk(file) => file.image,
        SourceFile::Loaded(bytes) if path.extension().eq_ignore_ascii_case("svg") => {
            svg_size(bytes)
        }
        SourceFile::Loaded(bytes) => {
            let size = imagesize::blob_size(bytes).ok()?;
            Some(ImageSize {
                width: u32::try_from(size.width).ok()?,
                height: u32::try_from(size.height).ok()?,
            })
        }
        SourceFile::Unreadable(_) => None,
    }
}

fn svg_size(bytes: &[u8]) -> Option<ImageSize> {
    let text = String::from_utf8_lossy(bytes);
    let tag = &text[text.find("<svg")?..];
    let tag = &tag[..tag.find('>')?];
    let attribute = |name: &str| {
        let start = tag.find(&format!(" {name}=\""))? + name.len() + 3;
        tag[start..].split('"').next()
    };
    let pixels =
        |text: &str| text.trim_end_matches("px").parse::<f64>().ok().filter(|size| *size >= 1.0);
    let (width, height) = if let (Some(width), Some(height)) =
        (attribute("width").and_then(pixels), attribute("height").and_then(pixels))
    {
        (width, height)
    } else {
        let numbers: Vec<f64> = attribute("viewBox")?
            .split([' ', ','])
            .filter_map(|number| number.parse().ok())
            .collect();
        (*numbers.get(2)?, *numbers.get(3)?)
    };
    Some(ImageSize { width: width.round() as u32, height: height.round() as u32 })
}
