//! Values of the scenario format that are more than a TOML type: rates, dates, and numbers with a range.

use std::borrow::Cow;
use std::fmt;

use jiff::civil::Date;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Serialize, Serializer};

use super::agreement::Expected;
use super::quota::Amount;

/// What is wrong with a value, before its place is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Fault {
    pub(super) code: &'static str,
    pub(super) message: String,
    pub(super) expected: String,
    pub(super) remedy: String,
}

/// An ad-valorem rate, kept in per cent as it was written: `25%` prints as `25%`.
#[derive(Clone, Copy, Debug, Default, PartialEq, PartialOrd)]
pub struct Rate {
    percent: f64,
}

impl Rate {
    /// A rate of so many per cent.
    pub fn from_percent(percent: f64) -> Self {
        Self { percent }
    }

    /// The rate as a fraction: `0.25` for 25%.
    pub fn fraction(self) -> f64 {
        self.percent / 100.0
    }

    /// The rate in per cent.
    pub fn percent(self) -> f64 {
        self.percent
    }
}

impl fmt::Display for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}%", self.percent)
    }
}

impl Serialize for Rate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl JsonSchema for Rate {
    fn schema_name() -> Cow<'static, str> {
        "Rate".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "string",
            "pattern": r"^[+-]?\d+(\.\d+)?\s*%$",
            "description": "A rate with its unit, for example \"25%\" or \"-5%\"; a bare number is an error."
        })
    }
}

/// One number, or a low, a most likely and a high one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Triple {
    /// Low value.
    pub low: f64,
    /// Most likely value.
    pub mode: f64,
    /// High value.
    pub high: f64,
}

/// Which value of a [`Triple`] is used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Estimate {
    /// The low value.
    Low,
    /// The most likely value.
    #[default]
    Mode,
    /// The high value.
    High,
}

impl Triple {
    /// A number without a range.
    pub fn certain(value: f64) -> Self {
        Self { low: value, mode: value, high: value }
    }

    /// The value of this estimate.
    pub fn at(self, estimate: Estimate) -> f64 {
        match estimate {
            Estimate::Low => self.low,
            Estimate::Mode => self.mode,
            Estimate::High => self.high,
        }
    }
}

impl Serialize for Triple {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.low == self.high {
            self.mode.serialize(serializer)
        } else {
            [self.low, self.mode, self.high].serialize(serializer)
        }
    }
}

impl JsonSchema for Triple {
    fn schema_name() -> Cow<'static, str> {
        "Share".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let share = json_schema!({ "type": "number", "minimum": 0, "maximum": 1 });
        json_schema!({
            "description": "A share between 0 and 1: one number, or low, mode, high in this order.",
            "anyOf": [share, { "type": "array", "items": share, "minItems": 3, "maxItems": 3 }]
        })
    }
}

/// Schema of a date, which is a [`Date`] in Rust.
pub(super) struct DateText;

impl JsonSchema for DateText {
    fn schema_name() -> Cow<'static, str> {
        "Date".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "A TOML date, the same as text, or a year, which stands for 1 January.",
            "anyOf": [
                { "type": "string", "pattern": r"^\d{4}(-\d{2}-\d{2})?$" },
                { "type": "integer", "minimum": 1000, "maximum": 9999 }
            ]
        })
    }
}

/// Schema of a list of names, where one name need not be put in brackets.
pub(super) struct Names;

impl JsonSchema for Names {
    fn schema_name() -> Cow<'static, str> {
        "Names".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "A list of names, or one name.",
            "anyOf": [{ "type": "string" }, { "type": "array", "items": { "type": "string" }, "minItems": 1 }]
        })
    }
}

/// Reads `25%` as a rate.
pub(super) fn rate(text: &str) -> Result<Rate, Fault> {
    let digits = text.trim().strip_suffix('%').map(str::trim_end);
    let number = digits.unwrap_or(text.trim()).parse::<f64>().ok().filter(|x| x.is_finite());
    match (digits, number) {
        (Some(_), Some(percent)) => Ok(Rate { percent }),
        (None, Some(bare)) => Err(bare_rate(bare)),
        _ => Err(rate_fault(
            format!("`{text}` is not a rate"),
            "write the number and the unit, for example \"25%\"".into(),
        )),
    }
}

/// The fault of a number where a rate with its unit was expected.
pub(super) fn bare_rate(bare: f64) -> Fault {
    let remedy = if bare.abs() < 1.0 {
        format!("write \"{}%\" if {bare} is a fraction, or \"{bare}%\" if it is in per cent", tidy(bare * 100.0))
    } else {
        format!("write \"{bare}%\"")
    };
    rate_fault(format!("the rate {bare} has no unit"), remedy)
}

