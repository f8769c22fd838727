//! What measures make of a duty: inside a file `set`, then `cap`, `cut`, `swiss`, `scale`, then `add`; files in order.
//!
//! A duty is a set-rate and surcharges. A later `set` replaces the set-rate and keeps the surcharges; `cap`, `cut`,
//! `swiss` and `scale` act on the set-rate; `add` adds to the surcharges. A quota comes last in its file and replaces
//! both; a later `set` ends it on its goods, other later measures act on both of its rates. Formulas as named by WITS (World Bank, *WITS
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
    /// A quota by its place in the list, with its rates, which are whole rates.
    Quota {
        at: usize,
        within: f64,
        beyond: f64,
    },
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
            Effect::Quota { .. } => "within",
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
            Effect::Quota { .. } => 6,
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
    /// The quota on the goods, and the set-rate beyond it; `set_rate` is then the one within.
    quota: Option<(usize, f64)>,
}

impl Duty {
    /// The goods of a world with this tariff.
    pub(super) fn new(tau: f64) -> Self {
        Self { set_rate: tau, surcharge: 0.0, tax_rate: 0.0, tax_surcharge: 0.0, d_hat: 1.0, quota: None }
    }

    pub(super) fn tau(&self) -> f64 {
        self.set_rate + self.surcharge
    }

    pub(super) fn export_tax(&self) -> f64 {
        self.tax_rate + self.tax_surcharge
    }

    /// The quota on the goods, and the rate beyond it.
    pub(super) fn quota(&self) -> Option<(usize, f64)> {
        self.quota.map(|(at, beyond)| (at, beyond + self.surcharge))
    }

    /// The goods with a preference: the set-rate is gone, surcharges stay. A quota's rates are not touched.
    pub(super) fn preferred(self) -> Self {
        if self.quota.is_some() { self } else { Self { set_rate: self.set_rate.min(0.0), ..self } }
    }

    pub(super) fn apply(&mut self, effect: Effect) {
        match effect {
            Effect::Set(rate) => (self.set_rate, self.quota) = (rate, None),
            Effect::Cap(highest) => self.each_rate(|t| t.min(highest)),
            Effect::Cut(part) => self.each_rate(|t| t * (1.0 - part)),
            Effect::Swiss(a) => self.each_rate(|t| swiss(t, a)),
            Effect::Scale(factor) => self.each_rate(|t| t * factor),
            Effect::Add(points) => self.surcharge += points,
            Effect::TaxSet(rate) => self.tax_rate = rate,
            Effect::TaxAdd(points) => self.tax_surcharge += points,
            Effect::Cost(factor) => self.d_hat *= factor,
            Effect::Quota { at, within, beyond } => {
                (self.set_rate, self.surcharge, self.quota) = (within, 0.0, Some((at, beyond)));
            }
        }
    }

    /// Changes the set-rate, and under a quota the one beyond it.
    fn each_rate(&mut self, change: impl Fn(f64) -> f64) {
        self.set_rate = change(self.set_rate);
        self.quota = self.quota.map(|(at, beyond)| (at, change(beyond)));
    }
}

/// The Swiss formula t·a/(t + a); a subsidy stays as it is.
fn swiss(t: f64, a: f64) -> f64 {
    if t > 0.0 { t * a / (t + a) } else { t }
}
