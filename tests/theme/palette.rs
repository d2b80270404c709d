//! Every colour that a brand may have gives a palette that can be read, by WCAG's own formula.

use color::{Oklch, OpaqueColor};
use faqtory::theme::palette::{Palette, Rgb, Scheme, Surfaces};
use proptest::prelude::*;

use super::text;

/// A token of `theme/css/10-tokens.css` on light (0) and dark (1) pages.
fn token(name: &str) -> [Rgb; 2] {
    let css = text("theme/css/10-tokens.css");
    let (_, rest) = css.split_once(&format!("--{name}: light-dark(")).unwrap();
    let pair = rest.split_once(");").unwrap().0;
    let (light, dark) = pair.split_once(", ").unwrap();
    [light, dark].map(|color| Rgb::parse(color).unwrap())
}

fn surfaces() -> [Surfaces; 2] {
    let (paper, wash, raised) = (token("paper"), token("wash"), token("raised"));
    [0, 1].map(|page| Surfaces::new(paper[page], wash[page], raised[page]))
}

fn palette(color: OpaqueColor<Oklch>) -> Palette {
    let [light, dark] = surfaces();
    Palette::on(color, light, dark)
}

/// Relative luminance as WCAG 2.2 defines it, in double precision.
fn luminance(Rgb(channels): Rgb) -> f64 {
    let linear = channels.map(|channel| {
        let value = f64::from(channel) / 255.0;
        if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    });
    0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
}

fn contrast(a: Rgb, b: Rgb) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

/// Pairs of a scheme that are below their least contrast.
fn unreadable(scheme: &Scheme, page: usize, [text_least, focus_least]: [f64; 2]) -> Vec<String> {
    let surfaces = ["paper", "wash", "raised"].map(|name| (name, token(name)[page]));
    let all = surfaces.into_iter().chain([("accent-soft", scheme.accent_soft)]);
    let mut pairs = Vec::new();
    for (surface, color) in all {
        pairs.push((format!("accent on {surface}"), scheme.accent, color, text_least));
        pairs.push((format!("focus on {surface}"), scheme.focus, color, focus_least));
        for ink in ["ink", "ink-soft"] {
            pairs.push((format!("{ink} on {surface}"), token(ink)[page], color, 4.5));
        }
        pairs.push((format!("line-strong on {surface}"), token("line-strong")[page], color, 3.0));
    }
    for (name, fill) in [("fill", scheme.accent_fill), ("hover", scheme.accent_fill_hover)] {
        pairs.push((format!("text on {name}"), scheme.on_accent, fill, text_least));
    }
    pairs.retain(|(_, a, b, least)| contrast(*a, *b) < *least);
    pairs
        .iter()
        .map(|(name, a, b, _)| format!("{name}: {a} on {b} is {:.3}", contrast(*a, *b)))
        .collect()
}

fn all_unreadable(palette: &Palette) -> Vec<String> {
    [
        unreadable(&palette.light, 0, [4.5, 3.0]),
        unreadable(&palette.dark, 1, [4.5, 3.0]),
        unreadable(&palette.light_more, 0, [7.0, 4.5]),
        unreadable(&palette.dark_more, 1, [7.0, 4.5]),
    ]
    .concat()
}

/// How far rounding can move `color`: by half a step of eight bits in each of its three channels.
fn rounding(color: Rgb) -> f32 {
    let steps = (0..6).map(|which: usize| {
        let mut other = color;
        let channel = &mut other.0[which / 2];
        *channel = if which.is_multiple_of(2) {
            channel.saturating_sub(1)
        } else {
            channel.saturating_add(1)
        };
        color.distance(other)
    });
    1.5 * steps.fold(0.0, f32::max)
}

/// Roles whose hue is not the brand's, by more than eight bits a channel can help.
fn strayed(palette: &Palette) -> Vec<String> {
    let [_, chroma, hue] = palette.brand.oklch().components;
    let mut strayed = Vec::new();
    for scheme in [palette.light, palette.dark, palette.light_more, palette.dark_more] {
        for (name, color) in scheme.roles().into_iter().filter(|(name, _)| *name != "on-accent") {
            let [_, own_chroma, own_hue] = color.oklch().components;
            let apart = (own_hue - hue + 540.0).rem_euclid(360.0) - 180.0;
            let off = own_chroma * apart.to_radians().sin().abs();
            if chroma > 0.01 && off > rounding(color) && apart.abs() > 3.0 {
                strayed.push(format!("{name} {color}: {apart:.1} degrees"));
            }
        }
    }
    strayed
}

