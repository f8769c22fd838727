use super::*;

/// `f(x) = M x − b` of a linear map with eigenvalues of `1 + M` up to 0.95.
fn gap(x: &[f64]) -> Vec<f64> {
    let rates = [0.95, 0.5, -0.7, 0.2];
    x.iter().zip(rates).map(|(x, rate)| rate * x + 1.0 - x).collect()
}

fn steps(memory: usize) -> usize {
    let mut anderson = Anderson::new(memory);
    let mut x = vec![0.0; 4];
    for step in 0..1000 {
        let f = gap(&x);
        if f.iter().all(|f| f.abs() < 1e-12) {
            return step;
        }
        x = anderson.next(&x, f);
    }
    panic!("no end")
}

#[test]
fn a_linear_map_of_four_unknowns_is_solved_in_five_steps_and_slowly_without_memory() {
    assert!(steps(4) <= 6, "{}", steps(4));
    assert!(steps(0) > 400);
}

#[test]
fn steps_that_repeat_count_for_nothing() {
    let mut anderson = Anderson::new(5);
    let x = vec![1.0, 2.0];
    for _ in 0..4 {
        let next = anderson.next(&x, vec![0.1, 0.1]);
        assert!(next.iter().all(|v| v.is_finite()));
    }
}
