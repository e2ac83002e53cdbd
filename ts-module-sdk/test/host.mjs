// An in-memory host: tables of encoded rows behind the functions of `spacetime:sys@2.0` and `@2.1`. It records every
// call. It learns the tables from the module's own description, with the decoder of these tests.
import { decodeModuleDef, Reader, value as decodeValue } from './decode.mjs';

const hex = bytes => Buffer.from(bytes).toString('hex');

const NO_SUCH_TABLE = 4;
const NO_SUCH_INDEX = 5;
const NO_SUCH_ITER = 6;
const WRONG_INDEX_ALGO = 10;
const UNIQUE_ALREADY_EXISTS = 12;
const NO_SUCH_ROW = 15;
const TRANSACTION_NOT_ANONYMOUS = 18;

function compare(a, b) {
  if (Array.isArray(a)) {
    for (let i = 0; i < a.length; i++) {
      const order = compare(a[i], b[i]);
      if (order !== 0) return order;
    }
    return 0;
  }
  if (typeof a === 'string') return Buffer.compare(Buffer.from(a), Buffer.from(b));
  return a < b ? -1 : a > b ? 1 : 0;
}

export class FakeHost {
  moduleHooks = Symbol('module hooks');
  calls = [];
  logs = [];
  tables = [];
  indexes = [];
  iterators = new Map();
  sequences = new Map();
  nextIterator = 1;
  inCall = false;
  inTransaction = false;

  /** `chunkBytes` closes a chunk of rows once it is longer than that. */
  constructor({ chunkBytes = 32768 } = {}) {
    this.chunkBytes = chunkBytes;
    // Functions are taken off the host, as a module does.
    for (const name of Object.getOwnPropertyNames(FakeHost.prototype)) {
      if (/^(table|index|datastore|row_iter|console|procedure|identity|get_jwt|volatile)/.test(name)) {
        this[name] = this[name].bind(this);
      }
    }
  }

  /** Takes hooks and tables from a module that was imported with this host. */
  attach(module) {
    this.hooks = module.default[this.moduleHooks](module);
    this.description = this.hooks.__describe_module__();
    this.addTables(decodeModuleDef(this.description), '');
    return this;
  }

  addTables(sections, prefix) {
    const def = Object.assign({}, ...sections);
    if (prefix === '') this.def = def;
    for (const table of def.tables) {
      const entry = { id: this.tables.length, name: prefix + table.name, def: table, typespace: def.typespace, rows: new Map() };
      this.tables.push(entry);
      for (const index of table.indexes) {
        const columns = index.algorithm.btree ?? index.algorithm.hash ?? [index.algorithm.direct];
        this.indexes.push({ name: prefix + index.name, table: entry, columns, isHash: 'hash' in index.algorithm });
      }
    }
    for (const { namespace, module } of def.submodules ?? []) {
      this.addTables(module, `${prefix}${namespace}.`);
    }
  }

  /** Runs a hook as one call: recorded, and undone when it throws. Returns `{ value }` or `{ error }`. */
  call(run) {
    this.calls = [];
    this.logs = [];
    this.inCall = true;
    const before = this.tables.map(table => new Map(table.rows));
    try {
      return { value: run(this.hooks) };
    } catch (error) {
      this.tables.forEach((table, i) => (table.rows = before[i]));
      return { error };
    } finally {
      this.inCall = false;
    }
  }

  fail(code, message) {
    return new (this.hooks.__get_error_constructor__(code))(message);
  }

  note(name, ...args) {
    if (!this.inCall) throw new Error(`${name} outside of a call`);
    this.calls.push(`${name} ${args.join(' ')}`);
  }

  // Rows

  /** The columns of a row: bytes and decoded value of each. */
  columns(table, bytes) {
    const reader = new Reader(bytes);
    const columns = table.typespace[table.def.productRef].product.map(member => {
      const start = reader.at;
      const value = decodeValue(reader, member.type, table.typespace);
      return { bytes: bytes.subarray(start, reader.at), value };
    });
    if (reader.at !== bytes.length) throw new Error(`${bytes.length - reader.at} bytes left after a row of ${table.name}`);
    return columns;
  }

  table(id) {
    const table = this.tables[id];
    if (table === undefined) throw this.fail(NO_SUCH_TABLE, `table ${id}`);
    return table;
  }

  index(id) {
    const index = this.indexes[id];
    if (index === undefined) throw this.fail(NO_SUCH_INDEX, `index ${id}`);
    return index;
  }

  key(index, row) {
    const columns = this.columns(index.table, row);
    return hex(Buffer.concat(index.columns.map(column => columns[column].bytes)));
  }

  rowsAt(index, point) {
    return [...index.table.rows.values()].filter(row => this.key(index, row) === hex(point));
  }

