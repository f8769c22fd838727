//! Which goods of a cell measures touch: cells worked by hand, and laws over random ones.

use super::*;
use proptest::prelude::*;

fn cell(rows: &[&str]) -> Vec<(f64, f64)> {
    let text: String = rows.iter().map(|rest| row(rest)).collect();
    let mut rates = Case::new(&text).rates(USA, CAN, C24);
    rates.sort_by(|a, b| a.1.total_cmp(&b.1));
    rates
}

#[test]
fn a_share_cuts_the_cell_in_two() {
    assert_eq!(cell(&["add = \"25%\"\nshare = 0.15"]), [(0.85, 8.0), (0.15, 33.0)]);
    assert_eq!(cell(&["add = \"25%\"\nshare = 0"]), [(1.0, 8.0)]);
    assert_eq!(cell(&["add = \"25%\"\nshare = 1"]), [(1.0, 33.0)]);
}

#[test]
fn measures_with_the_same_part_hit_the_same_goods() {
    let rows = ["add = \"10%\"\nshare = 0.4\npart = \"p\"", "add = \"20%\"\nshare = 0.4\npart = \"p\""];
    assert_eq!(cell(&rows), [(0.6, 8.0), (0.4, 38.0)]);
}

#[test]
fn a_smaller_share_of_a_part_lies_inside_the_larger_one() {
    let rows = ["add = \"10%\"\nshare = 0.4\npart = \"p\"", "add = \"20%\"\nshare = 0.1\npart = \"p\""];
    assert_eq!(cell(&rows), [(0.6, 8.0), (0.3, 18.0), (0.1, 38.0)]);
}

#[test]
fn a_part_without_a_share_is_that_of_the_other_measures() {
    assert_eq!(
        cell(&["add = \"10%\"\nshare = 0.4\npart = \"p\"", "set = \"0%\"\npart = \"p\""]),
        [(0.6, 8.0), (0.4, 10.0)]
    );
    assert_eq!(cell(&["add = \"10%\"\npart = \"p\""]), [(1.0, 18.0)]);
}

#[test]
fn parts_of_other_names_are_independent() {
    let rows = ["add = \"10%\"\nshare = 0.5\npart = \"p\"", "add = \"20%\"\nshare = 0.2\npart = \"q\""];
    assert_eq!(cell(&rows), [(0.4, 8.0), (0.4, 18.0), (0.1, 28.0), (0.1, 38.0)]);
    assert_eq!(cell(&["add = \"10%\"\nshare = 0.5", "add = \"20%\"\nshare = 0.2"]), cell(&rows));
}

#[test]
fn parts_of_a_family_are_disjoint() {
    let rows = ["add = \"10%\"\nshare = 0.5\npart = \"us/p\"", "add = \"20%\"\nshare = 0.2\npart = \"us/q\""];
    assert_eq!(cell(&rows), [(0.3, 8.0), (0.5, 18.0), (0.2, 28.0)]);
}

#[test]
fn the_last_part_of_a_full_family_lies_on_top_of_the_first() {
    let rows = [
        "add = \"10%\"\nshare = 0.5\npart = \"us/p\"",
        "add = \"20%\"\nshare = 0.3\npart = \"us/q\"",
        "add = \"1%\"\nshare = 0.9\npart = \"us/country\"",
    ];
    // The country rate takes the last 0.2, then 0.5 of p and 0.2 of q.
    assert_eq!(cell(&rows), [(0.2, 9.0), (0.5, 19.0), (0.1, 28.0), (0.2, 29.0)]);
    let all = ["add = \"10%\"\nshare = 0.7133\npart = \"us/p\"", "add = \"20%\"\nshare = 1\npart = \"us/country\""];
    assert_eq!(cell(&all), [(0.2867, 28.0), (0.7133, 38.0)]);
}

#[test]
fn families_are_independent_of_each_other() {
    let rows = ["add = \"10%\"\nshare = 0.5\npart = \"us/p\"", "add = \"20%\"\nshare = 0.5\npart = \"ca/p\""];
    assert_eq!(cell(&rows), [(0.25, 8.0), (0.25, 18.0), (0.25, 28.0), (0.25, 38.0)]);
}

#[test]
fn ending_a_measure_moves_no_other_part() {
    let first = row("id = \"p\"\nadd = \"10%\"\nshare = 0.5\npart = \"us/p\"")
        + &row("add = \"20%\"\nshare = 0.7\npart = \"us/q\"");
    let text = "reference = [\"o\"]\n[[tariff]]\nremove = \"p\"\n".to_string()
        + &row("add = \"100%\"\nshare = 0.5\npart = \"us/p\"");
    let mut rates = Case { overlays: &[("o", &first)], ..Case::new(&text) }.rates(USA, CAN, C24);
    rates.sort_by(|a, b| a.1.total_cmp(&b.1));
    assert_eq!(rates, [(0.5, 28.0), (0.3, 108.0), (0.2, 128.0)]);
}

fn product_row(rest: &str) -> String {
    format!("[[tariff]]\nimporter = [\"USA\"]\nexporter = [\"CAN\"]\n{rest}\n")
}

