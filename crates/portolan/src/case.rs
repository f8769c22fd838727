//! A question with everything it needs: the scenario, its overlays and tables, the world and the elasticity sets.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use portolan_core::finding::nearest;
use portolan_core::policy::{Priors, ProductTable, Resolution, Setting, Stack, resolve};
use portolan_core::scenario::{Closure, Library, Scenario, Sets};
use portolan_core::{Cube, Elasticities, Finding, Place, World};

use crate::error::{Error, Sources};
use crate::folder::case_folder;
use crate::question::Question;
use crate::settings;
use crate::texts::Texts;
use crate::variants::Job;
use crate::walk::WHOLE;

/// World of a scenario that names none.
pub const DEFAULT_WORLD: &str = "world-2022";

/// A question, checked and complete.
#[derive(Debug)]
pub struct Case {
    /// Name as it was asked for.
    pub name: String,
    /// The scenario as resolved: tables read, settings applied.
    pub scenario: Scenario,
    /// The files that it builds on.
    pub library: Library,
    /// Its measures, and those of its overlays, as shocks to the world, for the middle set.
    pub question: Question,
    /// The world.
    pub world: World,
    /// Elasticity sets; the first is the middle set, the one that is shown.
    pub sets: Vec<Elasticities>,
    /// Weights of products inside cells.
    pub products: ProductTable,
    /// What agreements do to non-tariff costs, by name.
    pub priors: Priors,
    /// Texts, facts and quoted numbers of the briefing.
    pub folder: Option<portolan_briefing::material::Case>,
    /// Every text that was read, by file name.
    pub sources: Sources,
    /// A note on a question that is asked as of an earlier day than its file was written for.
    pub(crate) asked_earlier: Option<String>,
    /// Stacks resolved so far that are the same for every elasticity set.
    resolutions: Mutex<BTreeMap<String, Arc<Resolution>>>,
}

impl Case {
    /// Reads a scenario by name or path, with settings from the command line.
    ///
    /// # Errors
    /// Every fault of the scenario, the texts that it names, the world and the elasticities.
    pub fn load(name: &str, settings: &[(String, String)]) -> Result<Self, Error> {
        Self::load_where(name, settings, |_| true)
    }

    /// The same for a question whose measures are listed and perhaps not solved: a day for which the tables of duties do
    /// not hold is no fault.
    ///
    /// # Errors
    /// As [`Case::load`].
    pub fn load_for_listing(name: &str, settings: &[(String, String)]) -> Result<Self, Error> {
        Self::load_where(name, settings, |finding| finding.code != "no-snapshot")
    }

    fn load_where(name: &str, settings: &[(String, String)], counts: fn(&Finding) -> bool) -> Result<Self, Error> {
        let texts = Texts::default();
        Self::read(name, settings, &texts, counts)
            .map_err(|findings| Error::Input { findings, sources: texts.sources() })
    }

