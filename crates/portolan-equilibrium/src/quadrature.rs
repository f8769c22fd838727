//! Integrals of products of smooth functions and their derivatives, from values at Chebyshev points.

/// Points of one piece, less 1. Even, so that the middle is one of them.
const ORDER: usize = 8;

/// Chebyshev points on [0, 1], the weights of Clenshaw and Curtis, and the derivative of the interpolating polynomial.
pub(crate) struct Quadrature {
    pub(crate) nodes: Vec<f64>,
    pub(crate) weights: Vec<f64>,
    /// Row `k`: derivative at node `k` from values at all nodes.
    pub(crate) derivative: Vec<Vec<f64>>,
}

impl Quadrature {
    pub(crate) fn new() -> Self {
        let nodes: Vec<f64> = (0..=ORDER).map(|k| 0.5 - 0.5 * angle(k).cos()).collect();
        let weights = (0..=ORDER).map(weight).collect();
        let derivative = (0..=ORDER).map(|k| derivative_row(&nodes, k)).collect();
        Self { nodes, weights, derivative }
    }
}

fn angle(k: usize) -> f64 {
    std::f64::consts::PI * k as f64 / ORDER as f64
}

/// Trefethen 2000, *Spectral Methods in MATLAB*, program `clencurt`, for an interval of length 1.
fn weight(k: usize) -> f64 {
    let m = ORDER as f64;
    if k == 0 || k == ORDER {
        return 0.5 / (m * m - 1.0);
    }
    let mut sum = 1.0;
    for h in 1..ORDER / 2 {
        sum -= 2.0 * (2.0 * h as f64 * angle(k)).cos() / ((4 * h * h - 1) as f64);
    }
    (sum - (m * angle(k)).cos() / (m * m - 1.0)) / m
}

/// Trefethen 2000, theorem 7, with the diagonal as minus the sum of the row.
fn derivative_row(nodes: &[f64], k: usize) -> Vec<f64> {
    let end = |l: usize| if l == 0 || l == ORDER { 2.0 } else { 1.0 };
    let sign = |l: usize| if (k + l).is_multiple_of(2) { 1.0 } else { -1.0 };
    let entry = |l: usize| if l == k { 0.0 } else { end(k) / end(l) * sign(l) / (nodes[k] - nodes[l]) };
    let mut row: Vec<f64> = (0..=ORDER).map(entry).collect();
    row[k] = -row.iter().sum::<f64>();
    row
}

#[cfg(test)]
mod tests;
