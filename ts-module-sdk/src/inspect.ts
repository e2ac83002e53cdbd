// Values as text for the log.

const DEPTH_MAX = 4;
const ITEMS_MAX = 100;
const STRING_CHARS_MAX = 10_000;

/** Objects whose own text says more than their properties. */
const TEXT_MARKS = ['__identity__', '__connection_id__', '__uuid__', '__time_duration_micros__'];

function ownText(value: object): string | undefined {
  if (value instanceof Error) {
    return value.stack ?? String(value);
  }
  if (value instanceof Date || value instanceof RegExp) {
    return String(value);
  }
  if ('__timestamp_micros_since_unix_epoch__' in value && 'toISOString' in value) {
    try {
      return (value as { toISOString(): string }).toISOString();
    } catch {
      return undefined; // outside the range of Date: show the number instead
    }
  }
  return TEXT_MARKS.some(mark => mark in value) ? String(value) : undefined;
}

function listed(open: string, items: Iterable<unknown>, size: number, close: string, show: (item: unknown) => string): string {
  const shown: string[] = [];
  for (const item of items) {
    if (shown.length === ITEMS_MAX) {
      shown.push(`... ${size - ITEMS_MAX} more`);
      break;
    }
    shown.push(show(item));
  }
  return shown.length === 0 ? open + close : `${open} ${shown.join(', ')} ${close}`;
}

function inspectObject(value: object, depth: number, parents: object[]): string {
  if (parents.includes(value)) {
    return '[Circular]';
  }
  const own = ownText(value);
  if (own !== undefined) {
    return own;
  }
  const className: string | undefined = value.constructor?.name;
  if (depth > DEPTH_MAX) {
    return Array.isArray(value) ? '[Array]' : `[${className ?? 'Object'}]`;
  }
  const inside = [...parents, value];
  const show = (item: unknown): string => inspectAt(item, depth + 1, inside);
  if (Array.isArray(value)) {
    return listed('[', value, value.length, ']', show);
  }
  if (ArrayBuffer.isView(value) && !(value instanceof DataView)) {
    const array = value as Uint8Array;
    return listed(`${className}(${array.length}) [`, array, array.length, ']', show);
  }
  if (value instanceof Map) {
    const entry = (pair: unknown) => `${show((pair as unknown[])[0])} => ${show((pair as unknown[])[1])}`;
    return listed(`Map(${value.size}) {`, value, value.size, '}', entry);
  }
  if (value instanceof Set) {
    return listed(`Set(${value.size}) {`, value, value.size, '}', show);
  }
  const keys = Object.keys(value);
  const prefix = className === undefined || className === 'Object' ? '' : className + ' ';
  return listed(`${prefix}{`, keys, keys.length, '}', key => `${String(key)}: ${show((value as any)[key as string])}`);
}

function inspectAt(value: unknown, depth: number, parents: object[]): string {
  switch (typeof value) {
    case 'string':
      return JSON.stringify(value.length > STRING_CHARS_MAX ? value.slice(0, STRING_CHARS_MAX) + '...' : value);
    case 'bigint':
      return `${value}n`;
    case 'function':
      return `[Function ${value.name || '(anonymous)'}]`;
    case 'object':
      return value === null ? 'null' : inspectObject(value, depth, parents);
    default:
      return String(value);
  }
}

/** One value, with quotes around strings. */
export function inspect(value: unknown): string {
  return inspectAt(value, 0, []);
}

/** What `console.log` writes: strings as they are, `%s %d %i %f %o %O %j %c %%` in the first one. */
export function format(data: readonly unknown[]): string {
  const [first, ...rest] = data;
  if (typeof first !== 'string') {
    return data.map(item => (typeof item === 'string' ? item : inspect(item))).join(' ');
  }
  const text = first.replace(/%[sdifoOjc%]/g, directive => {
    if (directive === '%%') return '%';
    if (rest.length === 0) return directive;
    const value = rest.shift();
    switch (directive) {
      case '%s':
        return typeof value === 'object' && value !== null ? inspect(value) : String(value);
      case '%d':
        return typeof value === 'bigint' ? `${value}n` : String(Number(value));
      case '%i':
        return typeof value === 'bigint' ? `${value}n` : String(Math.trunc(Number(value)));
      case '%f':
        return String(Number(value));
      case '%j':
        return JSON.stringify(value);
      case '%c':
        return '';
      default:
        return inspect(value);
    }
  });
  return [text, ...rest.map(item => (typeof item === 'string' ? item : inspect(item)))].join(' ');
}
