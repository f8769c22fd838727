//! What holds for every figure: sound markup, no digit lost, nothing outside, nothing on top of another text.

use roxmltree::{Document, Node};

use super::*;

mod layout;

fn share_strip() -> ShareStrip {
    let part = |label: &str, share, class: &str| SharePart { label: label.into(), share, class: class.into() };
    ShareStrip {
        parts: vec![
            part("United States", 71.5, "us"),
            part("China", 4.5, "ch"),
            part("European Union", 9.5, "ot"),
            part("all others", 14.5, "ot"),
        ],
    }
}

fn tile_map() -> TileMap {
    let tile = |code: &str, value: Option<f64>, text: &str| TileValue {
        code: code.into(),
        name: format!("Land & {code}"),
        value,
        text: text.into(),
    };
    TileMap {
        tiles: vec![
            tile("CAN", None, ""),
            tile("USA", Some(-0.61), "\u{2212}0.72 to \u{2212}0.51%"),
            tile("IDN", Some(0.3), "0.21 to 0.37%"),
            tile("VNM", Some(0.0), "below 0.01%"),
            tile("ZZZ", Some(0.1), "0.08 to 0.14%"),
        ],
        limits: class_limits([-0.61, 0.3, 0.1]),
        country: "CAN".into(),
        outlined: vec!["IDN".into(), "VNM".into()],
    }
}

fn timeline() -> Timeline {
    let event = |date: &str, actor: &str, kind, short: &str, scheduled| TimelineEvent {
        date: date.into(),
        actor: actor.into(),
        kind,
        label: format!("{short}, at length"),
        short: short.into(),
        scheduled,
    };
    use EventKind::*;
    Timeline {
        events: vec![
            event("2025-03-04", "United States", Raised, "11% on toys", false),
            event("2025-03-12", "United States", Raised, "12% on bells and whistles", false),
            event("2025-03-13", "United States", Raised, "13% on a third thing", false),
            event("2025-03-14", "United States", Raised, "14% on a fourth thing", false),
            event("2025-10-23", "United States", Ended, "talks ended", false),
            event("2024-10-01", "Canada", Lowered, "15% lifted", false),
            event("2025-09", "Elsewhere", Signed, "accord with 16 articles", false),
            event("2026-07-01", "United States", Talks, "review", true),
        ],
        as_of: "2025-10-24".into(),
        lanes: vec!["United States".into(), "Canada".into()],
    }
}

fn deal_bars() -> DealBars {
    let deal = |name: &str, status: &str, parts: [f64; 3], ends: [f64; 2], judged| DealBar {
        name: name.into(),
        status: status.into(),
        agreed: parts[0],
        tariff: parts[1],
        non_tariff: parts[2],
        low: ends[0],
        high: ends[1],
        judged,
        services: judged.then_some([0.011, 0.013, 0.017]),
    };
    DealBars {
        deals: vec![
            deal("Atlantis", "signed in spring, not in force", [0.0, 0.031, 0.042], [0.052, 0.098], false),
            deal(
                "Lilliput & Blefuscu",
                &"negotiating since long ago ".repeat(5),
                [0.021, -0.012, 0.014],
                [-0.019, 0.018],
                true,
            ),
        ],
        unit: "% of real income".into(),
    }
}

fn waterfall() -> Waterfall {
    let step = |name: &str, value, low, high, total, judged| WaterfallStep {
        name: name.into(),
        value,
        low,
        high,
        total,
        judged,
    };
    Waterfall {
        steps: vec![
            step("Before", 151.0, 151.0, 151.0, true, false),
            step("Growth of partners, with a name that is much too long for a line", 37.0, 29.0, 44.0, false, false),
            step("Losses", -13.0, -17.0, -8.0, false, false),
            step("Reset", 9.0, 3.0, 19.0, false, true),
            step("After", 184.0, 166.0, 206.0, true, true),
        ],
        unit: "bn a year".into(),
    }
}

fn structures() -> Structures {
    let row = |name: &str, income, share, judged| StructureRow { name: name.into(), income, share, judged };
    Structures {
        rows: vec![
            row("As they are", [-0.62, -0.51, -0.41], [73.1, 73.4, 74.2], false),
            row("The same rate on every good", [-0.92, -0.71, -0.53], [70.3, 71.4, 72.6], true),
        ],
        reference_share: 75.2,
    }
}