  store(table, bytes) {
    for (const constraint of table.def.constraints) {
      const columns = this.columns(table, bytes);
      const clash = [...table.rows.values()].some(row => {
        const other = this.columns(table, row);
        return constraint.columns.every(column => hex(other[column].bytes) === hex(columns[column].bytes));
      });
      if (clash && !table.rows.has(hex(bytes))) throw this.fail(UNIQUE_ALREADY_EXISTS, `unique constraint of ${table.name}`);
    }
    if (!table.def.event) table.rows.set(hex(bytes), bytes);
  }

  /** Fills in zeros of counting columns; returns the row and the bytes of what was filled in. */
  generate(table, bytes) {
    const columns = this.columns(table, bytes);
    const generated = [];
    for (const { column } of table.def.sequences) {
      if (columns[column].value === 0n) {
        const key = `${table.id} ${column}`;
        const next = (this.sequences.get(key) ?? 0) + 1;
        this.sequences.set(key, next);
        const filled = Buffer.alloc(columns[column].bytes.length);
        filled.writeUInt8(next, 0);
        columns[column].bytes = filled;
        generated.push(filled);
      }
    }
    return { row: new Uint8Array(Buffer.concat(columns.map(column => column.bytes))), generated: Buffer.concat(generated) };
  }

  writeBack(buffer, generated) {
    new Uint8Array(buffer).set(generated);
    return generated.length;
  }

  open(rows) {
    const id = this.nextIterator++;
    this.iterators.set(id, [...rows]);
    return id;
  }

  rangeRows(indexId, buffer, prefixLength, prefixElements, startLength, endLength) {
    const index = this.index(indexId);
    if (index.isHash) throw this.fail(WRONG_INDEX_ALGO, index.name);
    const bytes = new Uint8Array(buffer.slice(0, prefixLength + startLength + endLength));
    const product = index.table.typespace[index.table.def.productRef].product;
    const bound = (start, length) => {
      const reader = new Reader(bytes.subarray(start, start + length));
      const tag = reader.u8();
      const value = tag === 2 ? undefined : decodeValue(reader, product[index.columns[prefixElements]].type, index.table.typespace);
      if (reader.at !== length) throw new Error(`bound of ${length} bytes, read ${reader.at}`);
      return { tag, value };
    };
    const from = bound(prefixLength, startLength);
    const to = endLength === 0 ? from : bound(prefixLength + startLength, endLength);
    const prefix = hex(bytes.subarray(0, prefixLength));
    return [...index.table.rows.values()].filter(row => {
      const columns = this.columns(index.table, row);
      const front = index.columns.slice(0, prefixElements).map(column => columns[column].bytes);
      if (hex(Buffer.concat(front)) !== prefix) return false;
      const value = columns[index.columns[prefixElements]].value;
      const above = from.tag === 2 || compare(value, from.value) > (from.tag === 0 ? -1 : 0);
      const below = to.tag === 2 || compare(value, to.value) < (to.tag === 0 ? 1 : 0);
      return above && below;
    });
  }

  remove(table, rows) {
    for (const row of rows) table.rows.delete(hex(row));
    return rows.length;
  }

  // The functions of the ABI

  table_id_from_name(name) {
    this.note('table_id_from_name', name);
    const table = this.tables.find(entry => entry.name === name);
    if (table === undefined) throw this.fail(NO_SUCH_TABLE, name);
    return table.id;
  }

  index_id_from_name(name) {
    this.note('index_id_from_name', name);
    const id = this.indexes.findIndex(entry => entry.name === name);
    if (id < 0) throw this.fail(NO_SUCH_INDEX, name);
    return id;
  }

  datastore_table_row_count(id) {
    this.note('row_count', this.table(id).name);
    return BigInt(this.table(id).rows.size);
  }

  datastore_table_scan_bsatn(id) {
    this.note('table_scan', this.table(id).name);
    return this.open(this.table(id).rows.values());
  }

  datastore_index_scan_point_bsatn(id, buffer, length) {
    const point = new Uint8Array(buffer.slice(0, length));
    this.note('point_scan', this.index(id).name, hex(point));
    return this.open(this.rowsAt(this.index(id), point));
  }

  datastore_find_point_bsatn(id, buffer, length) {
    const point = new Uint8Array(buffer.slice(0, length));
    this.note('find_point', this.index(id).name, hex(point));
    const [row] = this.rowsAt(this.index(id), point);
    if (row === undefined) return -1;
    if (row.length > buffer.byteLength) throw { __buffer_too_small__: row.length };
    new Uint8Array(buffer).set(row);
    return row.length;
  }

  datastore_index_scan_range_bsatn(id, buffer, prefixLength, prefixElements, startLength, endLength) {
    const bytes = hex(new Uint8Array(buffer.slice(0, prefixLength + startLength + endLength)));
    this.note('range_scan', this.index(id).name, bytes, prefixLength, prefixElements, startLength, endLength);
    return this.open(this.rangeRows(id, buffer, prefixLength, prefixElements, startLength, endLength));
  }

