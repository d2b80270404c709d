//! From a request's path to a file of the site, without the disk.

use crate::tree::Site;
use crate::url::decode;

/// What a path leads to.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Target {
    /// This file.
    File(String),
    /// The same address with a slash at its end.
    Folder,
    /// Nothing.
    Nothing,
}

/// Looks up the percent-encoded `path` of a request.
pub(super) fn find(site: &Site, path: &str) -> Target {
    let Some(name) = path.strip_prefix('/').map(decode) else { return Target::Nothing };
    if name.starts_with('/') || name.contains(['\\', '\0']) {
        return Target::Nothing;
    }
    if name.is_empty() || name.ends_with('/') {
        return file(site, format!("{name}index.html"));
    }
    match file(site, name.clone()) {
        Target::Nothing if site.files.contains_key(&format!("{name}/index.html")) => Target::Folder,
        target => target,
    }
}

fn file(site: &Site, name: String) -> Target {
    if site.files.contains_key(&name) { Target::File(name) } else { Target::Nothing }
}

/// The media type of the file called `name`.
pub(super) fn media_type(name: &str) -> &'static str {
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
    match extension.to_ascii_lowercase().as_str() {
        "html" | "htm" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "json" | "map" => "application/json",
        "webmanifest" => "application/manifest+json",
        "md" => "text/markdown; charset=utf-8",
        "txt" => "text/plain; charset=utf-8",
        "csv" => "text/csv; charset=utf-8",
        "vtt" => "text/vtt; charset=utf-8",
        "xml" => "application/xml; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "ico" => "image/x-icon",
        "wasm" => "application/wasm",
        "woff2" => "font/woff2",
        "woff" => "font/woff",
        "ttf" => "font/ttf",
        "pdf" => "application/pdf",
        "mp4" => "video/mp4",
        "webm" => "video/webm",
        "mp3" => "audio/mpeg",
        "zip" => "application/zip",
        _ => "application/octet-stream",
    }
}
