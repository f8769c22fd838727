//! A world as a folder of tables: writing.

use std::path::Path;

use portolan_core::{World, WorldTables};

use crate::files::{Error, write_folder, write_text};
use crate::frame::{Format, Frame, Series};

/// Writes a world as a new folder that [`crate::read_world`] reads back to the same bits.
///
/// The folder appears whole or not at all. `format` is the form of the large tables: Parquet, or CSV for worlds that people
/// edit by hand.
///
/// # Errors
/// A folder that is there and not empty; whatever the operating system reports.
pub fn write_world(world: &World, folder: &Path, format: Format) -> Result<(), Error> {
    write_folder(folder, |temporary| {
        let tables = world.tables();
        write_text(&temporary.join("world.toml"), &manifest(tables))?;
        economies(tables).write(&temporary.join("economies.csv"), Format::Csv)?;
        sectors(tables).write(&temporary.join("sectors.csv"), Format::Csv)?;
        let file = |name: &str| temporary.join(format!("{name}.{}", format.extension()));
        trade(tables).write(&file("trade"), format)?;
        inputs(tables).write(&file("inputs"), format)?;
        value_added(tables).write(&file("value_added"), format)
    })
}

fn manifest(t: &WorldTables) -> String {
    let text = |s: &str| toml::Value::String(s.into()).to_string();
    let sources: Vec<String> = t.sources.iter().map(|s| text(s)).collect();
    format!(
        "schema = 1\nid = {}\ntitle = {}\nyear = {}\nunit = \"USD mn\"\nsources = [{}]\n",
        text(&t.id),
        text(&t.title),
        t.year,
        sources.join(", ")
    )
}

fn economies(t: &WorldTables) -> Frame<'_> {
    Frame {
        columns: vec![
            ("economy", Series::Texts(t.economies.iter().map(|e| e.code.as_str()).collect())),
            ("name", Series::Texts(t.economies.iter().map(|e| e.name.as_str()).collect())),
        ],
    }
}

fn sectors(t: &WorldTables) -> Frame<'_> {
    Frame {
        columns: vec![
            ("sector", Series::Texts(t.sectors.iter().map(|s| s.code.as_str()).collect())),
            ("name", Series::Texts(t.sectors.iter().map(|s| s.name.as_str()).collect())),
            ("goods", Series::Texts(t.sectors.iter().map(|s| if s.goods { "true" } else { "false" }).collect())),
        ],
    }
}

fn trade(t: &WorldTables) -> Frame<'_> {
    let (n, j) = (t.economies.len(), t.sectors.len());
    let economy = |k: usize| t.economies[k].code.as_str();
    let cells = || (0..j).flat_map(move |s| (0..n).flat_map(move |m| (0..n).map(move |i| (s, m, i))));
    Frame {
        columns: vec![
            ("importer", Series::Texts(cells().map(|(_, m, _)| economy(m)).collect())),
            ("exporter", Series::Texts(cells().map(|(_, _, i)| economy(i)).collect())),
            ("sector", Series::Texts(cells().map(|(s, _, _)| t.sectors[s].code.as_str()).collect())),
            ("trade", Series::Numbers(cells().map(|(s, m, i)| t.trade_nij[(m, i, s)]).collect())),
            ("tariff", Series::Numbers(cells().map(|(s, m, i)| t.tau_nij[(m, i, s)]).collect())),
        ],
    }
}

/// Shares of zero need no row.
fn inputs(t: &WorldTables) -> Frame<'_> {
    let (n, j) = (t.economies.len(), t.sectors.len());
    let sector = |k: usize| t.sectors[k].code.as_str();
    let cells: Vec<(usize, usize, usize)> = (0..n)
        .flat_map(|m| (0..j).flat_map(move |k| (0..j).map(move |s| (m, k, s))))
        .filter(|&cell| t.gamma_nkj[cell] != 0.0)
        .collect();
    Frame {
        columns: vec![
            ("economy", Series::Texts(cells.iter().map(|c| t.economies[c.0].code.as_str()).collect())),
            ("input", Series::Texts(cells.iter().map(|c| sector(c.1)).collect())),
            ("sector", Series::Texts(cells.iter().map(|c| sector(c.2)).collect())),
            ("share", Series::Numbers(cells.iter().map(|&c| t.gamma_nkj[c]).collect())),
        ],
    }
}

fn value_added(t: &WorldTables) -> Frame<'_> {
    let (n, j) = (t.economies.len(), t.sectors.len());
    let cells = || (0..n).flat_map(move |m| (0..j).map(move |s| (m, s)));
    Frame {
        columns: vec![
            ("economy", Series::Texts(cells().map(|(m, _)| t.economies[m].code.as_str()).collect())),
            ("sector", Series::Texts(cells().map(|(_, s)| t.sectors[s].code.as_str()).collect())),
            ("share", Series::Numbers(cells().map(|cell| t.gamma_nj[cell]).collect())),
        ],
    }
}
