//! Anderson acceleration of a fixed point (Walker and Ni 2011, in the form with differences and a QR factorisation).

/// The last steps of an iteration `x ← x + f(x)`.
pub(crate) struct Anderson {
    memory: usize,
    last: Option<(Vec<f64>, Vec<f64>)>,
    differences: Vec<Differences>,
}

struct Differences {
    f: Vec<f64>,
    g: Vec<f64>,
}

impl Anderson {
    pub(crate) fn new(memory: usize) -> Self {
        Self { memory, last: None, differences: Vec::new() }
    }

    /// The next iterate after `x`, at which the plain iteration would step by `f`.
    pub(crate) fn next(&mut self, x: &[f64], f: Vec<f64>) -> Vec<f64> {
        let g: Vec<f64> = x.iter().zip(&f).map(|(x, f)| x + f).collect();
        if let Some((last_f, last_g)) = &self.last {
            self.differences.push(Differences { f: minus(&f, last_f), g: minus(&g, last_g) });
            if self.differences.len() > self.memory {
                self.differences.remove(0);
            }
        }
        let mut next = g.clone();
        for (difference, weight) in self.differences.iter().zip(self.weights(&f)) {
            for (x, d) in next.iter_mut().zip(&difference.g) {
                *x -= weight * d;
            }
        }
        self.last = Some((f, g));
        next
    }

    /// Least-squares weights of the differences, newest first by modified Gram–Schmidt; a dependent one counts nothing.
    fn weights(&self, f: &[f64]) -> Vec<f64> {
        let m = self.differences.len();
        let mut q: Vec<Vec<f64>> = Vec::with_capacity(m);
        let mut r = vec![vec![0.0; m]; m];
        for a in 0..m {
            let mut v = self.differences[m - 1 - a].f.clone();
            let before = dot(&v, &v).sqrt();
            for b in 0..a {
                r[b][a] = dot(&q[b], &v);
                v.iter_mut().zip(&q[b]).for_each(|(v, q)| *v -= r[b][a] * q);
            }
            let norm = dot(&v, &v).sqrt();
            let independent = norm > 1e-10 * before;
            r[a][a] = if independent { norm } else { 0.0 };
            v.iter_mut().for_each(|v| *v = if independent { *v / norm } else { 0.0 });
            q.push(v);
        }
        let mut weights = vec![0.0; m];
        for a in (0..m).rev() {
            let known: f64 = (a + 1..m).map(|b| r[a][b] * weights[m - 1 - b]).sum();
            weights[m - 1 - a] = if r[a][a] > 0.0 { (dot(&q[a], f) - known) / r[a][a] } else { 0.0 };
        }
        weights
    }
}

fn minus(a: &[f64], b: &[f64]) -> Vec<f64> {
    a.iter().zip(b).map(|(a, b)| a - b).collect()
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

#[cfg(test)]
mod tests;
