//! Dates of a chronology: days on an axis, and as they are written.

use crate::format::MONTHS;

/// A date of the chronology; month and day may be unknown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Day {
    pub(super) year: i64,
    pub(super) month: Option<i64>,
    day: Option<i64>,
}

impl Day {
    /// Reads `2025-10-24`, `2025-10` or `2025`.
    pub(super) fn read(text: &str) -> Option<Self> {
        let parts: Vec<i64> = text.split('-').map(|p| p.parse().ok()).collect::<Option<_>>()?;
        let (year, month, day) = match parts.as_slice() {
            [y] => (*y, None, None),
            [y, m] => (*y, Some(*m), None),
            [y, m, d] => (*y, Some(*m), Some(*d)),
            _ => return None,
        };
        let sound = month.is_none_or(|m| (1..=12).contains(&m)) && day.is_none_or(|d| (1..=31).contains(&d));
        sound.then_some(Self { year, month, day })
    }

    /// Days since 1 March of year 0 in the Gregorian calendar.
    pub(super) fn number(self) -> f64 {
        let (m, d) = (self.month.unwrap_or(1), self.day.unwrap_or(1));
        let year = if m <= 2 { self.year - 1 } else { self.year };
        let days = (153 * ((m + 9) % 12) + 2) / 5 + d - 1;
        (365 * year + year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400) + days) as f64
    }

    /// In full, as in 24 October 2025.
    pub(super) fn written(self) -> String {
        match (self.month, self.day) {
            (Some(m), Some(d)) => format!("{d} {} {}", MONTHS[m as usize - 1], self.year),
            (Some(m), None) => format!("{} {}", MONTHS[m as usize - 1], self.year),
            _ => self.year.to_string(),
        }
    }

    /// In short, without the year if it is this one, as in 24 Oct.
    pub(super) fn brief(self, year: Option<i64>) -> String {
        let month = self.month.map(|m| &MONTHS[m as usize - 1][..3]);
        let date = [self.day.map(|d| d.to_string()), month.map(str::to_string)].into_iter().flatten();
        let year = (year != Some(self.year) || self.month.is_none()).then(|| self.year.to_string());
        date.chain(year).collect::<Vec<_>>().join(" ")
    }

    /// The first day of the month, so many months later.
    pub(super) fn month_start(self, later: i64) -> Self {
        let months = self.year * 12 + self.month.unwrap_or(1) - 1 + later;
        Self { year: months.div_euclid(12), month: Some(months.rem_euclid(12) + 1), day: None }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_read_and_written_as_far_as_it_is_known() {
        let day = |text: &str| Day::read(text).unwrap();
        assert_eq!(day("2025-10-24").written(), "24 October 2025");
        assert_eq!(day("2025-10").written(), "October 2025");
        assert_eq!(day("2025-03-04").brief(Some(2025)), "4 Mar");
        assert_eq!(day("2026-07-01").brief(Some(2025)), "1 Jul 2026");
        assert_eq!(day("2026").brief(Some(2026)), "2026");
        assert!(Day::read("2025-13-01").is_none() && Day::read("soon").is_none());
    }

    #[test]
    fn days_are_counted_across_leap_years() {
        let days = |a: &str, b: &str| Day::read(b).unwrap().number() - Day::read(a).unwrap().number();
        assert_eq!(days("2023-12-31", "2024-12-31"), 366.0);
        assert_eq!(days("2024-12-31", "2025-12-31"), 365.0);
        assert_eq!(days("2024-02-28", "2024-03-01"), 2.0);
        assert_eq!(days("1970-01-01", "2000-01-01"), 10957.0);
    }

    #[test]
    fn months_are_counted_across_years() {
        let day = Day::read("2024-11-05").unwrap();
        assert_eq!(day.month_start(3).brief(None), "Feb 2025");
        assert_eq!(day.month_start(-11).brief(None), "Dec 2023");
    }
}
