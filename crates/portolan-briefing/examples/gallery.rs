//! All figures on made-up input, to look at: `cargo run -p portolan-briefing --example gallery > gallery.html`.
//! Every shape and number here is invented; none is a result.

use portolan_briefing::figure::*;

const PAGE: &str = "body{margin:0;background:var(--paper);color:var(--ink);font:17px/1.56 serif}
main{max-width:1056px;margin:0 auto;padding:0 20px}figure{margin:1.7rem 0 2.1rem;border-top:1px solid var(--ink)}
figcaption{font:650 1.125rem/1.32 var(--chart);padding:.6rem 0}.plot{margin:.8rem 0}
@media(min-width:640px){main{padding:0 32px}}@media(min-width:1120px){main{max-width:834px}}
@page{margin:16mm 17mm 18mm}@media print{main{padding:0}figure{break-inside:avoid}}";

fn main() {
    println!(
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">"
    );
    println!(
        "<title>Gallery: invented shapes</title><style>{STYLE}{PAGE}</style>{PATTERNS}<main><h1>Invented shapes, no results</h1>"
    );
    for (name, legend, plot) in figures() {
        println!("<figure><figcaption>{name} (invented)</figcaption>{legend}<div class=\"plot\">{plot}</div></figure>");
    }
    println!("</main></html>");
}

fn figures() -> Vec<(&'static str, String, String)> {
    let (strip, tiles, timeline, deals) = (strip(), tiles(), timeline(), deals());
    let (waterfall, structures, sectors, heat) = (waterfall(), structures(), sectors(), heat());
    let (polls, certificate) = (polls(), certificate());
    let bar = RangeBar { low: -0.3, mid: -0.15, high: 0.06, limit: 0.5, judged: true };
    vec![
        ("Share strip", String::new(), strip.svg()),
        ("Tile map", tiles.legend("loses", "gains, % of income", "ASEAN"), tiles.svg()),
        ("Timeline", timeline.legend(), timeline.svg()),
        ("Deals", deals.legend(), deals.svg()),
        ("Waterfall", waterfall.legend(), waterfall.svg()),
        ("Structures", structures.legend(), structures.svg()),
        ("Sectors", sectors.legend(), sectors.svg()),
        ("Partner by sector", heat.legend("at risk", "room"), heat.svg()),
        ("Polls", String::new(), polls.svg()),
        ("Certificate", certificate.legend(), certificate.svg()),
        ("Range bar", String::new(), bar.svg()),
    ]
}

/// A number between −1 and 1 that looks random and is not.
fn wave(n: usize) -> f64 {
    ((n as f64 * 12.9898).sin() * 43758.5453).fract()
}

fn strip() -> ShareStrip {
    let part = |label: &str, share, class: &str| SharePart { label: label.into(), share, class: class.into() };
    ShareStrip {
        parts: vec![
            part("United States", 72.0, "us"),
            part("European Union", 9.0, "ot"),
            part("China", 5.0, "ch"),
            part("Japan", 3.0, "as"),
            part("all others", 11.0, "ot"),
        ],
    }
}

fn tiles() -> TileMap {
    let table = include_str!("../../../data/world-2022/economies.csv");
    let tile = |(n, line): (usize, &str)| {
        let (code, name) = line.split_once(',').unwrap_or((line, line));
        let value = wave(n).powi(3);
        TileValue { code: code.into(), name: name.into(), value: Some(value), text: format!("about {value:.2}%") }
    };
    let mut tiles: Vec<TileValue> = table.lines().skip(1).enumerate().map(tile).collect();
    tiles.push(TileValue { code: "NEW".into(), name: "New land".into(), value: Some(0.1), text: "about 0.10%".into() });
    TileMap {
        limits: class_limits(tiles.iter().filter_map(|t| t.value)),
        tiles,
        country: "CAN".into(),
        outlined: ["BRN", "IDN", "KHM", "LAO", "MMR", "MYS", "PHL", "SGP", "THA", "VNM"].map(String::from).into(),
    }
}

