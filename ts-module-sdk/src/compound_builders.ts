// Builders of types made of other types: options, results, arrays, products, sums and rows.
import { type AlgebraicType, UNIT } from './algebraic_type.ts';
import { addMember, arrayCodec, type Codec, optionCodec, type ProductShape, productCodec, resultCodec, type SumShape, sumCodec } from './codec.ts';
import { specialise } from './codegen.ts';
import { ColumnBuilder } from './columns.ts';
import type { ElementsObj, EnumType, Infer, InferSpacetimeType, ObjectType, RowObj, RowObjType, VariantsObj } from './infer.ts';
import { UnitBuilder } from './scalar_builders.ts';
import { codecOf, describeIn, IndexableBuilder, installOption, makeCodec, TypeBuilder, type TypeCollector, underlying, ValueBuilder } from './type_builder.ts';

type AnyBuilder = TypeBuilder<any, any>;

function sumOf(...variants: [string, AlgebraicType][]): any {
  return { tag: 'Sum', value: { variants: variants.map(([name, algebraicType]) => ({ name, algebraicType })) } };
}

export type OptionAlgebraicType<T extends AlgebraicType = AlgebraicType> = {
  tag: 'Sum';
  value: {
    variants: [
      { name: 'some'; algebraicType: T },
      { name: 'none'; algebraicType: { tag: 'Product'; value: { elements: [] } } },
    ];
  };
};

/** A value or `undefined`. */
export class OptionBuilder<Value extends AnyBuilder> extends ValueBuilder<
  Infer<Value> | undefined,
  OptionAlgebraicType<InferSpacetimeType<Value>>
> {
  value: Value;

  constructor(value: Value) {
    super();
    this.value = value;
  }

  get algebraicType(): OptionAlgebraicType<InferSpacetimeType<Value>> {
    return sumOf(['some', this.value.algebraicType], ['none', UNIT]);
  }

  [makeCodec](): Codec {
    return optionCodec(this.value[codecOf]);
  }

  [describeIn](types: TypeCollector): AlgebraicType {
    return sumOf(['some', types.typeOf(this.value)], ['none', UNIT]);
  }
}

installOption(value => new OptionBuilder(value));

export type ResultAlgebraicType<T extends AlgebraicType = AlgebraicType, E extends AlgebraicType = AlgebraicType> = {
  tag: 'Sum';
  value: { variants: [{ name: 'ok'; algebraicType: T }, { name: 'err'; algebraicType: E }] };
};

/** `{ ok }` or `{ err }`. */
export class ResultBuilder<Ok extends AnyBuilder, Err extends AnyBuilder> extends ValueBuilder<
  { ok: Infer<Ok> } | { err: Infer<Err> },
  ResultAlgebraicType<InferSpacetimeType<Ok>, InferSpacetimeType<Err>>
> {
  ok: Ok;
  err: Err;

  constructor(ok: Ok, err: Err) {
    super();
    this.ok = ok;
    this.err = err;
  }

  get algebraicType(): ResultAlgebraicType<InferSpacetimeType<Ok>, InferSpacetimeType<Err>> {
    return sumOf(['ok', this.ok.algebraicType], ['err', this.err.algebraicType]);
  }

  [makeCodec](): Codec {
    return resultCodec(this.ok[codecOf], this.err[codecOf]);
  }

  [describeIn](types: TypeCollector): AlgebraicType {
    return sumOf(['ok', types.typeOf(this.ok)], ['err', types.typeOf(this.err)]);
  }
}

export class ArrayBuilder<Element extends AnyBuilder> extends ValueBuilder<
  Infer<Element>[],
  { tag: 'Array'; value: InferSpacetimeType<Element> }
> {
  element: Element;

  constructor(element: Element) {
    super();
    this.element = element;
  }

  get algebraicType(): { tag: 'Array'; value: InferSpacetimeType<Element> } {
    return { tag: 'Array', value: this.element.algebraicType };
  }

  [makeCodec](): Codec {
    return arrayCodec(this.element[codecOf]);
  }

  [describeIn](types: TypeCollector): AlgebraicType {
    return { tag: 'Array', value: types.typeOf(this.element) };
  }
}

