//! Rows of the results table, made with a few words.

use portolan_core::results::{Kind, Row};

/// A row with nothing but a variable, its value and its reference.
pub(crate) fn row(variable: &'static str, value: f64, reference: f64) -> Row {
    debug_assert!(portolan_core::results::variable(variable).is_some(), "{variable} is not in the dictionary");
    Row {
        policy: String::new(),
        regime: String::new(),
        layer: String::new(),
        set: String::new(),
        variant: String::new(),
        draw: None,
        year: None,
        economy: String::new(),
        partner: String::new(),
        sector: String::new(),
        product: String::new(),
        variable,
        value,
        reference,
        kind: Kind::Computed,
        source: String::new(),
    }
}

/// Fills the columns that say whose number it is.
pub(crate) trait Of {
    fn economy(self, code: &str) -> Self;
    fn partner(self, code: &str) -> Self;
    fn sector(self, code: &str) -> Self;
}

impl Of for Row {
    fn economy(mut self, code: &str) -> Self {
        self.economy = code.into();
        self
    }
    fn partner(mut self, code: &str) -> Self {
        self.partner = code.into();
        self
    }
    fn sector(mut self, code: &str) -> Self {
        self.sector = code.into();
        self
    }
}