fn timeline() -> Timeline {
    use EventKind::*;
    let rows = [
        ("2025-02-01", "United States", Raised, "order one", false),
        ("2025-03-04", "United States", Raised, "rate one on goods", false),
        ("2025-03-12", "United States", Raised, "metals", false),
        ("2025-04-03", "United States", Raised, "cars", false),
        ("2025-06-04", "United States", Raised, "metals doubled", false),
        ("2025-08-01", "United States", Raised, "rate two", false),
        ("2025-10-14", "United States", Raised, "wood", false),
        ("2025-10-23", "United States", Ended, "talks ended", false),
        ("2026-07-01", "United States", Talks, "review", true),
        ("2025-03-20", "China", Raised, "oil and peas", false),
        ("2025-08-14", "China", Raised, "seed", false),
        ("2025-10-31", "China", Talks, "leaders may meet", true),
        ("2024-10-01", "Canada", Raised, "electric cars", false),
        ("2025-03-04", "Canada", Raised, "answer one", false),
        ("2025-09-01", "Canada", Lowered, "answer lifted", false),
        ("2025-10-22", "Canada", Target, "twice as much elsewhere", false),
        ("2025-09-24", "Deals and summits", Signed, "an accord", false),
        ("2025-10-26", "Deals and summits", Talks, "summits", true),
    ];
    let event = |(date, actor, kind, short, scheduled): (&str, &str, EventKind, &str, bool)| TimelineEvent {
        date: date.into(),
        actor: actor.into(),
        kind,
        label: format!("Invented wording of: {short}"),
        short: short.into(),
        scheduled,
    };
    Timeline {
        events: rows.into_iter().map(event).collect(),
        as_of: "2025-10-24".into(),
        lanes: ["United States", "China", "Canada", "Deals and summits"].map(String::from).into(),
    }
}

fn deals() -> DealBars {
    let rows = [
        ("Atlantis", "agreement signed in spring, not in force", [0.0, 0.031, 0.042], [0.052, 0.098], false),
        ("League of Far Islands", "negotiating since last autumn", [0.012, 0.021, 0.024], [0.031, 0.061], false),
        (
            "Erewhon",
            "exploratory talks; an older agreement between the parties covers most goods and has been in force for years",
            [0.047, 0.002, 0.011],
            [0.006, 0.019],
            false,
        ),
        ("Reset with Laputa", "disputed measures lifted; no agreement", [0.0, -0.012, 0.019], [-0.014, 0.024], true),
    ];
    let deal =
        |(name, status, [agreed, tariff, non_tariff], [low, high], judged): (&str, &str, [f64; 3], [f64; 2], bool)| {
            DealBar {
                name: name.into(),
                status: status.into(),
                agreed,
                tariff,
                non_tariff,
                low,
                high,
                judged,
                services: (name == "Atlantis").then_some([0.008, 0.012, 0.021]),
            }
        };
    DealBars { deals: rows.into_iter().map(deal).collect(), unit: "% of real income a year".into() }
}

fn waterfall() -> Waterfall {
    let rows = [
        ("Exports elsewhere, before", 150.0, 0.0, true, false),
        ("Prices", 31.0, 4.0, false, false),
        ("Growth of partners", 44.0, 12.0, false, false),
        ("New capacity: gas, oil, ports", 21.0, 9.0, false, false),
        ("Lost on the way", -12.0, 5.0, false, false),
        ("New agreements", 14.0, 6.0, false, false),
        ("Reset", 9.0, 7.0, false, true),
        ("Reached", 257.0, 22.0, true, false),
    ];
    let step = |(name, value, half, total, judged): (&str, f64, f64, bool, bool)| WaterfallStep {
        name: name.into(),
        value,
        low: value - half,
        high: value + half,
        total,
        judged,
    };
    Waterfall { steps: rows.into_iter().map(step).collect(), unit: "bn a year".into() }
}

