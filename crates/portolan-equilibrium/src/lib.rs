//! Exact hat algebra of trade with input–output links (Armington, Eaton–Kortum): solve, certify, decompose.
//!
//! ```math
//! \hat P_{nj} = \Big( \sum_i A_{nij}\, \hat c_{ij}^{-\theta_j} \Big)^{-1/\theta_j}, \qquad
//! X_{nk} = \sum_j \gamma_{nkj} Y_{nj} + \alpha_{nk} I_n, \qquad
//! \hat w_n\, w_n L_n = \sum_j \gamma_{nj} Y_{nj}
//! ```
//!
//! A [`Problem`] is a world with its elasticities; [`Problem::solve`] answers a [`Shock`](portolan_core::Shock) with a
//! [`Solution`] that carries its [`Certificate`], or with a [`Failure`] that names the equation and the economy, never with
//! a number that was not proved.
//!
//! ```
//! use portolan_core::{Cell, Shock};
//! use portolan_equilibrium::{Options, Primitives, Problem, outcomes, testing};
//!
//! let world = testing::random_world(1, 4, 3);
//! let problem = Problem::new(Primitives::from(&world), &[4.0, 6.0, 5.0], Options::default())?;
//! let mut shock = Shock::default();
//! shock.set_tariff(Cell { j: 0, n: 0, i: 1 }, 0.25);
//! let solution = problem.solve(&shock)?;
//! assert!(solution.certificate.worst().value <= 1e-10);
//! assert!(outcomes(&problem, &solution).real_income_n[1] < 1.0);
//! # Ok::<(), portolan_equilibrium::Failure>(())
//! ```
//!
//! | module | what it holds |
//! |---|---|
//! | [`primitives`], [`options`] | what a problem starts from, what can be chosen |
//! | [`equations`] | the equations, one function each |
//! | [`operators`] | what a shock does to the cells, slices included |
//! | [`armington`] | the solver: start reading here |
//! | [`newton`], [`path`] | the safeguard: Newton–Krylov, then the shock in steps |
//! | [`prepared`], [`linear`] | inverses at the table, the equations linearised |
//! | [`quota`], [`targets`] | rates and factors found around the equilibrium: quotas, capacities, growth |
//! | [`certificate`], [`failure`] | the proof, and how a solve can end without one |
//! | [`mod@outcomes`], [`mod@decomposition`], [`published`] | what a solution means, and where it comes from |
//! | [`exposure`] | value added traced through supply chains |
//! | [`mod@reference`] | the same equations solved in plain loops: the oracle of the tests |
//! | [`testing`] | random worlds and shocks for tests |

// The solver's modules are public for their pages; what they link to is not part of the interface.
#![allow(rustdoc::private_intra_doc_links)]

mod anderson;
pub mod armington;
pub mod certificate;
pub mod decomposition;
pub mod equations;
pub mod exposure;
pub mod failure;
mod kernel;
pub mod linear;
pub mod newton;
pub mod operators;
pub mod options;
pub mod outcomes;
pub mod path;
pub mod prepared;
pub mod primitives;
pub mod problem;
pub mod published;
mod pursuit;
mod quadrature;
pub mod quota;
pub mod reference;
pub mod solution;
mod system;
mod table;
pub mod targets;
pub mod testing;

pub use certificate::{Certificate, Equation, Residual, Status};
pub use decomposition::{Decomposition, decomposition, decomposition_between};
pub use failure::Failure;
pub use operators::{CellShares, cell_shares};
pub use options::{Closure, Options};
pub use outcomes::{Outcomes, outcomes};
pub use primitives::Primitives;
pub use problem::Problem;
pub use published::{PublishedDecomposition, published_decomposition};
pub use quota::{QuotaOutcome, QuotaRegime, equivalent_shock};
pub use solution::{Solution, Work};
pub use targets::{CapacityCost, Factors, Met, TargetResidual, Targets, meet};
