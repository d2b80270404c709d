//! Signs that the scanner knows by name, and kana.

pub(super) fn is_space(c: char) -> bool {
    c <= ' ' || matches!(c, '\u{A0}' | '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{3000}')
}

/// What is typed as an apostrophe, a modifier letter and accents without a letter among it.
pub(super) fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | 'ʼ' | 'ʻ' | '´' | '`')
}

/// What separates digits of one number.
pub(super) fn is_separator(c: char) -> bool {
    matches!(c, '.' | ',')
}

/// Signs inside a word that are not matched.
pub(super) fn is_silent(c: char) -> bool {
    is_apostrophe(c) || matches!(c, '"' | '·' | '׳' | '״')
}

pub(super) fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '_' | '‐' | '‑' | '\u{AD}')
}

/// Characters that tie words into a compound when no space is around them.
pub(super) fn is_connector(c: char) -> bool {
    is_hyphen(c) || matches!(c, '.' | '@' | '&' | '+' | '/')
}

/// Half-width katakana as distances from `ぁ`, in the order of Unicode.
const HALF_WIDTH: &[u8; 56] = b"\
    \x51\x00\x02\x04\x06\x08\x42\x44\x46\x22\xBB\x01\x03\x05\x07\x09\x0A\x0C\x0E\
    \x10\x12\x14\x16\x18\x1A\x1C\x1E\x20\x23\x25\x27\x29\x2A\x2B\x2C\x2D\x2E\x31\
    \x34\x37\x3A\x3D\x3E\x3F\x40\x41\x43\x45\x47\x48\x49\x4A\x4B\x4C\x4E\x52";

/// Katakana and hiragana meet, in any width, with the voicing mark that may follow; everything else stays.
pub(super) fn kana(c: char, next: char) -> char {
    let code = match c as u32 {
        code @ 0x30A1..=0x30F6 => code - 0x60,
        code @ 0xFF66..=0xFF9D => {
            0x3041 + u32::from(HALF_WIDTH.get(code as usize - 0xFF66).copied().unwrap_or_default())
        }
        code => code,
    };
    let voiced = match next {
        _ if !(0x304B..=0x307B).contains(&code) => 0,
        '\u{3099}' | '\u{FF9E}' => 1,
        '\u{309A}' | '\u{FF9F}' => 2,
        _ => 0,
    };
    char::from_u32(code + voiced).unwrap_or(c)
}
