//! Quotas, capacities, growth and the texts of a briefing as tables of keys.

use super::measures::{WHO, reach, record};
use crate::scenario::quota::*;
use crate::scenario::reader::{Field, Keys};
use crate::scenario::value::{self, Fault, Rate};

pub(super) fn quota(keys: Keys) -> Option<QuotaMeasure> {
    let (record, reach) = (record(&keys), reach(&keys, None));
    let quantity = need_amount(&keys, "quantity", "write \"USD 1200 mn\", or \"49000 units\" with `unit_value`");
    let unit_value = keys.get("unit_value").and_then(|f| amount(&f));
    units_have_a_value(&keys, quantity, unit_value);
    let (within, beyond) = (rate(&keys, "within"), rate(&keys, "beyond"));
    if let Some(field) = keys.get("beyond").filter(|_| within > beyond) {
        let message = "the rate beyond the quota is below the rate within".into();
        let (expected, remedy) = ("`beyond` at least `within`".into(), "exchange or correct the two rates".into());
        field.report(Fault { code: "rate-out-of-range", message, expected, remedy });
    }
    let rent = keys
        .get("rent")
        .and_then(|f| f.choice(&[("exporter", RentTo::Exporter), ("importer", RentTo::Importer)]))
        .unwrap_or_default();
    let origin = keys.origin();
    keys.finish(&[]);
    let (quantity, within, beyond) = (quantity?, within?, beyond?);
    Some(QuotaMeasure { record, reach, quantity, unit_value, within, beyond, rent, origin })
}

fn amount(field: &Field) -> Option<Amount> {
    field.string().and_then(|text| field.checked(value::amount(&text)))
}

fn need_amount(keys: &Keys, key: &'static str, remedy: &str) -> Option<Amount> {
    keys.need(key, "an amount with its unit", remedy).and_then(|f| amount(&f))
}

fn units_have_a_value(keys: &Keys, quantity: Option<Amount>, unit_value: Option<Amount>) {
    let (key, message) = match (quantity, unit_value) {
        (Some(Amount::Units(_)), None) if !keys.has("unit_value") => {
            ("quantity", "the quantity counts units, and the value of one is missing")
        }
        (_, Some(Amount::Units(_))) => ("unit_value", "the value of a unit is not money"),
        (Some(Amount::Usd(_)), Some(_)) => ("unit_value", "the quantity is money, and a value of a unit is given"),
        _ => return,
    };
    let Some(field) = keys.get(key) else { return };
    field.report(Fault {
        code: "bad-amount",
        message: message.into(),
        expected: "a quantity in units with `unit_value` in USD, or a quantity in USD alone".into(),
        remedy: "write for example quantity = \"49000 units\" and unit_value = \"USD 30000\"".into(),
    });
}

fn rate(keys: &Keys, key: &'static str) -> Option<Rate> {
    let field = keys.need(key, "a rate with its unit", &format!("write for example {key} = \"6.1%\""))?;
    let rate = field.rate()?;
    let fault = Fault {
        code: "rate-out-of-range",
        message: format!("`{key}` is {rate}"),
        expected: "a rate above -100%".into(),
        remedy: "correct the number or its sign".into(),
    };
    field.checked(if rate.percent() > -100.0 { Ok(rate) } else { Err(fault) })
}

pub(super) fn capacity(keys: Keys) -> Option<CapacityMeasure> {
    let text = |key: &'static str, expected: &str, remedy: &str| {
        keys.need(key, expected, remedy).and_then(|f| f.string()).unwrap_or_default()
    };
    let flow = need_amount(&keys, "flow", "write for example flow = \"USD 6000 mn\"");
    if let Some(field) = keys.get("flow").filter(|_| matches!(flow, Some(Amount::Units(_)))) {
        field.report(Fault {
            code: "bad-amount",
            message: "the flow counts units".into(),
            expected: "sales a year in USD, at the table's prices".into(),
            remedy: "write for example flow = \"USD 6000 mn\"".into(),
        });
    }
    let capacity = CapacityMeasure {
        record: record(&keys),
        exporter: text("exporter", "the code of one economy", "write for example exporter = \"CAN\""),
        sector: text("sector", "the code of one sector", "write for example sector = \"B05_06\""),
        partner: keys
            .need("partner", WHO, "write for example partner = [\"JPN\", \"KOR\"]")
            .and_then(|f| f.some_names())
            .unwrap_or_default(),
        flow: flow.unwrap_or(Amount::Usd(0.0)),
        cost: keys
            .get("cost")
            .and_then(|f| f.choice(&[("free", CapacityCost::Free), ("paid", CapacityCost::Paid)]))
            .unwrap_or_default(),
        origin: keys.origin(),
    };
    keys.finish(&[]);
    flow.map(|_| capacity)
}

pub(super) fn growth(keys: Keys) -> Option<Growth> {
    let year = |field: Field| {
        let remedy = "write for example 2025";
        field.number_where("a year", remedy, |x| x.fract() == 0.0 && (1000.0..=9999.0).contains(&x)).map(|x| x as i32)
    };
    let source = keys.need("source", "the source id of the rates", "write for example source = \"weo-2025-10\"");
    let source = source.and_then(|f| f.string());
    let matched = keys.need("match", "what is matched", "write match = \"real_gdp\"");
    let matched = matched.and_then(|f| f.choice(&[("real_gdp", GrowthMatch::RealGdp)]));
    let from = keys.get("from").and_then(year);
    let to = keys.need("to", "the last year", "write for example to = 2025").and_then(year);
    if let Some(field) = keys.get("to").filter(|_| from.zip(to).is_some_and(|(from, to)| to <= from)) {
        field.report(Fault {
            code: "dates-out-of-order",
            message: "growth ends before it begins".into(),
            expected: "`to` later than `from`".into(),
            remedy: "exchange or correct the two years".into(),
        });
    }
    let known = keys.get("known").and_then(|f| f.date());
    let origin = keys.origin();
    keys.finish(&[]);
    Some(Growth { source: source?, matched: matched?, from, to: to?, known, origin })
}

pub(super) fn briefing(keys: Keys) -> BriefingTexts {
    let texts = BriefingTexts { folder: keys.get("folder").and_then(|f| f.string()) };
    keys.finish(&[]);
    texts
}
