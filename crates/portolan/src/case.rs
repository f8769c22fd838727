//! A question with everything it needs: the scenario, its overlays and tables, the world and the elasticity sets.

use portolan_core::finding::nearest;
use portolan_core::policy::{Priors, ProductTable};
use portolan_core::scenario::{Closure, Library, Scenario, Sets};
use portolan_core::{Elasticities, Finding, Place, World};

use crate::error::{Error, Sources};
use crate::question::Question;
use crate::settings;
use crate::texts::Texts;

/// World of a scenario that names none.
pub const DEFAULT_WORLD: &str = "world-2022";

/// A question, checked and complete.
#[derive(Debug)]
pub struct Case {
    /// Name as it was asked for.
    pub name: String,
    /// The scenario as resolved: tables read, settings applied.
    pub scenario: Scenario,
    /// Its measures, and those of its overlays, as shocks to the world.
    pub question: Question,
    /// The world.
    pub world: World,
    /// Elasticity sets; the first is the middle set, the one that is shown.
    pub sets: Vec<Elasticities>,
    /// Every text that was read, by file name.
    pub sources: Sources,
}

impl Case {
    /// Reads a scenario by name or path, with settings from the command line.
    ///
    /// # Errors
    /// Every fault of the scenario, the texts that it names, the world and the elasticities.
    pub fn load(name: &str, settings: &[(String, String)]) -> Result<Self, Error> {
        let texts = Texts::default();
        Self::read(name, settings, &texts).map_err(|findings| Error::Input { findings, sources: texts.sources() })
    }

    fn read(name: &str, settings: &[(String, String)], texts: &Texts) -> Result<Self, Vec<Finding>> {
        let (file, text) = texts.scenario(name).map_err(|finding| vec![finding])?;
        let (mut scenario, mut findings) = Scenario::decode(&text, &file);
        findings.extend(settings::apply(&mut scenario, settings));
        let load = |wanted: portolan_core::scenario::Wanted| texts.wanted(wanted);
        findings.extend(scenario.read_tables(&load).err().unwrap_or_default());
        let library = Library::read(&scenario, &load).unwrap_or_else(|found| {
            findings.extend(found);
            Library::default()
        });
        let world = match world_of(&scenario) {
            Ok(world) => world,
            Err(found) => {
                findings.extend(found);
                return Err(findings);
            }
        };
        findings.extend(country_finding(&scenario, &world));
        findings.extend(closure_finding(&scenario));
        let sets = sets_of(&scenario, &world).unwrap_or_else(|found| {
            findings.extend(found);
            Vec::new()
        });
        let products = portolan_data::products(&world).unwrap_or_else(|found| {
            findings.extend(found);
            ProductTable::default()
        });
        let priors = portolan_data::priors().unwrap_or_else(|found| {
            findings.extend(found);
            Priors::default()
        });
        let theta_j = sets.first().map_or(&[][..], |set| &set.theta_j);
        let with = (theta_j, &priors);
        let question = Question::new(&scenario, &library, &world, &products, with).unwrap_or_else(|found| {
            findings.extend(found);
            Question::default()
        });
        if !findings.is_empty() {
            findings.sort_by_key(|f| (f.place.file != file, f.place.file.clone(), f.place.line));
            return Err(findings);
        }
        Ok(Self { name: name.into(), scenario, question, world, sets, sources: texts.sources() })
    }

    /// Index of the economy that asks.
    pub fn country(&self) -> Option<usize> {
        self.scenario.country.as_deref().and_then(|code| self.world.economy(code))
    }

    /// English name of an economy.
    pub fn economy_name(&self, code: &str) -> &str {
        self.world.economy(code).map_or("", |n| &self.world.economies()[n].name)
    }
}

/// The world of this name, embedded or in a folder.
///
/// # Errors
/// Everything that is wrong with it.
pub fn world(name: &str) -> Result<World, Error> {
    read_world(name).map_err(Error::from)
}

fn read_world(name: &str) -> Result<World, Vec<Finding>> {
    if portolan_data::embedded_worlds().contains(&name)
        || !name.contains(['/', '\\', '.']) && !std::path::Path::new(name).is_dir()
    {
        portolan_data::embedded_world(name)
    } else {
        portolan_data::read_world(std::path::Path::new(name))
    }
}

/// A world folder is named relative to the scenario's file.
fn world_of(scenario: &Scenario) -> Result<World, Vec<Finding>> {
    let beside = std::path::Path::new(scenario.origin.file()).parent().map(|folder| folder.join(&scenario.world));
    let found = match beside {
        Some(folder) if scenario.world.contains(['/', '\\', '.']) && folder.is_dir() => {
            portolan_data::read_world(&folder)
        }
        _ => read_world(&scenario.world),
    };
    let named =
        |f: Finding| if f.code == "unknown-world" { Finding { place: scenario.origin.place("world"), ..f } } else { f };
    found.map_err(|findings| findings.into_iter().map(named).collect())
}

/// The middle set first, then the others over which ranges run.
fn sets_of(scenario: &Scenario, world: &World) -> Result<Vec<Elasticities>, Vec<Finding>> {
    let main = portolan_data::elasticities(&scenario.elasticities, world)?;
    let names: Vec<String> = match &scenario.sets {
        None => Vec::new(),
        Some(Sets::All(_)) => portolan_data::elasticity_sets().iter().map(ToString::to_string).collect(),
        Some(Sets::List(names)) => names.clone(),
    };
    let (mut sets, mut findings) = (vec![main], Vec::new());
    for name in &names {
        match portolan_data::elasticities(name, world) {
            Ok(set) if sets.iter().all(|known| known.id != set.id) => sets.push(set),
            Ok(_) => {}
            Err(found) => findings.extend(found),
        }
    }
    if findings.is_empty() { Ok(sets) } else { Err(findings) }
}

/// Deficits that move with trade are a variant that the solver does not have.
fn closure_finding(scenario: &Scenario) -> Option<Finding> {
    (scenario.closure == Closure::Endogenous).then(|| Finding {
        code: "not-in-this-version",
        place: scenario.origin.place("closure"),
        message: "deficits that move with trade are not solved by this version".into(),
        expected: "share-of-world, share-of-own or zero".into(),
        remedy: "choose one of these, or run two of them and compare".into(),
    })
}

fn country_finding(scenario: &Scenario, world: &World) -> Option<Finding> {
    let code = scenario.country.as_deref()?;
    if world.economy(code).is_some() {
        return None;
    }
    Some(unknown_economy(code, world, scenario.origin.place("country")))
}

/// The finding on an economy that the world does not have.
pub(crate) fn unknown_economy(code: &str, world: &World, place: Place) -> Finding {
    let by_name = world.economies().iter().find(|e| e.name.eq_ignore_ascii_case(code)).map(|e| e.code.as_str());
    let near = by_name.or_else(|| nearest(code, world.economies().iter().map(|e| e.code.as_str())));
    Finding {
        code: "unknown-economy",
        place,
        message: format!("{} has no economy `{code}`", world.id()),
        expected: "an ISO 3166 alpha-3 code of the world".into(),
        remedy: match near {
            Some(near) => format!("did you mean `{near}`?"),
            None => "`portolan economies` lists them".into(),
        },
    }
}
