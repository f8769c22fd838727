//! What a briefing is told besides rows: names, agreements, layers, sources, judged inputs and the proof.

use std::collections::{BTreeMap, BTreeSet};

use portolan_briefing::material::{
    Certificate, Deal, Equation, JudgedInput, Layer, LayerKind, Material, Named, Policy, SectorName, Source, Variants,
};
use portolan_briefing::{Briefing, LedgerEntry, briefing as page};
use portolan_core::policy::Touched;
use portolan_core::results::Row;
use portolan_core::scenario::{Agreement, Status};
use portolan_data::{read_text, write_text};

use crate::case::Case;
use crate::deals;
use crate::error::Error;
use crate::run::Run;
use crate::walk::AGREEMENTS;

/// Name of the file that holds every number of a briefing.
pub const LEDGER: &str = "ledger.json";

/// The briefing of a run; `None` if the scenario asks for none or names no country.
pub fn briefing(case: &Case, run: &Run) -> Option<Briefing> {
    case.folder.as_ref()?;
    let rows: Vec<Row> = run.rows().cloned().collect();
    Some(page(&rows, &material(case, run)?))
}

/// Explains a number of a briefing from the folder of its run.
///
/// # Errors
/// A folder without a ledger; an id that the ledger does not have.
pub fn explain(folder: &std::path::Path, id: &str) -> Result<String, Error> {
    let path = folder.join(LEDGER);
    let text = read_text(&path).map_err(|reason| vec![no_ledger(&path, &reason)])?;
    let entries: Vec<LedgerEntry> =
        serde_json::from_str(&text).map_err(|fault| vec![no_ledger(&path, &fault.to_string())])?;
    let number = id.strip_prefix('n').and_then(|digits| digits.parse::<usize>().ok());
    let named = |entry: &&LedgerEntry| entry.id == id || number.is_some() && entry.number == number;
    match entries.iter().find(named) {
        Some(entry) => Ok(portolan_briefing::explain(entry)),
        None => Err(Error::from(vec![unknown_number(&path, id, &entries)])),
    }
}

/// Writes the ledger of a briefing.
pub(crate) fn write_ledger(folder: &std::path::Path, ledger: &[LedgerEntry]) -> Result<(), Error> {
    let text = serde_json::to_string_pretty(ledger).unwrap_or_default() + "\n";
    write_text(&folder.join(LEDGER), &text).map_err(Error::from)
}

fn no_ledger(path: &std::path::Path, reason: &str) -> portolan_core::Finding {
    portolan_core::Finding {
        code: "no-ledger",
        place: portolan_core::Place { file: path.display().to_string(), ..Default::default() },
        message: format!("the numbers of a briefing cannot be read: {reason}"),
        expected: "the folder of a run with a briefing".into(),
        remedy: "run a scenario with a briefing first, or name its folder with --run".into(),
    }
}

fn unknown_number(path: &std::path::Path, id: &str, entries: &[LedgerEntry]) -> portolan_core::Finding {
    let near = portolan_core::finding::nearest(id, entries.iter().map(|e| e.id.as_str()));
    portolan_core::Finding {
        code: "unknown-number",
        place: portolan_core::Place { file: path.display().to_string(), ..Default::default() },
        message: format!("the briefing has no number `{id}`, and the results table no such variable"),
        expected: "n and a number, the name of a number, or a variable".into(),
        remedy: match near {
            Some(near) => format!("did you mean `{near}`?"),
            None => "the section Every number of the briefing lists them".into(),
        },
    }
}

