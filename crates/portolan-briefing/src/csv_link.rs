//! The rows of a figure as a link that saves them: it works without a network.

use crate::line::Table;

/// Most bytes of a link; longer tables keep their first rows.
const MOST: usize = 1_000;
const FIRST_ROWS: usize = 10;

/// The table as percent-encoded CSV; nothing for one without numbers, whose rows are words of the page.
pub(crate) fn data(table: &Table) -> String {
    if table.head.iter().all(|column| !column.right) {
        return String::new();
    }
    let all = encoded(&csv(table, usize::MAX));
    if all.len() <= MOST { all } else { encoded(&csv(table, FIRST_ROWS)) }
}

fn csv(table: &Table, rows: usize) -> String {
    let head = table.head.iter().map(|column| quoted(&column.title)).collect::<Vec<_>>().join(",");
    let rows = table.rows.iter().take(rows);
    let rows = rows.map(|row| row.iter().map(|cell| quoted(&cell.line.plain())).collect::<Vec<_>>().join(","));
    std::iter::once(head).chain(rows).map(|row| row + "\n").collect()
}

fn quoted(cell: &str) -> String {
    let cell = cell.replace('\u{2212}', "-");
    if cell.contains([',', '"', '\n']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell }
}

fn encoded(text: &str) -> String {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"-._~:;/,()+=!*@$".contains(&b);
    text.bytes().map(|b| if plain(b) { char::from(b).to_string() } else { format!("%{b:02X}") }).collect()
}
