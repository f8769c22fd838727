//! Columns in memory, written as Parquet, CSV or Stata `.dta`.

use std::io::{Seek, Write};
use std::path::Path;
use std::sync::Arc;

use dta::stata::dta::byte_order::ByteOrder;
use dta::stata::dta::dta_writer::DtaWriter;
use dta::stata::dta::header::Header;
use dta::stata::dta::release::Release;
use dta::stata::dta::schema::Schema;
use dta::stata::dta::value::Value;
use dta::stata::dta::variable::Variable;
use dta::stata::dta::variable_type::VariableType;
use dta::stata::missing_value::MissingValue;
use dta::stata::stata_double::StataDouble;
use dta::stata::stata_long::StataLong;
use parquet::basic::{Compression, ConvertedType, LogicalType, Repetition, Type as Physical, ZstdLevel};
use parquet::data_type::{ByteArray, ByteArrayType, DoubleType, Int32Type};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use parquet::schema::types::Type;

use crate::files::{Error, write_atomically};

/// The form of a table on disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Apache Parquet, compressed with Zstandard.
    Parquet,
    /// Comma-separated values, UTF-8, numbers in full precision.
    Csv,
    /// Stata 14 and later.
    Dta,
}

impl Format {
    /// Ending of file names, without the point.
    pub fn extension(self) -> &'static str {
        match self {
            Format::Parquet => "parquet",
            Format::Csv => "csv",
            Format::Dta => "dta",
        }
    }
}

/// Cells of one column.
pub(crate) enum Series<'a> {
    Texts(Vec<&'a str>),
    /// `NaN` where there is no number.
    Numbers(Vec<f64>),
    Integers(Vec<Option<i32>>),
}

/// Named columns of the same length.
pub(crate) struct Frame<'a> {
    pub(crate) columns: Vec<(&'a str, Series<'a>)>,
}

impl Frame<'_> {
    /// Writes the table whole or not at all.
    pub(crate) fn write(&self, path: &Path, format: Format) -> Result<(), Error> {
        write_atomically(path, |file| match format {
            Format::Parquet => self.to_parquet(file).map_err(Error::format(path)),
            Format::Csv => self.to_csv(file).map_err(Error::format(path)),
            Format::Dta => self.to_dta(file).map_err(Error::format(path)),
        })
    }

    fn rows(&self) -> usize {
        self.columns.first().map_or(0, |(_, series)| match series {
            Series::Texts(cells) => cells.len(),
            Series::Numbers(cells) => cells.len(),
            Series::Integers(cells) => cells.len(),
        })
    }

    pub(crate) fn to_csv(&self, file: impl Write) -> Result<(), csv::Error> {
        let mut writer = csv::Writer::from_writer(file);
        writer.write_record(self.columns.iter().map(|(name, _)| name))?;
        for row in 0..self.rows() {
            for (_, series) in &self.columns {
                match series {
                    Series::Texts(cells) => writer.write_field(cells[row])?,
                    Series::Numbers(cells) => writer.write_field(number_text(cells[row]))?,
                    Series::Integers(cells) => {
                        writer.write_field(cells[row].map_or(String::new(), |v| v.to_string()))?;
                    }
                }
            }
            writer.write_record(None::<&[u8]>)?;
        }
        writer.flush()?;
        Ok(())
    }

    pub(crate) fn to_parquet(&self, file: impl Write + Send) -> Result<(), ParquetError> {
        let fields = self.columns.iter().map(|(name, series)| series.field(name)).collect::<Result<_, _>>()?;
        let schema = Arc::new(Type::group_type_builder("table").with_fields(fields).build()?);
        let properties = WriterProperties::builder()
            .set_compression(Compression::ZSTD(ZstdLevel::try_new(9)?))
            .set_created_by("portolan".into())
            .build();
        let mut writer = SerializedFileWriter::new(file, schema, Arc::new(properties))?;
        let mut group = writer.next_row_group()?;
        for (_, series) in &self.columns {
            if let Some(mut column) = group.next_column()? {
                series.write_parquet(&mut column)?;
                column.close()?;
            }
        }
        group.close()?;
        writer.close()?;
        Ok(())
    }

    pub(crate) fn to_dta(&self, file: impl Write + Seek) -> Result<(), dta::stata::dta::dta_error::DtaError> {
        let header = Header::builder(Release::V118, ByteOrder::LittleEndian).build();
        let variables = self.columns.iter().map(|(name, series)| series.variable(name)).collect();
        let schema = Schema::builder().variables(variables).build()?;
        let mut writer =
            DtaWriter::new().from_writer(file).write_header(header)?.write_schema(schema)?.into_record_writer()?;
        for row in 0..self.rows() {
            let cells: Vec<Value<'_>> = self.columns.iter().map(|(_, series)| series.stata(row)).collect();
            writer.write_record(&cells)?;
        }
        writer.into_long_string_writer()?.into_value_label_writer()?.finish()?;
        Ok(())
    }
}

