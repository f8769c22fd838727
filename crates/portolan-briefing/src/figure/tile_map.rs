//! One equal tile an economy, in blocks; see `tiles.csv` for their places.

use super::legend;
use super::scale::class_of;
use super::svg::{escaped, short};

/// A value for each economy in seven diverging classes.
#[derive(Clone, Debug, PartialEq)]
pub struct TileMap {
    /// Economies with their values.
    pub tiles: Vec<TileValue>,
    /// Limits of the seven classes, see [`super::class_limits`].
    pub limits: [f64; 6],
    /// Code of the country of the briefing, drawn in solid ink.
    pub country: String,
    /// Codes of the economies to be outlined.
    pub outlined: Vec<String>,
}

/// One economy.
#[derive(Clone, Debug, PartialEq)]
pub struct TileValue {
    /// Code of three letters.
    pub code: String,
    /// Name.
    pub name: String,
    /// Value by which the tile is coloured, per cent.
    pub value: Option<f64>,
    /// The range in words.
    pub text: String,
}

/// A place of `tiles.csv`.
struct Place<'a> {
    code: &'a str,
    block: &'a str,
    x: u32,
    y: u32,
}

const TILES: &str = include_str!("tiles.csv");
const SIDE: u32 = 38;
/// Room above the tiles for the name of the block, px.
const HEAD: u32 = 22;
/// Tiles in a row of unknown economies, so that a page of 320 px holds them.
const IN_ROW: usize = 7;
/// Blocks with their names and the classes that place them.
const BLOCKS: [(&str, &str); 3] =
    [("asia", "Asia and Oceania"), ("americas", "Americas"), ("east", "Europe, Africa, Middle East")];

impl TileMap {
    /// The map, followed by a row of economies that have no place on it. The style sheet places the blocks.
    pub fn svg(&self) -> String {
        let blocks: String = BLOCKS.iter().map(|(block, name)| self.block(block, name)).collect();
        format!(
            r#"<svg class="fig tiles" role="img" width="100%"><title>Change by economy</title><desc>{}</desc>{blocks}</svg>{}"#,
            escaped(&self.description()),
            self.last_row()
        )
    }

    /// All values of the map.
    pub fn description(&self) -> String {
        let mut told: Vec<(&str, Vec<&str>)> = Vec::new();
        for tile in &self.tiles {
            match told.iter_mut().find(|(text, _)| *text == tile.text) {
                Some((_, names)) => names.push(&tile.name),
                None => told.push((&tile.text, vec![&tile.name])),
            }
        }
        let one = |(text, names): &(&str, Vec<&str>)| {
            if text.is_empty() { names.join(", ") } else { format!("{}: {text}", names.join(", ")) }
        };
        let tiles: Vec<String> = told.iter().map(one).collect();
        format!(
            "Tile map of {} economies, one equal tile each: Asia and Oceania to the west, the Americas in the middle, \
             Europe, Africa and the Middle East to the east. {}.",
            self.tiles.len(),
            tiles.join("; ")
        )
    }

    /// The legend: classes, the country, and the outlined group under the name given, if any.
    pub fn legend(&self, losses: &str, gains: &str, group: &str) -> String {
        let mut entries = legend::diverging(&self.limits, losses, gains);
        if self.tiles.iter().any(|t| t.value.is_none() && t.code != self.country) {
            entries.push(legend::fill("k0", "no value"));
        }
        if let Some(tile) = self.tiles.iter().find(|t| t.code == self.country) {
            entries.push(legend::fill("own", &tile.name));
        }
        if !self.outlined.is_empty() && !group.is_empty() {
            entries.push(legend::fill("outline", group));
        }
        legend::list(&entries)
    }

    fn block(&self, block: &str, name: &str) -> String {
        let places: Vec<Place> = places().into_iter().filter(|p| p.block == block).collect();
        let tiles: String = places
            .iter()
            .filter_map(|p| self.tiles.iter().find(|t| t.code == p.code).map(|t| self.tile(t, p.x, p.y)))
            .collect();
        let outline =
            outline(&places.iter().filter(|p| self.is_outlined(p.code)).map(|p| (p.x, p.y)).collect::<Vec<_>>());
        format!(r#"<g class="block {block}"><text x="1" y="13" class="b">{name}</text>{tiles}{outline}</g>"#)
    }

    fn is_outlined(&self, code: &str) -> bool {
        self.outlined.iter().any(|c| c == code) && self.tiles.iter().any(|t| t.code == code)
    }

    fn tile(&self, tile: &TileValue, x: u32, y: u32) -> String {
        let (x, y) = (SIDE * x, HEAD + SIDE * y);
        let class = match tile.value.filter(|v| v.is_finite()) {
            _ if tile.code == self.country => "own".to_string(),
            Some(value) => format!("k{}", class_of(value, &self.limits)),
            None => "k0".to_string(),
        };
        format!(
            r#"<g><title>{}</title><rect x="{x}" y="{y}" width="{SIDE}" height="{SIDE}" class="tile {class}"/><text x="{}" y="{}">{}</text></g>"#,
            escaped(&tile.words()),
            x + SIDE / 2,
            y + 23,
            escaped(&tile.code.chars().take(4).collect::<String>())
        )
    }

    /// Economies without a place, in rows of their own.
    fn last_row(&self) -> String {
        let places = places();
        let unknown: Vec<&TileValue> = self.tiles.iter().filter(|t| places.iter().all(|p| p.code != t.code)).collect();
        if unknown.is_empty() {
            return String::new();
        }
        let tile = |(n, t): (usize, &&TileValue)| self.tile(t, (n % IN_ROW) as u32, (n / IN_ROW) as u32);
        let tiles: String = unknown.iter().enumerate().map(tile).collect();
        let height = f64::from(HEAD) + f64::from(SIDE) * unknown.len().div_ceil(IN_ROW) as f64;
        let words: Vec<String> = unknown.iter().map(|t| t.words()).collect();
        format!(
            r#"<svg class="fig" role="img" width="100%" height="{}"><title>Other economies</title><desc>{}</desc><text x="1" y="13" class="b">Other economies</text>{tiles}</svg>"#,
            short(height),
            escaped(&words.join("; "))
        )
    }
}

impl TileValue {
    fn words(&self) -> String {
        if self.text.is_empty() { self.name.clone() } else { format!("{}: {}", self.name, self.text) }
    }
}

fn places() -> Vec<Place<'static>> {
    let place = |line: &'static str| {
        let mut cells = line.split(',');
        let (code, block) = (cells.next()?, cells.next()?);
        Some(Place { code, block, x: cells.next()?.parse().ok()?, y: cells.next()?.parse().ok()? })
    };
    TILES.lines().skip(1).filter_map(place).collect()
}

