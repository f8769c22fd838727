//! The JSON Schema of the scenario format, made from the types.

use schemars::{Schema, schema_for};

use super::Scenario;

/// The JSON Schema of a scenario file, for editors and for programs that write scenarios.
pub fn scenario_schema() -> Schema {
    let mut schema = schema_for!(Scenario);
    schema.insert("title".into(), "Portolan scenario".into());
    schema
}
