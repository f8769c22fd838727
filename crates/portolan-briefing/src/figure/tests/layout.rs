//! Where texts lie, at every width and in the widest font of the stack.

use roxmltree::{Document, Node};

use super::super::text::{BODY, SMALL, width};
use super::{all, classes, is_root_drawing, rooted, timeline};

/// A text as it is laid out in a drawing of some width.
struct Laid {
    words: String,
    x: (f64, f64),
    y: (f64, f64),
}

/// Texts that are shown in a drawing of this width, in the widest font of the stack. Tiles are placed by the style
/// sheet and have a test of their own; what is turned lies in its own column.
fn laid(drawing: &Node, room: f64, narrow: bool) -> Vec<Laid> {
    let hidden = |class: &&str| match *class {
        "wide" => narrow,
        "narrow" => !narrow,
        "roomy" => room < 830.0,
        _ => false,
    };
    drawing
        .descendants()
        .filter(|n| n.has_tag_name("text") && n.attribute("transform").is_none())
        .filter(|n| !n.ancestors().any(|a| classes(&a).iter().any(hidden)))
        .map(|n| place(&n, room))
        .collect()
}

fn place(node: &Node, room: f64) -> Laid {
    let number = |name: &str| node.attribute(name).map_or(0.0, |v| v.trim_end_matches('%').parse::<f64>().unwrap());
    let (class, words) = (classes(node), node.text().unwrap_or("").to_string());
    let size = if class.contains(&"s") { SMALL } else { BODY };
    let wide = width(&words, size, class.contains(&"b"));
    let from = number("x") / 100.0 * room + number("dx")
        - match () {
            () if class.contains(&"e") => wide,
            () if class.contains(&"m") => wide / 2.0,
            () => 0.0,
        };
    let y = number("y");
    Laid { words, x: (from, from + wide), y: (y - 0.76 * size, y + 0.2 * size) }
}

/// Room, padding and whether it is narrow, for pages from a phone to the widest; the padding is that of the style sheet.
fn rooms(drawing: &Node) -> Vec<(f64, f64, bool)> {
    let class = classes(drawing);
    let padding = |narrow: bool| match (class.contains(&"named"), class.contains(&"slim") || narrow) {
        (false, _) => 0.0,
        (_, true) => 114.0,
        (_, false) => 214.0,
    };
    let narrow = [280.0, 340.0, 599.0].map(|page| (page - padding(true), padding(true), true));
    let wide = [576.0, 665.0, 834.0, 1056.0].map(|page| (page - padding(false), padding(false), false));
    narrow.into_iter().filter(|_| !class.contains(&"wide")).chain(wide).collect()
}

#[test]
fn no_text_leaves_its_figure_or_lies_on_another() {
    for (name, markup, ..) in all() {
        let text = rooted(&markup);
        let page = Document::parse(&text).unwrap();
        for drawing in page.descendants().filter(is_root_drawing).filter(|d| !classes(d).contains(&"tiles")) {
            for (room, padding, narrow) in rooms(&drawing) {
                check(name, &laid(&drawing, room, narrow), room, padding);
            }
        }
    }
}

fn check(name: &str, texts: &[Laid], room: f64, padding: f64) {
    assert!(!texts.is_empty() || matches!(name, "range" | "tiles"), "{name} has no text at {room} px");
    for (n, a) in texts.iter().enumerate() {
        assert!(
            a.x.0 >= -padding - 0.5 && a.x.1 <= room + 0.5,
            "{name} at {room} px: outside: `{}` {:?}",
            a.words,
            a.x
        );
        for b in &texts[n + 1..] {
            let apart = a.x.1 <= b.x.0 || b.x.1 <= a.x.0 || a.y.1 <= b.y.0 || b.y.1 <= a.y.0;
            assert!(apart, "{name} at {room} px: `{}` lies on `{}`", a.words, b.words);
        }
    }
}

#[test]
fn no_label_of_the_timeline_crosses_the_as_of_line() {
    let text = rooted(&timeline().svg());
    let page = Document::parse(&text).unwrap();
    let drawing = page.descendants().find(is_root_drawing).unwrap();
    let line = drawing.descendants().find(|n| classes(n) == ["asof"]).unwrap();
    let x: f64 = line.attribute("x1").unwrap().trim_end_matches('%').parse().unwrap();
    let labels = drawing.descendants().filter(|n| classes(n).contains(&"halo"));
    for label in labels.map(|n| place(&n, 830.0)) {
        let at = x / 100.0 * 830.0;
        assert!(label.x.1 <= at + 0.6 || label.x.0 >= at - 0.6, "{} crosses {at}", label.words);
    }
}
