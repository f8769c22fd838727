//! Residuals of the equations on a logarithmic axis.

use super::legend;
use super::number::{power_of_ten, scientific};
use super::svg::{Drawing, anchor};

/// One row an equation, a dot at its largest residual.
#[derive(Clone, Debug, PartialEq)]
pub struct CertificatePlot {
    /// Name of the equation, its largest residual, and where that is.
    pub equations: Vec<(String, f64, String)>,
    /// The residual that was allowed.
    pub tolerance: f64,
}

const PITCH: f64 = 36.0;

impl CertificatePlot {
    /// The plot.
    pub fn svg(&self) -> String {
        let (low, high) = self.decades();
        let x = |value: f64| {
            let decade =
                if value > 0.0 { value.log10().clamp(f64::from(low), f64::from(high)) } else { f64::from(low) };
            3.0 + 94.0 * (decade - f64::from(low)) / f64::from(high - low)
        };
        let mut drawing = Drawing::default();
        let mut y = 28.0;
        drawing.text(
            x(self.tolerance),
            10.0,
            &format!("s b{}", anchor(x(self.tolerance))),
            &format!("\u{2264} {}", scientific(self.tolerance)),
        );
        for (name, residual, place) in &self.equations {
            y = drawing.head(y, &words(name, place), &scientific(*residual), "i");
            drawing.line([0.0, 100.0], [y + 11.0; 2], "ax");
            drawing.circle(x(*residual), y + 11.0, 4.5, if *residual > self.tolerance { "dot over" } else { "dot" });
            drawing.upright(x(self.tolerance), y + 4.0, y + 18.0, "limit");
            y += PITCH;
        }
        for decade in (low..=high).filter(|d| (d - low) % step(high - low) == 0) {
            let at = x(10f64.powi(decade));
            drawing.upright(at, y - 14.0, y - 10.0, "tick");
            drawing.text(at, y + 2.0, &format!("s{}", anchor(at)), &power_of_ten(decade));
        }
        drawing.finish(y + 8.0, "", "Largest residual of each equation", &self.description())
    }

    /// All residuals.
    pub fn description(&self) -> String {
        let rows: Vec<String> = self
            .equations
            .iter()
            .map(|(name, residual, place)| format!("{} {}", words(name, place), scientific(*residual)))
            .collect();
        format!("Dots on a logarithmic axis, tolerance {}: {}.", scientific(self.tolerance), rows.join("; "))
    }

    /// The legend, in the order of the marks.
    pub fn legend(&self) -> String {
        legend::list(&[
            legend::shape(r#"<circle cx="0" cy="0" r="4.5" class="dot"/>"#, "largest residual"),
            legend::line("limit", false, "tolerance"),
        ])
    }

    /// Decades at the ends of the axis.
    fn decades(&self) -> (i32, i32) {
        let sizes = self.equations.iter().map(|e| e.1).chain([self.tolerance]).filter(|v| *v > 0.0 && v.is_finite());
        let (low, high) = sizes.fold((0.0f64, -300.0f64), |(a, b), v| (a.min(v.log10()), b.max(v.log10())));
        if high < low { (-16, 0) } else { (low.floor() as i32 - 1, high.ceil() as i32 + 1) }
    }
}

fn words(name: &str, place: &str) -> String {
    if place.is_empty() { name.to_string() } else { format!("{name} · {place}") }
}

/// Decades between ticks, so that at most seven are named.
fn step(decades: i32) -> i32 {
    [1, 2, 5, 10, 20].into_iter().find(|s| decades / s <= 6).unwrap_or(50)
}
