//! Folding of one character to what is indexed: lower case, no diacritics, compatibility forms unified.
//!
//! The tables hold one character per code point of their block, in order; `-` stands for "not a letter,
//! leave as it is". A test compares them with Unicode's NFKD through the `unicode-normalization` crate.

/// U+00C0..=U+024F: Latin-1 letters, Latin Extended-A and -B.
const LATIN: &str = "\
    aaaaaaæceeeeiiiidnooooo-ouuuuyþßaaaaaaæceeeeiiiidnooooo-ouuuuyþyaaaaaaccccccccdd\
    ddeeeeeeeeeegggggggghhhhiiiiiiiiiiĳĳjjkkĸllllllŀŀllnnnnnnŉŋŋooooooœœrrrrrrssssss\
    ssttttttuuuuuuuuuuuuwwyyyzzzzzzsƀɓƃƃƅƅɔƈƈɖɗƌƌƍǝəɛƒƒɠɣƕɩɨƙƙƚƛɯɲƞɵooƣƣƥƥʀƨƨʃƪƫƭƭʈu\
    uʊʋƴƴƶƶʒƹƹƺƻƽƽƾƿǀǁǂǃǆǆǆǉǉǉǌǌǌaaiioouuuuuuuuuuǝaaaaææǥǥggkkooooʒʒjǳǳǳggƕƿnnaaææoo\
    aaaaeeeeiiiioooorrrruuuussttȝȝhhƞȡȣȣȥȥaaeeooooooooyyȴȵȶȷȸȹⱥȼȼƚⱦȿɀɂɂƀʉʌɇɇɉɉɋɋɍɍɏɏ";

/// U+1E00..=U+1EFF: Latin Extended Additional (Vietnamese and others).
const LATIN_ADDITIONAL: &str = "\
    aabbbbbbccddddddddddeeeeeeeeeeffgghhhhhhhhhhiiiikkkkkkllllllllmmmmmmnnnnnnnnoooo\
    oooopppprrrrrrrrssssssssssttttttttuuuuuuuuuuvvvvwwwwwwwwwwxxxxyyzzzzzzhtwyẚsẜẝßẟ\
    aaaaaaaaaaaaaaaaaaaaaaaaeeeeeeeeeeeeeeeeiiiioooooooooooooooooooooooouuuuuuuuuuuu\
    uuyyyyyyyyỻỻỽỽỿỿ";

/// U+0370..=U+03FF: Greek.
const GREEK: &str = "\
    ͱͱͳͳʹ-ͷͷ---ͻͼͽ-ϳ------α-εηι-ο-υωιαβγδεζηθικλμνξοπρ-στυφχψωιυαεηιυαβγδεζηθικλμνξο\
    πρσστυφχψωιυουωϗβθυυυφπϗϙϙϛϛϝϝϟϟϡϡϣϣϥϥϧϧϩϩϫϫϭϭϯϯκρσϳθε-ϸϸσϻϻϼͻͼͽ";

/// U+1F00..=U+1FFF: polytonic Greek.
const GREEK_EXTENDED: &str = "\
    ααααααααααααααααεεεεεε--εεεεεε--ηηηηηηηηηηηηηηηηιιιιιιιιιιιιιιιιοοοοοο--οοοοοο--\
    υυυυυυυυ-υ-υ-υ-υωωωωωωωωωωωωωωωωααεεηηιιοουυωω--ααααααααααααααααηηηηηηηηηηηηηηηη\
    ωωωωωωωωωωωωωωωωααααα-ααααααα-ι---ηηη-ηηεεηηη---ιιιι--ιιιιιι----υυυυρρυυυυυυρ---\
    --ωωω-ωωοοωωω---";

/// U+0400..=U+045F: Cyrillic.
const CYRILLIC: &str = "\
    ееђгєѕііјљњћкиуџабвгдежзииклмнопрстуфхцчшщъыьэюяабвгдежзииклмнопрстуфхцчшщъыьэюя\
    ееђгєѕііјљњћкиуџ";

/// Folds `c` and hands every resulting character to `push`; combining marks and invisible characters
/// give none.
pub fn fold(c: char, push: &mut dyn FnMut(char)) {
    if c.is_ascii() {
        return push(c.to_ascii_lowercase());
    }
    if is_ignorable(c) {
        return;
    }
    let code = c as u32;
    let folded = match code {
        0xC0..=0x24F => table(LATIN, code - 0xC0),
        0x370..=0x3FF => table(GREEK, code - 0x370),
        0x400..=0x45F => table(CYRILLIC, code - 0x400),
        0x1E00..=0x1EFF => table(LATIN_ADDITIONAL, code - 0x1E00),
        0x1F00..=0x1FFF => table(GREEK_EXTENDED, code - 0x1F00),
        0xFF01..=0xFF5E => char::from_u32(code - 0xFEE0).map(|ascii| ascii.to_ascii_lowercase()),
        _ => None,
    };
    match folded.filter(|&letter| letter != '-' || code > 0xFF00) {
        Some(letter) => expand(letter, push),
        None => push(lower(c)),
    }
}

