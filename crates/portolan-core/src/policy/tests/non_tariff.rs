//! The non-tariff part: the tariff part netted out, once for each pair, and as rent.

use proptest::prelude::*;

use super::*;
use crate::Slice;

const BETA: f64 = 0.475;

fn deal(id: &str, cover: f64, rest: &str) -> String {
    format!(
        "[[agreement]]\nid = \"{id}\"\nparties = [\"CAN\", \"USA\"]\njudged_by = \"author\"\ncover = {{ \"*\" = {cover}, basis = \"trade\" }}\n{rest}\n"
    )
}

fn slices(text: &str, parts: AgreementParts, rent: f64) -> Vec<Slice> {
    let shock = Case { parts, rent, ..Case::new(text) }.run().unwrap_or_else(|f| panic!("{}", f[0])).shock;
    let whole = Slice { weight: 1.0, tau: 0.08, export_tax: 0.0, d_hat: 1.0 };
    shock.cells.get(&Cell { j: C24, n: USA, i: CAN }).cloned().unwrap_or(vec![whole])
}

const ALL: AgreementParts = AgreementParts { tariff: true, cost: true, services: true };
const NONE: AgreementParts = AgreementParts { tariff: false, cost: false, services: false };

/// Flow net of the tariff at given prices, relative to the world.
fn flow(slices: &[Slice], theta: f64) -> f64 {
    let kappa = |s: &Slice| (1.0 + s.tau) * (1.0 + s.export_tax) * s.d_hat / 1.08;
    slices.iter().map(|s| s.weight * kappa(s).powf(-theta) / (1.0 + s.tau)).sum::<f64>() * 1.08
}

#[test]
fn the_cost_falls_by_what_the_tariff_part_leaves_of_the_prior() {
    let text = deal("a", 0.36, "cost = \"rta-prior\"");
    let m = (0.36 * 1.08_f64.powf(5.0) + 0.64).ln();
    let found = slices(&text, ALL, 0.0);
    assert!(found.iter().all(|s| (s.d_hat - (-(BETA - m) / 4.0).exp()).abs() < 1e-14), "{found:?}");
    let alone = slices(&text, AgreementParts { tariff: false, ..ALL }, 0.0);
    assert_eq!(
        (alone.len(), alone[0].tau, alone[0].d_hat),
        (1, 0.08, found[0].d_hat),
        "the same cut without the tariffs"
    );
    let plain = slices(&deal("a", 0.0, "cost = \"rta-prior\""), ALL, 0.0);
    assert!((plain[0].d_hat - (-BETA / 4.0_f64).exp()).abs() < 1e-15);
    let resolution = Case::new(&text).run().unwrap();
    let change = resolution.agreements[0].non_tariff_change();
    assert!(change < 0.0 && change > -0.2, "{change}");
    assert!(resolution.touched[0].sources.contains("made-up"), "the prior's source is one of the agreement's");
}

proptest! {
    #[test]
    fn tariff_and_cost_together_raise_the_flow_by_the_prior(
        cover in 0.0..1.0_f64, share in 0.01..0.99_f64, surcharge in 0.0..120.0_f64, set in 0.0..60.0_f64, tax in 0.0..20.0_f64,
    ) {
        let measures = format!(
            "{}{}[[export_tax]]\nimporter = [\"USA\"]\nexporter = [\"CAN\"]\nsector = [\"C24\"]\nset = \"{tax}%\"\nshare = 0.4\n",
            row(&format!("add = \"{surcharge}%\"\nshare = {share}")),
            row(&format!("set = \"{set}%\"\nshare = 0.5")),
        );
        let text = format!("{measures}{}", deal("a", cover, "cost = \"rta-prior\""));
        let (before, after) = (slices(&text, NONE, 0.0), slices(&text, ALL, 0.0));
        let rise = (flow(&after, THETA[C24]) / flow(&before, THETA[C24])).ln();
        prop_assert!((rise - BETA).abs() < 1e-12, "{rise}");
    }
}

#[test]
fn a_part_of_the_cut_can_be_rent_that_the_importer_loses() {
    let text = deal("a", 0.0, "cost = \"rta-prior\"");
    let d = slices(&text, ALL, 0.0)[0].d_hat;
    let half = slices(&text, ALL, 0.5)[0];
    assert!((half.d_hat - d.sqrt()).abs() < 1e-15);
    assert!((half.tau - (1.08 * d.sqrt() - 1.0)).abs() < 1e-15);
    let (all, kappa) = (slices(&text, ALL, 1.0)[0], 1.08 * d);
    assert!(all.d_hat == 1.0 && ((1.0 + all.tau) - kappa).abs() < 1e-15, "what buyers pay is the same");
}