fn material(case: &Case, run: &Run) -> Option<Material> {
    let scenario = &case.scenario;
    let n = case.country()?;
    let (told, left_out) = case.folder.clone().unwrap_or_default().known(scenario.as_of?);
    let economy =
        |m: usize| Named { code: case.world.economies()[m].code.clone(), name: case.world.economies()[m].name.clone() };
    let partner = case.world.economy(&told.texts.main_partner).unwrap_or_else(|| case.main_market(n));
    let rival = case.world.economy(&told.texts.rival).map(economy).unwrap_or_default();
    Some(Material {
        title: scenario.title.clone(),
        question: scenario.question.clone(),
        scenario: case.name.clone(),
        country: economy(n),
        partner: economy(partner),
        rival,
        as_of: scenario.as_of?,
        world: world_in_words(case),
        run: run.id.clone(),
        version: env!("CARGO_PKG_VERSION").into(),
        sets: case.sets.iter().map(|set| set.id.clone()).collect(),
        main_set: run.main_set.clone(),
        variants: variants(run),
        policies: policies(case),
        main_policy: main_policy(case),
        deals: deals::deals(case).iter().filter_map(|name| deal(case, run, name, n)).collect(),
        layers: layers(case, run),
        structures: structures(case, run),
        economies: (0..case.world.economies().len()).map(economy).collect(),
        sectors: sectors(case),
        sources: sources(),
        judged: judged(case),
        certificate: certificate(run),
        manifest: manifest(case, run),
        commands: commands(case),
        remarks: remarks(run, left_out),
        case: told,
    })
}

/// What the reader should know of the run.
fn remarks(run: &Run, left_out: usize) -> Vec<String> {
    let mut remarks: Vec<String> = Vec::new();
    for note in &run.notes {
        let note = counted(note);
        let kind = without_digits(&note);
        match remarks.iter_mut().find(|known| without_digits(known) == kind) {
            Some(known) if known.len() <= note.len() && *known < note => *known = note,
            Some(_) => {}
            None => remarks.push(note),
        }
    }
    if left_out > 0 {
        remarks.push(format!("{left_out} rows and sentences of the case file became known later and are not used"));
    }
    remarks
}

/// A note with its lists of more than a few names as counts.
fn counted(note: &str) -> String {
    const FEW: usize = 3;
    let words: Vec<&str> = note.split(' ').collect();
    let (mut text, mut at) = (Vec::new(), 0);
    while at < words.len() {
        let listed = words[at..].iter().take_while(|word| word.ends_with(',')).count();
        match words.get(at + listed).filter(|_| listed >= FEW) {
            Some(last) => {
                let mark = last.trim_start_matches(|c: char| !";.:".contains(c));
                text.push(format!("{} entries{mark}", listed + 1));
                at += listed + 1;
            }
            None => {
                text.push(words[at].to_string());
                at += 1;
            }
        }
    }
    text.join(" ")
}

fn without_digits(text: &str) -> String {
    text.chars().filter(|c| !c.is_ascii_digit()).collect()
}

fn world_in_words(case: &Case) -> String {
    let (economies, sectors) = (case.world.economies().len(), case.world.sectors().len());
    format!("{economies} economies, {sectors} sectors, {}", case.world.tables().year)
}

fn variants(run: &Run) -> Variants {
    let main = run.main_variant;
    let other = run.variants().into_iter().find(|v| *v != main).unwrap_or_default();
    let assumed = if other == "mobile" {
        "every factor moves between sectors"
    } else {
        "a part of value added stays in its sector"
    };
    let rent = format!("{main}-rent");
    let named = |code: &str, name: &str| Named { code: code.into(), name: name.into() };
    Variants {
        main: main.into(),
        ends: vec![format!("{main}-low"), format!("{main}-high")],
        others: vec![named(other, assumed), named(&rent, "half of every non-tariff cut is rent")],
    }
}

fn policies(case: &Case) -> Vec<Policy> {
    let policy = |p: &portolan_core::scenario::Policy| Policy {
        id: p.id.clone(),
        title: if p.title.is_empty() { p.id.replace('-', " ") } else { p.title.clone() },
        uses: p.uses.iter().map(|name| deals::id(name).to_string()).collect(),
    };
    case.scenario.policy.iter().map(policy).collect()
}

