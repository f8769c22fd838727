//! Numbers as a reader of the text sees them: both ends of a range alike, no digit beyond what is known.

/// What a number is measured in.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Unit {
    /// Change in per cent.
    Percent,
    /// Level in per cent.
    Share,
    /// Change of a share.
    Points,
    /// Millions of a currency.
    Money(String),
    /// Anything else, named after the number.
    Named(String),
}

impl Unit {
    /// The unit as the ledger names it.
    pub(crate) fn name(&self) -> String {
        match self {
            Self::Percent | Self::Share => "%".into(),
            Self::Points => "points".into(),
            Self::Money(code) => format!("{code} mn"),
            Self::Named(unit) => unit.clone(),
        }
    }

    /// Half of the last digit that is ever shown; only changes have one.
    fn visible(&self) -> f64 {
        match self {
            Self::Percent | Self::Points => 0.005,
            Self::Money(_) => 0.5,
            Self::Share | Self::Named(_) => 0.0,
        }
    }

    /// Whether a change shows at all.
    pub(crate) fn shows(&self, low: f64, high: f64) -> bool {
        low.abs().max(high.abs()) >= self.visible()
    }
}

/// A range with its unit.
pub(crate) fn range(low: f64, high: f64, unit: &Unit) -> String {
    if !unit.shows(low, high) {
        return invisible(unit);
    }
    match unit {
        Unit::Share if high - low < 0.05 => format!("{}%", number(0.5 * (low + high), 1)),
        Unit::Percent | Unit::Share => format!("{}%", span(low, high)),
        Unit::Points => format!("{} points", span(low, high)),
        Unit::Money(code) => money(low, high, code),
        Unit::Named(unit) => named(&span(low, high), unit),
    }
}

/// A number exactly as its source gives it.
pub(crate) fn exact(value: f64, unit: &Unit) -> String {
    let digits = value.abs().to_string();
    let text = format!("{}{}", if value < 0.0 { "\u{2212}" } else { "" }, grouped(&digits));
    match unit {
        Unit::Percent | Unit::Share => format!("{text}%"),
        Unit::Points => format!("{text} points"),
        Unit::Money(code) => format!("{code}{text} mn"),
        Unit::Named(unit) => named(&text, unit),
    }
}

/// `C$ bn` stands around its number, other units after it.
fn named(text: &str, unit: &str) -> String {
    match unit.split_once('$') {
        Some((code, size)) => format!("{}{}", signed(text, &format!("{code}$")), size),
        None if unit == "%" => format!("{text}%"),
        None if unit.is_empty() || unit == "number" => text.into(),
        None => format!("{text} {unit}"),
    }
}

fn signed(text: &str, code: &str) -> String {
    match text.strip_prefix('\u{2212}') {
        Some(rest) => format!("\u{2212}{code}{rest}"),
        None => format!("{code}{text}"),
    }
}

fn invisible(unit: &Unit) -> String {
    match unit {
        Unit::Points => "no visible effect (below 0.01 points)".into(),
        Unit::Money(code) => format!("no visible effect (below {code}1 mn)"),
        _ => "no visible effect (below 0.01%)".into(),
    }
}

fn money(low: f64, high: f64, code: &str) -> String {
    let (scale, size) = if low.abs().max(high.abs()) >= 1000.0 { (1000.0, "bn") } else { (1.0, "mn") };
    let (low, high) = (low / scale, high / scale);
    let decimals = if size == "mn" { 0 } else { decimals(high - low) };
    let ends = [low, high].map(|end| signed(&number(end, decimals), code));
    if ends[0] == ends[1] { format!("{} {size}", ends[0]) } else { format!("{} to {} {size}", ends[0], ends[1]) }
}

fn span(low: f64, high: f64) -> String {
    let decimals = decimals(high - low);
    let (from, to) = (number(low, decimals), number(high, decimals));
    if from == to { from } else { format!("{from} to {to}") }
}

/// Decimals that show two significant digits of a width, at most two.
pub(crate) fn decimals(width: f64) -> usize {
    if width.is_nan() || width <= 0.0 { 2 } else { (1.0 - width.log10().floor()).clamp(0.0, 2.0) as usize }
}

/// A number with this many decimals: the minus is U+2212, and zero has no sign.
pub(crate) fn number(value: f64, decimals: usize) -> String {
    let digits = format!("{:.decimals$}", value.abs());
    let sign = if value < 0.0 && digits.bytes().any(|b| (b'1'..=b'9').contains(&b)) { "\u{2212}" } else { "" };
    format!("{sign}{}", grouped(&digits))
}

/// A residual: a factor and a power of ten.
pub(crate) fn scientific(value: f64) -> String {
    if value == 0.0 {
        return "0".into();
    }
    let text = format!("{value:.1e}");
    let (factor, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let power: String = exponent.chars().map(raised).collect();
    if factor == "1.0" { format!("10{power}") } else { format!("{factor} × 10{power}") }
}

fn raised(c: char) -> char {
    const DIGITS: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    c.to_digit(10).map_or('⁻', |d| DIGITS[d as usize])
}

/// From 10 000 on, thousands are parted by narrow spaces that do not break.
fn grouped(digits: &str) -> String {
    let (whole, fraction) = digits.split_at(digits.find('.').unwrap_or(digits.len()));
    if whole.len() < 5 {
        return digits.into();
    }
    let parts: Vec<&str> = whole.as_bytes().rchunks(3).rev().map(|p| std::str::from_utf8(p).unwrap_or("")).collect();
    parts.join("\u{202f}") + fraction
}

/// Names of the months.
pub(crate) const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// A day in words, as in 24 October 2025.
pub(crate) fn day(date: jiff::civil::Date) -> String {
    format!("{} {} {}", date.day(), MONTHS[date.month() as usize - 1], date.year())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_shows_two_digits_of_its_width_and_at_most_two_decimals() {
        assert_eq!(range(-0.3812, -0.1604, &Unit::Percent), "\u{2212}0.38 to \u{2212}0.16%");
        assert_eq!(range(1.02, 14.7, &Unit::Share), "1 to 15%");
        assert_eq!(range(0.692_13, 0.692_14, &Unit::Points), "0.69 points");
    }

    #[test]
    fn what_is_below_half_the_last_digit_is_said_to_be_invisible() {
        assert_eq!(range(-0.0049, 0.004, &Unit::Percent), "no visible effect (below 0.01%)");
        assert_eq!(range(-0.0049, 0.005, &Unit::Percent), "0.00 to 0.01%");
        assert_eq!(range(0.0, 0.0, &Unit::Share), "0.0%", "a level of nothing is a level");
    }

    #[test]
    fn money_has_its_sign_before_its_currency() {
        let cad = Unit::Money("C$".into());
        assert_eq!(range(-1204.0, 345.0, &cad), "\u{2212}C$1.2 to C$0.3 bn");
        assert_eq!(range(120.4, 345.0, &cad), "C$120 to C$345 mn");
        assert_eq!(exact(-300.0, &Unit::Named("C$ bn".into())), "\u{2212}C$300 bn");
    }

    #[test]
    fn numbers_of_sources_keep_their_digits() {
        assert_eq!(exact(75.9, &Unit::Share), "75.9%");
        assert_eq!(exact(1_234_567.5, &Unit::Named("number".into())), "1\u{202f}234\u{202f}567.5");
        assert_eq!(scientific(3.14e-14), "3.1 × 10⁻¹⁴");
    }
}
