//! `portolan run`: a scenario's answer as an analyst reads it.

use std::path::Path;
use std::time::Instant;

use indicatif::{ProgressBar, ProgressStyle};
use portolan::{Block, Case, Detail, Error, Run, run, run_with};

use super::explain::RUNS;
use super::summary;
use crate::arguments;
use crate::number::{fixed, grouped, percent_change, range, signed};
use crate::table;

/// Economies shown at either end of the list of those who gain and lose.
const SHOWN_EACH_END: usize = 5;
/// Partners shown in the table of export shares.
const SHOWN_PARTNERS: usize = 8;

pub(crate) fn answer(arguments: &arguments::Run) -> Result<String, Error> {
    let started = Instant::now();
    let case = Case::load(&arguments.scenario, &arguments.change.settings())?;
    let told = case.has_briefing();
    let out = arguments.out.clone().or_else(|| told.then(|| Path::new(RUNS).join(stem(&case.name))));
    let detail = match (told, &out) {
        (true, _) => Detail::BRIEFING,
        (false, Some(_)) => Detail::FILES,
        (false, None) => Detail { parts: arguments.why, ..Detail::TERMINAL },
    };
    let run = if told { with_progress(&case, detail)? } else { run(&case, detail)? };
    let briefing = match &out {
        Some(folder) => {
            let formats: Vec<_> = arguments.format.iter().map(|f| (*f).into()).collect();
            portolan::write_run(&case, &run, folder, &formats, started.elapsed())?
        }
        None => None,
    };
    if arguments.json {
        return Ok(summary::json(&case, &run));
    }
    let mut text = match &briefing {
        Some(briefing) => format!("{}\n\n{}", heading(&case, &run), verdict(&briefing.markdown)),
        None => page(&case, &run),
    };
    text.push_str(&format!("\n{:.1} s.", started.elapsed().as_secs_f64()));
    match (out, briefing) {
        (Some(folder), Some(_)) => text.push_str(&format!(
            " Tables, manifest and log are beside the briefing.\n\nThe briefing: {}",
            folder.join("briefing.html").display()
        )),
        (Some(folder), None) => text.push_str(&format!(" Tables, manifest and log are in {}.", folder.display())),
        _ => {}
    }
    Ok(text)
}

/// Name of a run's folder: that of the scenario, without its path and ending.
fn stem(name: &str) -> &str {
    Path::new(name).file_stem().and_then(|stem| stem.to_str()).unwrap_or(name)
}

/// Solves a case with a bar that shows rate and time left.
fn with_progress(case: &Case, detail: Detail) -> Result<Run, Error> {
    let bar = ProgressBar::new(0);
    if let Ok(style) = ProgressStyle::with_template("{bar:30} {pos} of {len} sets and variants, {eta} left") {
        bar.set_style(style);
    }
    let tell = |done: usize, of: usize| {
        bar.set_length(of as u64);
        bar.set_position(done as u64);
    };
    let run = run_with(case, detail, &tell);
    bar.finish_and_clear();
    run
}

/// The executive summary of a briefing as plain text.
fn verdict(markdown: &str) -> String {
    let section = markdown.split("\n## ").nth(1).unwrap_or_default();
    let lines = section.lines().skip(1).map(without_links);
    lines.collect::<Vec<_>>().join("\n").trim().to_string()
}

/// A line of Markdown without its links and stars.
fn without_links(line: &str) -> String {
    let mut text = String::new();
    let mut rest = line;
    while let Some((before, after)) = rest.split_once("](") {
        let open = before.rfind('[').unwrap_or(0);
        text.push_str(&before[..open]);
        text.push_str(before[open..].trim_start_matches('['));
        rest = after.split_once(')').map_or("", |(_, rest)| rest);
    }
    (text + rest).replace("**", "")
}

/// The whole answer.
fn page(case: &Case, run: &Run) -> String {
    let mut parts = vec![heading(case, run)];
    parts.extend(run.notes.iter().map(|note| format!("Note: {note}")));
    for policy in &run.policies() {
        let block = run.main_block(policy);
        if run.policies().len() > 1 {
            parts.push(format!("━━ {policy}"));
        }
        if case.question.changes_nothing(policy) {
            parts.push("No measure of this policy changes anything on the day of the question.".into());
            continue;
        }
        parts.push(headline(case, run, policy));
        parts.push(ranges(case, run, policy));
        parts.push(who_gains(case, block));
        parts.push(sectors(case, block));
        parts.push(export_shares(case, block));
        parts.push(decomposition(case, block));
    }
    parts.push(proof(run));
    parts.retain(|part| !part.is_empty());
    parts.join("\n\n")
}

fn heading(case: &Case, run: &Run) -> String {
    let scenario = &case.scenario;
    let as_of = scenario.as_of.map(|d| format!(" · as of {d}")).unwrap_or_default();
    let mut text = format!("{}\n", scenario.title);
    if !scenario.question.is_empty() {
        text.push_str(&format!("{}\n", scenario.question));
    }
    text.push_str(&format!(
        "{}{as_of} · {} · elasticities {} · run {}",
        case.name,
        case.world.id(),
        run.main_set,
        run.id
    ));
    text
}

