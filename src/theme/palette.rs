//! One colour of a brand → every colour that is made of it, readable wherever the theme uses it.
//!
//! A role keeps the hue of the brand. Its lightness moves only as far as its pairs ask for, and its
//! chroma only as far as sRGB has none:
//!
//! | role | is | at least, on `paper`, `wash`, `raised` and `accent-soft` |
//! | --- | --- | --- |
//! | `accent` | links, icons, the current entry | 4.5 : 1, also on an alert of its own colour |
//! | `accent-fill`, `accent-fill-hover` | buttons | with `on-accent` 4.5 : 1; 1.3 : 1 to light surfaces, 3 : 1 to dark ones |
//! | `focus` | the ring around what has the focus | 3 : 1 |
//! | `accent-soft`, `accent-line` | tinted surface, decorative line | – (text on it is held to the surface) |
//!
//! For readers who ask for more contrast the first three become 7 : 1, 7 : 1 and 4.5 : 1. Contrast
//! is that of WCAG 2.2, of the rounded colours that are printed. Distances are ΔE-OK.

use color::{Oklab, Oklch, OpaqueColor, Srgb};

use super::tokens::Tokens;

/// The colour of a brand that has none.
const DEFAULT: Rgb = Rgb([0x0b, 0x6b, 0x5c]);

/// On buttons, the first that can be read.
const ON_FILL: [Rgb; 2] = [Rgb([0xff, 0xff, 0xff]), Rgb([0x10, 0x12, 0x0f])];

/// Up to this distance (ΔE-OK) a colour still passes for the one that was asked for. Side by side,
/// 0.02 can just be seen.
const VISIBLE: f32 = 0.04;

/// Up to this distance a light page's buttons are rather of its links' colour with white text than
/// of the brand's own with black text.
const KINDRED: f32 = 0.08;

/// What rounding in single precision may take from a contrast.
const MARGIN: f32 = 0.01;

/// A colour as it is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rgb(pub [u8; 3]);

/// What colours of the brand are used on.
#[derive(Clone, Copy, Debug)]
pub struct Surfaces {
    paper: Rgb,
    wash: Rgb,
    raised: Rgb,
}

/// The colours of a brand on light or on dark pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scheme {
    /// Links, icons, the current entry.
    pub accent: Rgb,
    /// Buttons.
    pub accent_fill: Rgb,
    /// Buttons under a pointer.
    pub accent_fill_hover: Rgb,
    /// Text on buttons.
    pub on_accent: Rgb,
    /// A tinted surface.
    pub accent_soft: Rgb,
    /// A line that only decorates.
    pub accent_line: Rgb,
    /// The ring around what has the focus.
    pub focus: Rgb,
}

/// Every colour that is made of the brand's.
#[derive(Clone, Debug)]
pub struct Palette {
    /// The brand's own colour, as near as sRGB has it.
    pub brand: Rgb,
    /// On light pages.
    pub light: Scheme,
    /// On dark pages.
    pub dark: Scheme,
    /// On light pages of readers who ask for more contrast.
    pub light_more: Scheme,
    /// The same on dark pages.
    pub dark_more: Scheme,
    /// Least contrast of the brand's own colour as text on light pages.
    contrast: f32,
}

/// How a colour of the brand cannot be used as it is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Moved {
    /// For links instead of the brand's colour.
    pub text: Rgb,
    /// For buttons instead of it, when it cannot be used there either.
    pub fill: Option<Rgb>,
    /// The brand's least contrast as text.
    pub contrast: f32,
}

/// Which pages a scheme is for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Page {
    Light,
    Dark,
}

/// Least contrasts.
#[derive(Clone, Copy)]
struct Least {
    text: f32,
    focus: f32,
}

const NORMAL: Least = Least { text: 4.5, focus: 3.0 };
const MORE: Least = Least { text: 7.0, focus: 4.5 };

impl Palette {
    /// The palette of `brand`, or of the default colour, on the surfaces that `tokens` name.
    pub(super) fn new(brand: Option<OpaqueColor<Oklch>>, tokens: &Tokens) -> Self {
        let light = Surfaces::read(tokens, Page::Light);
        let dark = Surfaces::read(tokens, Page::Dark);
        Self::on(brand.unwrap_or_else(|| DEFAULT.oklch()), light, dark)
    }