/** `members` runs after the codec is known, because a member may be the type itself. */
function membersCodec(members: () => [string, AnyBuilder][], publish: (codec: Codec) => void): Codec {
  const shape: ProductShape = { names: [], kinds: [], codecs: [] };
  const codec = productCodec(shape);
  publish(codec);
  for (const [name, builder] of members()) {
    addMember(shape, name, builder[codecOf]);
  }
  specialise(codec, shape);
  return codec;
}

function describeProduct(members: [string, AnyBuilder][], types: TypeCollector): AlgebraicType {
  return {
    tag: 'Product',
    value: { elements: members.map(([name, builder]) => ({ name, algebraicType: types.typeOf(builder) })) },
  };
}

/** A type that may contain itself: its parts are looked at when they are first needed. */
function lazyType(cache: { type?: AlgebraicType }, empty: AlgebraicType, fill: (type: any) => void): any {
  if (cache.type === undefined) {
    cache.type = empty;
    fill(empty);
  }
  return cache.type;
}

type ProductAlgebraicType = { tag: 'Product'; value: { elements: { name: string | undefined; algebraicType: AlgebraicType }[] } };

/** A named product type: `t.object('Point', { x: t.f64(), y: t.f64() })`. */
export class ProductBuilder<Elements extends ElementsObj> extends ValueBuilder<ObjectType<Elements>, ProductAlgebraicType> {
  readonly typeName: string | undefined;
  readonly elements: Elements;
  private readonly cache: { type?: AlgebraicType } = {};

  constructor(elements: Elements, name?: string) {
    super();
    this.typeName = name;
    this.elements = elements;
  }

  get algebraicType(): ProductAlgebraicType {
    return lazyType(this.cache, { tag: 'Product', value: { elements: [] } }, type => {
      for (const [name, builder] of Object.entries(this.elements)) {
        type.value.elements.push({ name, algebraicType: builder.algebraicType });
      }
    });
  }

  [makeCodec](publish: (codec: Codec) => void): Codec {
    return membersCodec(() => Object.entries(this.elements), publish);
  }

  [describeIn](types: TypeCollector): AlgebraicType {
    return describeProduct(Object.entries(this.elements), types);
  }
}

type CoercedColumn<C> = C extends ColumnBuilder<any, any, any> ? C : C extends TypeBuilder<infer T, infer ST> ? ColumnBuilder<T, ST, object> : never;
export type CoerceRow<Row extends RowObj> = { [K in keyof Row & string]: CoercedColumn<Row[K]> };

/** The row of a table: a product whose members are columns. */
export class RowBuilder<Row extends RowObj> extends TypeBuilder<RowObjType<Row>, ProductAlgebraicType> {
  readonly row: CoerceRow<Row>;
  typeName: string | undefined;
  private readonly cache: { type?: AlgebraicType } = {};

  constructor(row: Row, name?: string) {
    super();
    const columns: Record<string, ColumnBuilder<any, any, any>> = {};
    for (const [key, column] of Object.entries(row)) {
      columns[key] = column instanceof ColumnBuilder ? column : new ColumnBuilder(column, {});
    }
    this.row = columns as CoerceRow<Row>;
    this.typeName = name;
  }

  private members(): [string, AnyBuilder][] {
    return Object.entries<ColumnBuilder<any, any, any>>(this.row as any).map(([name, column]) => [name, column.typeBuilder]);
  }

  get algebraicType(): ProductAlgebraicType {
    return lazyType(this.cache, { tag: 'Product', value: { elements: [] } }, type => {
      for (const [name, builder] of this.members()) {
        type.value.elements.push({ name, algebraicType: builder.algebraicType });
      }
    });
  }

  [makeCodec](publish: (codec: Codec) => void): Codec {
    return membersCodec(() => this.members(), publish);
  }

  [describeIn](types: TypeCollector): AlgebraicType {
    return describeProduct(this.members(), types);
  }
}

