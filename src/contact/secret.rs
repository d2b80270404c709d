//! What must not stand in a contact config, because every page of the site is public.

use crate::diag::{self, Diagnostic, Span};
use crate::yaml::Fields;

/// Keys that hold secrets, whatever their values.
const KEYS: &[&str] = &[
    "api_key",
    "apikey",
    "api_token",
    "token",
    "access_token",
    "private_token",
    "secret",
    "client_secret",
    "password",
    "username",
    "authorization",
    "auth",
    "headers",
    "bearer",
];

/// How secrets of known services begin.
const PREFIXES: &[&str] = &[
    "pat-na",
    "pat-eu",
    "bearer ",
    "basic ",
    "sk-",
    "sk_live",
    "rk_live",
    "xoxb-",
    "xoxp-",
    "ghp_",
    "github_pat_",
    "glpat-",
    "sg.",
    "key-",
];

/// Parameters of addresses that hold secrets.
const PARAMETERS: &[&str] =
    &["token=", "api_key=", "apikey=", "access_token=", "key=", "secret=", "password="];

const HINT: &str = "every page is public, so everyone could read it. Send through a service of \
your own that adds the secret: `adapter: webhook` with its `url`; and replace this one, since it was written here";

/// Reports keys of `fields` that hold secrets, and takes them.
pub(super) fn keys(fields: &mut Fields) {
    for key in KEYS {
        let Some(span) = fields.span_of(key) else { continue };
        fields.any(key);
        let message = format!("`{key}` would be published with the page");
        fields.problems.push(Diagnostic::new(diag::PUBLIC_SECRET, span, message).hint(HINT));
    }
}

/// The problem of a value that looks like a secret.
pub(super) fn check(value: &str, span: Span) -> Option<Diagnostic> {
    let lower = value.to_ascii_lowercase();
    let has_user = || {
        let authority = lower.split_once("://")?.1.split(['/', '?', '#']).next()?;
        authority.contains('@').then_some(())
    };
    let has_parameter = || {
        let query = lower.split_once('?')?.1;
        let mut parts = query.split('&');
        parts.any(|part| PARAMETERS.iter().any(|name| part.starts_with(name))).then_some(())
    };
    // `agent@example.com/token:…` is how Zendesk's tokens are written.
    let is_secret = PREFIXES.iter().any(|prefix| lower.starts_with(prefix))
        || lower.contains("/token:")
        || has_user().is_some()
        || has_parameter().is_some();
    is_secret.then(|| {
        let message = "this looks like a secret, and would be published with the page";
        Diagnostic::new(diag::PUBLIC_SECRET, span, message).hint(HINT)
    })
}
