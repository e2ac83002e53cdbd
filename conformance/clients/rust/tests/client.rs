//! The published Rust client against a running server with the module `crate-spacetimedb`.
use crate_spacetimedb_client::session::{until, Outcome, Session, WAIT};
use crate_spacetimedb_client::*;
use spacetimedb_sdk::__codegen::__sats::{i256, u256};
use spacetimedb_sdk::__codegen::SubscriptionHandle;
use spacetimedb_sdk::{
    Compression, ConnectionId, Event, Identity, ScheduleAt, TimeDuration, Timestamp, Uuid,
};
use std::sync::mpsc::channel;
use std::sync::{Arc, Mutex};

fn filled_number(id: u32) -> Number {
    Number {
        id,
        a: i8::MIN,
        b: u8::MAX,
        c: i16::MIN,
        d: u16::MAX,
        e: i32::MIN,
        f: u32::MAX,
        g: i64::MIN,
        h: u64::MAX,
        i: i128::MIN,
        j: u128::MAX,
        k: i256::MIN,
        l: u256::MAX,
        single: 0.5,
        precise: -2.25,
        flag: true,
    }
}

fn filled_thing(id: u32, who: Identity) -> Thing {
    let place = Place { street: "Hauptstraße".into(), number: 7 };
    Thing {
        id,
        text: "héllo".into(),
        raw: vec![0, 127, 255],
        words: vec!["one".into(), String::new()],
        maybe: Some(-1),
        outcome: Err("no".into()),
        contact: Contact::Visit(place.clone()),
        place,
        season: Season::Autumn,
        who,
        connection: ConnectionId::from_u128(5),
        at: Timestamp::from_micros_since_unix_epoch(1_700_000_000_000_000),
        span: TimeDuration::from_micros(-1),
        due: ScheduleAt::Interval(TimeDuration::from_micros(3_000_000)),
        token: Uuid::from_u128(6),
    }
}

fn person(email: &str, age: u8, team: &str) -> AddPerson {
    AddPerson {
        email: email.into(),
        age,
        team: team.into(),
        city: "Wien".into(),
        street: "Ring".into(),
    }
}

fn ages(session: &Session) -> Vec<(String, u8)> {
    let mut all: Vec<_> =
        session.connection.person().rows().into_iter().map(|row| (row.email, row.age)).collect();
    all.sort();
    all
}

#[test]
fn every_type_arrives() {
    let session = Session::open();
    assert_eq!(session.call(Fill { id: 1 }), Outcome::Committed);
    session.subscribe("SELECT * FROM number WHERE id = 1");
    session.subscribe("SELECT * FROM thing WHERE id = 1");
    assert_eq!(session.connection.number().rows(), [filled_number(1)]);
    assert_eq!(session.connection.thing().rows(), [filled_thing(1, session.identity)]);
}

#[test]
fn every_type_is_an_argument() {
    let session = Session::open();
    session.subscribe("SELECT * FROM number WHERE id = 2");
    session.subscribe("SELECT * FROM thing WHERE id = 2");
    let number = Number { a: 1, k: i256::from(-5i8), single: f32::NEG_INFINITY, ..filled_number(2) };
    let thing = Thing {
        maybe: None,
        outcome: Ok(3),
        contact: Contact::Calls(vec![1, 2]),
        due: ScheduleAt::Time(Timestamp::UNIX_EPOCH),
        ..filled_thing(2, Identity::ZERO)
    };
    let call = Put { number: number.clone(), thing: thing.clone() };
    assert_eq!(session.call(call), Outcome::Committed);
    assert_eq!(session.connection.number().rows(), [number]);
    assert_eq!(session.connection.thing().find("id", &2u32), Some(thing));
}