/// The edges that the tiles do not share.
fn outline(tiles: &[(u32, u32)]) -> String {
    let has = |x: i64, y: i64| tiles.iter().any(|(a, b)| (i64::from(*a), i64::from(*b)) == (x, y));
    let mut path = String::new();
    for (x, y) in tiles {
        let (px, py) = (SIDE * x, HEAD + SIDE * y);
        let (x, y) = (i64::from(*x), i64::from(*y));
        let edges = [
            (has(x, y - 1), format!("M{px},{py}h{SIDE}")),
            (has(x + 1, y), format!("M{},{py}v{SIDE}", px + SIDE)),
            (has(x, y + 1), format!("M{px},{}h{SIDE}", py + SIDE)),
            (has(x - 1, y), format!("M{px},{py}v{SIDE}")),
        ];
        path.extend(edges.into_iter().filter(|(shared, _)| !shared).map(|(_, edge)| edge));
    }
    if path.is_empty() { path } else { format!(r#"<path d="{path}" class="outline"/>"#) }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::*;

    const ECONOMIES: &str = include_str!("../../../../data/world-2022/economies.csv");

    #[test]
    fn every_economy_of_the_world_table_has_one_tile_and_no_other_has() {
        let table: BTreeSet<&str> = ECONOMIES.lines().skip(1).filter_map(|line| line.split(',').next()).collect();
        let codes: Vec<&str> = places().iter().map(|p| p.code).collect();
        assert_eq!(codes.iter().copied().collect::<BTreeSet<_>>(), table);
        assert_eq!(codes.len(), TILES.lines().count() - 1, "a line of tiles.csv is not read");
        assert_eq!(codes.len(), table.len());
    }

    #[test]
    fn no_two_tiles_lie_on_each_other_and_every_block_is_drawn() {
        let spots: BTreeSet<_> = places().iter().map(|p| (p.block, p.x, p.y)).collect();
        assert_eq!(spots.len(), places().len());
        assert!(places().iter().all(|p| BLOCKS.iter().any(|(block, _)| *block == p.block)));
    }

    /// Ends of the blocks, px.
    fn sizes() -> BTreeMap<&'static str, (u32, u32)> {
        places().iter().fold(BTreeMap::new(), |mut sizes, p| {
            let size: &mut (u32, u32) = sizes.entry(p.block).or_default();
            *size = (size.0.max(SIDE * (p.x + 1)), size.1.max(HEAD + SIDE * (p.y + 1)));
            sizes
        })
    }

    /// Numbers of one rule of the style sheet.
    fn numbers(css: &str, after: &str) -> Vec<u32> {
        let rule = css.split_once(after).unwrap_or_else(|| panic!("the style sheet has no {after}")).1;
        let body = rule.split_once('}').unwrap().0;
        body.split(|c: char| !c.is_ascii_digit()).filter_map(|n| n.parse().ok()).collect()
    }

    #[test]
    fn the_style_sheet_leaves_room_for_every_block() {
        let css = super::super::STYLE;
        let sizes = sizes();
        let (before, phone) = css.split_once("/* tiles: phone */").expect("a part for phones");
        let tiles = before.split_once("/* tiles */").expect("a part for tiles").1;
        let (base, roomy) = tiles.split_once("@media").unwrap();
        for (part, most) in [(base, 630), (roomy, 830)] {
            let [americas, east] = ["americas{", "east{"].map(|class| numbers(part, class)[0]);
            assert!(americas > sizes["asia"].0 && east > americas + sizes["americas"].0);
            assert!(east + sizes["east"].0 <= most, "the blocks take {} px", east + sizes["east"].0);
        }
        let height = numbers(base, "svg.fig.tiles{")[0];
        assert!(sizes.values().all(|s| s.1 <= height));
        let [americas, east] = ["americas{", "east{"].map(|class| numbers(phone, class));
        assert!(americas[0] > sizes["asia"].0 && americas[0] + sizes["americas"].0 <= 320);
        assert!(east[1] >= sizes["asia"].1.max(sizes["americas"].1) && sizes["east"].0 <= 280);
        assert!(east[1] + sizes["east"].1 <= numbers(phone, "svg.fig.tiles{")[0]);
    }

    #[test]
    fn edges_between_outlined_tiles_are_left_out() {
        let path = outline(&[(0, 0), (1, 0)]);
        assert_eq!(path.matches('M').count(), 6);
        assert_eq!(outline(&[]), "");
    }
}
