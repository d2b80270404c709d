//! What the analyzer knows of Unicode, as runs of code points: class and case of every character, and the
//! plain letter of those with diacritics.
//!
//! The runs are written to be read; what is compiled is their coded form, about two bytes each, walked from
//! the start. Natively the part in use is unrolled besides, so that indexing takes one look.

/// A run's first code point and its value; it ends where the next one starts.
type Run = (u32, u8);

/// Between words.
pub(super) const N: u8 = 0;
/// Part of a word, without case or in lower case.
pub(super) const W: u8 = 1;
/// Part of a word, but not of what is matched: marks and invisible characters.
pub(super) const I: u8 = 2;
/// Of a script that is indexed by pairs of characters.
pub(super) const P: u8 = 3;
/// Letters of both cases in turn, the upper one even.
pub(super) const EVEN: u8 = 4;
/// The same, the upper one odd.
pub(super) const ODD: u8 = 5;
// Greater values: upper case, with the distance to the lower one.

/// Class and case. Unassigned characters, and in scripts of the past also signs, count as what is beside
/// them.
#[rustfmt::skip]
const CLASSES: &[Run] = &[
    (0x30, W), (0x3A, N), (0x41, 32), (0x5B, N), (0x61, W), (0x7B, N), (0xAA, W), (0xAB, N),
    (0xAD, I), (0xAE, N), (0xB2, W), (0xB4, N), (0xB5, W), (0xB6, N), (0xB9, W), (0xBB, N), (0xBC, W),
    (0xBF, N), (0xC0, 32), (0xD7, N), (0xD8, 32), (0xDF, W), (0xF7, N), (0xF8, W), (0x100, EVEN),
    (0x130, W), (0x132, EVEN), (0x138, ODD), (0x149, EVEN), (0x178, ODD), (0x17F, W), (0x181, 210),
    (0x182, EVEN), (0x186, 206), (0x187, ODD), (0x189, 205), (0x18B, ODD), (0x18D, W), (0x18E, 79),
    (0x18F, 202), (0x190, 203), (0x191, ODD), (0x193, 205), (0x194, 207), (0x195, W), (0x196, 211),
    (0x197, 209), (0x198, EVEN), (0x19A, W), (0x19C, 211), (0x19D, 213), (0x19E, W), (0x19F, 214),
    (0x1A0, EVEN), (0x1A6, 218), (0x1A7, ODD), (0x1A9, 218), (0x1AA, W), (0x1AC, EVEN), (0x1AE, 218),
    (0x1AF, ODD), (0x1B1, 217), (0x1B3, ODD), (0x1B7, 219), (0x1B8, EVEN), (0x1BA, W), (0x1BC, EVEN),
    (0x1BE, W), (0x1C5, ODD), (0x1C7, EVEN), (0x1CA, ODD), (0x1DD, EVEN), (0x1F0, W), (0x1F2, EVEN),
    (0x1F6, W), (0x1F8, EVEN), (0x220, W), (0x222, EVEN), (0x234, W), (0x23B, ODD), (0x23D, W),
    (0x241, ODD), (0x243, W), (0x244, 69), (0x245, 71), (0x246, EVEN), (0x250, W), (0x2BB, N),
    (0x2BD, W), (0x2C2, N), (0x300, I), (0x370, EVEN), (0x374, W), (0x376, EVEN), (0x37A, W),
    (0x37E, N), (0x37F, 116), (0x384, N), (0x386, 38), (0x387, N), (0x388, 37), (0x38C, 64), (0x38E, 63),
    (0x390, W), (0x391, 32), (0x3AC, W), (0x3CF, 8), (0x3D0, W), (0x3D8, EVEN), (0x3F0, W),
    (0x3F7, ODD), (0x3F9, EVEN), (0x3FC, W), (0x400, 80), (0x410, 32), (0x430, W), (0x460, EVEN),
    (0x483, I), (0x48A, EVEN), (0x4C0, 15), (0x4C1, ODD), (0x4CF, EVEN), (0x531, 48), (0x559, W),
    (0x55A, N), (0x560, W), (0x589, N), (0x591, I), (0x5BE, N), (0x5BF, I), (0x5C0, N), (0x5C1, I),
    (0x5C3, N), (0x5C4, I), (0x5C6, N), (0x5C7, I), (0x5D0, W), (0x5F3, N), (0x610, I), (0x61B, N),
    (0x620, W), (0x640, I), (0x641, W), (0x64B, I), (0x660, W), (0x66A, N), (0x66E, W), (0x670, I),
    (0x671, W), (0x6D4, N), (0x6D5, W), (0x6D6, I), (0x6E5, W), (0x6E7, I), (0x6EE, W), (0x70F, N),
    (0x710, W), (0x7F6, N), (0x7FA, W), (0x7FE, N), (0x800, W), (0x891, N), (0x897, W), (0x93C, I), (0x93D, W), (0x964, N),
    (0x966, W), (0x970, N), (0x971, W), (0xE01, P), (0xE3F, N), (0xE40, P), (0xE4F, N), (0xE50, W),
    (0xE5A, N), (0xE81, P), (0xF01, N), (0xF20, W), (0xF34, N), (0xF3E, W), (0xFBE, N), (0x1000, P),
    (0x104A, N), (0x1050, W), (0x109E, N), (0x10A0, W), (0x1100, P), (0x1200, W), (0x1360, N),
    (0x1369, W), (0x1780, P), (0x17D4, N), (0x17DC, W), (0x1800, N), (0x1810, W), (0x1AB0, I),
    (0x1B00, W), (0x1DC0, I), (0x1E00, EVEN), (0x1E96, W), (0x1EA0, EVEN), (0x1F00, W), (0x2000, N),
    (0x200B, I), (0x2010, N), (0x2060, I), (0x2066, N), (0x2070, W), (0x20A0, N), (0x20D0, I),
    (0x2100, N), (0x2150, W), (0x218A, N), (0x2460, W), (0x2500, N), (0x2C00, W), (0x2E00, N),
    (0x3005, P), (0x3008, N), (0x3041, P), (0x3099, I), (0x309B, P), (0x30A0, N), (0x30A1, P), (0x30FB, N), (0x30FC, P),
    (0x3131, W), (0x3190, N), (0x3400, P), (0x4DC0, N), (0x4E00, P), (0xA000, W), (0xAC00, P),
    (0xD7B0, W), (0xF900, P), (0xFB00, W), (0xFE00, I), (0xFE10, N), (0xFE20, I), (0xFE30, N),
    (0xFE70, W), (0xFEFF, I), (0xFF01, N), (0xFF10, W), (0xFF1A, N), (0xFF21, W), (0xFF3B, N),
    (0xFF41, W), (0xFF5B, N), (0xFF66, P), (0xFF9E, I), (0xFFA0, W), (0xFFE0, N), (0x10000, W), (0x1F000, N), (0x20000, P),
];