fn sector_bars() -> SectorBars {
    let sector = |code: &str, name: &str, [low, mid, high]: [f64; 3]| SectorBar {
        code: code.into(),
        name: name.into(),
        low,
        mid,
        high,
    };
    SectorBars {
        sectors: vec![
            sector("A01_02", "Agriculture and forestry", [0.11, 0.23, 0.37]),
            sector("C24", "Basic metals", [-2.43, -1.71, -1.13]),
        ],
        unit: "% of output".into(),
    }
}

fn heat() -> Heat {
    Heat {
        rows: vec!["Farm goods".into(), "Fish".into(), "Computers and electronics".into()],
        columns: ["USA", "CHN", "JPN", "KOR", "TWN", "IDN", "PHL", "MYS", "SGP", "THA", "VNM", "IND", "EU", "GBR"]
            .map(String::from)
            .into(),
        values: vec![vec![Some(-0.61), Some(0.3), None], vec![Some(0.1)], vec![Some(1.27); 14]],
        limits: class_limits([-0.61, 0.3, 0.1, 1.27]),
        groups: vec![("Farm and food".into(), 2), ("Manufactures".into(), 1)],
    }
}

fn poll_bars() -> PollBars {
    PollBars {
        polls: vec![PollBar {
            label: "How do you see China, and what do you think of a question as long as this one?".into(),
            note: "Some pollster, spring, n = 1207".into(),
            parts: vec![("Favourable".into(), 27.0), ("Unfavourable or very unfavourable".into(), 61.5)],
        }],
    }
}

fn certificate() -> CertificatePlot {
    CertificatePlot {
        equations: vec![
            ("goods market".into(), 3.1e-14, "DEU C29".into()),
            ("price index".into(), 0.0, String::new()),
            ("trade balance".into(), 4.7e-9, "CAN".into()),
        ],
        tolerance: 1e-10,
    }
}

fn range_bar() -> RangeBar {
    RangeBar { low: -0.31, mid: -0.17, high: 0.07, limit: 0.5, judged: true }
}

/// Name, markup, legend and description of every figure.
fn all() -> Vec<(&'static str, String, String, String)> {
    let none = String::new;
    vec![
        ("strip", share_strip().svg(), none(), share_strip().description()),
        ("tiles", tile_map().svg(), tile_map().legend("loses", "gains", "pair"), tile_map().description()),
        ("timeline", timeline().svg(), timeline().legend(), timeline().description()),
        ("deals", deal_bars().svg(), deal_bars().legend(), deal_bars().description()),
        ("waterfall", waterfall().svg(), waterfall().legend(), waterfall().description()),
        ("structures", structures().svg(), structures().legend(), structures().description()),
        ("sectors", sector_bars().svg(), sector_bars().legend(), sector_bars().description()),
        ("heat", heat().svg(), heat().legend("at risk", "room"), heat().description()),
        ("polls", poll_bars().svg(), none(), poll_bars().description()),
        ("certificate", certificate().svg(), certificate().legend(), certificate().description()),
        ("range", range_bar().svg(), none(), range_bar().description()),
    ]
}

fn rooted(markup: &str) -> String {
    format!("<page>{markup}</page>")
}

fn is_root_drawing(node: &Node) -> bool {
    node.has_tag_name("svg") && node.attribute("role") == Some("img")
}

fn classes<'a>(node: &Node<'a, '_>) -> Vec<&'a str> {
    node.attribute("class").unwrap_or("").split(' ').collect()
}

#[test]
fn every_figure_is_sound_markup_with_a_role_a_title_and_a_description() {
    for (name, markup, legend, _) in all() {
        for text in [&markup, &legend, &PATTERNS.to_string()] {
            Document::parse(&rooted(text)).unwrap_or_else(|fault| panic!("{name}: {fault}\n{text}"));
        }
        let text = rooted(&markup);
        let page = Document::parse(&text).unwrap();
        let drawings: Vec<Node> = page.descendants().filter(is_root_drawing).collect();
        assert!(!drawings.is_empty(), "{name}");
        for drawing in drawings {
            let children: Vec<Node> = drawing.children().take(2).collect();
            assert!(children[0].has_tag_name("title") && children[1].has_tag_name("desc"), "{name}");
            assert!(children.iter().all(|c| c.text().is_some_and(|t| !t.is_empty())), "{name}");
            assert!(drawing.attribute("viewBox").is_none(), "{name}: text would scale");
        }
    }
}

#[test]
fn no_figure_has_a_colour_a_style_or_a_broken_number() {
    for (name, markup, legend, description) in all() {
        for word in ["style=", "fill=", "stroke=", "#", "NaN", "inf", "--"] {
            assert!(!markup.contains(word) && !legend.contains(word), "{name} contains {word}");
        }
        assert!(!description.contains("NaN"), "{name}");
    }
}