/// The policy that uses the most agreements of those that add nothing else; the first that moves anything if there is none.
fn main_policy(case: &Case) -> String {
    let agreements = |p: &&portolan_core::scenario::Policy| p.uses.iter().all(|name| case.is_agreement(name));
    let pure = case.scenario.policy.iter().filter(|p| !p.uses.is_empty()).filter(agreements);
    pure.rev().max_by_key(|p| p.uses.len()).map_or(String::new(), |p| p.id.clone())
}

fn agreement<'a>(case: &'a Case, name: &str) -> Option<&'a Agreement> {
    let own = case.scenario.agreement.iter().find(|a| a.id == name);
    own.or_else(|| case.library.get(name)?.agreement.first())
}

fn deal(case: &Case, run: &Run, name: &str, n: usize) -> Option<Deal> {
    let agreement = agreement(case, name)?;
    let (own, id) = (&case.world.economies()[n].code, deals::id(name));
    let blocks: Vec<_> = run.blocks.iter().filter(|b| b.policy == id && !b.layer.is_empty()).collect();
    let sources: BTreeSet<String> = agreement.source.iter().cloned().collect();
    Some(Deal {
        id: id.into(),
        title: deal_title(&agreement.title, &case.world.economies()[n].name).unwrap_or_else(|| id.into()),
        partners: agreement.parties.iter().filter(|party| *party != own).cloned().collect(),
        status: status(case, agreement),
        judged: blocks.iter().flat_map(|b| &b.rows).any(|r| r.kind == portolan_core::results::Kind::Judged),
        sources: sources.into_iter().collect(),
    })
}

/// The partner as a sentence names it: `Canada and Indonesia (CEPA)` is Indonesia, `CPTPP: Japan` is Japan in the CPTPP.
fn deal_title(title: &str, country: &str) -> Option<String> {
    let bare = title.split(" (").next().unwrap_or(title);
    let partner =
        bare.strip_prefix(&format!("{country} and ")).or_else(|| bare.strip_suffix(&format!(" and {country}")));
    match (partner, bare.split_once(": ")) {
        (Some(partner), _) => Some(partner.into()),
        (None, Some((pact, partner))) => Some(format!("{} in the {pact}", with_article(partner))),
        (None, None) => (!bare.is_empty()).then(|| bare.into()),
    }
}

fn with_article(name: &str) -> String {
    if name.starts_with("United ") { format!("the {name}") } else { name.into() }
}

/// Where an agreement stands on the day of the question, in words, and what the two have already.
fn status(case: &Case, agreement: &Agreement) -> String {
    let words = |what: &str, date: Option<jiff::civil::Date>| match date {
        Some(date) => format!("{what} {}", date.strftime("%-d %B %Y")),
        None => what.into(),
    };
    let own = match agreement.status_on(case.scenario.as_of) {
        Some(Status::InForce) => "in force".into(),
        Some(Status::Signed) => words("signed", agreement.signed),
        Some(Status::Concluded) => words("concluded", agreement.concluded),
        Some(Status::Negotiating) => words("talks since", agreement.launched),
        Some(Status::Suspended) => match agreement.paused {
            Some(date) => format!("talks paused in {}", date.strftime("%B %Y")),
            None => "suspended".into(),
        },
        Some(Status::Exploring) if agreement.explored.is_some() => words("exploratory talks since", agreement.explored),
        Some(Status::Exploring) | None => String::new(),
    };
    match (own.is_empty(), already(case, agreement)) {
        (true, Some(pact)) => format!("{pact} in force already"),
        (true, None) => "not begun".into(),
        (false, Some(pact)) => format!("{own}; {pact} in force already"),
        (false, None) => own,
    }
}

/// The agreement of the reference that all parties of another have with each other on the day of the question.
fn already(case: &Case, new: &Agreement) -> Option<String> {
    let of_all = |old: &&Agreement| old.id != new.id && new.parties.iter().all(|party| old.parties.contains(party));
    let now = |old: &&Agreement| old.status_on(case.scenario.as_of) == Some(Status::InForce);
    let reference = case.scenario.reference.iter().filter_map(|name| agreement(case, name));
    let title = reference.filter(of_all).find(now)?.title.clone();
    let acronym = |(bare, tail): (&str, &str)| {
        let tail = tail.trim_end_matches(')');
        if tail.chars().all(|c| c.is_ascii_uppercase()) { tail.to_string() } else { bare.to_string() }
    };
    let pact = title.split_once(": ").map(|(pact, _)| pact.to_string());
    Some(pact.or_else(|| title.split_once(" (").map(acronym)).unwrap_or(title))
}

