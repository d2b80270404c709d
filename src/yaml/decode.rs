//! Bytes of a file → its text.

use std::sync::Arc;

use crate::diag::{self, Diagnostic, Source, Span};
use crate::tree::RelPath;

/// The text of a file; what is not UTF-8 is reported and replaced.
pub fn decode(path: &RelPath, bytes: &[u8], problems: &mut Vec<Diagnostic>) -> Arc<Source> {
    match std::str::from_utf8(bytes) {
        // Old line ends are read like new ones, but a lone CR would hide lines from every count.
        Ok(text) if text.contains('\r') => {
            let text = if text.contains('\n') { text.to_owned() } else { text.replace('\r', "\n") };
            Arc::new(Source { path: path.clone(), text })
        }
        Ok(text) => Arc::new(Source { path: path.clone(), text: text.to_owned() }),
        Err(error) => {
            let at = String::from_utf8_lossy(&bytes[..error.valid_up_to()]).len();
            let text = String::from_utf8_lossy(bytes).into_owned();
            let source = Arc::new(Source { path: path.clone(), text });
            let utf16 = bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]);
            let message =
                if utf16 { "this file is UTF-16, not UTF-8" } else { "this byte is not UTF-8" };
            let span = Span::new(&source, at..at + 1);
            problems.push(
                Diagnostic::new(diag::NOT_UTF8, span, message)
                    .hint("save the file as UTF-8 in your editor"),
            );
            source
        }
    }
}

/// The text of a YAML file. What some editors put before it is no part of it: it would move every
/// place in the first line. UTF-16 has one problem, not one a line.
pub fn decode_yaml(path: &RelPath, bytes: &[u8]) -> (Arc<Source>, Vec<Diagnostic>) {
    let mut problems = Vec::new();
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let source = decode(path, bytes, &mut problems);
    if bytes.contains(&0) && !problems.is_empty() {
        return (Arc::new(Source { path: path.clone(), text: String::new() }), problems);
    }
    (source, problems)
}
