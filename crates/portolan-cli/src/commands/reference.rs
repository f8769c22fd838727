//! `portolan reference`: what is in force on a day, and what each layer of it does.

use std::collections::BTreeMap;

use portolan::{Block, Case, Detail, Error, InForce, Run, in_force, run};
use serde_json::json;

use crate::arguments;
use crate::number::{fixed, percent_change, range};
use crate::table;

pub(crate) fn answer(arguments: &arguments::Reference) -> Result<String, Error> {
    let case = Case::load_for_listing(&arguments.scenario, &arguments.change.settings())?;
    let report = in_force(&case)?;
    let solved = if report.refused.is_empty() { Some(run(&case, Detail::REFERENCE)?) } else { None };
    if arguments.json {
        return Ok(as_json(&case, &report, solved.as_ref()));
    }
    let mut parts = vec![heading(&case)];
    parts.extend(report.refused.iter().map(|f| format!("Not solved: {}; {}.", f.message, f.remedy)));
    parts.push(authorities(&report));
    parts.extend(report.layers.iter().map(|layer| touched(layer, arguments.all)));
    parts.push(left_out(&report));
    if let Some(run) = &solved {
        parts.push(effects(&case, run));
        parts.push(three_ways(&case, run));
    }
    parts.retain(|part| !part.is_empty());
    Ok(parts.join("\n\n"))
}

fn heading(case: &Case) -> String {
    let day = case.scenario.as_of.map(|d| format!(" on {d}")).unwrap_or_default();
    format!("What is in force{day} in the reference world of {}", case.name)
}

/// Entries of the registers by authority.
fn authorities(report: &InForce) -> String {
    let mut by_authority: BTreeMap<&str, Vec<&portolan::Registered>> = BTreeMap::new();
    for measure in &report.registered {
        by_authority.entry(measure.get("authority")).or_default().push(measure);
    }
    if by_authority.is_empty() {
        return String::new();
    }
    let rows = by_authority
        .into_iter()
        .map(|(authority, measures)| {
            let rates: Vec<f64> =
                measures.iter().filter_map(|m| m.get("rate").trim_end_matches('%').parse().ok()).collect();
            let partners: std::collections::BTreeSet<&str> =
                measures.iter().flat_map(|m| m.get("partner").split(';')).collect();
            let partners = if partners.contains("*") { "all".into() } else { partners.len().to_string() };
            let since = measures.iter().map(|m| m.get("from")).min().unwrap_or_default();
            vec![
                authority.into(),
                since.into(),
                measures.len().to_string(),
                partners,
                range(&rates, 1).replace('+', ""),
            ]
        })
        .collect();
    let header = ["United States, by authority", "since", "measures", "partners", "rates %"];
    table::with_text_columns(2, &header, rows)
}

/// What the measures of an overlay touch; the largest first, all if asked.
fn touched(layer: &portolan::Layer, all: bool) -> String {
    const SHOWN: usize = 12;
    let mut measures: Vec<_> = layer.touched.iter().collect();
    measures.sort_by(|a, b| b.trade.total_cmp(&a.trade));
    let count = measures.len();
    let shown = if all { count } else { SHOWN };
    let rows = measures
        .iter()
        .take(shown)
        .map(|t| {
            let sources = t.sources.iter().cloned().collect::<Vec<_>>().join(" ");
            vec![
                t.name.clone(),
                t.what.into(),
                format!("{}{}", sources, if t.judged { " ◇" } else { "" }),
                t.cells.to_string(),
                fixed(t.trade, 0),
                fixed(t.share_of_trade * 100.0, 1),
                fixed(t.tau_before * 100.0, 2),
                fixed(t.tau_after * 100.0, 2),
            ]
        })
        .collect();
    if count == 0 {
        return format!("{}: no measure of it is in force on the day.", layer.name);
    }
    let header = ["measure", "what", "source", "cells", "trade US$ mn", "% of it", "duty before %", "after %"];
    let more = if count > shown { format!("\n({} more: --all)", count - shown) } else { String::new() };
    format!("{}: {}\n{}{more}", layer.name, layer.title, table::with_text_columns(3, &header, rows))
}