fn rate_fault(message: String, remedy: String) -> Fault {
    Fault {
        code: "bad-rate",
        message,
        expected: "a rate with its unit, as a string, for example \"25%\"".into(),
        remedy,
    }
}

/// A product of decimal numbers without the digits that binary arithmetic adds.
fn tidy(x: f64) -> f64 {
    (x * 1e9).round() / 1e9
}

/// Reads `2025-10-24`, or a year, as a date.
pub(super) fn date(text: &str) -> Result<Date, Fault> {
    let text = text.trim();
    let year = text.len() == 4 && text.bytes().all(|b| b.is_ascii_digit());
    let parsed = if year { format!("{text}-01-01").parse() } else { text.parse() };
    match parsed {
        Ok(date) if text.len() <= 10 => Ok(date),
        _ => Err(date_fault(text)),
    }
}

/// The fault of a value that is not a date.
pub(super) fn date_fault(text: &str) -> Fault {
    Fault {
        code: "bad-date",
        message: format!("`{text}` is not a date"),
        expected: "a date such as 2025-10-24, or a year, which stands for 1 January".into(),
        remedy: "write year, month and day with two digits each for month and day, without a time".into(),
    }
}

/// Checks a share, given as one number or as low, mode and high.
pub(super) fn share(values: &[f64]) -> Result<Triple, Fault> {
    let fault = |message: String, remedy: &str| Fault {
        code: "bad-share",
        message,
        expected: "a share between 0 and 1: one number, or [low, mode, high] in this order".into(),
        remedy: remedy.into(),
    };
    if let Some(outside) = values.iter().find(|x| !(0.0..=1.0).contains(*x)) {
        let remedy = format!("write {} if {outside} is in per cent", tidy(outside / 100.0));
        let meant =
            if (1.0..=100.0).contains(outside) { remedy } else { "give the part of the cell that is touched".into() };
        return Err(fault(format!("the share {outside} lies outside 0 to 1"), &meant));
    }
    match *values {
        [one] => Ok(Triple::certain(one)),
        [low, mode, high] if low <= mode && mode <= high => Ok(Triple { low, mode, high }),
        [low, mode, high] => {
            let message = format!("low, mode and high are not in order: {low}, {mode}, {high}");
            Err(fault(message, "sort the three numbers"))
        }
        _ => Err(fault(format!("a share has one number or three, not {}", values.len()), "give low, mode and high")),
    }
}

/// Checks a date, given as one or as earliest, most likely and latest.
pub(super) fn expected(dates: &[Date]) -> Result<Expected, Fault> {
    match *dates {
        [one] => Ok(Expected::certain(one)),
        [earliest, mode, latest] if earliest <= mode && mode <= latest => Ok(Expected { earliest, mode, latest }),
        [earliest, mode, latest] => Err(Fault {
            code: "dates-out-of-order",
            message: format!("earliest, most likely and latest are not in order: {earliest}, {mode}, {latest}"),
            expected: "one date, or [earliest, most likely, latest] in this order".into(),
            remedy: "sort the three dates".into(),
        }),
        _ => Err(Fault {
            code: "bad-date",
            message: format!("there are {} dates", dates.len()),
            expected: "one date, or [earliest, most likely, latest]".into(),
            remedy: "give one date or three".into(),
        }),
    }
}

/// Reads `USD 1200 mn`, `USD 30000` or `49000 units`.
pub(super) fn amount(text: &str) -> Result<Amount, Fault> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let number = |word: &str| word.parse::<f64>().ok().filter(|x| x.is_finite() && *x > 0.0);
    let amount = match words.as_slice() {
        ["USD", x] => number(x).map(|x| Amount::Usd(x / 1e6)),
        ["USD", x, "mn"] => number(x).map(Amount::Usd),
        ["USD", x, "bn"] => number(x).map(|x| Amount::Usd(x * 1e3)),
        [x, "units"] => number(x).map(Amount::Units),
        _ => None,
    };
    amount.ok_or_else(|| Fault {
        code: "bad-amount",
        message: format!("`{text}` is not an amount"),
        expected: "a number above zero with its unit: \"USD 1200 mn\", \"USD 3 bn\", \"USD 30000\" or \"49000 units\""
            .into(),
        remedy: "write the number without separators, and the unit after a space".into(),
    })
}
