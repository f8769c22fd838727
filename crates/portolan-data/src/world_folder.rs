//! A world as a folder of tables: reading and checking.
//!
//! | file | columns |
//! |---|---|
//! | `world.toml` | `schema`, `id`, `title`, `year`, `unit`, `missing`, `sources` |
//! | `economies.csv` | `economy`, `name`; the order of the rows is the order of the economies |
//! | `sectors.csv` | `sector`, `name`, `goods` (`true` or `false`) |
//! | `trade` | `importer`, `exporter`, `sector`, `trade` (producer prices, without the tariff; domestic sales where both are the same), `tariff` (fraction) |
//! | `inputs` | `economy`, `input`, `sector`, `share` (of the sector's gross output); a row that is absent is a share of zero |
//! | `value_added` | `economy`, `sector`, `share` (of gross output) |
//! | `final_demand` | optional: `economy`, `sector`, `value`; compared with the residual of the table |
//!
//! The last four are `.parquet` or `.csv`.

use std::path::Path;

use bytes::Bytes;
use portolan_core::{Cube, Economy, Finding, InputTable, Panel, Place, Sector, World, WorldTables};

use crate::table::{Column, Table, Type};
use keys::Keys;
use manifest::Manifest;

pub(crate) mod keys;
mod manifest;

pub use manifest::Unit;

/// Largest gap between a stated final demand and the residual of the table, relative to what the economy buys.
pub const FINAL_DEMAND_TOLERANCE: f64 = 1e-6;

const TRADE: [Column; 5] = [
    ("importer", Type::Text),
    ("exporter", Type::Text),
    ("sector", Type::Text),
    ("trade", Type::Number),
    ("tariff", Type::Number),
];
const INPUTS: [Column; 4] =
    [("economy", Type::Text), ("input", Type::Text), ("sector", Type::Text), ("share", Type::Number)];
const VALUE_ADDED: [Column; 3] = [("economy", Type::Text), ("sector", Type::Text), ("share", Type::Number)];
const FINAL_DEMAND: [Column; 3] = [("economy", Type::Text), ("sector", Type::Text), ("value", Type::Number)];

/// Where the files of a world lie.
pub(crate) enum Files<'a> {
    Folder(&'a Path),
    #[cfg_attr(not(feature = "embedded"), expect(dead_code, reason = "only worlds of the program are embedded"))]
    Embedded(&'static str, &'static [(&'static str, &'static [u8])]),
}

impl Files<'_> {
    fn bytes(&self, name: &str) -> Option<Bytes> {
        match self {
            Files::Folder(path) => std::fs::read(path.join(name)).ok().map(Bytes::from),
            Files::Embedded(_, files) => {
                files.iter().find(|(file, _)| *file == name).map(|(_, bytes)| Bytes::from_static(bytes))
            }
        }
    }

    fn label(&self, name: &str) -> String {
        match self {
            Files::Folder(path) => path.join(name).display().to_string(),
            Files::Embedded(id, _) => format!("{id}/{name}"),
        }
    }
}

/// Reads a world from a folder and checks it.
///
/// # Errors
/// *All* findings: missing files and columns, cells of the wrong type, unknown codes with the nearest known one, duplicate
/// and missing rows, negative cells, a missing or unknown unit; and, once the tables are complete, every identity that does
/// not hold.
pub fn read_world(folder: &Path) -> Result<World, Vec<Finding>> {
    if folder.is_dir() {
        return read(&Files::Folder(folder));
    }
    Err(vec![Finding {
        code: "missing-folder",
        place: Place { file: folder.display().to_string(), ..Place::default() },
        message: "there is no such folder".into(),
        expected: "a folder with the tables of a world, or the name of an embedded world".into(),
        remedy: "`portolan world new DIR` makes one from two files; `examples/` holds two".into(),
    }])
}

pub(crate) fn read(files: &Files<'_>) -> Result<World, Vec<Finding>> {
    let mut reading = Reading { files, findings: Vec::new() };
    let manifest = reading.manifest();
    let economies = reading.economies();
    let sectors = reading.sectors();
    let tables = reading.tables(&economies, &sectors, manifest.as_ref());
    let Reading { mut findings, .. } = reading;
    let (Some(manifest), Some((tables, stated))) = (manifest, tables) else {
        return Err(findings);
    };
    if !findings.is_empty() {
        return Err(findings);
    }
    let world = World::new(WorldTables {
        id: manifest.id,
        title: manifest.title,
        year: manifest.year,
        economies,
        sectors,
        trade_nij: tables.trade_nij,
        tau_nij: tables.tau_nij,
        gamma_nj: tables.gamma_nj,
        gamma_nkj: tables.gamma_nkj,
        sources: manifest.sources,
    })?;
    if let Some(stated) = stated {
        findings.extend(final_demand_findings(&files.label("final_demand"), &world, &stated));
    }
    if findings.is_empty() { Ok(world) } else { Err(findings) }
}

struct Tables {
    trade_nij: Cube,
    tau_nij: Cube,
    gamma_nj: Panel,
    gamma_nkj: InputTable,
}

struct Reading<'a> {
    files: &'a Files<'a>,
    findings: Vec<Finding>,
}

