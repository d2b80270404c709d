//! Text that reads well and sounds badly: what a listener cannot follow.

use crate::article::Article;
use crate::diag::Span;

/// Longest aside in parentheses, in characters: a listener waits for the sentence to go on.
const ASIDE: usize = 60;

/// Something in a text that does not work by ear.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Fault {
    /// The words in question, as they stand in the text.
    pub(super) words: String,
    /// What is wrong with them.
    pub(super) why: &'static str,
    /// What to do.
    pub(super) hint: &'static str,
}

/// What points at a page in a language.
struct Pointers {
    language: &'static str,
    /// Said of what one sees or does with a pointing device.
    phrases: &'static [&'static str],
    /// Colours and the things that have one on a screen, in the order of the language.
    colours: &'static [&'static str],
    things: &'static [&'static str],
    /// Whether the colour comes first.
    colour_first: bool,
}

const POINTERS: [Pointers; 7] = [
    Pointers {
        language: "en",
        phrases: &[
            "click here",
            "tap here",
            "see here",
            "see below",
            "see above",
            "shown below",
            "shown above",
            "table below",
            "table above",
            "list below",
            "steps below",
            "following table",
            "in the picture",
            "in the screenshot",
            "screenshot",
            "on the left",
            "on the right",
            "this link",
            "link below",
            "and/or",
            "e.g.",
            "i.e.",
        ],
        colours: &["red", "green", "blue", "yellow", "grey", "gray", "orange"],
        things: &["button", "link", "icon", "banner", "box", "text"],
        colour_first: true,
    },
    Pointers {
        language: "de",
        phrases: &[
            "klicken sie hier",
            "klicke hier",
            "klick hier",
            "tippen sie hier",
            "tippe hier",
            "siehe unten",
            "siehe oben",
            "weiter unten",
            "weiter oben",
            "folgende tabelle",
            "folgenden tabelle",
            "im bild",
            "auf dem screenshot",
            "screenshot",
            "diesen link",
            "diesem link",
            "und/oder",
            "z. b.",
            "z.b.",
            "d. h.",
            "d.h.",
        ],
        colours: &["rote", "roten", "grüne", "grünen", "blaue", "blauen", "gelbe", "gelben"],
        things: &["knopf", "schaltfläche", "link", "symbol", "feld", "button"],
        colour_first: true,
    },
    Pointers {
        language: "fr",
        phrases: &[
            "cliquez ici",
            "clique ici",
            "appuyez ici",
            "voir ci-dessous",
            "voir ci-dessus",
            "ci-dessous",
            "ci-dessus",
            "tableau suivant",
            "capture d’écran",
            "capture d'écran",
            "à gauche",
            "à droite",
            "ce lien",
            "et/ou",
        ],
        colours: &["rouge", "vert", "verte", "bleu", "bleue", "jaune"],
        things: &["bouton", "lien", "icône", "bandeau"],
        colour_first: false,
    },
    Pointers {
        language: "es",
        phrases: &[
            "haz clic aquí",
            "haga clic aquí",
            "pulsa aquí",
            "pulse aquí",
            "ver abajo",
            "ver arriba",
            "más abajo",
            "más arriba",
            "tabla siguiente",
            "siguiente tabla",
            "captura de pantalla",
            "este enlace",
            "y/o",
        ],
        colours: &["rojo", "roja", "verde", "azul", "amarillo", "amarilla"],
        things: &["botón", "enlace", "icono"],
        colour_first: false,
    },
    Pointers {
        language: "it",
        phrases: &[
            "clicca qui",
            "fai clic qui",
            "fare clic qui",
            "tocca qui",
            "vedi sotto",
            "vedi sopra",
            "tabella seguente",
            "seguente tabella",
            "schermata",
            "questo link",
            "e/o",
        ],
        colours: &["rosso", "verde", "blu", "giallo"],
        things: &["pulsante", "link", "icona"],
        colour_first: false,
    },
    Pointers {
        language: "pt",
        phrases: &[
            "clique aqui",
            "toque aqui",
            "ver abaixo",
            "veja abaixo",
            "veja acima",
            "tabela abaixo",
            "tabela seguinte",
            "captura de tela",
            "este link",
            "e/ou",
        ],
        colours: &["vermelho", "verde", "azul", "amarelo"],
        things: &["botão", "link", "ícone"],
        colour_first: false,
    },
    Pointers {
        language: "nl",
        phrases: &[
            "klik hier",
            "tik hier",
            "zie hieronder",
            "zie hierboven",
            "hieronder",
            "hierboven",
            "volgende tabel",
            "schermafbeelding",
            "deze link",
            "en/of",
        ],
        colours: &["rode", "groene", "blauwe", "gele"],
        things: &["knop", "link", "pictogram"],
        colour_first: true,
    },
];

/// What of `text`, in a language, does not work by ear.
pub(super) fn faults(text: &str, language: &str) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut add = |words: &str, why, hint| {
        faults.push(Fault { words: words.to_owned(), why, hint });
    };
    for word in text.split_whitespace().filter(|word| is_address(word)) {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric());
        add(
            word,
            "is an address that nobody can follow by ear",
            "say where to go, or leave it out",
        );
    }
    if let Some(picture) = text.split_whitespace().find(|word| word.contains(is_picture)) {
        add(picture, "is a picture, and voices skip or spell it", "say it in words");
    }
    if let Some(aside) = aside(text) {
        add(aside, "is a long aside that loses the listener", "make it a sentence of its own");
    }
    if let Some(line) = text.lines().find(|line| line.matches(" | ").count() > 1) {
        add(line.trim(), "are columns, which nobody hears", "say the one row that matters");
    }
    let own = language.split('-').next().unwrap_or_default();
    if let Some(pointers) = POINTERS.iter().find(|pointers| pointers.language == own) {
        for words in pointed(text, pointers) {
            add(&words, "means nothing to somebody who listens", "say what to do, or what it is");
        }
    }
    faults
}