  row_iter_bsatn_advance(id, buffer) {
    const rows = this.iterators.get(id);
    if (rows === undefined) throw this.fail(NO_SUCH_ITER, `iterator ${id}`);
    const chunk = [];
    let length = 0;
    while (chunk.length < rows.length && length <= this.chunkBytes) {
      length += rows[chunk.length].length;
      chunk.push(rows[chunk.length]);
    }
    if (length > buffer.byteLength) throw { __buffer_too_small__: length };
    rows.splice(0, chunk.length);
    new Uint8Array(buffer).set(Buffer.concat(chunk));
    const exhausted = rows.length === 0;
    if (exhausted) this.iterators.delete(id);
    this.note('advance', length, exhausted);
    return exhausted ? -length : length;
  }

  row_iter_bsatn_close(id) {
    this.note('close');
    if (!this.iterators.delete(id)) throw this.fail(NO_SUCH_ITER, `iterator ${id}`);
  }

  datastore_insert_bsatn(id, buffer, length) {
    const table = this.table(id);
    const bytes = new Uint8Array(buffer.slice(0, length));
    this.note('insert', table.name, hex(bytes));
    const { row, generated } = this.generate(table, bytes);
    this.store(table, row);
    return this.writeBack(buffer, generated);
  }

  datastore_update_bsatn(id, indexId, buffer, length) {
    const table = this.table(id);
    const bytes = new Uint8Array(buffer.slice(0, length));
    this.note('update', table.name, this.index(indexId).name, hex(bytes));
    const { row, generated } = this.generate(table, bytes);
    const key = this.key(this.index(indexId), row);
    const old = [...table.rows.values()].filter(entry => this.key(this.index(indexId), entry) === key);
    if (old.length === 0) throw this.fail(NO_SUCH_ROW, `row of ${table.name}`);
    this.remove(table, old);
    this.store(table, row);
    return this.writeBack(buffer, generated);
  }

  datastore_delete_by_index_scan_point_bsatn(id, buffer, length) {
    const point = new Uint8Array(buffer.slice(0, length));
    this.note('delete_point', this.index(id).name, hex(point));
    return this.remove(this.index(id).table, this.rowsAt(this.index(id), point));
  }

  datastore_delete_by_index_scan_range_bsatn(id, buffer, prefixLength, prefixElements, startLength, endLength) {
    const bytes = hex(new Uint8Array(buffer.slice(0, prefixLength + startLength + endLength)));
    this.note('delete_range', this.index(id).name, bytes, prefixLength, prefixElements, startLength, endLength);
    const rows = this.rangeRows(id, buffer, prefixLength, prefixElements, startLength, endLength);
    return this.remove(this.index(id).table, rows);
  }

  datastore_delete_all_by_eq_bsatn(id, buffer, length) {
    const table = this.table(id);
    const bytes = new Uint8Array(buffer.slice(0, length));
    this.note('delete_by_eq', table.name, hex(bytes));
    if (new DataView(buffer).getUint32(0, true) !== 1) throw new Error('one row was expected');
    return table.rows.delete(hex(bytes.subarray(4))) ? 1 : 0;
  }

  datastore_clear(id) {
    const table = this.table(id);
    this.note('clear', table.name);
    const count = BigInt(table.rows.size);
    table.rows = new Map();
    return count;
  }

  volatile_nonatomic_schedule_immediate(name, args) {
    this.note('schedule_immediate', name, hex(args));
  }

  console_log(level, message) {
    this.logs.push([level, message]);
  }

  console_timer_start() {
    return 1;
  }

  console_timer_end() {}

  identity() {
    return 0xdbn;
  }

  get_jwt_payload(connectionId) {
    this.note('get_jwt_payload', connectionId);
    return this.token ?? new Uint8Array(0);
  }

  procedure_http_request(request, body) {
    this.note('http', hex(request), hex(typeof body === 'string' ? Buffer.from(body) : body));
    return this.httpAnswer;
  }

  procedure_start_mut_tx() {
    this.note('start_tx');
    this.inTransaction = true;
    return 1_700_000_000_000_000n;
  }

  procedure_commit_mut_tx() {
    this.note('commit_tx');
    if (!this.inTransaction) throw this.fail(TRANSACTION_NOT_ANONYMOUS, 'no transaction');
    this.inTransaction = false;
    if (this.failCommits > 0) {
      this.failCommits--;
      throw this.fail(1, 'commit failed');
    }
  }

  procedure_abort_mut_tx() {
    this.note('abort_tx');
    if (!this.inTransaction) throw this.fail(TRANSACTION_NOT_ANONYMOUS, 'no transaction');
    this.inTransaction = false;
  }

  // What tests look at

  /** All rows of all tables, encoded. */
  contents() {
    return Object.fromEntries(this.tables.map(table => [table.name, [...table.rows.keys()].sort()]));
  }

  /** The rows of a table, decoded. */
  rowsOf(name) {
    const table = this.tables.find(entry => entry.name === name);
    return [...table.rows.values()].map(row => this.columns(table, row).map(column => column.value));
  }
}
