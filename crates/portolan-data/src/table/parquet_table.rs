//! Parquet into columns.

use bytes::Bytes;
use parquet::basic::Type as Physical;
use parquet::column::reader::{ColumnReader, ColumnReaderImpl};
use parquet::data_type::{ByteArray, DataType};
use parquet::errors::ParquetError;
use parquet::file::reader::{FileReader, SerializedFileReader};
use portolan_core::{Finding, Place};

use super::{Column, Interner, Table, Type, duplicate_column, missing_column, unreadable};

pub(super) fn read(file: &str, bytes: Bytes, columns: &[Column]) -> Result<Table, Vec<Finding>> {
    let reader = SerializedFileReader::new(bytes).map_err(|error| vec![unreadable(file, error)])?;
    let leaves = leaves(file, &reader, columns)?;
    let rows = reader.metadata().file_metadata().num_rows() as usize;
    let (mut texts, mut numbers, mut findings) = (Vec::new(), Vec::new(), Vec::new());
    for ((name, kind), leaf) in columns.iter().zip(leaves) {
        let mut faults = Vec::new();
        let read = if kind.is_text() {
            text_column(&reader, leaf, &mut faults).map(|column| texts.push(column.texts))
        } else {
            number_column(&reader, leaf, &mut faults).map(|column| numbers.push(column))
        };
        if let Err(error) = read {
            findings.push(unreadable(file, error));
        }
        if kind.may_be_missing() {
            faults.clear();
        }
        findings.extend(faults.into_iter().map(|row| empty_cell(file, name, row)));
    }
    if findings.is_empty() {
        Ok(Table { file: file.into(), rows, texts, numbers, first_line: 1 })
    } else {
        Err(findings)
    }
}

pub(super) fn column_names(file: &str, bytes: Bytes) -> Result<Vec<String>, Vec<Finding>> {
    let reader = SerializedFileReader::new(bytes).map_err(|error| vec![unreadable(file, error)])?;
    let schema = reader.metadata().file_metadata().schema_descr();
    Ok(schema.columns().iter().map(|c| c.path().string()).collect())
}

type Reader = SerializedFileReader<Bytes>;

fn leaves(file: &str, reader: &Reader, columns: &[Column]) -> Result<Vec<usize>, Vec<Finding>> {
    let schema = reader.metadata().file_metadata().schema_descr();
    let names: Vec<String> = schema.columns().iter().map(|c| c.path().string()).collect();
    let mut findings = Vec::new();
    let mut leaves = Vec::new();
    for (name, kind) in columns {
        let found: Vec<usize> = (0..names.len()).filter(|&c| names[c] == *name).collect();
        match found.as_slice() {
            [] => findings.push(missing_column(file, name, &names)),
            [leaf] => {
                let physical = schema.column(*leaf).physical_type();
                if fits(*kind, physical) {
                    leaves.push(*leaf);
                } else {
                    findings.push(wrong_type(file, name, *kind, physical));
                }
            }
            _ => findings.push(duplicate_column(file, name)),
        }
    }
    if findings.is_empty() { Ok(leaves) } else { Err(findings) }
}

fn fits(kind: Type, physical: Physical) -> bool {
    if kind.is_text() {
        physical == Physical::BYTE_ARRAY
    } else {
        matches!(physical, Physical::DOUBLE | Physical::FLOAT | Physical::INT32 | Physical::INT64)
    }
}

fn text_column(reader: &Reader, leaf: usize, faults: &mut Vec<usize>) -> Result<Interner, ParquetError> {
    let mut column = Interner::default();
    for group in 0..reader.num_row_groups() {
        let group = reader.get_row_group(group)?;
        let rows = group.metadata().num_rows() as usize;
        if let ColumnReader::ByteArrayColumnReader(mut chunk) = group.get_column_reader(leaf)? {
            each_cell(&mut chunk, rows, |cell: Option<&ByteArray>| {
                let text = cell.map_or(&[][..], ByteArray::data);
                if text.is_empty() {
                    faults.push(column.texts.codes.len());
                }
                column.push(text);
            })?;
        }
    }
    Ok(column)
}

fn number_column(reader: &Reader, leaf: usize, faults: &mut Vec<usize>) -> Result<Vec<f64>, ParquetError> {
    let mut column = Vec::new();
    let mut push = |cell: Option<f64>| {
        if !cell.is_some_and(f64::is_finite) {
            faults.push(column.len());
        }
        column.push(cell.unwrap_or(f64::NAN));
    };
    for group in 0..reader.num_row_groups() {
        let group = reader.get_row_group(group)?;
        let rows = group.metadata().num_rows() as usize;
        match group.get_column_reader(leaf)? {
            ColumnReader::DoubleColumnReader(mut chunk) => each_cell(&mut chunk, rows, |v| push(v.copied()))?,
            ColumnReader::FloatColumnReader(mut chunk) => {
                each_cell(&mut chunk, rows, |v| push(v.map(|v| f64::from(*v))))?;
            }
            ColumnReader::Int32ColumnReader(mut chunk) => {
                each_cell(&mut chunk, rows, |v| push(v.map(|v| f64::from(*v))))?;
            }
            ColumnReader::Int64ColumnReader(mut chunk) => each_cell(&mut chunk, rows, |v| push(v.map(|v| *v as f64)))?,
            _ => {}
        }
    }
    Ok(column)
}

/// Hands over the cells of a column chunk in order; `None` where a cell holds no value.
fn each_cell<T: DataType>(
    chunk: &mut ColumnReaderImpl<T>,
    rows: usize,
    mut cell: impl FnMut(Option<&T::T>),
) -> Result<(), ParquetError> {
    let (mut values, mut levels) = (Vec::with_capacity(rows), Vec::new());
    let mut read = 0;
    while read < rows {
        let (records, ..) = chunk.read_records(rows - read, Some(&mut levels), None, &mut values)?;
        if records == 0 {
            break;
        }
        read += records;
    }
    if values.len() == rows {
        values.iter().for_each(|value| cell(Some(value)));
        return Ok(());
    }
    let mut values = values.iter();
    let top = levels.iter().copied().max().unwrap_or(1).max(1);
    levels.iter().for_each(|&level| cell(if level == top { values.next() } else { None }));
    Ok(())
}

fn wrong_type(file: &str, name: &str, kind: Type, physical: Physical) -> Finding {
    let expected = if kind.is_text() { "text" } else { "numbers (double, float or integer)" };
    Finding {
        code: "wrong-type",
        place: Place { file: file.into(), cell: format!("column {name}"), ..Place::default() },
        message: format!("the column holds {physical}"),
        expected: expected.into(),
        remedy: "convert the column before the table is written".into(),
    }
}

fn empty_cell(file: &str, name: &str, row: usize) -> Finding {
    Finding {
        code: "wrong-type",
        place: Place { file: file.into(), line: Some(row + 1), cell: format!("column {name}"), ..Place::default() },
        message: "the cell holds no finite value".into(),
        expected: "a value in every row".into(),
        remedy: "fill the cell in, or remove the row".into(),
    }
}
