// Checked by the compiler alone: what is inferred from a schema, and what is refused.
import {
  type Infer, type InferSchema, type ReducerCtx, Range, schema, SenderError, t, table, type Identity, type Timestamp,
} from 'stele/server';

type Same<A, B> = (<X>() => X extends A ? 1 : 2) extends <X>() => X extends B ? 1 : 2 ? true : false;
function same<A, B>(_equal: Same<A, B>): void {}

const Shape = t.enum('Shape', { nothing: t.unit(), circle: t.f64() });
const Point = t.object('Point', { x: t.i32(), y: t.i64() });
same<Infer<typeof Shape>, { tag: 'nothing' } | { tag: 'circle'; value: number }>(true);
same<Infer<typeof Point>, { x: number; y: bigint }>(true);
const circle: Infer<typeof Shape> = Shape.circle(2);
const nothing: Infer<typeof Shape> = Shape.nothing;
void [circle, nothing];
// @ts-expect-error no such variant
Shape.square;

const user = table(
  {
    public: true,
    indexes: [
      { accessor: 'byAgeAndName', algorithm: 'btree', columns: ['age', 'name'] },
      { accessor: 'byName', algorithm: 'hash', columns: ['name'] },
    ],
  },
  {
    id: t.identity().primaryKey(),
    email: t.string().unique(),
    name: t.string().optional(),
    age: t.u8().index(),
    at: t.timestamp(),
    shape: Shape,
  }
);
type User = Infer<typeof user.rowType>;
same<User, { id: Identity; email: string; age: number; at: Timestamp; shape: Infer<typeof Shape>; name?: string | undefined }>(true);

// @ts-expect-error an index over a column that does not exist
table({ indexes: [{ accessor: 'x', algorithm: 'btree', columns: ['z'] }] }, { a: t.u8() });
// @ts-expect-error a default and a key
table({}, { a: t.u8().default(1).primaryKey() });
// @ts-expect-error floats have no keys
t.f64().primaryKey();
// @ts-expect-error the default has another type
t.u8().default('x');

const spacetimedb = schema({ user });
export default spacetimedb;
type Ctx = ReducerCtx<InferSchema<typeof spacetimedb>>;

function helper(ctx: Ctx, id: Identity): User {
  const found = ctx.db.user.id.find(id);
  if (found === null) {
    throw new SenderError('unknown');
  }
  return found;
}

export const run = spacetimedb.reducer({ name: t.string(), shape: Shape, count: t.u64().optional() }, (ctx, args) => {
  same<typeof args, { name: string; shape: Infer<typeof Shape>; count?: bigint | undefined }>(true);
  const row = ctx.db.user.insert({ id: ctx.sender, email: 'e', age: 1, at: ctx.timestamp, shape: args.shape });
  same<typeof row, User>(true);
  helper(ctx, ctx.sender);
  ctx.db.user.id.update({ ...row, name: args.name });
  ctx.db.user.email.find('e');
  const deleted: boolean = ctx.db.user.email.delete('e');
  for (const found of ctx.db.user.age.filter(new Range({ tag: 'included', value: 3 }))) {
    same<typeof found, User>(true);
  }
  ctx.db.user.age.filter(3);
  ctx.db.user.byAgeAndName.filter(3);
  ctx.db.user.byAgeAndName.filter([3, 'x']);
  ctx.db.user.byAgeAndName.filter([3, new Range<string | undefined>()]);
  const count: number = ctx.db.user.byName.delete('x');
  void [deleted, count];

  // @ts-expect-error no such table
  ctx.db.users;
  // @ts-expect-error no such column
  ctx.db.user.insert({ ...row, color: 1 });
  // @ts-expect-error a column is missing
  ctx.db.user.insert({ id: ctx.sender, email: 'e' });
  // @ts-expect-error not the type of the key
  ctx.db.user.email.find(5);
  // @ts-expect-error only primary keys update
  ctx.db.user.email.update(row);
  // @ts-expect-error not a unique index
  ctx.db.user.age.find(3);
  // @ts-expect-error no index on this column
  ctx.db.user.at;
  // @ts-expect-error hash indexes have no ranges
  ctx.db.user.byName.filter(new Range<string | undefined>());
  // @ts-expect-error a context is read-only
  ctx.sender = ctx.sender;
});

export const mine = spacetimedb.view({ public: true }, t.option(user.rowType), ctx => ctx.db.user.id.find(ctx.sender) ?? undefined);
export const adults = spacetimedb.anonymousView({ public: true }, t.array(user.rowType), ctx =>
  ctx.from.user.where(row => row.age.gte(18).and(row.email.ne('x')))
);
export const broken = spacetimedb.anonymousView({ public: true }, t.array(user.rowType), ctx => {
  // @ts-expect-error views only read
  ctx.db.user.insert;
  // @ts-expect-error anonymous views know no sender
  ctx.sender;
  // @ts-expect-error not the type of the column
  return ctx.from.user.where(row => row.age.eq('x'));
});
export const answer = spacetimedb.procedure({ id: t.identity() }, t.u64(), (ctx, { id }) =>
  ctx.withTx(tx => (tx.db.user.id.find(id) === null ? 0n : tx.db.user.count()))
);
// @ts-expect-error returns another type
spacetimedb.procedure(t.u64(), () => 'x');
