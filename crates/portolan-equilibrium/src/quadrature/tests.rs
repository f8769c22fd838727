use super::*;

#[test]
fn polynomials_are_integrated_and_differentiated_exactly() {
    let q = Quadrature::new();
    for degree in 0..=8i32 {
        let integral: f64 = q.nodes.iter().zip(&q.weights).map(|(x, w)| w * x.powi(degree)).sum();
        assert!((integral - 1.0 / f64::from(degree + 1)).abs() < 1e-14, "integral of degree {degree}");
        for (k, row) in q.derivative.iter().enumerate() {
            let slope: f64 = row.iter().zip(&q.nodes).map(|(d, x)| d * x.powi(degree)).sum();
            let exact = if degree == 0 { 0.0 } else { f64::from(degree) * q.nodes[k].powi(degree - 1) };
            assert!((slope - exact).abs() < 1e-12, "derivative of degree {degree} at node {k}");
        }
    }
}
