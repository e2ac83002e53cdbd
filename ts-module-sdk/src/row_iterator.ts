// Buffers shared with the host, and iteration over the rows of a scan.
import { BinaryReader } from './bsatn_reader.ts';
import { BinaryWriter } from './bsatn_writer.ts';
import type { Codec } from './codec.ts';
import { neededBufferSize, sys } from './host.ts';

/** The host closes a chunk of rows after 32 KiB, so nearly every chunk fits. */
const BUFFER_BYTES = 64 * 1024;
/** Scans that run at the same time beyond this many make their own buffers. */
const FREE_BUFFERS_MAX = 8;

/**
 * The buffer for one row or key on its way to the host and one row back. Each host call is over before the next one
 * starts, so all tables share it; scans, which do overlap with other calls, have their own buffers.
 */
export const scratch = new BinaryWriter(BUFFER_BYTES);

let scratchInput = new BinaryReader(scratch.bytes);
let scratchInputBuffer = scratch.buffer;

/** A reader at the start of `scratch`. */
export function scratchReader(): BinaryReader {
  if (scratchInputBuffer !== scratch.buffer) {
    scratchInput = new BinaryReader(scratch.bytes);
    scratchInputBuffer = scratch.buffer;
  }
  scratchInput.offset = 0;
  return scratchInput;
}

class RowBuffer {
  buffer: ArrayBuffer;
  reader: BinaryReader;

  constructor(bytes: number) {
    this.buffer = new ArrayBuffer(bytes);
    this.reader = new BinaryReader(new Uint8Array(this.buffer));
  }
}

const freeBuffers: RowBuffer[] = [];

// With %IteratorPrototype% behind it, a RowIterator has map, filter, toArray and so on where the engine has them.
const IteratorPrototype = Object.getPrototypeOf(Object.getPrototypeOf([][Symbol.iterator]())) as object;

/** The rows of one scan, fetched chunk by chunk and decoded one by one. */
export class RowIterator {
  private readonly codec: Codec;
  private readonly iterator: number;
  private rows: RowBuffer | undefined;
  private end = 0;
  private exhausted = false;

  constructor(iterator: number, codec: Codec) {
    this.iterator = iterator;
    this.codec = codec;
    this.rows = freeBuffers.pop() ?? new RowBuffer(BUFFER_BYTES);
  }

  next(): { done: false; value: any } | { done: true; value: undefined } {
    let rows = this.rows;
    if (rows === undefined) {
      return { done: true, value: undefined };
    }
    if (rows.reader.offset >= this.end) {
      if (this.exhausted || !this.advance()) {
        this.release();
        return { done: true, value: undefined };
      }
      rows = this.rows!;
    }
    return { done: false, value: this.codec.read(rows.reader) };
  }

  return(value?: unknown): { done: true; value: any } {
    if (this.rows !== undefined) {
      this.release();
      if (!this.exhausted) {
        this.exhausted = true;
        sys.row_iter_bsatn_close(this.iterator);
      }
    }
    return { done: true, value };
  }

  [Symbol.iterator](): this {
    return this;
  }

  /** Fetches the next chunk; false when there is none. */
  private advance(): boolean {
    for (;;) {
      const rows = this.rows!;
      let length: number;
      try {
        length = sys.row_iter_bsatn_advance(this.iterator, rows.buffer);
      } catch (error) {
        const needed = neededBufferSize(error);
        if (needed === undefined) {
          throw error;
        }
        this.rows = new RowBuffer(needed);
        this.rows.reader.offset = 0;
        continue;
      }
      this.exhausted = length <= 0;
      this.end = length < 0 ? -length : length;
      rows.reader.offset = 0;
      return this.end > 0;
    }
  }

  private release(): void {
    const rows = this.rows!;
    this.rows = undefined;
    this.end = 0;
    rows.reader.offset = 0;
    if (freeBuffers.length < FREE_BUFFERS_MAX) {
      freeBuffers.push(rows);
    }
  }
}

Object.setPrototypeOf(RowIterator.prototype, IteratorPrototype);
