//! Agreements as deals: parties become pairs, shares by importer, priors by name.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::faults::{known_later, unknown_product};
use super::{Reason, Rules};
use crate::finding::{Finding, Place};
use crate::groups;
use crate::policy::deal::{Deal, Freed};
use crate::policy::prior::Prior;
use crate::policy::stack::{Layer, name_finding};
use crate::policy::{LeftOut, Setting};
use crate::scenario::Agreement;

const IMPORTER: &str = "the code of a party, a bloc of them, or \"*\" for the others";

/// An economy, and the day on which it entered the bloc that makes it a party.
type Member = (usize, Option<Date>);

impl<'a> Rules<'a> {
    pub(super) fn agreement(
        &mut self,
        at: usize,
        layer: &Layer<'a>,
        agreement: &'a Agreement,
        as_of: Option<Date>,
        setting: &Setting,
    ) {
        if !layer.pick.takes(Some(&agreement.id)) {
            return;
        }
        self.ids.push((at, &agreement.id));
        let known = agreement.known_on().zip(as_of).filter(|(known, as_of)| known > as_of);
        if let Some((known, as_of)) = known {
            return self.agreement_known_later(layer, agreement, (known, as_of));
        }
        let pairs = self.pairs(agreement, setting);
        let frees = self.frees(agreement, &pairs, setting);
        let prior = |name: &Option<String>| name.as_deref().and_then(|name| setting.priors.get(name)).cloned();
        let (cost, services) = (prior(&agreement.cost), prior(&agreement.services));
        self.check_priors(agreement, (&cost, &services), setting);
        self.deals.retain(|deal| deal.agreement.id != agreement.id);
        let uses = agreement.uses.map_or(1.0, |uses| uses.at(setting.estimate));
        self.deals.push(Deal {
            layer: at,
            agreement,
            pairs,
            frees,
            uses,
            cost,
            services,
            parts: layer.parts.unwrap_or(setting.parts),
            replaced: false,
        });
    }

    fn agreement_known_later(&mut self, layer: &Layer<'a>, agreement: &Agreement, (known, as_of): (Date, Date)) {
        let (name, origin) = (agreement.id.clone(), &agreement.origin);
        let steps = [("known", agreement.known), ("signed", agreement.signed)];
        let force = ("in_force", agreement.in_force.map(|force| force.mode));
        let steps = [steps[0], steps[1], force, ("concluded", agreement.concluded), ("launched", agreement.launched)];
        let key = steps.iter().find(|(_, date)| date.is_some()).map_or("id", |(key, _)| key);
        let finding = known_later(&name, known, as_of, origin.place(key));
        if layer.own {
            self.findings.push(finding);
            return;
        }
        if layer.name.starts_with("lib:") {
            let remedy = "its policy is without it; with `judged_by` it would be a hypothesis".into();
            self.notes.push(Finding { remedy, ..finding });
        }
        let (file, line) = (origin.file().into(), origin.line());
        self.left_out.push(LeftOut { name, file, line, reason: Reason::KnownLater(known) });
    }

    /// Pairs of different parties; of the members of a bloc if it is the only one.
    fn pairs(&mut self, agreement: &Agreement, setting: &Setting) -> BTreeMap<(usize, usize), Option<Date>> {
        let faults = self.findings.len();
        self.economies(&agreement.parties, "parties", &agreement.origin, setting);
        let (out, parties): (Vec<&String>, Vec<&String>) = agreement.parties.iter().partition(|p| p.starts_with('!'));
        let parties: Vec<Vec<Member>> = parties.iter().map(|party| members(party, &out, setting)).collect();
        let force = agreement.in_force.filter(|force| force.is_certain()).map(|force| force.mode);
        let mut pairs = BTreeMap::new();
        for (a, ours) in parties.iter().enumerate() {
            for (b, theirs) in parties.iter().enumerate() {
                if a == b && parties.len() > 1 {
                    continue;
                }
                for ((n, n_since), (i, i_since)) in ours.iter().flat_map(|n| theirs.iter().map(move |i| (n, i))) {
                    if n != i {
                        pairs.insert((*n, *i), force.map(|day| latest(day, [*n_since, *i_since])));
                    }
                }
            }
        }
        if pairs.is_empty() && self.findings.len() == faults {
            self.findings.push(Finding {
                code: "touches-nothing",
                place: agreement.origin.place("parties"),
                message: format!("`{}` has no two parties", agreement.id),
                expected: "two economies or blocs, or a bloc of at least two".into(),
                remedy: "name the other party".into(),
            });
        }
        pairs
    }

