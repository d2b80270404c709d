//! `feedback`: the question below each article, and who hears the answer.

use serde_yaml::Value;

use super::analytics::host_of;
use crate::diag::{self, Diagnostic, did_you_mean};
use crate::yaml::{Fields, unknown_key};

/// What a reader can miss in an article. Each has a text in `theme/i18n` (`feedback_reason_…`).
pub const REASONS: &[&str] =
    &["wrong", "unclear", "missing", "outdated", "broken", "unrelated", "other"];

/// The key of a reason's text.
pub fn text_key(reason: &str) -> String {
    // A key that ends in `_other` is the form of a plural.
    format!("feedback_reason_{}", if reason == "other" { "else" } else { reason })
}

const DEFAULT_REASONS: &[&str] = &["wrong", "unclear", "missing", "outdated", "other"];

const REPOSITORY: &str = "the address of a repository such as `https://github.com/OWNER/REPO`";

const KEYS: &[&str] = &["reasons", "comment", "issue", "email"];

/// When articles ask "Was this helpful?".
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Shown {
    /// Where somebody gets the answer: a question that leads nowhere would be a lie.
    #[default]
    WhenReceived,
    /// The writer says so; a script of their own may listen.
    Always,
    /// Not at all.
    Never,
}

/// The question below each article.
#[derive(Clone, Debug)]
pub struct Feedback {
    /// When it is asked.
    pub shown: Shown,
    /// What a reader can choose from after "no", of [`REASONS`].
    pub reasons: Vec<&'static str>,
    /// Whether a comment can be written; by default where somebody reads it.
    pub comment: Option<bool>,
    /// A repository whose new-issue form is offered.
    pub issue: Option<String>,
    /// An address to write to.
    pub email: Option<String>,
}

impl Default for Feedback {
    fn default() -> Self {
        Self {
            shown: Shown::default(),
            reasons: DEFAULT_REASONS.to_vec(),
            comment: None,
            issue: None,
            email: None,
        }
    }
}

impl Feedback {
    /// The form for a new issue, with the names of its title and text in the query; GitLab has other
    /// names than GitHub, Gitea and Forgejo.
    pub fn issue_form(&self) -> Option<(String, &'static str, &'static str)> {
        let repository = self.issue.as_deref()?;
        Some(if host_of(repository).is_some_and(|host| host.contains("gitlab")) {
            (format!("{repository}/-/issues/new"), "issue[title]", "issue[description]")
        } else {
            (format!("{repository}/issues/new"), "title", "body")
        })
    }
}

/// Reads `feedback`: `true`, `false` or its keys.
pub(super) fn read(fields: &mut Fields) -> Feedback {
    let mut feedback = Feedback::default();
    let Some(placed) = fields.placed("feedback") else { return feedback };
    if let Value::Bool(on) = placed.value {
        feedback.shown = if on { Shown::Always } else { Shown::Never };
        return feedback;
    }
    let Some(mut group) = Fields::of(&placed, "feedback") else {
        fields.problems.push(
            placed
                .not("`true`, `false` or a group of keys")
                .hint(format!("the keys are {}", KEYS.join(", "))),
        );
        return feedback;
    };
    feedback.shown = Shown::Always;
    reasons(&mut group, &mut feedback);
    if group.span_of("comment").is_some() {
        feedback.comment = group.flag("comment");
    }
    feedback.issue = group.parsed("issue", REPOSITORY, repository);
    feedback.email = group.parsed("email", "an address such as `docs@example.com`", email);
    for leftover in group.leftovers() {
        fields.problems.push(unknown_key(&leftover, "feedback", KEYS));
    }
    fields.problems.append(&mut group.problems);
    feedback
}

fn reasons(group: &mut Fields, feedback: &mut Feedback) {
    let chosen = group.spanned_texts("reasons");
    if chosen.is_empty() {
        return;
    }
    feedback.reasons.clear();
    for (name, span) in chosen {
        if let Some(known) = REASONS.iter().find(|known| **known == name) {
            if !feedback.reasons.contains(known) {
                feedback.reasons.push(known);
            }
            continue;
        }
        let problem =
            Diagnostic::new(diag::INVALID_VALUE, span, format!("`reasons` has no `{name}`"));
        group.problems.push(match did_you_mean(&name, REASONS.iter().copied()) {
            Some(near) => problem.fix(format!("did you mean `{near}`?"), near),
            None => problem.hint(format!("it takes {}", REASONS.join(", "))),
        });
    }
}

/// `https://HOST/OWNER/REPO`, perhaps with groups between; its `.git` or `/issues` are left off.
fn repository(text: &str) -> Option<String> {
    let text = text.trim_end_matches('/').trim_end_matches(".git");
    let text = text.trim_end_matches("/issues").trim_end_matches("/-");
    let host = host_of(text).filter(|_| text.starts_with("https://"))?;
    let names = text["https://".len() + host.len()..].split('/').skip(1);
    let is_name = |name: &str| {
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
        !name.is_empty() && name.bytes().all(plain)
    };
    (names.clone().count() >= 2 && names.clone().all(is_name)).then(|| text.to_owned())
}

/// One address, without anything that would begin another part of a `mailto:`.
fn email(text: &str) -> Option<String> {
    let (name, host) = text.split_once('@')?;
    let is_plain = |part: &str| {
        part.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-_+".contains(&byte))
    };
    let is_whole = !name.is_empty() && host.contains('.') && !host.ends_with('.');
    (is_whole && is_plain(name) && is_plain(host)).then(|| text.to_owned())
}
