//! What templates can ask for besides their values: counts and numbers in the page's language.

use std::collections::BTreeMap;
use std::sync::Arc;

use tera::{Error, Kwargs, State, Tera, TeraResult, Value};

use super::strings::Strings;

/// The texts of all languages, by code.
pub(super) type Languages = Arc<BTreeMap<String, Strings>>;

/// Makes `plural`, `plural_forms` and `number` known.
pub(super) fn register(tera: &mut Tera, languages: &Languages) {
    let texts = Arc::clone(languages);
    tera.register_function("plural", move |arguments: Kwargs, state: &State| {
        let (of, count) =
            (arguments.must_get::<&str>("of")?, arguments.must_get::<usize>("count")?);
        strings(&texts, state)?.counted(of, count).ok_or_else(|| no_plural(of))
    });
    let texts = Arc::clone(languages);
    tera.register_function("plural_forms", move |arguments: Kwargs, state: &State| {
        let of = arguments.must_get::<&str>("of")?;
        strings(&texts, state)?.forms(of).ok_or_else(|| no_plural(of))
    });
    let texts = Arc::clone(languages);
    tera.register_function("number", move |arguments: Kwargs, state: &State| {
        let value = arguments.must_get::<usize>("value")?;
        Ok::<_, Error>(strings(&texts, state)?.rules().number(value))
    });
}

/// The texts of the page that is being rendered.
fn strings<'a>(languages: &'a Languages, state: &State<'_>) -> TeraResult<&'a Strings> {
    let site = state.get::<Value>("site")?;
    let code = site.as_ref().and_then(|site| site.get_from_path("lang")).and_then(Value::as_str);
    let strings = code.and_then(|code| languages.get(code));
    strings.ok_or_else(|| Error::message("the template has no `site`, so its language is unknown"))
}

fn no_plural(name: &str) -> Error {
    Error::message(format!("the theme has no plural called `{name}`"))
}