#[test]
fn a_second_agreement_adds_no_non_tariff_part() {
    let one = deal("a", 0.3, "cost = \"rta-prior\"");
    let d = slices(&one, ALL, 0.0)[0].d_hat;
    let two = format!("{one}{}", deal("b", 0.9, "cost = \"rta-prior\""));
    let found = slices(&two, ALL, 0.0);
    assert!(found.iter().all(|s| s.d_hat == d), "the larger single cut, {found:?}");
}

#[test]
fn what_was_in_force_before_the_table_is_in_it_and_blocks_a_second_one() {
    let old = deal("old", 0.0, "in_force = 2015-01-01\ncost = \"rta-prior\"");
    assert_eq!(slices(&old, ALL, 0.0)[0].d_hat, 1.0);
    let silent = deal("old", 0.0, "in_force = 2015-01-01");
    let new = deal("new", 0.5, "cost = \"rta-prior\"");
    for first in [&old, &silent] {
        let text = format!("{first}{new}");
        let found = slices(&text, ALL, 0.0);
        assert!(found.len() == 2 && found.iter().all(|s| s.d_hat == 1.0), "{found:?}");
        assert!(Case::new(&text).run().unwrap().agreements[1].cells.iter().all(|c| c.d.is_none()));
    }
    let replaced = format!("{old}{}", deal("new", 0.5, "cost = \"rta-prior\"\nreplaces = [\"old\"]"));
    assert_eq!(slices(&replaced, ALL, 0.0)[0].d_hat, 1.0, "what the table holds of it stays there");
}

#[test]
fn services_count_only_where_they_are_asked_for() {
    let text = deal("a", 1.0, "services = \"rta-prior\"");
    let serv = Cell { j: 2, n: USA, i: CAN };
    let cells = |services| {
        let parts = AgreementParts { services, ..AgreementParts::default() };
        Case { parts, ..Case::new(&text) }.run().unwrap().shock.cells
    };
    assert!(!cells(false).contains_key(&serv));
    let with = &cells(true)[&serv][0];
    assert!((with.d_hat - (-BETA / 5.0_f64).exp()).abs() < 1e-15 && with.tau == 0.0);
    assert!(cells(true)[&Cell { j: C24, n: USA, i: CAN }].iter().all(|s| s.d_hat == 1.0), "goods have no such part");
}

#[test]
fn the_ends_of_the_prior_are_its_fifth_and_ninety_fifth_hundredths() {
    let text = deal("a", 0.0, "cost = \"rta-prior\"");
    let at = |estimate| Case { estimate, ..Case::new(&text) }.run().unwrap().agreements[0].cells[0].d.unwrap();
    let expected = |z: f64| (-(BETA + z * 0.012_f64.sqrt()) / THETA[0]).exp();
    assert!((at(Estimate::Low) - expected(-1.645)).abs() < 1e-15);
    assert!((at(Estimate::High) - expected(1.645)).abs() < 1e-15);
}

#[test]
fn draws_below_zero_are_counted_and_not_clipped() {
    let priors = priors();
    let prior = priors.get("rta-prior").unwrap();
    let deep = format!("{}{}", row("set = \"30%\""), deal("a", 1.0, "cost = \"rta-prior\""));
    let agreement = Case::new(&deep).run().unwrap().agreements.remove(0);
    let metals: Vec<AgreementCell> =
        agreement.cells.iter().filter(|c| c.cell == Cell { j: C24, n: USA, i: CAN }).cloned().collect();
    assert!(metals[0].d.unwrap() > 1.0, "a duty of 30% going explains more than the prior");
    let m = 5.0 * 1.3_f64.ln();
    let share = non_tariff_below_zero(prior, &[&THETA], &metals);
    assert!((share - prior.probability_below(m)).abs() < 1e-12 && share > 0.99, "{share}");
    let low = [1.0, 0.5, 1.0];
    let both = non_tariff_below_zero(prior, &[&THETA, &low], &metals);
    let other = prior.probability_below(1.5 * 1.3_f64.ln());
    assert!((both - 0.5 * (share + other)).abs() < 1e-12);
    let farm = agreement.cells.iter().find(|c| c.cell == Cell { j: 0, n: USA, i: CAN }).unwrap().clone();
    let weights = (farm.trade, metals[0].trade);
    let small = prior.probability_below(4.0 * 1.08_f64.ln());
    let mean = (weights.0 * small + weights.1 * share) / (weights.0 + weights.1);
    let found = non_tariff_below_zero(prior, &[&THETA], &[farm.clone(), metals[0].clone()]);
    assert!((found - mean).abs() < 1e-12);
    assert_eq!(non_tariff_below_zero(prior, &[&THETA], &[AgreementCell { d: None, ..farm }]), 0.0);
}