/// What of the Markdown of a part does not work by ear, and is not in its plain text any more.
pub(super) fn unheard(markdown: &str) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut add = |words: &str, why, hint| {
        faults.push(Fault { words: words.to_owned(), why, hint });
    };
    let lines = || markdown.lines().map(|line| line.trim_start_matches(['>', ' ']).trim());
    let is_rule = |line: &&str| {
        line.contains("--") && line.contains('|') && line.chars().all(|c| "|-: ".contains(c))
    };
    if let Some(rule) = lines().find(is_rule) {
        add(rule, "makes a table, which nobody hears", "say the one row that matters");
    }
    if let Some(fence) = lines().find(|line| line.starts_with("```") || line.starts_with("~~~")) {
        add(fence, "begins code, which nobody can type by ear", "leave it to the page");
    }
    if let Some(picture) = lines().find(|line| line.contains("![")) {
        add(picture, "is a picture, which nobody hears", "say what it shows");
    }
    faults
}

fn is_address(word: &str) -> bool {
    let word = word.trim_matches(|c: char| !c.is_alphanumeric());
    let is_mail = word.split_once('@').is_some_and(|(name, host)| {
        !name.is_empty() && host.contains('.') && !host.starts_with('.')
    });
    word.contains("://") || word.starts_with("www.") || is_mail
}

/// Emoji, arrows and other signs that are looked at.
fn is_picture(c: char) -> bool {
    matches!(c,
        '\u{2190}'..='\u{21ff}' | '\u{2300}'..='\u{23ff}' | '\u{25a0}'..='\u{27bf}'
        | '\u{2b00}'..='\u{2bff}' | '\u{1f000}'..='\u{1faff}')
}

fn aside(text: &str) -> Option<&str> {
    let mut start = None;
    for (at, c) in text.char_indices() {
        match c {
            '(' | '（' => start = Some(at),
            ')' | '）' => {
                let aside = start.take().map(|start| &text[start..at + c.len_utf8()]);
                if let Some(aside) = aside.filter(|aside| aside.chars().count() > ASIDE) {
                    return Some(aside);
                }
            }
            _ => {}
        }
    }
    None
}

/// Phrases that only work beside a page.
fn pointed(text: &str, pointers: &Pointers) -> Vec<String> {
    let mut found: Vec<(usize, usize)> =
        pointers.phrases.iter().filter_map(|phrase| whole(text, phrase)).collect();
    for colour in pointers.colours {
        for thing in pointers.things {
            let (one, two) = if pointers.colour_first { (colour, thing) } else { (thing, colour) };
            found.extend(whole(text, &format!("{one} {two}")));
        }
    }
    found.sort_by_key(|(start, end)| (*start, std::cmp::Reverse(*end)));
    let mut to = 0;
    // `screenshot` is part of `in the screenshot`.
    found.retain(|(start, end)| {
        *start >= to && {
            to = *end;
            true
        }
    });
    found.into_iter().map(|(start, end)| text[start..end].to_owned()).collect()
}

/// Where `phrase` stands in `text` as whole words.
fn whole(text: &str, phrase: &str) -> Option<(usize, usize)> {
    let mut from = 0;
    while let Some((start, end)) = seek(text, phrase, from) {
        let before = text[..start].chars().next_back();
        let after = text[end..].chars().next();
        let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        if !is_word(before) && !is_word(after) {
            return Some((start, end));
        }
        from = end;
    }
    None
}

/// Where `words` stand in `text` from a byte on, whatever their case and the white space between.
fn seek(text: &str, words: &str, from: usize) -> Option<(usize, usize)> {
    let tail = text.get(from..)?;
    tail.char_indices().find_map(|(at, _)| {
        let length = matched(&tail[at..], words)?;
        Some((from + at, from + at + length))
    })
}

/// Bytes at the beginning of `text` that say `words`.
fn matched(text: &str, words: &str) -> Option<usize> {
    let mut rest = text;
    for c in words.chars() {
        if c.is_whitespace() {
            let short = rest.trim_start();
            if short.len() == rest.len() {
                return None;
            }
            rest = short;
            continue;
        }
        let own = rest.chars().next()?;
        if own != c && !own.to_lowercase().eq(c.to_lowercase()) {
            return None;
        }
        rest = &rest[own.len_utf8()..];
    }
    Some(text.len() - rest.len()).filter(|length| *length > 0)
}

/// Where words of an article are written: from `near` on, else anywhere below the head, else `near`
/// itself.
pub(super) fn place(article: &Article, near: &Span, words: &str) -> Span {
    let source = &near.source;
    let own = if source.path == *article.path() { article.body_at } else { 0 };
    let found = seek(&source.text, words, near.range.start)
        .or_else(|| seek(&source.text, words, own.min(source.text.len())));
    found.map_or_else(|| near.clone(), |(start, end)| Span::new(source, start..end))
}
