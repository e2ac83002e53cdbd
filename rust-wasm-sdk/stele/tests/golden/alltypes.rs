//! One table per group of SATS types. Every table has a reducer that inserts the row it is given
//! (`put_*`) and `fixed` inserts a known set of extreme values in all of them.
use stele::sats::{i256, u256};
use stele::{
    reducer, table, ConnectionId, Identity, ReducerContext, ScheduleAt, SpacetimeType, Table, TimeDuration, Timestamp,
    Uuid,
};

#[derive(SpacetimeType, Clone, Debug, PartialEq)]
pub struct Point {
    x: i32,
    y: i32,
}

#[derive(SpacetimeType, Clone, Debug, PartialEq)]
pub struct Nested {
    name: String,
    pos: Point,
    tags: Vec<String>,
    inner: Option<Point>,
}

#[derive(SpacetimeType, Clone, Debug, PartialEq)]
pub struct Empty {}

#[derive(SpacetimeType, Clone, Copy, Debug, PartialEq)]
pub enum Color {
    Red,
    Green,
    DarkBlue,
}

#[derive(SpacetimeType, Clone, Debug, PartialEq)]
pub enum Shape {
    Nothing,
    Circle(f64),
    Rect(Point),
    Label(String),
    Many(Vec<u16>),
    Maybe(Option<u8>),
    Tinted(Color),
}

#[table(accessor = ints, public)]
#[derive(Clone, Debug)]
pub struct Ints {
    #[primary_key]
    id: u32,
    a: i8,
    b: u8,
    c: i16,
    d: u16,
    e: i32,
    f: u32,
    g: i64,
    h: u64,
    i: i128,
    j: u128,
    k: i256,
    l: u256,
}

#[table(accessor = floats, public)]
#[derive(Clone, Debug)]
pub struct Floats {
    #[primary_key]
    id: u32,
    single: f32,
    double: f64,
    flag: bool,
}

#[table(accessor = texts, public)]
#[derive(Clone, Debug)]
pub struct Texts {
    #[primary_key]
    id: u32,
    s: String,
    raw: Vec<u8>,
}

#[table(accessor = options, public)]
#[derive(Clone, Debug)]
pub struct Options {
    #[primary_key]
    id: u32,
    num: Option<u8>,
    text: Option<String>,
    deep: Option<Option<i32>>,
    point: Option<Point>,
    who: Option<Identity>,
    raw: Option<Vec<u8>>,
}

#[table(accessor = results, public)]
#[derive(Clone, Debug)]
pub struct Results {
    #[primary_key]
    id: u32,
    simple: Result<u32, String>,
    rich: Result<Point, Color>,
}

#[table(accessor = arrays, public)]
#[derive(Clone, Debug)]
pub struct Arrays {
    #[primary_key]
    id: u32,
    bytes: Vec<u8>,
    ints: Vec<i32>,
    doubles: Vec<f64>,
    texts: Vec<String>,
    flags: Vec<bool>,
    points: Vec<Point>,
    matrix: Vec<Vec<u8>>,
    maybe: Vec<Option<u32>>,
    colors: Vec<Color>,
    wide: Vec<u128>,
}

#[table(accessor = products, public)]
#[derive(Clone, Debug)]
pub struct Products {
    #[primary_key]
    id: u32,
    point: Point,
    nested: Nested,
    empty: Empty,
}

#[table(accessor = sums, public)]
#[derive(Clone, Debug)]
pub struct Sums {
    #[primary_key]
    id: u32,
    color: Color,
    shape: Shape,
}

#[table(accessor = specials, public)]
#[derive(Clone, Debug)]
pub struct Specials {
    #[primary_key]
    id: u32,
    who: Identity,
    conn: ConnectionId,
    ts: Timestamp,
    dur: TimeDuration,
    at: ScheduleAt,
    uuid: Uuid,
}

/// Names that are changed by the default case conversion.
#[table(accessor = camelTable, public, index(accessor = byBoth, btree(columns = [camelField, HTTPStatus])))]
#[derive(Clone, Debug)]
#[allow(non_snake_case)]
pub struct CamelRow {
    #[primary_key]
    #[auto_inc]
    rowId: u64,
    camelField: u32,
    HTTPStatus: u16,
    with2digits: u8,
    f32: f32,
    #[unique]
    x_y: String,
}

