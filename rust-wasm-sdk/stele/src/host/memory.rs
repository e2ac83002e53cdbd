//! The host's functions on a database in memory, one for each thread: for native tests.

use super::keys::{cells, Cell, Key};
use super::{Level, Rows, Scan};
use crate::bsatn::Reader;
use crate::definition::{IndexDef, TableDef};
use crate::errno::Errno;
use crate::registry::module;
use crate::types::{AlgebraicType, ConnectionId, Identity};
use std::cell::RefCell;
use std::collections::HashMap;

/// An index's number is its table's, and its place among the indexes of that.
const INDEXES_PER_TABLE: u32 = 1 << 16;

thread_local! {
    static DATABASE: RefCell<Database> = RefCell::new(Database::default());
}

#[derive(Debug, Default)]
struct Database {
    state: State,
    /// What a rollback returns to, within a transaction.
    before: Option<State>,
    /// Bytes of the rows of open scans.
    scans: HashMap<u32, Vec<u8>>,
    scans_opened: u32,
    /// The claims of the caller's token.
    claims: Option<String>,
}

/// What transactions change.
#[derive(Clone, Debug, Default)]
struct State {
    /// The rows of each table.
    tables: Vec<Vec<Vec<u8>>>,
    /// The last number that each column gave out.
    sequences: HashMap<(u32, u16), u128>,
}

/// A declared table and the types of its columns.
struct Declared {
    number: u32,
    table: &'static TableDef,
    columns: &'static [(&'static str, AlgebraicType)],
}

fn declared(number: u32) -> Result<Declared, Errno> {
    let module = module();
    let place = usize::try_from(number).expect("usize holds 32 bits");
    let (table, row) = module.tables().get(place).ok_or(Errno::NO_SUCH_TABLE)?;
    let AlgebraicType::Product(columns) = module.types().resolve(row) else {
        panic!("the rows of `{}` are no struct", table.name);
    };
    Ok(Declared {
        number,
        table,
        columns,
    })
}

impl Declared {
    fn cells(&self, row: &[u8]) -> Result<Vec<Cell>, Errno> {
        cells(row, self.columns.iter().map(|(_, ty)| ty))
    }

    fn key(&self, row: &[u8], columns: &[u16]) -> Vec<Key> {
        let cells = self.cells(row).expect("the rows in the table are decoded");
        columns.iter().map(|column| cells[usize::from(*column)].key.clone()).collect()
    }
}

fn index_of(number: u32) -> Result<(Declared, &'static IndexDef), Errno> {
    let declared = declared(number / INDEXES_PER_TABLE).map_err(|_| Errno::NO_SUCH_INDEX)?;
    let place = (number % INDEXES_PER_TABLE) as usize;
    let index = declared.table.indexes.get(place).ok_or(Errno::NO_SUCH_INDEX)?;
    Ok((declared, index))
}

/// What `use_it` does to the thread's database.
fn with<R>(use_it: impl FnOnce(&mut Database) -> R) -> R {
    DATABASE.with_borrow_mut(|database| {
        database.state.tables.resize(module().tables().len(), Vec::new());
        use_it(database)
    })
}

impl Database {
    fn rows(&mut self, declared: &Declared) -> &mut Vec<Vec<u8>> {
        &mut self.state.tables[declared.number as usize]
    }

    fn open(&mut self, rows: Vec<Vec<u8>>) -> Rows {
        self.scans_opened += 1;
        self.scans.insert(self.scans_opened, rows.concat());
        Rows(self.scans_opened)
    }

