//! `analytics`: who is told what happens on the site. Nobody, unless the config names them.

use crate::diag::{self, Diagnostic, Span};
use crate::yaml::{Fields, Placed, unknown_key};

/// Whom events are sent to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Provider {
    /// Plausible, hosted or one's own.
    Plausible,
    /// Umami, hosted or one's own.
    Umami,
    /// Matomo.
    Matomo,
    /// Google Analytics 4.
    Ga4,
    /// `PostHog`, hosted or one's own.
    Posthog,
    /// Any address that takes our own events, such as `faqtory collect`.
    Webhook,
}

const PROVIDERS: &[(&str, Provider)] = &[
    ("plausible", Provider::Plausible),
    ("umami", Provider::Umami),
    ("matomo", Provider::Matomo),
    ("ga4", Provider::Ga4),
    ("posthog", Provider::Posthog),
    ("webhook", Provider::Webhook),
];

/// Whether a reader is asked first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Consent {
    /// Nothing is asked.
    None,
    /// Nothing is kept or sent before a reader says yes.
    Required,
}

/// One receiver of events.
#[derive(Clone, Debug)]
pub struct Analytics {
    /// Whose protocol it speaks.
    pub provider: Provider,
    /// Where it is: an address, or a path of the same host.
    pub url: String,
    /// What the receiver calls the site; empty where it needs no name.
    pub site: String,
    /// The public key that the receiver wants; empty where it wants none.
    pub token: String,
    /// Whether a reader is asked first.
    pub consent: Consent,
    /// Whether nothing is sent for readers whose browser asks not to be tracked.
    pub respects_do_not_track: bool,
}

/// What a provider wants to know.
struct Wants {
    /// Where its hosted version is; `None` where everybody has their own.
    url: Option<&'static str>,
    /// What `site` is to it.
    site: Option<&'static str>,
    /// What `token` is to it.
    token: Option<&'static str>,
}

impl Provider {
    /// As it is written in the config.
    pub fn name(self) -> &'static str {
        PROVIDERS.iter().find(|(_, provider)| *provider == self).map_or("", |(name, _)| name)
    }

    /// Whether people read there what a reader wrote, so that a comment has a purpose.
    pub fn takes_comments(self) -> bool {
        matches!(self, Self::Posthog | Self::Webhook)
    }

    fn wants(self) -> Wants {
        match self {
            Self::Plausible => Wants {
                url: Some("https://plausible.io"),
                site: Some(
                    "the domain that Plausible has for the site, such as `help.example.com`",
                ),
                token: None,
            },
            Self::Umami => Wants {
                url: Some("https://cloud.umami.is"),
                site: Some("the website id of Umami"),
                token: None,
            },
            Self::Matomo => Wants {
                url: None,
                site: Some("the number that Matomo has for the site, such as `1`"),
                token: None,
            },
            Self::Ga4 => Wants {
                url: Some("https://www.google-analytics.com"),
                site: Some("the measurement id, such as `G-ABC123DEF4`"),
                token: Some(
                    "the API secret of the Measurement Protocol, which every reader can see",
                ),
            },
            Self::Posthog => Wants {
                url: Some("https://us.i.posthog.com"),
                site: None,
                token: Some("the project's API key, such as `phc_…`"),
            },
            Self::Webhook => Wants { url: None, site: None, token: None },
        }
    }

    fn keys(self) -> Vec<&'static str> {
        let wants = self.wants();
        let site = wants.site.map(|_| "site");
        let token = wants.token.map(|_| "token");
        let own = site.into_iter().chain(token);
        ["provider", "url"]
            .into_iter()
            .chain(own)
            .chain(["consent", "respect_do_not_track"])
            .collect()
    }
}

impl Analytics {
    /// What readers call the receiver: the product, or the host of a webhook.
    pub fn title(&self) -> &str {
        match self.provider {
            Provider::Plausible => "Plausible",
            Provider::Umami => "Umami",
            Provider::Matomo => "Matomo",
            Provider::Ga4 => "Google Analytics",
            Provider::Posthog => "PostHog",
            Provider::Webhook => host_of(&self.url).unwrap_or_default(),
        }
    }

    /// The host that pages send to, with its scheme; `None` for the site's own.
    pub fn origin(&self) -> Option<&str> {
        let host = host_of(&self.url)?;
        let scheme = self.url.find("://")? + 3;
        Some(&self.url[..scheme + host.len()])
    }
}

