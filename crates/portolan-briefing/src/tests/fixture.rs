//! A complete run of a fictional country: Arcadia sells most of its goods to Megara and seeks Boeotia and Corinth.

use portolan_core::results::{Kind, Row};

use crate::material::{
    Case, CaseFiles, Certificate, Deal, Equation, JudgedInput, Layer, LayerKind, Material, Named, Policy, SectorName,
    Source, Variants,
};

pub(super) const SETS: [&str; 5] = ["low", "lower", "middle", "higher", "high"];
const SPREAD: [f64; 5] = [0.7, 0.9, 1.0, 1.2, 1.5];

pub(super) fn named(code: &str, name: &str) -> Named {
    Named { code: code.into(), name: name.into() }
}

pub(super) fn files() -> CaseFiles {
    let text = |text: &str| Some(text.to_string());
    CaseFiles {
        folder: "arcadia".into(),
        texts: text(include_str!("case/texts.toml")),
        facts: text(include_str!("case/facts.csv")),
        timeline: text(include_str!("case/timeline.csv")),
        polls: text(include_str!("case/polls.csv")),
        estimates: text(include_str!("case/estimates.csv")),
        outturns: text(include_str!("case/outturns.csv")),
        actors: text(include_str!("case/actors.csv")),
        provinces: text(include_str!("case/provinces.csv")),
    }
}

pub(super) fn material() -> Material {
    let (case, findings) = Case::read(&files());
    assert!(findings.is_empty(), "{findings:?}");
    let as_of = "2025-10-24".parse().expect("a day");
    let (case, _) = case.known(as_of);
    Material {
        title: "Can Arcadia do without Megara?".into(),
        question: "Can Arcadia do without Megara?".into(),
        scenario: "arcadia".into(),
        country: named("ARC", "Arcadia"),
        partner: named("MEG", "Megara"),
        rival: named("COR", "Corinth"),
        as_of,
        world: "6 economies, 5 sectors, 2022".into(),
        run: "0123 abcd".into(),
        version: "0.1.0".into(),
        sets: SETS.map(str::to_string).to_vec(),
        main_set: "middle".into(),
        variants: Variants {
            main: "specific".into(),
            ends: vec!["specific-low".into(), "specific-high".into()],
            others: vec![
                named("mobile", "every factor moves between sectors"),
                named("specific-rent", "half of the cut in non-tariff costs is rent"),
            ],
        },
        policies: policies(),
        main_policy: "pipeline".into(),
        deals: vec![
            deal("arc-boe", "Boeotia", "BOE", "signed 24 September 2025"),
            deal("arc-the", "Thebes", "THE", "in force since 2015"),
        ],
        layers: vec![
            Layer { id: "growth".into(), title: "growth since the data year".into(), kind: LayerKind::Growth },
            Layer { id: "pacts".into(), title: "agreements since the data year".into(), kind: LayerKind::Agreement },
            Layer { id: "megara".into(), title: "Megara’s measures".into(), kind: LayerKind::Measures },
        ],
        structures: vec![
            named("megara", "Megara’s measures"),
            named("megara-even", "even duties"),
            named("megara-by-sector", "duties by sector"),
        ],
        economies: economies(),
        sectors: sectors(),
        sources: [("customs".to_string(), Source { title: "Customs of Arcadia".into(), ..Source::default() })].into(),
        judged: vec![JudgedInput {
            name: "share of metal in machines".into(),
            value: "0.2, 0.4, 0.6".into(),
            by: "portolan".into(),
            file: "megara.toml, tariff[3].share".into(),
        }],
        certificate: certificate(),
        manifest: vec![("world".into(), "world-toy".into())],
        commands: vec![("Run it again".into(), "portolan run arcadia".into())],
        remarks: vec!["Nothing of the agreement with Sicyon was found.".into()],
        case,
    }
}

fn deal(id: &str, title: &str, partner: &str, status: &str) -> Deal {
    Deal {
        id: id.into(),
        title: title.into(),
        partners: vec![partner.into()],
        status: status.into(),
        judged: false,
        sources: vec![],
    }
}