/// Values of [`BASES`] up to here are numbers of letters that stand for several.
pub(super) const LAST_SEVERAL: u8 = 11;
/// What those stand for, three places each.
pub(super) const SEVERAL: &[u8] = b"ss ae oe th ij ff fi fl ffifflst ";

/// The plain letter of letters in lower case; 0 where it is the letter itself. Greek and Cyrillic letters
/// are given as if their alphabets began at `a`, Arabic and Devanagari by their place in the block: alef with
/// and without hamza, alef maksura and ya, ta marbuta and ha are written for each other, and the nukta
/// is left out.
#[rustfmt::skip]
const BASES: &[Run] = &[
    (0xDF, 1), (0xE0, b'a'), (0xE6, 2), (0xE7, b'c'), (0xE8, b'e'), (0xEC, b'i'),
    (0xF0, b'd'), (0xF1, b'n'), (0xF2, b'o'), (0xF7, 0), (0xF8, b'o'), (0xF9, b'u'), (0xFD, b'y'),
    (0xFE, 4), (0xFF, b'y'), (0x101, b'a'), (0x107, b'c'), (0x10F, b'd'), (0x113, b'e'), (0x11D, b'g'),
    (0x125, b'h'), (0x129, b'i'), (0x133, 5), (0x135, b'j'), (0x137, b'k'), (0x138, 0), (0x13A, b'l'),
    (0x140, 0), (0x142, b'l'), (0x144, b'n'), (0x149, 0), (0x14D, b'o'), (0x153, 3), (0x155, b'r'),
    (0x15B, b's'), (0x163, b't'), (0x169, b'u'), (0x175, b'w'), (0x177, b'y'), (0x17A, b'z'),
    (0x17F, b's'), (0x180, 0), (0x1A1, b'o'), (0x1A3, 0), (0x1B0, b'u'), (0x1B4, 0), (0x1CE, b'a'),
    (0x1D0, b'i'), (0x1D2, b'o'), (0x1D4, b'u'), (0x1DD, 0), (0x1DF, b'a'), (0x1E3, 2), (0x1E5, 0),
    (0x1E7, b'g'), (0x1E9, b'k'), (0x1EB, b'o'), (0x1EF, 0), (0x1F0, b'j'), (0x1F1, 0), (0x1F5, b'g'),
    (0x1F6, 0), (0x1F9, b'n'), (0x1FB, b'a'), (0x1FD, 2), (0x1FF, b'o'), (0x201, b'a'), (0x205, b'e'),
    (0x209, b'i'), (0x20D, b'o'), (0x211, b'r'), (0x215, b'u'), (0x219, b's'), (0x21B, b't'),
    (0x21D, 0), (0x21F, b'h'), (0x220, 0), (0x227, b'a'), (0x229, b'e'), (0x22B, b'o'), (0x233, b'y'),
    (0x234, 0), (0x390, b'i'), (0x3AC, b'a'), (0x3AD, b'e'), (0x3AE, b'g'), (0x3AF, b'i'),
    (0x3B0, b'u'), (0x3B1, 0), (0x3C2, b's'), (0x3C3, 0), (0x3CA, b'i'), (0x3CB, b'u'), (0x3CC, b'o'),
    (0x3CD, b'u'), (0x3CE, b'y'), (0x3D0, b'b'), (0x3D1, b'h'), (0x3D2, b'u'), (0x3D5, b'v'),
    (0x3D6, b'p'), (0x3D7, 0), (0x3F0, b'j'), (0x3F1, b'q'), (0x3F2, b's'), (0x3F3, 0), (0x3F4, b'h'),
    (0x3F5, b'e'), (0x3F6, 0), (0x3F9, b's'), (0x3FB, 0), 
    (0x430, 0), (0x439, b'i'), (0x43A, 0), (0x450, b'f'), (0x452, 0), (0x453, b'd'), (0x454, 0),
    (0x457, 135), (0x458, 0), (0x45C, b'k'), (0x45D, b'i'), (0x45E, b't'), (0x45F, 0), (0x622, 0x27), (0x624, 0x48), (0x625, 0x27), (0x626, 0x4A),
    (0x627, 0), (0x629, 0x47), (0x62A, 0), (0x649, 0x4A), (0x64A, 0), (0x671, 0x27), (0x672, 0),
    (0x929, 0x28), (0x92A, 0), (0x931, 0x30),
    (0x932, 0), (0x934, 0x33), (0x935, 0), (0x958, 0x15), (0x959, 0x16), (0x95A, 0x17), (0x95B, 0x1C),
    (0x95C, 0x21), (0x95D, 0x22), (0x95E, 0x2B), (0x95F, 0x2F), (0x960, 0), (0x1E01, b'a'),
    (0x1E03, b'b'), (0x1E09, b'c'), (0x1E0B, b'd'), (0x1E15, b'e'), (0x1E1F, b'f'), (0x1E21, b'g'),
    (0x1E23, b'h'), (0x1E2D, b'i'), (0x1E31, b'k'), (0x1E37, b'l'), (0x1E3F, b'm'), (0x1E45, b'n'),
    (0x1E4D, b'o'), (0x1E55, b'p'), (0x1E59, b'r'), (0x1E61, b's'), (0x1E6B, b't'), (0x1E73, b'u'),
    (0x1E7D, b'v'), (0x1E81, b'w'), (0x1E8B, b'x'), (0x1E8F, b'y'), (0x1E91, b'z'), (0x1E96, b'h'),
    (0x1E97, b't'), (0x1E98, b'w'), (0x1E99, b'y'), (0x1E9A, 0), (0x1E9B, b's'), (0x1E9C, 0),
    (0x1E9E, 1), (0x1E9F, 0), (0x1EA1, b'a'), (0x1EB9, b'e'), (0x1EC9, b'i'), (0x1ECD, b'o'),
    (0x1EE5, b'u'), (0x1EF3, b'y'), (0x1EFB, 0), (0x1F00, b'a'), (0x1F10, b'e'), (0x1F20, b'g'),
    (0x1F30, b'i'), (0x1F40, b'o'), (0x1F50, b'u'), (0x1F60, b'y'), (0x1F70, b'a'), (0x1F72, b'e'),
    (0x1F74, b'g'), (0x1F76, b'i'), (0x1F78, b'o'), (0x1F7A, b'u'), (0x1F7C, b'y'), (0x1F80, b'a'),
    (0x1F90, b'g'), (0x1FA0, b'y'), (0x1FB0, b'a'), (0x1FBD, 0), (0x1FBE, b'i'), (0x1FBF, 0),
    (0x1FC2, b'g'), (0x1FC8, b'e'), (0x1FCA, b'g'), (0x1FCD, 0), (0x1FD0, b'i'), (0x1FDD, 0),
    (0x1FE0, b'u'), (0x1FE4, b'q'), (0x1FE6, b'u'), (0x1FEC, b'q'), (0x1FED, 0), (0x1FF2, b'y'),
    (0x1FF8, b'o'), (0x1FFA, b'y'), (0x1FFD, 0), (0xFB00, 6), (0xFB01, 7), (0xFB02, 8), (0xFB03, 9),
    (0xFB04, 10), (0xFB05, 11),
];