    /// Adds a row; the bytes of the columns that were made up.
    fn insert(&mut self, declared: &Declared, row: &[u8]) -> Result<Vec<u8>, Errno> {
        let mut row = row.to_vec();
        let mut generated = Vec::new();
        for column in declared.table.sequences {
            let range = declared.cells(&row)?[usize::from(*column)].bytes.clone();
            if row[range.clone()].iter().all(|byte| *byte == 0) {
                let last = self.state.sequences.entry((declared.number, *column)).or_default();
                *last += 1;
                let width = range.len().min(size_of::<u128>());
                let number = &last.to_le_bytes()[..width];
                row[range.start..range.start + width].copy_from_slice(number);
                generated.extend_from_slice(&row[range]);
            }
        }
        declared.cells(&row)?;
        let rows = self.rows(declared);
        if rows.contains(&row) {
            return Ok(generated);
        }
        for column in declared.table.unique {
            let wanted = declared.key(&row, &[*column]);
            if rows.iter().any(|other| declared.key(other, &[*column]) == wanted) {
                return Err(Errno::UNIQUE_ALREADY_EXISTS);
            }
        }
        rows.push(row);
        Ok(generated)
    }

    /// The rows that an index leads to, in its order.
    fn found(&mut self, number: u32, scan: Scan<'_>) -> Result<(Declared, Vec<Vec<u8>>), Errno> {
        let (declared, index) = index_of(number)?;
        let types = index.columns.iter().map(|column| &declared.columns[usize::from(*column)].1);
        let types: Vec<_> = types.collect();
        let is_wanted: Box<dyn Fn(&[Key]) -> bool> = match scan {
            Scan::Point(bytes) => {
                let wanted: Vec<_> = cells(bytes, types)?.into_iter().map(|c| c.key).collect();
                Box::new(move |key| key == wanted)
            }
            Scan::Range {
                prefix,
                elements,
                start,
                end,
            } => {
                let count = elements as usize;
                let leading = cells(prefix, types.iter().take(count).copied())?;
                let leading: Vec<_> = leading.into_iter().map(|cell| cell.key).collect();
                let bounds = (
                    Key::bound(start, types[count])?,
                    Key::bound(end, types[count])?,
                );
                Box::new(move |key| {
                    key.starts_with(&leading)
                        && std::ops::RangeBounds::contains(&bounds, &key[count])
                })
            }
        };
        let columns = index.columns;
        let mut found: Vec<_> = self
            .rows(&declared)
            .iter()
            .map(|row| (declared.key(row, columns), row.clone()))
            .filter(|(key, _)| is_wanted(key))
            .collect();
        found.sort();
        Ok((declared, found.into_iter().map(|(_, row)| row).collect()))
    }
}

pub(crate) fn table_id(name: &str) -> Result<u32, Errno> {
    let found = module().tables().iter().position(|(table, _)| table.name == name);
    found.map(|place| place as u32).ok_or(Errno::NO_SUCH_TABLE)
}

pub(crate) fn index_id(name: &str) -> Result<u32, Errno> {
    (0..)
        .zip(module().tables())
        .find_map(|(number, (table, _))| {
            let place = table.indexes.iter().position(|index| index.name == name)?;
            Some(number * INDEXES_PER_TABLE + place as u32)
        })
        .ok_or(Errno::NO_SUCH_INDEX)
}

pub(crate) fn row_count(table: u32) -> Result<u64, Errno> {
    let declared = declared(table)?;
    Ok(with(|database| database.rows(&declared).len() as u64))
}

pub(crate) fn scan(table: u32) -> Result<Rows, Errno> {
    let declared = declared(table)?;
    Ok(with(|database| {
        let rows = database.rows(&declared).clone();
        database.open(rows)
    }))
}

pub(crate) fn index_scan(index: u32, scan: Scan<'_>) -> Result<Rows, Errno> {
    with(|database| {
        let (_, rows) = database.found(index, scan)?;
        Ok(database.open(rows))
    })
}

pub(crate) fn index_delete(index: u32, scan: Scan<'_>) -> Result<u32, Errno> {
    with(|database| {
        let (declared, found) = database.found(index, scan)?;
        database.rows(&declared).retain(|row| !found.contains(row));
        Ok(found.len() as u32)
    })
}

