//! The file as a whole.

use super::{Contact, Known, POLICIES, Policy, channel, field, form, hours, topic};
use crate::config::{self, Config};
use crate::diag::{self, Diagnostic, Diagnostics, Span};
use crate::tree::{RelPath, SourceFile, SourceTree};
use crate::yaml::{Fields, Placed, unknown_key};

/// Where it is.
pub const FILE: &str = "data/contact.yaml";

const KEYS: &[&str] =
    &["policy", "time_zone", "cost_per_contact", "hours", "fields", "topics", "channels", "form"];

/// Reads the contact config: that of its own file, or what `faqtory.yaml` has below `contact`.
pub fn load(source: &SourceTree, config: &Config, diags: &mut Diagnostics) -> Option<Contact> {
    if config.zero_config {
        // Somebody else's folder, whose files of this name are not ours.
        return None;
    }
    let path = RelPath::new(FILE);
    let inline = config.contact.as_ref();
    let placed = match source.files.get(&path) {
        Some(SourceFile::Loaded(bytes)) => {
            let (whole, problems) = Placed::read(&path, bytes);
            diags.extend(problems);
            if let Some(inline) = inline {
                let message = format!("contact is described here and in `{FILE}`");
                let problem = Diagnostic::new(diag::DUPLICATE_KEY, inline.head(), message);
                diags.push(problem.hint("keep one of the two"));
            }
            whole?
        }
        Some(SourceFile::Unreadable(reason)) => {
            let message = format!("`{FILE}` cannot be read: {reason}");
            diags.push(Diagnostic::new(diag::UNREADABLE_FILE, Span::file(&path), message));
            return None;
        }
        _ => inline?.clone(),
    };
    let Some(mut fields) = Fields::of(&placed, "the contact config") else {
        if !placed.value.is_null() {
            diags.push(
                placed.not("the keys of the contact config").hint("at least `channels: […]`"),
            );
        }
        return None;
    };
    let contact = contact(&mut fields, &Known { config });
    if fields.problems.is_empty() {
        audit(&contact, &placed, &mut fields.problems);
    }
    diags.extend(fields.problems);
    Some(contact)
}

fn contact(fields: &mut Fields, known: &Known<'_>) -> Contact {
    let mut contact = Contact {
        policy: fields.choice("policy", POLICIES).unwrap_or_default(),
        cost_per_contact: fields.number("cost_per_contact"),
        ..Contact::default()
    };
    let zone = hours::time_zone(fields);
    for (name, span, value) in entries(fields, "hours") {
        let (hours, mut problems) =
            hours::read(&value, zone.as_deref().unwrap_or_default(), known.config);
        if hours.zone.is_empty() && problems.is_empty() {
            let message = format!("the hours `{name}` have no time zone");
            let problem = Diagnostic::new(diag::INVALID_VALUE, span, message);
            problems
                .push(problem.hint("add `time_zone: Europe/Dublin`, here or once for all hours"));
        }
        fields.problems.append(&mut problems);
        contact.hours.insert(name, hours);
    }
    contact.fields = field::read(fields, known);
    contact.topics = topic::read(fields, &contact.fields, known);
    contact.channels = channel::read(fields, &contact, known);
    contact.form = form::read(fields, &contact);
    for leftover in fields.leftovers() {
        let problem = config::foreign_name(&leftover, FOREIGN_KEYS)
            .unwrap_or_else(|| unknown_key(&leftover, "the contact config", KEYS));
        fields.problems.push(problem);
    }
    contact
}

/// What other tools and people call our keys.
const FOREIGN_KEYS: &[(&str, &str)] = &[
    ("timezone", "time_zone"),
    ("tz", "time_zone"),
    ("mode", "policy"),
    ("opening_hours", "hours"),
    ("office_hours", "hours"),
    ("categories", "topics"),
    ("ways", "channels"),
    ("adapter", "form"),
];

/// The entries of a mapping, in the order of the file.
pub(super) fn entries(fields: &mut Fields, key: &str) -> Vec<(String, Span, Placed)> {
    let Some(placed) = fields.placed(key) else { return Vec::new() };
    if let Some(mut mapping) = Fields::of(&placed, key) {
        return mapping.rest();
    }
    if !placed.value.is_null() {
        let problem = placed.not("names, each with its keys below it");
        let example = format!("write `{key}:`, and below it `name: {{…}}`, one a line");
        fields.problems.push(problem.hint(example));
    }
    Vec::new()
}

/// What can be said only of the whole.
fn audit(contact: &Contact, whole: &Placed, problems: &mut Vec<Diagnostic>) {
    if contact.channels.is_empty() {
        let problem = Diagnostic::new(
            diag::UNREACHABLE_TOPIC,
            whole.head(),
            "there is no channel: nobody can be reached",
        );
        problems.push(
            problem.hint("add `channels`, such as `- {type: email, address: help@example.com}`"),
        );
        return;
    }
    for topic in &contact.topics {
        let mut channels =
            contact.channels.iter().filter(|channel| channel.is_for(Some(&topic.id)));
        if topic.sensitive && !channels.clone().any(|channel| channel.kind.is_human()) {
            let message =
                format!("the topic `{}` is sensitive, but no channel leads to a human", topic.id);
            let problem = Diagnostic::new(diag::HIDDEN_HUMAN, topic.span.clone(), message);
            problems.push(
                problem.hint("add a channel for it: a phone number, an e-mail address, the form"),
            );
        } else if contact.policy_of(Some(topic)) != Policy::SelfServiceOnly
            && channels.next().is_none()
        {
            let message = format!("the topic `{}` has no channel", topic.id);
            let problem = Diagnostic::new(diag::UNREACHABLE_TOPIC, topic.span.clone(), message);
            problems.push(
                problem.hint(
                    "add it to the `topics` of a channel, or say `policy: self-service-only`",
                ),
            );
        }
    }
    let form_channels: Vec<_> =
        contact.channels.iter().filter(|channel| channel.kind.name() == "form").collect();
    if let Some(channel) = form_channels.first().filter(|_| contact.form.is_none()) {
        let problem = Diagnostic::new(
            diag::INVALID_VALUE,
            channel.span.clone(),
            "this form goes nowhere: there is no `form` in the contact config",
        );
        problems.push(problem.hint("add `form: {adapter: …}`, which says who takes the messages"));
    } else if let Some(form) = contact.form.as_ref().filter(|_| form_channels.is_empty()) {
        let problem =
            Diagnostic::new(diag::INVALID_VALUE, form.span.clone(), "no channel shows the form");
        problems.push(problem.hint("add `- {type: form}` to `channels`"));
    }
    problems.extend(form::audit(contact));
}
