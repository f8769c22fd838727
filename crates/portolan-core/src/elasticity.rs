//! A set of trade elasticities: one `theta_j` a sector, exponent `−theta`; under Armington `theta = sigma − 1`.

/// Trade elasticities of one source.
#[derive(Clone, Debug, PartialEq)]
pub struct Elasticities {
    /// Name of the set, for example `fontagne2022`; the file is `parameters/elasticities/<id>.csv`.
    pub id: String,
    /// Elasticity of tariff-inclusive spending, by sector of the world, positive.
    pub theta_j: Vec<f64>,
    /// Key in `parameters/literature.bib`.
    pub source: String,
}