fn policies() -> Vec<Policy> {
    vec![
        Policy { id: "no-pivot".into(), title: "no pivot".into(), uses: vec![] },
        Policy { id: "pipeline".into(), title: "the pipeline".into(), uses: vec!["arc-boe".into(), "arc-the".into()] },
        Policy {
            id: "pipeline-corinth".into(),
            title: "the pipeline with Corinth".into(),
            uses: vec!["arc-boe".into(), "arc-the".into(), "arc-cor".into()],
        },
        Policy { id: "west".into(), title: "the western agreements".into(), uses: vec!["arc-sic".into()] },
    ]
}

fn economies() -> Vec<Named> {
    [
        ("ARC", "Arcadia"),
        ("MEG", "Megara"),
        ("COR", "Corinth"),
        ("BOE", "Boeotia"),
        ("THE", "Thebes"),
        ("SIC", "Sicyon"),
    ]
    .map(|(code, name)| named(code, name))
    .to_vec()
}

fn sectors() -> Vec<SectorName> {
    let sector = |(code, name, goods): (&str, &str, bool)| SectorName { code: code.into(), name: name.into(), goods };
    [
        ("A01_02", "Farming", true),
        ("B05_06", "Oil and gas", true),
        ("C24", "Basic metals", true),
        ("C29", "Vehicles", true),
        ("SVC", "Services", false),
    ]
    .map(sector)
    .to_vec()
}

fn certificate() -> Certificate {
    let equation = |name: &str, residual| Equation { name: name.into(), residual, place: "ARC".into() };
    Certificate {
        solves: 95,
        tolerance: 1e-10,
        equations: vec![equation("price", 3.1e-14), equation("sales", 8.2e-13), equation("income", 2.0e-13)],
    }
}

/// The rows of the run and of the case.
pub(super) fn rows() -> Vec<Row> {
    let mut rows = material().case.rows();
    let mut run = Run { rows: &mut rows };
    run.policies();
    run.deals();
    run.layers();
    run.customs();
    rows
}

struct Run<'a> {
    rows: &'a mut Vec<Row>,
}

/// Where rows stand: policy, layer, economy, partner, sector, product.
type Place<'a> = [&'a str; 6];

