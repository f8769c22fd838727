//! Plain tables for the terminal: text left, numbers right, one rule under the header.

use comfy_table::{CellAlignment, Table, presets};

/// A table whose first column is text and whose other columns are numbers.
pub(crate) fn numbers(header: &[&str], rows: Vec<Vec<String>>) -> String {
    with_text_columns(1, header, rows)
}

/// A table whose first `text` columns are text and whose other columns are numbers.
pub(crate) fn with_text_columns(text: usize, header: &[&str], rows: Vec<Vec<String>>) -> String {
    let mut table = Table::new();
    table.load_style(presets::UTF8_HORIZONTAL_ONLY).set_header(header.iter().map(ToString::to_string));
    for row in rows {
        table.add_row(row);
    }
    for (index, column) in table.column_iter_mut().enumerate() {
        column.set_cell_alignment(if index < text { CellAlignment::Left } else { CellAlignment::Right });
    }
    rule_under_header_only(&table.to_string())
}

/// The library draws a rule between all rows; a table of numbers reads better with one under its header.
fn rule_under_header_only(text: &str) -> String {
    let is_rule = |line: &str| line.chars().all(|c| matches!(c, '─' | '═' | '╌' | '┄' | '╶' | '╴' | ' '));
    let mut seen = 0;
    let mut lines: Vec<String> = Vec::new();
    for line in text.lines() {
        if is_rule(line) && !line.trim().is_empty() {
            seen += 1;
            if seen == 2 {
                lines.push("─".repeat(line.chars().count()));
            }
            continue;
        }
        lines.push(line.trim_end().to_string());
    }
    lines.join("\n")
}
