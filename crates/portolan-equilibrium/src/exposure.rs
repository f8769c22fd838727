//! On whom an economy depends when inputs are traced through supply chains: value added by where it is finally absorbed.
//!
//! | symbol | code | meaning |
//! |---|---|---|
//! | m | `value_added_content` | value added of one economy in a dollar of output of `(i, j)`, at producer prices |
//! | f | | final demand of `n` for `j` from `i`, at producer prices |
//!
//! Rests on proportionality: every use of a product in an economy draws on the same sources (Johnson and Noguera 2012, §2).

use portolan_core::{Panel, World};

/// Largest change of a multiplier at which the series is complete.
const CONVERGED: f64 = 1e-15;

/// Value added of economy `n` contained in a dollar of output of each economy `i` and sector `j`.
///
/// Solves m = v + A′m, where v is the value-added share of `n`'s own sectors and A the world's input coefficients at
/// producer prices: A of input `(i, k)` in output `(n, j)` is γ_nkj π_nik / (1 + τ_nik).
#[doc = include_str!("eq/exposure.md")]
pub fn value_added_content(world: &World, n: usize) -> Panel {
    let (economies, sectors) = (world.economies().len(), world.sectors().len());
    let direct = Panel::from_fn(economies, sectors, |i, j| if i == n { world.gamma_nj()[(i, j)] } else { 0.0 });
    let mut content = direct.clone();
    loop {
        let in_inputs = content_of_purchases(world, &content);
        let next = Panel::from_fn(economies, sectors, |i, j| {
            direct[(i, j)] + (0..sectors).map(|k| world.gamma_nkj()[(i, k, j)] * in_inputs[(i, k)]).sum::<f64>()
        });
        let change = content.as_slice().iter().zip(next.as_slice()).fold(0.0f64, |m, (a, b)| m.max((a - b).abs()));
        content = next;
        if change < CONVERGED {
            return content;
        }
    }
}

/// Content in a dollar that `n` spends on `j`, tariffs included, given the content of a dollar of each output.
fn content_of_purchases(world: &World, content: &Panel) -> Panel {
    Panel::from_fn(content.economies(), content.sectors(), |n, j| {
        let (pi, tau) = (world.pi_nij().row(n, j), world.tau_nij().row(n, j));
        (0..content.economies()).map(|i| pi[i] / (1.0 + tau[i]) * content[(i, j)]).sum()
    })
}

/// Value added of economy `n` that the final demand of each economy absorbs, USD mn a year; sums to its value added.
pub fn value_added_absorbed(world: &World, n: usize) -> Vec<f64> {
    let in_purchases = content_of_purchases(world, &value_added_content(world, n));
    (0..world.economies().len())
        .map(|p| (0..world.sectors().len()).map(|j| world.final_nj()[(p, j)] * in_purchases[(p, j)]).sum())
        .collect()
}

#[cfg(test)]
mod tests;
