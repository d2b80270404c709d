//! How much room text takes in a picture, guessed so that no font needs more.

/// Width of a character in hundredths of the font's size.
fn width(c: char) -> usize {
    match c {
        'i' | 'j' | 'l' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' | 'I' | '’' => 38,
        ' ' | 'f' | 't' | 'r' | '(' | ')' | '[' | ']' | '-' | '/' => 45,
        'm' | 'w' | 'M' | 'W' | '@' | '%' | '…' | '—' => 102,
        'a'..='z' | '0'..='9' => 66,
        'A'..='Z' => 80,
        c if unicode_normalization::char::is_combining_mark(c) => 0,
        // Joiners and marks of direction are not seen.
        '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => 0,
        // Scripts of full width and pictures.
        '\u{1100}'..='\u{115f}'
        | '\u{2e80}'..='\u{a4cf}'
        | '\u{ac00}'..='\u{d7a3}'
        | '\u{f900}'..='\u{faff}'
        | '\u{fe30}'..='\u{fe6f}'
        | '\u{ff00}'..='\u{ff60}' => 105,
        '\u{2190}'..='\u{2bff}' | '\u{1f000}'..='\u{1faff}' | '\u{20000}'..='\u{3fffd}' => 135,
        _ => 82,
    }
}

/// Width of a text in pixels.
fn measure(text: &str, size: usize) -> usize {
    (text.chars().map(width).sum::<usize>() * size).div_ceil(100)
}

/// Width of the widest line in pixels.
pub(super) fn widest(lines: &[String], size: usize) -> usize {
    lines.iter().map(|line| measure(line, size)).max().unwrap_or_default()
}

/// Cuts a text into lines of at most `limit` pixels: between words, and within words that are longer
/// than a line, or that are written without spaces. At least one line, which may be empty.
pub(super) fn lines(text: &str, limit: usize, size: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        let mut rest = word;
        loop {
            let line = lines.last_mut().expect("there is a line from the start");
            let space = if line.is_empty() { "" } else { " " };
            if measure(&format!("{line}{space}{rest}"), size) <= limit {
                line.push_str(space);
                line.push_str(rest);
                break;
            }
            if !line.is_empty() {
                lines.push(String::new());
                continue;
            }
            let end = fitting(rest, limit, size);
            line.push_str(&rest[..end]);
            rest = &rest[end..];
            lines.push(String::new());
        }
    }
    lines
}

/// How many bytes of a word fit into a line: at least one character, and no mark without its letter.
fn fitting(word: &str, limit: usize, size: usize) -> usize {
    let mut used = 0;
    for (at, c) in word.char_indices() {
        used += width(c) * size;
        if at > 0 && used > limit * 100 {
            return at;
        }
    }
    word.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_of_any_script_is_cut_to_lines_that_fit() {
        for text in [
            "A few words that take two lines",
            "Donaudampfschifffahrtsgesellschaft",
            "サービスが一時停止しています",
            "",
            "हिन्दी में एक वाक्य",
        ] {
            let cut = lines(text, 100, 15);
            assert!(cut.iter().all(|line| measure(line, 15) <= 100), "{cut:?}");
            let joined: String = cut.concat().split_whitespace().collect();
            assert_eq!(joined, text.split_whitespace().collect::<String>());
        }
    }
}