    fn frees(
        &mut self,
        agreement: &'a Agreement,
        pairs: &BTreeMap<(usize, usize), Option<Date>>,
        setting: &Setting,
    ) -> BTreeMap<usize, Freed<'a>> {
        let mut frees: BTreeMap<usize, Freed> = pairs.keys().map(|(n, _)| (*n, Freed::default())).collect();
        let cover = self.by_importer("cover", agreement.cover.of.keys(), agreement, (&frees, setting));
        let out = self.by_importer("exclude", agreement.exclude.keys(), agreement, (&frees, setting));
        for (n, freed) in &mut frees {
            // The narrowest name decides: the economy before its bloc, both before all.
            let named = cover
                .iter()
                .filter(|(_, members)| members.contains(n))
                .min_by_key(|(name, members)| (setting.world.economy(name).is_none(), members.len()));
            let share = named.and_then(|(name, _)| agreement.cover.of.get(*name));
            freed.cover = share.map_or(0.0, |share| share.at(setting.estimate));
            for (name, _) in out.iter().filter(|(_, members)| members.contains(n)) {
                for code in &agreement.exclude[*name] {
                    match setting.world.sector(code) {
                        Some(j) => freed.sectors.push(j),
                        None => freed.products.push((code, setting.products.sectors(code))),
                    }
                }
            }
        }
        for (name, codes) in &agreement.exclude {
            let unknown =
                |code: &&String| setting.world.sector(code).is_none() && setting.products.sectors(code).is_empty();
            for code in codes.iter().filter(unknown) {
                let finding = unknown_product(code, agreement.origin.place(&format!("exclude.{name}")), setting);
                let list = if setting.products.is_empty() { &mut self.notes } else { &mut self.findings };
                list.push(finding);
            }
        }
        frees
    }

    /// Members that each key of a table by importer means, and findings on keys that are no party.
    fn by_importer<'k>(
        &mut self,
        table: &str,
        keys: impl Iterator<Item = &'k String>,
        agreement: &Agreement,
        (frees, setting): (&BTreeMap<usize, Freed>, &Setting),
    ) -> Vec<(&'k str, Vec<usize>)> {
        let mut found = Vec::new();
        for key in keys {
            let place = agreement.origin.place(&format!("{table}.{key}"));
            let names = std::slice::from_ref(key);
            let expansion = groups::expand_economies(names, setting.world.economies(), setting.date);
            if let Some(unknown) = expansion.unknown.iter().find(|unknown| !unknown.elsewhere) {
                self.findings.push(unknown_importer(key, unknown.nearest.as_deref(), place));
            } else if expansion.members.iter().any(|n| frees.contains_key(n)) || frees.is_empty() {
                found.push((key.as_str(), expansion.members));
            } else if expansion.absent.is_empty() && expansion.unknown.is_empty() {
                self.findings.push(not_a_party(key, agreement, place));
            }
        }
        found
    }

    fn check_priors(
        &mut self,
        agreement: &Agreement,
        (cost, services): (&Option<Prior>, &Option<Prior>),
        setting: &Setting,
    ) {
        for (key, name, found) in [("cost", &agreement.cost, cost), ("services", &agreement.services, services)] {
            let Some(name) = name else { continue };
            let place = agreement.origin.place(key);
            if found.is_none() {
                let expected = "a file of parameters/agreements";
                self.findings.push(name_finding("unknown-prior", name, place, expected, setting.priors.names()));
            } else if setting.theta_j.len() != setting.world.sectors().len() {
                self.findings.push(Finding {
                    code: "missing-elasticity",
                    place,
                    message: "the non-tariff part of an agreement needs the elasticity of every sector".into(),
                    expected: format!("{} elasticities", setting.world.sectors().len()),
                    remedy: "name a set of elasticities".into(),
                });
            }
        }
    }

    /// Marks what other agreements of the stack replace, and notes what lifts nothing.
    pub(super) fn settle_agreements(&mut self) {
        let replaces: Vec<&str> =
            self.deals.iter().flat_map(|deal| deal.agreement.replaces.iter().map(String::as_str)).collect();
        for deal in &mut self.deals {
            deal.replaced = replaces.contains(&deal.agreement.id.as_str());
        }
        let known: Vec<&str> = self.ids.iter().map(|(_, id)| *id).collect();
        for agreement in self.deals.iter().map(|deal| deal.agreement) {
            for (i, id) in agreement.lifts.iter().enumerate().filter(|(_, id)| !known.contains(&id.as_str())) {
                let place = agreement.origin.place(&format!("lifts[{}]", i + 1));
                let finding = name_finding("lifts-nothing", id, place, "the id of a measure", known.iter().copied());
                let message = format!("`{}` lifts `{id}`, which is not among the measures here", agreement.id);
                self.notes.push(Finding { message, ..finding });
            }
        }
    }
}

fn members(party: &str, out: &[&String], setting: &Setting) -> Vec<Member> {
    let names: Vec<String> = std::iter::once(party.to_string()).chain(out.iter().map(|o| o.to_string())).collect();
    let economies = setting.world.economies();
    let bloc = setting.world.economy(party).is_none();
    let since = |n: usize| if bloc { groups::member_since(party, &economies[n].code) } else { None };
    let members = groups::expand_economies(&names, economies, setting.date).members;
    members.into_iter().map(|n| (n, since(n))).collect()
}

fn latest(day: Date, since: [Option<Date>; 2]) -> Date {
    since.into_iter().flatten().fold(day, Date::max)
}

fn unknown_importer(key: &str, nearest: Option<&str>, place: Place) -> Finding {
    Finding {
        code: "unknown-economy",
        place,
        message: format!("\"{key}\" is not an economy or group"),
        expected: IMPORTER.into(),
        remedy: nearest
            .map_or("`portolan economies` lists the codes".into(), |near| format!("did you mean \"{near}\"?")),
    }
}

fn not_a_party(key: &str, agreement: &Agreement, place: Place) -> Finding {
    Finding {
        code: "not-a-party",
        place,
        message: format!("{key} is not a party of `{}`", agreement.id),
        expected: IMPORTER.into(),
        remedy: "correct the code, or add it to `parties`".into(),
    }
}