#[test]
fn changes_of_another_client_arrive() {
    let (reader, writer) = (Session::open(), Session::open());
    reader.subscribe("SELECT * FROM person WHERE team = 'changes'");
    let events = Arc::new(Mutex::new(Vec::new()));
    let tell = |events: &Arc<Mutex<Vec<String>>>| {
        let events = Arc::clone(events);
        move |what: String| events.lock().unwrap().push(what)
    };
    let (inserted, updated, deleted) = (tell(&events), tell(&events), tell(&events));
    let table = reader.connection.person();
    table.on_insert(move |context, row| {
        assert!(matches!(
            spacetimedb_sdk::__codegen::AbstractEventContext::event(context),
            Event::Transaction
        ));
        inserted(format!("+ {} {}", row.email, row.age));
    });
    table.on_update(move |_, from, to| updated(format!("{} > {}", from.age, to.age)));
    table.on_delete(move |_, row| deleted(format!("- {}", row.email)));

    assert_eq!(writer.call(person("c@x", 30, "changes")), Outcome::Committed);
    until("the person is there", || !table.rows().is_empty());
    let id = table.rows()[0].id;
    assert_eq!(writer.call(SetAge { id, age: 31 }), Outcome::Committed);
    assert_eq!(writer.call(RemovePerson { email: "c@x".into() }), Outcome::Committed);
    until("all changes are there", || events.lock().unwrap().len() == 3);
    assert_eq!(*events.lock().unwrap(), ["+ c@x 30", "30 > 31", "- c@x"]);
    assert_eq!(table.rows(), []);
}

#[test]
fn a_unique_column_refuses_and_nothing_stays() {
    let session = Session::open();
    session.subscribe("SELECT * FROM person WHERE team = 'unique'");
    assert_eq!(session.call(person("u@x", 1, "unique")), Outcome::Committed);
    assert_eq!(session.call(person("u@x", 2, "unique")), Outcome::Refused("taken".into()));
    assert_eq!(ages(&session), [("u@x".into(), 1)]);
}

#[test]
fn errors_and_crashes() {
    let session = Session::open();
    session.subscribe("SELECT * FROM visit WHERE what = 'never'");
    let why = "not today: é, 🙂 and \"quotes\"";
    assert_eq!(session.call(Fail { text: why.into() }), Outcome::Refused(why.into()));
    match session.call(Crash { text: "secret".into() }) {
        Outcome::Crashed(text) => assert!(!text.contains("secret"), "{text}"),
        other => panic!("{other:?}"),
    }
    assert_eq!(session.connection.visit().rows(), []);
    assert_eq!(session.call(Emit { number: 0, text: "still here".into() }), Outcome::Committed);
}

#[test]
fn rows_of_event_tables_arrive_and_are_not_kept() {
    let (reader, writer) = (Session::open(), Session::open());
    reader.subscribe("SELECT * FROM ping WHERE number = 7");
    let (arrived, arrival) = channel();
    reader.connection.ping().on_insert(move |_, row| arrived.send(row.clone()).unwrap());
    assert_eq!(writer.call(Emit { number: 8, text: "other".into() }), Outcome::Committed);
    assert_eq!(writer.call(Emit { number: 7, text: "mine".into() }), Outcome::Committed);
    let row = arrival.recv_timeout(WAIT).expect("the event arrives");
    assert_eq!(row, Ping { number: 7, text: "mine".into() });
    assert_eq!(reader.connection.ping().rows(), []);
}

#[test]
fn indexes_answer() {
    let session = Session::open();
    for (email, age) in [("i1@x", 241), ("i2@x", 242), ("i3@x", 245)] {
        assert_eq!(session.call(person(email, age, "index")), Outcome::Committed);
    }
    session.subscribe("SELECT * FROM person WHERE age > 240");
    let mut ids: Vec<_> = session.connection.person().rows().iter().map(|row| row.id).collect();
    ids.sort();
    session.subscribe("SELECT * FROM note");
    let (low, high) = (241, 242);
    let (team, city) = ("index".into(), "Wien".into());
    assert_eq!(session.call(LookUp { low, high, team, city }), Outcome::Committed);
    let begin = format!("{:?} {:?} ", &ids[..2], ids);
    let notes = session.connection.note().rows();
    assert!(notes.iter().any(|note| note.text.starts_with(&begin)), "{begin}: {notes:?}");
    assert_eq!(session.call(RemoveAges { low: 240 }), Outcome::Committed);
    assert_eq!(session.connection.person().rows(), []);
}