/// The first sentence: the change of real income of the country that asks, for both treatments of factors.
fn headline(case: &Case, run: &Run, policy: &str) -> String {
    let Some(country) = &case.scenario.country else { return String::new() };
    let income =
        |block: &Block| block.value("real_income", country, "", "").map(|r| percent_change(r.value, r.reference));
    let main = run.main_block(policy);
    let Some(change) = income(main) else { return String::new() };
    let money = main.value("equivalent_variation", country, "", "").map_or(f64::NAN, |r| r.value);
    let mut text = format!(
        "{} real income changes by {}% (US$ {} mn a year) with {} factors",
        possessive(case.economy_name(country)),
        signed(change, 3),
        grouped(money),
        main.variant
    );
    for other in run
        .policy_blocks()
        .filter(|b| b.policy == policy && b.regime.is_empty() && b.set == run.main_set && b.variant != main.variant)
    {
        if let Some(change) = income(other) {
            text.push_str(&format!(", by {}% with {} factors", signed(change, 3), other.variant));
        }
    }
    text.push('.');
    let in_regimes = run
        .policy_blocks()
        .filter(|b| b.policy == policy && !b.regime.is_empty() && b.set == run.main_set && b.variant == main.variant);
    for block in in_regimes {
        if let Some(change) = income(block) {
            text.push_str(&format!("\nIn the regime {} it changes by {}%.", block.regime, signed(change, 3)));
        }
    }
    text
}

fn possessive(name: &str) -> String {
    if name.ends_with('s') { format!("{name}'") } else { format!("{name}'s") }
}

/// Ranges over the elasticity sets, if there is more than one.
fn ranges(case: &Case, run: &Run, policy: &str) -> String {
    let Some(country) = &case.scenario.country else { return String::new() };
    let mut lines = Vec::new();
    for variant in run.variants() {
        let blocks: Vec<&Block> =
            run.policy_blocks().filter(|b| b.policy == policy && b.regime.is_empty() && b.variant == variant).collect();
        if blocks.len() < 2 {
            continue;
        }
        let incomes: Vec<f64> = blocks
            .iter()
            .filter_map(|b| b.value("real_income", country, "", ""))
            .map(|r| percent_change(r.value, r.reference))
            .collect();
        let positive = incomes.iter().filter(|x| **x > 0.0).count();
        let agree = positive.max(incomes.len() - positive);
        let mut line = format!("Over {} elasticity sets, {variant} factors: {}%", incomes.len(), range(&incomes, 2));
        if incomes.len() - agree >= 2 || agree * 4 < incomes.len() * 3 {
            line.push_str("; this model does not decide the sign");
        } else {
            line.push_str(&format!("; same sign in {agree} of {}", incomes.len()));
        }
        if let Some(partner) = main_partner(run.main_block(policy), country) {
            let shares: Vec<f64> = blocks
                .iter()
                .filter_map(|b| b.value("export_share", country, &partner, "goods"))
                .map(|r| r.value * 100.0)
                .collect();
            line.push_str(&format!("; share of {partner} in goods exports {}%", range(&shares, 1).replace('+', "")));
        }
        lines.push(line + ".");
    }
    lines.join("\n")
}

fn main_partner(block: &Block, country: &str) -> Option<String> {
    block
        .rows
        .iter()
        .filter(|r| r.variable == "export_share" && r.economy == country && r.sector == "goods")
        .max_by(|a, b| a.reference.total_cmp(&b.reference))
        .map(|r| r.partner.clone())
}

fn who_gains(case: &Case, block: &Block) -> String {
    let mut incomes: Vec<_> = block
        .rows
        .iter()
        .filter(|r| r.variable == "real_income")
        .map(|r| (percent_change(r.value, r.reference), r))
        .collect();
    incomes.sort_by(|a, b| b.0.total_cmp(&a.0));
    let count = incomes.len();
    let country = case.scenario.country.as_deref().unwrap_or("");
    let partner = main_partner(block, country).unwrap_or_default();
    let asked = |code: &str| code == country || code == partner;
    let keep = |k: usize, code: &str| k < SHOWN_EACH_END || k + SHOWN_EACH_END >= count || asked(code);
    let rows = incomes
        .iter()
        .enumerate()
        .filter(|(k, (_, row))| keep(*k, &row.economy))
        .map(|(_, (change, row))| {
            let growth = |variable: &str| {
                block
                    .value(variable, &row.economy, "", "goods")
                    .map_or(f64::NAN, |r| percent_change(r.value, r.reference))
            };
            let level = |variable: &str| block.value(variable, &row.economy, "", "").map_or(f64::NAN, |r| r.value);
            let wage = block
                .value("real_wage", &row.economy, "", "")
                .map_or(f64::NAN, |r| percent_change(r.value, r.reference));
            vec![
                format!("{} {}", row.economy, case.economy_name(&row.economy)),
                signed(*change, 3),
                grouped(level("equivalent_variation")),
                signed(wage, 3),
                signed(growth("exports"), 2),
                signed(growth("imports"), 2),
            ]
        })
        .collect();
    let header = ["", "real income %", "US$ mn a year", "real wage %", "goods exports %", "goods imports %"];
    format!(
        "Who gains and who loses (the {SHOWN_EACH_END} at either end of {count})\n{}",
        table::numbers(&header, rows)
    )
}

