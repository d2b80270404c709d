//! What a language asks of its texts: direction, days, numbers, plurals, order. From Unicode's CLDR,
//! by way of ICU4X, so that pages agree with `Intl` in browsers.

pub mod pseudo;
