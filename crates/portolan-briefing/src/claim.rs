//! What a number allows one to say: signs, comparisons and the words for them.

use crate::ledger::Quantity;
use crate::series::{Range, Series, ZERO};

/// Sign of a change, if the sets and what is judged leave one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sign {
    /// Up in all sets but one at most.
    Up,
    /// Down in all sets but one at most.
    Down,
    /// Too small to show.
    Nothing,
    /// The sign differs in two sets or more.
    OpenBySets,
    /// The sign turns on what is judged.
    OpenByJudgement,
}

impl Sign {
    /// Whether the model does not decide.
    pub(crate) fn open(self) -> bool {
        matches!(self, Self::OpenBySets | Self::OpenByJudgement)
    }
}

/// The sign of a quantity.
pub(crate) fn sign(quantity: &Quantity) -> Sign {
    if !quantity.shows() {
        return Sign::Nothing;
    }
    let range = quantity.range();
    if range.above.min(range.below) >= 2 {
        return Sign::OpenBySets;
    }
    let up = range.above > range.below;
    let against = |v: f64| if up { v < -ZERO } else { v > ZERO };
    let turned = quantity.series.ends().into_iter().any(against) && !against(range.mid);
    match (turned, up) {
        (true, _) => Sign::OpenByJudgement,
        (false, true) => Sign::Up,
        (false, false) => Sign::Down,
    }
}

/// How many sets have the same sign, as in `same sign in 7 of 9`.
pub(crate) fn agreement(range: &Range) -> String {
    format!("same sign in {} of {}", range.above.max(range.below), range.sets)
}

/// Which of two quantities is larger, if one is in all sets but one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Order {
    /// The first.
    More,
    /// The second.
    Less,
    /// Neither.
    Same,
}

/// Compares two quantities set by set.
pub(crate) fn order(a: &Series, b: &Series) -> Order {
    let Range { sets, above, below, .. } = a.with(b, |a, b| a - b).range();
    let most = if sets > 2 { sets - 1 } else { sets };
    match () {
        () if sets > 0 && above >= most => Order::More,
        () if sets > 0 && below >= most => Order::Less,
        () => Order::Same,
    }
}

/// Ranks two quantities: one is larger only where their ranges do not overlap.
pub(crate) fn rank(a: &Series, b: &Series) -> Order {
    match (a.range(), b.range()) {
        (a, b) if a.low > b.high => Order::More,
        (a, b) if a.high < b.low => Order::Less,
        _ => Order::Same,
    }
}

/// The words for a comparison.
pub(crate) fn than(order: Order) -> &'static str {
    match order {
        Order::More => "more than",
        Order::Less => "less than",
        Order::Same => "about as much as",
    }
}