#[test]
fn every_class_of_the_figures_is_in_the_style_sheet() {
    for (name, markup, legend, _) in all() {
        let text = rooted(&(markup + &legend + PATTERNS));
        let page = Document::parse(&text).unwrap();
        for class in page.descendants().flat_map(|n| classes(&n)).filter(|c| !c.is_empty()) {
            let known = STYLE.match_indices(&format!(".{class}")).any(|(at, found)| {
                !STYLE[at + found.len()..].starts_with(|c: char| c.is_ascii_alphanumeric() || c == '-')
            });
            assert!(known, "{name}: class {class} has no rule");
        }
    }
}

#[test]
fn every_value_drawn_can_be_read_in_words() {
    let read = |figure: &str| all().into_iter().find(|f| f.0 == figure).map(|f| f.1).unwrap();
    let told = [
        ("strip", vec!["71.5", "4.5", "9.5", "14.5"]),
        ("tiles", vec!["0.72", "0.51", "0.21", "0.37", "0.08", "0.14"]),
        ("timeline", vec!["1 July 2026"]),
        ("deals", vec!["0.031", "0.042", "0.052", "0.098", "0.021", "0.012", "0.014", "0.011", "0.013", "0.017"]),
        ("waterfall", vec!["151", "37", "29", "44", "\u{2212}13", "\u{2212}17", "184", "206"]),
        ("structures", vec!["\u{2212}0.62", "0.51", "73.1", "74.2", "70.3", "75.20"]),
        ("sectors", vec!["0.11", "0.23", "0.37", "\u{2212}2.43", "1.71", "1.13"]),
        ("heat", vec!["\u{2212}0.61", "1.27"]),
        ("polls", vec!["27", "61.5"]),
        ("certificate", vec!["3.1 × 10⁻¹⁴", "4.7 × 10⁻⁹", "10⁻¹⁰"]),
        ("range", vec!["\u{2212}0.31", "0.07"]),
    ];
    let listed = read("timeline");
    for event in ["11%", "12%", "13%", "14%", "15%", "16 articles", "1 July 2026", "September 2025"] {
        assert!(listed.contains(event), "{event} is not in the list of events");
    }
    for (figure, values) in told {
        let text = rooted(&read(figure));
        let page = Document::parse(&text).unwrap();
        let spoken: String = page
            .descendants()
            .filter(|n| n.has_tag_name("title") || n.has_tag_name("desc"))
            .filter_map(|n| n.text())
            .collect();
        for value in values {
            assert!(spoken.contains(value), "{figure}: {value} is in no title or description");
        }
    }
}

#[test]
fn marks_are_painted_in_the_order_of_the_legend() {
    let order = |markup: &str, wanted: &[&str]| {
        let text = rooted(markup);
        let page = Document::parse(&text).unwrap();
        let mut seen: Vec<String> = Vec::new();
        for node in page.descendants().filter(|n| !n.has_tag_name("text")) {
            for class in classes(&node).into_iter().filter(|c| wanted.contains(c)) {
                if !seen.iter().any(|s| s == class) {
                    seen.push(class.to_string());
                }
            }
        }
        seen
    };
    let deals = ["tar", "ntm", "agr", "rng", "sv"];
    assert_eq!(order(&deal_bars().svg(), &deals), order(&deal_bars().legend(), &deals));
    assert_eq!(order(&deal_bars().legend(), &deals), deals);
    let steps = ["ot", "k6", "k2", "ch"];
    assert_eq!(order(&waterfall().svg(), &steps), order(&waterfall().legend(), &steps));
    assert_eq!(order(&waterfall().legend(), &steps), steps);
}

