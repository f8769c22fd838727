//! Files in the order in which they are applied: overlays of the reference, then what a policy uses.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::agreement::AgreementParts;
use super::steps::Without;
use crate::finding::{Finding, Place, nearest};
use crate::scenario::{Growth, Library, Origin, Policy, Scenario};

/// A file, or some measures of it, applied as one step.
#[derive(Clone, Debug)]
pub struct Layer<'a> {
    /// Name of the overlay or id of the measure; empty for the scenario's own measures.
    pub name: &'a str,
    pub(super) scenario: &'a Scenario,
    /// True for the scenario itself, in which a fact known too late is a fault.
    pub(super) own: bool,
    pub(super) pick: Pick<'a>,
    /// Which parts of its agreements count, where that differs from the setting.
    pub(super) parts: Option<AgreementParts>,
}

/// Which measures of a file a layer holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Pick<'a> {
    /// Those whose id is not among these.
    AllBut(Vec<&'a str>),
    /// Those with this id.
    Only(&'a str),
}

impl Pick<'_> {
    pub(super) fn takes(&self, id: Option<&str>) -> bool {
        match self {
            Pick::AllBut(ids) => id.is_none_or(|id| !ids.contains(&id)),
            Pick::Only(one) => id == Some(one),
        }
    }
}

/// An id that a policy or a regime ends, and where it says so.
#[derive(Clone, Debug)]
pub(super) struct Ended<'a> {
    pub(super) id: &'a str,
    pub(super) place: Place,
}

/// Layers in order, and the day until which facts are known.
#[derive(Clone, Debug)]
pub struct Stack<'a> {
    pub(super) layers: Vec<Layer<'a>>,
    pub(super) as_of: Option<Date>,
    pub(super) ended: Vec<Ended<'a>>,
    /// Growth of the scenario itself, which is part of the reference.
    pub(super) growth: Option<&'a Growth>,
    pub(super) without: Without,
}

impl<'a> Stack<'a> {
    /// The reference world: the overlays of `reference`, and, where the file has policies, its own measures that no
    /// policy uses.
    ///
    /// # Errors
    /// Overlays that the library does not hold; an unknown regime.
    pub fn reference(scenario: &'a Scenario, library: &'a Library, regime: Option<&str>) -> Result<Self, Vec<Finding>> {
        let growth = scenario.growth.as_ref();
        let mut stack =
            Self { layers: Vec::new(), as_of: scenario.as_of, ended: Vec::new(), growth, without: Without::default() };
        let mut findings = Vec::new();
        stack.overlays(&scenario.reference, "reference", &scenario.origin, (scenario, library), &mut findings);
        if !scenario.policy.is_empty() && scenario.has_measures() {
            stack.own(scenario);
        }
        if let Some(id) = regime {
            match scenario.regime.iter().find(|r| r.id == id) {
                Some(regime) => stack.end(&regime.remove, &regime.origin),
                None => findings.push(unknown("regime", id, scenario.regime.iter().map(|r| r.id.as_str()), scenario)),
            }
        }
        if findings.is_empty() { Ok(stack) } else { Err(findings) }
    }

    /// The reference world with a policy on top: the one of this id, or the measures of a file without policies.
    ///
    /// # Errors
    /// Overlays that the library does not hold; an unknown policy or regime.
    pub fn policy(
        scenario: &'a Scenario,
        library: &'a Library,
        policy: Option<&str>,
        regime: Option<&str>,
    ) -> Result<Self, Vec<Finding>> {
        let mut stack = Self::reference(scenario, library, regime)?;
        let Some(id) = policy else {
            if scenario.policy.is_empty() {
                stack.own(scenario);
            }
            return Ok(stack);
        };
        let Some(policy) = scenario.policy.iter().find(|p| p.id == id) else {
            return Err(vec![unknown("policy", id, scenario.policy.iter().map(|p| p.id.as_str()), scenario)]);
        };
        let mut findings = Vec::new();
        stack.overlays(&policy.uses, "use", &policy.origin, (scenario, library), &mut findings);
        stack.end(&policy.remove, &policy.origin);
        if findings.is_empty() { Ok(stack) } else { Err(findings) }
    }