/// Reads `analytics`: one receiver, or a list of them.
pub(super) fn read(fields: &mut Fields, base_url: Option<&str>) -> Vec<Analytics> {
    let Some(placed) = fields.placed("analytics") else { return Vec::new() };
    let mut receivers = Vec::new();
    for item in placed.items() {
        let Some(mut group) = Fields::of(&item, "analytics") else {
            let problem = item.not("a group of keys, or a list of such groups");
            fields.problems.push(problem.hint("write `provider: plausible` below it"));
            continue;
        };
        receivers.extend(receiver(&item, &mut group, base_url));
        fields.problems.append(&mut group.problems);
    }
    receivers
}

fn receiver(item: &Placed, group: &mut Fields, base_url: Option<&str>) -> Option<Analytics> {
    let place = group.span_of("provider");
    if place.is_none() {
        let problem =
            Diagnostic::new(diag::INVALID_VALUE, item.head(), "`analytics` has no `provider`");
        let names: Vec<&str> = PROVIDERS.iter().map(|(name, _)| *name).collect();
        group.problems.push(problem.hint(format!("it takes {}", names.join(", "))));
    }
    let provider = group.choice("provider", PROVIDERS)?;
    let (wants, place) = (provider.wants(), place?);
    let given = |group: &Fields, key: &str| group.span_of(key).is_some();
    let missing = |group: &mut Fields, key: &str, what: &str| {
        if !given(group, key) {
            group.problems.push(lacks(provider, &place, (key, what)));
        }
    };
    if wants.url.is_none() {
        missing(group, "url", "the address that events are sent to");
    }
    let domain = base_url.and_then(host_of).filter(|_| provider == Provider::Plausible);
    if let Some(what) = wants.site.filter(|_| domain.is_none()) {
        missing(group, "site", what);
    }
    if let Some(what) = wants.token {
        missing(group, "token", what);
    }
    let url = group.parsed("url", "an address that begins with `https://`", receiver_url);
    let site = wants.site.and_then(|_| group.text("site"));
    let token = wants.token.and_then(|_| group.text("token"));
    let asks = [("none", Consent::None), ("required", Consent::Required)];
    // Google combines what it is told, so its readers are asked unless the writer decides otherwise.
    let usual = if provider == Provider::Ga4 { Consent::Required } else { Consent::None };
    let consent = group.choice("consent", &asks).unwrap_or(usual);
    let is_said = given(group, "respect_do_not_track");
    let respects_do_not_track = !is_said || group.flag("respect_do_not_track").unwrap_or(true);
    for leftover in group.leftovers() {
        group.problems.push(unknown_key(&leftover, provider.name(), &provider.keys()));
    }
    Some(Analytics {
        provider,
        url: url.or_else(|| wants.url.map(str::to_owned))?,
        site: site.or_else(|| domain.map(str::to_owned)).unwrap_or_default(),
        token: token.unwrap_or_default(),
        consent,
        respects_do_not_track,
    })
}

fn lacks(provider: Provider, place: &Span, (key, what): (&str, &str)) -> Diagnostic {
    let message = format!("`{}` needs `{key}`", provider.name());
    Diagnostic::new(diag::INVALID_VALUE, place.clone(), message)
        .hint(format!("add a line `{key}: …` with {what}"))
}

/// The host of an address, with its port.
pub(super) fn host_of(url: &str) -> Option<&str> {
    let (_, rest) = url.split_once("://")?;
    rest.split(['/', '?', '#']).next().filter(|host| !host.is_empty())
}

/// An address that pages may send to, without a slash at its end: over https, or on the writer's own
/// machine, or a path of the same host. Its host becomes a part of the Content-Security-Policy, so it can
/// hold nothing else.
fn receiver_url(text: &str) -> Option<String> {
    let text = text.trim_end_matches('/');
    let plain = |byte: u8| byte.is_ascii_graphic() && !b"\"'<>;,\\#".contains(&byte);
    if !text.bytes().all(plain) {
        return None;
    }
    if text.starts_with('/') {
        return (!text.starts_with("//")).then(|| text.to_owned());
    }
    let host = host_of(text)?;
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
    let is_local = matches!(name, "localhost" | "127.0.0.1");
    let has_scheme = text.starts_with("https://") || (text.starts_with("http://") && is_local);
    let is_host = host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-:".contains(&byte));
    (has_scheme && is_host).then(|| text.to_owned())
}
