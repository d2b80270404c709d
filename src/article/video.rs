//! The videos that addresses name.

use crate::tree::RelPath;
use crate::url;

/// Someone else's site that plays videos inside a page.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Host {
    /// For readers.
    pub(super) name: &'static str,
    /// Where its frames come from.
    pub(super) frames: &'static str,
}

const YOUTUBE: Host = Host { name: "YouTube", frames: "https://www.youtube-nocookie.com" };
const VIMEO: Host = Host { name: "Vimeo", frames: "https://player.vimeo.com" };

/// Sites whose videos are shown as links.
const OTHER_HOSTS: &[&str] = &[
    "dailymotion.com",
    "dai.ly",
    "loom.com",
    "wistia.com",
    "fast.wistia.net",
    "tiktok.com",
    "twitch.tv",
    "vidyard.com",
    "bilibili.com",
];

const FILES: &[&str] = &["mp4", "webm", "m4v", "mov", "ogv"];

/// What an address is to videos.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Video {
    /// A video that its host plays in a frame.
    Hosted {
        /// Who.
        host: &'static Host,
        /// Address of the frame.
        frame: String,
        /// Address of its page.
        page: String,
    },
    /// A file.
    File,
    /// A video that only its own site can play.
    Elsewhere,
}

impl Video {
    /// The video that `target` names, if it names one.
    pub(super) fn of(target: &str) -> Option<Self> {
        let path = target.split(['?', '#']).next().unwrap_or_default();
        let is_file = FILES.contains(&RelPath::new(path).extension().to_ascii_lowercase().as_str());
        match url::scheme(target) {
            url::Scheme::Relative => is_file.then_some(Self::File),
            url::Scheme::External => Self::hosted(target).or(is_file.then_some(Self::Elsewhere)),
            url::Scheme::Unsafe(_) => None,
        }
    }

    fn hosted(target: &str) -> Option<Self> {
        let (_, rest) = target.trim().split_once("//")?;
        let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
        let domain = rest[..end].to_ascii_lowercase();
        let domain =
            ["www.", "m."].iter().find_map(|start| domain.strip_prefix(start)).unwrap_or(&domain);
        let url::Target { path, query, anchor } = url::Target::parse(&rest[end..]);
        let path: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
        let value = |key: &str| parameter(query.trim_start_matches('?'), key);
        let start =
            value("t").or_else(|| value("start")).or_else(|| parameter(anchor.as_deref()?, "t"));
        let start = start.and_then(seconds).filter(|start| *start > 0);
        let known = match (domain, path.as_slice()) {
            ("youtu.be", [id])
            | ("youtube.com" | "youtube-nocookie.com", ["embed" | "shorts" | "live", id]) => {
                youtube(id, start)
            }
            ("youtube.com", ["watch"]) => value("v").and_then(|id| youtube(id, start)),
            ("vimeo.com", [id]) | ("player.vimeo.com", ["video", id]) => {
                vimeo(id, value("h"), start)
            }
            ("vimeo.com", [id, hash]) => vimeo(id, Some(hash), start),
            _ => None,
        };
        let is_video_site =
            ["youtu.be", "youtube.com", "youtube-nocookie.com", "vimeo.com", "player.vimeo.com"]
                .iter()
                .chain(OTHER_HOSTS)
                .any(|site| domain == *site || domain.ends_with(&format!(".{site}")));
        known.or(is_video_site.then_some(Self::Elsewhere))
    }
}

/// `key=value` of a query.
fn parameter<'a>(query: &'a str, key: &str) -> Option<&'a str> {
    query.split('&').find_map(|pair| pair.strip_prefix(key)?.strip_prefix('='))
}

/// `90`, `90s`, `1m30s`, `1h2m3s`.
fn seconds(text: &str) -> Option<u32> {
    let (mut total, mut number) = (0u32, String::new());
    for c in text.chars().chain(['s']) {
        let unit = match c {
            '0'..='9' if number.len() < 6 => {
                number.push(c);
                continue;
            }
            'h' => 3600,
            'm' => 60,
            's' => 1,
            _ => return None,
        };
        let amount: u32 = if number.is_empty() { 0 } else { number.parse().ok()? };
        total = total.checked_add(amount.checked_mul(unit)?)?;
        number.clear();
    }
    Some(total)
}

fn is_id(id: &str) -> bool {
    (6..=24).contains(&id.len())
        && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
}

fn youtube(id: &str, start: Option<u32>) -> Option<Video> {
    let at = |key: &str| start.map(|start| format!("&{key}={start}")).unwrap_or_default();
    is_id(id).then(|| Video::Hosted {
        host: &YOUTUBE,
        frame: format!("{}/embed/{id}?autoplay=1{}", YOUTUBE.frames, at("start")),
        page: format!("https://www.youtube.com/watch?v={id}{}", at("t")),
    })
}

fn vimeo(id: &str, hash: Option<&str>, start: Option<u32>) -> Option<Video> {
    if !id.bytes().all(|byte| byte.is_ascii_digit()) || !is_id(id) || !hash.is_none_or(is_id) {
        return None;
    }
    let at = start.map(|start| format!("#t={start}s")).unwrap_or_default();
    let key = hash.map(|hash| format!("&h={hash}")).unwrap_or_default();
    let path = hash.map(|hash| format!("/{hash}")).unwrap_or_default();
    Some(Video::Hosted {
        host: &VIMEO,
        frame: format!("{}/video/{id}?autoplay=1&dnt=1{key}{at}", VIMEO.frames),
        page: format!("https://vimeo.com/{id}{path}{at}"),
    })
}
