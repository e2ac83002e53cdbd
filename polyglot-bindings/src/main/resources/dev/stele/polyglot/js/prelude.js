// Runs first in every context: makes the global object what spec 01 section 1.6 promises to modules.
(function () {
  'use strict';
  const define = (object, key, value) =>
    Object.defineProperty(object, key, { value, writable: true, configurable: true, enumerable: false });

  for (const name of ['SharedArrayBuffer', 'Atomics', 'load', 'loadWithNewGlobal', 'print', 'printErr',
    'console', 'Java', 'Polyglot', 'Graal', 'Packages', 'java', 'javax', 'javafx', 'com', 'org', 'edu', 'quit',
    'exit', 'readline', 'readbuffer', 'importScripts']) {
    delete globalThis[name];
  }

  Object.defineProperty(Math, 'random', {
    get() {
      throw new TypeError('Math.random is not available in modules: use ctx.random, which gives every ' +
        'call its own repeatable sequence');
    },
    configurable: true,
    enumerable: false,
  });

  if (Symbol.dispose === undefined) {
    Object.defineProperty(Symbol, 'dispose', { value: Symbol('Symbol.dispose') });
    Object.defineProperty(Symbol, 'asyncDispose', { value: Symbol('Symbol.asyncDispose') });
  }

  if (globalThis.SuppressedError === undefined) {
    class SuppressedError extends Error {
      constructor(error, suppressed, message) {
        super(message);
        define(this, 'error', error);
        define(this, 'suppressed', suppressed);
      }
    }
    define(SuppressedError.prototype, 'name', 'SuppressedError');
    define(globalThis, 'SuppressedError', SuppressedError);
  }

  // When an object is collected depends on the heap, not on the module: a call must not.
  class FinalizationRegistry {
    constructor(cleanup) {
      if (typeof cleanup !== 'function') {
        throw new TypeError('FinalizationRegistry: cleanup must be callable');
      }
    }
    register() {}
    unregister() {
      return false;
    }
  }
  define(FinalizationRegistry.prototype, Symbol.toStringTag, 'FinalizationRegistry');
  define(globalThis, 'FinalizationRegistry', FinalizationRegistry);

  // The resources of one scope with `using`; the compiler writes the calls.
  const { dispose, asyncDispose } = Symbol;
  const { SuppressedError } = globalThis;
  const apply = Reflect.apply;
  class Resources {
    #values = [];
    #methods = [];
    #failed = false;
    #error;
    #add(value, method) {
      if (typeof method !== 'function') {
        throw new TypeError('a value of a using declaration has no method [Symbol.dispose]');
      }
      this.#values.push(value);
      this.#methods.push(method);
      return value;
    }
    #check(value) {
      if (typeof value !== 'object' && typeof value !== 'function') {
        throw new TypeError('a value of a using declaration must be an object, null or undefined');
      }
    }
    use(value) {
      if (value === null || value === undefined) return value;
      this.#check(value);
      return this.#add(value, value[dispose]);
    }
    useAsync(value) {
      if (value === null || value === undefined) {
        this.#values.push(undefined);
        this.#methods.push(undefined);
        return value;
      }
      this.#check(value);
      return this.#add(value, value[asyncDispose] ?? value[dispose]);
    }
    fail(error) {
      this.#failed = true;
      this.#error = error;
    }
    #suppress(error) {
      this.#error = this.#failed
        ? new SuppressedError(error, this.#error, 'an error was suppressed during disposal')
        : error;
      this.#failed = true;
    }
    close() {
      for (let i = this.#values.length - 1; i >= 0; i--) {
        try {
          apply(this.#methods[i], this.#values[i], []);
        } catch (e) {
          this.#suppress(e);
        }
      }
      if (this.#failed) throw this.#error;
    }
    async closeAsync() {
      for (let i = this.#values.length - 1; i >= 0; i--) {
        try {
          const method = this.#methods[i];
          await (method === undefined ? undefined : apply(method, this.#values[i], []));
        } catch (e) {
          this.#suppress(e);
        }
      }
      if (this.#failed) throw this.#error;
    }
  }
  const helper = (name, value) => Object.defineProperty(globalThis, name, { value });
  helper('__stele_using__', () => new Resources());

  // Bigint arithmetic is Java's and cannot be stopped: nothing may make an enormous number in one step.
  const BITS_MAX = 1048576;
  const BITS_MAX_BIG = 1048576n;
  const tooLarge = () => {
    throw new RangeError('the bigint would have more than ' + BITS_MAX + ' bits');
  };
  helper('__stele_shift__', (count) => {
    if (typeof count === 'bigint' && (count > BITS_MAX_BIG || count < -BITS_MAX_BIG)) tooLarge();
    return count;
  });
  helper('__stele_exponent__', (exponent) => {
    if (typeof exponent === 'bigint' && exponent > 64n) {
      throw new RangeError('a bigint exponent of **= may be at most 64; write x = x ** y for more');
    }
    return exponent;
  });
  helper('__stele_power__', (base, exponent) => {
    if (typeof base === 'object' && base !== null) base = base[Symbol.toPrimitive]?.('number') ?? base.valueOf();
    if (typeof base === 'bigint' && typeof exponent === 'bigint' && exponent > 1n) {
      if (exponent > BITS_MAX_BIG) {
        if (base > 1n || base < -1n) tooLarge();
      } else {
        let bits = 1n;
        while (bits * exponent <= BITS_MAX_BIG && (base >> bits) !== 0n && (base >> bits) !== -1n) bits *= 2n;
        if (bits * exponent > 2n * BITS_MAX_BIG) tooLarge();
      }
    }
    return base ** exponent;
  });
  const limitWidth = (name) => {
    const original = BigInt[name];
    define(BigInt, name, (width, value) => (width > BITS_MAX ? tooLarge() : original(width, value)));
  };
  limitWidth('asIntN');
  limitWidth('asUintN');

  // Array.from of an array-like loops in Java without looking whether it should stop.
  const ITEMS_MAX = 1 << 25;
  const arrayFrom = Array.from;
  define(Array, 'from', function from(items, ...rest) {
    if (items !== null && items !== undefined && items[Symbol.iterator] === undefined && items.length > ITEMS_MAX) {
      throw new RangeError('Array.from of ' + items.length + ' items, at most ' + ITEMS_MAX + ' are allowed');
    }
    return apply(arrayFrom, this, [items, ...rest]);
  });
})();