    fn read(
        name: &str,
        settings: &[(String, String)],
        texts: &Texts,
        counts: fn(&Finding) -> bool,
    ) -> Result<Self, Vec<Finding>> {
        let (file, text) = texts.scenario(name).map_err(|finding| vec![finding])?;
        let (mut scenario, mut findings) = Scenario::decode(&text, &file);
        let written = scenario.as_of;
        findings.extend(settings::apply(&mut scenario, settings));
        let load = |wanted: portolan_core::scenario::Wanted| texts.wanted(wanted);
        findings.extend(scenario.read_tables(&load).err().unwrap_or_default());
        let read = Library::read(&scenario, &load);
        let complete = read.is_ok();
        let library = read.unwrap_or_else(|found| {
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
        let folder = case_folder(&scenario, texts).unwrap_or_else(|found| {
            findings.extend(found);
            None
        });
        let mut case = Self {
            name: name.into(),
            scenario,
            library,
            question: Question::default(),
            world,
            sets,
            products,
            priors,
            folder,
            sources: texts.sources(),
            asked_earlier: None,
            resolutions: Mutex::default(),
        };
        case.asked_earlier = asked_earlier(written, case.scenario.as_of);
        // A file that cannot be read has been reported: what it holds would be reported as unknown.
        if complete && !case.sets.is_empty() {
            case.question = Question::new(&case).unwrap_or_else(|found| {
                findings.extend(found.into_iter().filter(counts));
                Question::default()
            });
        }
        if !findings.is_empty() {
            findings.sort_by_key(|f| (f.place.file != file, f.place.file.clone(), f.place.line));
            return Err(findings);
        }
        Ok(case)
    }

    /// True if its answer is told in a briefing.
    pub fn has_briefing(&self) -> bool {
        self.folder.is_some() && self.scenario.country.is_some() && self.scenario.as_of.is_some()
    }

    /// A stack of files as numbers, for a set and variant.
    ///
    /// # Errors
    /// Every fault that needs the world to be seen.
    pub(crate) fn resolve(&self, stack: &Stack, job: &Job) -> Result<Arc<Resolution>, Error> {
        if job.rent(self) > 0.0 {
            return self.resolved(stack, job).map(Arc::new);
        }
        let key = format!("{} {:?}", stack.key(), job.variant.estimate);
        let known = self.resolutions.lock().ok().and_then(|known| known.get(&key).cloned());
        let resolution = match known {
            Some(known) => known,
            None => {
                let middle = Job { set: &self.sets[0], ..*job };
                let resolution = Arc::new(self.resolved(stack, &middle)?);
                if let Ok(mut known) = self.resolutions.lock() {
                    known.insert(key, resolution.clone());
                }
                resolution
            }
        };
        let same = job.set.theta_j == self.sets[0].theta_j || !stack.has_agreements();
        Ok(if same { resolution } else { Arc::new(resolution.with_elasticities(&job.set.theta_j)) })
    }

    fn resolved(&self, stack: &Stack, job: &Job) -> Result<Resolution, Error> {
        let setting = Setting {
            world: &self.world,
            products: &self.products,
            date: self.scenario.as_of,
            estimate: job.variant.estimate,
            theta_j: &job.set.theta_j,
            priors: &self.priors,
            parts: WHOLE,
            rent: job.rent(self),
        };
        resolve(stack, &setting).map_err(|findings| Error::Input { findings, sources: self.sources.clone() })
    }

    /// Growth of real GDP by economy that a layer asks for; none if it asks for none.
    pub(crate) fn growth_hat(&self, resolution: &Resolution, asked: bool) -> Result<Option<Vec<f64>>, Error> {
        let Some(growth) = resolution.growth.as_ref().filter(|_| asked) else { return Ok(None) };
        let rates = portolan_data::growth_rates(&growth.source, &self.world, growth.from, growth.to);
        rates.map(Some).map_err(|findings| Error::Input { findings, sources: self.sources.clone() })
    }

    /// True for the name of an agreement, of the library or of the file itself.
    pub(crate) fn is_agreement(&self, name: &str) -> bool {
        self.scenario.agreement.iter().any(|a| a.id == name)
            || self.library.get(name).is_some_and(|overlay| !overlay.agreement.is_empty())
    }

    /// Agreements of the reference and of the policies, in the order in which they are named.
    pub(crate) fn agreement_names(&self) -> Vec<String> {
        let used = self.scenario.policy.iter().flat_map(|p| &p.uses);
        let names = self.scenario.reference.iter().chain(used).filter(|name| self.is_agreement(name));
        crate::run::distinct(names.cloned())
    }

    /// The market that takes the most of an economy's goods in the world table.
    pub fn main_market(&self, n: usize) -> usize {
        let bought = |m: usize| self.goods().map(|j| self.world.trade_nij()[(m, n, j)]).sum::<f64>();
        let partners = (0..self.world.economies().len()).filter(|m| *m != n);
        partners.max_by(|a, b| bought(*a).total_cmp(&bought(*b))).unwrap_or(n)
    }

    /// Share of a market in an economy's goods exports.
    pub(crate) fn goods_share(&self, trade_nij: &Cube, n: usize, market: usize) -> f64 {
        let sold = |m: usize| self.goods().map(|j| trade_nij[(m, n, j)]).sum::<f64>();
        sold(market) / (0..self.world.economies().len()).filter(|m| *m != n).map(sold).sum::<f64>()
    }

    fn goods(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.world.sectors().len()).filter(|j| self.world.sectors()[*j].goods)
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

/// Titles and questions are not dated: they may tell what the answer leaves out.
fn asked_earlier(written: Option<jiff::civil::Date>, asked: Option<jiff::civil::Date>) -> Option<String> {
    let (written, asked) = written.zip(asked).filter(|(written, asked)| asked < written)?;
    Some(format!(
        "the file asks as of {written} and is answered as of {asked}; its title and question may speak of what came later"
    ))
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
