//! Bodies that fall around a star in the origin. Knows nothing of the game that they are part of.
use stele::{reducer, table, Identity, ReducerContext, Table};

/// Gravitation times the mass of the star: 100 away, a circle takes a speed of 10.
const PULL: f64 = 10_000.0;

/// What comes closer than this falls in.
const STAR_RADIUS: f64 = 5.0;

const MICROS_PER_SECOND: f64 = 1_000_000.0;

#[table(accessor = body, public)]
pub struct Body {
    #[primary_key]
    #[auto_inc]
    id: u32,
    #[unique]
    owner: Identity,
    x: f64,
    y: f64,
    vx: f64,
    vy: f64,
}

/// Puts a body of the caller's at a place, with a speed.
#[reducer]
pub fn launch(ctx: &ReducerContext, x: f64, y: f64, vx: f64, vy: f64) -> Result<(), &'static str> {
    if ![x, y, vx, vy].iter().all(|number| number.is_finite()) {
        return Err("a place and a speed are numbers");
    }
    ctx.db.body().insert(Body {
        id: 0,
        owner: ctx.sender(),
        x,
        y,
        vx,
        vy,
    });
    Ok(())
}

/// Changes the speed of the caller's body.
#[reducer]
pub fn push(ctx: &ReducerContext, dvx: f64, dvy: f64) -> Result<(), &'static str> {
    if !dvx.is_finite() || !dvy.is_finite() {
        return Err("a change of speed is a number");
    }
    let Some(body) = ctx.db.body().owner().find(ctx.sender()) else {
        return Err("you have no ship");
    };
    ctx.db.body().id().update(Body {
        vx: body.vx + dvx,
        vy: body.vy + dvy,
        ..body
    });
    Ok(())
}

/// Lets all bodies fall for a time; those that reach the star are gone.
#[reducer]
pub fn step(ctx: &ReducerContext, micros: u64) {
    let seconds = micros as f64 / MICROS_PER_SECOND;
    let bodies: Vec<Body> = ctx.db.body().iter().collect();
    for body in bodies {
        let distance = body.x.hypot(body.y);
        if distance < STAR_RADIUS {
            ctx.db.body().id().delete(body.id);
            continue;
        }
        let pull = PULL / (distance * distance * distance) * seconds;
        let (vx, vy) = (body.vx - body.x * pull, body.vy - body.y * pull);
        ctx.db.body().id().update(Body {
            x: body.x + vx * seconds,
            y: body.y + vy * seconds,
            vx,
            vy,
            ..body
        });
    }
}
