// `t`: the vocabulary for columns, parameters and return types.
import { ArrayBuilder, OptionBuilder, ProductBuilder, ResultBuilder, RowBuilder, SumBuilder } from './compound_builders.ts';
import type { ElementsObj, RowObj, VariantsObj } from './infer.ts';
import * as scalar from './scalar_builders.ts';
import type { TypeBuilder } from './type_builder.ts';

interface EnumFunction {
  /** An enum without payloads: `t.enum('Color', ['red', 'green'])`. */
  <Case extends string>(name: string, cases: readonly [Case, ...Case[]]): SumBuilder<Record<Case, scalar.UnitBuilder>>;
  (name: string, cases: []): SumBuilder<Record<never, scalar.UnitBuilder>>;
  /** A sum: `t.enum('Shape', { circle: t.f64(), point: t.unit() })`. */
  <Variants extends VariantsObj>(name: string, variants: Variants): SumBuilder<Variants>;
}

function makeEnum(name: string, cases: readonly string[] | VariantsObj): any {
  const variants = Array.isArray(cases)
    ? Object.fromEntries((cases as string[]).map(tag => [tag, new scalar.UnitBuilder()]))
    : (cases as VariantsObj);
  return new SumBuilder(variants, name);
}

function row<Row extends RowObj>(columns: Row): RowBuilder<Row>;
function row<Row extends RowObj>(name: string, columns: Row): RowBuilder<Row>;
function row(nameOrColumns: string | RowObj, columns?: RowObj): RowBuilder<any> {
  return typeof nameOrColumns === 'string' ? new RowBuilder(columns!, nameOrColumns) : new RowBuilder(nameOrColumns);
}

/** A builder that is made when it is first used: for types that contain themselves. Used only while a module loads. */
function lazy<Build extends () => TypeBuilder<any, any>>(thunk: Build): ReturnType<Build> {
  let made: TypeBuilder<any, any> | undefined;
  const target = () => (made ??= thunk());
  return new Proxy({} as any, {
    get: (_empty, key) => {
      const value = Reflect.get(target(), key);
      return typeof value === 'function' ? value.bind(target()) : value;
    },
    has: (_empty, key) => Reflect.has(target(), key),
    getPrototypeOf: () => Reflect.getPrototypeOf(target()),
  });
}

export const t = {
  bool: () => new scalar.BoolBuilder(),
  string: () => new scalar.StringBuilder(),
  /** The same as `f64`. */
  number: () => new scalar.F64Builder(),
  i8: () => new scalar.I8Builder(),
  u8: () => new scalar.U8Builder(),
  i16: () => new scalar.I16Builder(),
  u16: () => new scalar.U16Builder(),
  i32: () => new scalar.I32Builder(),
  u32: () => new scalar.U32Builder(),
  i64: () => new scalar.I64Builder(),
  u64: () => new scalar.U64Builder(),
  i128: () => new scalar.I128Builder(),
  u128: () => new scalar.U128Builder(),
  i256: () => new scalar.I256Builder(),
  u256: () => new scalar.U256Builder(),
  f32: () => new scalar.F32Builder(),
  f64: () => new scalar.F64Builder(),
  /** A named product type. */
  object: <Elements extends ElementsObj>(name: string, elements: Elements) => new ProductBuilder(elements, name),
  /** A product type whose members may carry column modifiers. */
  row,
  array: <Element extends TypeBuilder<any, any>>(element: Element) => new ArrayBuilder(element),
  enum: makeEnum as EnumFunction,
  unit: () => new scalar.UnitBuilder(),
  lazy,
  scheduleAt: () => new scalar.ScheduleAtBuilder(),
  option: <Value extends TypeBuilder<any, any>>(value: Value) => new OptionBuilder(value),
  result: <Ok extends TypeBuilder<any, any>, Err extends TypeBuilder<any, any>>(ok: Ok, err: Err) =>
    new ResultBuilder(ok, err),
  identity: () => new scalar.IdentityBuilder(),
  connectionId: () => new scalar.ConnectionIdBuilder(),
  timestamp: () => new scalar.TimestampBuilder(),
  timeDuration: () => new scalar.TimeDurationBuilder(),
  uuid: () => new scalar.UuidBuilder(),
  byteArray: () => new scalar.ByteArrayBuilder(),
} as const;
