// Rows of schedules and of the views over them, seen by two clients: they come and go in the same updates.
import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { DbConnection } from './schedule-views';
import { connectWith, disconnectAll, subscribe, until, V2, V3, type Session as AnySession } from './session';

type Session = AnySession<DbConnection>;

afterEach(disconnectAll);

/** What each update brought, in the order of the updates: `+job note`, `-my_jobs note`, ... */
function updates(session: Session, ...names: ('job' | 'jobs' | 'myJobs' | 'errand' | 'myErrands' | 'tick' | 'myTicks')[]) {
  const seen: string[][] = [];
  let last: unknown;
  const note = (event: unknown, text: string) => {
    if (event !== last) seen.push([]);
    last = event;
    seen.at(-1)!.push(text);
    seen.at(-1)!.sort();
  };
  for (const name of names) {
    const table = session.connection.db[name];
    table.onInsert((context, row) => note(context.event, `+${name} ${row.note}`));
    table.onDelete((context, row) => note(context.event, `-${name} ${row.note}`));
  }
  return seen;
}

let ships = 0;

for (const protocol of [V3, V2] as const) {
  for (const shape of ['one subscription', 'two subscriptions'] as const) {
    const name = `${protocol.slice(0, 2)}, ${shape}`;

    /** Two clients with a ship each. */
    const start = async (...queries: string[]) => {
      const clients: { session: Session; ship: number }[] = [];
      for (let i = 0; i < 2; i++) {
        const session = await connectWith(DbConnection.builder, { protocol });
        const ship = ++ships;
        await session.connection.reducers.launch({ id: ship });
        if (shape === 'one subscription') await subscribe(session, ...queries);
        else for (const query of queries) await subscribe(session, query);
        clients.push({ session, ship });
      }
      return clients;
    };

    for (const kind of ['works', 'refuses', 'breaks']) {
      test(`${name}: a call of a reducer that ${kind}`, async () => {
        const [ada, bob] = await start('SELECT * FROM job', 'SELECT * FROM jobs', 'SELECT * FROM my_jobs');
        const ofAda = updates(ada.session, 'job', 'jobs', 'myJobs');
        const ofBob = updates(bob.session, 'job', 'jobs', 'myJobs');
        const note = `${kind} ${ada.ship}`;
        await ada.session.connection.reducers.addJob({ ship: ada.ship, note });
        await until('both rows are gone', () => ofAda.length >= 2 && ofBob.length >= 2);
        assert.deepEqual(ofAda, [
          [`+job ${note}`, `+jobs ${note}`, `+myJobs ${note}`],
          [`-job ${note}`, `-jobs ${note}`, `-myJobs ${note}`],
        ]);
        assert.deepEqual(ofBob, [
          [`+job ${note}`, `+jobs ${note}`],
          [`-job ${note}`, `-jobs ${note}`],
        ]);
      });
    }

    for (const kind of ['works', 'breaks']) {
      test(`${name}: a call of a procedure that ${kind}`, async () => {
        const [ada, bob] = await start('SELECT * FROM errand', 'SELECT * FROM my_errands', 'SELECT * FROM done');
        const ofAda = updates(ada.session, 'errand', 'myErrands');
        const ofBob = updates(bob.session, 'errand', 'myErrands');
        const note = `${kind} ${ada.ship}`;
        await ada.session.connection.reducers.addErrand({ ship: ada.ship, note });
        await until('both rows are gone', () => ofAda.length >= 2 && ofBob.length >= 2);
        assert.deepEqual(ofAda, [
          [`+errand ${note}`, `+myErrands ${note}`],
          [`-errand ${note}`, `-myErrands ${note}`],
        ]);
        assert.deepEqual(ofBob, [[`+errand ${note}`], [`-errand ${note}`]]);
        // The row was gone before the call began.
        await until('the call was made', () =>
          [...bob.session.connection.db.done.iter()].some(row => row.note === `${note}, 0 left`)
        );
      });
    }

    test(`${name}: an interval stays, and its calls go on`, async () => {
      const [ada, bob] = await start('SELECT * FROM tick', 'SELECT * FROM my_ticks', 'SELECT * FROM done');
      const ofAda = updates(ada.session, 'tick', 'myTicks');
      const ofBob = updates(bob.session, 'tick', 'myTicks');
      const ticks = () =>
        [...ada.session.connection.db.done.iter()].filter(row => row.note === `tick of ${ada.ship}`).length;
      await ada.session.connection.reducers.addTick({ ship: ada.ship, micros: 20_000n });
      await until('it ticks', () => ticks() >= 4);
      assert.deepEqual(ofAda, [['+myTicks tick', '+tick tick']]);
      await ada.session.connection.reducers.stopTicks({ ship: ada.ship });
      await until('it is gone', () => ofAda.length >= 2 && ofBob.length >= 2);
      assert.deepEqual(ofAda[1], ['-myTicks tick', '-tick tick']);
      assert.deepEqual(ofBob, [['+tick tick'], ['-tick tick']]);
    });
  }
}
