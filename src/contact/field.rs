//! What a form asks for.

use std::collections::BTreeMap;

use super::{Known, Text, text};
use crate::diag::{self, Diagnostic, Span};
use crate::yaml::{Fields, Placed, unknown_key};

/// The kind of a field.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "HTML's names for them")]
pub enum FieldKind {
    #[default]
    Text,
    Textarea,
    Email,
    Tel,
    Url,
    Number,
    Date,
    Time,
    Select,
    Radio,
    Checkbox,
}

const KINDS: &[(&str, FieldKind)] = &[
    ("text", FieldKind::Text),
    ("textarea", FieldKind::Textarea),
    ("email", FieldKind::Email),
    ("tel", FieldKind::Tel),
    ("url", FieldKind::Url),
    ("number", FieldKind::Number),
    ("date", FieldKind::Date),
    ("time", FieldKind::Time),
    ("select", FieldKind::Select),
    ("radio", FieldKind::Radio),
    ("checkbox", FieldKind::Checkbox),
];

impl FieldKind {
    /// Its name in the config and in templates.
    pub fn name(self) -> &'static str {
        KINDS.iter().find(|(_, kind)| *kind == self).map_or("text", |(name, _)| name)
    }

    fn has_options(self) -> bool {
        matches!(self, Self::Select | Self::Radio)
    }
}

/// One of the answers to choose from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// What is sent.
    pub value: String,
    /// What the customer reads.
    pub label: Text,
}

/// A field of a form.
#[derive(Clone, Debug, Default)]
pub struct Field {
    /// What it takes.
    pub kind: FieldKind,
    /// Above it; the built-in fields have one in every language.
    pub label: Option<Text>,
    /// Below the label.
    pub hint: Option<Text>,
    /// Whether the form needs it.
    pub required: bool,
    /// Of a choice.
    pub options: Vec<Choice>,
    /// Smallest number, first day.
    pub min: Option<String>,
    /// Greatest number, last day.
    pub max: Option<String>,
    /// A regular expression, as HTML has it.
    pub pattern: Option<String>,
    /// Most characters.
    pub maxlength: Option<u32>,
    /// What browsers may fill in, as HTML names it.
    pub autocomplete: Option<String>,
    /// Where it is written; nothing for a built-in one.
    pub span: Option<Span>,
}

const KEYS: &[&str] = &[
    "type",
    "label",
    "hint",
    "required",
    "options",
    "min",
    "max",
    "pattern",
    "maxlength",
    "autocomplete",
];

/// The fields that every form can have without a word in the config.
pub(super) const BUILT_IN: [&str; 6] =
    ["name", "email", "subject", "message", "phone", "attachment_link"];

/// Fields of a topic that names none.
pub(super) const DEFAULT: [&str; 3] = ["name", "email", "message"];

/// What the form sends besides, under these names.
const TAKEN: &[&str] = &[
    "handoff", "topic", "page", "code", "priority", "queue", "tags", "website", "started", "id",
    "locale",
];

pub(super) fn built_in() -> BTreeMap<String, Field> {
    let field = |kind, required, autocomplete: &str| Field {
        kind,
        required,
        autocomplete: (!autocomplete.is_empty()).then(|| autocomplete.to_owned()),
        ..Field::default()
    };
    let fields = [
        field(FieldKind::Text, true, "name"),
        field(FieldKind::Email, true, "email"),
        field(FieldKind::Text, false, "off"),
        field(FieldKind::Textarea, true, "off"),
        field(FieldKind::Tel, false, "tel"),
        field(FieldKind::Url, false, "off"),
    ];
    BUILT_IN.map(str::to_owned).into_iter().zip(fields).collect()
}

/// Reads `fields`: new ones, and what a built-in one has otherwise.
pub(super) fn read(fields: &mut Fields, known: &Known<'_>) -> BTreeMap<String, Field> {
    let mut all = built_in();
    for (name, span, value) in super::read::entries(fields, "fields") {
        if !is_name(&name) || TAKEN.contains(&name.as_str()) || FORM.contains(&name.as_str()) {
            fields.problems.push(wrong_name(&name, span));
            continue;
        }
        let (field, mut problems) = one((&name, span), &value, all.remove(&name), known);
        fields.problems.append(&mut problems);
        all.insert(name, field);
    }
    all
}

