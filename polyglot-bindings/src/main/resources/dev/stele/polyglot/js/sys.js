// The functions of spacetime:sys@2.0 and @2.1, and the host's way into the hooks. Evaluates to a function of
// `host`, a Java object whose methods take and return only numbers and strings, and which never leaves this file.
//
// Bytes cross through two Java arrays that this context sees as ArrayBuffers: `input` (guest to host) and
// `output` (host to guest). Copying between them and the guest's own buffer is compiled to a plain loop, which is
// cheaper than an interop call for each access; much at once goes in words. A host method that fails returns FAILED
// and keeps the reason.
(function (host) {
  'use strict';
  const FAILED = -0x80000000;
  const WORDS_FROM_BYTES = 256; // less is copied byte by byte

  const JsError = Error;
  const JsTypeError = TypeError;
  const JsRangeError = RangeError;
  const Buffer = ArrayBuffer;
  const Bytes = Uint8Array;
  const Words = Int32Array;
  const View = DataView;
  const toBigInt = BigInt;
  const toText = String;
  const bufferLength = Object.getOwnPropertyDescriptor(ArrayBuffer.prototype, 'byteLength').get;
  const call = Function.prototype.call.bind(Function.prototype.call);
  const typedArray = Object.getPrototypeOf(Uint8Array.prototype);
  const bufferOf = Object.getOwnPropertyDescriptor(typedArray, 'buffer').get;
  const offsetOf = Object.getOwnPropertyDescriptor(typedArray, 'byteOffset').get;

  /** The whole words of a buffer, which may end within one. */
  function words(buffer) {
    return new Words(buffer, 0, call(bufferLength, buffer) >>> 2);
  }

  /** Copies `length` bytes between byte arrays, which both have them. */
  function copy(source, from, target, at, length) {
    let copied = 0;
    if (length >= WORDS_FROM_BYTES) {
      const sourceAt = call(offsetOf, source) + from;
      const targetAt = call(offsetOf, target) + at;
      if (((sourceAt | targetAt) & 3) === 0) {
        const count = length >>> 2;
        const source32 = new Words(call(bufferOf, source), sourceAt, count);
        const target32 = new Words(call(bufferOf, target), targetAt, count);
        for (let i = 0; i < count; i++) target32[i] = source32[i];
        copied = count << 2;
      }
    }
    for (let i = copied; i < length; i++) target[at + i] = source[from + i];
  }

  let input, input8, input32, inputView;
  let output, output8, output32, outputView;
  function mapInput() {
    input = new Buffer(host.inputBuffer());
    input8 = new Bytes(input);
    input32 = words(input);
    inputView = new View(input);
  }
  function mapOutput() {
    output = new Buffer(host.outputBuffer());
    output8 = new Bytes(output);
    output32 = words(output);
    outputView = new View(output);
  }
  mapInput();
  mapOutput();

  const {
    tableIdFromName, indexIdFromName, rowCount, tableScan, indexScanPoint, indexScanRange, findPoint, rowIterAdvance,
    rowIterClose, insert, update, deleteByIndexPoint, deleteByIndexRange, deleteAllByEq, clear, consoleLog,
    consoleTimerStart, consoleTimerEnd, databaseIdentity, jwtPayload, scheduleImmediate, growInput, growOutput,
    failureCode, failureMessage, callReducer: callOther, refusal, foreignModule, startTx, commitTx, abortTx, httpRequest, part, keepResponse,
  } = host;

  let hooks;
  const errorClasses = [];

  function failure() {
    const code = failureCode();
    const message = failureMessage();
    if (hooks === undefined) {
      return new JsError(message);
    }
    let type = errorClasses[code];
    if (type === undefined) {
      type = hooks.__get_error_constructor__(code);
      errorClasses[code] = type;
    }
    return new type(message);
  }

  function checked(result) {
    if (result === FAILED) {
      throw failure();
    }
    return result;
  }

  function u32(value, name) {
    if (typeof value !== 'number') {
      throw new JsTypeError(name + ' must be a number, not ' + typeof value);
    }
    return value | 0;
  }

  function text(value, name) {
    if (typeof value !== 'string') {
      throw new JsTypeError(name + ' must be a string, not ' + typeof value);
    }
    return value;
  }

  // Views of the guest buffer used last; modules use the same one over and over.
  let viewed, viewedLength = -1, guest8, guest32;
  function view(buffer) {
    let length;
    try {
      length = call(bufferLength, buffer);
    } catch {
      throw new JsTypeError('expected an ArrayBuffer');
    }
    if (buffer !== viewed || length !== viewedLength) {
      guest8 = new Bytes(buffer);
      guest32 = words(buffer);
      viewed = buffer;
      viewedLength = length;
    }
    return length;
  }

  function copyIn(buffer, length) {
    const available = view(buffer);
    if (typeof length !== 'number') {
      throw new JsTypeError('length must be a number, not ' + typeof length);
    }
    if (!(length >= 0 && length <= available) || (length | 0) !== length) {
      throw new JsRangeError('length ' + length + ' is out of bounds: the buffer has ' + available + ' bytes');
    }
    if (length > input8.length) {
      checked(growInput(length));
      mapInput();
    }
    const words = length >> 2;
    for (let i = 0; i < words; i++) input32[i] = guest32[i];
    for (let i = words << 2; i < length; i++) input8[i] = guest8[i];
  }

  function copyInput(buffer, length) {
    if (length > view(buffer)) {
      throw new JsRangeError('the buffer is too small for ' + length + ' generated bytes');
    }
    copy(input8, 0, guest8, 0, length);
  }

  function copyOut(buffer, length) {
    view(buffer);
    const words = length >> 2;
    for (let i = 0; i < words; i++) guest32[i] = output32[i];
    for (let i = words << 2; i < length; i++) guest8[i] = output8[i];
  }

  // `needed` bytes do not fit: either the guest has to bring a larger buffer, or ours has to grow.
  function needs(buffer, needed) {
    if (needed > view(buffer)) {
      throw { __buffer_too_small__: needed };
    }
    checked(growOutput(needed));
    mapOutput();
  }

  function range(buffer, prefixLength, startLength, endLength) {
    const total = prefixLength + startLength + endLength;
    if (!(prefixLength >= 0 && startLength >= 0 && endLength >= 0)) {
      throw new JsRangeError('lengths of a range must not be negative');
    }
    copyIn(buffer, total);
  }

  function u64(view, at) {
    return view.getBigUint64(at, true);
  }

  function writtenBack(buffer, length) {
    if (length > 0) copyInput(buffer, length);
    return length;
  }

  /** A part of what the host keeps for the guest, as bytes of the guest's own. */
  function take(index) {
    const length = part(index);
    if (length > output8.length) {
      checked(growOutput(length));
      mapOutput();
      part(index);
    }
    const bytes = new Bytes(length);
    copy(output8, 0, bytes, 0, length);
    return bytes;
  }

  const encoder = new TextEncoder();
  const utf8 = (string) => encoder.encode(string);

  let identityValue;
  const sys = {
    moduleHooks: Symbol('SpacetimeDB.moduleHooks.v2'),

    table_id_from_name: (name) => checked(tableIdFromName(text(name, 'name'))) >>> 0,
    index_id_from_name: (name) => checked(indexIdFromName(text(name, 'name'))) >>> 0,
    datastore_table_row_count(table) {
      checked(rowCount(u32(table, 'table')));
      return u64(outputView, 0);
    },
    datastore_table_scan_bsatn: (table) => checked(tableScan(u32(table, 'table'))) >>> 0,
    datastore_index_scan_point_bsatn(index, buffer, length) {
      copyIn(buffer, length);
      return checked(indexScanPoint(u32(index, 'index'), length)) >>> 0;
    },
    datastore_index_scan_range_bsatn(index, buffer, prefixLength, prefixElems, startLength, endLength) {
      range(buffer, prefixLength, startLength, endLength);
      return checked(indexScanRange(u32(index, 'index'), prefixLength, u32(prefixElems, 'prefix_elems'), startLength,
        endLength)) >>> 0;
    },
    datastore_find_point_bsatn(index, buffer, length) {
      copyIn(buffer, length);
      const id = u32(index, 'index');
      for (;;) {
        const found = checked(findPoint(id, length));
        if (found >= -1) {
          if (found > 0) {
            if (found > view(buffer)) throw { __buffer_too_small__: found };
            copyOut(buffer, found);
          }
          return found;
        }
        needs(buffer, -2 - found);
      }
    },
    row_iter_bsatn_advance(iterator, buffer) {
      const id = u32(iterator, 'iterator');
      for (;;) {
        const size = view(buffer);
        const read = checked(rowIterAdvance(id, size));
        if (read >= 0) {
          copyOut(buffer, read);
          return read;
        }
        if (read >= -0x40000000) {
          const last = -1 - read;
          copyOut(buffer, last);
          return -last;
        }
        needs(buffer, read + 0x80000000);
      }
    },
    row_iter_bsatn_close(iterator) {
      checked(rowIterClose(u32(iterator, 'iterator')));
    },
    datastore_insert_bsatn(table, buffer, length) {
      copyIn(buffer, length);
      return writtenBack(buffer, checked(insert(u32(table, 'table'), length)));
    },
    datastore_update_bsatn(table, index, buffer, length) {
      copyIn(buffer, length);
      return writtenBack(buffer, checked(update(u32(table, 'table'), u32(index, 'index'), length)));
    },
    datastore_delete_by_index_scan_point_bsatn(index, buffer, length) {
      copyIn(buffer, length);
      return checked(deleteByIndexPoint(u32(index, 'index'), length)) >>> 0;
    },
    datastore_delete_by_index_scan_range_bsatn(index, buffer, prefixLength, prefixElems, startLength, endLength) {
      range(buffer, prefixLength, startLength, endLength);
      return checked(deleteByIndexRange(u32(index, 'index'), prefixLength, u32(prefixElems, 'prefix_elems'),
        startLength, endLength)) >>> 0;
    },
    datastore_delete_all_by_eq_bsatn(table, buffer, length) {
      copyIn(buffer, length);
      return checked(deleteAllByEq(u32(table, 'table'), length)) >>> 0;
    },
    datastore_clear(table) {
      checked(clear(u32(table, 'table')));
      return u64(outputView, 0);
    },
    volatile_nonatomic_schedule_immediate(name, args) {
      if (!(args instanceof Bytes)) throw new JsTypeError('args must be a Uint8Array');
      copyIn(args.slice().buffer, args.byteLength);
      checked(scheduleImmediate(text(name, 'name'), args.byteLength));
    },
    // Calls a reducer of another module of the database; undefined when it returned, else what it said.
    call_reducer(name, args) {
      if (!(args instanceof Bytes)) throw new JsTypeError('args must be a Uint8Array');
      copyIn(args.slice().buffer, args.byteLength);
      return checked(callOther(text(name, 'name'), args.byteLength)) === 0 ? undefined : refusal();
    },
    foreign_module(name) {
      foreignModule(text(name, 'name'));
    },
    console_log(level, message) {
      consoleLog(u32(level, 'level'), toText(message), toText(new JsError().stack));
    },
    console_timer_start: (name) => checked(consoleTimerStart(toText(name))) >>> 0,
    console_timer_end(timer) {
      checked(consoleTimerEnd(u32(timer, 'timer')));
    },
    identity() {
      if (identityValue === undefined) {
        checked(databaseIdentity());
        identityValue = u64(outputView, 0) | (u64(outputView, 8) << 64n) | (u64(outputView, 16) << 128n)
          | (u64(outputView, 24) << 192n);
      }
      return identityValue;
    },
    get_jwt_payload(connection) {
      if (typeof connection !== 'bigint') throw new JsTypeError('connection must be a bigint');
      inputView.setBigUint64(0, connection & 0xffffffffffffffffn, true);
      inputView.setBigUint64(8, connection >> 64n, true);
      let length = checked(jwtPayload());
      if (length > output8.length) {
        checked(growOutput(length));
        mapOutput();
        length = checked(jwtPayload());
      }
      const payload = new Bytes(length);
      copy(output8, 0, payload, 0, length);
      return payload;
    },
    procedure_http_request(request, body) {
      if (!(request instanceof Bytes)) throw new JsTypeError('request must be a Uint8Array');
      const content = typeof body === 'string' ? utf8(body) : body;
      if (!(content instanceof Bytes)) throw new JsTypeError('body must be a Uint8Array or a string');
      const total = request.byteLength + content.byteLength;
      if (total > input8.length) {
        checked(growInput(total));
        mapInput();
      }
      copy(request, 0, input8, 0, request.byteLength);
      copy(content, 0, input8, request.byteLength, content.byteLength);
      checked(httpRequest(request.byteLength, content.byteLength));
      return [take(0), take(1)];
    },
    procedure_start_mut_tx() {
      checked(startTx());
      return outputView.getBigInt64(0, true);
    },
    procedure_commit_mut_tx() {
      checked(commitTx());
    },
    procedure_abort_mut_tx() {
      checked(abortTx());
    },
  };
  Object.freeze(sys);

  function isObject(value) {
    return (typeof value === 'object' && value !== null) || typeof value === 'function';
  }

  // Leaves `bytes` in the output array; returns how many there are.
  function leave(bytes) {
    const length = bytes.byteLength;
    if (length > output8.length) {
      checked(growOutput(length));
      mapOutput();
    }
    copy(bytes, 0, output8, 0, length);
    return length;
  }

  function inputBytes(from, length) {
    if (from + length > input8.length) mapInput();
    const bytes = new Bytes(length);
    copy(input8, from, bytes, 0, length);
    return bytes;
  }

  // Runs a hook that gives a Uint8Array, which is left in the output array; returns its length, -1 when the module
  // refuses with an error for the caller, -2 when it gives something else.
  function valueOf(hook, run) {
    try {
      const value = run();
      if (value instanceof Bytes) return leave(value);
      message = hook + ' did not return a Uint8Array where one was expected';
      return -2;
    } catch (e) {
      if (senderError !== undefined && e instanceof senderError) {
        message = toText(e.message);
        return -1;
      }
      throw e;
    }
  }

  let callReducerHook;
  let senderError;
  let message;
  let args = new Buffer(4096);
  let args8 = new Bytes(args);

  return {
    sys,

    // '' when the namespace of the entry module has hooks, else what is wrong with it.
    discover(namespace) {
      if (!('default' in namespace)) {
        return 'the module has no default export; expected `export default` of a schema';
      }
      const schema = namespace.default;
      const method = isObject(schema) ? schema[sys.moduleHooks] : undefined;
      if (typeof method !== 'function') {
        return 'default export is not a Schema object';
      }
      const found = call(method, schema, namespace);
      if (!isObject(found)) {
        return 'the hooks of the default export are not an object';
      }
      for (const name of ['__describe_module__', '__call_reducer__', '__get_error_constructor__']) {
        if (typeof found[name] !== 'function') {
          return 'the hooks of the default export have no function ' + name;
        }
      }
      hooks = found;
      callReducerHook = found.__call_reducer__;
      senderError = found.__sender_error_class__;
      return '';
    },

    number: (hex) => toBigInt('0x' + hex),

    // Leaves the bytes in the output array and returns how many there are.
    describe() {
      const description = hooks.__describe_module__();
      if (!(description instanceof Bytes)) {
        throw new JsTypeError('__describe_module__ did not return a Uint8Array');
      }
      return leave(description);
    },

    // The input array holds the timestamp in 8 bytes and then `length` bytes of arguments. 0 = returned,
    // 1 = refused with an error for the caller, 2 = returned something.
    callReducer(id, sender, connection, length) {
      if (length + 8 > input8.length) mapInput();
      if (length > args8.length) {
        args = new Buffer(length * 2);
        args8 = new Bytes(args);
      }
      copy(input8, 8, args8, 0, length);
      const timestamp = inputView.getBigInt64(0, true);
      try {
        const returned = call(callReducerHook, hooks, id, sender, connection, timestamp, new View(args, 0, length));
        if (returned === undefined) return 0;
        message = 'the reducer returned a value of type ' + typeof returned + ', expected undefined';
        return 2;
      } catch (e) {
        if (senderError !== undefined && e instanceof senderError) {
          message = toText(e.message);
          return 1;
        }
        throw e;
      }
    },

    // The input array holds the timestamp in 8 bytes and then `length` bytes of arguments. Leaves the returned
    // bytes in the output array and returns how many there are; -1 = refused, -2 = returned something else.
    callProcedure(id, sender, connection, length) {
      const bytes = inputBytes(8, length);
      const timestamp = inputView.getBigInt64(0, true);
      return valueOf('__call_procedure__', () => hooks.__call_procedure__(id, sender, connection, timestamp, bytes));
    },

    // The input array holds the timestamp in 8 bytes, the request and, from the next whole word on, its body. Leaves
    // the response with the host and its body in the output array; else as callProcedure.
    callHandler(id, requestLength, bodyLength) {
      // All of it is in one array, which may be another than before although the request alone would have fitted.
      const bodyAt = (8 + requestLength + 3) & ~3;
      if (bodyAt + bodyLength > input8.length) mapInput();
      const request = inputBytes(8, requestLength);
      const body = inputBytes(bodyAt, bodyLength);
      const timestamp = inputView.getBigInt64(0, true);
      return valueOf('__call_http_handler__', () => {
        const answer = hooks.__call_http_handler__(id, timestamp, request, body);
        if (!Array.isArray(answer) || !(answer[0] instanceof Bytes)) return undefined;
        keepResponse(leave(answer[0]));
        return answer[1];
      });
    },

    // The input array holds `length` bytes of arguments; `sender` is null for an anonymous view. Leaves the
    // returned bytes in the output array and returns how many there are; -1 = refused, -2 = returned something else.
    callView(id, sender, length) {
      const bytes = inputBytes(0, length);
      const hook = sender === null ? '__call_view_anon__' : '__call_view__';
      return valueOf(hook, () => {
        const returned = sender === null ? hooks[hook](id, bytes) : hooks[hook](id, sender, bytes);
        return isObject(returned) ? returned.data : undefined;
      });
    },

    message() {
      const last = message;
      message = undefined;
      return last;
    },
  };
})