/// Class and case of a character.
pub(super) fn class(code: u32) -> u8 {
    #[cfg(not(target_arch = "wasm32"))]
    if let Some(&class) = UNROLLED_CLASSES.get(code as usize) {
        return class;
    }
    value(&CODED_CLASSES, code)
}

/// The entry of [`BASES`] for a character.
pub(super) fn base(code: u32) -> u8 {
    #[cfg(not(target_arch = "wasm32"))]
    if let Some(&base) = UNROLLED_BASES.get(code as usize) {
        return base;
    }
    value(&CODED_BASES, code)
}

static CODED_CLASSES: [u8; coded_size(CLASSES)] = coded(CLASSES);
static CODED_BASES: [u8; coded_size(BASES)] = coded(BASES);
#[cfg(not(target_arch = "wasm32"))]
static UNROLLED_CLASSES: [u8; 0x10000] = unrolled(CLASSES);
#[cfg(not(target_arch = "wasm32"))]
static UNROLLED_BASES: [u8; 0x2000] = unrolled(BASES);

/// Walks coded runs: a value each, and its length in bytes of seven bits, the highest first.
fn value(coded: &[u8], code: u32) -> u8 {
    let (mut left, mut length, mut value) = (code, 0, None);
    for &byte in coded {
        let Some(known) = value else {
            value = Some(byte);
            continue;
        };
        length = length << 7 | u32::from(byte & 0x7F);
        if byte < 0x80 {
            if left < length {
                return known;
            }
            left -= length;
            (length, value) = (0, None);
        }
    }
    N
}

