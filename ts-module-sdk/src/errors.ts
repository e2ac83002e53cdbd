// Errors that reducers throw, and errors that the host throws into them.

/** Fails the call with a message for the caller; the transaction is rolled back. */
export class SenderError extends Error {
  constructor(message: string) {
    super(message);
  }

  override get name(): string {
    return 'SenderError';
  }
}

/** The base class of everything that database functions throw. */
export class SpacetimeHostError extends Error {
  constructor(message: string) {
    super(message);
  }

  override get name(): string {
    return 'SpacetimeHostError';
  }
}

/** The host's error numbers by name; 10, wrong index algorithm, has no class of its own. */
const CODES = {
  HostCallFailure: 1,
  NotInTransaction: 2,
  BsatnDecodeError: 3,
  NoSuchTable: 4,
  NoSuchIndex: 5,
  NoSuchIter: 6,
  NoSuchConsoleTimer: 7,
  NoSuchBytes: 8,
  NoSpace: 9,
  BufferTooSmall: 11,
  UniqueAlreadyExists: 12,
  ScheduleAtDelayTooLong: 13,
  IndexNotUnique: 14,
  NoSuchRow: 15,
  AutoIncOverflow: 16,
  WouldBlockTransaction: 17,
  TransactionNotAnonymous: 18,
  TransactionIsReadOnly: 19,
  TransactionIsMut: 20,
  HttpError: 21,
} as const;

export type HostErrorName = keyof typeof CODES;
export type HostErrorConstructor = new (message: string) => SpacetimeHostError;

const byCode: HostErrorConstructor[] = [];

function define(errorName: HostErrorName): HostErrorConstructor {
  const HostError = class extends SpacetimeHostError {
    override get name(): string {
      return errorName;
    }
  };
  Object.defineProperty(HostError, 'name', { value: errorName });
  byCode[CODES[errorName]] = HostError;
  return HostError;
}

const names = Object.keys(CODES) as HostErrorName[];

/** One class for each host error: `catch (e) { if (e instanceof errors.UniqueAlreadyExists) ... }`. */
export const errors: Readonly<Record<HostErrorName, HostErrorConstructor>> = Object.freeze(
  Object.fromEntries(names.map(name => [name, define(name)])) as Record<HostErrorName, HostErrorConstructor>
);

/** The class for one of the host's error numbers. */
export function errorConstructor(code: number): HostErrorConstructor {
  return byCode[code] ?? SpacetimeHostError;
}