fn sectors(case: &Case, block: &Block) -> String {
    let Some(country) = &case.scenario.country else { return String::new() };
    let rows: Vec<Vec<String>> = case
        .world
        .sectors()
        .iter()
        .filter_map(|sector| {
            let of = |variable: &str| block.value(variable, country, "", &sector.code);
            let change = |variable: &str, decimals| {
                of(variable).map_or("–".into(), |r| signed(percent_change(r.value, r.reference), decimals))
            };
            let exports = of("exports")?;
            Some(vec![
                format!("{} {}", sector.code, sector.name),
                grouped(exports.reference),
                change("exports", 2),
                change("output_volume", 2),
                change("value_added", 2),
                change("real_sector_income", 2),
            ])
        })
        .collect();
    let header = ["", "exports US$ mn", "exports %", "output volume %", "value added %", "specific income %"];
    format!("{} by sector\n{}", case.economy_name(country), table::numbers(&header, rows))
}

fn export_shares(case: &Case, block: &Block) -> String {
    let Some(country) = &case.scenario.country else { return String::new() };
    let mut shares: Vec<_> = block
        .rows
        .iter()
        .filter(|r| r.variable == "export_share" && r.economy == *country && r.sector == "goods")
        .collect();
    shares.sort_by(|a, b| b.reference.total_cmp(&a.reference));
    let rows = shares
        .iter()
        .take(SHOWN_PARTNERS)
        .map(|r| {
            vec![
                format!("{} {}", r.partner, case.economy_name(&r.partner)),
                fixed(r.reference * 100.0, 2),
                fixed(r.value * 100.0, 2),
                signed((r.value - r.reference) * 100.0, 2),
            ]
        })
        .collect();
    let mut text = format!(
        "Where {} goods exports go\n{}",
        possessive(case.economy_name(country)),
        table::numbers(&["", "before %", "after %", "points"], rows)
    );
    if let Some(hhi) = block.value("export_hhi", country, "", "goods") {
        text.push_str(&format!(
            "\nConcentration (HHI) {} → {}; effective partners {} → {}.",
            fixed(hhi.reference, 4),
            fixed(hhi.value, 4),
            fixed(1.0 / hhi.reference, 2),
            fixed(1.0 / hhi.value, 2)
        ));
    }
    text
}

fn decomposition(case: &Case, block: &Block) -> String {
    let Some(country) = &case.scenario.country else { return String::new() };
    let part = |variable: &str| block.value(variable, country, "", "").map_or(f64::NAN, |r| r.value);
    if part("terms_of_trade").is_nan() {
        return String::new();
    }
    let names = [
        ("terms_of_trade", "terms of trade"),
        ("volume_of_trade", "volume of trade"),
        ("trade_costs", "trade costs"),
        ("technology", "technology"),
        ("transfers", "deficit"),
    ];
    let parts: Vec<String> = names
        .iter()
        .filter(|(id, _)| part(id).abs() >= 5e-5)
        .map(|(id, name)| format!("{name} {}", signed(part(id), 4)))
        .collect();
    format!(
        "Why, in log points × 100, integrated along the policy: {}; gap to the exact change {:.0e}.",
        parts.join(", "),
        part("decomposition_gap").abs()
    )
}

fn proof(run: &Run) -> String {
    let mut worst: Vec<(String, f64, String)> = Vec::new();
    for block in &run.blocks {
        for (equation, value, place) in &block.residuals {
            match worst.iter_mut().find(|(known, ..)| known == equation) {
                Some(entry) if entry.1 < *value => *entry = (equation.clone(), *value, place.clone()),
                Some(_) => {}
                None => worst.push((equation.clone(), *value, place.clone())),
            }
        }
    }
    let rows =
        worst.into_iter().map(|(equation, value, place)| vec![equation, place, format!("{value:.1e}")]).collect();
    let solves = run.blocks.len();
    let sweeps: f64 = run.blocks.iter().map(|b| b.sweeps).sum();
    format!(
        "Proof: the largest relative residual of each equation over {solves} {}, evaluated afresh (tolerance {:.0e})\n{}\n{:.0} sweeps in all.",
        if solves == 1 { "solution" } else { "solutions" },
        run.tolerance,
        table::with_text_columns(2, &["equation", "largest at", "residual"], rows),
        sweeps
    )
}
