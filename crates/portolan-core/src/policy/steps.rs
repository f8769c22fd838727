//! Stacks that are looked at from the side: without some agreements, without some groups of measures, with one agreement more.

use super::agreement::AgreementParts;
use super::stack::Stack;
use crate::finding::Finding;
use crate::scenario::{Library, Scenario};

/// Name of the group of measures on everyone but the country that asks.
pub const EVERYONE_ELSE: &str = "everyone else";

/// Groups of measures of a layer that are left out: parts on one exporter, and all measures on everyone else.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Without {
    layer: String,
    exporter: String,
    groups: Vec<String>,
}

impl Without {
    fn holds(&self, group: &str) -> bool {
        self.groups.iter().any(|left_out| left_out == group)
    }
}

impl<'a> Stack<'a> {
    /// True if the last layer has growth that must be matched.
    pub fn last_has_growth(&self) -> bool {
        self.layers.last().is_some_and(|layer| layer.scenario.growth.is_some())
    }

    /// True if the last layer has growth or capacities, for which factors must be solved.
    pub fn last_has_targets(&self) -> bool {
        self.last_has_growth() || self.layers.last().is_some_and(|layer| !layer.scenario.capacity.is_empty())
    }

    /// The stack with one more agreement, of which these parts count; agreements that are there already count whole.
    ///
    /// # Errors
    /// A name that neither the file nor its library has.
    pub fn with_agreement(
        &self,
        scenario: &'a Scenario,
        library: &'a Library,
        name: &'a str,
        parts: AgreementParts,
    ) -> Result<Self, Vec<Finding>> {
        let mut stack = self.with(scenario, library, name).map_err(|finding| vec![finding])?;
        stack.layers.iter_mut().rev().take(1).for_each(|layer| layer.parts = Some(parts));
        Ok(stack)
    }

    /// The stack in which agreements count whole, services included, where nothing else is said of them.
    pub fn with_services(&self) -> Self {
        let mut stack = self.clone();
        let whole = AgreementParts { services: true, ..AgreementParts::default() };
        stack.layers.iter_mut().for_each(|layer| layer.parts = layer.parts.or(Some(whole)));
        stack
    }

    /// True if the numbers of the stack depend on elasticities: agreements have a non-tariff part.
    pub fn has_agreements(&self) -> bool {
        self.layers.iter().any(|layer| !layer.scenario.agreement.is_empty())
    }

    /// A text that two stacks of the same files share only if they hold the same.
    pub fn key(&self) -> String {
        let layers: Vec<_> = self.layers.iter().map(|layer| (layer.name, &layer.pick, layer.parts)).collect();
        let ended: Vec<&str> = self.ended.iter().map(|ended| ended.id).collect();
        format!("{layers:?} {ended:?} {:?} {}", self.without, self.growth.is_some())
    }

    /// Groups of measures of a layer: each part on goods of the exporter, and the measures on everyone else.
    pub fn groups_on(&self, layer: &str, exporter: &str) -> Vec<String> {
        let tariffs = self.layers.iter().filter(|l| l.name == layer).flat_map(|l| &l.scenario.tariff);
        let rows = tariffs.flat_map(|t| std::iter::once(t).chain(&t.rows));
        let on = rows.filter(|row| row.record.on == self.as_of || row.record.on.is_none());
        let mut groups: Vec<String> = Vec::new();
        for row in on.filter(|row| row.reach.exporter.iter().any(|name| name == exporter)) {
            let part = row.reach.part.clone().unwrap_or_default();
            if !groups.contains(&part) {
                groups.push(part);
            }
        }
        groups.push(EVERYONE_ELSE.into());
        groups
    }

    /// The stack without some of these groups.
    pub fn without_groups(&self, layer: &str, exporter: &str, groups: &[&str]) -> Self {
        let groups = groups.iter().map(ToString::to_string).collect();
        Self { without: Without { layer: layer.into(), exporter: exporter.into(), groups }, ..self.clone() }
    }

    /// True if a measure of a layer with this part is left out for an exporter.
    pub(super) fn leaves_out(&self, layer: usize, part: Option<&str>, exporter: &str) -> bool {
        let named = self.layers.get(layer).is_some_and(|l| l.name == self.without.layer);
        let group = if exporter == self.without.exporter { part.unwrap_or_default() } else { EVERYONE_ELSE };
        named && self.without.holds(group)
    }
}
