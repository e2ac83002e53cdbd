//! Primary keys, unique columns, generated columns.

use crate::list_of;
use crate::tables::*;
use stele::{reducer, ReducerContext, Table, TryInsertError};

// people: a generated primary key, a unique column, an index

#[reducer]
pub fn add_person(ctx: &ReducerContext, email: String, age: u8) {
    add_person_with(ctx, 0, email, age);
}

#[reducer]
pub fn add_person_with(ctx: &ReducerContext, id: u64, email: String, age: u8) {
    let added = ctx.db.person().insert(Person { id, email, age });
    tell(ctx, format!("person {}", added.id));
}

/// A violation is noticed, and the call goes on.
#[reducer]
pub fn try_add_person(
    ctx: &ReducerContext,
    id: u64,
    email: String,
    age: u8,
) -> Result<(), TryInsertError> {
    match ctx.db.person().try_insert(Person { id, email, age }) {
        Ok(added) => tell(ctx, format!("person {}", added.id)),
        Err(TryInsertError::UniqueConstraintViolation(_)) => tell(ctx, "refused"),
        Err(other) => return Err(other),
    }
    Ok(())
}

fn person(id: u64, email: String, age: u8) -> Person {
    Person { id, email, age }
}

#[reducer]
pub fn add_two_people(ctx: &ReducerContext, first: String, second: String) {
    ctx.db.person().insert(person(0, first, 1));
    ctx.db.person().insert(person(0, second, 2));
}

#[reducer]
pub fn set_person(ctx: &ReducerContext, id: u64, email: String, age: u8) {
    let updated = ctx.db.person().id().update(person(id, email, age));
    tell(ctx, format!("updated {}", updated.id));
}

fn known(ctx: &ReducerContext, id: u64) -> Result<Person, String> {
    let found = ctx.db.person().id().find(id);
    found.ok_or_else(|| format!("no person {id}"))
}

#[reducer]
pub fn set_age(ctx: &ReducerContext, id: u64, age: u8) -> Result<(), String> {
    let row = known(ctx, id)?;
    ctx.db.person().id().update(Person { age, ..row });
    Ok(())
}

#[reducer]
pub fn swap_emails(ctx: &ReducerContext, first: u64, second: u64) -> Result<(), String> {
    let (mut one, mut other) = (known(ctx, first)?, known(ctx, second)?);
    ctx.db.person().id().delete(first);
    ctx.db.person().id().delete(second);
    std::mem::swap(&mut one.email, &mut other.email);
    ctx.db.person().insert(one);
    ctx.db.person().insert(other);
    Ok(())
}

fn tell_found(ctx: &ReducerContext, found: Option<Person>) {
    let shown = found.map(|row| list_of!(row.id, row.email, row.age));
    tell(ctx, format!("found {}", or_none(shown)));
}

#[reducer]
pub fn find_person(ctx: &ReducerContext, id: u64) {
    tell_found(ctx, ctx.db.person().id().find(id));
}

#[reducer]
pub fn find_email(ctx: &ReducerContext, email: String) {
    tell_found(ctx, ctx.db.person().email().find(&email));
}

#[reducer]
pub fn filter_age(ctx: &ReducerContext, age: u8) {
    let ids = ctx.db.person().age().filter(age).map(|row| row.id);
    tell(ctx, format!("ages {}", sorted(ids)));
}

#[reducer]
pub fn delete_person(ctx: &ReducerContext, id: u64) {
    let is_deleted = ctx.db.person().id().delete(id);
    tell(ctx, format!("deleted {is_deleted}"));
}

#[reducer]
pub fn delete_email(ctx: &ReducerContext, email: String) {
    let is_deleted = ctx.db.person().email().delete(&email);
    tell(ctx, format!("deleted {is_deleted}"));
}

#[reducer]
pub fn delete_age(ctx: &ReducerContext, age: u8) {
    let deleted = ctx.db.person().age().delete(age);
    tell(ctx, format!("deleted {deleted}"));
}

#[reducer]
pub fn delete_person_row(ctx: &ReducerContext, id: u64, email: String, age: u8) {
    let is_deleted = ctx.db.person().delete(person(id, email, age));
    tell(ctx, format!("deleted {is_deleted}"));
}

#[reducer]
pub fn delete_and_reinsert(ctx: &ReducerContext, id: u64) -> Result<(), String> {
    let row = known(ctx, id)?;
    ctx.db.person().id().delete(id);
    ctx.db.person().insert(row);
    Ok(())
}

#[reducer]
pub fn insert_and_delete(ctx: &ReducerContext, email: String) {
    let id = ctx.db.person().insert(person(0, email, 1)).id;
    ctx.db.person().id().delete(id);
}

