//! What a briefing is made of besides rows: plain data, filled by the caller.

use std::collections::BTreeMap;

use jiff::civil::Date;

mod case;
mod facts;
mod reader;
mod texts;

pub use case::{Actor, Case, CaseFiles, Estimate, Event, Fact, Outturn, Poll, Province};
pub use texts::{Currency, Region, Said, Target, Texts};

/// Everything that is told besides the rows of the results table.
#[derive(Clone, Debug, Default)]
pub struct Material {
    /// The question as the title of the page.
    pub title: String,
    /// The question in full; stands in for a missing deck.
    pub question: String,
    /// Name of the scenario as it is typed after `portolan run`.
    pub scenario: String,
    /// Economy whose question it is.
    pub country: Named,
    /// Market on which it depends; empty code: none.
    pub partner: Named,
    /// Partner to which a section of its own is given if a policy adds it to the main one; empty code: none.
    pub rival: Named,
    /// The day whose knowledge counts.
    pub as_of: Date,
    /// The world in words, for example `77 economies, 23 sectors, 2022`.
    pub world: String,
    /// Fingerprint of the run.
    pub run: String,
    /// Version of the program.
    pub version: String,
    /// Elasticity sets in order.
    pub sets: Vec<String>,
    /// The default set.
    pub main_set: String,
    /// Variants of the model.
    pub variants: Variants,
    /// Policies in order.
    pub policies: Vec<Policy>,
    /// Id of the policy that the verdict is about; empty: the first that moves anything.
    pub main_policy: String,
    /// Agreements valued one by one.
    pub deals: Vec<Deal>,
    /// Layers of the reference world in the order of their solution.
    pub layers: Vec<Layer>,
    /// The layer of the main partner's measures and its other arrangements of the same average, the layer first.
    pub structures: Vec<Named>,
    /// Economies in the order of the world.
    pub economies: Vec<Named>,
    /// Sectors in the order of the world.
    pub sectors: Vec<SectorName>,
    /// Sources by id.
    pub sources: BTreeMap<String, Source>,
    /// Numbers that no data set gives.
    pub judged: Vec<JudgedInput>,
    /// Proof of the solves.
    pub certificate: Certificate,
    /// Lines of the manifest: name and value.
    pub manifest: Vec<(String, String)>,
    /// Commands that repeat the run: what each does and its line.
    pub commands: Vec<(String, String)>,
    /// Remarks of the run, for example what was left out of the reference and why.
    pub remarks: Vec<String>,
    /// The case folder.
    pub case: Case,
}

/// A code and a name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Named {
    /// Code or id in the results table.
    pub code: String,
    /// Name for people.
    pub name: String,
}

/// A sector of the world.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SectorName {
    /// Code in the results table.
    pub code: String,
    /// Name for people.
    pub name: String,
    /// Whether it makes goods.
    pub goods: bool,
}

/// Variants of the model in the `variant` column.
#[derive(Clone, Debug, Default)]
pub struct Variants {
    /// The one that the text speaks of.
    pub main: String,
    /// Ends of what is judged; ranges run over them as well.
    pub ends: Vec<String>,
    /// Others that are shown beside it: id and what they assume, as in `every factor moves between sectors`.
    pub others: Vec<Named>,
}

/// A policy.
#[derive(Clone, Debug, Default)]
pub struct Policy {
    /// Id in the results table.
    pub id: String,
    /// A noun phrase in lower case that can begin a sentence, for example `the pipeline of Asian agreements`.
    pub title: String,
    /// Agreements and overlays that make it; a policy whose list holds that of another adds to it.
    pub uses: Vec<String>,
}

/// An agreement that is valued on its own.
#[derive(Clone, Debug, Default)]
pub struct Deal {
    /// Id in the results table's `policy` column.
    pub id: String,
    /// Name, for example `Indonesia`.
    pub title: String,
    /// Codes of the partners.
    pub partners: Vec<String>,
    /// Where it stands, in words, for example `signed 24 September 2025`.
    pub status: String,
    /// Whether a number of it is judged.
    pub judged: bool,
    /// Source ids.
    pub sources: Vec<String>,
}

/// What a layer of the reference world is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LayerKind {
    /// Duties and other measures.
    #[default]
    Measures,
    /// Agreements in force.
    Agreement,
    /// Growth of economies.
    Growth,
    /// New capacity.
    Capacity,
}

/// A layer of the reference world.
#[derive(Clone, Debug, Default)]
pub struct Layer {
    /// Id in the results table's `layer` column.
    pub id: String,
    /// A noun phrase in lower case and in the plural, for example `US measures`.
    pub title: String,
    /// What it is.
    pub kind: LayerKind,
}

/// A source.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Source {
    /// Title, with publisher.
    pub title: String,
    /// Address.
    pub url: String,
    /// Date as the source states it.
    pub date: String,
    /// Licence as found.
    pub licence: String,
}

/// A number that no data set gives.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct JudgedInput {
    /// What it is.
    pub name: String,
    /// Low, middle, high as written, or one number.
    pub value: String,
    /// Who judged.
    pub by: String,
    /// File and key.
    pub file: String,
}

/// Proof of the solves.
#[derive(Clone, Debug, Default)]
pub struct Certificate {
    /// Equilibria that were solved.
    pub solves: usize,
    /// The residual that was allowed.
    pub tolerance: f64,
    /// Largest residual of each equation over all solves.
    pub equations: Vec<Equation>,
}

/// The largest residual of an equation.
#[derive(Clone, Debug, Default)]
pub struct Equation {
    /// Name of the equation.
    pub name: String,
    /// Largest relative residual.
    pub residual: f64,
    /// Where it is.
    pub place: String,
}
