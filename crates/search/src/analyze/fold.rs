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
pub fn fold(c: char, push: &mut impl FnMut(char)) {
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
        None => c.to_lowercase().for_each(push),
    }
}

/// Letters that stand for two.
fn expand(letter: char, push: &mut impl FnMut(char)) {
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
            let changed = base.chars().count() == 1 && base != lower;
            if changed && !base.contains(['ς', 'æ', 'ø']) {
                assert_eq!(folded(&c.to_string()), base, "U+{:04X}", c as u32);
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