#[test]
fn a_private_table_is_not_subscribed_to() {
    let session = Session::open();
    assert_eq!(session.call(Keep { word: "hidden".into() }), Outcome::Committed);
    let refusal = session.try_subscribe("SELECT * FROM secret").err().expect("refused");
    assert!(refusal.contains("secret"), "{refusal}");
}

#[test]
fn nothing_arrives_after_unsubscribing() {
    let session = Session::open();
    let subscription = session.subscribe("SELECT * FROM person WHERE team = 'leaving'");
    assert_eq!(session.call(person("l1@x", 1, "leaving")), Outcome::Committed);
    assert_eq!(ages(&session), [("l1@x".into(), 1)]);
    let (ended, end) = channel();
    subscription
        .unsubscribe_then(Box::new(move |_| ended.send(()).unwrap()))
        .expect("subscribed");
    end.recv_timeout(WAIT).expect("the subscription ends");
    assert_eq!(ages(&session), []);
    assert_eq!(session.call(person("l2@x", 1, "leaving")), Outcome::Committed);
    assert_eq!(ages(&session), []);
}

#[test]
fn the_token_brings_back_the_identity_in_each_compression() {
    let first = Session::open();
    first.subscribe("SELECT * FROM visit");
    let visits = || {
        let mut whats: Vec<_> = first.connection.visit().rows();
        whats.retain(|visit| visit.who == first.identity);
        whats.sort_by_key(|visit| visit.id);
        whats.into_iter().map(|visit| (visit.what, visit.has_connection)).collect::<Vec<_>>()
    };
    assert_eq!(visits(), [("connected".into(), true)]);
    for compression in [Compression::None, Compression::Gzip, Compression::Brotli] {
        let again = Session::open_with(Some(&first.token), compression);
        assert_eq!(again.identity, first.identity);
        again.subscribe("SELECT * FROM visit");
        assert!(!again.connection.visit().rows().is_empty());
        again.connection.disconnect();
    }
    until("all have come and gone", || visits().len() == 7);
}

fn say(club: u32, text: &str, is_open: bool) -> Say {
    Say { club, text: text.into(), is_open }
}

fn texts(session: &Session) -> Vec<String> {
    let mut all: Vec<_> =
        session.connection.message().rows().into_iter().map(|row| row.text).collect();
    all.sort();
    all
}

#[test]
fn clients_see_the_rows_that_the_rules_let_them_see() {
    let (ada, bob) = (Session::open(), Session::open());
    for session in [&ada, &bob] {
        session.subscribe("SELECT * FROM message WHERE club >= 101 AND club <= 102");
        session.subscribe("SELECT * FROM member");
        session.subscribe("SELECT * FROM visit");
    }
    assert_eq!(ada.call(Join { club: 101 }), Outcome::Committed);
    assert_eq!(bob.call(Join { club: 102 }), Outcome::Committed);
    assert_eq!(ada.call(say(101, "of ada", false)), Outcome::Committed);
    assert_eq!(ada.call(say(102, "of bob", false)), Outcome::Committed);
    assert_eq!(ada.call(say(101, "of all", true)), Outcome::Committed);
    until("all is there", || texts(&bob).len() == 2);
    assert_eq!(texts(&ada), ["of ada", "of all"]);
    assert_eq!(texts(&bob), ["of all", "of bob"]);
    for session in [&ada, &bob] {
        let members: Vec<_> = session.connection.member().rows().iter().map(|m| m.who).collect();
        assert_eq!(members, [session.identity]);
        let visitors: Vec<_> = session.connection.visit().rows().iter().map(|v| v.who).collect();
        assert_eq!(visitors, [session.identity]);
    }
}