impl Run<'_> {
    fn push(&mut self, variable: &'static str, at: Place, set: &str, variant: &str, value: (f64, f64)) {
        let [policy, layer, economy, partner, sector, product] = at.map(str::to_string);
        let kind = if variant.is_empty() { Kind::Observed } else { Kind::Computed };
        self.rows.push(Row {
            policy,
            regime: String::new(),
            layer,
            set: set.into(),
            variant: variant.into(),
            draw: None,
            year: None,
            economy,
            partner,
            sector,
            product,
            variable,
            value: value.0,
            reference: value.1,
            kind,
            source: if variant.is_empty() { "customs".into() } else { String::new() },
        });
    }

    /// The value of a set is the middle change times its spread; the other variants stand in the middle set.
    fn change(&mut self, variable: &'static str, at: Place, reference: f64, middle: f64) {
        for (set, spread) in SETS.iter().zip(SPREAD) {
            self.push(variable, at, set, "specific", (reference + middle * spread, reference));
        }
        let variants = [("mobile", 1.3), ("specific-low", 0.95), ("specific-high", 1.05), ("specific-rent", 0.6)];
        for (variant, factor) in variants {
            self.push(variable, at, "middle", variant, (reference + middle * factor, reference));
        }
    }

    fn policies(&mut self) {
        let effects = [("no-pivot", 0.0), ("pipeline", 0.002), ("pipeline-corinth", 0.0035), ("west", 0.0012)];
        for (policy, effect) in effects {
            for (n, economy) in economies().iter().enumerate() {
                self.change("real_income", [policy, "", &economy.code, "", "", ""], 1.1, effect / (1.0 + n as f64));
            }
            self.change("equivalent_variation", [policy, "", "ARC", "", "", ""], 0.0, 1e6 * effect);
            self.change("target_covered", [policy, "", "ARC", "", "goods", ""], 0.0, 20.0 * effect);
            self.change("exports", [policy, "", "ARC", "!MEG", "goods", ""], 5e4, 1e6 * effect);
            for (partner, part) in [("MEG", -2.0), ("COR", 0.3), ("BOE", 1.0), ("THE", 0.2), ("SIC", 0.5)] {
                let own = match (policy, partner) {
                    ("west", "BOE") => 0.1,
                    ("west", "SIC") => 3.0,
                    ("pipeline-corinth", "COR") => 1.5,
                    _ => part,
                };
                let share = if partner == "MEG" { 0.75 } else { 0.0625 };
                self.change("export_share", [policy, "", "ARC", partner, "goods", ""], share, own * effect);
                for (n, sector) in sectors().iter().filter(|s| s.goods).enumerate() {
                    let flow = 1000.0 * share * (1.0 + n as f64);
                    self.change("exports", [policy, "", "ARC", partner, &sector.code, ""], flow, flow * own * effect);
                }
            }
            for (sector, part) in [("A01_02", 4.0), ("B05_06", 1.0), ("C24", 0.5), ("C29", -3.0), ("SVC", 0.1)] {
                self.change("real_sector_income", [policy, "", "ARC", "", sector, ""], 1.0, part * effect);
            }
            self.change("province_exposure", [policy, "", "ARC", "", "", "HI"], 0.0, 300.0 * effect);
        }
    }

    fn deals(&mut self) {
        let parts = [
            ("arc-boe", "agreed", 0.0),
            ("arc-boe", "tariff", 0.0006),
            ("arc-boe", "non-tariff", 0.0009),
            ("arc-boe", "services", 0.0004),
            ("arc-the", "agreed", 0.0007),
            ("arc-the", "tariff", 0.0),
            ("arc-the", "non-tariff", 0.0002),
        ];
        for (deal, part, effect) in parts {
            self.change("real_income", [deal, part, "ARC", "", "", ""], 1.0, effect);
        }
        for (set, spread) in SETS.iter().zip(SPREAD) {
            let at = ["arc-boe", "non-tariff", "ARC", "BOE", "", ""];
            self.push("non_tariff_below_zero", at, set, "specific", (0.08 * spread, f64::NAN));
        }
    }

    fn layers(&mut self) {
        let layers = [
            ("growth", 0.05),
            ("pacts", 0.001),
            ("megara", -0.002),
            ("megara-even", -0.003),
            ("megara-by-sector", 0.0015),
        ];
        for (layer, effect) in layers {
            self.change("real_income", ["", layer, "ARC", "", "", ""], 1.0, effect);
            self.change("export_share", ["", layer, "ARC", "MEG", "goods", ""], 0.75, 5.0 * effect);
            for (sector, part) in [("A01_02", 0.1), ("B05_06", 0.3), ("C24", 150.0), ("C29", 20.0)] {
                self.change("exports", ["", layer, "ARC", "MEG", sector, ""], 100.0, part * 100.0 * effect);
            }
        }
        self.change("average_tariff", ["", "megara", "MEG", "ARC", "", ""], 0.4, 5.5);
    }

    fn customs(&mut self) {
        let shares = [("MEG", 0.7512), ("COR", 0.06), ("BOE", 0.09), ("THE", 0.055), ("SIC", 0.0438)];
        for (partner, share) in shares {
            self.push("export_share", ["", "customs", "ARC", partner, "", ""], "", "", (share, f64::NAN));
        }
    }
}

