//! Other sites that contact leads a page to, and why: the Content-Security-Policy, `hosts.txt` and
//! what readers are told about privacy all come from this.

use super::{Contact, Kind};
use crate::url;

/// A site that pages may ask for something.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Host {
    /// As a Content-Security-Policy names it: `https://example.com`, `mailto:`, `'unsafe-inline'`.
    pub origin: String,
    /// What it is allowed: `connect-src`.
    pub directive: &'static str,
    /// Key of the interface's text that says why.
    pub reason: &'static str,
    /// Whose it is; may be empty.
    pub name: String,
}

impl Host {
    /// Whether it is a place, and not a permission for the page itself.
    pub fn is_site(&self) -> bool {
        self.origin.contains("://")
    }

    /// Its name without scheme, as people know it.
    pub fn shown(&self) -> &str {
        self.origin.split_once("://").map_or(self.origin.as_str(), |(_, host)| host)
    }

    /// Whose it is and why, with the interface's text for the reason.
    pub fn because(&self, reason: &str) -> String {
        if self.name.is_empty() { reason.to_owned() } else { format!("{}: {reason}", self.name) }
    }

    /// One for a script that fetches.
    pub fn connect(address: &str, reason: &'static str, name: &str) -> Option<Self> {
        let origin = url::origin(address)?;
        Some(Self { origin, directive: "connect-src", reason, name: name.to_owned() })
    }
}

/// The sites that the form and the chats need.
pub fn hosts(contact: &Contact) -> Vec<Host> {
    let mut hosts = Vec::new();
    for channel in &contact.channels {
        let Kind::Chat(chat) = &channel.kind else { continue };
        let name = chat.provider.title;
        hosts.extend(chat.loads().into_iter().map(|(directive, origin)| Host {
            origin,
            directive,
            reason: "host_chat",
            name: name.to_owned(),
        }));
        let asked = chat.availability_url.as_deref();
        hosts.extend(asked.and_then(|url| Host::connect(url, "host_availability", name)));
    }
    hosts.extend(form(contact));
    hosts.sort();
    hosts.dedup();
    hosts
}

/// Where the form may go: by script, and without one.
fn form(contact: &Contact) -> Vec<Host> {
    let Some(form) = &contact.form else { return Vec::new() };
    let name = form.adapter.title;
    let mut hosts = Vec::new();
    let endpoint = form.endpoint();
    hosts.extend(endpoint.and_then(|url| Host::connect(&url, "host_form", name)));
    let target = form.target(contact.mail(None), "/").map(|target| target.action);
    // A page that goes elsewhere with `mailto:` asks no host.
    let plain = target.and_then(|action| {
        let is_mail = action.starts_with("mailto:");
        if is_mail { Some("mailto:".to_owned()) } else { url::origin(&action) }
    });
    hosts.extend(plain.map(|origin| Host {
        origin,
        directive: "form-action",
        reason: "host_form",
        name: name.to_owned(),
    }));
    hosts
}