#[test]
fn rows_come_and_go_with_the_rows_that_a_rule_joins() {
    let (ada, bob) = (Session::open(), Session::open());
    ada.subscribe("SELECT * FROM message WHERE club = 103");
    assert_eq!(bob.call(say(103, "before", false)), Outcome::Committed);
    assert_eq!(bob.call(say(103, "open", true)), Outcome::Committed);
    until("what is open is there", || texts(&ada) == ["open"]);
    assert_eq!(ada.call(Join { club: 103 }), Outcome::Committed);
    until("what was said is there", || texts(&ada) == ["before", "open"]);
    assert_eq!(bob.call(say(103, "after", false)), Outcome::Committed);
    until("the next is there", || texts(&ada) == ["after", "before", "open"]);
    assert_eq!(ada.call(Leave { club: 103 }), Outcome::Committed);
    until("what is closed has gone", || texts(&ada) == ["open"]);
}

#[test]
fn rules_hold_for_sql_over_http() {
    let (ada, bob) = (Session::open(), Session::open());
    assert_eq!(ada.call(Join { club: 104 }), Outcome::Committed);
    assert_eq!(ada.call(say(104, "closed", false)), Outcome::Committed);
    let rows = |session: &Session| {
        let answer = session.sql("SELECT text FROM message WHERE club = 104");
        assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
        answer.contains("closed")
    };
    assert_eq!((rows(&ada), rows(&bob)), (true, false));
    assert_eq!(bob.call(Join { club: 104 }), Outcome::Committed);
    assert_eq!(ada.call(Leave { club: 104 }), Outcome::Committed);
    assert_eq!((rows(&ada), rows(&bob)), (false, true));
}

fn points<'a>(all: impl IntoIterator<Item = &'a u32>) -> Vec<u32> {
    let mut all: Vec<u32> = all.into_iter().copied().collect();
    all.sort();
    all
}

fn my_points(session: &Session) -> Vec<u32> {
    let rows = session.connection.my_scores().rows();
    points(rows.iter().map(|row| &row.points))
}

#[test]
fn views_follow_the_rows_that_they_are_made_of() {
    let (ada, bob) = (Session::open(), Session::open());
    for session in [&ada, &bob] {
        session.subscribe("SELECT * FROM my_scores");
        session.subscribe("SELECT * FROM high_scores WHERE game = 11");
        session.subscribe("SELECT * FROM game_totals WHERE game = 11");
        session.subscribe("SELECT * FROM my_messages");
    }
    assert_eq!(ada.call(AddScore { game: 11, points: 10 }), Outcome::Committed);
    assert_eq!(bob.call(AddScore { game: 11, points: 1020 }), Outcome::Committed);
    let total = GameTotal { game: 11, players: 2, points: 1030 };
    for session in [&ada, &bob] {
        until("the total is there", || session.connection.game_totals().rows() == [total.clone()]);
        let high = session.connection.high_scores().rows();
        assert_eq!(points(high.iter().map(|row| &row.points)), [1020]);
    }
    assert_eq!((my_points(&ada), my_points(&bob)), (vec![10], vec![1020]));

    assert_eq!(bob.call(say(111, "unheard", false)), Outcome::Committed);
    assert_eq!(ada.call(Join { club: 111 }), Outcome::Committed);
    until("it is heard", || ada.connection.my_messages().rows().len() == 1);
    assert_eq!(ada.connection.my_messages().rows()[0].text, "unheard");
    assert_eq!(bob.connection.my_messages().rows(), []);

    assert_eq!(bob.call(DropScores { game: 11 }), Outcome::Committed);
    until("all is gone", || my_points(&ada).is_empty() && my_points(&bob).is_empty());
    until("the totals too", || ada.connection.game_totals().rows().is_empty());
}

#[test]
fn procedures_return_values_of_every_shape() {
    let session = Session::open();
    assert_eq!(session.ask(Sum { a: u32::MAX, b: 1 }), Ok(1 << 32));
    assert_eq!(session.ask(Nothing {}), Ok(()));
    assert_eq!(session.ask(Divide { a: 7, b: 2 }), Ok(Ok(3)));
    assert_eq!(session.ask(Divide { a: 7, b: 0 }), Ok(Err("7 by zero".into())));
    let place = Place { street: "Hauptstraße".into(), number: 7 };
    let contact = Contact::Calls(vec![1, 2]);
    let seasons = vec![Season::Winter, Season::Spring];
    let (maybe, raw) = (Some("é 🙂".to_string()), vec![0, 127, 255]);
    let described = Described {
        place: place.clone(),
        contact: contact.clone(),
        seasons: seasons.clone(),
        maybe: maybe.clone(),
        raw: raw.clone(),
    };
    assert_eq!(session.ask(Describe { place, contact, seasons, maybe, raw }), Ok(described));
}