#[test]
fn a_judged_range_is_dashed_and_any_other_is_not() {
    let dashed = |svg: String| svg.contains(r#"class="rng j""#);
    assert!(dashed(range_bar().svg()));
    assert!(!dashed(RangeBar { judged: false, ..range_bar() }.svg()));
    let mut deals = deal_bars();
    assert!(dashed(deals.svg()));
    deals.deals.iter_mut().for_each(|d| d.judged = false);
    assert!(!dashed(deals.svg()) && !deals.legend().contains("◇"));
}

#[test]
fn losses_run_left_of_zero() {
    let bars = DealBars { deals: deal_bars().deals.into_iter().skip(1).collect(), unit: "%".into() };
    let text = rooted(&bars.svg());
    let page = Document::parse(&text).unwrap();
    let rect = |class: &str| page.descendants().find(|n| n.has_tag_name("rect") && classes(n) == [class]).unwrap();
    let percent = |node: &Node, name: &str| node.attribute(name).unwrap().trim_end_matches('%').parse::<f64>().unwrap();
    let zero = page.descendants().find(|n| classes(n) == ["ax0"]).map(|n| percent(&n, "x1")).unwrap();
    let loss = rect("tar");
    assert!((percent(&loss, "x") + percent(&loss, "width") - zero).abs() < 0.02);
    assert!((percent(&rect("ntm"), "x") - zero).abs() < 0.02);
}

#[test]
fn a_value_that_is_not_a_number_draws_no_mark() {
    let mut bars = deal_bars();
    bars.deals[0].tariff = f64::NAN;
    bars.deals[0].high = f64::INFINITY;
    let svg = bars.svg();
    assert!(!svg.contains("NaN") && !svg.contains("inf%"), "{svg}");
    assert!(svg.contains("not available"));
}

#[test]
fn figures_without_content_are_still_images() {
    let empty = [
        ShareStrip { parts: vec![] }.svg(),
        TileMap { tiles: vec![], limits: class_limits([]), country: String::new(), outlined: vec![] }.svg(),
        Timeline { events: vec![], as_of: "unknown".into(), lanes: vec![] }.svg(),
        DealBars { deals: vec![], unit: String::new() }.svg(),
        Waterfall { steps: vec![], unit: String::new() }.svg(),
        Structures { rows: vec![], reference_share: f64::NAN }.svg(),
        SectorBars { sectors: vec![], unit: String::new() }.svg(),
        Heat { rows: vec![], columns: vec![], values: vec![], limits: class_limits([]), groups: vec![] }.svg(),
        PollBars { polls: vec![] }.svg(),
        CertificatePlot { equations: vec![], tolerance: 0.0 }.svg(),
        RangeBar { low: 0.0, mid: 0.0, high: 0.0, limit: 0.0, judged: false }.svg(),
    ];
    for svg in empty {
        assert!(!svg.contains("NaN") && Document::parse(&rooted(&svg)).is_ok(), "{svg}");
    }
}

#[test]
fn the_same_input_gives_the_same_markup() {
    assert_eq!(all(), all());
}

#[test]
fn what_does_not_fit_on_the_timeline_keeps_its_mark_and_stays_in_the_list() {
    let text = rooted(&timeline().svg());
    let page = Document::parse(&text).unwrap();
    let drawing = page.descendants().find(is_root_drawing).unwrap();
    let marks = drawing.descendants().filter(|n| classes(n).contains(&"mark")).count();
    let labels = drawing.descendants().filter(|n| classes(n).contains(&"halo")).count();
    let items = page.descendants().filter(|n| n.has_tag_name("li") && classes(n) != ["asof"]).count();
    assert_eq!((marks, items), (8, 8));
    assert!((4..8).contains(&labels), "{labels} labels");
    let roomy = drawing.descendants().filter(|n| classes(n).contains(&"roomy")).count();
    assert!(roomy < labels);
}

#[test]
fn only_events_yet_to_come_are_hollow() {
    let svg = timeline().svg();
    let hollow = |t: &Timeline| t.svg().matches("hollow\"").count();
    assert_eq!(svg.matches("hollow\"").count(), 2, "one in the drawing and one in the list");
    let mut past = timeline();
    past.events.iter_mut().for_each(|e| e.scheduled = false);
    assert_eq!(hollow(&past), 0);
}

#[test]
fn economies_without_a_place_go_to_a_last_row() {
    let svg = tile_map().svg();
    let (map, row) = svg.split_once("Other economies").unwrap();
    assert!(map.contains(">IDN<") && !map.contains(">ZZZ<") && row.contains(">ZZZ<"));
    let mut known = tile_map();
    known.tiles.pop();
    assert!(!known.svg().contains("Other economies"));
}

#[test]
fn a_tile_shows_its_class_and_the_country_is_solid_ink() {
    let svg = tile_map().svg();
    let class = |code: &str| {
        let head = svg.split_once(&format!(">{code}<")).unwrap().0;
        head.rsplit_once("class=\"tile ").unwrap().1.split('"').next().unwrap().to_string()
    };
    assert_eq!([class("CAN"), class("USA"), class("VNM"), class("IDN")], ["own", "k1", "k4", "k7"].map(String::from));
}