/// A run as large as the flagship's, with invented numbers.
pub(super) fn large() -> (Material, Vec<Row>) {
    let m = material();
    let case = m.case.clone();
    let tiles: Vec<Named> =
        include_str!("../figure/tiles.csv").lines().skip(1).map(|l| named(&l[..3], &l[..3])).collect();
    let codes = [
        "A01_02", "A03", "B05_06", "B07_08", "C10T12", "C13T15", "C16", "C17_18", "C19", "C20", "C21", "C22", "C23",
        "C24", "C25", "C26", "C27", "C28", "C29", "C30", "C31T33", "D", "SVC",
    ];
    let sectors: Vec<SectorName> = codes
        .iter()
        .map(|c| SectorName { code: (*c).into(), name: format!("Sector {c}"), goods: *c != "SVC" })
        .collect();
    let mut rows = case.rows();
    let mut run = Run { rows: &mut rows };
    for (p, effect) in [("no-pivot", 0.0), ("pipeline", 0.0003), ("pipeline-corinth", 0.0005), ("west", 0.0002)] {
        for (n, e) in tiles.iter().enumerate() {
            run.change("real_income", [p, "", &e.code, "", "", ""], 1.1, effect * (1.0 - n as f64 / 30.0));
            let share = if e.code == "USA" { 0.75 } else { 0.25 / 76.0 };
            run.change(
                "export_share",
                [p, "", "CAN", &e.code, "goods", ""],
                share,
                effect * (((n * 37) % 19) as f64 - 9.0) / 5.0,
            );
            for (k, s) in sectors.iter().filter(|s| s.goods).enumerate() {
                run.change(
                    "exports",
                    [p, "", "CAN", &e.code, &s.code, ""],
                    100.0,
                    100.0 * effect * (((n * k) % 17) as f64 - 6.0),
                );
            }
        }
        run.change("equivalent_variation", [p, "", "CAN", "", "", ""], 0.0, 2e6 * effect);
        run.change("target_covered", [p, "", "CAN", "", "goods", ""], 0.0, 20.0 * effect);
        for (k, s) in sectors.iter().enumerate() {
            run.change("real_sector_income", [p, "", "CAN", "", &s.code, ""], 1.0, effect * (k as f64 - 9.0));
        }
        for province in ["SK", "MB", "ON", "AB", "QC", "BC", "NS"] {
            run.change("province_exposure", [p, "", "CAN", "", "", province], 0.0, 300.0 * effect);
        }
    }
    let deals = ["can-idn", "can-phl", "can-asean", "can-kor", "can-jpn", "can-mys"];
    for (n, d) in deals.iter().enumerate() {
        run.change("real_income", [d, "agreed", "CAN", "", "", ""], 1.0, if n > 2 { 0.0006 } else { 0.0 });
        run.change("real_income", [d, "tariff", "CAN", "", "", ""], 1.0, if n > 2 { 0.0 } else { 0.0003 });
        run.change("real_income", [d, "non-tariff", "CAN", "", "", ""], 1.0, 0.0001 * (1 + n) as f64);
        run.change("real_income", [d, "services", "CAN", "", "", ""], 1.0, 0.00005);
    }
    for (layer, effect) in
        [("growth", 0.05), ("pacts", 0.001), ("megara", -0.002), ("megara-even", -0.003), ("megara-by-sector", 0.0015)]
    {
        run.change("real_income", ["", layer, "CAN", "", "", ""], 1.0, effect);
        run.change("export_share", ["", layer, "CAN", "USA", "goods", ""], 0.75, 5.0 * effect);
        for (s, part) in [("A01_02", 0.1), ("B05_06", 0.3), ("C24", 150.0), ("C29", 20.0)] {
            run.change("exports", ["", layer, "CAN", "USA", s, ""], 100.0, part * 100.0 * effect);
        }
    }
    let material = Material {
        country: named("CAN", "Canada"),
        partner: named("USA", "United States"),
        rival: named("CHN", "China"),
        title: "Can Canada’s Asia pivot succeed?".into(),
        deals: deals.iter().map(|d| deal(d, d, "IDN", "signed 24 September 2025")).collect(),
        economies: tiles,
        sectors,
        case,
        ..m
    };
    (material, rows)
}
