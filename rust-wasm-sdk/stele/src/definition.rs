//! What a module declares, as the bytes that the host asks for: a module definition of version 10.
//! Where: `docs/abi.md`.

use crate::bsatn::{encode_length, Encode};
use crate::call::{Functions, Procedure, Reducer, View};
use crate::types::{AlgebraicType, Scalar, SpacetimeType, Typespace};

/// Tag of version 10 among the forms of a definition.
const VERSION_10: u8 = 2;
/// An optional value is there, or is not.
const SOME: u8 = 0;
const NONE: u8 = 1;

mod section {
    pub(super) const TYPESPACE: u8 = 0;
    pub(super) const TYPES: u8 = 1;
    pub(super) const TABLES: u8 = 2;
    pub(super) const REDUCERS: u8 = 3;
    pub(super) const PROCEDURES: u8 = 4;
    pub(super) const VIEWS: u8 = 5;
    pub(super) const SCHEDULES: u8 = 6;
    pub(super) const LIFECYCLE: u8 = 7;
    pub(super) const ROW_LEVEL_SECURITY: u8 = 8;
    pub(super) const EXPLICIT_NAMES: u8 = 10;
    pub(super) const VIEW_PRIMARY_KEYS: u8 = 13;
}

/// How an index is kept; the number is the tag on the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Algorithm {
    /// Ordered: points, prefixes and ranges.
    Btree = 0,
    /// Points only.
    Hash = 1,
    /// An array by a small number.
    Direct = 2,
}

/// A declared index.
#[derive(Clone, Copy, Debug)]
pub struct IndexDef {
    /// The name by which the module finds it.
    pub name: &'static str,
    /// The method that leads to it.
    pub accessor: &'static str,
    /// How it is kept.
    pub algorithm: Algorithm,
    /// Places of its columns in the row.
    pub columns: &'static [u16],
}

/// A declared table.
#[derive(Debug)]
pub struct TableDef {
    /// The name in the module's source.
    pub name: &'static str,
    /// The name in the database, if it is not made from `name`.
    pub canonical_name: Option<&'static str>,
    /// Whether clients see it.
    pub is_public: bool,
    /// Whether its rows last for one transaction only.
    pub is_event: bool,
    /// The primary key's column.
    pub primary_key: Option<u16>,
    /// All indexes, unique ones first.
    pub indexes: &'static [IndexDef],
    /// Columns without duplicates.
    pub unique: &'static [u16],
    /// Columns that the database numbers.
    pub sequences: &'static [u16],
    /// Values of columns that are added to rows that are there already.
    pub defaults: Vec<(u16, Vec<u8>)>,
    /// The column that says when, and the function that is called then.
    pub schedule: Option<(u16, &'static str)>,
}

/// The events that a reducer can be called for; the number is the tag on the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lifecycle {
    /// The database is new.
    Init = 0,
    /// A client has connected.
    Connected = 1,
    /// A client has gone.
    Disconnected = 2,
}

