//! Numbers as a reader of a chart sees them.

use std::fmt::Write as _;

/// A number with this many decimals: minus is U+2212, thousands are parted from 10 000, and zero has no sign.
pub(super) fn number(value: f64, decimals: usize) -> String {
    if !value.is_finite() {
        return "not available".to_string();
    }
    let digits = format!("{:.decimals$}", value.abs());
    let sign = if value < 0.0 && digits.bytes().any(|b| (b'1'..=b'9').contains(&b)) { "\u{2212}" } else { "" };
    format!("{sign}{}", grouped(&digits))
}

/// Both ends with the same decimals: two significant digits of the width, at most `most`.
pub(super) fn range(low: f64, high: f64, most: usize) -> String {
    let width = if high > low { high - low } else { low.abs() / 10.0 };
    let decimals = decimals_of(width, most);
    let (from, to) = (number(low, decimals), number(high, decimals));
    let least = 0.5 * 10f64.powi(-(decimals as i32));
    match (low.abs() < least && high.abs() < least, from == to) {
        (true, _) => format!("below {}", number(2.0 * least, decimals)),
        (_, true) => from,
        _ => format!("{from} to {to}"),
    }
}

/// Decimals that show two significant digits of a width, at most `most`.
pub(super) fn decimals_of(width: f64, most: usize) -> usize {
    if !width.is_finite() || width <= 0.0 {
        return most;
    }
    (1.0 - width.log10().floor()).clamp(0.0, most as f64) as usize
}

/// A power of ten with its factor, as in 3.1 × 10⁻¹⁴.
pub(super) fn scientific(value: f64) -> String {
    if value == 0.0 || !value.is_finite() {
        return number(value, 0);
    }
    let written = format!("{value:.1e}");
    let (factor, exponent) = written.split_once('e').unwrap_or((&written, "0"));
    match factor {
        "1.0" => power_of_ten(exponent.parse().unwrap_or(0)),
        _ => format!("{factor} × {}", power_of_ten(exponent.parse().unwrap_or(0))),
    }
}

/// A power of ten, as in 10⁻⁶.
pub(super) fn power_of_ten(exponent: i32) -> String {
    exponent.to_string().chars().fold("10".to_string(), |mut text, c| {
        let _ = write!(text, "{}", superscript(c));
        text
    })
}

fn superscript(c: char) -> char {
    const DIGITS: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    c.to_digit(10).map_or('⁻', |d| DIGITS[d as usize])
}

fn grouped(digits: &str) -> String {
    let (whole, fraction) = digits.split_at(digits.find('.').unwrap_or(digits.len()));
    if whole.len() < 5 {
        return digits.to_string();
    }
    let mut text = String::new();
    for (n, c) in whole.chars().enumerate() {
        if n > 0 && (whole.len() - n) % 3 == 0 {
            text.push('\u{202f}');
        }
        text.push(c);
    }
    text + fraction
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_ends_of_a_range_have_the_same_decimals() {
        assert_eq!(range(-0.031, 0.4, 2), "\u{2212}0.03 to 0.40");
        assert_eq!(range(12.04, 31.96, 2), "12 to 32");
        assert_eq!(range(0.001, 0.002, 2), "below 0.01");
        assert_eq!(range(0.001, 0.002, 4), "0.0010 to 0.0020");
        assert_eq!(range(3.0, 3.0, 2), "3.00");
        assert_eq!(range(150.0, 150.0, 2), "150");
    }

    #[test]
    fn a_number_that_rounds_to_zero_has_no_sign() {
        assert_eq!(number(-0.001, 2), "0.00");
        assert_eq!(number(-1.0, 0), "\u{2212}1");
        assert_eq!(number(9999.0, 0), "9999");
        assert_eq!(number(-1_234_567.5, 1), "\u{2212}1\u{202f}234\u{202f}567.5");
        assert_eq!(number(f64::NAN, 1), "not available");
    }

    #[test]
    fn small_residuals_are_written_as_powers_of_ten() {
        assert_eq!(scientific(3.14e-14), "3.1 × 10⁻¹⁴");
        assert_eq!(scientific(1e-10), "10⁻¹⁰");
        assert_eq!(scientific(0.0), "0");
    }
}