    /// The palette of `brand` on these surfaces of light and of dark pages.
    pub fn on(brand: OpaqueColor<Oklch>, light: Surfaces, dark: Surfaces) -> Self {
        let brand = Rgb::nearest(brand.components);
        let scheme = Scheme::new(brand, light, (Page::Light, NORMAL));
        let all = light.all().into_iter().chain([scheme.accent_soft]);
        Self {
            brand,
            contrast: all.map(|surface| brand.contrast(surface)).fold(21.0, f32::min),
            light: scheme,
            dark: Scheme::new(brand, dark, (Page::Dark, NORMAL)),
            light_more: Scheme::new(brand, light, (Page::Light, MORE)),
            dark_more: Scheme::new(brand, dark, (Page::Dark, MORE)),
        }
    }

    /// How light pages show a colour that is visibly not the brand's; `None` when they show that.
    /// On dark pages a lighter one is expected.
    pub fn moved(&self) -> Option<Moved> {
        let Scheme { accent, accent_fill, .. } = self.light;
        let (text, fill) = (self.brand.distance(accent), self.brand.distance(accent_fill));
        (text.max(fill) > VISIBLE).then(|| Moved {
            text: accent,
            fill: (fill > VISIBLE).then_some(accent_fill),
            contrast: self.contrast,
        })
    }

    /// The palette as custom properties.
    pub(super) fn css(&self) -> String {
        let roles = |light: &Scheme, dark: &Scheme| -> String {
            let pairs = light.roles().into_iter().zip(dark.roles());
            pairs.map(|((name, light), (_, dark))| declaration(name, light, dark)).collect()
        };
        let normal = roles(&self.light, &self.dark);
        let more = roles(&self.light_more, &self.dark_more);
        format!(
            "@layer tokens{{\n:root{{\n--brand: {};\n{normal}}}\n\
             @media (prefers-contrast: more){{\n:root{{\n{more}}}\n}}\n}}\n",
            self.brand
        )
    }
}

fn declaration(name: &str, light: Rgb, dark: Rgb) -> String {
    format!("--{name}: light-dark({light}, {dark});\n")
}

impl Scheme {
    fn new(brand: Rgb, surfaces: Surfaces, (page, least): (Page, Least)) -> Self {
        let [lightness, chroma, hue] = brand.oklch().components;
        let (soft, line, wanted) = match page {
            Page::Light => {
                ([0.964, chroma.min(0.014), hue], [0.86, chroma.min(0.04), hue], brand.oklch())
            }
            // Dark pages are calm: lighter than they must be, and never glaring.
            Page::Dark => (
                [0.255, chroma.min(0.03), hue],
                [0.45, chroma.min(0.06), hue],
                OpaqueColor::new([lightness.max(0.76), chroma.min(0.13), hue]),
            ),
        };
        let soft = Rgb::nearest(soft);
        let on_all = |color: Rgb, least: f32| {
            surfaces.all().into_iter().chain([soft]).all(|surface| color.stands_on(surface, least))
        };
        let accent = Rgb::fit(wanted, |color| {
            let alert = color.mixed(surfaces.paper, 0.08);
            on_all(color, least.text) && color.stands_on(alert, least.text)
        });
        let on = |fill: Rgb| ON_FILL.into_iter().find(|text| text.stands_on(fill, least.text));
        let apart = if page == Page::Light { 1.3 } else { 3.0 };
        let can_fill = |fill: Rgb| {
            on(fill).is_some() && surfaces.all().into_iter().all(|it| fill.stands_on(it, apart))
        };
        let kindred = page == Page::Light && brand.distance(accent) <= KINDRED && can_fill(accent);
        let accent_fill = if kindred { accent } else { Rgb::fit(brand.oklch(), can_fill) };
        let on_accent = on(accent_fill).unwrap_or(ON_FILL[1]);
        Self {
            accent,
            accent_fill,
            accent_fill_hover: accent_fill.hovered(on_accent, least.text),
            on_accent,
            accent_soft: soft,
            accent_line: Rgb::nearest(line),
            focus: Rgb::fit(wanted, |color| on_all(color, least.focus)),
        }
    }

    /// Each with its name.
    pub fn roles(&self) -> [(&'static str, Rgb); 7] {
        [
            ("accent", self.accent),
            ("accent-fill", self.accent_fill),
            ("accent-fill-hover", self.accent_fill_hover),
            ("on-accent", self.on_accent),
            ("accent-soft", self.accent_soft),
            ("accent-line", self.accent_line),
            ("focus", self.focus),
        ]
    }
}

impl Surfaces {
    /// `paper`, `wash` and `raised`.
    pub fn new(paper: Rgb, wash: Rgb, raised: Rgb) -> Self {
        Self { paper, wash, raised }
    }

