//! The case folder: what happened, who wants what, what others estimated, what came of it.

use jiff::civil::Date;
use portolan_core::Finding;
use serde::Deserialize;

use super::reader::{checks, table, texts};
use super::texts::{Said, Texts};

/// Texts of the files of a case folder, each with its name; a missing file is `None`.
#[derive(Clone, Debug, Default)]
pub struct CaseFiles {
    /// Folder as the user named it, for messages.
    pub folder: String,
    /// `texts.toml`.
    pub texts: Option<String>,
    /// `facts.csv`.
    pub facts: Option<String>,
    /// `timeline.csv`.
    pub timeline: Option<String>,
    /// `polls.csv`.
    pub polls: Option<String>,
    /// `estimates.csv`.
    pub estimates: Option<String>,
    /// `outturns.csv`.
    pub outturns: Option<String>,
    /// `actors.csv`.
    pub actors: Option<String>,
    /// `provinces.csv`.
    pub provinces: Option<String>,
}

/// The case folder, read.
#[derive(Clone, Debug, Default)]
pub struct Case {
    /// Words.
    pub texts: Texts,
    /// Numbers that texts may quote.
    pub facts: Vec<Fact>,
    /// Dated events.
    pub timeline: Vec<Event>,
    /// Answers in surveys.
    pub polls: Vec<Poll>,
    /// Published numbers to set beside ours.
    pub estimates: Vec<Estimate>,
    /// What was observed, with the day on which it came out.
    pub outturns: Vec<Outturn>,
    /// Who wants what.
    pub actors: Vec<Actor>,
    /// Parts of provinces in sectors.
    pub provinces: Vec<Province>,
}

/// A number that a text may quote.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Fact {
    /// Name in `{fact:id}`.
    pub id: String,
    /// Day that it describes.
    pub date: Date,
    /// Day from which it may be used.
    pub known: Date,
    /// Variable of the results table, which gives the unit.
    pub variable: String,
    /// Economy.
    pub economy: String,
    /// Partner; with `!` before it, all others.
    pub partner: String,
    /// The number.
    pub value: f64,
    /// What it is.
    pub label: String,
    /// Address or id of its source.
    pub source: String,
    /// Who judged it, if nobody measured it.
    pub judged_by: String,
}

/// A dated event.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Event {
    /// Day.
    pub date: Date,
    /// Day from which it may be used.
    pub known: Date,
    /// Row of the timeline.
    pub actor: String,
    /// `raised`, `lowered`, `signed`, `talks`, `target`, `ended` or `scheduled`.
    pub kind: String,
    /// What happened.
    pub label: String,
    /// The same in the space beside a mark.
    pub short: String,
    /// Address of its source.
    pub url: String,
}

/// One answer to one question of a survey.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Poll {
    /// Name.
    pub id: String,
    /// Day from which it may be used.
    pub known: Date,
    /// Who asked.
    pub pollster: String,
    /// Day of the survey.
    pub date: Date,
    /// Question in few words.
    pub question: String,
    /// Answer.
    pub answer: String,
    /// Per cent that gave it.
    pub value: f64,
    /// Respondents.
    pub n: Option<u32>,
    /// Address of its source.
    pub url: String,
    /// Remark.
    pub note: String,
}

/// A published number to set beside ours.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Estimate {
    /// Name.
    pub id: String,
    /// Day from which it may be used.
    pub known: Date,
    /// What it is about.
    pub topic: String,
    /// Id of an agreement, or empty.
    pub deal: String,
    /// Who estimated.
    pub author: String,
    /// Year of the study.
    pub year: String,
    /// Kind of model; `observed` looks back.
    pub model: String,
    /// What was supposed.
    pub scenario: String,
    /// What changed.
    pub outcome: String,
    /// Whose it is.
    pub economy: String,
    /// By how much.
    pub value: f64,
    /// Unit of the value.
    pub unit: String,
    /// By when.
    pub horizon: String,
    /// Address of its source.
    pub url: String,
    /// `goods`, `goods+ntm` or `all`.
    pub counts: String,
}

/// What was observed.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Outturn {
    /// Name.
    pub id: String,
    /// Day on which it came out.
    pub published: Date,
    /// Period that it describes, as written.
    pub period: String,
    /// Series.
    pub series: String,
    /// The number.
    pub value: f64,
    /// Its unit; `yes = 1` for events.
    pub unit: String,
    /// Address of its source.
    pub url: String,
}

/// Who wants what.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Actor {
    /// Name in the files.
    pub id: String,
    /// Day from which it may be used.
    pub known: Date,
    /// Name for people.
    pub name: String,
    /// `government`, `sector`, `province` or `public`.
    pub kind: String,
    /// Code of an economy, a sector or a province.
    pub code: String,
    /// What they want.
    pub wants: String,
    /// Address of its source.
    pub url: String,
}

/// A province's part of a sector.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Province {
    /// Code of the province.
    pub province: String,
    /// Name of the province.
    pub name: String,
    /// Code of a sector of the world.
    pub sector: String,
    /// Its part of the national sector.
    pub share: f64,
    /// Year, if the source states one.
    pub year: String,
    /// What was measured.
    pub basis: String,
    /// Address of its source.
    pub url: String,
    /// Who judged that the part stands for the whole.
    pub judged_by: String,
}

impl Case {
    /// Reads a case folder; what cannot be read is left out and reported.
    pub fn read(files: &CaseFiles) -> (Self, Vec<Finding>) {
        let mut findings = Vec::new();
        let name = |file: &str| format!("{}/{file}", files.folder);
        let case = Self {
            texts: texts(&files.texts, &name("texts.toml"), &mut findings),
            facts: table(&files.facts, &name("facts.csv"), &mut findings),
            timeline: table(&files.timeline, &name("timeline.csv"), &mut findings),
            polls: table(&files.polls, &name("polls.csv"), &mut findings),
            estimates: table(&files.estimates, &name("estimates.csv"), &mut findings),
            outturns: table(&files.outturns, &name("outturns.csv"), &mut findings),
            actors: table(&files.actors, &name("actors.csv"), &mut findings),
            provinces: table(&files.provinces, &name("provinces.csv"), &mut findings),
        };
        findings.extend(checks(&case, &files.folder));
        (case, findings)
    }

    /// The case as it was known on a day, and how many rows and sentences that leaves out. Outturns stay: they are
    /// told apart by the day on which they came out.
    pub fn known(&self, as_of: Date) -> (Self, usize) {
        let mut case = self.clone();
        let before = case.dated();
        let texts = &mut case.texts;
        for said in [&mut texts.deck, &mut texts.story, &mut texts.missing, &mut texts.notes] {
            said.retain(|s: &Said| s.known <= as_of);
        }
        texts.target = texts.target.take().filter(|target| target.known <= as_of);
        case.facts.retain(|fact| fact.known <= as_of);
        case.timeline.retain(|event| event.known <= as_of);
        case.polls.retain(|poll| poll.known <= as_of);
        case.estimates.retain(|estimate| estimate.known <= as_of);
        case.actors.retain(|actor| actor.known <= as_of);
        let left_out = before - case.dated();
        (case, left_out)
    }

    fn dated(&self) -> usize {
        let texts = &self.texts;
        texts.deck.len()
            + texts.story.len()
            + texts.missing.len()
            + texts.notes.len()
            + usize::from(texts.target.is_some())
            + self.facts.len()
            + self.timeline.len()
            + self.polls.len()
            + self.estimates.len()
            + self.actors.len()
    }
}
