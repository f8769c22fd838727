//! What measures make of a duty: inside a file `set`, then `cap`, `cut`, `swiss`, `scale`, then `add`; files in order.
//!
//! A duty is a set-rate and surcharges. A later `set` replaces the set-rate and keeps the surcharges; `cap`, `cut`,
//! `swiss` and `scale` act on the set-rate; `add` adds to the surcharges. Formulas as named by WITS (World Bank, *WITS
//! User's Manual*, tariff cut formulas): new rate, maximum rate, linear cut, Swiss.

/// What a measure does to the tariff, the export tax or the iceberg cost of the goods that it touches.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Effect {
    Set(f64),
    Cap(f64),
    Cut(f64),
    Swiss(f64),
    Scale(f64),
    Add(f64),
    TaxSet(f64),
    TaxAdd(f64),
    Cost(f64),
}

impl Effect {
    /// Key under which it is written.
    pub(super) fn key(self) -> &'static str {
        match self {
            Effect::Set(_) | Effect::TaxSet(_) => "set",
            Effect::Cap(_) => "cap",
            Effect::Cut(_) => "cut",
            Effect::Swiss(_) => "swiss",
            Effect::Scale(_) | Effect::Cost(_) => "scale",
            Effect::Add(_) | Effect::TaxAdd(_) => "add",
        }
    }

    /// Order inside a file.
    pub(super) fn rank(self) -> u8 {
        match self {
            Effect::Set(_) | Effect::TaxSet(_) => 0,
            Effect::Cap(_) => 1,
            Effect::Cut(_) => 2,
            Effect::Swiss(_) => 3,
            Effect::Scale(_) => 4,
            Effect::Add(_) | Effect::TaxAdd(_) | Effect::Cost(_) => 5,
        }
    }
}

/// Tariff, export tax and iceberg cost of some goods while measures are applied.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Duty {
    set_rate: f64,
    surcharge: f64,
    tax_rate: f64,
    tax_surcharge: f64,
    /// Iceberg cost relative to the world.
    pub(super) d_hat: f64,
}

impl Duty {
    /// The goods of a world with this tariff.
    pub(super) fn new(tau: f64) -> Self {
        Self { set_rate: tau, surcharge: 0.0, tax_rate: 0.0, tax_surcharge: 0.0, d_hat: 1.0 }
    }

    pub(super) fn tau(&self) -> f64 {
        self.set_rate + self.surcharge
    }

    pub(super) fn export_tax(&self) -> f64 {
        self.tax_rate + self.tax_surcharge
    }

    pub(super) fn apply(&mut self, effect: Effect) {
        let t = self.set_rate;
        match effect {
            Effect::Set(rate) => self.set_rate = rate,
            Effect::Cap(highest) => self.set_rate = t.min(highest),
            Effect::Cut(part) => self.set_rate = t * (1.0 - part),
            Effect::Swiss(a) => self.set_rate = swiss(t, a),
            Effect::Scale(factor) => self.set_rate = t * factor,
            Effect::Add(points) => self.surcharge += points,
            Effect::TaxSet(rate) => self.tax_rate = rate,
            Effect::TaxAdd(points) => self.tax_surcharge += points,
            Effect::Cost(factor) => self.d_hat *= factor,
        }
    }
}

/// The Swiss formula t·a/(t + a); a subsidy stays as it is.
fn swiss(t: f64, a: f64) -> f64 {
    if t > 0.0 { t * a / (t + a) } else { t }
}
