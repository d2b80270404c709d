//! Live chats: whose they are, what their scripts need to be called with, and the hosts that they
//! talk to.

use super::channel::address;
use super::secret;
use crate::diag::{self, Diagnostic, Span, did_you_mean};
use crate::url;
use crate::yaml::Fields;

/// A vendor of live chats.
#[derive(Debug)]
pub struct Provider {
    /// In the config, in `js/chat/` and in templates.
    pub name: &'static str,
    /// For people.
    pub title: &'static str,
    /// The keys it must have, each with what it is.
    required: &'static [(&'static str, &'static str)],
    /// A page with the chat for those without a script; `{key}` is filled in.
    page: Option<&'static str>,
    /// What it loads, as the vendor's documentation of Content-Security-Policies says: directive and
    /// hosts. `'unsafe-inline'` where it writes style sheets into the page.
    pub hosts: &'static [(&'static str, &'static [&'static str])],
}

const INLINE: &str = "'unsafe-inline'";

/// All that are known. Sources: each vendor's help article on its chat and Content-Security-Policies.
const PROVIDERS: &[Provider] = &[
    Provider {
        name: "intercom",
        title: "Intercom",
        required: &[("id", "the app id of your workspace")],
        page: None,
        hosts: &[
            (
                "script-src",
                &[
                    "https://app.intercom.io",
                    "https://widget.intercom.io",
                    "https://js.intercomcdn.com",
                ],
            ),
            (
                "connect-src",
                &[
                    "https://*.intercom.io",
                    "wss://*.intercom.io",
                    "https://*.intercom-messenger.com",
                    "wss://*.intercom-messenger.com",
                    "https://uploads.intercomcdn.com",
                    "https://uploads.intercomusercontent.com",
                ],
            ),
            ("frame-src", &["https://intercom-sheets.com", "https://www.intercom-reporting.com"]),
            (
                "img-src",
                &[
                    "https://*.intercomcdn.com",
                    "https://*.intercomassets.com",
                    "https://*.intercomusercontent.com",
                    "blob:",
                    "data:",
                ],
            ),
            ("media-src", &["https://js.intercomcdn.com"]),
            ("font-src", &["https://js.intercomcdn.com", "https://fonts.intercomcdn.com"]),
            ("style-src", &[INLINE]),
        ],
    },
    Provider {
        name: "tawk",
        title: "tawk.to",
        required: &[(
            "id",
            "property and widget, such as `5f…/default`, from the address of your widget",
        )],
        page: Some("https://tawk.to/chat/{id}"),
        hosts: &[
            ("script-src", &["https://embed.tawk.to", "https://cdn.jsdelivr.net"]),
            ("connect-src", &["https://*.tawk.to", "wss://*.tawk.to"]),
            ("frame-src", &["https://*.tawk.to"]),
            (
                "img-src",
                &["https://*.tawk.to", "https://cdn.jsdelivr.net", "https://tawk.link", "data:"],
            ),
            ("media-src", &["https://*.tawk.to"]),
            ("font-src", &["https://*.tawk.to"]),
            ("style-src", &["https://*.tawk.to", "https://cdn.jsdelivr.net", INLINE]),
        ],
    },
    Provider {
        name: "livechat",
        title: "LiveChat",
        required: &[("id", "the number of your license")],
        page: Some("https://direct.lc.chat/{id}/"),
        hosts: &[
            (
                "script-src",
                &[
                    "https://cdn.livechatinc.com",
                    "https://api.livechatinc.com",
                    "https://secure.livechatinc.com",
                ],
            ),
            ("connect-src", &["https://*.livechatinc.com", "wss://*.livechatinc.com"]),
            ("frame-src", &["https://secure.livechatinc.com", "https://cdn.livechatinc.com"]),
            ("img-src", &["https://*.livechatinc.com", "https://cdn.livechat-files.com", "data:"]),
            ("media-src", &["https://*.livechatinc.com"]),
            ("font-src", &["https://*.livechatinc.com"]),
            ("style-src", &["https://*.livechatinc.com", INLINE]),
        ],
    },
    Provider {
        name: "crisp",
        title: "Crisp",
        required: &[("id", "the website id from the settings of your workspace")],
        page: Some("https://go.crisp.chat/chat/embed/?website_id={id}"),
        hosts: &[
            ("script-src", &["https://client.crisp.chat", "https://settings.crisp.chat"]),
            (
                "connect-src",
                &[
                    "https://client.crisp.chat",
                    "https://storage.crisp.chat",
                    "wss://client.relay.crisp.chat",
                    "wss://stream.relay.crisp.chat",
                ],
            ),
            ("frame-src", &["https://game.crisp.chat"]),
            (
                "img-src",
                &[
                    "https://client.crisp.chat",
                    "https://image.crisp.chat",
                    "https://storage.crisp.chat",
                    "data:",
                    "blob:",
                ],
            ),
            ("media-src", &["https://client.crisp.chat"]),
            ("font-src", &["https://client.crisp.chat"]),
            ("style-src", &["https://client.crisp.chat", INLINE]),
        ],
    },
    Provider {
        name: "zendesk",
        title: "Zendesk",
        required: &[("id", "the key of your messaging channel, from its installation snippet")],
        page: None,
        hosts: &[
            ("script-src", &["https://static.zdassets.com", "https://ekr.zdassets.com"]),
            (
                "connect-src",
                &[
                    "https://static.zdassets.com",
                    "https://ekr.zdassets.com",
                    "https://ekr.zendesk.com",
                    "https://*.zendesk.com",
                    "wss://*.zendesk.com",
                    "https://*.smooch.io",
                    "wss://*.smooch.io",
                ],
            ),
            (
                "img-src",
                &[
                    "https://*.zdassets.com",
                    "https://*.zendesk.com",
                    "https://*.zdusercontent.com",
                    "data:",
                    "blob:",
                ],
            ),
            ("media-src", &["https://static.zdassets.com"]),
            ("style-src", &[INLINE]),
        ],
    },
    Provider {
        name: "hubspot",
        title: "HubSpot",
        required: &[("id", "the number of your portal, the Hub ID")],
        page: None,
        hosts: &[
            (
                "script-src",
                &[
                    "https://js.hs-scripts.com",
                    "https://js.usemessages.com",
                    "https://js.hubspot.com",
                ],
            ),
            (
                "connect-src",
                &[
                    "https://api.hubspot.com",
                    "https://api.hubapi.com",
                    "https://js.hs-scripts.com",
                    "https://js.usemessages.com",
                ],
            ),
            ("frame-src", &["https://app.hubspot.com"]),
            (
                "img-src",
                &["https://*.hubspot.com", "https://*.hubspotusercontent-na1.net", "data:"],
            ),
            ("style-src", &[INLINE]),
        ],
    },
    Provider {
        name: "chatwoot",
        title: "Chatwoot",
        required: &[
            ("url", "where your Chatwoot is, such as `https://app.chatwoot.com`"),
            ("token", "the website token of the inbox"),
        ],
        page: Some("{url}/widget?website_token={token}"),
        hosts: &[("style-src", &[INLINE])],
    },
    Provider {
        name: "custom",
        title: "",
        required: &[
            ("script", "the address of the script"),
            ("open", "the name of the function that opens the chat, such as `Acme.open`"),
        ],
        page: None,
        hosts: &[],
    },
];