macro_rules! put {
    ($($f:ident $t:ident $ty:ident;)*) => {$(
        #[reducer]
        pub fn $f(ctx: &ReducerContext, row: $ty) {
            log::info!("{row:?}");
            ctx.db.$t().id().delete(row.id);
            ctx.db.$t().insert(row);
        }
    )*};
}
put! {
    put_ints ints Ints;
    put_floats floats Floats;
    put_texts texts Texts;
    put_options options Options;
    put_results results Results;
    put_arrays arrays Arrays;
    put_products products Products;
    put_sums sums Sums;
    put_specials specials Specials;
}

#[reducer]
#[allow(non_snake_case)]
pub fn putCamelRow(ctx: &ReducerContext, camelField: u32, HTTPStatus: u16, xY: String) {
    ctx.db.camelTable().insert(CamelRow { rowId: 0, camelField, HTTPStatus, with2digits: 2, f32: 0.5, x_y: xY });
}

#[reducer]
pub fn many_args(
    _ctx: &ReducerContext,
    a: i8,
    b: u64,
    c: f32,
    d: bool,
    e: String,
    f: Vec<u8>,
    g: Option<String>,
    h: Color,
    i: Shape,
    j: Point,
) {
    log::info!("{a} {b} {c} {d} {e:?} {f:?} {g:?} {h:?} {i:?} {j:?}");
}

#[reducer]
pub fn clear(ctx: &ReducerContext) {
    for r in ctx.db.ints().iter() { ctx.db.ints().id().delete(r.id); }
    for r in ctx.db.floats().iter() { ctx.db.floats().id().delete(r.id); }
    for r in ctx.db.texts().iter() { ctx.db.texts().id().delete(r.id); }
    for r in ctx.db.options().iter() { ctx.db.options().id().delete(r.id); }
    for r in ctx.db.results().iter() { ctx.db.results().id().delete(r.id); }
    for r in ctx.db.arrays().iter() { ctx.db.arrays().id().delete(r.id); }
    for r in ctx.db.products().iter() { ctx.db.products().id().delete(r.id); }
    for r in ctx.db.sums().iter() { ctx.db.sums().id().delete(r.id); }
    for r in ctx.db.specials().iter() { ctx.db.specials().id().delete(r.id); }
}

