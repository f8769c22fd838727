//! Numbers as people read them: a true minus sign, a fixed number of decimals, ranges with "to".

/// `value` with `decimals` digits after the point and a true minus sign; zero carries no sign.
pub(crate) fn fixed(value: f64, decimals: usize) -> String {
    if value.is_nan() {
        return "–".into();
    }
    let text = format!("{value:.decimals$}");
    match text.strip_prefix('-') {
        Some(digits) if digits.chars().all(|c| matches!(c, '0' | '.')) => digits.into(),
        Some(digits) => format!("\u{2212}{digits}"),
        None => text,
    }
}

/// As [`fixed`], with a plus sign before positive numbers.
pub(crate) fn signed(value: f64, decimals: usize) -> String {
    let text = fixed(value, decimals);
    let is_zero = text.chars().all(|c| matches!(c, '0' | '.'));
    if value > 0.0 && !is_zero { format!("+{text}") } else { text }
}

/// Change of `value` against `reference` in per cent.
pub(crate) fn percent_change(value: f64, reference: f64) -> f64 {
    (value / reference - 1.0) * 100.0
}

/// A whole number with narrow spaces above 10 000.
pub(crate) fn grouped(value: f64) -> String {
    let text = fixed(value, 0);
    let (sign, digits) = match text.strip_prefix('\u{2212}') {
        Some(digits) => ("\u{2212}", digits.to_string()),
        None => ("", text.clone()),
    };
    if digits.len() < 5 {
        return text;
    }
    let mut out = String::new();
    for (k, c) in digits.chars().enumerate() {
        if k > 0 && (digits.len() - k) % 3 == 0 {
            out.push('\u{202f}');
        }
        out.push(c);
    }
    format!("{sign}{out}")
}

/// "low to high" with the same decimals at both ends.
pub(crate) fn range(values: &[f64], decimals: usize) -> String {
    let low = values.iter().copied().fold(f64::INFINITY, f64::min);
    let high = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let (low, high) = (signed(low, decimals), signed(high, decimals));
    if low == high { low } else { format!("{low} to {high}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_small_negative_is_zero_without_a_sign() {
        assert_eq!(fixed(-0.0004, 2), "0.00");
        assert_eq!(signed(0.0004, 2), "0.00");
        assert_eq!(signed(-0.4, 2), "\u{2212}0.40");
        assert_eq!(signed(0.4, 2), "+0.40");
    }

    #[test]
    fn large_numbers_are_grouped() {
        assert_eq!(grouped(-1234567.4), "\u{2212}1\u{202f}234\u{202f}567");
        assert_eq!(grouped(9999.0), "9999");
    }

    #[test]
    fn a_range_has_one_form() {
        assert_eq!(range(&[0.1, -0.2, 0.05], 1), "\u{2212}0.2 to +0.1");
        assert_eq!(range(&[0.1, 0.1], 1), "+0.1");
    }
}
