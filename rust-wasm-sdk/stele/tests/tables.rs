//! Tables, indexes and calls on the database in memory.

use stele::sats::{i256, u256};
use stele::testing::Database;
use stele::{
    procedure, reducer, table, view, AnonymousViewContext, ConnectionId, Identity,
    ProcedureContext, Query, ReducerContext, SpacetimeType, Table, TryInsertError, ViewContext,
};

#[derive(SpacetimeType, Clone, Copy, Debug, PartialEq)]
enum Color {
    Red,
    Blue,
}

#[table(accessor = person, public, index(accessor = by_place, btree(columns = [zone, line, name])))]
#[derive(Clone, Debug, PartialEq)]
struct Person {
    #[primary_key]
    #[auto_inc]
    id: u64,
    #[unique]
    email: String,
    #[index(btree)]
    score: i64,
    #[index(hash)]
    color: Color,
    zone: u8,
    line: i32,
    name: String,
}

#[table(accessor = ping, event)]
struct Ping {
    number: u32,
}

#[table(accessor = wide)]
struct Wide {
    #[primary_key]
    small: i8,
    #[unique]
    signed: i256,
    #[unique]
    unsigned: u256,
}

fn person(email: &str, score: i64) -> Person {
    Person {
        id: 0,
        email: email.into(),
        score,
        color: if score < 0 { Color::Red } else { Color::Blue },
        zone: 1,
        line: score as i32,
        name: email.into(),
    }
}

/// A database with people of the scores -5, 0, 5, ids 1 to 3.
fn three(ctx: &ReducerContext) {
    for (email, score) in [("b", -5), ("a", 0), ("c", 5)] {
        ctx.db.person().insert(person(email, score));
    }
}

fn ids(rows: impl Iterator<Item = Person>) -> Vec<u64> {
    rows.map(|row| row.id).collect()
}

#[test]
fn rows_are_found_by_their_unique_columns() {
    let ctx = Database::new().context();
    three(&ctx);
    let people = ctx.db.person();
    assert_eq!(people.count(), 3);
    assert_eq!(people.id().find(2).map(|row| row.email), Some("a".into()));
    assert_eq!(people.email().find("c").map(|row| row.id), Some(3));
    assert_eq!(people.email().find(String::from("d")), None);
    assert_eq!(ids(people.id().filter(2..)), [2, 3]);
    assert!(people.email().delete("a"));
    assert!(!people.email().delete("a"));
    assert_eq!(people.count(), 2);
}

#[test]
fn ranges_are_in_the_order_of_the_values() {
    let ctx = Database::new().context();
    three(&ctx);
    let scores = ctx.db.person().score();
    assert_eq!(ids(scores.filter(..)), [1, 2, 3]);
    assert_eq!(ids(scores.filter(-5..0)), [1]);
    assert_eq!(ids(scores.filter(-5..=0)), [1, 2]);
    assert_eq!(ids(scores.filter(..5)), [1, 2]);
    assert_eq!(ids(scores.filter(5)), [3]);
    assert_eq!(scores.delete(0..), 2);
    assert_eq!(ids(ctx.db.person().iter()), [1]);
}

#[test]
fn several_columns_are_given_from_the_first_on() {
    let ctx = Database::new().context();
    three(&ctx);
    let places = ctx.db.person().by_place();
    assert_eq!(ids(places.filter(1)), [1, 2, 3]);
    assert_eq!(ids(places.filter(1..2)), [1, 2, 3]);
    assert_eq!(ids(places.filter(2)), []);
    assert_eq!(ids(places.filter((1,))), [1, 2, 3]);
    assert_eq!(ids(places.filter((1, 0))), [2]);
    assert_eq!(ids(places.filter((1, -5..5))), [1, 2]);
    assert_eq!(ids(places.filter((1, 0, "a"))), [2]);
    assert_eq!(ids(places.filter((&1, 0, "b"..))), []);
    assert_eq!(places.delete((1, 0..)), 2);
}

#[test]
fn hash_indexes_have_points() {
    let ctx = Database::new().context();
    three(&ctx);
    assert_eq!(ids(ctx.db.person().color().filter(Color::Red)), [1]);
    assert_eq!(ctx.db.person().color().delete(Color::Blue), 2);
}

#[test]
fn a_unique_value_is_refused_once_it_is_there() {
    let ctx = Database::new().context();
    three(&ctx);
    let refused = ctx.db.person().try_insert(person("a", 9));
    assert_eq!(refused, Err(TryInsertError::UniqueConstraintViolation("person")));
    let people = ctx.db.person();
    let updated = people.id().try_insert_or_update(Person { id: 1, ..person("a", 9) });
    assert_eq!(updated, Err(TryInsertError::UniqueConstraintViolation("person")));
    assert_eq!(people.count(), 3);
    assert_eq!(people.id().find(1).map(|row| row.email), Some("b".into()));
}

#[test]
#[should_panic(expected = "`person` has a row with the same unique value already")]
fn inserting_it_ends_the_call() {
    let ctx = Database::new().context();
    three(&ctx);
    ctx.db.person().insert(person("a", 9));
}

#[test]
#[should_panic(expected = "could not update by `person_id_idx_btree`: there is no row")]
fn updating_no_row_ends_the_call() {
    Database::new().context().db.person().id().update(person("a", 1));
}

