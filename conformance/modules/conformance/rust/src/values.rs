//! Values of every type: written from arguments, read back, told as text, copied.

use crate::list_of;
use crate::tables::*;
use stele::sats::{i256, u256};
use stele::{reducer, ReducerContext, ScheduleAt, Table};

// One writer for each table: a row with the same id is replaced.

macro_rules! put {
    ($ctx:ident, $table:ident, $row:expr) => {{
        let row = $row;
        $ctx.db.$table().id().delete(row.id);
        $ctx.db.$table().insert(row);
    }};
}
pub(crate) use put;

#[reducer]
#[allow(clippy::too_many_arguments)]
pub fn put_integers(
    ctx: &ReducerContext,
    id: u32,
    a: i8,
    b: u8,
    c: i16,
    d: u16,
    e: i32,
    f: u32,
    g: i64,
    h: u64,
) {
    #[rustfmt::skip]
    put!(ctx, integers, Integers { id, a, b, c, d, e, f, g, h });
}

#[reducer]
pub fn put_wide(ctx: &ReducerContext, id: u32, a: i128, b: u128, c: i256, d: u256) {
    put!(ctx, wide, Wide { id, a, b, c, d });
}

#[reducer]
pub fn put_floats(ctx: &ReducerContext, id: u32, single: f32, precise: f64) {
    #[rustfmt::skip]
    put!(ctx, floats, Floats { id, single, precise });
}

#[reducer]
pub fn put_texts(ctx: &ReducerContext, id: u32, flag: bool, text: String, raw: Vec<u8>) {
    #[rustfmt::skip]
    put!(ctx, texts, Texts { id, flag, text, raw });
}

#[reducer]
pub fn put_arrays(ctx: &ReducerContext, row: Arrays) {
    put!(ctx, arrays, row);
}

#[reducer]
pub fn put_options(ctx: &ReducerContext, row: Options) {
    put!(ctx, options, row);
}

#[reducer]
pub fn put_outcomes(ctx: &ReducerContext, row: Outcomes) {
    put!(ctx, outcomes, row);
}

#[reducer]
pub fn put_products(ctx: &ReducerContext, row: Products) {
    put!(ctx, products, row);
}

#[reducer]
pub fn put_sums(ctx: &ReducerContext, row: Sums) {
    put!(ctx, sums, row);
}

#[reducer]
pub fn put_specials(ctx: &ReducerContext, row: Specials) {
    put!(ctx, specials, row);
}

// Values as text

fn shown(shape: &Shape) -> String {
    match shape {
        Shape::Nothing => "nothing".into(),
        Shape::Circle(_) => "circle".into(),
        Shape::Segment(segment) => format!("segment:{}", segment.label),
        Shape::Path(points) => format!("path:{}", points.len()),
        Shape::Tinted(color) => format!("tinted:{color}"),
        Shape::Label(text) => format!("label:{text}"),
        Shape::Maybe(number) => format!("maybe:{}", or_none(*number)),
    }
}

/// Arguments of many types in one call.
#[reducer]
#[allow(clippy::too_many_arguments)]
pub fn echo(
    ctx: &ReducerContext,
    flag: bool,
    number: i32,
    text: String,
    raw: Vec<u8>,
    point: Point,
    shape: Shape,
    maybe: Option<u8>,
    words: Vec<String>,
) {
    let (raw, shape, maybe) = (raw.len(), shown(&shape), or_none(maybe));
    let words = listed(words);
    tell(ctx, format!("echo {flag}|{number}|{text}|{raw}|{point}|{shape}|{maybe}|{words}"));
}

/// The row with an id, which must be there.
macro_rules! row {
    ($ctx:ident, $table:ident, $id:ident) => {
        $ctx.db.$table().id().find($id).unwrap_or_else(|| panic!("no row {}", $id))
    };
}

