use super::*;
use crate::finding::Place;
use crate::grid::{Cube, InputTable, Panel};
use crate::scenario::{Library, Scenario};
use crate::world::{Economy, Sector, WorldTables};

mod agreements;
mod faults;
mod known;
mod non_tariff;
mod order;
mod slices;
mod snapshots;
mod supply;

const HEAD: &str = "schema = 1\ntitle = \"A test\"\n";
const CAN: usize = 0;
const USA: usize = 1;
const IDN: usize = 2;
const C24: usize = 1;
const THETA: [f64; 3] = [3.0, 4.0, 5.0];

/// Four economies and three sectors without inputs; tariffs of 8% on all goods from abroad.
fn world() -> World {
    let economies = ["CAN", "USA", "IDN", "ROW"];
    let sectors = [("A01_02", true), ("C24", true), ("SERV", false)];
    let (n, j) = (economies.len(), sectors.len());
    World::new(WorldTables {
        id: "tiny".into(),
        title: "Four economies, three sectors".into(),
        year: 2022,
        economies: economies.map(|code| Economy { code: code.into(), name: code.into() }).to_vec(),
        sectors: sectors.map(|(code, goods)| Sector { code: code.into(), name: code.into(), goods }).to_vec(),
        trade_nij: Cube::from_fn(n, j, |m, i, s| if m == i { 100.0 } else { (1 + m + 2 * i + s) as f64 }),
        tau_nij: Cube::from_fn(n, j, |m, i, s| if m == i || s == 2 { 0.0 } else { 0.08 }),
        gamma_nj: Panel::filled(n, j, 1.0),
        gamma_nkj: InputTable::filled(n, j, 0.0),
        sources: vec!["made-up".into()],
    })
    .expect("a consistent world")
}

/// Crude oil is 30% and wheat 20% of what the United States buys of Canada's farm sector; a made-up pair of products.
fn products() -> ProductTable {
    let weight = |product: &str, weight: f64| ProductWeight {
        cell: Cell { j: 0, n: USA, i: CAN },
        product: product.into(),
        weight,
        low: weight / 2.0,
        high: weight,
        year: 2024,
        source: "made-up".into(),
    };
    ProductTable::new(vec![weight("1001", 0.2), weight("120510", 0.3)], &[("7601".into(), C24)]).unwrap()
}

fn priors() -> Priors {
    let phase_in = vec![(0, 0.25), (4, 1.0)];
    let prior = Prior { id: "rta-prior".into(), source: "made-up".into(), beta: 0.475, variance: 0.012, phase_in };
    [prior].into_iter().collect()
}

fn setting<'a>(world: &'a World, products: &'a ProductTable, priors: &'a Priors) -> Setting<'a> {
    let (date, estimate, parts, rent) = (None, Estimate::Mode, AgreementParts::default(), 0.0);
    Setting { world, products, date, estimate, theta_j: &THETA, priors, parts, rent }
}

/// Resolves a text with overlays by name, on a day.
struct Case<'a> {
    text: &'a str,
    overlays: &'a [(&'a str, &'a str)],
    policy: Option<&'a str>,
    date: Option<&'a str>,
    estimate: Estimate,
    parts: AgreementParts,
    rent: f64,
}

impl<'a> Case<'a> {
    fn new(text: &'a str) -> Self {
        let (parts, rent) = (AgreementParts::default(), 0.0);
        Self { text, overlays: &[], policy: None, date: None, estimate: Estimate::Mode, parts, rent }
    }

    fn run(&self) -> Result<Resolution, Vec<Finding>> {
        let scenario = Scenario::parse(&format!("{HEAD}{}", self.text), "test.toml")?;
        let mut library = Library::default();
        for (name, text) in self.overlays {
            library.insert(name, Scenario::parse(&format!("{HEAD}{text}"), &format!("{name}.toml"))?);
        }
        let (world, products) = (world(), products());
        let date = self.date.map(|date| date.parse().unwrap());
        let priors = priors();
        let Self { estimate, parts, rent, .. } = *self;
        let setting = Setting { date, estimate, parts, rent, ..setting(&world, &products, &priors) };
        resolve(&Stack::policy(&scenario, &library, self.policy, None)?, &setting)
    }

    /// Rates of a cell with their weights, in per cent, rounded to twelve digits.
    fn rates(&self, n: usize, i: usize, j: usize) -> Vec<(f64, f64)> {
        let resolution = self.run().unwrap_or_else(|f| panic!("{}", f[0]));
        rates(&resolution.shock, n, i, j)
    }
}

fn rates(shock: &Shock, n: usize, i: usize, j: usize) -> Vec<(f64, f64)> {
    let round = |x: f64| (x * 1e12).round() / 1e12;
    let slices = shock.cells.get(&Cell { j, n, i }).map_or(&[][..], Vec::as_slice);
    slices.iter().map(|s| (round(s.weight), round(100.0 * s.tau))).collect()
}

fn row(rest: &str) -> String {
    format!("[[tariff]]\nimporter = [\"USA\"]\nexporter = [\"CAN\"]\nsector = [\"C24\"]\n{rest}\n")
}

fn text(findings: &[Finding]) -> String {
    findings.iter().map(|f| format!("{f}\n")).collect()
}

#[test]
fn a_measure_touches_every_cell_that_it_names_and_no_other() {
    let text = "[[tariff]]\nimporter = [\"USA\"]\nexporter = [\"*\", \"!CAN\"]\nsector = [\"goods\"]\nadd = \"10%\"\n";
    let resolution = Case::new(text).run().unwrap();
    let cells: Vec<_> = resolution.shock.cells.keys().map(|c| (c.n, c.i, c.j)).collect();
    assert_eq!(cells, [(USA, 2, 0), (USA, 3, 0), (USA, 2, 1), (USA, 3, 1)]);
    assert_eq!(rates(&resolution.shock, USA, IDN, C24), [(1.0, 18.0)]);
}

