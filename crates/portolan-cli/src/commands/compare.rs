//! `portolan compare`: several answers side by side.

use portolan::{Block, Case, Detail, Error, Run, run};
use serde_json::json;

use crate::arguments;
use crate::number::{fixed, percent_change, signed};
use crate::table;

pub(crate) fn answer(arguments: &arguments::Compare) -> Result<String, Error> {
    let settings = arguments.change.settings();
    let mut columns = Vec::new();
    for name in &arguments.scenarios {
        let case = Case::load(name, &settings)?;
        let run = run(&case, Detail::TERMINAL)?;
        columns.extend(columns_of(&case, &run));
    }
    Ok(if arguments.json { as_json(&columns) } else { as_table(&columns) })
}

/// One policy of one scenario.
struct Column {
    title: String,
    values: Vec<(&'static str, f64, Style)>,
}

#[derive(Clone, Copy)]
enum Style {
    Change,
    Share,
    Money,
}

fn columns_of(case: &Case, run: &Run) -> Vec<Column> {
    let country = case.scenario.country.clone().unwrap_or_default();
    let one = |policy: &String| {
        let block = run.main_block(policy);
        let title = if run.policies().len() > 1 { format!("{} / {policy}", case.name) } else { case.name.clone() };
        Column { title, values: values(block, &country) }
    };
    run.policies().iter().map(one).collect()
}

fn values(block: &Block, country: &str) -> Vec<(&'static str, f64, Style)> {
    let change = |variable: &str, sector: &str| {
        block.value(variable, country, "", sector).map_or(f64::NAN, |r| percent_change(r.value, r.reference))
    };
    let level = |variable: &str| block.value(variable, country, "", "").map_or(f64::NAN, |r| r.value);
    let largest = block
        .rows
        .iter()
        .filter(|r| r.variable == "export_share" && r.economy == country && r.sector == "goods")
        .max_by(|a, b| a.reference.total_cmp(&b.reference));
    vec![
        ("real income %", change("real_income", ""), Style::Change),
        ("US$ mn a year", level("equivalent_variation"), Style::Money),
        ("real GDP %", change("real_gdp", ""), Style::Change),
        ("real wage %", change("real_wage", ""), Style::Change),
        ("consumer prices %", change("consumer_prices", ""), Style::Change),
        ("goods exports %", change("exports", "goods"), Style::Change),
        ("goods imports %", change("imports", "goods"), Style::Change),
        ("main partner's share before %", largest.map_or(f64::NAN, |r| r.reference * 100.0), Style::Share),
        ("main partner's share after %", largest.map_or(f64::NAN, |r| r.value * 100.0), Style::Share),
        ("concentration (HHI) %", change("export_hhi", "goods"), Style::Change),
        ("largest residual × 1e12", block.residuals.iter().map(|r| r.1).fold(0.0, f64::max) * 1e12, Style::Share),
    ]
}

fn as_table(columns: &[Column]) -> String {
    let header: Vec<&str> = std::iter::once("").chain(columns.iter().map(|c| c.title.as_str())).collect();
    let count = columns.first().map_or(0, |c| c.values.len());
    let rows = (0..count)
        .map(|k| {
            let cell = |column: &Column| match column.values[k] {
                (_, value, Style::Change) => signed(value, 3),
                (_, value, Style::Share) => fixed(value, 2),
                (_, value, Style::Money) => signed(value, 0),
            };
            std::iter::once(columns[0].values[k].0.to_string()).chain(columns.iter().map(cell)).collect()
        })
        .collect();
    table::numbers(&header, rows)
}

fn as_json(columns: &[Column]) -> String {
    let list: Vec<_> = columns
        .iter()
        .map(|c| {
            let values: serde_json::Map<String, serde_json::Value> =
                c.values.iter().map(|(name, value, _)| (name.to_string(), json!(value))).collect();
            json!({ "scenario": c.title, "values": values })
        })
        .collect();
    serde_json::to_string_pretty(&list).unwrap_or_default()
}