#[reducer]
pub fn show_integers(ctx: &ReducerContext, id: u32) {
    let row = row!(ctx, integers, id);
    let values = list_of!(row.a, row.b, row.c, row.d, row.e, row.f, row.g, row.h);
    tell(ctx, format!("integers {values}"));
}

#[reducer]
pub fn show_wide(ctx: &ReducerContext, id: u32) {
    let row = row!(ctx, wide, id);
    tell(ctx, format!("wide {}", list_of!(row.a, row.b, row.c, row.d)));
}

#[reducer]
pub fn show_texts(ctx: &ReducerContext, id: u32) {
    let Texts { flag, text, raw, .. } = row!(ctx, texts, id);
    let sum: u64 = raw.iter().map(|byte| u64::from(*byte)).sum();
    tell(ctx, format!("texts {flag}|{}|{sum}|{text}", raw.len()));
}

#[reducer]
pub fn show_arrays(ctx: &ReducerContext, id: u32) {
    let row = row!(ctx, arrays, id);
    let lengths = list_of!(
        row.flags.len(),
        row.numbers.len(),
        row.large.len(),
        row.reals.len(),
        row.words.len(),
        row.nested.len(),
        row.points.len(),
        row.maybes.len(),
        row.colors.len(),
    );
    let sum: i64 = row.numbers.iter().map(|number| i64::from(*number)).sum();
    tell(ctx, format!("arrays {lengths}|{sum}|{}", listed(row.words)));
}

#[reducer]
pub fn show_options(ctx: &ReducerContext, id: u32) {
    let row = row!(ctx, options, id);
    tell(
        ctx,
        format!(
            "options {}|{}|{}|{}|{}",
            or_none(row.number),
            or_none(row.text),
            or_none(row.point),
            or_none(row.list.map(listed)),
            or_none(row.who.map(|_| "some")),
        ),
    );
}

#[reducer]
pub fn show_outcomes(ctx: &ReducerContext, id: u32) {
    let row = row!(ctx, outcomes, id);
    let simple = row.simple.map_or_else(|text| format!("err:{text}"), |n| format!("ok:{n}"));
    let rich = row.rich.map_or_else(|color| format!("err:{color}"), |p| format!("ok:{p}"));
    tell(ctx, format!("outcomes {simple}|{rich}"));
}

#[reducer]
pub fn show_products(ctx: &ReducerContext, id: u32) {
    #[rustfmt::skip]
    let Segment { label, start, end, width } = row!(ctx, products, id).segment;
    let width = or_none(width.map(|_| "some"));
    tell(ctx, format!("products {label}|{start}|{end}|{width}"));
}

#[reducer]
pub fn show_sums(ctx: &ReducerContext, id: u32) {
    let row = row!(ctx, sums, id);
    tell(ctx, format!("sums {}|{}", row.color, shown(&row.shape)));
}

#[reducer]
pub fn show_specials(ctx: &ReducerContext, id: u32) {
    let row = row!(ctx, specials, id);
    let due = match row.due {
        ScheduleAt::Interval(span) => format!("interval:{}", span.to_micros()),
        ScheduleAt::Time(moment) => format!("time:{}", moment.to_micros_since_unix_epoch()),
    };
    tell(
        ctx,
        format!(
            "specials {}|{}|{}|{}|{due}|{}",
            row.who,
            row.conn,
            row.at.to_micros_since_unix_epoch(),
            row.span.to_micros(),
            row.token,
        ),
    );
}

/// Reads every row of the tables of values and inserts it again under another id, while it
/// iterates.
#[reducer]
pub fn copy_values(ctx: &ReducerContext, by: u32) {
    let mut copied = 0;
    macro_rules! copy {
        ($($table:ident),*) => {$(
            for mut row in ctx.db.$table().iter() {
                row.id += by;
                ctx.db.$table().insert(row);
                copied += 1;
            }
        )*};
    }
    copy!(integers, wide, floats, texts, arrays, options, outcomes, products, sums, specials);
    tell(ctx, format!("copied {copied}"));
}