/// The run at `at` with its length; the run before the first has value 0, the last goes on for ever.
const fn run(runs: &[Run], at: usize) -> (u8, u32) {
    let (start, value) = if at == 0 { (0, 0) } else { runs[at - 1] };
    let end = if at < runs.len() { runs[at].0 } else { 0x20_0000 - 1 };
    (value, end - start)
}

const fn coded_size(runs: &[Run]) -> usize {
    let (mut size, mut at) = (0, 0);
    while at <= runs.len() {
        let (_, length) = run(runs, at);
        size += if length < 1 << 7 {
            2
        } else if length < 1 << 14 {
            3
        } else {
            4
        };
        at += 1;
    }
    size
}

const fn coded<const SIZE: usize>(runs: &[Run]) -> [u8; SIZE] {
    let mut out = [0; SIZE];
    let (mut to, mut at) = (0, 0);
    while at <= runs.len() {
        let (value, length) = run(runs, at);
        out[to] = value;
        to += 1;
        if length >= 1 << 14 {
            out[to] = 0x80 | (length >> 14) as u8;
            to += 1;
        }
        if length >= 1 << 7 {
            out[to] = 0x80 | (length >> 7) as u8;
            to += 1;
        }
        out[to] = (length & 0x7F) as u8;
        to += 1;
        at += 1;
    }
    out
}

