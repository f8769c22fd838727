//! Measures as tables of keys.

use jiff::civil::Date;

use super::reserved;
use crate::scenario::measure::*;
use crate::scenario::reader::{Field, Keys, Reserved};
use crate::scenario::value::{Fault, Rate};

const COST_RESERVED: &[Reserved] =
    &[reserved("estimate", "costs from an estimate", "write the factor on d as `scale`, with `judged_by`")];

pub(super) fn record(keys: &Keys) -> Record {
    let string = |key: &'static str| keys.get(key).and_then(|f| f.string());
    let date = |key: &'static str| keys.get(key).and_then(|f| f.date());
    let record = Record {
        id: string("id"),
        from: date("from"),
        until: date("until"),
        on: date("on"),
        known: date("known"),
        source: string("source"),
        judged_by: string("judged_by"),
    };
    let fault = record.from.zip(record.until).and_then(|(from, until)| dates_fault(from, until));
    if let Some((fault, field)) = fault.zip(keys.get("until")) {
        field.report(fault);
    }
    if let Some(field) = keys.get("on").filter(|_| record.from.is_some() || record.until.is_some()) {
        field.report(Fault {
            code: "snapshot-with-dates",
            message: "the row has `on` and `from` or `until`".into(),
            expected: "`on` for a row that is written for one day, or `from` and `until` for one that lasts".into(),
            remedy: "keep one of the two".into(),
        });
    }
    record
}

pub(in crate::scenario) fn dates_fault(from: Date, until: Date) -> Option<Fault> {
    (until <= from).then(|| Fault {
        code: "dates-out-of-order",
        message: format!("the measure ends on {until}, before it begins on {from}"),
        expected: "`until` later than `from`: it is the first day on which the measure no longer applies".into(),
        remedy: "exchange or correct the two dates".into(),
    })
}

/// What a row touches; rows with `table` or `remove` need not say it.
pub(super) fn reach(keys: &Keys, operation: Option<&str>) -> Reach {
    let whole = matches!(operation, Some("table" | "remove"));
    let names = |key: &'static str| keys.get(key).and_then(|f| f.some_names());
    let side = |key: &'static str| {
        if whole {
            names(key)
        } else {
            keys.need(key, WHO, "write for example [\"USA\"], or [\"*\"] for all").and_then(|f| f.some_names())
        }
    };
    let reach = Reach {
        importer: side("importer").unwrap_or_default(),
        exporter: side("exporter").unwrap_or_default(),
        sector: names("sector").unwrap_or_default(),
        product: names("product").unwrap_or_default(),
        share: keys.get("share").and_then(|f| f.share()),
        part: keys.get("part").and_then(|f| f.string()),
    };
    match (keys.get("sector"), keys.get("product")) {
        (Some(_), Some(product)) => product.report(sector_and_product()),
        (None, None) if !whole => {
            keys.report(
                "missing-key",
                "`sector` or `product` is missing".into(),
                GOODS,
                "write for example sector = [\"goods\"]",
            );
        }
        _ => {}
    }
    match operation {
        Some("table") => only_record(keys),
        Some("remove") => no_parts(keys),
        _ => {}
    }
    reach
}

pub(super) const WHO: &str = "codes of economies, groups such as \"ASEAN\", \"*\" for all, \"!X\" to leave out";
const GOODS: &str = "codes of sectors, \"goods\", \"services\" or \"*\"; or codes of products";

pub(in crate::scenario) fn sector_and_product() -> Fault {
    Fault {
        code: "sector-and-product",
        message: "the row has `sector` and `product`".into(),
        expected: "one of the two".into(),
        remedy: "remove `sector`: a product lies in a sector already".into(),
    }
}

/// The one key of a row that says what is done, out of `allowed`.
fn the_one<'a>(keys: &Keys<'a>, allowed: &[&'static str]) -> Option<(&'static str, Field<'a>)> {
    let mut written: Vec<_> = allowed.iter().filter_map(|key| keys.get(key).map(|f| (*key, f))).collect();
    if let Some(fault) = one_operation(&written.iter().map(|(key, _)| *key).collect::<Vec<_>>(), allowed) {
        match written.get(1) {
            Some((_, second)) => second.report(fault),
            None => keys.report(fault.code, fault.message, &fault.expected, &fault.remedy),
        }
        return None;
    }
    written.pop()
}

/// The fault of a row that does not do exactly one thing.
pub(in crate::scenario) fn one_operation(written: &[&str], allowed: &[&str]) -> Option<Fault> {
    let message = match written {
        [_] => return None,
        [] => "the row does not say what is done".to_string(),
        [first, second, ..] => format!("the row has `{first}` and `{second}`"),
    };
    let remedy = if written.is_empty() {
        format!("write one of them, for example {}", example(allowed[0]))
    } else {
        "keep one of them, and put the other into a row of its own".into()
    };
    Some(Fault { code: "one-operation", message, expected: format!("exactly one of {}", allowed.join(", ")), remedy })
}