    fn read(tokens: &Tokens, page: Page) -> Self {
        let color = |name: &str| {
            let (light, dark) = tokens.pair(name)?;
            Rgb::parse(if page == Page::Light { &light } else { &dark })
        };
        let paper = color("paper").unwrap_or(match page {
            Page::Light => ON_FILL[0],
            Page::Dark => ON_FILL[1],
        });
        let or_paper = |name: &str| color(name).unwrap_or(paper);
        Self { paper, wash: or_paper("wash"), raised: or_paper("raised") }
    }

    fn all(&self) -> [Rgb; 3] {
        [self.paper, self.wash, self.raised]
    }
}

impl Rgb {
    /// A CSS color without transparency.
    pub fn parse(text: &str) -> Option<Self> {
        let parsed = color::parse_color(text).ok()?;
        (parsed.components[3] >= 1.0).then(|| {
            let [l, c, h, _] = parsed.to_alpha_color::<Oklch>().components;
            Self::nearest([l, c, h])
        })
    }

    /// The WCAG contrast to `other`, from 1 to 21.
    pub fn contrast(self, other: Self) -> f32 {
        let (a, b) = (self.srgb().relative_luminance(), other.srgb().relative_luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    fn stands_on(self, surface: Self, least: f32) -> bool {
        self.contrast(surface) >= least + MARGIN
    }

    /// The ΔE-OK to `other`.
    pub fn distance(self, other: Self) -> f32 {
        self.srgb().convert::<Oklab>().difference(other.srgb().convert())
    }

    /// Lightness, chroma and hue in OKLCH.
    pub fn oklch(self) -> OpaqueColor<Oklch> {
        self.srgb().convert()
    }

    fn srgb(self) -> OpaqueColor<Srgb> {
        OpaqueColor::new(self.0.map(|channel| f32::from(channel) / 255.0))
    }

    /// `share` of this colour in `other`, as `color-mix(in oklab, …)` does it.
    fn mixed(self, other: Self, share: f32) -> Self {
        let (a, b) = (self.srgb().convert::<Oklab>(), other.srgb().convert::<Oklab>());
        Self::rounded(b.lerp_rect(a, share).convert())
    }

    /// The colour of these OKLCH components, with less chroma when sRGB has not so much.
    fn nearest([lightness, chroma, hue]: [f32; 3]) -> Self {
        let lightness = lightness.clamp(0.0, 1.0);
        let at = |chroma: f32| OpaqueColor::<Oklch>::new([lightness, chroma, hue]).convert();
        let whole: OpaqueColor<Srgb> = at(chroma);
        if in_gamut(whole) {
            return Self::rounded(whole);
        }
        let (mut inside, mut outside) = (0.0, chroma);
        for _ in 0..14 {
            let middle = f32::midpoint(inside, outside);
            if in_gamut(at(middle)) { inside = middle } else { outside = middle }
        }
        Self::rounded(at(inside))
    }

    fn rounded(color: OpaqueColor<Srgb>) -> Self {
        Self(color.components.map(|channel| (channel.clamp(0.0, 1.0) * 255.0 + 0.5) as u8))
    }

    /// The colour nearest to `wanted` in lightness that `passes`.
    fn fit(wanted: OpaqueColor<Oklch>, passes: impl Fn(Self) -> bool) -> Self {
        let [lightness, chroma, hue] = wanted.components;
        let steps = (0..=500_u16).map(|step| f32::from(step) * 0.002);
        let both = steps.flat_map(|step| [lightness - step, lightness + step]);
        let colors = both
            .filter(|lightness| (0.0..=1.0).contains(lightness))
            .map(|lightness| Self::nearest([lightness, chroma, hue]));
        let exact = Self::nearest([lightness, chroma, hue]);
        std::iter::once(exact).chain(colors).find(|color| passes(*color)).unwrap_or(exact)
    }

    /// A step away from `text`, or as far towards it as it can still be read.
    fn hovered(self, text: Self, least: f32) -> Self {
        let [lightness, chroma, hue] = self.oklch().components;
        let away = if text.srgb().relative_luminance() > 0.5 { -0.06 } else { 0.06 };
        let steps = [away, -away, -away / 2.0];
        let colors = steps.map(|step| Self::nearest([lightness + step, chroma, hue]));
        let differs = |color: &Self| self.distance(*color) > 0.02 && text.stands_on(*color, least);
        colors.into_iter().find(differs).unwrap_or(self)
    }
}

impl std::fmt::Display for Rgb {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let [red, green, blue] = self.0;
        write!(f, "#{red:02x}{green:02x}{blue:02x}")
    }
}

/// A little beyond the limits rounds to a colour inside.
fn in_gamut(color: OpaqueColor<Srgb>) -> bool {
    color.components.iter().all(|channel| (-0.001..=1.001).contains(channel))
}
