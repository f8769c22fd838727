use super::*;

const COLUMNS: [Column; 2] = [("economy", Type::Text), ("value", Type::Number)];

fn read(text: &str) -> Result<Table, Vec<Finding>> {
    Table::read("t.csv", Bytes::copy_from_slice(text.as_bytes()), &COLUMNS)
}

fn codes(text: &str) -> Vec<&'static str> {
    read(text).unwrap_err().iter().map(|f| f.code).collect()
}

#[test]
fn columns_may_stand_in_any_order_and_others_are_ignored() {
    let table = read("note,value,economy\nx,1.5,CAN\ny,2,USA\nz,3,CAN\n").unwrap();
    assert_eq!(table.numbers[0], [1.5, 2.0, 3.0]);
    assert_eq!(table.texts[0].values, ["CAN", "USA"]);
    assert_eq!(table.texts[0].codes, [0, 1, 0]);
    assert_eq!(table.place(2, "").line, Some(4));
}

#[test]
fn a_byte_order_mark_and_blanks_around_cells_are_no_part_of_them() {
    let table = read("\u{feff}economy,value\n CAN , 1 \n").unwrap();
    assert_eq!((table.text(0, 0), table.numbers[0][0]), ("CAN", 1.0));
}

#[test]
fn every_wrong_cell_is_named_with_its_line() {
    let findings = read("economy,value\nCAN,1\n,2\nUSA,\"1,000\"\nMEX,inf\n").unwrap_err();
    let places: Vec<_> = findings.iter().map(|f| (f.code, f.place.line, f.place.cell.as_str())).collect();
    assert_eq!(
        places,
        [
            ("wrong-type", Some(3), "column economy"),
            ("wrong-type", Some(4), "column value"),
            ("wrong-type", Some(5), "column value")
        ]
    );
    assert!(findings[1].remedy.contains("separators between thousands"));
}

#[test]
fn a_column_that_is_missing_is_named_with_the_nearest_one() {
    let findings = read("econmy,value\nCAN,1\n").unwrap_err();
    assert_eq!(findings[0].code, "missing-column");
    assert!(findings[0].remedy.contains("`econmy`"));
}

#[test]
fn a_column_that_stands_twice_and_a_row_that_is_too_long_are_named() {
    assert_eq!(codes("economy,value,value\nCAN,1,2\n"), ["duplicate-column"]);
    assert_eq!(codes("economy,value\nCAN,1,2\nUSA,x\n"), ["wrong-row", "wrong-type"]);
}

#[test]
fn bytes_that_are_no_table_are_unreadable() {
    let findings = Table::read("t.parquet", Bytes::from_static(b"PAR1 no"), &COLUMNS).unwrap_err();
    assert_eq!(findings[0].code, "unreadable-file");
}

#[test]
fn parquet_columns_of_the_wrong_kind_and_empty_cells_are_named() {
    use crate::frame::{Frame, Series};
    let mut bytes = Vec::new();
    let columns = vec![("economy", Series::Texts(vec!["CAN", ""])), ("value", Series::Numbers(vec![f64::NAN, 2.0]))];
    Frame { columns }.to_parquet(&mut bytes).unwrap();
    let findings = Table::read("t.parquet", bytes.clone().into(), &COLUMNS).unwrap_err();
    let places: Vec<_> = findings.iter().map(|f| (f.code, f.place.line)).collect();
    assert_eq!(places, [("wrong-type", Some(2)), ("wrong-type", Some(1))]);
    let swapped = [("economy", Type::Number), ("value", Type::Text)];
    let findings = Table::read("t.parquet", bytes.into(), &swapped).unwrap_err();
    assert_eq!(findings.iter().map(|f| f.code).collect::<Vec<_>>(), ["wrong-type", "wrong-type"]);
}
