//! Priors of the non-tariff part of agreements: `parameters/agreements/<id>.toml`.

use portolan_core::policy::{Prior, Priors};
use portolan_core::{Finding, Place};
use serde::Deserialize;

macro_rules! prior {
    ($id:literal) => {
        (
            concat!("parameters/agreements/", $id, ".toml"),
            include_str!(concat!("../../../parameters/agreements/", $id, ".toml")),
        )
    };
}

const PRIORS: [(&str, &str); 1] = [prior!("rta-prior")];

/// A phase-in estimate as its file has it: a coefficient is added so many years after entry into force.
#[derive(Deserialize)]
struct Estimate {
    id: String,
    source: String,
    years: Vec<u32>,
    coefficient: Vec<f64>,
    covariance: Vec<Vec<f64>>,
}

/// The priors that the program carries.
///
/// # Errors
/// A finding for every file that cannot be read as an estimate.
pub fn priors() -> Result<Priors, Vec<Finding>> {
    let (mut priors, mut findings) = (Vec::new(), Vec::new());
    for (file, text) in PRIORS {
        match prior(text) {
            Ok(prior) => priors.push(prior),
            Err(message) => findings.push(bad_prior(file, message)),
        }
    }
    if findings.is_empty() { Ok(priors.into_iter().collect()) } else { Err(findings) }
}

/// The sum of the coefficients with its variance, and the part of the sum that is there after so many years.
fn prior(text: &str) -> Result<Prior, String> {
    let Estimate { id, source, years, coefficient, covariance } =
        toml::from_str(text).map_err(|error| error.message().to_string())?;
    let terms = coefficient.len();
    if terms == 0 || years.len() != terms || covariance.len() != terms {
        return Err("years, coefficients and covariances are not equally many".into());
    }
    if covariance.iter().any(|row| row.len() != terms) {
        return Err("the covariance matrix is not square".into());
    }
    let beta: f64 = coefficient.iter().sum();
    let variance: f64 = covariance.iter().flatten().sum();
    if !(beta.is_finite() && beta != 0.0 && variance.is_finite() && variance >= 0.0) {
        return Err(format!("the coefficients sum to {beta} with a variance of {variance}"));
    }
    let mut cumulative = 0.0;
    let phase_in = years.iter().zip(&coefficient).map(|(years, coefficient)| {
        cumulative += coefficient / beta;
        (*years, cumulative)
    });
    Ok(Prior { phase_in: phase_in.collect(), id, source, beta, variance })
}

fn bad_prior(file: &str, message: String) -> Finding {
    Finding {
        code: "bad-prior",
        place: Place { file: file.into(), ..Place::default() },
        message,
        expected: "id, source, years, coefficient and a covariance matrix of the coefficients".into(),
        remedy: "correct the file".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_prior_is_the_published_sum_and_its_error() {
        let priors = priors().unwrap();
        let prior = priors.get("rta-prior").unwrap();
        assert_eq!(prior.source, "yotov2016");
        assert!((prior.beta - 0.475).abs() < 1e-4, "{}", prior.beta);
        assert!((prior.variance.sqrt() - 0.1095).abs() < 5e-5, "{}", prior.variance.sqrt());
        let shares: Vec<(u32, f64)> = prior.phase_in.iter().map(|(y, s)| (*y, (s * 100.0).round())).collect();
        assert_eq!(shares, [(0, 24.0), (4, 85.0), (8, 100.0), (12, 100.0)]);
    }

    #[test]
    fn an_estimate_whose_parts_do_not_fit_is_refused() {
        let text = |covariance: &str| {
            format!("id = \"p\"\nsource = \"s\"\nyears = [0, 4]\ncoefficient = [0.2, 0.1]\ncovariance = {covariance}\n")
        };
        assert_eq!(prior(&text("[[0.01, 0.0], [0.0, 0.01]]")).unwrap().variance, 0.02);
        assert!(prior(&text("[[0.01, 0.0]]")).unwrap_err().contains("equally many"));
        assert!(prior(&text("[[0.01, 0.0], [0.0]]")).unwrap_err().contains("not square"));
        assert!(prior("id = \"p\"").unwrap_err().contains("missing field"));
        assert_eq!(bad_prior("f", "m".into()).code, "bad-prior");
    }
}
