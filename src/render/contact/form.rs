//! The form of a topic: a plain post that works without a script, in the words of its service.

use super::super::contact_views::{ChoiceView, FieldView, FormView, HiddenView, TextView};
use super::super::context::Site;
use super::Which;
use super::channels::reply;
use crate::contact::{Contact, Field, Form, Topic};

/// Fields of a site without topics.
const FIELDS: [&str; 3] = ["name", "email", "message"];

/// What scripts fill in.
const PASSED_ON: [&str; 4] = ["handoff", "page", "code", "started"];

pub(super) fn view(site: &Site<'_>, contact: &Contact, topic: Option<&Topic>) -> Option<FormView> {
    let form = contact.form.as_ref()?;
    let sent_url = sent(site, topic);
    let sent_address = site.config.absolute(&sent_url);
    let plain_sent = if form.adapter.name == "netlify" { &sent_url } else { &sent_address };
    let mail = contact.mail(topic.map(|topic| topic.id.as_str()));
    let target = form.target(mail, plain_sent);
    let names: Vec<&str> = match topic {
        Some(topic) => topic.fields.iter().map(String::as_str).collect(),
        None => FIELDS.to_vec(),
    };
    let fields = names.into_iter().filter_map(|name| Some((name, contact.fields.get(name)?)));
    Some(FormView {
        adapter: form.adapter.name,
        config: form.json().to_string(),
        can_post: target.is_some(),
        enctype: target.as_ref().and_then(|target| target.enctype),
        action: target.map_or_else(|| site.href(&Which::All.path(site)), |target| target.action),
        netlify: form.keys.get("form_name").cloned(),
        hidden: hidden(site, form, (topic, &sent_address)),
        fields: fields.map(|(name, field)| field_view(site, form, (name, field))).collect(),
        trap: form.plain().map_or("website", |plain| plain.trap),
        sent_url,
        email: mail.map(str::to_owned),
        reply: expected(site, contact, topic),
        attachments_url: form.attachments.clone(),
    })
}

/// When the form of a topic is answered.
fn expected(site: &Site<'_>, contact: &Contact, topic: Option<&Topic>) -> String {
    let topic = topic.map(|topic| topic.id.as_str());
    let mut channels = contact.channels.iter();
    let form = channels.find(|channel| channel.kind.name() == "form" && channel.is_for(topic));
    form.and_then(|form| form.reply).map(|time| reply(site, time)).unwrap_or_default()
}

fn sent(site: &Site<'_>, topic: Option<&Topic>) -> String {
    let page = site.href(&Which::Sent.path(site));
    topic.map_or_else(|| page.clone(), |topic| format!("{page}?topic={}", topic.id))
}

fn hidden(site: &Site<'_>, form: &Form, (topic, sent): (Option<&Topic>, &str)) -> Vec<HiddenView> {
    let vendor = form.hidden(sent).into_iter();
    let mut hidden: Vec<HiddenView> =
        vendor.map(|(name, value)| HiddenView { name, field: "", value }).collect();
    let mut add = |field: &'static str, value: String| {
        hidden.push(HiddenView { name: form.input_name(field), field, value });
    };
    add("locale", site.locale.language.code.clone());
    if let Some(topic) = topic {
        add("topic", topic.id.clone());
        for (field, value) in [("priority", &topic.priority), ("queue", &topic.queue)] {
            if let Some(value) = value {
                add(field, value.clone());
            }
        }
        if !topic.tags.is_empty() {
            add("tags", topic.tags.join(", "));
        }
    }
    for field in PASSED_ON {
        add(field, String::new());
    }
    hidden
}

fn field_view(site: &Site<'_>, form: &Form, (name, field): (&str, &Field)) -> FieldView {
    let label = field.label.as_ref().map(|label| site.config_text(label));
    let own = || TextView { text: site.text(&format!("field_{name}")).to_owned(), lang: None };
    let option = |option: &crate::contact::Choice| ChoiceView {
        value: option.value.clone(),
        label: site.config_text(&option.label),
    };
    FieldView {
        field: name.to_owned(),
        name: form.input_name(name),
        kind: field.kind.name(),
        label: label.unwrap_or_else(own),
        hint: field.hint.as_ref().map(|hint| site.config_text(hint)),
        required: field.required,
        options: field.options.iter().map(option).collect(),
        min: field.min.clone(),
        max: field.max.clone(),
        pattern: field.pattern.clone(),
        maxlength: field.maxlength,
        autocomplete: field.autocomplete.clone(),
    }
}
