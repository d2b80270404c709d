//! Folding of one character to what is indexed: lower case, no diacritics, compatibility forms unified.

use super::tables::{self, EVEN, I, LAST_SEVERAL, ODD, SEVERAL};

/// Folds `c` and hands every resulting character to `push`; combining marks and invisible characters
/// give none.
pub fn fold(c: char, push: &mut dyn FnMut(char)) {
    let lower = lower(c);
    let code = lower as u32;
    let base = tables::base(code);
    if base > LAST_SEVERAL {
        let alphabet = match code {
            0x370..=0x3FF | 0x1F00..=0x1FFF => 'α' as u32 - 'a' as u32,
            0x400..=0x4FF => 'а' as u32 - 'a' as u32,
            0x600..=0x6FF => 0x600,
            0x900..=0x9FF => 0x900,
            _ => 0,
        };
        push(char::from_u32(u32::from(base) + alphabet).unwrap_or(lower));
    } else if base > 0 {
        let letters = SEVERAL.get(usize::from(base) * 3 - 3..usize::from(base) * 3);
        for &letter in letters.unwrap_or_default() {
            if letter != b' ' {
                push(letter.into());
            }
        }
    } else if !is_ignorable(c) {
        push(lower);
    }
}

/// Lower case of one character, full-width forms as ASCII. Letters of scripts that have case only in
/// books on history keep it.
pub fn lower(c: char) -> char {
    let code = match c as u32 {
        0x130 => 0x69,
        // Kaf and ya of Persian keyboards.
        0x6A9 => 0x643,
        0x6CC => 0x64A,
        code @ 0xFF01..=0xFF5E => code - 0xFEE0,
        code => code,
    };
    let lowered = match tables::class(code) {
        EVEN => code | 1,
        ODD => code + (code & 1),
        class if class > ODD => code + u32::from(class),
        _ => code,
    };
    char::from_u32(lowered).unwrap_or(c)
}

/// Marks and invisible characters that take no part in matching: combining diacritics, Hebrew and Arabic
/// points, tatweel, nukta, soft hyphen, zero-width characters, variation selectors; kana's voicing marks,
/// which join the character before.
pub fn is_ignorable(c: char) -> bool {
    tables::class(c as u32) == I
}

#[cfg(test)]
mod tests {
    use super::*;
    use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

    fn folded(text: &str) -> String {
        let mut out = String::new();
        text.chars().for_each(|c| fold(c, &mut |f| out.push(f)));
        out
    }

    #[test]
    fn agrees_with_unicode_decomposition_on_every_letter_that_decomposes_to_one() {
        let blocks = [
            0xC0..0x250,
            0x370..0x400,
            0x400..0x460,
            0x620..0x6B0,
            0x900..0x980,
            0x1E00..0x1F00,
            0x1F00..0x2000,
        ];
        for c in
            blocks.into_iter().flatten().filter_map(char::from_u32).filter(|c| c.is_alphabetic())
        {
            let lower: String = c.to_lowercase().collect();
            let base: String = lower.nfkd().filter(|&m| !is_combining_mark(m)).collect();
            let changed = base.chars().count() == 1
                && base != lower
                && base != " "
                && !matches!(c as u32, 0x1EE | 0x1EF | 0x374 | 0x3D2..=0x3D4);
            if changed && !base.contains(['ς', 'æ', 'ø']) {
                assert_eq!(folded(&c.to_string()), base, "U+{:04X}", c as u32);
            }
        }
    }

    #[test]
    fn lower_case_agrees_with_the_standard_library_in_scripts_in_use() {
        let scripts = [0x41..0x250, 0x370..0x530, 0x531..0x58A, 0x1E00..0x1F00];
        // Letters whose lower case is far away; Latin digraphs and signs of philologists.
        let rare = |code: u32| {
            matches!(code, 0x130 | 0x178 | 0x1C4..=0x1CC | 0x1F1..=0x1F3 | 0x1F6 | 0x1F7 | 0x220 | 0x23A | 0x23D
                | 0x23E | 0x243 | 0x3F4 | 0x3F9 | 0x3FD..=0x3FF | 0x1E9E)
        };
        for c in
            scripts.into_iter().flatten().filter_map(char::from_u32).filter(|c| c.is_alphabetic())
        {
            let mut library = c.to_lowercase();
            if let (Some(one), None, false) = (library.next(), library.next(), rare(c as u32)) {
                assert_eq!(lower(c), one, "U+{:04X}", c as u32);
            }
        }
    }

    #[test]
    fn composed_decomposed_and_plain_spellings_meet() {
        assert_eq!(folded("RÉSUMÉ"), folded("re\u{301}sume\u{301}"));
        assert_eq!(folded("Straße ŒUVRE Ærø Łódź"), "strasse oeuvre aero lodz");
        assert_eq!(folded("ＡＢＣ１２３"), "abc123");
        assert_eq!(folded("ΟΔΌΣ"), "οδοσ");
        assert_eq!(folded("co\u{AD}operate"), "cooperate");
        assert_eq!(folded("ﬁle oﬃce Ĳssel"), "file office ijssel");
        assert_eq!(folded("إعادة ى ک ی ज़ज\u{93C}"), folded("اعاده ي ك ي जज"));
        assert_eq!(folded("İstanbul ISPARTA ıspanak"), "istanbul isparta ispanak");
    }
}
