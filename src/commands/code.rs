//! `faqtory code`: a help code → the place it names, and back.

use std::fmt::Write;

use serde_json::json;

use super::{Job, Verdict};
use crate::article::is_markdown;
use crate::cli::{Code, Global};
use crate::config::Config;
use crate::disk::{self, refused};
use crate::kb::help_code::{self, HelpCode, Spot, Wrong};
use crate::kb::{Entry, KnowledgeBase, Locale};
use crate::terminal::{harmless, print};
use crate::tree::RelPath;
use crate::url;
use crate::{Cache, Linked};

/// What a code leads to.
struct Answer<'a> {
    code: String,
    article: String,
    place: usize,
    locale: &'a Locale,
    entry: &'a Entry,
    spot: Option<Spot>,
}

pub(super) fn run(global: &Global, args: &Code) -> anyhow::Result<Verdict> {
    let asked = args.code.as_deref().map(|text| read(text).map(|code| (text, code))).transpose()?;
    let job = Job::plain(global)?;
    let source = disk::read(&job.place)?;
    let (Linked { config, kb, .. }, _) = crate::read(&source, &job.options, &mut Cache::default());
    let answer = match (&asked, &args.target) {
        (Some((text, code)), _) => decode((text, code), (&kb, &config), args.lang.as_deref())?,
        (None, Some(target)) => encode(target, &kb, &config)?,
        (None, None) => return Err(refused("give a help code, or an article with `--for`")),
    };
    let text = match (args.json, args.target.is_some()) {
        (true, _) => answer.json(&config),
        (false, true) => format!("{}\n", answer.code),
        (false, false) => answer.text(&config),
    };
    print(&text);
    Ok(Verdict::Fine)
}

fn read(text: &str) -> anyhow::Result<HelpCode> {
    help_code::decode(text).map_err(|wrong| {
        let shown: String = text.chars().take(40).collect::<String>().escape_debug().to_string();
        refused(match wrong {
            Wrong::Length(length) => {
                format!("`{shown}` has {length} characters; a help code has six or eight")
            }
            Wrong::Character(c) => {
                format!("`{shown}` is no help code: `{}` stands in none", c.escape_debug())
            }
            Wrong::Check => {
                format!("`{shown}` is no help code: a character is wrong, or two changed places")
            }
        })
    })
}

fn decode<'a>(
    (text, code): (&str, &HelpCode),
    (kb, config): (&'a KnowledgeBase, &Config),
    language: Option<&str>,
) -> anyhow::Result<Answer<'a>> {
    let is_asked = |locale: &&Locale| language.is_none_or(|code| locale.language.code == code);
    let found = kb.locales.iter().filter(is_asked).find_map(|locale| {
        let id = kb.help_codes.find(&code.article, locale, config)?;
        Some((locale, locale.article(id)))
    });
    let Some((locale, entry)) = found else {
        let shown = text.chars().take(40).collect::<String>();
        return Err(refused(format!("no published article has the help code `{}`", shown.trim())));
    };
    Ok(Answer {
        code: help_code::encode(&code.article, code.place),
        article: code.article.clone(),
        place: code.place,
        locale,
        entry,
        spot: help_code::spot(&entry.page.article, code.place),
    })
}

fn encode<'a>(target: &str, kb: &'a KnowledgeBase, config: &Config) -> anyhow::Result<Answer<'a>> {
    let (path, anchor) = target.split_once('#').unwrap_or((target, ""));
    let path = RelPath::new(path);
    let wanted = [path.clone(), RelPath::new(&format!("{}/{path}", config.content_dir))];
    let mut entries =
        kb.locales.iter().flat_map(|locale| locale.articles.iter().map(move |one| (locale, one)));
    let found = entries.find(|(_, entry)| wanted.contains(entry.page.article.path()));
    let Some((locale, entry)) = found else {
        let what = if is_markdown(&path) { "published article" } else { "Markdown file" };
        return Err(refused(format!("`{path}` is no {what} of this knowledge base")));
    };
    let article = &entry.page.article;
    let number = if anchor.is_empty() { Some(0) } else { help_code::place(article, anchor) };
    let Some(place) = number else {
        let what = "node of a tree, step of a how-to or second-level heading";
        return Err(refused(format!("`{path}` has no {what} `#{anchor}` that a code can name")));
    };
    let part = kb.help_codes.article(article.path(), config).unwrap_or_default();
    Ok(Answer {
        code: help_code::encode(part, place),
        article: part.to_owned(),
        place,
        locale,
        entry,
        spot: help_code::spot(article, place),
    })
}

impl Answer<'_> {
    fn url(&self, config: &Config) -> String {
        let path = format!("{}{}", config.base_path(), url::encode_path(&self.entry.page.url));
        let anchor = self.spot.as_ref().map(|spot| format!("#{}", url::encode(&spot.anchor)));
        format!("{}{}", config.absolute(&path), anchor.unwrap_or_default())
    }

    fn text(&self, config: &Config) -> String {
        let mut text = String::new();
        let title = harmless(&self.entry.title);
        let _ = match &self.spot {
            Some(spot) => writeln!(text, "{title} › {}", harmless(&spot.title)),
            None => writeln!(text, "{title}"),
        };
        let _ = writeln!(text, "  {}", harmless(&self.url(config)));
        let _ = writeln!(text, "  {}", harmless(self.entry.page.article.path().as_str()));
        if self.place > 0 && self.spot.is_none() {
            let _ = writeln!(text, "  the article has changed: the place in the code is gone");
        }
        for (question, choice) in self.spot.iter().flat_map(|spot| &spot.path) {
            let _ = writeln!(text, "  {} → {}", harmless(question), harmless(choice));
        }
        text
    }

    fn json(&self, config: &Config) -> String {
        let path = self.spot.iter().flat_map(|spot| &spot.path);
        let path: Vec<_> = path
            .map(|(question, choice)| json!({ "question": question, "choice": choice }))
            .collect();
        let spot = self.spot.as_ref();
        let heading = spot.map(|spot| json!({ "anchor": spot.anchor, "title": spot.title }));
        let value = json!({
            "code": self.code,
            "article": self.article,
            "place": self.place,
            "title": self.entry.title,
            "url": self.url(config),
            "lang": self.locale.language.code,
            "source": self.entry.page.article.path().as_str(),
            "heading": heading,
            "path": path,
        });
        format!("{value}\n")
    }
}