#[cfg(not(target_arch = "wasm32"))]
const fn unrolled<const SIZE: usize>(runs: &[Run]) -> [u8; SIZE] {
    let mut out = [0; SIZE];
    let (mut code, mut at) = (0, 0);
    while at <= runs.len() && code < SIZE {
        let (value, length) = run(runs, at);
        let end = code + length as usize;
        while code < end && code < SIZE {
            out[code] = value;
            code += 1;
        }
        at += 1;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use unicode_normalization::char::is_combining_mark;

    #[test]
    fn the_coded_form_says_what_the_unrolled_one_says() {
        for code in 0..0x10000 {
            assert_eq!(value(&CODED_CLASSES, code), class(code), "U+{code:04X}");
            assert_eq!(value(&CODED_BASES, code), base(code), "U+{code:04X}");
        }
        assert_eq!([class(0x1_F600), class(0x2_0000), class(0x10_FFFF)], [N, P, P]);
    }

    /// Letters and digits of the standard library that are none here: modifier letters (Unicode has the
    /// typographic apostrophe of some keyboards among them), letter-like symbols, numbers in circles of
    /// the dingbats, Hangzhou numerals, annotations and enclosed signs of East Asia, mahjong and cards.
    fn left_out(code: u32) -> bool {
        matches!(code, 0x2BB | 0x2BC | 0x2C6..=0x2D1 | 0x2E0..=0x2EE | 0x17D7 | 0x2100..=0x214E | 0x2776..=0x2793 | 0x2E2F
            | 0x3021..=0x303C | 0x3192..=0x31FF | 0x3220..=0x32BF | 0xFFE0..=0xFFFF | 0x1_F100..=0x1_FBF9)
    }

    #[test]
    fn every_letter_and_digit_belongs_to_a_word() {
        let all = (0..=0x3_23AF).filter_map(char::from_u32).filter(|c| c.is_alphanumeric());
        let lost = all.filter(|&c| class(c as u32) == N && !left_out(c as u32));
        assert_eq!(lost.map(|c| c as u32).collect::<Vec<_>>(), []);
    }

    /// In blocks of scripts in use; what is not assigned there is not asked for.
    #[test]
    fn no_sign_or_space_belongs_to_a_word() {
        let blocks = [
            0..0x370,
            0x384..0x386,
            0x387..0x388,
            0x55A..0x560,
            0x589..0x591,
            0x5F3..0x600,
            0x606..0x610,
            0x61B..0x620,
            0x66A..0x66E,
            0x6D4..0x6D5,
            0x964..0x966,
            0xE3F..0xE40,
            0x1361..0x1369,
            0x17D4..0x17DC,
            0x2000..0x2070,
            0x20A0..0x2C00,
            0x2E00..0x3400,
            0x4DC0..0x4E00,
            0xFE10..0xFE70,
            0xFF01..0xFF66,
            0xFFE0..0xFFFF,
            0x1_F000..0x1_FB00,
        ];
        let signs = blocks.into_iter().flatten().filter_map(char::from_u32);
        // Fractions and numbers in brackets, and a mark of kana that is a sign by itself.
        let word = |code| matches!(code, 0x218A..=0x218B | 0x249C..=0x24B5 | 0x3097..=0x30A0 | 0x3100..=0x3130 | 0x318F);
        let wrong =
            signs.filter(|&c| !c.is_alphanumeric() && !is_combining_mark(c)).map(|c| c as u32);
        let wrong = wrong.filter(|&code| !matches!(class(code), N | I) && !word(code));
        assert_eq!(wrong.collect::<Vec<_>>(), []);
    }
}