/// The keys of a chat besides those of every channel.
pub(super) const KEYS: &[&str] = &[
    "provider",
    "id",
    "url",
    "token",
    "script",
    "open",
    "attributes",
    "hosts",
    "availability_url",
];

/// A live chat.
#[derive(Clone, Debug)]
pub struct Chat {
    /// Whose.
    pub provider: &'static Provider,
    /// What its script is called with: `id`, `url`, `token`, `script`, `open`, `attributes`.
    pub keys: Vec<(&'static str, String)>,
    /// Hosts that a script of one's own talks to besides the one it comes from.
    pub hosts: Vec<String>,
    /// An address that answers whether somebody is there.
    pub availability_url: Option<String>,
}

impl PartialEq for Chat {
    fn eq(&self, other: &Self) -> bool {
        self.provider.name == other.provider.name && self.keys == other.keys
    }
}

impl Eq for Chat {}

impl Chat {
    /// The value of a key.
    pub fn key(&self, name: &str) -> Option<&str> {
        self.keys.iter().find(|(key, _)| *key == name).map(|(_, value)| value.as_str())
    }

    /// A page of the vendor with the chat.
    pub fn page(&self) -> Option<String> {
        let mut page = self.provider.page?.to_owned();
        for (key, value) in &self.keys {
            page = page.replace(&format!("{{{key}}}"), value.trim_end_matches('/'));
        }
        Some(url::encode(&page))
    }

