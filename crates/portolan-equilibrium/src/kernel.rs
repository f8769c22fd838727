//! Dense products, exponential and logarithm over sector-major vectors `[j][n]`.
//!
//! Matrices are stored so that the index of the result is the contiguous one: a product is a sum of scaled rows and needs
//! no horizontal sum. `exp` and `ln` are polynomials that the compiler vectorises, and give the same bits everywhere.

/// `out[n] = Σ_r rows[r][n] · x[r]`.
pub(crate) fn product(rows: &[f64], x: &[f64], out: &mut [f64]) {
    let n = out.len();
    out.fill(0.0);
    let mut quads = rows.chunks_exact(4 * n);
    let mut xs = x.chunks_exact(4);
    for (quad, x) in quads.by_ref().zip(xs.by_ref()) {
        let (a, rest) = quad.split_at(n);
        let (b, rest) = rest.split_at(n);
        let (c, d) = rest.split_at(n);
        for (k, o) in out.iter_mut().enumerate() {
            *o += (a[k] * x[0] + b[k] * x[1]) + (c[k] * x[2] + d[k] * x[3]);
        }
    }
    for (row, x) in quads.remainder().chunks_exact(n).zip(xs.remainder()) {
        for (o, a) in out.iter_mut().zip(row) {
            *o += a * x;
        }
    }
}

/// `out[j][n] = Σ_i rows[j][i][n] · x[j][i]`.
pub(crate) fn by_sector(rows: &[f64], x: &[f64], out: &mut [f64], n: usize) {
    for (j, row) in out.chunks_exact_mut(n).enumerate() {
        product(&rows[j * n * n..(j + 1) * n * n], &x[j * n..(j + 1) * n], row);
    }
}

/// Sums that are kept in registers at once.
const LANES: usize = 16;

/// `out[j][n] += Σ_k blocks[j][k][n] · x[k][n]`: the `J × J` block of every economy at once.
pub(crate) fn add_block_product(blocks: &[f64], x: &[f64], out: &mut [f64], n: usize) {
    for (out, blocks) in out.chunks_exact_mut(n).zip(blocks.chunks_exact(x.len())) {
        if n < LANES {
            for (block, x) in blocks.chunks_exact(n).zip(x.chunks_exact(n)) {
                out.iter_mut().zip(block).zip(x).for_each(|((o, b), x)| *o += b * x);
            }
            continue;
        }
        for first in (0..n).step_by(LANES) {
            // The last tile reaches back to be full; only its new part is added.
            let start = first.min(n - LANES);
            let sums = tile(blocks, x, n, start);
            out[first..].iter_mut().zip(&sums[first - start..]).for_each(|(o, sum)| *o += sum);
        }
    }
}

/// Sums over rows for the economies `start..start + LANES`.
#[inline(always)]
fn tile(blocks: &[f64], x: &[f64], n: usize, start: usize) -> [f64; LANES] {
    let mut sums = [0.0; LANES];
    for (block, x) in blocks.chunks_exact(n).zip(x.chunks_exact(n)) {
        let (block, x) = (&block[start..start + LANES], &x[start..start + LANES]);
        for lane in 0..LANES {
            sums[lane] += block[lane] * x[lane];
        }
    }
    sums
}

/// Adding and subtracting this rounds to the nearest integer: 1.5 · 2^52.
const ROUND: f64 = 6_755_399_441_055_744.0;
/// ln 2 in two parts; the first has trailing zeros, so that its product with an exponent is exact.
const LN2_HIGH: f64 = 6.931_471_803_691_238e-1;
const LN2_LOW: f64 = 1.908_214_929_270_587_7e-10;

/// The exponential to about one unit in the last place; arguments beyond ±708 count as ±708.
#[inline(always)]
pub(crate) fn exp(x: f64) -> f64 {
    const C: [f64; 13] = [
        1.0 / 479_001_600.0,
        1.0 / 39_916_800.0,
        1.0 / 3_628_800.0,
        1.0 / 362_880.0,
        1.0 / 40_320.0,
        1.0 / 5_040.0,
        1.0 / 720.0,
        1.0 / 120.0,
        1.0 / 24.0,
        1.0 / 6.0,
        0.5,
        1.0,
        1.0,
    ];
    let x = if x > 708.0 { 708.0 } else { x };
    let x = if x < -708.0 { -708.0 } else { x };
    let shifted = x * std::f64::consts::LOG2_E + ROUND;
    let n = shifted - ROUND;
    let r = (x - n * LN2_HIGH) - n * LN2_LOW;
    let mut p = 1.0 / 6_227_020_800.0;
    for c in C {
        p = p * r + c;
    }
    let exponent = shifted.to_bits().wrapping_sub(ROUND.to_bits()).wrapping_add(1023);
    p * f64::from_bits(exponent << 52)
}

/// The natural logarithm of a positive normal number.
#[inline(always)]
pub(crate) fn ln(x: f64) -> f64 {
    const C: [f64; 11] = [21.0, 19.0, 17.0, 15.0, 13.0, 11.0, 9.0, 7.0, 5.0, 3.0, 1.0];
    let bits = x.to_bits();
    // sqrt(1/2): the mantissa lies in [0.707, 1.414), where the series converges fast.
    let exponent = ((bits as i64).wrapping_sub(0x3fe6_a09e_667f_3bcd)) >> 52;
    let mantissa = f64::from_bits((bits as i64).wrapping_sub(exponent << 52) as u64);
    let s = (mantissa - 1.0) / (mantissa + 1.0);
    let z = s * s;
    let mut p = 1.0 / 23.0;
    for c in C.iter().take(10) {
        p = p * z + 1.0 / c;
    }
    let fraction = 2.0 * s * z * p + 2.0 * s;
    let e = exponent as f64;
    e * LN2_HIGH + (fraction + e * LN2_LOW)
}

/// Sector-major `[j][n]` from economy-major `[n][j]`.
pub(crate) fn sector_major(panel: &[f64], n: usize) -> Vec<f64> {
    let j = panel.len() / n;
    (0..n * j).map(|k| panel[(k % n) * j + k / n]).collect()
}

#[cfg(test)]
mod tests;
