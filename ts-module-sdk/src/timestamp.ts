// Moments, durations between them, and when a scheduled row is due.

export type TimestampAlgebraicType = {
  tag: 'Product';
  value: { elements: [{ name: '__timestamp_micros_since_unix_epoch__'; algebraicType: { tag: 'I64' } }] };
};
export type TimeDurationAlgebraicType = {
  tag: 'Product';
  value: { elements: [{ name: '__time_duration_micros__'; algebraicType: { tag: 'I64' } }] };
};
export type ScheduleAtAlgebraicType = {
  tag: 'Sum';
  value: {
    variants: [
      { name: 'Interval'; algebraicType: TimeDurationAlgebraicType },
      { name: 'Time'; algebraicType: TimestampAlgebraicType },
    ];
  };
};

const MICROS_PER_MILLI = 1000n;
const MICROS_PER_SECOND = 1_000_000n;
/** The range of Date, in milliseconds from the epoch. */
const DATE_MILLIS_MAX = 8_640_000_000_000_000n;

/** Rounds towards minus infinity, as BigInt division does not. */
function floorDiv(a: bigint, b: bigint): bigint {
  const quotient = a / b;
  return a % b !== 0n && a < 0n !== b < 0n ? quotient - 1n : quotient;
}

/** A difference between two moments, in microseconds. */
export class TimeDuration {
  __time_duration_micros__: bigint;

  constructor(micros: bigint) {
    this.__time_duration_micros__ = micros;
  }

  static getAlgebraicType(): TimeDurationAlgebraicType {
    return {
      tag: 'Product',
      value: { elements: [{ name: '__time_duration_micros__', algebraicType: { tag: 'I64' } }] },
    };
  }

  static fromMillis(millis: number): TimeDuration {
    return new TimeDuration(BigInt(millis) * MICROS_PER_MILLI);
  }

  get micros(): bigint {
    return this.__time_duration_micros__;
  }

  get millis(): number {
    return Number(this.__time_duration_micros__ / MICROS_PER_MILLI);
  }

  /** Signed seconds with six decimals: `+1.500000`. */
  toString(): string {
    const micros = this.__time_duration_micros__;
    const size = micros < 0n ? -micros : micros;
    const fraction = (size % MICROS_PER_SECOND).toString().padStart(6, '0');
    return `${micros < 0n ? '-' : '+'}${size / MICROS_PER_SECOND}.${fraction}`;
  }
}

/** A moment, in microseconds since the Unix epoch. */
export class Timestamp {
  __timestamp_micros_since_unix_epoch__: bigint;

  static UNIX_EPOCH: Timestamp = new Timestamp(0n);

  constructor(micros: bigint) {
    this.__timestamp_micros_since_unix_epoch__ = micros;
  }

  static getAlgebraicType(): TimestampAlgebraicType {
    return {
      tag: 'Product',
      value: { elements: [{ name: '__timestamp_micros_since_unix_epoch__', algebraicType: { tag: 'I64' } }] },
    };
  }

  /** The host's clock. Reducers should take `ctx.timestamp`, which is the same for the whole call. */
  static now(): Timestamp {
    return Timestamp.fromDate(new Date());
  }

  static fromDate(date: Date): Timestamp {
    return new Timestamp(BigInt(date.getTime()) * MICROS_PER_MILLI);
  }

  get microsSinceUnixEpoch(): bigint {
    return this.__timestamp_micros_since_unix_epoch__;
  }

  toMillis(): bigint {
    return this.__timestamp_micros_since_unix_epoch__ / MICROS_PER_MILLI;
  }

  /** Cut to milliseconds; throws RangeError outside the range of Date. */
  toDate(): Date {
    const millis = this.toMillis();
    if (millis > DATE_MILLIS_MAX || millis < -DATE_MILLIS_MAX) {
      throw new RangeError(`timestamp of ${millis} ms is outside the range of Date`);
    }
    return new Date(Number(millis));
  }

  /** ISO 8601 in UTC with six decimals; throws RangeError outside the range of Date. */
  toISOString(): string {
    const micros = this.__timestamp_micros_since_unix_epoch__;
    const seconds = floorDiv(micros, MICROS_PER_SECOND);
    const fraction = (micros - seconds * MICROS_PER_SECOND).toString().padStart(6, '0');
    const millis = seconds * 1000n;
    if (millis > DATE_MILLIS_MAX || millis < -DATE_MILLIS_MAX) {
      throw new RangeError(`timestamp of ${micros} microseconds is outside the range of Date`);
    }
    return new Date(Number(millis)).toISOString().replace(/\.\d{3}Z$/, `.${fraction}Z`);
  }

  since(other: Timestamp): TimeDuration {
    return new TimeDuration(
      this.__timestamp_micros_since_unix_epoch__ - other.__timestamp_micros_since_unix_epoch__
    );
  }
}

/** Runs again and again after each interval. */
export type Interval = { tag: 'Interval'; value: TimeDuration };
/** Runs once at a moment. */
export type Time = { tag: 'Time'; value: Timestamp };
export type ScheduleAt = Interval | Time;

export const Interval = (micros: bigint): Interval => ({ tag: 'Interval', value: new TimeDuration(micros) });
export const Time = (microsSinceUnixEpoch: bigint): Time => ({
  tag: 'Time',
  value: new Timestamp(microsSinceUnixEpoch),
});

export const ScheduleAt = {
  interval: (micros: bigint): ScheduleAt => Interval(micros),

  time: (microsSinceUnixEpoch: bigint): ScheduleAt => Time(microsSinceUnixEpoch),

  getAlgebraicType(): ScheduleAtAlgebraicType {
    return {
      tag: 'Sum',
      value: {
        variants: [
          { name: 'Interval', algebraicType: TimeDuration.getAlgebraicType() },
          { name: 'Time', algebraicType: Timestamp.getAlgebraicType() },
        ],
      },
    };
  },
};