/// A parameter's name, and how its type is described.
pub type Parameter = (&'static str, fn(&mut Typespace) -> AlgebraicType);

/// Collects what a module declares.
#[derive(Debug, Default)]
pub struct ModuleDef {
    types: Typespace,
    /// Kind, count and entries of each section but those of the types, in order of first use.
    sections: Vec<Section>,
    functions: Functions,
    #[cfg(not(target_arch = "wasm32"))]
    tables: Vec<(TableDef, AlgebraicType)>,
}

#[derive(Debug)]
struct Section {
    kind: u8,
    count: usize,
    entries: Vec<u8>,
}

impl ModuleDef {
    fn section(&mut self, kind: u8) -> &mut Section {
        let known = self.sections.iter().position(|s| s.kind == kind);
        let place = known.unwrap_or_else(|| {
            self.sections.push(Section {
                kind,
                count: 0,
                entries: Vec::new(),
            });
            self.sections.len() - 1
        });
        &mut self.sections[place]
    }

    /// A section in which one more entry is written.
    fn entry(&mut self, kind: u8) -> &mut Vec<u8> {
        let section = self.section(kind);
        section.count += 1;
        &mut section.entries
    }

    /// Describes `T`, keeping the sections in order of first use.
    fn describe<T: SpacetimeType>(&mut self) -> AlgebraicType {
        self.describe_by(T::describe)
    }

    fn describe_by(&mut self, describe: fn(&mut Typespace) -> AlgebraicType) -> AlgebraicType {
        let ty = describe(&mut self.types);
        if self.types.iter().len() > 0 {
            self.section(section::TYPESPACE);
            self.section(section::TYPES);
        }
        ty
    }

    fn parameters(&mut self, parameters: &[Parameter]) -> Vec<u8> {
        let elements: Vec<_> = parameters
            .iter()
            .map(|(name, describe)| (*name, self.describe_by(*describe)))
            .collect();
        let mut out = Vec::new();
        AlgebraicType::encode_elements(&elements, &mut out);
        out
    }

    /// The kinds of things that can have a name of their own; the tag on the wire.
    const NAMED_TABLE: u8 = 0;
    const NAMED_FUNCTION: u8 = 1;

    fn explicit_name(&mut self, kind: u8, name: &str, canonical: Option<&str>) {
        let canonical = canonical.filter(|c| *c != name);
        self.section(section::EXPLICIT_NAMES);
        if let Some(canonical) = canonical {
            let out = self.entry(section::EXPLICIT_NAMES);
            out.push(kind);
            name.encode(out);
            canonical.encode(out);
        }
    }

    /// Declares a table of rows `R`.
    pub fn table<R: SpacetimeType>(&mut self, table: TableDef) {
        let row = self.describe::<R>();
        let AlgebraicType::Ref(place) = row else {
            panic!("the rows of `{}` are no struct", table.name);
        };
        let out = self.entry(section::TABLES);
        table.name.encode(out);
        place.encode(out);
        encode_columns(table.primary_key.as_slice(), out);
        encode_length(table.indexes.len(), out);
        for index in table.indexes {
            index.encode(out);
        }
        encode_length(table.unique.len(), out);
        for column in table.unique {
            out.push(NONE); // name
            out.push(0); // unique
            encode_columns(&[*column], out);
        }
        encode_length(table.sequences.len(), out);
        for column in table.sequences {
            out.push(NONE); // name
            column.encode(out);
            out.extend_from_slice(&[NONE, NONE, NONE]); // start, least and greatest value
            1i128.encode(out);
        }
        out.push(1); // a user's table
        out.push(u8::from(!table.is_public));
        encode_length(table.defaults.len(), out);
        for (column, value) in &table.defaults {
            column.encode(out);
            value.encode(out);
        }
        table.is_event.encode(out);
        if let Some((column, function)) = table.schedule {
            let out = self.entry(section::SCHEDULES);
            out.push(NONE); // name
            table.name.encode(out);
            column.encode(out);
            function.encode(out);
        }
        self.explicit_name(Self::NAMED_TABLE, table.name, table.canonical_name);
        #[cfg(not(target_arch = "wasm32"))]
        self.tables.push((table, row));
    }

    /// Declares a reducer.
    pub fn reducer(
        &mut self,
        name: &'static str,
        canonical_name: Option<&'static str>,
        lifecycle: Option<Lifecycle>,
        parameters: &[Parameter],
        function: Reducer,
    ) {
        let parameters = self.parameters(parameters);
        self.functions.reducers.push((name, function));
        let out = self.entry(section::REDUCERS);
        name.encode(out);
        out.extend_from_slice(&parameters);
        out.push(u8::from(lifecycle.is_none())); // whether clients can call it
        AlgebraicType::UNIT.encode(out);
        AlgebraicType::Scalar(Scalar::String).encode(out);
        if let Some(event) = lifecycle {
            let out = self.entry(section::LIFECYCLE);
            out.push(event as u8);
            name.encode(out);
        }
        self.explicit_name(Self::NAMED_FUNCTION, name, canonical_name);
    }

    /// Declares a procedure that returns `R`.
    pub fn procedure<R: SpacetimeType>(
        &mut self,
        name: &'static str,
        canonical_name: Option<&'static str>,
        parameters: &[Parameter],
        function: Procedure,
    ) {
        let parameters = self.parameters(parameters);
        let returned = self.describe::<R>();
        self.functions.procedures.push((name, function));
        let out = self.entry(section::PROCEDURES);
        name.encode(out);
        out.extend_from_slice(&parameters);
        returned.encode(out);
        out.push(1); // clients can call it
        self.explicit_name(Self::NAMED_FUNCTION, name, canonical_name);
    }

    /// Declares a view; `returned` describes what its function returns.
    pub fn view(
        &mut self,
        name: &'static str,
        canonical_name: Option<&'static str>,
        primary_key: Option<&'static str>,
        parameters: &[Parameter],
        returned: fn(&mut Typespace) -> AlgebraicType,
        function: View,
    ) {
        let parameters = self.parameters(parameters);
        let returned = self.describe_by(returned);
        let is_anonymous = matches!(function, View::Anonymous(_));
        let index = self.functions.add_view(function);
        let out = self.entry(section::VIEWS);
        name.encode(out);
        index.encode(out);
        true.encode(out); // public
        is_anonymous.encode(out);
        out.extend_from_slice(&parameters);
        returned.encode(out);
        if let Some(column) = primary_key {
            let out = self.entry(section::VIEW_PRIMARY_KEYS);
            name.encode(out);
            encode_length(1, out);
            column.encode(out);
        }
        self.explicit_name(Self::NAMED_FUNCTION, name, canonical_name);
    }

    /// Declares a rule for the rows that a client may see.
    pub fn visibility_filter(&mut self, sql: &str) {
        sql.encode(self.entry(section::ROW_LEVEL_SECURITY));
    }

    /// The functions, by their numbers.
    #[cfg(target_arch = "wasm32")]
    pub(crate) fn functions(&self) -> &Functions {
        &self.functions
    }

    /// The declared tables with their rows' types.
    #[cfg(not(target_arch = "wasm32"))]
    pub(crate) fn tables(&self) -> &[(TableDef, AlgebraicType)] {
        &self.tables
    }

    /// The named types.
    #[cfg(not(target_arch = "wasm32"))]
    pub(crate) fn types(&self) -> &Typespace {
        &self.types
    }

    /// The definition's bytes.
    pub fn encode(&self) -> Vec<u8> {
        let mut out = vec![VERSION_10];
        encode_length(self.sections.len(), &mut out);
        for section in &self.sections {
            out.push(section.kind);
            match section.kind {
                section::TYPESPACE => {
                    encode_length(self.types.iter().len(), &mut out);
                    for (_, shape) in self.types.iter() {
                        shape.encode(&mut out);
                    }
                }
                section::TYPES => {
                    encode_length(self.types.iter().len(), &mut out);
                    for (place, (name, _)) in (0u32..).zip(self.types.iter()) {
                        encode_length(0, &mut out); // scope
                        name.encode(&mut out);
                        place.encode(&mut out);
                        true.encode(&mut out); // elements in the order of the source
                    }
                }
                _ => {
                    encode_length(section.count, &mut out);
                    out.extend_from_slice(&section.entries);
                }
            }
        }
        out
    }
}

impl Encode for IndexDef {
    fn encode(&self, out: &mut Vec<u8>) {
        out.push(SOME);
        self.name.encode(out);
        out.push(SOME);
        self.accessor.encode(out);
        out.push(self.algorithm as u8);
        match self.algorithm {
            Algorithm::Btree | Algorithm::Hash => encode_columns(self.columns, out),
            Algorithm::Direct => self.columns[0].encode(out),
        }
    }
}

fn encode_columns(columns: &[u16], out: &mut Vec<u8>) {
    columns.encode(out);
}