impl Reading<'_> {
    fn manifest(&mut self) -> Option<Manifest> {
        let Some(bytes) = self.files.bytes("world.toml") else {
            self.findings.push(missing_file(self.files.label("world.toml"), "the year, the unit and the sources"));
            return None;
        };
        Manifest::parse(&self.files.label("world.toml"), &bytes).map_err(|faults| self.findings.extend(faults)).ok()
    }

    fn economies(&mut self) -> Vec<Economy> {
        let Some(table) = self.table("economies", true, &[("economy", Type::Text), ("name", Type::Text)]) else {
            return Vec::new();
        };
        let rows = rows_of(&table);
        self.findings.extend(keys::repeated(&table, &rows, "economy"));
        rows.into_iter().map(|row| Economy { code: row[0].into(), name: row[1].into() }).collect()
    }

    fn sectors(&mut self) -> Vec<Sector> {
        let columns = [("sector", Type::Text), ("name", Type::Text), ("goods", Type::Text)];
        let Some(table) = self.table("sectors", true, &columns) else { return Vec::new() };
        let rows = rows_of(&table);
        self.findings.extend(keys::repeated(&table, &rows, "sector"));
        for (r, row) in rows.iter().enumerate().filter(|(_, row)| !matches!(row[2], "true" | "false")) {
            self.findings.push(Finding {
                code: "wrong-type",
                place: table.place(r, "column goods"),
                message: format!("`{}` is neither true nor false", row[2]),
                expected: "true for goods, false for services".into(),
                remedy: "correct the cell".into(),
            });
        }
        let sector = |row: Vec<&str>| Sector { code: row[0].into(), name: row[1].into(), goods: row[2] == "true" };
        rows.into_iter().map(sector).collect()
    }

    fn tables(
        &mut self,
        economies: &[Economy],
        sectors: &[Sector],
        manifest: Option<&Manifest>,
    ) -> Option<(Tables, Option<Panel>)> {
        let trade = self.table("trade", true, &TRADE);
        let inputs = self.table("inputs", true, &INPUTS);
        let value_added = self.table("value_added", true, &VALUE_ADDED);
        let final_demand = self.table("final_demand", false, &FINAL_DEMAND);
        if economies.is_empty() || sectors.is_empty() {
            return None;
        }
        let unit = manifest.map_or(Unit::UsdMn, |m| m.unit);
        let allow_missing = manifest.is_some_and(|m| m.missing_is_zero);
        let keys = Keys::new(economies, sectors);
        let cubes = trade.map(|t| keys.trade(&t, unit, allow_missing, &mut self.findings));
        let gamma_nkj = inputs.map(|t| keys.inputs(&t, &mut self.findings));
        let gamma_nj = value_added.map(|t| keys.panel(&t, true, &mut self.findings));
        let stated = final_demand.map(|t| {
            let values = keys.panel(&t, false, &mut self.findings);
            Panel::from_fn(economies.len(), sectors.len(), |n, j| unit.millions(values[(n, j)]))
        });
        let (trade_nij, tau_nij) = cubes?;
        Some((Tables { trade_nij, tau_nij, gamma_nj: gamma_nj?, gamma_nkj: gamma_nkj? }, stated))
    }

    /// The table `name.parquet` or `name.csv`, whichever is there.
    fn table(&mut self, name: &str, required: bool, columns: &[Column]) -> Option<Table> {
        let present: Vec<(String, Bytes)> = [format!("{name}.parquet"), format!("{name}.csv")]
            .into_iter()
            .filter_map(|file| self.files.bytes(&file).map(|bytes| (file, bytes)))
            .collect();
        let mut present = present.into_iter();
        match (present.next(), present.next()) {
            (None, _) if required => {
                let what = columns.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ");
                self.findings.push(missing_file(self.files.label(&format!("{name}.csv")), &what));
                None
            }
            (None, _) => None,
            (Some((file, bytes)), None) => {
                let read = Table::read(&self.files.label(&file), bytes, columns);
                read.map_err(|faults| self.findings.extend(faults)).ok()
            }
            (Some((file, _)), Some((other, _))) => {
                self.findings.push(Finding {
                    code: "two-tables",
                    place: Place { file: self.files.label(&file), ..Place::default() },
                    message: format!("the folder holds `{file}` and `{other}`"),
                    expected: "one of the two".into(),
                    remedy: "remove the one that is out of date".into(),
                });
                None
            }
        }
    }
}

/// The text columns of a table, row by row.
fn rows_of(table: &Table) -> Vec<Vec<&str>> {
    (0..table.rows).map(|row| table.texts.iter().map(|t| t.values[t.codes[row] as usize].as_str()).collect()).collect()
}

fn missing_file(file: String, what: &str) -> Finding {
    Finding {
        code: "missing-file",
        place: Place { file, ..Place::default() },
        message: "the file is missing".into(),
        expected: format!("a file that holds {what}"),
        remedy: "`portolan world new DIR` writes all files of a world; their columns are in docs/src/reference/world-folder.md".into(),
    }
}

fn final_demand_findings(file: &str, world: &World, stated: &Panel) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (n, economy) in world.economies().iter().enumerate() {
        for (j, sector) in world.sectors().iter().enumerate() {
            let (residual, value) = (world.final_nj()[(n, j)], stated[(n, j)]);
            if (residual - value).abs() > FINAL_DEMAND_TOLERANCE * world.x_nj()[(n, j)].max(1.0) {
                findings.push(Finding {
                    code: "final-demand-differs",
                    place: Place {
                        file: file.into(),
                        cell: format!("economy {}, sector {}", economy.code, sector.code),
                        ..Place::default()
                    },
                    message: format!("final demand is stated as {value} and follows from the table as {residual}"),
                    expected: "expenditure with tariffs less intermediate use, USD mn".into(),
                    remedy: "correct one of the tables, or remove the final demand table".into(),
                });
            }
        }
    }
    findings
}

#[cfg(test)]
mod tests;