#[test]
fn an_economy_has_no_duty_on_itself() {
    let text = "[[tariff]]\nimporter = [\"*\"]\nexporter = [\"*\"]\nsector = [\"*\"]\nset = \"0%\"\n";
    let resolution = Case::new(text).run().unwrap();
    assert_eq!(resolution.shock.cells.len(), 4 * 3 * 3);
    assert!(resolution.shock.cells.keys().all(|cell| cell.n != cell.i));
}

#[test]
fn domestic_trade_costs_change_only_where_the_pair_is_named() {
    let cost = |n: &str, i: &str| {
        format!("[[trade_cost]]\nimporter = [{n}]\nexporter = [{i}]\nsector = [\"C24\"]\nscale = 0.9\n")
    };
    let cells = |text: &str| Case::new(text).run().unwrap().shock.cells.into_keys().collect::<Vec<_>>();
    assert_eq!(cells(&cost("\"CAN\"", "\"CAN\"")), [Cell { j: C24, n: CAN, i: CAN }]);
    assert!(cells(&cost("\"*\"", "\"CAN\"")).iter().all(|cell| cell.n != cell.i));
}

#[test]
fn trade_costs_multiply_and_export_taxes_add() {
    let text = r#"[[trade_cost]]
importer = ["USA"]
exporter = ["CAN"]
sector = ["C24"]
scale = 0.9
[[trade_cost]]
importer = ["USA"]
exporter = ["CAN"]
sector = ["C24"]
scale = 0.5
share = 0.5
[[export_tax]]
importer = ["USA"]
exporter = ["CAN"]
sector = ["C24"]
add = "5%"
[[export_tax]]
importer = ["USA"]
exporter = ["CAN"]
sector = ["C24"]
set = "10%"
"#;
    let shock = Case::new(text).run().unwrap().shock;
    let slices = &shock.cells[&Cell { j: C24, n: USA, i: CAN }];
    let found: Vec<_> =
        slices.iter().map(|s| (s.weight, s.d_hat, (s.export_tax * 1e12).round() / 1e12, s.tau)).collect();
    assert_eq!(found, [(0.5, 0.45, 0.15, 0.08), (0.5, 0.9, 0.15, 0.08)]);
}

#[test]
fn productivity_multiplies() {
    let boost = "[[productivity]]\neconomy = [\"IDN\", \"CAN\"]\nsector = [\"C24\"]\nscale = 1.05\n";
    let more = "[[productivity]]\neconomy = [\"IDN\"]\nsector = [\"goods\"]\nscale = 2\n";
    let resolution = Case::new(&format!("{boost}{more}")).run().unwrap();
    let expected = BTreeMap::from([((CAN, C24), 1.05), ((IDN, 0), 2.0), ((IDN, C24), 2.1)]);
    assert_eq!(resolution.shock.productivity_hat, expected);
    assert!(resolution.shock.cells.is_empty());
    assert_eq!(resolution.touched.iter().map(|t| t.cells).collect::<Vec<_>>(), [2, 2]);
}

#[test]
fn groups_have_the_members_of_the_day() {
    let text = "as_of = 2024-01-01\n[[tariff]]\nimporter = [\"CAN\"]\nexporter = [\"ASEAN\"]\nsector = [\"C24\"]\nset = \"0%\"\n";
    let resolution = Case { date: Some("2024-01-01"), ..Case::new(text) }.run().unwrap();
    assert_eq!(resolution.shock.cells.len(), 1);
    assert_eq!(resolution.notes.len(), 9, "nine members are not in the table");
    assert!(
        resolution.notes[0].to_string().contains("MYS of ASEAN is not an economy of tiny"),
        "{}",
        resolution.notes[0]
    );
}

#[test]
fn what_a_measure_touched_is_reported() {
    let text =
        format!("{}{}", row("id = \"metals\"\nadd = \"50%\"\nshare = 0.25\nsource = \"s\""), row("cap = \"5%\""));
    let touched = Case::new(&text).run().unwrap().touched;
    let trade = [0, 1, 2].map(|j| world().trade_nij()[(USA, CAN, j)]);
    let metals = &touched[0];
    assert_eq!((metals.name.as_str(), metals.cells, metals.judged), ("metals", 1, false));
    assert_eq!(metals.trade, 0.25 * trade[C24]);
    assert_eq!(metals.share_of_trade, 0.25 * trade[C24] / trade.iter().sum::<f64>());
    assert_eq!((metals.tau_before, metals.tau_after), (0.08, 0.55));
    let cap = &touched[1];
    assert_eq!((cap.name.as_str(), cap.trade, cap.judged), ("tariff[2]", trade[C24], true));
    assert!((cap.tau_after - (0.25 * 0.55 + 0.75 * 0.05)).abs() < 1e-15);
}

#[test]
fn the_average_duty_is_weighted_by_trade() {
    let (world, shock) = (world(), Case::new(&row("add = \"10%\"\nshare = 0.5")).run().unwrap().shock);
    assert!((average_tariff(&world, &Shock::default(), USA, CAN) - 0.08).abs() < 1e-15);
    let [farm, metals] = [0, 1].map(|j| world.trade_nij()[(USA, CAN, j)]);
    let expected = 0.08 + 0.05 * metals / (farm + metals);
    assert!((average_tariff(&world, &shock, USA, CAN) - expected).abs() < 1e-15);
}

#[test]
fn an_empty_policy_is_no_shock() {
    assert!(Case::new("").run().unwrap().shock.is_empty());
}
