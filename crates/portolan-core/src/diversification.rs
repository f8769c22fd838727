//! How concentrated trade is: shares of partners or products, and indices of them.
//!
//! Notation: `s_p` is the share of partner `p`, `n` the number of partners. All indices are of shares that sum to 1; with
//! no trade at all shares are zero and so is every index. A share of zero adds nothing: `0 ln 0 = 0`.
//!
//! | function | formula | range |
//! |---|---|---|
//! | [`herfindahl`] | `Σ s²` | 1/n (even) to 1 (one partner) |
//! | [`normalised_herfindahl`] | `(HHI − 1/n) / (1 − 1/n)` | 0 to 1 |
//! | [`effective_number`] | `1 / HHI` | 1 to n |
//! | [`theil`] | `Σ s ln(n s)` | 0 to ln n |
//! | [`entropy`] | `−Σ s ln s` | 0 to ln n; Theil and entropy sum to ln n |
//! | [`top_share`] | sum of the `k` largest shares | |
//!
//! Sources: O. C. Herfindahl (1950), *Concentration in the Steel Industry*; H. Theil (1967), *Economics and Information
//! Theory*, ch. 4; the split into between and within as in O. Cadot, C. Carrère and V. Strauss-Kahn (2011), *Review of
//! Economics and Statistics* 93(2), 590–605, section II.

/// Shares of values that are zero or more; all zero if the values are.
pub fn shares(values: &[f64]) -> Vec<f64> {
    let sum: f64 = values.iter().sum();
    values.iter().map(|value| if sum > 0.0 { value / sum } else { 0.0 }).collect()
}

/// Herfindahl–Hirschman index `Σ s²`.
pub fn herfindahl(s_p: &[f64]) -> f64 {
    s_p.iter().map(|s| s * s).sum()
}

/// Herfindahl index from 0, for even shares, to 1, for one partner: `(HHI − 1/n) / (1 − 1/n)`.
pub fn normalised_herfindahl(s_p: &[f64]) -> f64 {
    let (hhi, n) = (herfindahl(s_p), s_p.len() as f64);
    if n > 1.0 && hhi > 0.0 { (hhi - 1.0 / n) / (1.0 - 1.0 / n) } else { hhi }
}

/// Number of equal partners with the same Herfindahl index: `1 / HHI`.
pub fn effective_number(s_p: &[f64]) -> f64 {
    let hhi = herfindahl(s_p);
    if hhi > 0.0 { 1.0 / hhi } else { 0.0 }
}

/// Theil index `Σ s ln(n s)`.
pub fn theil(s_p: &[f64]) -> f64 {
    s_p.iter().map(|s| x_ln(*s, s_p.len() as f64 * s)).sum()
}

/// Entropy `−Σ s ln s`.
pub fn entropy(s_p: &[f64]) -> f64 {
    -s_p.iter().map(|s| x_ln(*s, *s)).sum::<f64>()
}

/// Sum of the `k` largest shares.
pub fn top_share(s_p: &[f64], k: usize) -> f64 {
    let mut sorted = s_p.to_vec();
    sorted.sort_by(|a, b| b.total_cmp(a));
    sorted.iter().take(k).sum()
}

/// `x ln y`, zero where `x` is.
fn x_ln(x: f64, y: f64) -> f64 {
    if x > 0.0 { x * y.ln() } else { 0.0 }
}

/// Theil index over partners and sectors, and the parts that sum to it exactly.
#[derive(Clone, Debug, PartialEq)]
pub struct TheilParts {
    /// Over all pairs of partner and sector: `Σ_pj s_pj ln(N J s_pj)`.
    pub total: f64,
    /// Between partners: `Σ_p s_p ln(N s_p)`.
    pub between: f64,
    /// Within partners: `Σ_p s_p T_p`.
    pub within: f64,
    /// Theil index of each partner's sectors, `T_p`; zero for a partner without trade.
    pub of_partner: Vec<f64>,
}

/// Theil index of trade by partner and sector, split between and within partners.
///
/// `value_pj` has one row a partner and `sectors` columns.
///
/// # Panics
/// If the length is not a multiple of `sectors`.
pub fn theil_parts(value_pj: &[f64], sectors: usize) -> TheilParts {
    assert!(sectors > 0 && value_pj.len().is_multiple_of(sectors), "one row a partner, one column a sector");
    let rows = || value_pj.chunks_exact(sectors);
    let s_p = shares(&rows().map(|row| row.iter().sum()).collect::<Vec<f64>>());
    let of_partner: Vec<f64> = rows().map(|row| theil(&shares(row))).collect();
    TheilParts {
        total: theil(&shares(value_pj)),
        between: theil(&s_p),
        within: s_p.iter().zip(&of_partner).map(|(s, t)| s * t).sum(),
        of_partner,
    }
}

#[cfg(test)]
mod tests;
