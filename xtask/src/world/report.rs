//! What the corrections and the balancing moved, as a page of the book.

use std::fmt::Write as _;

use anyhow::Result;
use portolan_core::Panel;
use portolan_equilibrium::Options;

use super::corrections::Corrections;
use super::headlines::{Headlines, Variant, theta};
use super::inputs::Inputs;
use super::{Built, Rates};

mod moved;

/// One line for the terminal.
pub(crate) fn summary(built: &Built) -> String {
    let world = &built.world;
    format!(
        "{}: {} economies, {} sectors, output {:.0} USD mn; {:.2}% of intermediate use moved",
        world.id(),
        world.economies().len(),
        world.sectors().len(),
        world.y_nj().as_slice().iter().sum::<f64>(),
        100.0 * moved::Balancing::new(built).share()
    )
}

/// The page.
pub(crate) fn report(built: &Built, inputs: &Inputs, corrections: &Corrections) -> Result<String> {
    let mut text = format!(
        "# What was moved: `{}`\n\nWritten by `cargo xtask world`; do not edit. Values are millions of US dollars of {}.\n\n",
        built.world.id(),
        built.world.tables().year
    );
    text += &aggregation(built, inputs);
    text += "## Tariffs\n\n";
    text += &moved::corrections(built);
    text += &moved::duties(built);
    text += &moved::rates_by_sector(built);
    text += &moved::largest_rates(built);
    text += "## Balancing\n\n";
    text += &moved::Balancing::new(built).tables(built);
    text += &answers(built, inputs, corrections)?;
    text += &sets(built)?;
    Ok(text)
}

fn aggregation(built: &Built, inputs: &Inputs) -> String {
    let rest: Vec<&str> = (inputs.trade.economies.iter())
        .filter(|code| super::concordance::economy(code) == "ROW")
        .map(String::as_str)
        .collect();
    let mut text = format!(
        "## Aggregation\n\n{} economies of the trade table make {}: {} are the rest of the world. {} sectors of the trade \
         table and {} of the input–output table make {}:\n\n| sector | name | trade table | input–output table |\n|---|---|---|---|\n",
        inputs.trade.economies.len(),
        built.world.economies().len(),
        rest.join(", "),
        inputs.trade.sectors.len(),
        inputs.technology.sectors.len(),
        built.world.sectors().len()
    );
    for (j, sector) in built.world.sectors().iter().enumerate() {
        let members = |codes: &[String]| {
            let codes = codes.iter().filter(|code| super::concordance::sector(code) == Some(j));
            codes.map(String::as_str).collect::<Vec<_>>().join(", ")
        };
        let (trade, technology) = (members(&inputs.trade.sectors), members(&inputs.technology.sectors));
        let _ = writeln!(text, "| {} | {} | {trade} | {technology} |", sector.code, sector.name);
    }
    if built.raw.pairs_without_rates > 0 {
        let _ = writeln!(
            text,
            "\n{} pairs have no rate in the tariff file and count as free.",
            built.raw.pairs_without_rates
        );
    }
    text + "\n"
}

/// Every variant of the table answers the same three questions.
fn answers(built: &Built, inputs: &Inputs, corrections: &Corrections) -> Result<String> {
    let theta_j = theta(&built.world, "recommended")?;
    let year = built.world.tables().year;
    let solve = |variant: &Variant<'_>| variant.headlines(&theta_j, Options::mobile());
    let shipped = solve(&Variant::of(&built.world))?;
    let mut text = String::from(
        "## What this does to answers\n\nCanada's real income and that of the United States, in per cent, and the share of the \
         United States in Canada's goods exports, if the United States add 25 points on all goods of Canada alone; Canada's \
         real income if no goods duty is left with Indonesia, the Philippines, Malaysia, Korea and Japan, and with ASEAN. \
         Recommended elasticities, mobile factors. The rows below the first one undo one step of the derivation each.\n\n\
         | table | Canada, +25 points | United States | US share | Asian five | ASEAN |\n|---|---|---|---|---|---|\n",
    );
    text += &row("as it ships", &shipped);
    text += &row("not balanced", &solve(&Variant::unbalanced(built))?);
    let without = |rates: Rates, corrections: &Corrections| -> Result<Headlines> {
        solve(&Variant::of(&Built::new(inputs, corrections, rates, year)?.world))
    };
    if !corrections.is_empty() {
        text += &row("no correction at all", &without(Rates::Corrected, &Corrections::default())?);
        for group in corrections.groups() {
            text +=
                &row(&format!("without the group {group}"), &without(Rates::Corrected, &corrections.without(&group))?);
        }
        text += &row("rates of the facts alone, all others zero", &without(Rates::Facts, corrections)?);
    }
    text += "\nThe last row is the table that `--rates facts` makes: it needs no tariff data base and holds no duty \
             where no fact was gathered. It bounds what the starting rates contribute.\n";
    Ok(text)
}

/// The first question with every elasticity set, and with another elasticity of services.
fn sets(built: &Built) -> Result<String> {
    let world = &built.world;
    let variant = Variant::of(world);
    let services: Vec<usize> = (0..world.sectors().len()).filter(|&j| !world.sectors()[j].goods).collect();
    let mut text = String::from(
        "\n## What elasticities do to answers\n\nCanada's real income, in per cent, if the United States add 25 points on all \
         goods of Canada alone: with the set as it is, and with the services elasticity alone set to the 4 that most sets \
         assign and to the 8.35 that `fontagne2022` estimates; and with the set as it is and 0.35 of value added earned by \
         factors that cannot leave their sector.\n\n\
         | set | as it is | services 4 | services 8.35 | specific factors |\n|---|---|---|---|---|\n",
    );
    for set in portolan_data::elasticity_sets() {
        let theta_j = theta(world, set)?;
        let canada = |value: Option<f64>, options: Options| -> Result<f64> {
            let mut theta_j = theta_j.clone();
            for &j in &services {
                theta_j[j] = value.unwrap_or(theta_j[j]);
            }
            Ok(variant.headlines(&theta_j, options)?.canada)
        };
        let mobile = Options::mobile();
        let _ = writeln!(
            text,
            "| `{set}` | {:+.3} | {:+.3} | {:+.3} | {:+.3} |",
            canada(None, mobile)?,
            canada(Some(4.0), mobile)?,
            canada(Some(8.35), mobile)?,
            canada(None, Options::default())?
        );
    }
    Ok(text)
}

fn row(name: &str, h: &Headlines) -> String {
    format!("| {name} | {:+.4} | {:+.4} | {:.2} | {:+.4} | {:+.4} |\n", h.canada, h.usa, h.us_share, h.asia, h.asean)
}

/// Sum of a panel.
fn total(panel: &Panel) -> f64 {
    panel.as_slice().iter().sum()
}
