//! Quotas and capacities of a stack as the solver takes them.

use super::rule::{QuotaRule, Rules};
use super::stack::Stack;
use crate::finding::Finding;
use crate::shock::{Capacity, Cell, Quota};

/// A slice of a cell that lies under a quota, with its two rates.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct UnderQuota {
    pub(super) cell: Cell,
    pub(super) slice: usize,
    pub(super) within: f64,
    pub(super) beyond: f64,
}

/// A quota over its slices; nothing if it ended on all of them.
pub(super) fn quota(rule: &QuotaRule, under: &[UnderQuota]) -> Result<Option<Quota>, Box<Finding>> {
    let Some(first) = under.first() else { return Ok(None) };
    if under.iter().any(|u| (u.within, u.beyond) != (first.within, first.beyond)) {
        return Err(Box::new(rates_differ(rule)));
    }
    Ok(Some(Quota {
        name: rule.name.clone(),
        slices: under.iter().map(|u| (u.cell, u.slice)).collect(),
        quantity: rule.quantity,
        within: first.within,
        beyond: first.beyond,
        rent: rule.rent,
    }))
}

fn rates_differ(rule: &QuotaRule) -> Finding {
    Finding {
        code: "quota-rates-differ",
        place: rule.origin.place("within"),
        message: format!("measures of later files change the rates of `{}` on some of its goods only", rule.name),
        expected: "one rate within a quota and one beyond it, on all of its goods".into(),
        remedy: "leave the goods out of the later measure, or write a quota for each partner or product".into(),
    }
}

/// Capacities that no policy, regime or later file ends.
pub(super) fn capacities(rules: &Rules, stack: &Stack) -> Vec<Capacity> {
    let mut capacities = Vec::new();
    for rule in &rules.capacities {
        let id = rule.record.id.as_deref();
        let removals: Vec<_> = rules.removals.iter().filter(|r| r.ends(rule.layer, id, false)).collect();
        let stays = |n: &usize| !removals.iter().any(|r| r.reaches(*n, rule.capacity.i, rule.capacity.j));
        let partners: Vec<usize> = rule.capacity.partners.iter().copied().filter(stays).collect();
        if !stack.ends(id) && !partners.is_empty() {
            capacities.push(Capacity { partners, ..rule.capacity.clone() });
        }
    }
    capacities
}