    /// What it loads, by directive.
    pub fn loads(&self) -> Vec<(&'static str, String)> {
        let hosts = self.provider.hosts.iter();
        let mut loads: Vec<(&str, String)> = hosts
            .flat_map(|(directive, hosts)| {
                hosts.iter().map(|host| (*directive, (*host).to_owned()))
            })
            .collect();
        let own = ["url", "script"].iter().filter_map(|key| url::origin(self.key(key)?));
        for origin in own.chain(self.hosts.iter().filter_map(|host| url::origin(host))) {
            let socket = origin.replacen("http", "ws", 1);
            loads.push(("connect-src", socket));
            for directive in ["script-src", "connect-src", "frame-src", "img-src"] {
                loads.push((directive, origin.clone()));
            }
        }
        loads
    }
}

pub(super) fn read(keys: &mut Fields, head: &Span) -> Option<Chat> {
    let provider = provider(keys, head)?;
    let mut chat = Chat { provider, keys: Vec::new(), hosts: Vec::new(), availability_url: None };
    let known = ["id", "url", "token", "script", "open", "attributes"];
    for key in known {
        let place = keys.span_of(key);
        let value = match key {
            "url" | "script" => address(keys, key),
            "open" | "attributes" => {
                keys.parsed(key, "the name of a function, such as `Acme.open`", function)
            }
            _ => keys.parsed(key, "letters, digits and `-_/.`", identifier),
        };
        if let Some((value, place)) = value.zip(place) {
            keys.problems.extend(secret::check(&value, place));
            chat.keys.push((key, value));
        }
    }
    chat.availability_url = address(keys, "availability_url");
    for (host, span) in keys.spanned_texts("hosts") {
        if host.starts_with("https://") && url::origin(&host).is_some() {
            chat.hosts.push(host);
        } else {
            let message = format!("`{host}` is no host");
            let problem = Diagnostic::new(diag::INVALID_VALUE, span, message);
            keys.problems.push(problem.hint("write it as `https://chat.example.com`"));
        }
    }
    let missing = provider.required.iter().filter(|(key, _)| chat.key(key).is_none());
    let missing: Vec<String> = missing.map(|(key, what)| format!("`{key}`: {what}")).collect();
    if !missing.is_empty() && keys.problems.is_empty() {
        let message = format!("the chat of `{}` needs {}", provider.name, missing.join(", and "));
        keys.problems.push(Diagnostic::new(diag::INVALID_VALUE, head.clone(), message));
    }
    missing.is_empty().then_some(chat)
}

fn provider(keys: &mut Fields, head: &Span) -> Option<&'static Provider> {
    let names = || PROVIDERS.iter().map(|provider| provider.name);
    let list = names().collect::<Vec<_>>().join(", ");
    let Some(place) = keys.span_of("provider") else {
        let problem =
            Diagnostic::new(diag::INVALID_VALUE, head.clone(), "a chat needs a `provider`");
        keys.problems.push(problem.hint(format!("it is one of {list}")));
        return None;
    };
    let name = keys.text("provider")?;
    let found = PROVIDERS.iter().find(|provider| provider.name == name.trim_end_matches(".to"));
    if found.is_none() {
        let message = format!("there is no chat provider `{name}`");
        let problem = Diagnostic::new(diag::INVALID_VALUE, place, message);
        keys.problems.push(match did_you_mean(&name, names()) {
            Some(near) => problem.fix(format!("did you mean `{near}`?"), near),
            None => problem.hint(format!("it is one of {list}; `custom` takes any `script`")),
        });
    }
    found
}

fn function(text: &str) -> Option<String> {
    let is_word = |word: &str| {
        !word.is_empty()
            && word.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '$'))
    };
    text.split('.').all(is_word).then(|| text.to_owned())
}

fn identifier(text: &str) -> Option<String> {
    let fine = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '/' | '.');
    (text.chars().all(fine) && text.len() <= 100).then(|| text.to_owned())
}
