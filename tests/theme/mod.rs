//! The theme: the palette of a brand, the tokens and what the documentation says about them.

#![expect(clippy::disallowed_methods, reason = "the theme and the documentation are files")]
#![expect(clippy::unwrap_used, reason = "a failing helper fails its test")]

mod documented;
mod palette;
mod style;

use std::path::Path;

/// The text of a file of the repository.
fn text(path: &str) -> String {
    let full = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    std::fs::read_to_string(&full).unwrap_or_else(|error| panic!("{path}: {error}"))
}
