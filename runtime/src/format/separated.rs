//! Rows of values: CSV and its kin.

use std::io::Read;

use crate::value::Value;
use csv::{ReaderBuilder, StringRecord};

use super::body::{Body, FormatError};
use super::budget::Budget;
use super::charset::decode;
use crate::value::Object;

/// Follows every answer as a row of its own: within a quote that is never closed, it isn't one.
const END: &str = "\u{1}end";

/// A list of objects with the names of the first row. Empty lines are no rows; a row may be short, and then lacks members.
pub(super) fn read(format: &'static str, separator: u8, body: &Body<'_>) -> Result<Value, FormatError> {
    let text = decode(format, body, None)?;
    let end = format!("\n{END}\n");
    let mut reader = ReaderBuilder::new()
        .delimiter(separator)
        .flexible(true)
        .has_headers(false)
        .from_reader(text.as_bytes().chain(end.as_bytes()));
    let mut rows = Vec::new();
    let (mut names, mut budget) = (None::<StringRecord>, Budget::new());
    let mut record = StringRecord::new();
    loop {
        let last = line(&record);
        let fault = |line: u64, reason: &str| FormatError::new(format, reason, format!("line {line}"));
        let is_there = reader.read_record(&mut record).map_err(|_| fault(last, "its rows can't be told apart"))?;
        if !is_there {
            return Err(fault(last, "a quote is not closed"));
        }
        let fault = |reason: &str| fault(line(&record), reason);
        match &names {
            _ if record.len() == 1 && &record[0] == END => break,
            None => {
                names = Some(record.clone()).map(|mut names| {
                    names.trim();
                    names
                });
            }
            Some(names) if record.len() > names.len() => return Err(fault("a row has more cells than the first")),
            Some(names) => rows.push(Value::Object(row(names, &record, &mut budget).map_err(fault)?)),
        }
    }
    match names {
        Some(_) => Ok(Value::Array(rows)),
        None => Err(FormatError::new(format, "it has no row with names", "line 1")),
    }
}

/// Where a row begins.
fn line(record: &StringRecord) -> u64 {
    record.position().map_or(1, csv::Position::line)
}

/// Of two columns with one name, the later counts.
fn row(names: &StringRecord, cells: &StringRecord, budget: &mut Budget) -> Result<Object, &'static str> {
    let mut row = Object::new();
    for (name, cell) in names.iter().zip(cells) {
        budget.take(name.len() + cell.len())?;
        row.insert(name.to_owned(), Value::String(cell.to_owned()));
    }
    budget.take(0)?;
    Ok(row)
}