#[reducer]
pub fn fixed(ctx: &ReducerContext) {
    let db = &ctx.db;
    db.ints().insert(Ints { id: 1, a: 0, b: 0, c: 0, d: 0, e: 0, f: 0, g: 0, h: 0, i: 0, j: 0, k: i256::ZERO, l: u256::ZERO });
    db.ints().insert(Ints {
        id: 2, a: i8::MIN, b: u8::MAX, c: i16::MIN, d: u16::MAX, e: i32::MIN, f: u32::MAX, g: i64::MIN, h: u64::MAX,
        i: i128::MIN, j: u128::MAX, k: i256::MIN, l: u256::MAX,
    });
    db.ints().insert(Ints {
        id: 3, a: i8::MAX, b: 1, c: i16::MAX, d: 1, e: i32::MAX, f: 1, g: i64::MAX, h: 9_007_199_254_740_993,
        i: i128::MAX, j: 1 << 64, k: i256::MAX, l: u256::from(0x1234_5678_9abc_def0u64),
    });
    db.ints().insert(Ints { id: 4, a: -1, b: 1, c: -1, d: 1, e: -1, f: 1, g: -1, h: 1, i: -1, j: 1, k: i256::from(-1), l: u256::from(1u8) });
    for (id, single, double, flag) in [
        (1, 0.0, 0.0, false),
        (2, -0.0, -0.0, true),
        (3, 1.5, 0.1, true),
        (4, f32::MAX, f64::MAX, false),
        (5, f32::MIN_POSITIVE, f64::MIN_POSITIVE, false),
        (6, f32::INFINITY, f64::NEG_INFINITY, false),
        (7, f32::NAN, f64::NAN, false),
        (8, 16777216.0, 1e21, true),
        (9, 1e10, 1e16, true),
        (10, 0.1, 123456789.125, true),
    ] {
        db.floats().insert(Floats { id, single, double, flag });
    }
    db.texts().insert(Texts { id: 1, s: "".into(), raw: vec![] });
    db.texts().insert(Texts { id: 2, s: "plain".into(), raw: vec![0, 1, 254, 255] });
    db.texts().insert(Texts { id: 3, s: "quote \" back \\ slash / tab \t nl \n nul \0 bell \u{7} del \u{7f} é 漢字 🦀 \u{2028}".into(), raw: b"ascii".to_vec() });
    db.options().insert(Options { id: 1, num: None, text: None, deep: None, point: None, who: None, raw: None });
    db.options().insert(Options {
        id: 2, num: Some(7), text: Some("x".into()), deep: Some(None), point: Some(Point { x: 1, y: -2 }),
        who: Some(Identity::ZERO), raw: Some(vec![1, 2]),
    });
    db.options().insert(Options { id: 3, num: Some(0), text: Some("".into()), deep: Some(Some(-5)), point: None, who: Some(Identity::ONE), raw: Some(vec![]) });
    db.results().insert(Results { id: 1, simple: Ok(5), rich: Err(Color::Green) });
    db.results().insert(Results { id: 2, simple: Err("bad".into()), rich: Ok(Point { x: 3, y: 4 }) });
    db.arrays().insert(Arrays { id: 1, bytes: vec![], ints: vec![], doubles: vec![], texts: vec![], flags: vec![], points: vec![], matrix: vec![], maybe: vec![], colors: vec![], wide: vec![] });
    db.arrays().insert(Arrays {
        id: 2, bytes: vec![1, 2, 255], ints: vec![-1, 0, i32::MAX], doubles: vec![0.5, -2.25], texts: vec!["a".into(), "".into()],
        flags: vec![true, false], points: vec![Point { x: 1, y: 2 }, Point { x: 3, y: 4 }], matrix: vec![vec![1], vec![], vec![2, 3]],
        maybe: vec![Some(1), None], colors: vec![Color::Red, Color::DarkBlue], wide: vec![1, u128::MAX],
    });
    db.products().insert(Products {
        id: 1, point: Point { x: -1, y: 1 },
        nested: Nested { name: "n".into(), pos: Point { x: 9, y: 8 }, tags: vec!["t1".into(), "t2".into()], inner: Some(Point { x: 7, y: 6 }) },
        empty: Empty {},
    });
    for (i, (color, shape)) in [
        (Color::Red, Shape::Nothing),
        (Color::Green, Shape::Circle(2.5)),
        (Color::DarkBlue, Shape::Rect(Point { x: 1, y: 2 })),
        (Color::Red, Shape::Label("lbl".into())),
        (Color::Red, Shape::Many(vec![1, 65535])),
        (Color::Red, Shape::Maybe(None)),
        (Color::Red, Shape::Maybe(Some(3))),
        (Color::Red, Shape::Tinted(Color::DarkBlue)),
    ].into_iter().enumerate() {
        db.sums().insert(Sums { id: i as u32 + 1, color, shape });
    }
    db.specials().insert(Specials {
        id: 1, who: Identity::ZERO, conn: ConnectionId::ZERO, ts: Timestamp::UNIX_EPOCH, dur: TimeDuration::ZERO,
        at: ScheduleAt::Time(Timestamp::UNIX_EPOCH), uuid: Uuid::NIL,
    });
    db.specials().insert(Specials {
        id: 2, who: Identity::from_byte_array(core::array::from_fn(|i| i as u8)), conn: ConnectionId::from_u128(0x0123456789abcdef0011223344556677),
        ts: Timestamp::from_micros_since_unix_epoch(1_700_000_000_123_456), dur: TimeDuration::from_micros(1_500_001),
        at: ScheduleAt::Interval(TimeDuration::from_micros(250_000)), uuid: Uuid::MAX,
    });
    db.specials().insert(Specials {
        id: 3, who: Identity::ONE, conn: ConnectionId::from_u128(1), ts: Timestamp::from_micros_since_unix_epoch(-1),
        dur: TimeDuration::from_micros(-2_000_001), at: ScheduleAt::Time(Timestamp::from_micros_since_unix_epoch(253_402_300_799_999_999)),
        uuid: Uuid::from_u128(0x0198c3a4_7b1d_7abc_8def_0123456789ab),
    });
}