fn check(color: OpaqueColor<Oklch>) -> Result<(), TestCaseError> {
    let palette = palette(color);
    let unreadable = all_unreadable(&palette);
    prop_assert!(unreadable.is_empty(), "{}: {unreadable:#?}", palette.brand);
    let strayed = strayed(&palette);
    prop_assert!(strayed.is_empty(), "{}: {strayed:#?}", palette.brand);
    if let Some(moved) = palette.moved() {
        let advised = self::palette(moved.text.oklch());
        prop_assert_eq!(advised.moved(), None, "{} for {}", moved.text, palette.brand);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_colour_gives_a_readable_palette_of_its_hue(channels in any::<[u8; 3]>()) {
        check(Rgb(channels).oklch())?;
    }

    #[test]
    fn so_does_a_colour_beyond_srgb(l in -0.2_f32..1.2, c in 0.0_f32..0.5, h in 0.0_f32..360.0) {
        check(OpaqueColor::new([l, c, h]))?;
    }
}

#[test]
fn the_extremes_give_readable_palettes() {
    for color in [
        "#000", "#fff", "#ff0", "#00f", "#0f0", "#f00", "#0ff", "#f0f", "#777", "#808080",
        "#513934",
    ] {
        check(Rgb::parse(color).unwrap().oklch())
            .unwrap_or_else(|error| panic!("{color}: {error}"));
    }
}

#[test]
fn a_colour_that_can_be_read_is_used_as_it_is() {
    for color in ["#0b6b5c", "#1d4ed8", "#7c2d12", "#4a148c", "#111111"] {
        let color = Rgb::parse(color).unwrap();
        let palette = palette(color.oklch());
        assert_eq!((palette.light.accent, palette.light.accent_fill), (color, color));
        assert_eq!(palette.moved(), None);
    }
}

#[test]
fn a_bright_colour_stays_on_buttons_with_dark_text() {
    let yellow = Rgb::parse("#ffd400").unwrap();
    let palette = palette(yellow.oklch());
    assert_eq!(palette.light.accent_fill, yellow);
    assert!(luminance(palette.light.on_accent) < 0.1);
    let moved = palette.moved().unwrap();
    assert_eq!((moved.text, moved.fill), (palette.light.accent, None));
}

#[test]
fn more_contrast_is_never_less() {
    let colors = (0..512_u32).map(|n| {
        let [_, red, green, blue] = (n * 32_771).to_be_bytes();
        Rgb([red, green, blue])
    });
    for color in colors {
        let palette = palette(color.oklch());
        let pairs = [(palette.light, palette.light_more, 0), (palette.dark, palette.dark_more, 1)];
        for (normal, more, page) in pairs {
            let paper = token("paper")[page];
            assert!(contrast(more.accent, paper) >= contrast(normal.accent, paper), "{color}");
            assert!(contrast(more.on_accent, more.accent_fill) >= 7.0, "{color}");
        }
    }
}

/// Marked words, alerts and code are not made of the brand's colour, but they stand beside it.
#[test]
fn fixed_colours_can_be_read_too() {
    for page in [0, 1] {
        let paper = token("paper")[page];
        for tone in ["blue", "green", "violet", "amber", "red", "teal"] {
            let tone = token(tone)[page];
            assert!(contrast(tone, paper) >= 4.5 && contrast(tone, token("wash")[page]) >= 4.5);
        }
        assert!(contrast(token("ink")[page], token("mark")[page]) >= 4.5);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn marked_words_stand_out_from_every_tint(channels in any::<[u8; 3]>()) {
        let palette = palette(Rgb(channels).oklch());
        for (scheme, page) in [(palette.light, 0), (palette.dark, 1)] {
            prop_assert!(scheme.accent_soft.distance(token("mark")[page]) > 0.05);
        }
    }
}