#[test]
fn products_have_their_weights_and_the_rest_pays_nothing_more() {
    let text = product_row("product = [\"1205*\"]\nadd = \"10%\"")
        + &product_row("product = [\"1001\", \"1205*\"]\nadd = \"1%\"");
    let resolution = Case::new(&text).run().unwrap();
    assert_eq!(rates(&resolution.shock, USA, CAN, 0), [(0.2, 9.0), (0.3, 19.0), (0.5, 8.0)]);
    assert!(resolution.notes.is_empty());
}

#[test]
fn a_share_of_products_is_a_share_of_their_weight() {
    let text = product_row("product = [\"1205*\"]\nadd = \"10%\"\nshare = 0.5");
    let mut rates = Case::new(&text).rates(USA, CAN, 0);
    rates.sort_by(|a, b| a.1.total_cmp(&b.1));
    assert_eq!(rates, [(0.85, 8.0), (0.15, 18.0)]);
}

#[test]
fn a_weight_with_a_range_follows_the_estimate() {
    let text = product_row("product = [\"1205*\"]\nadd = \"10%\"");
    let taxed =
        |estimate| Case { estimate, ..Case::new(&text) }.rates(USA, CAN, 0).iter().map(|(w, _)| *w).fold(1.0, f64::min);
    assert_eq!([Estimate::Low, Estimate::Mode, Estimate::High].map(taxed), [0.15, 0.3, 0.3]);
}

#[test]
fn a_range_must_lie_around_its_weight() {
    let weight = ProductWeight {
        cell: Cell { j: 0, n: USA, i: CAN },
        product: "1205".into(),
        weight: 0.4,
        low: 0.5,
        high: 0.6,
        year: 2024,
        source: "s".into(),
    };
    let findings = ProductTable::new(vec![weight], &[]).unwrap_err();
    assert_eq!(findings[0].message, "low, mode and high are not in order: 0.5, 0.4, 0.6");
}

#[test]
fn products_without_a_weight_are_the_plain_cell_and_it_is_said() {
    let resolution = Case::new(&product_row("product = [\"760110\"]\nadd = \"10%\"")).run().unwrap();
    assert_eq!(rates(&resolution.shock, USA, CAN, C24), [(1.0, 18.0)]);
    insta::assert_snapshot!(text(&resolution.notes), @"
    test.toml:6:11: the products of `tariff[1]` have no weight in 1 cells, where it is applied to the whole cell [no-product-weight]
      at: tariff[1].product
      expected: weights of the products in the product table
      help: name the sector instead, with the products' `share` of it and whose judgement it is
    ");
}

#[test]
fn a_table_of_products_is_checked() {
    let weight = |product: &str, weight: f64| ProductWeight {
        cell: Cell { j: 0, n: USA, i: CAN },
        product: product.into(),
        weight,
        low: weight,
        high: weight,
        year: 2024,
        source: "s".into(),
    };
    let findings =
        ProductTable::new(vec![weight("12", 0.7), weight("1205", 0.6), weight("15", -0.1)], &[]).unwrap_err();
    insta::assert_snapshot!(text(&findings), @"
    product table: the weight of a product is -0.1 [bad-product-weight]
      at: 15
      expected: a share of the cell between 0 and 1
      help: correct the weights of the cell
    product table: the weights of a cell sum to 1.200000 [bad-product-weight]
      at: 12
      expected: at most 1
      help: correct the weights of the cell
    product table: the products 12 and 1205 of a cell overlap [overlapping-products]
      at: 1205
      expected: codes none of which begins another
      help: correct the weights of the cell
    ");
}

#[test]
fn a_product_lies_in_the_sector_of_the_longest_code_with_which_it_begins() {
    let table = ProductTable::new(Vec::new(), &[("87".into(), 1), ("8703".into(), 2)]).unwrap();
    assert_eq!(table.sectors("870380").into_iter().collect::<Vec<_>>(), [2]);
    assert_eq!(table.sectors("8708*").into_iter().collect::<Vec<_>>(), [1]);
    assert_eq!(table.sectors("87*").into_iter().collect::<Vec<_>>(), [1, 2]);
    assert!(table.sectors("12").is_empty());
}

proptest! {
    #[test]
    fn weights_sum_to_one_and_the_average_surcharge_is_the_sum_of_share_times_rate(
        parts in prop::collection::vec((0.0..1.0f64, 0.0..2.0f64, 0..4usize), 1..6),
    ) {
        let names = ["", "part = \"p\"", "part = \"f/", "part = \"g/"];
        let rows: String = parts.iter().enumerate().map(|(k, (share, rate, kind))| {
            let part = if *kind < 2 { names[*kind].to_string() } else { format!("{}{k}\"", names[*kind]) };
            row(&format!("add = \"{}%\"\nshare = {share}\n{part}", 100.0 * rate))
        }).collect();
        let shock = Case::new(&rows).run().unwrap().shock;
        let slices = &shock.cells[&Cell { j: C24, n: USA, i: CAN }];
        let weight: f64 = slices.iter().map(|s| s.weight).sum();
        let average: f64 = slices.iter().map(|s| s.weight * s.tau).sum();
        let expected = 0.08 + parts.iter().map(|(share, rate, _)| share * rate).sum::<f64>();
        prop_assert!((weight - 1.0).abs() < 1e-12, "{weight}");
        prop_assert!((average - expected).abs() < 1e-11, "{average} {expected}");
        prop_assert!(slices.iter().all(|s| s.weight > 0.0));
    }
}
