//! Channels as cards.

use std::fmt::Write;

use qrcodegen::{QrCode, QrCodeEcc};
use serde_json::json;

use super::super::contact_views::{ChannelView, TextView};
use super::super::context::Site;
use super::{Which, hours};
use crate::contact::{Channel, Contact, Kind, Reply, Topic};
use crate::locale::Clock;
use crate::theme::strings;

/// Light modules around a code, so that scanners find it.
const QUIET: i32 = 3;

pub(super) fn views(
    site: &Site<'_>,
    contact: &Contact,
    (topic, clock): (Option<&Topic>, &Clock),
) -> Vec<ChannelView> {
    let language = &site.locale.language.code;
    let channels = contact.channels_of(topic.map(|topic| topic.id.as_str()), language);
    let view = |(number, channel): (usize, &Channel)| {
        let hours = channel.hours.as_ref().and_then(|(name, _)| contact.hours.get(name));
        let url = url(site, contact, (channel, topic));
        ChannelView {
            kind: channel.kind.name(),
            id: format!("{}-{}", channel.kind.name(), number + 1),
            title: title(site, channel),
            description: channel.description.as_ref().map(|text| site.config_text(text)),
            icon: icon(site, &channel.kind),
            is_external: url.starts_with("http"),
            qr: if channel.kind.is_for_phones() { qr(&url) } else { String::new() },
            url,
            address: channel.kind.address().unwrap_or_default(),
            hours: hours.map(|hours| hours::view(site, hours, clock)),
            reply: channel.reply.map(|time| reply(site, time)).unwrap_or_default(),
            languages: languages(site, channel),
            provider: match &channel.kind {
                Kind::Chat(chat) => chat.provider.name,
                _ => "",
            },
            config: config(&channel.kind),
            availability_url: match &channel.kind {
                Kind::Chat(chat) => chat.availability_url.clone().unwrap_or_default(),
                _ => String::new(),
            },
        }
    };
    channels.into_iter().map(view).collect()
}

fn title(site: &Site<'_>, channel: &Channel) -> TextView {
    match &channel.title {
        Some(title) => site.config_text(title),
        None => site.own_text(&format!("channel_{}", channel.kind.name())),
    }
}

fn url(site: &Site<'_>, contact: &Contact, (channel, topic): (&Channel, Option<&Topic>)) -> String {
    let form = |topic: Option<&Topic>| {
        let page = topic.map_or(Which::All, Which::Topic).path(site);
        format!("{}#contact-form", site.href(&page))
    };
    match &channel.kind {
        Kind::Form => form(topic),
        Kind::Callback { url: None, topic: Some(id) } => form(contact.topic(id)),
        kind => kind.link().unwrap_or_default(),
    }
}

fn icon(site: &Site<'_>, kind: &Kind) -> String {
    let name = match kind {
        Kind::Form => "pencil",
        Kind::Email { .. } => "mail",
        Kind::Phone { .. } => "call",
        Kind::Callback { .. } => "calendar",
        Kind::Video { .. } => "video",
        Kind::Community { .. } => "people",
        Kind::Custom { icon: Some(icon), .. } => return site.theme.icon(Some(icon)),
        Kind::Custom { .. } => "external",
        Kind::Sms { .. } => "phone",
        Kind::Chat(_)
        | Kind::Whatsapp { .. }
        | Kind::Messenger { .. }
        | Kind::Telegram { .. }
        | Kind::X { .. } => "chat",
    };
    name.to_owned()
}

/// `Usually replies within 4 hours`.
pub(super) fn reply(site: &Site<'_>, reply: Reply) -> String {
    let (family, count) = match reply {
        Reply::Now => return site.text("reply_now").to_owned(),
        Reply::Minutes(count) => ("reply_minutes", count),
        Reply::Hours(count) => ("reply_hours", count),
        Reply::Days(count) => ("reply_days", count),
    };
    site.strings.counted(family, count).unwrap_or_default()
}

/// A sentence that names the languages of a channel, when the page's is not among them.
fn languages(site: &Site<'_>, channel: &Channel) -> String {
    if channel.speaks(&site.locale.language.code) {
        return String::new();
    }
    let known = &site.config.languages;
    let name = |code: &String| {
        let known = known.iter().find(|language| language.code.eq_ignore_ascii_case(code));
        let known = known.map(|language| language.name.clone()).filter(|name| !name.is_empty());
        known
            .or_else(|| strings::builtin(code).remove("language_name"))
            .unwrap_or_else(|| code.clone())
    };
    let names: Vec<String> = channel.languages.iter().map(name).collect();
    site.text("channel_languages").replace("{languages}", &names.join(", "))
}

/// What a chat's script needs.
fn config(kind: &Kind) -> String {
    let Kind::Chat(chat) = kind else { return String::new() };
    let mut config = json!({});
    for (key, value) in &chat.keys {
        config[*key] = json!(value);
    }
    config.to_string()
}

/// A QR code: one path, a step for each row of dark modules.
fn qr(text: &str) -> String {
    let Ok(code) = QrCode::encode_text(text, QrCodeEcc::Medium) else { return String::new() };
    let size = code.size();
    let mut path = String::new();
    for y in 0..size {
        let mut x = 0;
        while x < size {
            let dark = (x..size).take_while(|x| code.get_module(*x, y)).count();
            if dark > 0 {
                let _ = write!(path, "M{x} {y}h{dark}v1h-{dark}z");
            }
            x += dark as i32 + 1;
        }
    }
    let whole = size + 2 * QUIET;
    format!(
        "<svg class=\"qr\" viewBox=\"-{QUIET} -{QUIET} {whole} {whole}\" aria-hidden=\"true\" shape-rendering=\"crispEdges\"><path d=\"{path}\"/></svg>"
    )
}
