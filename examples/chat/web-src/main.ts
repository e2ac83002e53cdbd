// The chat page: draws what the database says, and says what the reader types.
import type { Identity, Timestamp } from 'spacetimedb';
import { DbConnection } from './module_bindings';

interface User {
  identity: Identity;
  name: string | undefined;
  online: boolean;
}

interface Message {
  id: bigint;
  sender: Identity;
  sent: Timestamp;
  text: string;
}

const RETRY_MS = [500, 1_000, 2_000, 5_000, 10_000];
const GROUP_MS = 5 * 60_000;

const database =
  new URLSearchParams(location.search).get('db') ??
  document.querySelector<HTMLMetaElement>('meta[name="stele-database"]')?.content ??
  'chat';
const tokenKey = `stele-token-${database}`;

function element<T extends HTMLElement>(id: string): T {
  const found = document.getElementById(id);
  if (!found) throw new Error(`the page has no #${id}`);
  return found as T;
}

const status = element('status');
const people = element<HTMLUListElement>('people');
const messages = element<HTMLOListElement>('messages');
const empty = element('empty');
const composer = element<HTMLFormElement>('composer');
const text = element<HTMLTextAreaElement>('text');
const nameForm = element<HTMLFormElement>('name-form');
const nameInput = element<HTMLInputElement>('name');
const toast = element('toast');
const count = element('count');

const users = new Map<string, User>();
const lines = new Map<bigint, Message>();
let connection: DbConnection | undefined;
let me: Identity | undefined;
let attempts = 0;
let toastTimer = 0;

function setStatus(state: 'connecting' | 'online' | 'offline', label: string): void {
  status.dataset.state = state;
  status.textContent = label;
  composer.toggleAttribute('inert', state !== 'online');
  nameForm.toggleAttribute('inert', state !== 'online');
}

function say(problem: unknown): void {
  toast.textContent = problem instanceof Error ? problem.message : String(problem);
  toast.classList.add('shown');
  clearTimeout(toastTimer);
  toastTimer = window.setTimeout(() => toast.classList.remove('shown'), 5_000);
}

function nameOf(identity: Identity): string {
  const hex = identity.toHexString();
  return users.get(hex)?.name ?? `guest ${hex.slice(-6)}`;
}

function hue(identity: Identity): number {
  return parseInt(identity.toHexString().slice(-4), 16) % 360;
}

function avatar(identity: Identity): HTMLElement {
  const mark = document.createElement('span');
  mark.className = 'avatar';
  mark.style.setProperty('--hue', String(hue(identity)));
  mark.textContent = nameOf(identity).slice(0, 1).toUpperCase();
  mark.setAttribute('aria-hidden', 'true');
  return mark;
}

let isDrawn = true;
function draw(): void {
  if (!isDrawn) return;
  isDrawn = false;
  requestAnimationFrame(() => {
    isDrawn = true;
    drawPeople();
    drawMessages();
  });
}

function drawPeople(): void {
  const all = [...users.values()].sort(
    (a, b) =>
      Number(b.online) - Number(a.online) || nameOf(a.identity).localeCompare(nameOf(b.identity))
  );
  people.replaceChildren(
    ...all.map(user => {
      const item = document.createElement('li');
      item.className = user.online ? 'online' : 'away';
      item.title = user.identity.toHexString();
      const name = document.createElement('span');
      name.className = 'name';
      name.textContent = nameOf(user.identity);
      const state = document.createElement('span');
      state.className = 'state';
      state.textContent = me?.isEqual(user.identity) ? 'you' : user.online ? 'online' : 'away';
      item.append(avatar(user.identity), name, state);
      return item;
    })
  );
  count.textContent = String(all.filter(user => user.online).length);
  const mine = me && users.get(me.toHexString());
  if (mine && document.activeElement !== nameInput) nameInput.value = mine.name ?? '';
}

function drawMessages(): void {
  const isAtEnd = messages.scrollHeight - messages.scrollTop - messages.clientHeight < 80;
  const all = [...lines.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
  empty.hidden = all.length > 0;
  let last: Message | undefined;
  messages.replaceChildren(
    ...all.map(message => {
      const isMine = me?.isEqual(message.sender) ?? false;
      const when = message.sent.toDate();
      const isNew =
        !last ||
        !last.sender.isEqual(message.sender) ||
        when.getTime() - last.sent.toDate().getTime() > GROUP_MS;
      last = message;
      const item = document.createElement('li');
      item.className = `${isMine ? 'mine' : 'theirs'}${isNew ? ' first' : ''}`;
      const bubble = document.createElement('div');
      bubble.className = 'bubble';
      bubble.textContent = message.text;
      if (isNew) {
        const head = document.createElement('div');
        head.className = 'head';
        const author = document.createElement('strong');
        author.textContent = isMine ? 'You' : nameOf(message.sender);
        const time = document.createElement('time');
        time.dateTime = when.toISOString();
        time.textContent = when.toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
        head.append(author, time);
        item.append(avatar(message.sender), head);
      }
      item.append(bubble);
      return item;
    })
  );
  if (isAtEnd) messages.scrollTop = messages.scrollHeight;
}

function connect(): void {
  setStatus('connecting', 'connecting');
  users.clear();
  lines.clear();
  connection = DbConnection.builder()
    .withUri(`${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}`)
    .withDatabaseName(database)
    .withToken(localStorage.getItem(tokenKey) ?? undefined)
    .onConnect((opened, identity, token) => {
      attempts = 0;
      me = identity;
      localStorage.setItem(tokenKey, token);
      listen(opened);
      opened
        .subscriptionBuilder()
        .onApplied(() => {
          setStatus('online', 'online');
          draw();
          messages.scrollTop = messages.scrollHeight;
        })
        .onError(context => say(context.event ?? 'the subscription failed'))
        .subscribe(['SELECT * FROM "user"', 'SELECT * FROM message']);
    })
    .onConnectError(() => retry())
    .onDisconnect(() => retry())
    .build();
}

function listen(opened: DbConnection): void {
  const setUser = (user: User) => {
    users.set(user.identity.toHexString(), user);
    draw();
  };
  opened.db.user.onInsert((_, user) => setUser(user));
  opened.db.user.onUpdate((_, _old, user) => setUser(user));
  opened.db.user.onDelete((_, user) => {
    users.delete(user.identity.toHexString());
    draw();
  });
  opened.db.message.onInsert((_, message) => {
    lines.set(message.id, message);
    draw();
  });
  opened.db.message.onDelete((_, message) => {
    lines.delete(message.id);
    draw();
  });
}

let retryTimer = 0;
function retry(): void {
  connection = undefined;
  setStatus('offline', 'offline, trying again');
  clearTimeout(retryTimer);
  const wait = RETRY_MS[Math.min(attempts++, RETRY_MS.length - 1)];
  retryTimer = window.setTimeout(connect, wait);
}

composer.addEventListener('submit', event => {
  event.preventDefault();
  const said = text.value;
  if (!connection) return;
  connection.reducers
    .sendMessage({ text: said })
    .then(() => {
      text.value = '';
      text.style.height = '';
    })
    .catch(say);
});

text.addEventListener('keydown', event => {
  if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    composer.requestSubmit();
  }
});

text.addEventListener('input', () => {
  text.style.height = '';
  text.style.height = `${Math.min(text.scrollHeight, 160)}px`;
});

nameForm.addEventListener('submit', event => {
  event.preventDefault();
  connection?.reducers
    .setName({ name: nameInput.value })
    .then(() => nameInput.blur())
    .catch(say);
});

document.title = `${database} · Stele`;
element('room').textContent = database;
connect();
