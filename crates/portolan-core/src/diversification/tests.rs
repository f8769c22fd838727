use super::*;
use proptest::prelude::*;

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() < 1e-14
}

#[test]
fn even_shares_have_the_least_concentration() {
    let s = shares(&[7.0; 4]);
    assert_eq!(s, [0.25; 4]);
    assert!(close(herfindahl(&s), 0.25) && close(normalised_herfindahl(&s), 0.0) && close(effective_number(&s), 4.0));
    assert!(close(theil(&s), 0.0) && close(entropy(&s), 4f64.ln()) && close(top_share(&s, 2), 0.5));
}

#[test]
fn one_partner_has_the_most_concentration() {
    let s = shares(&[0.0, 3.0, 0.0]);
    assert!(close(herfindahl(&s), 1.0) && close(normalised_herfindahl(&s), 1.0) && close(effective_number(&s), 1.0));
    assert!(close(theil(&s), 3f64.ln()) && close(entropy(&s), 0.0) && close(top_share(&s, 1), 1.0));
    assert!(close(normalised_herfindahl(&[1.0]), 1.0));
}

#[test]
fn three_quarters_and_a_quarter_by_hand() {
    let s = shares(&[3.0, 1.0]);
    assert!(close(herfindahl(&s), 0.625) && close(normalised_herfindahl(&s), 0.25) && close(effective_number(&s), 1.6));
    assert!(close(theil(&s), 0.75 * 1.5f64.ln() - 0.25 * 2f64.ln()));
    assert!(close(entropy(&s), 0.75 * (4.0f64 / 3.0).ln() + 0.25 * 4f64.ln()));
    assert!(close(top_share(&s, 1), 0.75) && close(top_share(&s, 9), 1.0));
}

#[test]
fn without_trade_every_index_is_zero() {
    let s = shares(&[0.0, 0.0]);
    let indices =
        [herfindahl(&s), normalised_herfindahl(&s), effective_number(&s), theil(&s), entropy(&s), top_share(&s, 1)];
    assert_eq!(indices, [0.0; 6]);
    let parts = theil_parts(&[0.0; 4], 2);
    assert_eq!((parts.total, parts.between, parts.within), (0.0, 0.0, 0.0));
}

#[test]
fn concentration_on_partners_alone_is_between_them() {
    // Each partner sells both sectors evenly; partners have 3/4 and 1/4.
    let parts = theil_parts(&[3.0, 3.0, 1.0, 1.0], 2);
    assert!(
        close(parts.between, theil(&[0.75, 0.25])) && close(parts.within, 0.0) && close(parts.total, parts.between)
    );
}

#[test]
fn concentration_on_sectors_alone_is_within_partners() {
    // Partners are even; each buys one sector only, so T_p = ln 2.
    let parts = theil_parts(&[1.0, 0.0, 0.0, 1.0], 2);
    assert!(close(parts.between, 0.0) && close(parts.within, 2f64.ln()) && close(parts.total, 2f64.ln()));
    assert!(parts.of_partner.iter().all(|t| close(*t, 2f64.ln())));
}

proptest! {
    #[test]
    fn between_and_within_sum_to_the_total(values in prop::collection::vec(0.0..1e6f64, 12)) {
        let parts = theil_parts(&values, 3);
        prop_assert!((parts.total - parts.between - parts.within).abs() < 1e-12);
    }

    #[test]
    fn theil_and_entropy_sum_to_the_logarithm_of_the_number(values in prop::collection::vec(0.1..10.0f64, 1..20)) {
        let s = shares(&values);
        prop_assert!((theil(&s) + entropy(&s) - (values.len() as f64).ln()).abs() < 1e-12);
        prop_assert!(effective_number(&s) <= values.len() as f64 + 1e-9);
        prop_assert!((0.0..=1.0 + 1e-12).contains(&(normalised_herfindahl(&s) + 1e-15)));
    }

    #[test]
    fn the_unit_and_the_order_of_partners_do_not_matter(values in prop::collection::vec(0.1..10.0f64, 2..8)) {
        let scaled: Vec<f64> = values.iter().rev().map(|v| v * 1e6).collect();
        let (a, b) = (shares(&values), shares(&scaled));
        prop_assert!((herfindahl(&a) - herfindahl(&b)).abs() < 1e-12 && (theil(&a) - theil(&b)).abs() < 1e-12);
    }
}
