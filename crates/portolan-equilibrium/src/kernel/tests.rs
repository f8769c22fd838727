use super::*;

#[test]
fn exp_and_ln_are_accurate_to_a_few_units_in_the_last_place() {
    for k in -2000..2000 {
        let x = f64::from(k) * 0.311;
        assert!((exp(x) / x.exp() - 1.0).abs() < 5e-16 * (1.0 + x.abs() * 0.01), "exp({x})");
        let y = (f64::from(k) * 0.0731).exp();
        assert!((ln(y) - y.ln()).abs() <= 4e-16 * y.ln().abs().max(1e-3), "ln({y})");
    }
    assert_eq!(exp(0.0), 1.0);
    assert_eq!(ln(1.0), 0.0);
    assert!(exp(-1e9) > 0.0 && exp(1e9).is_finite());
    assert!(exp(f64::NAN).is_nan());
}

#[test]
fn products_are_sums_over_rows() {
    for n in 1..7 {
        for r in 1..9 {
            let rows: Vec<f64> = (0..n * r).map(|k| (k as f64).sin()).collect();
            let x: Vec<f64> = (0..r).map(|k| (k as f64).cos()).collect();
            let mut out = vec![9.0; n];
            product(&rows, &x, &mut out);
            for m in 0..n {
                let plain: f64 = (0..r).map(|k| rows[k * n + m] * x[k]).sum();
                assert!((out[m] - plain).abs() < 1e-14);
            }
        }
    }
}

#[test]
fn block_products_act_within_each_economy() {
    for (n, j) in [(3, 1), (3, 2), (2, 5), (16, 2), (17, 3), (31, 2), (40, 3), (48, 1)] {
        let blocks: Vec<f64> = (0..n * j * j).map(|k| (k as f64).sin()).collect();
        let x: Vec<f64> = (0..n * j).map(|k| (k as f64).cos()).collect();
        let mut out = vec![1.0; n * j];
        add_block_product(&blocks, &x, &mut out, n);
        for a in 0..j {
            for m in 0..n {
                let plain: f64 = (0..j).map(|k| blocks[(a * j + k) * n + m] * x[k * n + m]).sum();
                assert!((out[a * n + m] - 1.0 - plain).abs() < 1e-14);
            }
        }
    }
}
