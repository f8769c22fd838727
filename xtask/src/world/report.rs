//! What the corrections and the balancing moved.

use super::Built;

pub(crate) fn report(built: &Built) -> String {
    summary(built)
}

pub(crate) fn summary(built: &Built) -> String {
    let world = &built.world;
    format!("{}: world output {:.0} USD mn", world.id(), world.y_nj().as_slice().iter().sum::<f64>())
}