/// Updates a row with what it is already.
#[reducer]
pub fn touch_person(ctx: &ReducerContext, id: u64) -> Result<(), String> {
    let row = known(ctx, id)?;
    ctx.db.person().id().update(row);
    Ok(())
}

/// Reads its own writes.
#[reducer]
pub fn insert_and_count(ctx: &ReducerContext, email: String) {
    let before = ctx.db.person().count();
    ctx.db.person().insert(person(0, email.clone(), 1));
    let after = ctx.db.person().count();
    let is_found = ctx.db.person().email().find(email).is_some();
    tell(ctx, format!("count {before} {after} {is_found}"));
}

#[reducer]
pub fn clear_people(ctx: &ReducerContext) {
    let cleared = ctx.db.person().clear();
    tell(ctx, format!("cleared {cleared}"));
}

// keys: a unique column of every type

#[reducer]
pub fn add_key(ctx: &ReducerContext, row: Keys) {
    ctx.db.keys().insert(row);
}

/// `$each!(column)` for every unique column.
macro_rules! for_each_key {
    ($each:ident) => {
        $each!(a b c d e f g h i j k l m n o p q)
    };
}

/// The letters of the columns whose value is in the table.
#[reducer]
pub fn find_keys(ctx: &ReducerContext, row: Keys) {
    let mut hits = String::new();
    macro_rules! find {
        ($($column:ident)*) => {$(
            if ctx.db.keys().$column().find(&row.$column).is_some() {
                hits += stringify!($column);
            }
        )*};
    }
    for_each_key!(find);
    tell(ctx, format!("keys {}", if hits.is_empty() { "-" } else { &hits }));
}

/// Deletes by each column in turn until one hits.
#[reducer]
pub fn delete_key(ctx: &ReducerContext, row: Keys) {
    let mut hit = None;
    macro_rules! delete {
        ($($column:ident)*) => {$(
            if hit.is_none() && ctx.db.keys().$column().delete(&row.$column) {
                hit = Some(stringify!($column));
            }
        )*};
    }
    for_each_key!(delete);
    tell(ctx, format!("deleted by {}", hit.unwrap_or("-")));
}

#[reducer]
pub fn set_key(ctx: &ReducerContext, row: Keys) {
    ctx.db.keys().id().update(row);
}

// slots: direct indexes

#[reducer]
pub fn add_slot(ctx: &ReducerContext, row: Slots) {
    ctx.db.slots().insert(row);
}

#[reducer]
pub fn set_slot(ctx: &ReducerContext, row: Slots) {
    ctx.db.slots().id().update(row);
}

/// The ids that each unique column of `row` leads to, then those with its tone.
#[reducer]
pub fn find_slot(ctx: &ReducerContext, row: Slots) {
    let slots = ctx.db.slots();
    let found = [
        slots.id().find(row.id),
        slots.a().find(row.a),
        slots.b().find(row.b),
        slots.c().find(row.c),
    ];
    let ids = found.map(|slot| or_none(slot.map(|slot| slot.id)));
    let same = sorted(slots.tone().filter(row.tone).map(|row| row.id));
    tell(ctx, format!("slots {}|{same}", listed(ids)));
}

#[reducer]
pub fn delete_slot(ctx: &ReducerContext, tone: Color) {
    let deleted = ctx.db.slots().tone().delete(tone);
    tell(ctx, format!("deleted {deleted}"));
}

// Generated columns

/// Columns that are 0 are filled in.
#[reducer]
pub fn count_up(ctx: &ReducerContext, row: Counters) {
    let made = ctx.db.counters().insert(row);
    let values = list_of!(
        made.a, made.b, made.c, made.d, made.e, made.f, made.g, made.h, made.i, made.j, made.k,
        made.l
    );
    tell(ctx, format!("counters {values}"));
}

/// Inserts `times` rows from id `first` on; tells of the last one.
#[reducer]
pub fn count_far(ctx: &ReducerContext, first: u32, times: u32) {
    let rows = (0..times).map(|n| {
        ctx.db.counters().insert(Counters {
            id: first + n,
            ..Counters::default()
        })
    });
    let last = rows.last().map(|made| list_of!(made.a, made.b, made.c));
    tell(ctx, format!("counters {}", last.unwrap_or("-".into())));
}

#[reducer]
pub fn add_ticket(ctx: &ReducerContext, id: u8, text: String) {
    let added = ctx.db.ticket().insert(Ticket { id, text });
    tell(ctx, format!("ticket {}", added.id));
}

#[reducer]
pub fn add_tickets(ctx: &ReducerContext, times: u32) {
    for n in 0..times {
        let text = format!("t{n}");
        ctx.db.ticket().insert(Ticket { id: 0, text });
    }
}

#[reducer]
pub fn clear_tickets(ctx: &ReducerContext) {
    let cleared = ctx.db.ticket().clear();
    tell(ctx, format!("cleared {cleared}"));
}
