//! The services that a form can send to: their keys, their addresses, what they call our fields.

use std::collections::BTreeMap;

/// A service. The table below is all there is to know of it here; how a script talks to it is in
/// `theme/js/send/`.
#[derive(Debug)]
pub struct Adapter {
    /// In the config, in `js/send/` and in templates.
    pub name: &'static str,
    /// For people.
    pub title: &'static str,
    /// The keys it must have, each with what it is.
    pub required: &'static [(&'static str, &'static str)],
    /// Keys it may have.
    pub optional: &'static [&'static str],
    /// Where a script sends; `{key}` is filled in. A `url` in the config wins.
    pub address: &'static str,
    /// Where a plain form posts; nothing for a service that takes only JSON.
    pub plain: Option<Plain>,
    /// Fields that it has a place of its own for; nothing for one that takes any.
    pub places: Option<&'static [&'static str]>,
}

/// How a plain form posts to a service.
#[derive(Debug)]
pub struct Plain {
    /// What it calls our fields, where it calls them otherwise.
    pub names: &'static [(&'static str, &'static str)],
    /// Hidden fields of its own; `{key}`, `{sent}` and `{title}` are filled in.
    pub hidden: &'static [(&'static str, &'static str)],
    /// What the empty field is called that only robots fill in.
    pub trap: &'static str,
    /// Type of the form's data, where it is not the usual one.
    pub enctype: Option<&'static str>,
}

const PLAIN: Plain = Plain { names: &[], hidden: &[], trap: "website", enctype: None };

/// | adapter | source of its shape |
/// | --- | --- |
/// | formspree | formspree.io/docs: special fields `_subject`, `_next`, `_gotcha` |
/// | netlify | docs.netlify.com, forms setup: `form-name`, `netlify-honeypot` |
/// | zendesk | developer.zendesk.com, Requests API: anonymous requests |
/// | freshdesk | developers.freshdesk.com, create a ticket; it wants a key, so a proxy must add it |
/// | hubspot | developers.hubspot.com, forms API v3, unauthenticated submission |
/// | salesforce | help.salesforce.com, Web-to-Case: `orgid`, `retURL`, `00N…` ids of own fields |
/// | chatwoot | developers.chatwoot.com, client APIs of an inbox of the type API |
pub(super) const ADAPTERS: &[Adapter] = &[
    Adapter {
        name: "mailto",
        title: "",
        required: &[],
        optional: &["address"],
        address: "mailto:{address}",
        plain: Some(Plain { enctype: Some("text/plain"), ..PLAIN }),
        places: None,
    },
    Adapter {
        name: "webhook",
        title: "",
        required: &[("url", "the address that takes the message as JSON")],
        optional: &[],
        address: "",
        plain: None,
        places: None,
    },
    Adapter {
        name: "post",
        title: "",
        required: &[("url", "the address that takes a plain form")],
        optional: &["enctype"],
        address: "",
        plain: Some(PLAIN),
        places: None,
    },
    Adapter {
        name: "formspree",
        title: "Formspree",
        required: &[("form_id", "the last part of your form's address")],
        optional: &[],
        address: "https://formspree.io/f/{form_id}",
        plain: Some(Plain {
            names: &[("subject", "_subject")],
            hidden: &[("_next", "{sent}")],
            trap: "_gotcha",
            enctype: None,
        }),
        places: None,
    },
    Adapter {
        name: "netlify",
        title: "Netlify",
        required: &[],
        optional: &["form_name"],
        address: "",
        plain: Some(Plain { hidden: &[("form-name", "{form_name}")], ..PLAIN }),
        places: None,
    },
    Adapter {
        name: "zendesk",
        title: "Zendesk",
        required: &[("subdomain", "the part of your Zendesk's address before `.zendesk.com`")],
        optional: &["ticket_form_id"],
        address: "https://{subdomain}.zendesk.com",
        plain: None,
        places: Some(&["name", "email", "subject", "message"]),
    },
    Adapter {
        name: "freshdesk",
        title: "Freshdesk",
        required: &[(
            "url",
            "a service of your own that adds your key and passes the ticket on: Freshdesk takes none without a key, and a key must not be on a public page",
        )],
        optional: &[],
        address: "",
        plain: None,
        places: Some(&["name", "email", "subject", "message"]),
    },
    Adapter {
        name: "hubspot",
        title: "HubSpot",
        required: &[
            ("portal_id", "the number of your portal, the Hub ID"),
            ("form_id", "the id of the form"),
        ],
        optional: &[],
        address: "https://api.hsforms.com/submissions/v3/integration/submit/{portal_id}/{form_id}",
        plain: None,
        places: Some(&["name", "email", "subject", "message"]),
    },
    Adapter {
        name: "salesforce",
        title: "Salesforce",
        required: &[("org_id", "the id of your organisation, which begins with `00D`")],
        optional: &[],
        address: "https://webto.salesforce.com/servlet/servlet.WebToCase?encoding=UTF-8&orgId={org_id}",
        plain: Some(Plain {
            names: &[("message", "description")],
            hidden: &[("orgid", "{org_id}"), ("retURL", "{sent}")],
            ..PLAIN
        }),
        places: Some(&["name", "email", "phone", "subject", "message", "priority"]),
    },
    Adapter {
        name: "chatwoot",
        title: "Chatwoot",
        required: &[("inbox", "the identifier of an inbox of the type API")],
        optional: &[],
        address: "https://app.chatwoot.com",
        plain: None,
        places: None,
    },
];

/// The adapter called `name`.
pub(super) fn find(name: &str) -> Option<&'static Adapter> {
    ADAPTERS.iter().find(|adapter| adapter.name == name)
}

impl Adapter {
    /// Where messages go, by its keys.
    pub fn endpoint(&self, keys: &BTreeMap<String, String>) -> Option<String> {
        let url = keys.get("url").cloned();
        url.or_else(|| (!self.address.is_empty()).then(|| fill(self.address, keys)))
    }

    /// Whether it takes the field somewhere without the config's help.
    pub fn has_place_for(&self, field: &str) -> bool {
        self.places.is_none_or(|places| places.contains(&field))
    }
}

/// `text` with `{key}` replaced by its value.
pub(super) fn fill(text: &str, keys: &BTreeMap<String, String>) -> String {
    keys.iter()
        .fold(text.to_owned(), |text, (key, value)| text.replace(&format!("{{{key}}}"), value))
}
