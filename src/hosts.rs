//! Every other site that pages may ask for something, and why. The Content-Security-Policy,
//! `hosts.txt` and what readers are told about privacy all come from this one list.

use crate::config::Config;
use crate::contact::{self, Host};
use crate::kb::KnowledgeBase;

/// All of them, sorted. Empty for a site that asks nobody but itself.
pub fn hosts(kb: &KnowledgeBase, _config: &Config) -> Vec<Host> {
    let videos = kb.frames().into_iter().map(|origin| Host {
        origin: origin.to_owned(),
        directive: "frame-src",
        reason: "host_video",
        name: String::new(),
    });
    // What else is configured adds its sites here.
    let mut hosts: Vec<Host> = videos.chain(kb.contact.iter().flat_map(contact::hosts)).collect();
    hosts.sort();
    hosts.dedup();
    hosts
}