fn key(change: &Option<(&'static str, Field)>) -> Option<&'static str> {
    change.as_ref().map(|(key, _)| *key)
}

fn example(key: &str) -> String {
    if key == "scale" { "scale = 0.98".into() } else { format!("{key} = \"25%\"") }
}

pub(super) fn tariff(keys: Keys) -> Tariff {
    let change = the_one(&keys, &["set", "add", "cap", "cut", "swiss", "scale", "remove", "table"]);
    let (record, reach) = (record(&keys), reach(&keys, key(&change)));
    let change = change.and_then(|(key, field)| tariff_change(key, &field)).unwrap_or(TariffChange::Remove(Vec::new()));
    let tariff = Tariff { record, reach, change, rows: Vec::new(), origin: keys.origin() };
    keys.finish(&[]);
    tariff
}

fn tariff_change(key: &str, field: &Field) -> Option<TariffChange> {
    Some(match key {
        "scale" => TariffChange::Scale(field.number_where(FACTOR, FACTOR_REMEDY, |x| x >= 0.0)?),
        "remove" => TariffChange::Remove(removed_ids(field)?),
        "table" => TariffChange::Table(field.string()?),
        _ => {
            let rate = field.rate()?;
            field.checked(rate_change(key, rate))?
        }
    })
}

const FACTOR: &str = "a factor, zero or more";
const FACTOR_REMEDY: &str = "1 leaves everything as it is";

/// A change by a rate, checked to be in the range of its key.
pub(in crate::scenario) fn rate_change(key: &str, rate: Rate) -> Result<TariffChange, Fault> {
    let percent = rate.percent();
    let (holds, expected) = match key {
        "swiss" => (percent > 0.0, "a coefficient above 0%"),
        "cut" => ((0.0..=100.0).contains(&percent), "a cut between 0% and 100%"),
        "cap" => (percent >= 0.0, "a highest rate of 0% or more"),
        _ => (percent > -100.0, "a rate above -100%"),
    };
    if !holds {
        let message = format!("`{key}` is {rate}");
        let remedy = "correct the number or its sign".into();
        return Err(Fault { code: "rate-out-of-range", message, expected: expected.into(), remedy });
    }
    Ok(match key {
        "set" => TariffChange::Set(rate),
        "add" => TariffChange::Add(rate),
        "cap" => TariffChange::Cap(rate),
        "cut" => TariffChange::Cut(rate),
        _ => TariffChange::Swiss(rate),
    })
}

fn removed_ids(field: &Field) -> Option<Vec<String>> {
    let ids = field.some_names()?;
    if ids.iter().any(|id| id.ends_with('%')) {
        field.report(Fault {
            code: "bad-remove",
            message: "`remove` has a rate".into(),
            expected: "ids of measures that end".into(),
            remedy: "write set = \"0%\" for trade without duty".into(),
        });
    }
    Some(ids)
}

/// A row that ends measures ends them as a whole.
fn no_parts(keys: &Keys) {
    for key in ["share", "part", "product"] {
        if let Some(field) = keys.get(key) {
            field.report(Fault {
                code: "bad-remove",
                message: format!("the row has `remove` and `{key}`"),
                expected: "measures end as a whole, in cells of importer, exporter and sector".into(),
                remedy: format!("leave `{key}` out"),
            });
        }
    }
}

/// A row with a table has only the keys that its rows inherit.
fn only_record(keys: &Keys) {
    for key in ["importer", "exporter", "sector", "product", "share", "part"] {
        if let Some(field) = keys.get(key) {
            field.report(Fault {
                code: "table-with-keys",
                message: format!("the row has `table` and `{key}`"),
                expected: "table, and id, from, until, known, source, judged_by for rows that do not say".into(),
                remedy: format!("move `{key}` into a column of the table"),
            });
        }
    }
}

fn factor_change(key: &str, field: &Field) -> Option<FactorChange> {
    Some(match key {
        "scale" => FactorChange::Scale(field.number_where("a factor above zero", FACTOR_REMEDY, |x| x > 0.0)?),
        _ => FactorChange::Remove(removed_ids(field)?),
    })
}

pub(super) fn trade_cost(keys: Keys) -> TradeCost {
    let change = if keys.has("estimate") {
        // The finding on `estimate` says what to write.
        ["scale", "remove"].into_iter().find_map(|key| keys.get(key).map(|field| (key, field)))
    } else {
        the_one(&keys, &["scale", "remove"])
    };
    let (record, reach) = (record(&keys), reach(&keys, key(&change)));
    let change = change.and_then(|(key, field)| factor_change(key, &field)).unwrap_or(FactorChange::Remove(Vec::new()));
    let cost = TradeCost { record, reach, change, origin: keys.origin() };
    keys.finish(COST_RESERVED);
    cost
}

pub(super) fn productivity(keys: Keys) -> Productivity {
    let change = the_one(&keys, &["scale", "remove"]);
    let whole = key(&change) == Some("remove");
    let names = |key: &'static str, expected: &str| {
        let field = if whole { keys.get(key) } else { keys.need(key, expected, "write [\"*\"] for all") };
        field.and_then(|f| f.some_names()).unwrap_or_default()
    };
    let (economy, sector) = (names("economy", WHO), names("sector", GOODS));
    let record = record(&keys);
    let change = change.and_then(|(key, field)| factor_change(key, &field)).unwrap_or(FactorChange::Remove(Vec::new()));
    let productivity = Productivity { record, economy, sector, change, origin: keys.origin() };
    keys.finish(&[]);
    productivity
}

pub(super) fn export_tax(keys: Keys) -> ExportTax {
    let change = the_one(&keys, &["set", "add", "remove"]);
    let (record, reach) = (record(&keys), reach(&keys, key(&change)));
    let change = change.and_then(|(key, field)| tax_change(key, &field)).unwrap_or(TaxChange::Remove(Vec::new()));
    let tax = ExportTax { record, reach, change, origin: keys.origin() };
    keys.finish(&[]);
    tax
}

fn tax_change(key: &str, field: &Field) -> Option<TaxChange> {
    if key == "remove" {
        return removed_ids(field).map(TaxChange::Remove);
    }
    let rate = field.rate()?;
    match field.checked(rate_change(key, rate))? {
        TariffChange::Set(rate) => Some(TaxChange::Set(rate)),
        _ => Some(TaxChange::Add(rate)),
    }
}