    /// Names of the layers in order; the scenario's own measures have an empty one.
    pub fn names(&self) -> Vec<&'a str> {
        self.layers.iter().map(|layer| layer.name).collect()
    }

    /// The first layers alone: a step on the way to the reference world. The scenario's own growth comes with the last.
    pub fn first(&self, layers: usize) -> Self {
        let growth = self.growth.filter(|_| layers >= self.layers.len());
        let layers = self.layers.iter().take(layers).cloned().collect();
        Self { layers, growth, ..self.clone() }
    }

    /// The stack without the layers of these names.
    pub fn without(&self, names: &[&str]) -> Self {
        let layers = self.layers.iter().filter(|layer| !names.contains(&layer.name)).cloned().collect();
        Self { layers, ..self.clone() }
    }

    /// The stack with another overlay in the place of a layer: one that its `structures` name.
    ///
    /// # Errors
    /// A layer that the stack does not have, a structure that the layer does not name or the library does not hold.
    pub fn with_structure(&self, library: &'a Library, layer: &str, name: &str) -> Result<Self, Finding> {
        let layers = self.layers.iter().map(|l| l.name).filter(|name| !name.is_empty());
        let Some(at) = self.layers.iter().position(|l| l.name == layer && !layer.is_empty()) else {
            return Err(name_finding("unknown-overlay", layer, Place::default(), "a layer of the reference", layers));
        };
        let structures = &self.layers[at].scenario.structures;
        let origin = &self.layers[at].scenario.origin;
        let known = || structures.iter().map(String::as_str);
        let named = structures.iter().find(|structure| *structure == name);
        let Some((name, scenario)) = named.and_then(|name| Some((name, library.get(name)?))) else {
            let place = origin.place("structures");
            return Err(name_finding("unknown-overlay", name, place, "a structure that the layer names", known()));
        };
        let mut stack = self.clone();
        stack.layers[at] = Layer { name, scenario, own: false, pick: Pick::AllBut(Vec::new()), parts: None };
        Ok(stack)
    }

    /// The stack with one more layer: an overlay or agreement of the library, or an id of the file.
    ///
    /// # Errors
    /// A name that neither has.
    pub fn with(&self, scenario: &'a Scenario, library: &'a Library, name: &'a str) -> Result<Self, Finding> {
        let mut stack = self.clone();
        stack.layers.push(layer(name, &scenario.measure_ids(), (scenario, library), Place::default())?);
        Ok(stack)
    }

    /// True if a policy or the regime ends what has this id.
    pub(super) fn ends(&self, id: Option<&str>) -> bool {
        self.ended.iter().any(|ended| id == Some(ended.id))
    }

    fn own(&mut self, scenario: &'a Scenario) {
        let policies = scenario.policy.iter().flat_map(|p: &Policy| &p.uses);
        let used = scenario.reference.iter().chain(policies).map(String::as_str).collect();
        self.layers.push(Layer { name: "", scenario, own: true, pick: Pick::AllBut(used), parts: None });
    }

    fn overlays(
        &mut self,
        names: &'a [String],
        key: &str,
        origin: &Origin,
        (scenario, library): (&'a Scenario, &'a Library),
        findings: &mut Vec<Finding>,
    ) {
        let own = scenario.measure_ids();
        for (i, name) in names.iter().enumerate() {
            let place = origin.place(&format!("{key}[{}]", i + 1));
            match layer(name, &own, (scenario, library), place) {
                Ok(layer) => self.layers.push(layer),
                Err(finding) => findings.push(finding),
            }
        }
    }

    fn end(&mut self, ids: &'a [String], origin: &Origin) {
        let ended = |(i, id): (usize, &'a String)| Ended {
            id: id.strip_prefix("lib:").unwrap_or(id),
            place: origin.place(&format!("remove[{}]", i + 1)),
        };
        self.ended.extend(ids.iter().enumerate().map(ended));
    }
}

fn layer<'a>(
    name: &'a str,
    own: &[&str],
    (scenario, library): (&'a Scenario, &'a Library),
    place: Place,
) -> Result<Layer<'a>, Finding> {
    if own.contains(&name) {
        return Ok(Layer { name, scenario, own: true, pick: Pick::Only(name), parts: None });
    }
    let known = own.iter().copied().chain(library.names());
    let overlay = library.get(name).map(|scenario| Layer {
        name,
        scenario,
        own: false,
        pick: Pick::AllBut(Vec::new()),
        parts: None,
    });
    overlay.ok_or_else(|| name_finding("unknown-overlay", name, place, "an overlay or an id of this file", known))
}

fn unknown<'b>(what: &str, id: &str, known: impl Iterator<Item = &'b str>, scenario: &Scenario) -> Finding {
    let code = if what == "policy" { "unknown-policy" } else { "unknown-regime" };
    let place = Place { file: scenario.origin.file().into(), ..Place::default() };
    name_finding(code, id, place, &format!("the id of a [[{what}]] of this file"), known)
}

/// Most names that a finding lists.
const NAMES_SHOWN: usize = 8;

/// The finding on a name that nobody knows, with the nearest one that somebody does.
pub(super) fn name_finding<'b>(
    code: &'static str,
    name: &str,
    place: Place,
    expected: &str,
    known: impl Iterator<Item = &'b str>,
) -> Finding {
    let known: Vec<&str> = known.collect::<BTreeSet<_>>().into_iter().collect();
    let remedy = match (nearest(name, known.iter().copied()), known.len()) {
        (Some(near), _) => format!("did you mean \"{near}\"?"),
        (None, 0) => "there is none".into(),
        (None, count @ ..=NAMES_SHOWN) => {
            format!("there {} {}", if count == 1 { "is" } else { "are" }, known.join(", "))
        }
        (None, count) => format!("there are {} and {} more", known[..NAMES_SHOWN].join(", "), count - NAMES_SHOWN),
    };
    Finding { code, place, message: format!("\"{name}\" is not known"), expected: expected.into(), remedy }
}
