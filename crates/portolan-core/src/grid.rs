//! Dense arrays over economies and sectors, indexed in the field's order: importer `n`, exporter `i`, sector `j`.

use std::ops::{Index, IndexMut};

/// One number for each importer `n`, exporter `i` and sector `j`; stored sector by sector as `[j][n][i]`.
#[derive(Clone, Debug, PartialEq)]
pub struct Cube {
    n: usize,
    j: usize,
    data: Vec<f64>,
}

impl Cube {
    /// A cube of `n × n × j` cells that all hold `value`.
    pub fn filled(n: usize, j: usize, value: f64) -> Self {
        Self { n, j, data: vec![value; n * n * j] }
    }

    /// A cube whose cells are `f(n, i, j)`.
    pub fn from_fn(n: usize, j: usize, f: impl Fn(usize, usize, usize) -> f64) -> Self {
        let mut cube = Self::filled(n, j, 0.0);
        for sector in 0..j {
            for importer in 0..n {
                for exporter in 0..n {
                    cube[(importer, exporter, sector)] = f(importer, exporter, sector);
                }
            }
        }
        cube
    }

    /// Number of economies.
    pub fn economies(&self) -> usize {
        self.n
    }

    /// Number of sectors.
    pub fn sectors(&self) -> usize {
        self.j
    }

    /// The `n × n` matrix of sector `j`: one row an importer, one column an exporter.
    pub fn sector(&self, j: usize) -> &[f64] {
        &self.data[j * self.n * self.n..(j + 1) * self.n * self.n]
    }

    /// What importer `n` buys of sector `j`, by exporter.
    pub fn row(&self, n: usize, j: usize) -> &[f64] {
        let start = (j * self.n + n) * self.n;
        &self.data[start..start + self.n]
    }

    /// All cells, stored as `[j][n][i]`.
    pub fn as_slice(&self) -> &[f64] {
        &self.data
    }
}

impl Index<(usize, usize, usize)> for Cube {
    type Output = f64;
    fn index(&self, (n, i, j): (usize, usize, usize)) -> &f64 {
        &self.data[(j * self.n + n) * self.n + i]
    }
}

impl IndexMut<(usize, usize, usize)> for Cube {
    fn index_mut(&mut self, (n, i, j): (usize, usize, usize)) -> &mut f64 {
        &mut self.data[(j * self.n + n) * self.n + i]
    }
}

/// One number for each economy `n` and sector `j`; stored as `[n][j]`.
#[derive(Clone, Debug, PartialEq)]
pub struct Panel {
    j: usize,
    data: Vec<f64>,
}

impl Panel {
    /// A panel of `n × j` cells that all hold `value`.
    pub fn filled(n: usize, j: usize, value: f64) -> Self {
        Self { j, data: vec![value; n * j] }
    }

    /// A panel whose cells are `f(n, j)`.
    pub fn from_fn(n: usize, j: usize, f: impl Fn(usize, usize) -> f64) -> Self {
        Self { j, data: (0..n * j).map(|k| f(k / j, k % j)).collect() }
    }

    /// Number of economies.
    pub fn economies(&self) -> usize {
        self.data.len() / self.j
    }

    /// Number of sectors.
    pub fn sectors(&self) -> usize {
        self.j
    }

    /// The sectors of economy `n`.
    pub fn row(&self, n: usize) -> &[f64] {
        &self.data[n * self.j..(n + 1) * self.j]
    }

    /// The sectors of economy `n`, to be changed.
    pub fn row_mut(&mut self, n: usize) -> &mut [f64] {
        &mut self.data[n * self.j..(n + 1) * self.j]
    }

    /// All cells, stored as `[n][j]`.
    pub fn as_slice(&self) -> &[f64] {
        &self.data
    }

    /// All cells, stored as `[n][j]`, to be changed.
    pub fn as_mut_slice(&mut self) -> &mut [f64] {
        &mut self.data
    }
}

impl Index<(usize, usize)> for Panel {
    type Output = f64;
    fn index(&self, (n, j): (usize, usize)) -> &f64 {
        &self.data[n * self.j + j]
    }
}

impl IndexMut<(usize, usize)> for Panel {
    fn index_mut(&mut self, (n, j): (usize, usize)) -> &mut f64 {
        &mut self.data[n * self.j + j]
    }
}

/// One number for each economy `n`, input sector `k` and using sector `j`; stored as `[n][k][j]`.
#[derive(Clone, Debug, PartialEq)]
pub struct InputTable {
    j: usize,
    data: Vec<f64>,
}

impl InputTable {
    /// A table of `n × j × j` cells that all hold `value`.
    pub fn filled(n: usize, j: usize, value: f64) -> Self {
        Self { j, data: vec![value; n * j * j] }
    }

    /// A table whose cells are `f(n, k, j)`.
    pub fn from_fn(n: usize, j: usize, f: impl Fn(usize, usize, usize) -> f64) -> Self {
        Self { j, data: (0..n * j * j).map(|c| f(c / (j * j), c / j % j, c % j)).collect() }
    }

    /// Number of economies.
    pub fn economies(&self) -> usize {
        self.data.len() / (self.j * self.j)
    }

    /// Number of sectors.
    pub fn sectors(&self) -> usize {
        self.j
    }

    /// The `j × j` matrix of economy `n`: one row an input `k`, one column a using sector `j`.
    pub fn economy(&self, n: usize) -> &[f64] {
        &self.data[n * self.j * self.j..(n + 1) * self.j * self.j]
    }

    /// All cells, stored as `[n][k][j]`.
    pub fn as_slice(&self) -> &[f64] {
        &self.data
    }
}

impl Index<(usize, usize, usize)> for InputTable {
    type Output = f64;
    fn index(&self, (n, k, j): (usize, usize, usize)) -> &f64 {
        &self.data[(n * self.j + k) * self.j + j]
    }
}

impl IndexMut<(usize, usize, usize)> for InputTable {
    fn index_mut(&mut self, (n, k, j): (usize, usize, usize)) -> &mut f64 {
        &mut self.data[(n * self.j + k) * self.j + j]
    }
}