#[test]
fn rows_are_replaced_by_their_keys() {
    let ctx = Database::new().context();
    three(&ctx);
    let row = ctx.db.person().id().find(2).unwrap();
    ctx.db.person().id().update(Person { score: 7, ..row.clone() });
    assert_eq!(ids(ctx.db.person().score().filter(7)), [2]);
    ctx.db.person().email().insert_or_update(person("z", 8));
    assert_eq!(ids(ctx.db.person().score().filter(8)), [4]);
    assert!(!ctx.db.person().delete(&row));
    assert!(ctx.db.person().delete(Person { score: 7, ..row }));
    assert_eq!(ctx.db.person().clear(), 3);
}

#[test]
fn writing_while_reading_is_fine() {
    let ctx = Database::new().context();
    three(&ctx);
    for row in ctx.db.person().iter() {
        ctx.db.person().insert(person(&format!("{}{}", row.email, row.id), 1));
        ctx.db.person().delete(row);
    }
    assert_eq!(ids(ctx.db.person().iter()), [4, 5, 6]);
    // Left after the first row.
    assert!(ctx.db.person().iter().next().is_some());
}

#[test]
fn negative_and_wide_numbers_keep_their_order() {
    let ctx = Database::new().context();
    for (small, signed) in [(1i8, i256::MAX), (-1, i256::MIN), (0, i256::new(-1))] {
        let unsigned = u256::MAX - u256::new(small.unsigned_abs().into());
        ctx.db.wide().insert(Wide { small, signed, unsigned: unsigned - u256::from(small > 0) });
    }
    let smalls = |rows: stele::Rows<Wide>| rows.map(|row| row.small).collect::<Vec<_>>();
    assert_eq!(smalls(ctx.db.wide().small().filter(..)), [-1, 0, 1]);
    assert_eq!(smalls(ctx.db.wide().signed().filter(..)), [-1, 0, 1]);
    assert_eq!(smalls(ctx.db.wide().unsigned().filter(..)), [1, -1, 0]);
    assert_eq!(smalls(ctx.db.wide().signed().filter(i256::ZERO..)), [1]);
}

#[reducer]
fn add_and_fail(ctx: &ReducerContext, email: String, is_good: bool) -> Result<(), String> {
    ctx.db.person().insert(person(&email, 1));
    ctx.db.ping().insert(Ping { number: 1 });
    assert_eq!(ctx.db.ping().count(), 1);
    if is_good { Ok(()) } else { Err("no".into()) }
}

#[test]
fn nothing_stays_of_a_failed_call() {
    let mut db = Database::new();
    assert_eq!(db.call(|ctx| add_and_fail(ctx, "a".into(), false)), Err("no".into()));
    assert_eq!(db.context().db.person().count(), 0);
    assert_eq!(db.call(|ctx| add_and_fail(ctx, "a".into(), true)), Ok(()));
    assert_eq!(db.context().db.person().count(), 1);
    assert_eq!(db.context().db.ping().count(), 0, "events last for one call");
    let panicked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        db.call(|ctx| add_and_fail(ctx, "a".into(), true))
    }));
    assert!(panicked.is_err());
    assert_eq!(db.context().db.person().count(), 1);
}

#[test]
fn a_call_tells_who_and_when() {
    let mut db = Database::new();
    db.set_sender(Identity::ONE);
    db.set_connection_id(Some(ConnectionId::from_u128(7)));
    db.set_claims(Some(r#"{"iss": "me", "sub": "you"}"#));
    let ctx = db.context();
    assert_eq!(ctx.sender(), Identity::ONE);
    assert_eq!(ctx.connection_id(), Some(ConnectionId::from_u128(7)));
    let claims = ctx.sender_auth().jwt().unwrap();
    assert_eq!((claims.issuer(), claims.subject()), ("me", "you"));
    assert_eq!(ctx.random::<u64>(), db.context().random::<u64>());
    assert_ne!(ctx.new_uuid_v4(), ctx.new_uuid_v4());
    assert!(ctx.new_uuid_v7() < ctx.new_uuid_v7());
}

#[procedure]
fn add_some(ctx: &mut ProcedureContext, count: u64) -> u64 {
    let _ = ctx.try_with_tx(|tx| {
        tx.db.person().insert(person("never", 0));
        Err::<(), _>("rolled back")
    });
    for n in 0..count {
        ctx.with_tx(|tx| tx.db.person().insert(person(&n.to_string(), 0)));
    }
    ctx.with_tx(|tx| tx.db.person().count())
}

#[test]
fn procedures_run_transactions() {
    let db = Database::new();
    assert_eq!(add_some(&mut db.procedure_context(), 3), 3);
}

#[view(accessor = reds, public)]
fn reds(ctx: &AnonymousViewContext) -> Vec<Person> {
    ctx.db.person().color().filter(Color::Red).collect()
}

#[view(accessor = mine, public)]
fn mine(ctx: &ViewContext) -> Option<Person> {
    ctx.db.person().email().find(ctx.sender().to_hex())
}

#[view(accessor = good, public)]
fn good(ctx: &AnonymousViewContext) -> impl Query<Person> {
    ctx.from
        .person()
        .r#where(|p| p.score.gte(5i64).and(p.name.ne("it's")).or(p.id.eq(1u64)))
        .filter(|p| p.email.eq("c"))
}

#[test]
fn views_read() {
    let db = Database::new();
    three(&db.context());
    assert_eq!(reds(&db.anonymous_view_context()).len(), 1);
    assert_eq!(mine(&db.view_context()), None);
    assert_eq!(
        good(&db.anonymous_view_context()).into_sql(),
        r#"SELECT * FROM "person" WHERE (("person"."score" >= 5 AND "person"."name" <> 'it''s') OR "person"."id" = 1) AND "person"."email" = 'c'"#
    );
}
