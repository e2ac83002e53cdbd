// `console` for modules: text goes to the database's log.
import { sys } from './host.ts';
import { format, inspect } from './inspect.ts';

const ERROR = 0;
const WARN = 1;
const INFO = 2;
const DEBUG = 3;
const TRACE = 4;

const timers = new Map<string, number>();
const counts = new Map<string, number>();
let indent = '';

// The host takes file and line from the frame that calls it, which is why each method calls it by itself.
const moduleConsole = {
  log: (...data: unknown[]): void => sys.console_log(INFO, indent + format(data)),
  info: (...data: unknown[]): void => sys.console_log(INFO, indent + format(data)),
  warn: (...data: unknown[]): void => sys.console_log(WARN, indent + format(data)),
  error: (...data: unknown[]): void => sys.console_log(ERROR, indent + format(data)),
  debug: (...data: unknown[]): void => sys.console_log(DEBUG, indent + format(data)),
  trace: (...data: unknown[]): void => sys.console_log(TRACE, indent + format(data)),
  assert: (condition = false, ...data: unknown[]): void => {
    if (!condition) {
      sys.console_log(ERROR, indent + format(['assertion failed', ...data]));
    }
  },
  dir: (value: unknown): void => sys.console_log(INFO, indent + inspect(value)),
  dirxml: (...data: unknown[]): void => sys.console_log(INFO, indent + format(data)),
  table: (data: unknown): void => sys.console_log(INFO, indent + inspect(data)),
  count: (label = 'default'): void => {
    const count = (counts.get(label) ?? 0) + 1;
    counts.set(label, count);
    sys.console_log(INFO, `${indent}${label}: ${count}`);
  },
  countReset: (label = 'default'): void => {
    counts.delete(label);
  },
  group: (...data: unknown[]): void => {
    if (data.length > 0) {
      sys.console_log(INFO, indent + format(data));
    }
    indent += '  ';
  },
  groupCollapsed: (...data: unknown[]): void => moduleConsole.group(...data),
  groupEnd: (): void => {
    indent = indent.slice(2);
  },
  time: (label = 'default'): void => {
    if (timers.has(label)) {
      sys.console_log(WARN, `timer "${label}" is already running`);
      return;
    }
    timers.set(label, sys.console_timer_start(label));
  },
  timeLog: (label = 'default', ...data: unknown[]): void => sys.console_log(INFO, indent + format([label, ...data])),
  timeEnd: (label = 'default'): void => {
    const timer = timers.get(label);
    if (timer === undefined) {
      sys.console_log(WARN, `timer "${label}" is not running`);
      return;
    }
    timers.delete(label);
    sys.console_timer_end(timer);
  },
  clear: (): void => {},
};

(globalThis as unknown as { console: unknown }).console = moduleConsole;
