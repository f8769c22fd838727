//! Partner by sector.

use super::legend;
use super::number::number;
use super::scale::{class_of, decimals_of_limits};
use super::sectors::{NAME_NARROW, NAME_WIDE};
use super::svg::{Drawing, escaped};
use super::text::{SMALL, fitting, shortened};

/// A table of cells in seven diverging classes.
#[derive(Clone, Debug, PartialEq)]
pub struct Heat {
    /// Names of the rows.
    pub rows: Vec<String>,
    /// Short names of the columns, at most four letters.
    pub columns: Vec<String>,
    /// Values by row and column.
    pub values: Vec<Vec<Option<f64>>>,
    /// Limits of the seven classes, see [`super::class_limits`].
    pub limits: [f64; 6],
    /// Named groups of rows: name and number of rows, in the order of the rows.
    pub groups: Vec<(String, usize)>,
}

const PITCH: f64 = 21.0;
const HEAD: f64 = 36.0;

impl Heat {
    /// The table as an image.
    pub fn svg(&self) -> String {
        let mut drawing = Drawing::default();
        self.column_names(&mut drawing);
        let mut y = HEAD;
        let mut starts = self.group_starts();
        let mut cells = vec![String::new(); 8];
        for row in 0..self.rows.len() {
            if let Some(name) = starts.remove(&row) {
                one_line(&mut drawing, name, y, "b");
                y += PITCH;
            }
            one_line(&mut drawing, &self.rows[row], y, "i");
            (0..self.columns.len())
                .for_each(|column| cells[self.class(row, column)] += &format!("M{column},{y}h1v{PITCH}h-1z"));
            y += PITCH;
        }
        drawing.raw(&self.classes(&cells, y));
        drawing.finish(y + 2.0, "named", "Change by row and partner", &self.description())
    }

    /// Size of the table, its extremes and where they are.
    pub fn description(&self) -> String {
        let size = format!("{} rows by {} columns in seven classes", self.rows.len(), self.columns.len());
        let decimals = self.decimals();
        let cells = || {
            self.values.iter().enumerate().flat_map(|(r, row)| {
                row.iter().enumerate().filter_map(move |(c, v)| v.filter(|v| v.is_finite()).map(|v| (v, r, c)))
            })
        };
        let place = |(v, r, c): (f64, usize, usize)| {
            let name = |names: &[String], n: usize| names.get(n).cloned().unwrap_or_default();
            format!("{} in {}, {}", number(v, decimals), name(&self.rows, r), name(&self.columns, c))
        };
        let least = cells().min_by(|a, b| a.0.total_cmp(&b.0)).map(place);
        let most = cells().max_by(|a, b| a.0.total_cmp(&b.0)).map(place);
        match (least, most) {
            (Some(least), Some(most)) => format!("{size}, from {least} to {most}."),
            _ => format!("{size}, without a value."),
        }
    }

    /// The legend: classes with their outer limits.
    pub fn legend(&self, losses: &str, gains: &str) -> String {
        legend::list(&legend::diverging(&self.limits, losses, gains))
    }

    fn column_names(&self, drawing: &mut Drawing) {
        for (n, name) in self.columns.iter().enumerate() {
            let x = self.width() * (n as f64 + 0.5);
            drawing.text(x, HEAD - 6.0, "b s m wide", &shortened(name, 4));
            let turned = escaped(&shortened(name, 4));
            drawing.raw(&format!(
                r#"<svg x="{}%" y="{}" width="1" height="1" class="narrow"><text transform="rotate(-90)" x="0" y="4" class="b s">{turned}</text></svg>"#,
                super::svg::short(x),
                HEAD - 4.0
            ));
        }
    }

    /// Class of a cell, from 1 to 7; 0 without a value.
    fn class(&self, row: usize, column: usize) -> usize {
        let value = self.values.get(row).and_then(|r| r.get(column)).copied().flatten().filter(|v| v.is_finite());
        value.map_or(0, |v| class_of(v, &self.limits))
    }

    /// One path a class, in a drawing as wide as its columns and as high as the page draws it.
    fn classes(&self, cells: &[String], bottom: f64) -> String {
        let path = |(class, path): (usize, &String)| match path.is_empty() {
            true => String::new(),
            false => format!(r#"<path d="{path}" class="k{class}"/>"#),
        };
        let paths: String = cells.iter().enumerate().map(path).collect();
        let columns = self.columns.len().max(1);
        format!(
            r#"<svg class="cells" y="{HEAD}" width="100%" height="{}" viewBox="0 {HEAD} {columns} {}" preserveAspectRatio="none">{paths}</svg>"#,
            bottom - HEAD,
            bottom - HEAD
        )
    }

    /// Width of a cell, per cent.
    fn width(&self) -> f64 {
        100.0 / self.columns.len().max(1) as f64
    }

    fn decimals(&self) -> usize {
        decimals_of_limits(&self.limits) + 1
    }

    fn group_starts(&self) -> std::collections::BTreeMap<usize, &str> {
        let mut first = 0;
        self.groups
            .iter()
            .map(|(name, rows)| {
                let start = first;
                first += rows;
                (start, name.as_str())
            })
            .collect()
    }
}

/// A name on one line left of the cells, whole where there is room.
fn one_line(drawing: &mut Drawing, name: &str, y: f64, class: &str) {
    let [wide, narrow] = [NAME_WIDE, NAME_NARROW].map(|room| shortened(name, fitting(room, SMALL, class == "b")));
    if wide == narrow {
        return drawing.text_beside(0.0, -8.0, y + 14.0, &format!("{class} s e"), &wide);
    }
    drawing.text_beside(0.0, -8.0, y + 14.0, &format!("{class} s e wide"), &wide);
    drawing.text_beside(0.0, -8.0, y + 14.0, &format!("{class} s e narrow"), &narrow);
}
