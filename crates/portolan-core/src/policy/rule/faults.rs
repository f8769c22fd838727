//! What can be wrong with a measure once the world is seen.

use jiff::civil::Date;

use crate::finding::{Finding, Place};
use crate::policy::Setting;
use crate::scenario::{Origin, Record};

pub(super) fn known_key(record: &Record) -> &'static str {
    if record.known.is_some() {
        "known"
    } else if record.from.is_some() {
        "from"
    } else {
        "on"
    }
}

pub(super) fn known_later(name: &str, known: Date, as_of: Date, place: Place) -> Finding {
    Finding {
        code: "known-later",
        place,
        message: format!("`{name}` became known on {known}, after {as_of}"),
        expected: "facts that were known on the day of the question, `as_of`".into(),
        remedy: "move `as_of`, remove the row, or make it a hypothesis with `judged_by`".into(),
    }
}

pub(super) fn date_needed(origin: &Origin, record: &Record) -> Finding {
    Finding {
        code: "date-needed",
        place: origin.place(if record.on.is_some() {
            "on"
        } else if record.from.is_some() {
            "from"
        } else {
            "until"
        }),
        message: "the measure has a date, and the scenario has none".into(),
        expected: "`as_of`, the day on which measures in force count".into(),
        remedy: "write as_of = 2025-10-24, or another day, at the top of the scenario".into(),
    }
}

pub(super) fn table_not_read(origin: &Origin) -> Finding {
    Finding {
        code: "table-not-read",
        place: origin.place("table"),
        message: "the table has not been read".into(),
        expected: "tables read before measures are applied".into(),
        remedy: "call `Scenario::read_tables` first".into(),
    }
}

pub(super) fn unknown_product(pattern: &str, place: Place, setting: &Setting) -> Finding {
    let remedy = match setting.products.nearest(pattern) {
        Some(near) => format!("did you mean \"{near}\"?"),
        None => "name the sector instead, with the product's `share` of it".into(),
    };
    Finding {
        code: "unknown-product",
        place,
        message: format!("it is not known in which sector \"{pattern}\" lies"),
        expected: "a code of the product table, or one that begins with such a code; a final * for all that begin so"
            .into(),
        remedy,
    }
}

pub(super) fn touches_nothing(origin: &Origin, what: &str) -> Finding {
    Finding {
        code: "touches-nothing",
        place: origin.place("exporter"),
        message: format!("importer and exporter are the same economy, which has no {what} on itself"),
        expected: "at least one pair of two economies".into(),
        remedy: "name another importer or exporter".into(),
    }
}

pub(super) fn empty_list(key: &str, origin: &Origin) -> Finding {
    Finding {
        code: "touches-nothing",
        place: origin.place(key),
        message: format!("nothing is left of `{key}`"),
        expected: "at least one member on the day, after what is left out".into(),
        remedy: "check the names with an exclamation mark, and the members of groups on that day".into(),
    }
}