fn layers(case: &Case, run: &Run) -> Vec<Layer> {
    let structured = |layer: &str| layer.ends_with("-parts") || structure_names(case).iter().any(|name| name == layer);
    let steps = run.main_steps().into_iter().filter(|b| !structured(&b.layer));
    let layer = |id: &str| {
        let overlay = case.library.get(id);
        let kind = match overlay {
            _ if id == AGREEMENTS => LayerKind::Agreement,
            Some(overlay) if overlay.growth.is_some() => LayerKind::Growth,
            Some(overlay) if !overlay.capacity.is_empty() => LayerKind::Capacity,
            _ => LayerKind::Measures,
        };
        let title = overlay.map_or("agreements in force".into(), |overlay| in_sentence(&overlay.title));
        Layer { id: id.into(), title, kind }
    };
    steps.map(|b| layer(&b.layer)).collect()
}

/// A title inside a sentence: its first letter small, unless it begins a name.
fn in_sentence(title: &str) -> String {
    const SMALL: [&str; 13] = [
        "Duties",
        "Growth",
        "Tariff",
        "Tariffs",
        "Agreements",
        "New",
        "The",
        "Measures",
        "What",
        "Other",
        "Even",
        "Terms",
        "Unclaimed",
    ];
    let first = title.split_whitespace().next().unwrap_or_default();
    if SMALL.contains(&first) { first.to_lowercase() + &title[first.len()..] } else { title.into() }
}

fn structure_names(case: &Case) -> Vec<String> {
    let overlays = case.scenario.reference.iter().filter_map(|name| case.library.get(name));
    overlays.flat_map(|overlay| overlay.structures.clone()).collect()
}

/// The layer that has structures, then they.
fn structures(case: &Case, run: &Run) -> Vec<Named> {
    let steps = run.main_steps();
    let layer =
        case.scenario.reference.iter().find(|name| case.library.get(name).is_some_and(|o| !o.structures.is_empty()));
    let Some(layer) = layer.filter(|name| steps.iter().any(|b| b.layer == **name)) else { return Vec::new() };
    let short = |title: &str| in_sentence(title.split(", ").next().unwrap_or(title));
    let title = |name: &String| case.library.get(name).map_or(name.clone(), |overlay| short(&overlay.title));
    std::iter::once(layer.clone())
        .chain(structure_names(case))
        .map(|name| Named { name: title(&name), code: name })
        .collect()
}

fn sectors(case: &Case) -> Vec<SectorName> {
    let sector = |s: &portolan_core::Sector| SectorName { code: s.code.clone(), name: s.name.clone(), goods: s.goods };
    case.world.sectors().iter().map(sector).collect()
}

fn sources() -> BTreeMap<String, Source> {
    let source = |s: portolan_data::Source| {
        let title = if s.publisher.is_empty() { s.title } else { format!("{}. {}", s.publisher, s.title) };
        (s.id, Source { title, url: s.url, date: s.accessed, licence: s.licence })
    };
    portolan_data::sources().unwrap_or_default().into_iter().map(source).collect()
}

/// Every number that rests on a judgement: measures of the reference and of policies, and agreements.
fn judged(case: &Case) -> Vec<JudgedInput> {
    let mut inputs = judged_measures(case);
    for name in case.agreement_names() {
        if let Some(agreement) = agreement(case, &name) {
            let Some(uses) = agreement.uses else { continue };
            let value = format!("part of eligible trade that claims it: {}, {}, {}", uses.low, uses.mode, uses.high);
            let by = agreement.judged_by.clone().unwrap_or_else(|| "Portolan".into());
            let file = agreement.origin.file().to_string();
            inputs.push(JudgedInput { name: agreement.title.clone(), value, by, file });
        }
    }
    let mut seen = BTreeSet::new();
    inputs.retain(|input| seen.insert((input.name.clone(), input.file.clone())));
    inputs
}

