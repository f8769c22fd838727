//! Parts of a cell: which goods of a cell each measure touches, as slices by trade weight.
//!
//! A cell is the unit interval of its trade, once for each *dimension*; dimensions are independent, so weights multiply.
//!
//! | measures with | share the dimension | and touch |
//! |---|---|---|
//! | neither share, part nor product | none | the whole cell |
//! | a share alone | of that measure | its share |
//! | the same `part` | of the part | the same goods: `[0, share)`; without a share, the part's largest one |
//! | a part `family/name` | of the family | its stretch: names laid end to end, wrapping round at 1 |
//! | products | of products | the products that match, by the weights of the product table |
//!
//! A measure with products and a share or part touches that part of these products. The goods that agreements prefer are
//! one part, so that those of the widest hold those of the others; what an agreement leaves out is taken out of it.

use std::collections::BTreeMap;

/// Most slices that a cell may have.
pub const MAX_SLICES: usize = 64;

/// Stretches shorter than this are rounding.
const SLIVER: f64 = 1e-12;

/// What a measure touches of a cell.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Touch<'a> {
    pub(super) share: Option<f64>,
    pub(super) part: Option<&'a str>,
    /// For each product of the cell whether it is meant; `None`: all of the cell.
    pub(super) products: Option<Vec<bool>>,
    /// Whether goods of the cell that are none of its products are meant too.
    pub(super) rest: bool,
}

/// A part of a cell that the same measures touch.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Piece {
    pub(super) weight: f64,
    /// For each measure whether it touches the piece.
    pub(super) hit: Vec<bool>,
}

/// Measures that share a dimension, in file order.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Dimension<'a> {
    Products,
    Part(&'a str),
    Family(&'a str),
    Alone(usize),
}

/// The pieces of a cell; `weights` are those of its products. `None` if there are more than [`MAX_SLICES`].
pub(super) fn pieces(touches: &[Touch], weights: &[f64]) -> Option<Vec<Piece>> {
    let mut pieces = vec![Piece { weight: 1.0, hit: vec![true; touches.len()] }];
    for (dimension, members) in dimensions(touches) {
        let stretches = match dimension {
            Dimension::Products => product_stretches(touches, &members, weights),
            Dimension::Family(_) => stretches(&members, &family_intervals(touches, &members)),
            Dimension::Part(_) | Dimension::Alone(_) => stretches(&members, &part_intervals(touches, &members)),
        };
        pieces = refine(&pieces, &members, &stretches);
        if pieces.len() > MAX_SLICES {
            return None;
        }
    }
    Some(pieces)
}

fn dimensions<'a>(touches: &[Touch<'a>]) -> BTreeMap<Dimension<'a>, Vec<usize>> {
    let mut dimensions: BTreeMap<Dimension, Vec<usize>> = BTreeMap::new();
    for (m, touch) in touches.iter().enumerate() {
        if touch.products.is_some() {
            dimensions.entry(Dimension::Products).or_default().push(m);
        }
        let dimension = match (touch.part, touch.share) {
            (Some(part), _) => {
                part.split_once('/').map_or(Dimension::Part(part), |(family, _)| Dimension::Family(family))
            }
            (None, Some(_)) => Dimension::Alone(m),
            (None, None) => continue,
        };
        dimensions.entry(dimension).or_default().push(m);
    }
    dimensions
}

/// Length of a part: the largest share that its measures state, all of the cell if none does.
fn length(touches: &[Touch], members: &[usize]) -> f64 {
    members.iter().filter_map(|m| touches[*m].share).reduce(f64::max).unwrap_or(1.0)
}

/// Intervals of measures with one part: all begin at 0.
fn part_intervals(touches: &[Touch], members: &[usize]) -> Vec<(f64, f64)> {
    let whole = length(touches, members);
    members.iter().map(|m| (0.0, touches[*m].share.unwrap_or(whole))).collect()
}

/// Intervals of a family: names end to end in the order in which they first occur.
fn family_intervals(touches: &[Touch], members: &[usize]) -> Vec<(f64, f64)> {
    let mut names: Vec<&str> = Vec::new();
    for m in members {
        let name = touches[*m].part.unwrap_or_default();
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let mut start = 0.0;
    let mut begins = Vec::new();
    for name in &names {
        let same: Vec<usize> = members.iter().copied().filter(|m| touches[*m].part == Some(name)).collect();
        let length = length(touches, &same);
        begins.push((start, length));
        start += length;
    }
    let interval = |m: &usize| {
        let at = names.iter().position(|name| touches[*m].part == Some(name)).unwrap_or(0);
        let (begin, length) = begins[at];
        (begin, touches[*m].share.unwrap_or(length))
    };
    members.iter().map(interval).collect()
}

/// A stretch of a dimension, and which of its measures lie on it.
type Stretch = (f64, Vec<bool>);

/// Cuts the unit interval where an interval (begin, length) begins or ends; intervals wrap round at 1.
fn stretches(members: &[usize], intervals: &[(f64, f64)]) -> Vec<Stretch> {
    let mut cuts = vec![0.0, 1.0];
    cuts.extend(intervals.iter().flat_map(|(begin, length)| [begin.fract(), (begin + length).fract()]));
    cuts.sort_by(f64::total_cmp);
    let mut merged: Vec<Stretch> = Vec::new();
    let mut from = 0.0;
    for to in cuts.into_iter().filter(|to| *to > 0.0) {
        if to - from <= SLIVER && to < 1.0 {
            continue;
        }
        let middle = 0.5 * (from + to);
        let on = (0..members.len()).map(|k| covers(intervals[k], middle)).collect();
        merge(&mut merged, to - from, on);
        from = to;
    }
    merged
}

fn covers((begin, length): (f64, f64), x: f64) -> bool {
    let begin = begin.fract();
    length >= 1.0 || (x >= begin && x < begin + length) || x + 1.0 < begin + length
}

fn product_stretches(touches: &[Touch], members: &[usize], weights: &[f64]) -> Vec<Stretch> {
    let meant = |m: &usize, k: usize| touches[*m].products.as_ref().is_some_and(|products| products[k]);
    let mut merged = Vec::new();
    for (k, weight) in weights.iter().enumerate() {
        merge(&mut merged, *weight, members.iter().map(|m| meant(m, k)).collect());
    }
    let rest = members.iter().map(|m| touches[*m].rest).collect();
    merge(&mut merged, (1.0 - weights.iter().sum::<f64>()).max(0.0), rest);
    merged
}

fn merge(stretches: &mut Vec<Stretch>, weight: f64, on: Vec<bool>) {
    match stretches.iter_mut().find(|(_, other)| *other == on) {
        Some((sum, _)) => *sum += weight,
        None if weight > 0.0 => stretches.push((weight, on)),
        None => {}
    }
}

fn refine(pieces: &[Piece], members: &[usize], stretches: &[Stretch]) -> Vec<Piece> {
    let part = |piece: &Piece, (weight, on): &Stretch| {
        let mut hit = piece.hit.clone();
        members.iter().zip(on).for_each(|(m, on)| hit[*m] &= on);
        Piece { weight: piece.weight * weight, hit }
    };
    pieces.iter().flat_map(|piece| stretches.iter().map(|stretch| part(piece, stretch)).collect::<Vec<_>>()).collect()
}
