//! A connection that a test can wait on.
use crate::{DbConnection, ProcedureOf, Reducer, Subscription};
use spacetimedb_sdk::{Compression, Identity};
use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::mpsc::{channel, Receiver};
use std::time::{Duration, Instant};

/// How long a test waits for anything.
pub const WAIT: Duration = Duration::from_secs(20);

/// A connection that the server has greeted.
pub struct Session {
    pub connection: DbConnection,
    pub identity: Identity,
    pub token: String,
}

/// What a call came to.
#[derive(Debug, PartialEq)]
pub enum Outcome {
    Committed,
    /// The reducer's own error.
    Refused(String),
    /// What the server said of a reducer that crashed.
    Crashed(String),
}

impl Session {
    /// Connects as a new identity.
    pub fn open() -> Session {
        Session::open_with(None, Compression::None)
    }

    pub fn open_with(token: Option<&str>, compression: Compression) -> Session {
        let (greeted, greeting) = channel();
        let refused = greeted.clone();
        let uri = std::env::var("STELE_URI").expect("STELE_URI is the server to test");
        let database = std::env::var("STELE_DATABASE").expect("STELE_DATABASE is its database");
        let connection = DbConnection::builder()
            .with_uri(uri)
            .with_database_name(database)
            .with_token(token)
            .with_compression(compression)
            .on_connect(move |_, identity, token| {
                greeted.send(Ok((identity, token.to_owned()))).expect("the test waits");
            })
            .on_connect_error(move |_, error| {
                refused.send(Err(error.to_string())).expect("the test waits");
            })
            .build()
            .expect("the server answers");
        connection.run_threaded();
        let (identity, token) = greeting
            .recv_timeout(WAIT)
            .expect("the server greets")
            .expect("the server lets in");
        Session { connection, identity, token }
    }

    /// Calls a reducer and waits for its end.
    pub fn call<Call>(&self, call: Call) -> Outcome
    where
        Reducer: From<Call>,
    {
        let (answered, answer) = channel();
        self.connection.call(call, move |outcome| {
            let outcome = match outcome {
                Ok(Ok(())) => Outcome::Committed,
                Ok(Err(text)) => Outcome::Refused(text),
                Err(error) => Outcome::Crashed(error.to_string()),
            };
            answered.send(outcome).expect("the test waits");
        });
        answer.recv_timeout(WAIT).expect("the call ends")
    }

    /// Calls a procedure, and gives what to wait for its answer with.
    pub fn begin<Call: ProcedureOf>(&self, call: Call) -> Receiver<Result<Call::Answer, String>> {
        let (answered, answer) = channel();
        self.connection.ask(call, move |outcome| {
            answered.send(outcome.map_err(|error| error.to_string())).expect("the test waits");
        });
        answer
    }

    /// Calls a procedure and waits for its answer.
    pub fn ask<Call: ProcedureOf>(&self, call: Call) -> Result<Call::Answer, String> {
        self.begin(call).recv_timeout(WAIT).expect("the procedure ends")
    }

    /// Subscribes and waits for the rows; the server's reason when it refuses.
    pub fn try_subscribe(&self, query: &str) -> Result<Subscription, String> {
        let (applied, application) = channel();
        let failed = applied.clone();
        let subscription = self
            .connection
            .subscribe()
            .on_applied(move |_| applied.send(Ok(())).expect("the test waits"))
            .on_error(move |_, error| failed.send(Err(error.to_string())).expect("the test waits"))
            .subscribe([query]);
        application
            .recv_timeout(WAIT)
            .expect("the server answers the subscription")
            .map(|()| subscription)
    }

    /// What the server answers to SQL over HTTP: the status line, headers and the rows as JSON.
    pub fn sql(&self, query: &str) -> String {
        let uri = std::env::var("STELE_URI").expect("STELE_URI is the server to test");
        let database = std::env::var("STELE_DATABASE").expect("STELE_DATABASE is its database");
        let host = uri.strip_prefix("http://").expect("the server speaks HTTP");
        let mut socket = TcpStream::connect(host).expect("the server answers");
        let (token, length) = (&self.token, query.len());
        write!(
            socket,
            "POST /v1/database/{database}/sql HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\
             Authorization: Bearer {token}\r\nContent-Length: {length}\r\n\r\n{query}"
        )
        .expect("the server reads");
        let mut answer = String::new();
        socket.read_to_string(&mut answer).expect("the server answers");
        answer
    }

    pub fn subscribe(&self, query: &str) -> Subscription {
        self.try_subscribe(query).unwrap_or_else(|error| panic!("{query}: {error}"))
    }
}

/// Waits until `holds`.
pub fn until(what: &str, holds: impl Fn() -> bool) {
    let begin = Instant::now();
    while !holds() {
        assert!(begin.elapsed() < WAIT, "never happened: {what}");
        std::thread::sleep(Duration::from_millis(5));
    }
}
