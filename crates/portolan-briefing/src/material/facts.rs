//! Numbers of the case folder as observed rows of the results table, so that the text reads every number from one place.

use portolan_core::results::{Kind, Row, variable};

use super::case::Case;

impl Case {
    /// A row for each number that a briefing may quote: facts under their id, and `poll:`, `estimate:` and `outturn:`
    /// before the ids of the others. Facts of an unknown variable are left out; [`Case::read`] reports them.
    pub fn rows(&self) -> Vec<Row> {
        let facts = self.facts.iter().filter_map(|fact| {
            let kind = if fact.judged_by.is_empty() { Kind::Observed } else { Kind::Judged };
            let row = observed(&fact.id, variable(&fact.variable)?.id, fact.value, &fact.source);
            Some(Row { economy: fact.economy.clone(), partner: fact.partner.clone(), kind, ..row })
        });
        let polls = self.polls.iter().map(|p| observed(&format!("poll:{}", p.id), "fact_percent", p.value, &p.url));
        let estimates = self.estimates.iter().map(|e| {
            let row = observed(&format!("estimate:{}", e.id), of_unit(&e.unit), e.value, &e.url);
            Row { economy: e.economy.clone(), ..row }
        });
        let outturns =
            self.outturns.iter().map(|o| observed(&format!("outturn:{}", o.id), of_unit(&o.unit), o.value, &o.url));
        facts.chain(polls).chain(estimates).chain(outturns).collect()
    }
}

fn observed(id: &str, variable: &'static str, value: f64, source: &str) -> Row {
    let empty = String::new;
    Row {
        policy: empty(),
        regime: empty(),
        layer: empty(),
        set: empty(),
        variant: empty(),
        draw: None,
        year: None,
        economy: empty(),
        partner: empty(),
        sector: empty(),
        product: id.into(),
        variable,
        value,
        reference: f64::NAN,
        kind: Kind::Observed,
        source: source.into(),
    }
}

fn of_unit(unit: &str) -> &'static str {
    match unit {
        "%" => "fact_percent",
        "points" => "fact_points",
        "C$ bn" => "fact_cad_bn",
        "US$ bn" => "fact_usd_bn",
        _ => "fact_number",
    }
}
