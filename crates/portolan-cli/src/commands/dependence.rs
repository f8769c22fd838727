//! `portolan dependence`: on whom an economy depends, on three measures side by side.

use std::collections::BTreeMap;

use portolan::{Error, Row, variable};

use super::summary::row_json;
use crate::arguments;
use crate::number::{fixed, grouped, signed};
use crate::table;

/// Sectors shown in the table of goods exports.
const SHOWN_SECTORS: usize = 10;

pub(crate) fn answer(arguments: &arguments::Dependence) -> Result<String, Error> {
    let answer = portolan::dependence(&arguments.economy, &arguments.world, &arguments.elasticities)?;
    if let Some(folder) = &arguments.out {
        let formats: Vec<_> = arguments.format.iter().map(|f| (*f).into()).collect();
        portolan::write_tables(&answer.rows, &answer.id, folder, &formats)?;
    }
    if arguments.json {
        let rows: Vec<_> = answer.rows.iter().map(row_json).collect();
        return Ok(serde_json::to_string_pretty(&rows).unwrap_or_default());
    }
    let view = View { answer: &answer, rows: index(&answer.rows) };
    let parts = [view.heading(), view.partners(arguments.partners), view.concentration(), view.sectors(), view.basis()];
    Ok(parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n\n"))
}

/// Rows by variable, partner, sector and product.
type Index<'a> = BTreeMap<(&'a str, &'a str, &'a str, &'a str), &'a Row>;

fn index(rows: &[Row]) -> Index<'_> {
    rows.iter().map(|r| ((r.variable, r.partner.as_str(), r.sector.as_str(), r.product.as_str()), r)).collect()
}

struct View<'a> {
    answer: &'a portolan::Dependence,
    rows: Index<'a>,
}

impl View<'_> {
    fn value(&self, variable: &str, partner: &str, sector: &str, product: &str) -> f64 {
        self.rows.get(&(variable, partner, sector, product)).map_or(f64::NAN, |r| r.value)
    }

    /// Partners by share of goods exports, largest first.
    fn order(&self) -> Vec<&str> {
        let mut shares: Vec<_> = self
            .answer
            .rows
            .iter()
            .filter(|r| r.variable == "export_share" && r.sector == "goods" && r.product.is_empty())
            .collect();
        shares.sort_by(|a, b| b.value.total_cmp(&a.value));
        shares.into_iter().map(|r| r.partner.as_str()).collect()
    }

    fn heading(&self) -> String {
        let a = self.answer;
        format!(
            "On whom does {} depend?\n{} · {} · elasticities {}",
            a.name(&a.economy),
            a.economy,
            a.world.id(),
            a.set
        )
    }

    fn partners(&self, shown: usize) -> String {
        let rows = self
            .order()
            .into_iter()
            .take(shown)
            .map(|p| {
                let share = |v: &str, sector: &str| fixed(self.value(v, p, sector, "") * 100.0, 2);
                vec![
                    format!("{p} {}", self.answer.name(p)),
                    grouped(self.value("exports", p, "goods", "")),
                    share("export_share", "goods"),
                    share("export_share", ""),
                    share("value_added_export_share", ""),
                    signed(self.value("welfare_at_stake", p, "goods", ""), 3),
                    signed(self.value("welfare_at_stake_both", p, "goods", ""), 2),
                ]
            })
            .collect();
        let header =
            ["", "goods US$ mn", "goods %", "all %", "value added %", "at stake: +25 %", "at stake: no trade %"];
        let notes = [
            "goods, all: shares of gross exports at producer prices. value added: shares of the value added that is finally",
            "used abroad, inputs traced in proportion to spending, an assumption. at stake: change of real income if the",
            "partner adds 25 points to its tariff on all goods, and if all goods trade between the two stops (mobile factors).",
        ];
        format!("{}\n{}", table::numbers(&header, rows), notes.join("\n"))
    }

    fn concentration(&self) -> String {
        let rows = [
            ("export_hhi", "Herfindahl–Hirschman index", 4),
            ("effective_partners", "effective number of partners", 2),
            ("export_theil", "Theil index over partners and sectors", 3),
            ("export_theil_between", "  of which between partners", 3),
            ("export_theil_within", "  of which between sectors of a partner", 3),
        ]
        .map(|(id, name, decimals)| {
            let cell = |sector: &str| fixed(self.value(id, "", sector, ""), decimals);
            vec![name.to_string(), cell("goods"), cell("")]
        });
        format!("How concentrated\n{}", table::numbers(&["", "goods", "all"], rows.to_vec()))
    }

    /// Largest goods sectors, and the main partner's share in each.
    fn sectors(&self) -> String {
        let Some(main) = self.order().first().copied() else { return String::new() };
        let mut totals: Vec<(f64, f64, &portolan::Sector)> = self
            .answer
            .world
            .sectors()
            .iter()
            .filter(|s| s.goods)
            .map(|s| {
                let of = |r: &&Row| r.variable == "exports" && r.sector == s.code && !r.partner.is_empty();
                let total: f64 = self.answer.rows.iter().filter(of).map(|r| r.value).sum();
                (total, self.value("exports", main, &s.code, ""), s)
            })
            .filter(|(total, ..)| *total > 0.0)
            .collect();
        totals.sort_by(|a, b| b.0.total_cmp(&a.0));
        let rows = totals
            .into_iter()
            .take(SHOWN_SECTORS)
            .map(|(total, to_main, s)| {
                vec![format!("{} {}", s.code, s.name), grouped(total), fixed(to_main / total * 100.0, 1)]
            })
            .collect();
        let header = ["", "exports US$ mn", &format!("to {main} %")];
        format!("Largest goods exports\n{}", table::numbers(&header, rows))
    }

    /// Products without which the shares were also computed, as `without <code>`.
    fn left_out(&self) -> Vec<&str> {
        let mut products: Vec<&str> = self.rows.keys().map(|key| key.3).filter(|p| !p.is_empty()).collect();
        products.sort_unstable();
        products.dedup();
        products
    }

    /// On which basis the main partner's share stands, and how it reads on others.
    fn basis(&self) -> String {
        let Some(main) = self.order().first().copied() else { return String::new() };
        let a = self.answer;
        let mut lines = vec![format!(
            "The share of {main} in goods exports is {}% here: {} of {}, producer prices.",
            fixed(self.value("export_share", main, "goods", "") * 100.0, 1),
            a.world.id(),
            a.world.tables().year
        )];
        for product in self.left_out() {
            let share = self.value("export_share", main, "goods", product);
            let code = product.trim_start_matches("without ");
            let name = portolan::product_name(code).map_or(code.to_string(), |name| format!("{name} ({code})"));
            lines.push(format!("Without {name} it is {}%.", fixed(share * 100.0, 1)));
        }
        for fact in a.customs.iter().filter(|f| f.partner == main) {
            lines.push(format!(
                "Customs, {}: {}% ({}). {}",
                fact.period,
                fixed(fact.share * 100.0, 1),
                fact.publisher,
                fact.why
            ));
        }
        lines.push(format!("Units: {}.", variable("exports").map_or("", |v| v.unit)));
        lines.join("\n")
    }
}
