//! Where the form sends, and where to without a script.

use std::collections::BTreeMap;

use serde_json::{Value as Json, json};

use super::adapter::{ADAPTERS, Adapter, Plain, fill, find};
use super::channel::{address, mail};
use super::field::Field;
use super::{Contact, nearest, secret};
use crate::diag::{self, Diagnostic, Span};
use crate::url;
use crate::yaml::{Fields, unknown_key};

/// The settings of the form.
#[derive(Clone, Debug)]
pub struct Form {
    /// Who takes the messages.
    pub adapter: &'static Adapter,
    /// What the service wants to know: `url`, `form_id` and so on.
    pub keys: BTreeMap<String, String>,
    /// The service's names of our fields, of the hand-off and of the help code.
    pub custom_fields: BTreeMap<String, String>,
    /// Where the form posts without a script, when the service takes only JSON.
    pub no_script: Option<String>,
    /// A page where files can be uploaded.
    pub attachments: Option<String>,
    /// How often a message is sent again.
    pub retries: u32,
    /// Where it is written.
    pub span: Span,
}

const KEYS: &[&str] = &["adapter", "url", "no_script", "attachments", "retries", "custom_fields"];

/// What is passed on besides the fields.
const PASSED_ON: &[&str] =
    &["handoff", "topic", "page", "code", "priority", "queue", "tags", "locale", "id"];

const RETRIES: u32 = 3;

/// Where a plain form posts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// For `action`.
    pub action: String,
    /// For `enctype`.
    pub enctype: Option<&'static str>,
}

impl Form {
    /// Where messages go; for Netlify it is the site itself.
    pub fn endpoint(&self) -> Option<String> {
        self.adapter.endpoint(&self.keys)
    }

    /// How the service takes a plain form.
    pub fn plain(&self) -> Option<&'static Plain> {
        self.adapter.plain.as_ref()
    }

    /// Where the form posts without a script; nothing when it cannot. `sent` is the page after it.
    pub fn target(&self, mail: Option<&str>, sent: &str) -> Option<Target> {
        let mailto = |address: &str| Target {
            action: format!("mailto:{}", url::encode(address)),
            enctype: Some("text/plain"),
        };
        let Some(plain) = self.plain() else {
            let post = |url: &String| Target { action: url.clone(), enctype: None };
            return self.no_script.as_ref().map(post).or_else(|| mail.map(mailto));
        };
        match self.adapter.name {
            "netlify" => Some(Target { action: sent.to_owned(), enctype: None }),
            "mailto" => self.keys.get("address").map(|address| mailto(address)),
            _ => Some(Target { action: self.endpoint()?, enctype: plain.enctype }),
        }
    }

    /// What the service calls a field of ours in a plain form.
    pub fn input_name(&self, field: &str) -> String {
        let names = self.plain().map_or(&[][..], |plain| plain.names);
        let renamed = names.iter().find(|(ours, _)| *ours == field).map(|(_, theirs)| *theirs);
        let own = self.plain().and(self.custom_fields.get(field)).map(String::as_str);
        own.or(renamed).unwrap_or(field).to_owned()
    }

    /// The service's own hidden fields of a plain form.
    pub fn hidden(&self, sent: &str) -> Vec<(String, String)> {
        let mut keys = self.keys.clone();
        keys.insert("sent".into(), sent.to_owned());
        let hidden = self.plain().map_or(&[][..], |plain| plain.hidden).iter();
        hidden.map(|(name, value)| ((*name).to_owned(), fill(value, &keys))).collect()
    }

    /// For the script that sends.
    pub fn json(&self) -> Json {
        let mut json = json!({"retries": self.retries, "custom_fields": self.custom_fields});
        for (key, value) in &self.keys {
            json[key] = Json::String(value.clone());
        }
        json
    }
}

pub(super) fn read(fields: &mut Fields, contact: &Contact) -> Option<Form> {
    let placed = fields.placed("form")?;
    let Some(mut keys) = Fields::of(&placed, "form") else {
        fields.problems.push(placed.not("the keys of a form").hint("at least `adapter: …`"));
        return None;
    };
    let form = form(&mut keys, placed.head(), contact);
    fields.problems.append(&mut keys.problems);
    form
}

fn form(keys: &mut Fields, head: Span, contact: &Contact) -> Option<Form> {
    let adapter = adapter(keys, &head)?;
    let mut form = Form {
        adapter,
        keys: BTreeMap::new(),
        custom_fields: custom_fields(keys, contact),
        no_script: address(keys, "no_script"),
        attachments: address(keys, "attachments"),
        retries: keys.number("retries").map_or(RETRIES, |count| count.clamp(0.0, 10.0) as u32),
        span: head.clone(),
    };
    let own = adapter.required.iter().map(|(key, _)| *key).chain(adapter.optional.iter().copied());
    let mut own: Vec<&'static str> = own.collect();
    if adapter.name != "mailto" {
        own.push("url");
    }
    for key in own.iter().filter(|key| !KEYS.contains(key) || **key == "url") {
        read_key(keys, key, &mut form);
    }
    secret::keys(keys);
    let allowed: Vec<&str> = KEYS.iter().copied().chain(own).collect();
    let is_clean = keys.problems.is_empty();
    for leftover in keys.leftovers() {
        keys.problems.push(unknown_key(
            &leftover,
            &format!("a form for `{}`", adapter.name),
            &allowed,
        ));
    }
    complete(&mut form, contact);
    let missing = adapter.required.iter().filter(|(key, _)| !form.keys.contains_key(*key));
    let missing: Vec<String> = missing.map(|(key, what)| format!("`{key}`: {what}")).collect();
    if !missing.is_empty() && is_clean {
        let message = format!("the form for `{}` needs {}", adapter.name, missing.join(", and "));
        keys.problems.push(Diagnostic::new(diag::INVALID_VALUE, head, message));
    }
    if missing.is_empty() { Some(form) } else { None }
}

