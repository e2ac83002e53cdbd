// Random numbers that depend on the call's timestamp alone, so that a call can be repeated. Not for secrets.
import type { Timestamp } from './timestamp.ts';

type IntegerArray =
  | Int8Array | Uint8Array | Uint8ClampedArray | Int16Array | Uint16Array | Int32Array | Uint32Array
  | BigInt64Array | BigUint64Array;

export interface Random {
  /** A number in [0, 1) with 53 random bits. */
  (): number;
  /** Fills an array with random integers and returns it. */
  fill<A extends IntegerArray>(array: A): A;
  /** An integer in [0, 2^32). */
  uint32(): number;
  /** An integer in [min, max]. */
  integerInRange(min: number, max: number): number;
  /** An integer in [min, max]. */
  bigintInRange(min: bigint, max: bigint): bigint;
}

const U64 = (1n << 64n) - 1n;

/** SplitMix64 (Steele, Lea, Flood 2014), which spreads the seed over the state. */
function splitMix64(seed: bigint): () => bigint {
  let state = seed & U64;
  return () => {
    state = (state + 0x9e3779b97f4a7c15n) & U64;
    let z = state;
    z = ((z ^ (z >> 30n)) * 0xbf58476d1ce4e5b9n) & U64;
    z = ((z ^ (z >> 27n)) * 0x94d049bb133111ebn) & U64;
    return z ^ (z >> 31n);
  };
}

/** xoshiro128** (Blackman, Vigna 2018): 32 bits a step, in integers that JavaScript has. */
function xoshiro128(seed: bigint): () => number {
  const next = splitMix64(seed);
  const first = next();
  const second = next();
  let a = Number(first & 0xffffffffn) | 0;
  let b = Number(first >> 32n) | 0;
  let c = Number(second & 0xffffffffn) | 0;
  let d = Number(second >> 32n) | 0;
  return () => {
    const product = Math.imul(b, 5);
    const result = Math.imul((product << 7) | (product >>> 25), 9);
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = (d << 11) | (d >>> 21);
    return result >>> 0;
  };
}

export function makeRandom(seed: Timestamp): Random {
  const uint32 = xoshiro128(seed.__timestamp_micros_since_unix_epoch__);
  const bits = (count: number): bigint => {
    let value = 0n;
    for (let have = 0; have < count; have += 32) {
      value = (value << 32n) | BigInt(uint32());
    }
    return BigInt.asUintN(count, value);
  };
  const bigintInRange = (min: bigint, max: bigint): bigint => {
    if (max < min) {
      throw new RangeError(`range from ${min} to ${max} is empty`);
    }
    const size = max - min;
    const count = size.toString(2).length;
    for (;;) {
      const value = bits(count);
      if (value <= size) {
        return min + value;
      }
    }
  };
  const random = (() => ((uint32() >>> 5) * 2 ** 26 + (uint32() >>> 6)) / 2 ** 53) as Random;
  random.uint32 = uint32;
  random.bigintInRange = bigintInRange;
  random.integerInRange = (min, max) => {
    if (!Number.isSafeInteger(min) || !Number.isSafeInteger(max)) {
      throw new RangeError(`range from ${min} to ${max}, expected safe integers`);
    }
    return Number(bigintInRange(BigInt(min), BigInt(max)));
  };
  random.fill = array => {
    const wide = array instanceof BigInt64Array || array instanceof BigUint64Array;
    for (let i = 0; i < array.length; i++) {
      // Storing into a typed array keeps the low bits; a clamped array would not.
      array[i] = wide ? bits(64) : array instanceof Uint8ClampedArray ? uint32() & 0xff : uint32();
    }
    return array;
  };
  return random;
}
