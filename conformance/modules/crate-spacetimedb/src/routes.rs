//! What the module answers to HTTP requests.
use crate::views::*;
use spacetimedb::http::{handler, router, Body, HandlerContext, Request, Response, Router};
use spacetimedb::{Identity, Table};

#[router]
fn routes() -> Router {
    Router::new()
        .get("", root)
        .get("/", slash)
        .any("/echo", echo)
        .post("/scores", post_score)
        .delete("/scores", refuse_score)
        .get("/crash", crash_route)
        .get("/fetch", fetch_route)
        .get("/spin", spin_route)
        .nest("/deep", Router::new().get("/one", slash).put("/one", echo))
}

fn answer(status: u16, body: impl Into<Body>) -> Response {
    Response::builder().status(status).body(body.into()).expect("the status is one")
}

#[handler]
fn root(_ctx: &mut HandlerContext, _request: Request) -> Response {
    answer(204, ())
}

#[handler]
fn slash(_ctx: &mut HandlerContext, _request: Request) -> Response {
    answer(418, "short and stout")
}

/// The request: its method, path and query, and one header as headers; its body as the body.
#[handler]
fn echo(_ctx: &mut HandlerContext, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let mut response = Response::builder()
        .status(201)
        .header("x-method", parts.method.as_str())
        .header("x-uri", parts.uri.to_string())
        .header("x-many", "one")
        .header("x-many", "two");
    if let Some(kind) = parts.headers.get("content-type") {
        response = response.header("content-type", kind);
    }
    response.body(body).expect("the headers are some")
}

/// Adds a score of as many points as the body says, in game 90; says who it is by.
#[handler]
fn post_score(ctx: &mut HandlerContext, request: Request) -> Response {
    let Ok(points) = request.into_body().into_string_lossy().parse::<u32>() else {
        return answer(400, "no number");
    };
    let who = ctx.with_tx(|tx| {
        let row = Score { id: 0, who: tx.sender(), game: 90, points };
        assert!(tx.connection_id().is_none());
        tx.db.score().insert(row).who
    });
    answer(200, if who == Identity::ZERO { "by nobody" } else { "by somebody" })
}

/// Adds a score and takes it back.
#[handler]
fn refuse_score(ctx: &mut HandlerContext, _request: Request) -> Response {
    let refused: Result<(), &str> = ctx.try_with_tx(|tx| {
        tx.db.score().insert(Score { id: 0, who: tx.sender(), game: 91, points: 1 });
        Err("refused")
    });
    answer(409, refused.unwrap_err())
}

#[handler]
fn crash_route(ctx: &mut HandlerContext, _request: Request) -> Response {
    ctx.with_tx(|tx| {
        tx.db.score().insert(Score { id: 0, who: tx.sender(), game: 91, points: 1 });
        panic!("secret");
    })
}

#[handler]
fn fetch_route(ctx: &mut HandlerContext, _request: Request) -> Response {
    match ctx.http.get("http://127.0.0.1:1/") {
        Ok(_) => answer(200, "reached"),
        Err(error) => answer(502, error.to_string()),
    }
}

#[handler]
fn spin_route(_ctx: &mut HandlerContext, _request: Request) -> Response {
    let mut turns = 0u64;
    loop {
        turns = std::hint::black_box(turns.wrapping_add(1));
    }
}