#[test]
fn a_procedure_knows_its_caller_also_in_its_transactions() {
    let session = Session::open();
    let seen = session.ask(Caller {}).unwrap();
    let connection = spacetimedb_sdk::DbContext::connection_id(&session.connection);
    assert_eq!((seen.who, seen.who_in_tx), (session.identity, session.identity));
    assert_eq!((seen.connection, seen.connection_in_tx), (Some(connection), Some(connection)));
    assert_ne!(seen.database, session.identity);
}

#[test]
fn what_a_procedure_commits_is_there_and_nothing_else() {
    let session = Session::open();
    session.subscribe("SELECT * FROM score WHERE game = 12");
    let seen = || {
        let rows = session.connection.score().rows();
        points(rows.iter().map(|row| &row.points))
    };
    assert_eq!(session.ask(ScorePoints { game: 12, points: 5 }), Ok(1));
    assert_eq!(seen(), [5]);
    let why = "not this time".to_string();
    assert_eq!(session.ask(ScoreAndRefuse { game: 12, why: why.clone() }), Ok(why));
    assert_eq!(seen(), [5]);
    let error = session.ask(ScoreAndPanic { game: 12, text: "secret".into() }).unwrap_err();
    assert!(!error.contains("secret"), "{error}");
    assert_eq!(seen(), [1, 5]);
}

#[test]
fn procedures_that_fail_are_errors_and_others_go_on() {
    let session = Session::open();
    let error = session.ask(Panics { text: "secret".into() }).unwrap_err();
    assert!(!error.contains("secret"), "{error}");
    let error = session.ask(NoSuch {}).unwrap_err();
    assert!(error.contains("No such procedure"), "{error}");
    let spinning = session.begin(Spin {});
    assert_eq!(session.ask(Sum { a: 1, b: 2 }), Ok(3));
    assert_eq!(session.call(AddScore { game: 13, points: 1 }), Outcome::Committed);
    spinning.recv_timeout(WAIT).expect("the procedure is ended").unwrap_err();
    assert_eq!(session.ask(Sum { a: 2, b: 2 }), Ok(4));
}

#[test]
fn reducers_run_while_a_procedure_waits_for_what_they_do() {
    let (ada, bob) = (Session::open(), Session::open());
    let waiting = ada.begin(AwaitScore { game: 14 });
    assert_eq!(ada.call(AddScore { game: 15, points: 1 }), Outcome::Committed);
    assert_eq!(bob.call(AddScore { game: 14, points: 77 }), Outcome::Committed);
    assert_eq!(waiting.recv_timeout(WAIT).expect("the procedure ends"), Ok(77));
}

#[test]
fn a_procedure_does_not_reach_into_the_servers_own_network() {
    let session = Session::open();
    for host in ["127.0.0.1", "localhost", "[::1]", "10.0.0.1", "169.254.169.254"] {
        let said = session.ask(Fetch { uri: format!("http://{host}/") }).unwrap();
        assert!(
            said.contains("refusing to connect to private or special-purpose addresses"),
            "{host}: {said}"
        );
    }
}

#[test]
fn scheduled_procedures_are_called_by_the_database() {
    let session = Session::open();
    session.subscribe("SELECT * FROM rung WHERE game = 16 OR game = 17");
    for (game, is_broken) in [(16, false), (17, true)] {
        assert_eq!(session.call(SetAlarm { game, millis: 1, is_broken }), Outcome::Committed);
    }
    until("both have rung", || session.connection.rung().rows().len() == 2);
    for rung in session.connection.rung().rows() {
        assert!(rung.is_by_database && !rung.has_connection, "{rung:?}");
    }
}