pub(crate) fn delete_rows(table: u32, rows: &[u8]) -> Result<u32, Errno> {
    let declared = declared(table)?;
    let mut reader = Reader::new(rows);
    let count = reader.length().map_err(|_| Errno::BSATN_DECODE_ERROR)?;
    let mut rest = &rows[rows.len() - reader.remaining()..];
    let mut unwanted = Vec::new();
    for _ in 0..count {
        let length = declared.cells(rest)?.last().map_or(0, |cell| cell.bytes.end);
        let (row, more) = rest.split_at(length);
        unwanted.push(row.to_vec());
        rest = more;
    }
    Ok(with(|database| {
        let rows = database.rows(&declared);
        let before = rows.len();
        rows.retain(|row| !unwanted.contains(row));
        (before - rows.len()) as u32
    }))
}

pub(crate) fn clear(table: u32) -> Result<u64, Errno> {
    let declared = declared(table)?;
    Ok(with(|database| std::mem::take(database.rows(&declared)).len() as u64))
}

pub(crate) fn insert(table: u32, buffer: &mut Vec<u8>) -> Result<(), Errno> {
    let declared = declared(table)?;
    *buffer = with(|database| database.insert(&declared, buffer))?;
    Ok(())
}

pub(crate) fn update(table: u32, index: u32, buffer: &mut Vec<u8>) -> Result<(), Errno> {
    let declared = declared(table)?;
    let (_, index) = index_of(index)?;
    let [column] = *index.columns else {
        return Err(Errno::INDEX_NOT_UNIQUE);
    };
    declared.cells(buffer)?;
    let wanted = declared.key(buffer, &[column]);
    *buffer = with(|database| {
        let rows = database.rows(&declared);
        let found = rows.iter().position(|row| declared.key(row, &[column]) == wanted);
        let old = rows.remove(found.ok_or(Errno::NO_SUCH_ROW)?);
        let outcome = database.insert(&declared, buffer);
        if outcome.is_err() {
            database.rows(&declared).push(old);
        }
        outcome
    })?;
    Ok(())
}

pub(crate) fn advance(rows: &Rows, buffer: &mut Vec<u8>) -> Result<bool, Errno> {
    *buffer = with(|database| database.scans.remove(&rows.0)).ok_or(Errno::NO_SUCH_ITER)?;
    Ok(false)
}

pub(crate) fn close(rows: &Rows) {
    with(|database| database.scans.remove(&rows.0));
}

pub(crate) fn log(level: Level, _: &str, file: Option<&str>, line: Option<u32>, text: &str) {
    let (file, line) = (file.unwrap_or("?"), line.unwrap_or(0));
    eprintln!("{level:?} {file}:{line}: {text}");
}

pub(crate) fn timer_start(_: &str) -> u32 {
    0
}

pub(crate) fn timer_end(_: u32) -> Result<(), Errno> {
    Ok(())
}

/// The identity of every database in memory.
pub(crate) fn identity() -> Identity {
    Identity::ONE
}

pub(crate) fn jwt(_: ConnectionId) -> Result<Option<String>, Errno> {
    Ok(with(|database| database.claims.clone()))
}

pub(crate) fn sleep_until(micros: i64) -> i64 {
    micros
}

pub(crate) fn begin() -> Result<i64, Errno> {
    with(|database| {
        if database.before.is_some() {
            return Err(Errno::WOULD_BLOCK_TRANSACTION);
        }
        database.before = Some(database.state.clone());
        Ok(0)
    })
}

pub(crate) fn commit() -> Result<(), Errno> {
    with(|database| {
        database.before.take().ok_or(Errno::TRANSACTION_NOT_ANONYMOUS)?;
        for (rows, (table, _)) in database.state.tables.iter_mut().zip(module().tables()) {
            if table.is_event {
                rows.clear();
            }
        }
        Ok(())
    })
}

pub(crate) fn abort() -> Result<(), Errno> {
    with(|database| {
        database.state = database.before.take().ok_or(Errno::TRANSACTION_NOT_ANONYMOUS)?;
        Ok(())
    })
}

/// Begins a new database on this thread.
pub(crate) fn renew() {
    DATABASE.set(Database::default());
}

/// The claims of the token with which connections are made from now on.
pub(crate) fn set_claims(claims: Option<String>) {
    with(|database| database.claims = claims);
}