/// Lower case of one character, by the regular layout of the blocks that have case. Outside of them
/// (Cherokee, historic scripts) letters keep their case.
pub fn lower(c: char) -> char {
    let code = c as u32;
    let (even, odd) = (code | 1, code + (code & 1));
    let lowered = match code {
        0x41..=0x5A | 0xC0..=0xD6 | 0xD8..=0xDE | 0x391..=0x3A1 | 0x3A3..=0x3AB | 0x410..=0x42F => {
            code + 32
        }
        0x130 => 0x69,
        0x178 => 0xFF,
        0x139..=0x148 | 0x179..=0x17E | 0x1CD..=0x1DC | 0x1AF..=0x1B0 | 0x4C1..=0x4CE => odd,
        0x100..=0x137
        | 0x14A..=0x177
        | 0x1A0..=0x1A5
        | 0x1DE..=0x1EF
        | 0x1F8..=0x21F
        | 0x222..=0x233
        | 0x460..=0x481
        | 0x48A..=0x4BF
        | 0x4D0..=0x52F
        | 0x1E00..=0x1E95
        | 0x1EA0..=0x1EFF => even,
        0x386 => 0x3AC,
        0x388..=0x38A => code + 37,
        0x38C => 0x3CC,
        0x38E..=0x38F => code + 63,
        0x400..=0x40F => code + 80,
        0x531..=0x556 => code + 48,
        0xFF21..=0xFF3A => code + 32,
        0x10400..=0x10427 => code + 40,
        _ => code,
    };
    char::from_u32(lowered).unwrap_or(c)
}

/// Letters that stand for two.
fn expand(letter: char, push: &mut dyn FnMut(char)) {
    let pair = match letter {
        'ß' | 'ẞ' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'þ' => "th",
        'ĳ' => "ij",
        _ => return push(letter),
    };
    pair.chars().for_each(push);
}

fn table(letters: &str, index: u32) -> Option<char> {
    letters.chars().nth(index as usize)
}

/// Marks and invisible characters that take no part in matching: combining diacritics, Hebrew and Arabic
/// points, tatweel, soft hyphen, zero-width characters, variation selectors.
pub fn is_ignorable(c: char) -> bool {
    matches!(c as u32,
        0xAD | 0x300..=0x36F | 0x483..=0x489 | 0x591..=0x5BD | 0x5BF | 0x5C1..=0x5C2 | 0x5C4..=0x5C5
        | 0x5C7 | 0x610..=0x61A | 0x640 | 0x64B..=0x65F | 0x670 | 0x6D6..=0x6DC | 0x6DF..=0x6E4
        | 0x6E7..=0x6E8 | 0x6EA..=0x6ED | 0x1AB0..=0x1AFF | 0x1DC0..=0x1DFF | 0x200B..=0x200F
        | 0x2060..=0x2064 | 0x20D0..=0x20FF | 0xFE00..=0xFE0F | 0xFE20..=0xFE2F | 0xFEFF)
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
        let blocks = [0xC0..0x250, 0x370..0x400, 0x400..0x460, 0x1E00..0x1F00, 0x1F00..0x2000];
        for c in
            blocks.into_iter().flatten().filter_map(char::from_u32).filter(|c| c.is_alphabetic())
        {
            let lower: String = c.to_lowercase().collect();
            let base: String = lower.nfkd().filter(|&m| !is_combining_mark(m)).collect();
            let changed = base.chars().count() == 1
                && base != lower
                && base != " "
                && !matches!(c as u32, 0x3D2..=0x3D4);
            if changed && !base.contains(['ς', 'æ', 'ø']) {
                assert_eq!(folded(&c.to_string()), base, "U+{:04X}", c as u32);
            }
        }
    }

    #[test]
    fn lower_case_agrees_with_the_standard_library_in_scripts_in_use() {
        let scripts = [0x41..0x180, 0x1CD..0x1F0, 0x370..0x530, 0x531..0x58A, 0x1E00..0x1F00];
        for c in scripts.into_iter().flatten().filter_map(char::from_u32) {
            let mut library = c.to_lowercase();
            let rare = matches!(c as u32, 0x130 | 0x1C4..=0x1CC | 0x370..=0x385 | 0x3CF..=0x3FF | 0x4C0..=0x4CF | 0x1E9E);
            if let (Some(one), None, false) = (library.next(), library.next(), rare) {
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
    }
}
