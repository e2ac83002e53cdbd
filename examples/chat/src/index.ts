// A chat room: who is there, and what they say.
import { schema, SenderError, t, table } from 'stele/server';

const NAME_CHARS_MAX = 32;
const TEXT_CHARS_MAX = 500;

const user = table(
  { name: 'user', public: true },
  {
    identity: t.identity().primaryKey(),
    name: t.string().optional(),
    online: t.bool(),
  }
);

const message = table(
  { name: 'message', public: true },
  {
    id: t.u64().primaryKey().autoInc(),
    sender: t.identity(),
    sent: t.timestamp(),
    text: t.string(),
  }
);

const spacetimedb = schema({ user, message });
export default spacetimedb;

function validName(name: string): string {
  const trimmed = name.trim();
  if (trimmed.length === 0) {
    throw new SenderError('names must not be empty');
  }
  if (trimmed.length > NAME_CHARS_MAX) {
    throw new SenderError(`name of ${trimmed.length} characters, at most ${NAME_CHARS_MAX} are allowed`);
  }
  return trimmed;
}

function validText(text: string): string {
  if (text.trim().length === 0) {
    throw new SenderError('messages must not be empty');
  }
  if (text.length > TEXT_CHARS_MAX) {
    throw new SenderError(`message of ${text.length} characters, at most ${TEXT_CHARS_MAX} are allowed`);
  }
  return text;
}

export const set_name = spacetimedb.reducer({ name: t.string() }, (ctx, { name }) => {
  const wanted = validName(name);
  const me = ctx.db.user.identity.find(ctx.sender);
  if (me === null) {
    throw new SenderError('unknown user: connect before setting a name');
  }
  ctx.db.user.identity.update({ ...me, name: wanted });
});

export const send_message = spacetimedb.reducer({ text: t.string() }, (ctx, { text }) => {
  const sent = validText(text);
  if (ctx.db.user.identity.find(ctx.sender) === null) {
    throw new SenderError('unknown user: connect before sending messages');
  }
  ctx.db.message.insert({ id: 0n, sender: ctx.sender, sent: ctx.timestamp, text: sent });
  console.info(`${ctx.sender.toHexString().slice(0, 8)}: ${sent}`);
});

export const init = spacetimedb.init(_ctx => {
  console.info('chat room opened');
});

export const onConnect = spacetimedb.clientConnected(ctx => {
  const known = ctx.db.user.identity.find(ctx.sender);
  if (known === null) {
    ctx.db.user.insert({ identity: ctx.sender, name: undefined, online: true });
  } else {
    ctx.db.user.identity.update({ ...known, online: true });
  }
});

export const onDisconnect = spacetimedb.clientDisconnected(ctx => {
  const known = ctx.db.user.identity.find(ctx.sender);
  if (known === null) {
    console.warn(`disconnected user ${ctx.sender.toHexString()} was never seen`);
  } else {
    ctx.db.user.identity.update({ ...known, online: false });
  }
});