fn read_key(keys: &mut Fields, key: &str, form: &mut Form) {
    let Some(place) = keys.span_of(key) else { return };
    let value = match key {
        "url" => address(keys, key),
        "address" => mail(keys, key),
        "enctype" => {
            let kinds = ["multipart/form-data", "application/x-www-form-urlencoded"];
            keys.choice(key, &kinds.map(|kind| (kind, kind))).map(str::to_owned)
        }
        _ => keys.parsed(key, "letters, digits, `-` and `_`", |text| {
            let fine = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
            text.chars().all(fine).then(|| text.to_owned())
        }),
    };
    let Some(value) = value else { return };
    keys.problems.extend(secret::check(&value, place));
    form.keys.insert(key.to_owned(), value);
}

/// What the config leaves to be known from elsewhere.
fn complete(form: &mut Form, contact: &Contact) {
    let mail = contact.mail(None).map(str::to_owned);
    let default = match form.adapter.name {
        "mailto" => mail.map(|address| ("address", address)),
        "netlify" => Some(("form_name", "contact".to_owned())),
        _ => None,
    };
    if let Some((key, value)) = default {
        form.keys.entry(key.to_owned()).or_insert(value);
    }
}

fn adapter(keys: &mut Fields, head: &Span) -> Option<&'static Adapter> {
    let names = || ADAPTERS.iter().map(|adapter| adapter.name);
    let list = names().collect::<Vec<_>>().join(", ");
    let Some(place) = keys.span_of("adapter") else {
        let message = "the form needs an `adapter`: who takes the messages";
        let problem = Diagnostic::new(diag::INVALID_VALUE, head.clone(), message);
        keys.problems.push(problem.hint(format!("it is one of {list}")));
        return None;
    };
    let name = keys.text("adapter")?;
    let found = find(&name);
    if found.is_none() {
        let message = format!("there is no adapter `{name}`");
        let problem = Diagnostic::new(diag::INVALID_VALUE, place, message);
        keys.problems.push(nearest(problem, (&name, names()), format!("it is one of {list}")));
    }
    found
}

fn custom_fields(keys: &mut Fields, contact: &Contact) -> BTreeMap<String, String> {
    let known = || contact.fields.keys().map(String::as_str).chain(PASSED_ON.iter().copied());
    let mut custom = BTreeMap::new();
    for (name, span, value) in super::read::entries(keys, "custom_fields") {
        if !known().any(|field| field == name) {
            let message = format!("there is no field `{name}`");
            let problem = Diagnostic::new(diag::INVALID_VALUE, span, message);
            let passed_on = format!("besides your own fields there are {}", PASSED_ON.join(", "));
            keys.problems.push(nearest(problem, (&name, known()), passed_on));
        } else if let Some((theirs, _)) = value.text() {
            custom.insert(name, theirs);
        } else {
            keys.problems.push(value.not("the service's name for the field"));
        }
    }
    custom
}

/// What is wrong with the form only once everything is known.
pub(super) fn audit(contact: &Contact) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    let Some(form) = &contact.form else { return problems };
    if form.target(contact.mail(None), "/").is_none() {
        let (message, hint) = if form.adapter.name == "mailto" {
            (
                "the form has no address to write to",
                "add `address`, or a channel of the type `email`",
            )
        } else {
            (
                "without JavaScript the form cannot be sent: this service takes no plain form",
                "add `no_script` with an address that takes a plain form, or a channel of the type `email`",
            )
        };
        let problem = Diagnostic::new(diag::FORM_NEEDS_SCRIPT, form.span.clone(), message);
        problems.push(problem.hint(hint));
    }
    if form.plain().is_some() {
        let used = contact.topics.iter().flat_map(|topic| &topic.fields);
        let mut lost: Vec<&String> = used.filter(|name| is_lost(name, form)).collect();
        lost.sort();
        lost.dedup();
        problems
            .extend(lost.into_iter().map(|name| unmapped(name, form, contact.fields.get(name))));
    }
    problems
}

fn is_lost(name: &str, form: &Form) -> bool {
    !form.adapter.has_place_for(name) && !form.custom_fields.contains_key(name)
}

fn unmapped(name: &str, form: &Form, field: Option<&Field>) -> Diagnostic {
    let title = form.adapter.title;
    let message =
        format!("{title} has no place for the field `{name}` when there is no JavaScript");
    let hint = format!("name its id: `custom_fields: {{{name}: …}}` below `form`");
    let span = field.and_then(|field| field.span.clone()).unwrap_or_else(|| form.span.clone());
    Diagnostic::new(diag::UNMAPPED_FIELD, span, message).hint(hint)
}