fn structures() -> Structures {
    let row = |name: &str, income, share, judged| StructureRow { name: name.into(), income, share, judged };
    Structures {
        rows: vec![
            row("As the measures are", [-0.62, -0.51, -0.41], [73.1, 73.4, 74.2], false),
            row("The same average, even over all goods", [-0.92, -0.71, -0.53], [70.3, 71.4, 72.6], false),
            row("The same average, by sector", [-0.75, -0.63, -0.44], [71.8, 72.9, 73.5], true),
        ],
        reference_share: 75.2,
    }
}

fn sector_names() -> Vec<(&'static str, &'static str)> {
    include_str!("../../../data/world-2022/sectors.csv")
        .lines()
        .skip(1)
        .filter_map(|line| line.split_once(','))
        .map(|(code, rest)| (code, rest.trim_start_matches('"').split(['"']).next().unwrap_or(rest)))
        .map(|(code, name)| (code, name.trim_end_matches(",true").trim_end_matches(",false")))
        .collect()
}

fn sectors() -> SectorBars {
    let sector = |(n, (code, name)): (usize, (&str, &str))| {
        let mid = 2.0 * wave(n + 3);
        SectorBar { code: code.into(), name: name.into(), low: mid - 0.4, mid, high: mid + 0.6 }
    };
    SectorBars { sectors: sector_names().into_iter().enumerate().map(sector).collect(), unit: "% of output".into() }
}

fn heat() -> Heat {
    let columns = ["USA", "CHN", "JPN", "KOR", "TWN", "IDN", "PHL", "MYS", "SGP", "THA", "VNM", "IND", "EU", "GBR"];
    let rows: Vec<String> = sector_names().iter().take(22).map(|(_, name)| (*name).to_string()).collect();
    let cell = |row: usize, column: usize| match (column, (row + column) % 17) {
        (_, 0) => None,
        (0, _) => Some(-wave(row).abs()),
        _ => Some(wave(20 * row + column).powi(2)),
    };
    let values: Vec<Vec<Option<f64>>> =
        (0..rows.len()).map(|r| (0..columns.len()).map(|c| cell(r, c)).collect()).collect();
    Heat {
        rows,
        columns: columns.map(String::from).into(),
        limits: class_limits(values.iter().flatten().filter_map(|v| *v)),
        values,
        groups: [("Farm, fish, fuel", 5), ("Food and cloth", 3), ("Materials", 8), ("Machines", 6)]
            .map(|(name, rows)| (name.to_string(), rows))
            .into(),
    }
}

fn polls() -> PollBars {
    let poll = |label: &str, note: &str, parts: &[(&str, f64)]| PollBar {
        label: label.into(),
        note: note.into(),
        parts: parts.iter().map(|(answer, share)| ((*answer).to_string(), *share)).collect(),
    };
    PollBars {
        polls: vec![
            poll(
                "With whom should trade ties be closer?",
                "Invented pollster, spring, n = 1 500",
                &[
                    ("European Union", 61.0),
                    ("Mexico", 35.0),
                    ("United States", 22.0),
                    ("China", 13.0),
                    ("South-East Asia", 6.0),
                ],
            ),
            poll(
                "How is Laputa seen, compared with last year's answers to the same question?",
                "Invented pollster, autumn",
                &[("Favourably", 21.5), ("Unfavourably or very unfavourably", 63.0)],
            ),
        ],
    }
}

fn certificate() -> CertificatePlot {
    let rows = [
        ("goods market clearing", 3.1e-13, "DEU, Cars and parts"),
        ("price index", 2.2e-16, "CAN"),
        ("trade balance", 4.7e-12, "USA"),
        ("unit cost", 0.0, ""),
    ];
    CertificatePlot {
        equations: rows.map(|(name, residual, place)| (name.to_string(), residual, place.to_string())).into(),
        tolerance: 1e-10,
    }
}
