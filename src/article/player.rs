//! The half of the Markdown pass that makes players of pictures that name videos.

use std::ops::Range;

use super::body::{Role, Wording};
use super::containers::{escape, escape_into};
use super::inline::OpenImage;
use super::markdown::Writer;
use super::transcripts::{TRANSCRIPTS, paragraphs};
use super::video::{Host, Video};
use crate::diag;
use crate::tree::RelPath;
use crate::url;

/// The formats of pictures that a video may begin with.
const POSTERS: &[&str] = &["avif", "gif", "jpeg", "jpg", "png", "svg", "webp"];

/// The files that the text in quotes behind a video names.
#[derive(Default)]
struct Files<'a> {
    poster: Option<&'a str>,
    transcript: Option<&'a str>,
}

impl Writer<'_> {
    /// Notes that the paragraph at `range` begins with the next byte of HTML.
    pub(super) fn start_paragraph(&mut self, range: &Range<usize>) {
        self.paragraph = Some((self.html.len(), range.clone()));
        self.html.push_str("<p>");
    }

    /// Whether the picture at `range` is all that its paragraph holds.
    fn is_alone(&self, range: &Range<usize>) -> bool {
        let Some((start, paragraph)) = &self.paragraph else { return false };
        let text = &self.text.text[paragraph.clone()];
        let end = paragraph.start + text.trim_end().len();
        self.in_link == 0
            && self.html.len() == start + "<p>".len()
            && *range == (paragraph.start..end)
    }

    /// Writes the picture as a video, if it names one. `false` for a plain picture.
    pub(super) fn video(&mut self, image: &OpenImage) -> bool {
        let Some(video) = Video::of(&image.target) else { return false };
        if video != Video::Elsewhere && self.is_alone(&image.range) {
            let Some((start, _)) = self.paragraph.take() else { return false };
            self.html.truncate(start);
            self.figure(&video, image);
            return true;
        }
        let (message, advice) = if video == Video::Elsewhere {
            (
                "this video is shown as a link: faqtory does not know how its site plays it in a page",
                "put a video from YouTube or Vimeo here, or a file beside the article",
            )
        } else {
            (
                "a video inside a paragraph is shown as a link",
                "give it a line of its own, with an empty line before and after it",
            )
        };
        self.problem(diag::UNKNOWN_VIDEO, &image.range, message).advise(advice);
        let shown = if image.alt.trim().is_empty() { &image.target } else { image.alt.trim() };
        if self.in_link > 0 {
            escape_into(&mut self.html, shown);
        } else {
            self.start_link(&image.target, "", &image.range);
            escape_into(&mut self.html, shown);
            self.end_link();
        }
        true
    }

    fn figure(&mut self, video: &Video, image: &OpenImage) {
        if image.alt.trim().is_empty() {
            self.problem(diag::MISSING_ALT, &image.range, "this video has no title")
                .advise("write what it shows between the brackets");
        }
        let files = self.files(image);
        match video {
            Video::Hosted { host, frame, page } => {
                self.frames.insert(host.frames);
                self.hosted((host, frame, page), image, files.poster);
            }
            _ => self.file(image, files.poster),
        }
        self.transcript(image, files.transcript);
        self.insert("</figure>\n".to_owned());
    }

    /// What the text in quotes names.
    fn files<'i>(&mut self, image: &'i OpenImage) -> Files<'i> {
        let mut files = Files::default();
        let mut is_understood = true;
        for name in image.title.split([',', ' ']).filter(|name| !name.is_empty()) {
            let extension = RelPath::new(name).extension().to_ascii_lowercase();
            match extension.as_str() {
                extension if POSTERS.contains(&extension) => files.poster = Some(name),
                extension if TRANSCRIPTS.contains(&extension) => files.transcript = Some(name),
                _ => is_understood = false,
            }
        }
        if !is_understood {
            let message = format!("`{}` names no files for the video", image.title);
            self.problem(diag::UNKNOWN_VIDEO, &image.range, message).advise(
                "in the quotes, name files beside the article: a picture, and a `.txt` or `.vtt` with what is said",
            );
        }
        files
    }

    fn hosted(
        &mut self,
        (host, frame, page): (&Host, &str, &str),
        image: &OpenImage,
        poster: Option<&str>,
    ) {
        let title = escape(image.alt.trim());
        let play = Wording::slot("video_play", &title);
        let (frame, page) = (escape(frame), escape(page));
        self.insert(format!(
            "<figure class=\"video\" data-frame=\"{frame}\" data-play=\"{play}\"><a class=\"video-open\" href=\"{page}\">"
        ));
        if let Some(poster) = poster {
            let link = self.beside(poster, &image.range, Role::Image);
            self.insert("<img class=\"video-poster\" src=\"".to_owned());
            self.slot('U', link);
            self.insert("\" alt=\"\"".to_owned());
            self.slot('S', link);
            self.insert(">".to_owned());
        }
        let (open, privacy) =
            (Wording::slot("video_open", host.name), Wording::slot("video_privacy", host.name));
        self.insert(format!(
            "<span class=\"video-play\"></span><span class=\"video-title\">{title}</span><span class=\"video-watch\">{open}</span></a><figcaption>{privacy}</figcaption>"
        ));
    }

    fn file(&mut self, image: &OpenImage, poster: Option<&str>) {
        let title = escape(image.alt.trim());
        let source = self.link(&image.target, &image.range, Role::Video);
        self.insert("<figure class=\"video\"><video controls preload=\"none\" src=\"".to_owned());
        self.slot('U', source);
        if let Some(poster) = poster {
            let link = self.beside(poster, &image.range, Role::Image);
            self.insert("\" poster=\"".to_owned());
            self.slot('U', link);
        }
        self.insert(format!("\" aria-label=\"{title}\">"));
        let captions = with_extension(&image.target, "vtt");
        if self.texts.is_some_and(|texts| texts.get(&captions).is_some()) {
            let link = self.beside(&captions, &image.range, Role::Link);
            self.insert("<track kind=\"captions\" src=\"".to_owned());
            self.slot('U', link);
            self.insert("\">".to_owned());
        }
        self.insert("<a href=\"".to_owned());
        self.slot('U', source);
        self.insert(format!("\">{title}</a></video><figcaption>{title}</figcaption>"));
    }

    /// Writes what is said: the named file, else for a video file the text with its name.
    fn transcript(&mut self, image: &OpenImage, named: Option<&str>) {
        let own = |extension| with_extension(&image.target, extension);
        let candidates = match named {
            Some(name) => vec![name.to_owned()],
            None if url::scheme(&image.target) == url::Scheme::Relative => {
                vec![own("txt"), own("vtt")]
            }
            None => Vec::new(),
        };
        let find = |name: &String| Some((name.clone(), self.texts?.get(name)?));
        let Some((name, text)) = candidates.iter().find_map(find) else {
            if let Some(name) = named {
                let message = format!("there is no transcript `{name}` beside this article");
                self.problem(diag::UNKNOWN_VIDEO, &image.range, message)
                    .advise("put a `.txt` or `.vtt` file into the article's folder, and write its name in the quotes");
            }
            return;
        };
        let paragraphs = paragraphs(&name, text);
        // Its link keeps the file private as long as no published article uses it.
        self.beside(&name, &image.range, Role::Link);
        let mut html = format!(
            "<details class=\"details video-transcript\"><summary>{}</summary>",
            Wording::slot("video_transcript", "")
        );
        self.plain("\n");
        for paragraph in paragraphs {
            html.push_str("<p>");
            escape_into(&mut html, &paragraph);
            html.push_str("</p>");
            self.plain(&paragraph);
            self.plain("\n");
        }
        html.push_str("</details>");
        self.insert(html);
    }

    /// A link that does not stand in the text as such.
    fn beside(&mut self, target: &str, range: &Range<usize>, role: Role) -> usize {
        let link = self.link(target, range, role);
        self.links[link].at = 0..0;
        link
    }
}

/// The file called like `target`, with another extension.
fn with_extension(target: &str, extension: &str) -> String {
    let stem = target.rsplit_once('.').map_or(target, |(stem, _)| stem);
    format!("{stem}.{extension}")
}