/// Judged measures; those of one name for many partners stand in one line.
fn judged_measures(case: &Case) -> Vec<JudgedInput> {
    let mut groups: Vec<(String, Vec<&Touched>)> = Vec::new();
    let mut seen = BTreeSet::new();
    for touched in case.question.touched.iter().filter(|t| t.judged && seen.insert((&t.name, &t.file))) {
        let name = family(case, &touched.name);
        match groups.iter_mut().find(|(known, group)| *known == name && group[0].file == touched.file) {
            Some((_, group)) => group.push(touched),
            None => groups.push((name, vec![touched])),
        }
    }
    let input = |(name, group): (String, Vec<&Touched>)| JudgedInput {
        name,
        value: touched_in_words(&group),
        by: "Portolan".into(),
        file: group[0].file.clone(),
    };
    let moves_nothing = |group: &[&Touched]| group.iter().all(|t| t.cells == 0);
    groups.into_iter().filter(|(_, group)| !moves_nothing(group)).map(input).collect()
}

/// The name of a measure without the partner that it ends with.
fn family(case: &Case, name: &str) -> String {
    match name.rsplit_once('-') {
        Some((family, code)) if case.world.economy(code).is_some() => family.into(),
        _ => name.into(),
    }
}

fn touched_in_words(group: &[&Touched]) -> String {
    let cells: usize = group.iter().map(|t| t.cells).sum();
    let average = |rate: fn(&Touched) -> f64| {
        group.iter().map(|t| t.cells as f64 * rate(t)).sum::<f64>() / cells.max(1) as f64 * 100.0
    };
    let (before, after) = (average(|t| t.tau_before), average(|t| t.tau_after));
    let partners = if group.len() > 1 { format!(" of {} partners", group.len()) } else { String::new() };
    let (plural, mean) = (if cells == 1 { "" } else { "s" }, if cells == 1 { "" } else { ", means" });
    format!("{} on {cells} cell{plural}{partners}, {before:.1}% to {after:.1}%{mean}", group[0].what)
}

fn certificate(run: &Run) -> Certificate {
    let mut equations: Vec<Equation> = Vec::new();
    for (name, residual, place) in run.blocks.iter().flat_map(|b| &b.residuals) {
        match equations.iter_mut().find(|e| e.name == *name) {
            Some(known) if known.residual < *residual => {
                *known = Equation { name: name.clone(), residual: *residual, place: place.clone() };
            }
            Some(_) => {}
            None => equations.push(Equation { name: name.clone(), residual: *residual, place: place.clone() }),
        }
    }
    Certificate { solves: run.blocks.len(), tolerance: run.tolerance, equations }
}

fn manifest(case: &Case, run: &Run) -> Vec<(String, String)> {
    let reference = case.scenario.reference.join(", ");
    [
        ("run", run.id.clone()),
        ("scenario", case.scenario.origin.file().to_string()),
        ("world", case.world.id().to_string()),
        ("reference", reference),
        ("elasticity sets", case.sets.iter().map(|s| s.id.clone()).collect::<Vec<_>>().join(", ")),
        (
            "factors",
            format!("{} (part of value added that stays: {})", run.main_variant, case.scenario.model.factor_share),
        ),
        ("version", env!("CARGO_PKG_VERSION").into()),
    ]
    .map(|(name, value)| (name.to_string(), value))
    .to_vec()
}

fn commands(case: &Case) -> Vec<(String, String)> {
    let name = &case.name;
    [
        ("the run", format!("portolan run {name}")),
        ("where a number comes from", "portolan explain n1".to_string()),
        ("what is in force", format!("portolan reference {name}")),
    ]
    .map(|(what, line)| (what.to_string(), line))
    .to_vec()
}
