//! Weights of products inside cells: what part of importer `n`'s purchases of sector `j` from exporter `i` a product is.

use std::collections::{BTreeMap, BTreeSet};

use crate::finding::{Finding, Place, nearest};
use crate::scenario::{Estimate, Triple};
use crate::shock::Cell;

/// Weight of a product in a cell.
#[derive(Clone, Debug, PartialEq)]
pub struct ProductWeight {
    /// The cell.
    pub cell: Cell,
    /// Code of the product: HS, or of a finer industry such as `B06`.
    pub product: String,
    /// Share of the cell's trade, from 0 to 1: the most likely one.
    pub weight: f64,
    /// Low share.
    pub low: f64,
    /// High share.
    pub high: f64,
    /// Year of the weight.
    pub year: i32,
    /// Source id.
    pub source: String,
}

impl ProductWeight {
    /// The share of this estimate.
    pub fn at(&self, estimate: Estimate) -> f64 {
        Triple { low: self.low, mode: self.weight, high: self.high }.at(estimate)
    }
}

/// Product weights of many cells, checked, and the sectors in which products lie.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ProductTable {
    weights: BTreeMap<Cell, Vec<ProductWeight>>,
    /// Sectors by product code; a code stands for all that begin with it.
    sectors: BTreeMap<String, BTreeSet<usize>>,
}

impl ProductTable {
    /// A table of weights; `sectors` adds sectors of products without a weight, a code for all that begin with it.
    ///
    /// # Errors
    /// Every weight outside 0 to 1, every cell whose weights sum above 1, every two codes of a cell that overlap.
    pub fn new(weights: Vec<ProductWeight>, sectors: &[(String, usize)]) -> Result<Self, Vec<Finding>> {
        let mut table = Self::default();
        for (code, j) in sectors {
            table.sectors.entry(code.clone()).or_default().insert(*j);
        }
        for weight in weights {
            table.sectors.entry(weight.product.clone()).or_default().insert(weight.cell.j);
            table.weights.entry(weight.cell).or_default().push(weight);
        }
        for products in table.weights.values_mut() {
            products.sort_by(|a, b| a.product.cmp(&b.product));
        }
        let findings: Vec<Finding> = table.weights.values().flat_map(|products| cell_findings(products)).collect();
        if findings.is_empty() { Ok(table) } else { Err(findings) }
    }

    /// True if no product is known.
    pub fn is_empty(&self) -> bool {
        self.sectors.is_empty()
    }

    /// Products of a cell in the order of their codes.
    pub fn cell(&self, cell: Cell) -> &[ProductWeight] {
        self.weights.get(&cell).map_or(&[], Vec::as_slice)
    }

    /// All cells with weights.
    pub fn cells(&self) -> impl Iterator<Item = (&Cell, &[ProductWeight])> {
        self.weights.iter().map(|(cell, products)| (cell, products.as_slice()))
    }

    /// Sectors in which the products of a pattern lie: those of the codes that match, else of the longest code with
    /// which the pattern begins. Empty if the product is not known.
    pub fn sectors(&self, pattern: &str) -> BTreeSet<usize> {
        let matching = self.sectors.iter().filter(|(code, _)| matches(pattern, code));
        let sectors: BTreeSet<usize> = matching.flat_map(|(_, sectors)| sectors.iter().copied()).collect();
        if !sectors.is_empty() {
            return sectors;
        }
        let stem = pattern.trim_end_matches('*');
        let wider = self.sectors.iter().filter(|(code, _)| stem.starts_with(code.as_str()));
        wider.max_by_key(|(code, _)| code.len()).map(|(_, sectors)| sectors.clone()).unwrap_or_default()
    }

    /// The product code that is nearest to a name.
    pub fn nearest(&self, name: &str) -> Option<&str> {
        nearest(name.trim_end_matches('*'), self.sectors.keys().map(String::as_str))
    }
}

/// True if a code is meant by a pattern: itself, or all that begin with what stands before a final `*`.
pub fn matches(pattern: &str, code: &str) -> bool {
    match pattern.strip_suffix('*') {
        Some(stem) => code.starts_with(stem),
        None => code == pattern,
    }
}

fn cell_findings(products: &[ProductWeight]) -> Vec<Finding> {
    let finding = |code: &'static str, product: &str, message: String, expected: &str| Finding {
        code,
        place: Place { file: "product table".into(), cell: product.into(), ..Place::default() },
        message,
        expected: expected.into(),
        remedy: "correct the weights of the cell".into(),
    };
    let mut findings = Vec::new();
    for p in products {
        if let Some(weight) = [p.weight, p.low, p.high].iter().find(|weight| !(0.0..=1.0).contains(*weight)) {
            let message = format!("the weight of a product is {weight}");
            findings.push(finding("bad-product-weight", &p.product, message, "a share of the cell between 0 and 1"));
        } else if p.low > p.weight || p.weight > p.high {
            let message = format!("low, mode and high are not in order: {}, {}, {}", p.low, p.weight, p.high);
            findings.push(finding("bad-product-weight", &p.product, message, "a range around the weight"));
        }
    }
    let sum: f64 = products.iter().map(|p| p.high).sum();
    if sum > 1.0 + 1e-12 {
        let message = format!("the weights of a cell sum to {sum:.6}");
        findings.push(finding("bad-product-weight", &products[0].product, message, "at most 1"));
    }
    for pair in products.windows(2).filter(|pair| pair[1].product.starts_with(&pair[0].product)) {
        let message = format!("the products {} and {} of a cell overlap", pair[0].product, pair[1].product);
        findings.push(finding("overlapping-products", &pair[1].product, message, "codes none of which begins another"));
    }
    findings
}
