//! Every other site that pages may ask for something, and why. The Content-Security-Policy,
//! `hosts.txt` and what readers are told about privacy all come from this one list.

use crate::config::Config;
use crate::config::analytics::Consent;
use crate::contact::{self, Host};
use crate::kb::KnowledgeBase;

/// All of them, sorted. Empty for a site that asks nobody but itself.
pub fn hosts(kb: &KnowledgeBase, config: &Config) -> Vec<Host> {
    let videos = kb.frames().into_iter().map(|origin| Host {
        origin: origin.to_owned(),
        directive: "frame-src",
        reason: "host_video",
        name: String::new(),
    });
    // What else is configured adds its sites here.
    let contact = kb.contact.iter().flat_map(contact::hosts);
    let mut hosts: Vec<Host> = videos.chain(contact).chain(receivers(config)).collect();
    hosts.sort();
    hosts.dedup();
    hosts
}

/// Who is told what happens on the site.
fn receivers(config: &Config) -> impl Iterator<Item = Host> {
    config.analytics.iter().filter_map(|receiver| {
        let reason = match receiver.consent {
            Consent::None => "host_analytics",
            Consent::Required => "host_analytics_asked",
        };
        let origin = receiver.origin()?.to_owned();
        let name = receiver.title().to_owned();
        Some(Host { origin, directive: "connect-src", reason, name })
    })
}