type SumAlgebraicType = { tag: 'Sum'; value: { variants: { name: string | undefined; algebraicType: AlgebraicType }[] } };

const variantsOf = Symbol('variants');
const sumCache = Symbol('type');

function isUnit(builder: AnyBuilder): boolean {
  return builder[underlying] instanceof UnitBuilder;
}

class SumBuilderBase<Variants extends VariantsObj> extends IndexableBuilder<EnumType<Variants>, SumAlgebraicType> {
  readonly variants: Variants;
  readonly typeName: string | undefined;
  private readonly [variantsOf]: Variants;
  private readonly [sumCache]: { type?: AlgebraicType } = {};

  constructor(variants: Variants, name?: string) {
    super();
    this.variants = variants;
    this[variantsOf] = variants;
    this.typeName = name;
    for (const key of Object.keys(variants)) {
      const descriptor = Object.getOwnPropertyDescriptor(variants, key)!;
      if (descriptor.get === undefined) {
        Object.defineProperty(this, key, { value: constructorOf(key, descriptor.value), enumerable: true });
      } else {
        // The type of a getter is not known yet, and may be this one.
        Object.defineProperty(this, key, { get: () => constructorOf(key, variants[key]!), enumerable: true });
      }
    }
  }

  get algebraicType(): SumAlgebraicType {
    return lazyType(this[sumCache], { tag: 'Sum', value: { variants: [] } }, type => {
      for (const [name, builder] of Object.entries(this[variantsOf])) {
        type.value.variants.push({ name, algebraicType: builder.algebraicType });
      }
    });
  }

  [makeCodec](publish: (codec: Codec) => void): Codec {
    const shape: SumShape = { names: [], codecs: [], tags: new Map() };
    const codec = sumCodec(shape);
    publish(codec);
    for (const [name, builder] of Object.entries(this[variantsOf])) {
      shape.tags.set(name, shape.names.length);
      shape.names.push(name);
      shape.codecs.push(isUnit(builder) ? undefined : builder[codecOf]);
    }
    return codec;
  }

  [describeIn](types: TypeCollector): AlgebraicType {
    return sumOf(
      ...Object.entries(this[variantsOf]).map(([name, builder]): [string, AlgebraicType] => [name, types.typeOf(builder)])
    );
  }
}

function constructorOf(tag: string, builder: AnyBuilder): unknown {
  return isUnit(builder) ? Object.freeze({ tag }) : (value: unknown) => ({ tag, value });
}

type VariantConstructors<Variants extends VariantsObj> = {
  [K in keyof Variants & string]: Variants[K] extends UnitBuilder
    ? { tag: K }
    : (value: Infer<Variants[K]>) => { tag: K; value: Infer<Variants[K]> };
};

/** A sum type; each variant is also a property: a constructor, or the value when it has no payload. */
export type SumBuilder<Variants extends VariantsObj> = SumBuilderBase<Variants> & VariantConstructors<Variants>;
export const SumBuilder = SumBuilderBase as unknown as {
  new <Variants extends VariantsObj>(variants: Variants, name?: string): SumBuilder<Variants>;
};
export type SimpleSumBuilder<Variants extends Record<string, UnitBuilder>> = SumBuilder<Variants>;
export const SimpleSumBuilder = SumBuilder as unknown as {
  new <Variants extends Record<string, UnitBuilder>>(variants: Variants, name?: string): SimpleSumBuilder<Variants>;
};

/** A reference to a type by its number. */
export class RefBuilder<Type, _SpacetimeType = unknown> extends TypeBuilder<Type, { tag: 'Ref'; value: number }> {
  readonly ref: number;

  constructor(ref: number) {
    super();
    this.ref = ref;
  }

  get algebraicType(): { tag: 'Ref'; value: number } {
    return { tag: 'Ref', value: this.ref };
  }

  [makeCodec](): Codec {
    throw new Error(`reference ${this.ref} has no values of its own`);
  }

  [describeIn](): AlgebraicType {
    return this.algebraicType;
  }
}