/// What does not count on the day, by file and reason.
fn left_out(report: &InForce) -> String {
    let mut groups: BTreeMap<(&str, String), Vec<&str>> = BTreeMap::new();
    for l in &report.left_out {
        groups.entry((l.file.as_str(), l.reason.to_string())).or_default().push(&l.name);
    }
    if groups.is_empty() {
        return String::new();
    }
    let shown = |names: &[&str]| match names {
        [first, second, third, _, ..] => format!("{first}, {second}, {third} and {} more", names.len() - 3),
        few => few.join(", "),
    };
    let rows = groups.iter().map(|((file, why), names)| vec![shown(names), why.clone(), file.to_string()]).collect();
    format!(
        "Known, or not yet known, and not in force on the day\n{}",
        table::with_text_columns(3, &["measures", "why", "file"], rows)
    )
}

/// What each layer does to the country's income and to the share of its main market.
fn effects(case: &Case, run: &Run) -> String {
    let names: Vec<&str> =
        run.main_steps().iter().map(|b| b.layer.as_str()).filter(|l| !l.contains("-parts")).collect();
    layer_table(case, run, "What each layer does", &names)
}

/// The same average duty even, by sector and by product.
fn three_ways(case: &Case, run: &Run) -> String {
    let mut names = Vec::new();
    for layer in run.main_steps().iter().map(|b| b.layer.as_str()) {
        if let Some(overlay) = case.library.get(layer).filter(|overlay| !overlay.structures.is_empty()) {
            names.extend(overlay.structures.iter().map(String::as_str));
            names.push(layer);
        }
    }
    if names.is_empty() { String::new() } else { layer_table(case, run, "The same average three ways", &names) }
}

fn layer_table(case: &Case, run: &Run, title: &str, names: &[&str]) -> String {
    let Some(n) = case.country() else { return String::new() };
    let (country, market) = (&case.world.economies()[n].code, &case.world.economies()[case.main_market(n)].code);
    let rows = names
        .iter()
        .map(|layer| {
            let of = |b: &&Block| b.policy.is_empty() && b.layer == *layer && b.variant.starts_with(run.main_variant);
            let blocks: Vec<&Block> = run.blocks.iter().filter(of).collect();
            let values = |variable: &str, partner: &str, sector: &str, value: fn(f64, f64) -> f64| -> Vec<f64> {
                let rows = blocks.iter().filter_map(|b| b.value(variable, country, partner, sector));
                rows.map(|r| value(r.value, r.reference)).collect()
            };
            let worst = blocks.iter().flat_map(|b| &b.residuals).map(|r| r.1).fold(0.0, f64::max);
            vec![
                layer.to_string(),
                range(&values("real_income", "", "", percent_change), 2),
                range(&values("export_share", market, "goods", |value, _| value * 100.0), 1).replace('+', ""),
                range(&values("export_share", market, "goods", |value, before| (value - before) * 100.0), 1),
                format!("{worst:.0e}"),
            ]
        })
        .collect();
    let share = format!("share of {market} %");
    let header = ["", "real income %", share.as_str(), "points", "residual"];
    format!("{title}: {country}, over the elasticity sets and what is judged\n{}", table::numbers(&header, rows))
}

fn as_json(case: &Case, report: &InForce, run: Option<&Run>) -> String {
    let layers: Vec<_> = report
        .layers
        .iter()
        .map(|layer| {
            let measures: Vec<_> = layer
                .touched
                .iter()
                .map(|t| {
                    json!({
                        "measure": t.name, "what": t.what, "file": t.file, "cells": t.cells, "trade_usd_mn": t.trade,
                        "share_of_trade": t.share_of_trade, "duty_before": t.tau_before, "duty_after": t.tau_after,
                        "judged": t.judged, "sources": t.sources,
                    })
                })
                .collect();
            json!({ "layer": layer.name, "title": layer.title, "measures": measures })
        })
        .collect();
    let left_out: Vec<_> = report
        .left_out
        .iter()
        .map(|l| json!({ "measure": l.name, "file": l.file, "line": l.line, "why": l.reason.to_string() }))
        .collect();
    let registered: Vec<_> = report.registered.iter().map(|r| json!(r.columns)).collect();
    let country = case.scenario.country.as_deref().unwrap_or_default();
    let steps = run.iter().flat_map(|run| run.blocks.iter().filter(|b| b.policy.is_empty()));
    let rows: Vec<_> =
        steps.flat_map(|b| &b.rows).filter(|r| r.economy == country).map(super::summary::row_json).collect();
    let refused: Vec<&str> = report.refused.iter().map(|f| f.message.as_str()).collect();
    let all = json!({
        "scenario": case.name, "as_of": case.scenario.as_of.map(|d| d.to_string()), "layers": layers,
        "left_out": left_out, "registered": registered, "not_solved": refused, "rows": rows,
    });
    serde_json::to_string_pretty(&all).unwrap_or_default()
}