impl Series<'_> {
    fn field(&self, name: &str) -> Result<Arc<Type>, ParquetError> {
        let field = match self {
            Series::Texts(_) => Type::primitive_type_builder(name, Physical::BYTE_ARRAY)
                .with_logical_type(Some(LogicalType::String))
                .with_converted_type(ConvertedType::UTF8)
                .with_repetition(Repetition::REQUIRED),
            Series::Numbers(_) => {
                Type::primitive_type_builder(name, Physical::DOUBLE).with_repetition(Repetition::OPTIONAL)
            }
            Series::Integers(_) => {
                Type::primitive_type_builder(name, Physical::INT32).with_repetition(Repetition::OPTIONAL)
            }
        };
        Ok(Arc::new(field.build()?))
    }

    fn write_parquet(&self, column: &mut SerializedColumnWriter<'_>) -> Result<(), ParquetError> {
        match self {
            Series::Texts(cells) => {
                let values: Vec<ByteArray> = cells.iter().map(|cell| ByteArray::from(*cell)).collect();
                column.typed::<ByteArrayType>().write_batch(&values, None, None)?;
            }
            Series::Numbers(cells) => {
                let values: Vec<f64> = cells.iter().copied().filter(|v| !v.is_nan()).collect();
                let levels: Vec<i16> = cells.iter().map(|v| i16::from(!v.is_nan())).collect();
                column.typed::<DoubleType>().write_batch(&values, Some(&levels), None)?;
            }
            Series::Integers(cells) => {
                let values: Vec<i32> = cells.iter().copied().flatten().collect();
                let levels: Vec<i16> = cells.iter().map(|v| i16::from(v.is_some())).collect();
                column.typed::<Int32Type>().write_batch(&values, Some(&levels), None)?;
            }
        }
        Ok(())
    }

    fn variable(&self, name: &str) -> dta::stata::dta::variable::VariableBuilder {
        match self {
            Series::Texts(cells) => {
                let width = cells.iter().map(|cell| cell.len()).max().unwrap_or(0).clamp(1, 2045) as u16;
                Variable::builder(VariableType::FixedString(width), name).format(format!("%-{width}s"))
            }
            Series::Numbers(_) => Variable::builder(VariableType::Double, name).format("%12.0g"),
            Series::Integers(_) => Variable::builder(VariableType::Long, name).format("%12.0g"),
        }
    }

    fn stata(&self, row: usize) -> Value<'_> {
        match self {
            Series::Texts(cells) => Value::string(cells[row]),
            Series::Numbers(cells) if cells[row].is_finite() => Value::Double(StataDouble::Present(cells[row])),
            Series::Numbers(_) => Value::Double(StataDouble::Missing(MissingValue::System)),
            Series::Integers(cells) => Value::Long(match cells[row] {
                Some(value) => StataLong::Present(value),
                None => StataLong::Missing(MissingValue::System),
            }),
        }
    }
}

/// The shortest decimal that reads back as the same number; empty for `NaN`.
pub(crate) fn number_text(value: f64) -> String {
    if value.is_nan() {
        String::new()
    } else if value != 0.0 && (value.abs() < 1e-5 || value.abs() >= 1e16) {
        format!("{value:e}")
    } else {
        value.to_string()
    }
}
