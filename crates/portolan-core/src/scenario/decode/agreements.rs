//! Agreements as tables of keys.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::id;
use super::measures::WHO;
use crate::scenario::agreement::{Agreement, Basis, Cover, Status};
use crate::scenario::reader::{Field, Keys};
use crate::scenario::value::Fault;

pub(super) fn agreement(keys: Keys) -> Agreement {
    let string = |key: &'static str| keys.get(key).and_then(|f| f.string());
    let date = |key: &'static str| keys.get(key).and_then(|f| f.date());
    let names = |key: &'static str| keys.get(key).and_then(|f| f.names()).unwrap_or_default();
    let agreement = Agreement {
        id: id(&keys),
        title: string("title").unwrap_or_default(),
        parties: keys
            .need("parties", WHO, "write for example parties = [\"CAN\", \"IDN\"]")
            .and_then(|f| f.some_names())
            .unwrap_or_default(),
        status: keys.get("status").and_then(|f| f.choice(&Status::ALL.map(|status| (status.word(), status)))),
        explored: date("explored"),
        launched: date("launched"),
        paused: date("paused"),
        concluded: date("concluded"),
        signed: date("signed"),
        in_force: keys.get("in_force").and_then(|f| f.expected()),
        known: date("known"),
        cover: keys.get("cover").and_then(|f| f.table()).map(cover).unwrap_or_default(),
        exclude: keys.get("exclude").and_then(|f| f.table()).map(exclude).unwrap_or_default(),
        staging: keys.get("staging").map(|f| staging(&f)).unwrap_or_default(),
        uses: keys.get("use").and_then(|f| f.share()),
        cost: string("cost"),
        services: string("services"),
        lifts: names("lifts"),
        replaces: names("replaces"),
        source: string("source"),
        judged_by: string("judged_by"),
        origin: keys.origin(),
    };
    dates_in_order(&keys, &agreement);
    keys.finish(&[]);
    agreement
}

fn cover(keys: Keys) -> Cover {
    let basis = keys
        .get("basis")
        .and_then(|f| f.choice(&[("lines", Basis::Lines), ("trade", Basis::Trade)]))
        .unwrap_or_default();
    let share = |(name, field): (String, Field)| (name != "basis").then(|| field.share().map(|share| (name, share)))?;
    Cover { of: keys.entries().into_iter().filter_map(share).collect(), basis }
}

fn exclude(keys: Keys) -> BTreeMap<String, Vec<String>> {
    let names = |(name, field): (String, Field)| field.some_names().map(|names| (name, names));
    keys.entries().into_iter().filter_map(names).collect()
}

fn staging(field: &Field) -> BTreeMap<u32, f64> {
    let entries = field.table().map(|keys| keys.entries()).unwrap_or_default();
    let stages: BTreeMap<u32, f64> = entries.iter().filter_map(|(years, share)| stage(years, share)).collect();
    let sum: f64 = stages.values().sum();
    if sum > 1.0 + 1e-9 {
        field.report(Fault {
            code: "bad-staging",
            message: format!("the shares of the stages sum to {sum}"),
            expected: "at most 1: each share is of the covered goods that reach zero in that stage".into(),
            remedy: "give the share of each stage alone, not the sum so far".into(),
        });
    }
    stages
}

fn stage(years: &str, share: &Field) -> Option<(u32, f64)> {
    let Ok(years) = years.parse() else {
        share.report(Fault {
            code: "bad-staging",
            message: format!("`{years}` is not a number of years"),
            expected: "whole years after force, and the share of covered goods that reach zero by then".into(),
            remedy: "write for example staging = { 0 = 0.7, 5 = 0.3 }".into(),
        });
        return None;
    };
    let remedy = "give the part of the covered goods, for example 0.3";
    share.number_where("a share from 0 to 1", remedy, |x| (0.0..=1.0).contains(&x)).map(|share| (years, share))
}

/// Talks, text, signature and force follow each other.
fn dates_in_order(keys: &Keys, agreement: &Agreement) {
    let steps: [(&'static str, Option<Date>); 4] = [
        ("launched", agreement.launched),
        ("concluded", agreement.concluded),
        ("signed", agreement.signed),
        ("in_force", agreement.in_force.map(|force| force.earliest)),
    ];
    let written: Vec<(&'static str, Date)> = steps.iter().filter_map(|(key, date)| date.map(|d| (*key, d))).collect();
    for pair in written.windows(2).filter(|pair| pair[1].1 < pair[0].1) {
        let [(first, from), (second, to)] = [pair[0], pair[1]];
        if let Some(field) = keys.get(second) {
            field.report(Fault {
                code: "dates-out-of-order",
                message: format!("`{second}` is {to}, before `{first}` on {from}"),
                expected: "launched, concluded, signed and in_force in this order".into(),
                remedy: "exchange or correct the two dates".into(),
            });
        }
    }
}
