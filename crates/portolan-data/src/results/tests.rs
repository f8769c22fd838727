use super::*;

fn rows() -> Vec<Row> {
    let row = Row {
        policy: "pipeline".into(),
        regime: String::new(),
        layer: "us-measures".into(),
        set: "fontagne2022".into(),
        variant: "specific".into(),
        draw: None,
        year: Some(2022),
        economy: "CAN".into(),
        partner: "USA".into(),
        sector: "C29".into(),
        product: String::new(),
        variable: "exports",
        value: 0.1 + 0.2,
        reference: 1234.5678901234567,
        kind: Kind::Computed,
        source: "oecd-icio-2025;\"quoted\", with a comma".into(),
    };
    let residual = Row { variable: "residual", reference: f64::NAN, value: 1e-300, draw: Some(3), ..row.clone() };
    vec![row, residual]
}

fn same(a: &Row, b: &Row) -> bool {
    let numbers = |row: &Row| [row.value.to_bits(), row.reference.to_bits()];
    let texts = |row: &Row| Row { value: 0.0, reference: 0.0, ..row.clone() };
    texts(a) == texts(b) && numbers(a) == numbers(b)
}

#[test]
fn parquet_and_csv_read_back_to_the_same_bits() {
    let folder = tempfile::tempdir().unwrap();
    for format in [Format::Parquet, Format::Csv] {
        let path = folder.path().join(format!("results.{}", format.extension()));
        write_results(&path, format, "run-1", &rows()).unwrap();
        let read = read_results(&path).unwrap();
        assert_eq!(read.runs, ["run-1", "run-1"]);
        assert!(read.rows.iter().zip(&rows()).all(|(a, b)| same(a, b)), "{format:?}: {:?}", read.rows);
    }
}

#[test]
fn the_same_rows_give_the_same_bytes() {
    let folder = tempfile::tempdir().unwrap();
    for format in [Format::Parquet, Format::Csv, Format::Dta] {
        let paths = ["a", "b"].map(|name| folder.path().join(name));
        for path in &paths {
            write_results(path, format, "run-1", &rows()).unwrap();
        }
        assert_eq!(std::fs::read(&paths[0]).unwrap(), std::fs::read(&paths[1]).unwrap());
    }
}

#[test]
fn stata_files_hold_every_column_and_missing_numbers() {
    use dta::stata::dta::dta_reader::DtaReader;
    use dta::stata::dta::value::Value;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("results.dta");
    write_results(&path, Format::Dta, "run-1", &rows()).unwrap();
    let mut characteristics = DtaReader::new().from_path(&path).unwrap().read_header().unwrap().read_schema().unwrap();
    characteristics.skip_to_end().unwrap();
    let mut records = characteristics.into_record_reader().unwrap();
    let names: Vec<String> = records.schema().variables().iter().map(|v| v.name().to_string()).collect();
    assert_eq!(names, COLUMNS);
    let column = |name: &str| names.iter().position(|n| n == name).unwrap();
    let first = records.read_record().unwrap().unwrap();
    assert_eq!(first.values()[column("economy")], Value::string("CAN"));
    assert_eq!(first.values()[column("unit")], Value::string("USD mn"));
    assert!(matches!(first.values()[column("value")], Value::Double(v) if v.present() == Some(0.1 + 0.2)));
    assert!(matches!(first.values()[column("draw")], Value::Long(v) if v.present().is_none()));
    let second = records.read_record().unwrap().unwrap();
    assert!(matches!(second.values()[column("reference")], Value::Double(v) if v.present().is_none()));
    assert!(matches!(second.values()[column("draw")], Value::Long(v) if v.present() == Some(3)));
    assert!(records.read_record().unwrap().is_none());
}

#[test]
fn an_unknown_variable_is_named_with_the_nearest_one() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("results.csv");
    std::fs::write(&path, results_csv("r", &rows()).replace(",exports,", ",export,")).unwrap();
    let findings = read_results(&path).unwrap_err();
    assert_eq!(findings.len(), 1);
    assert_eq!(findings[0].code, "unknown-variable");
    assert!(findings[0].remedy.contains("`exports`"), "{}", findings[0]);
}

#[test]
fn a_missing_column_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("results.csv");
    std::fs::write(&path, results_csv("r", &rows()).replacen("value", "valeu", 1)).unwrap();
    let findings = read_results(&path).unwrap_err();
    assert_eq!(findings[0].code, "missing-column");
    assert!(findings[0].remedy.contains("`valeu`"));
}