/// What scripts ask of a form: a field of that name would answer instead (HTML Standard, the form
/// element's named properties).
const FORM: [&str; 24] = [
    "action",
    "addEventListener",
    "append",
    "attributes",
    "checkValidity",
    "children",
    "classList",
    "closest",
    "contains",
    "dataset",
    "elements",
    "enctype",
    "focus",
    "getAttribute",
    "length",
    "method",
    "querySelector",
    "querySelectorAll",
    "removeAttribute",
    "requestSubmit",
    "reset",
    "setAttribute",
    "submit",
    "target",
];

fn is_name(name: &str) -> bool {
    let mut bytes = name.bytes();
    bytes.next().is_some_and(|byte| byte.is_ascii_alphabetic())
        && bytes.all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

fn wrong_name(name: &str, span: Span) -> Diagnostic {
    let message = if is_name(name) {
        format!("`{name}` is a name that the form itself uses")
    } else {
        format!("`{name}` cannot be the name of a field")
    };
    Diagnostic::new(diag::INVALID_VALUE, span, message)
        .hint("use letters, digits and `_`, such as `ride_date`")
}

fn one(
    (name, span): (&str, Span),
    value: &Placed,
    built_in: Option<Field>,
    known: &Known<'_>,
) -> (Field, Vec<Diagnostic>) {
    let is_new = built_in.is_none();
    let mut field = built_in.unwrap_or_default();
    let Some(mut keys) = Fields::of(value, "a field") else {
        let hint = "write its keys, such as `{type: date, label: When was it?}`";
        return (field, vec![value.not("a field").hint(hint)]);
    };
    let config = known.config;
    field.kind = keys.choice("type", KINDS).unwrap_or(field.kind);
    field.label = text::read(&mut keys, "label", config).or(field.label);
    field.hint = text::read(&mut keys, "hint", config).or(field.hint);
    field.required = keys.flag("required").unwrap_or(field.required);
    field.options = options(&mut keys, known);
    (field.min, field.max) = (keys.text("min"), keys.text("max"));
    field.pattern = keys.text("pattern");
    field.maxlength = keys.number("maxlength").map(|number| number.max(1.0) as u32);
    field.autocomplete = keys.text("autocomplete").or(field.autocomplete);
    let is_clean = keys.problems.is_empty();
    for leftover in keys.leftovers() {
        keys.problems.push(unknown_key(&leftover, "a field", KEYS));
    }
    if is_clean && is_new && field.label.is_none() {
        let message = format!("the field `{name}` has no `label`");
        let problem = Diagnostic::new(diag::INVALID_VALUE, span.clone(), message);
        keys.problems.push(problem.hint("say what the customer is asked for"));
    }
    if is_clean && field.kind.has_options() == field.options.is_empty() {
        let (kind, what) =
            (field.kind.name(), if field.options.is_empty() { "needs" } else { "has no" });
        let message = format!("the field `{name}` of the type `{kind}` {what} `options`");
        let problem = Diagnostic::new(diag::INVALID_VALUE, span.clone(), message);
        keys.problems
            .push(problem.hint("`select` and `radio` have options, the other types have none"));
    }
    field.span = Some(span);
    (field, keys.problems)
}

/// A list of texts, or a mapping from what is sent to what is read.
fn options(keys: &mut Fields, known: &Known<'_>) -> Vec<Choice> {
    let Some(placed) = keys.placed("options") else { return Vec::new() };
    let mut options = Vec::new();
    let mut add = |value: String, label: &Placed, problems: &mut Vec<Diagnostic>| match text::text(
        label,
        known.config,
    ) {
        Ok(Some(label)) => options.push(Choice { value, label }),
        Ok(None) => {}
        Err(mut found) => problems.append(&mut found),
    };
    if let Some(mut mapping) = Fields::of(&placed, "options") {
        for (value, _, label) in mapping.rest() {
            add(value, &label, &mut keys.problems);
        }
    } else {
        for item in placed.items() {
            let value = item.text().map(|(text, _)| text).unwrap_or_default();
            add(value, &item, &mut keys.problems);
        }
    }
    options.retain(|option| !option.value.is_empty());
    options
}
