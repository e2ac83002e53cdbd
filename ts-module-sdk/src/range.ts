// Bounds of an index scan.

/** One end of a range. */
export type Bound<T> =
  | { tag: 'included'; value: T }
  | { tag: 'excluded'; value: T }
  | { tag: 'unbounded' };

/** The values between two bounds; a missing bound is open. */
export class Range<T> {
  readonly from: Bound<T>;
  readonly to: Bound<T>;

  constructor(from?: Bound<T> | null, to?: Bound<T> | null) {
    this.from = from ?? { tag: 'unbounded' };
    this.to = to ?? { tag: 'unbounded' };
  }
}
