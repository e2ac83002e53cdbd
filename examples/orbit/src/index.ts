// The rules of a game of ships around a star, in TypeScript. What moves is computed by the module `physics`,
// in Rust, in the same transactions: see physics/src/lib.rs and stele.json.
import { foreignModule, ScheduleAt, schema, SenderError, table, t } from 'stele/server';

const TICK_MICROS = 50_000n;
const START_DISTANCE = 100;
const CIRCULAR_SPEED = 10;
const FUEL = 20;

const physics = foreignModule({
  tables: {
    body: table({ name: 'body', public: true }, {
      id: t.u32().primaryKey().autoInc(),
      owner: t.identity().unique(),
      x: t.f64(), y: t.f64(), vx: t.f64(), vy: t.f64(),
    }),
  },
  reducers: {
    launch: { x: t.f64(), y: t.f64(), vx: t.f64(), vy: t.f64() },
    push: { dvx: t.f64(), dvy: t.f64() },
    step: { micros: t.u64() },
  },
});

const pilot = table({ name: 'pilot', public: true }, {
  identity: t.identity().primaryKey(),
  name: t.string(),
  fuel: t.u32(),
  crashes: t.u32(),
});

const tick = table({ name: 'tick', scheduled: (): any => advance }, {
  id: t.u64().primaryKey().autoInc(),
  at: t.scheduleAt(),
});

const db = schema({ pilot, tick, physics });
export default db;

export const init = db.init(ctx => {
  ctx.db.tick.insert({ id: 0n, at: ScheduleAt.interval(TICK_MICROS) });
});

/** A new pilot's ship starts on a circle around the star. */
export const join = db.reducer({ name: t.string() }, (ctx, { name }) => {
  if (name === '') throw new SenderError('a pilot needs a name');
  if (ctx.db.pilot.identity.find(ctx.sender)) throw new SenderError('you fly already');
  physics.launch(ctx.as.physics, { x: START_DISTANCE, y: 0, vx: 0, vy: CIRCULAR_SPEED });
  ctx.db.pilot.insert({ identity: ctx.sender, name, fuel: FUEL, crashes: 0 });
});

/**
 * Fires the engine. Rust changes the ship first; a rule that is broken only then throws, and nothing of both stays.
 */
export const thrust = db.reducer({ dvx: t.f64(), dvy: t.f64() }, (ctx, { dvx, dvy }) => {
  physics.push(ctx.as.physics, { dvx, dvy });
  const me = ctx.db.pilot.identity.find(ctx.sender);
  if (!me) throw new SenderError('you do not fly');
  const cost = Math.ceil(Math.hypot(dvx, dvy));
  if (cost > me.fuel) throw new SenderError(`that takes ${cost} fuel, you have ${me.fuel}`);
  ctx.db.pilot.identity.update({ ...me, fuel: me.fuel - cost });
});

/** Everything moves; who falls into the star begins anew. */
export const advance = db.reducer({ row: tick.rowType }, ctx => {
  physics.step(ctx.as.physics, { micros: TICK_MICROS });
  for (const pilot of [...ctx.db.pilot.iter()]) {
    if (!ctx.db.physics.body.owner.find(pilot.identity)) {
      ctx.db.pilot.identity.update({ ...pilot, fuel: 0, crashes: pilot.crashes + 1 });
    }
  }
});
