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
  Object.defineProperty(globalThis, '__stele_using__', { value: () => new Resources() });
})();
