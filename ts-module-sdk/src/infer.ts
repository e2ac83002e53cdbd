// From builders to TypeScript types.
import type { AlgebraicType } from './algebraic_type.ts';
import type { ColumnBuilder } from './columns.ts';
import type { OptionBuilder } from './compound_builders.ts';
import type { UnitBuilder } from './scalar_builders.ts';
import type { TypeBuilder } from './type_builder.ts';

/** Shows an intersection as one object type. */
export type Flat<T> = { [K in keyof T]: T[K] } & {};

export type ElementsObj = Record<string, TypeBuilder<any, any>>;
export type VariantsObj = Record<string, TypeBuilder<any, any>>;
export type RowObj = Record<string, TypeBuilder<any, any> | ColumnBuilder<any, any, any>>;

export type InferTypeOfTypeBuilder<B extends TypeBuilder<any, any>> = B['type'];
export type InferSpacetimeType<B extends TypeBuilder<any, any>> =
  B extends TypeBuilder<any, infer ST extends AlgebraicType> ? ST : never;
export type InferSpacetimeTypeOfTypeBuilder<B extends TypeBuilder<any, any>> = InferSpacetimeType<B>;

/** The builder behind a column or a type. */
type BuilderOf<C> = C extends ColumnBuilder<infer T, infer ST, any> ? TypeBuilder<T, ST> : C;
type TypeOfMember<C> = C extends ColumnBuilder<infer T, any, any> ? T : C extends TypeBuilder<infer T, any> ? T : never;

/** Members that may be left out: those of an option type. */
type OptionalKeys<Row> = {
  [K in keyof Row & string]: undefined extends TypeOfMember<Row[K]> ? K : never;
}[keyof Row & string];

export type RowObjType<Row> = Flat<
  { [K in Exclude<keyof Row & string, OptionalKeys<Row>>]: TypeOfMember<Row[K]> } & {
    [K in OptionalKeys<Row>]?: TypeOfMember<Row[K]>;
  }
>;

/** The type of a row, given its columns. */
export type InferTypeOfRow<Row extends RowObj> = RowObjType<Row>;
export type InferTypeOfParams<Row extends RowObj> = RowObjType<Row>;
export type InferSpacetimeTypeOfRow<Row extends RowObj> = {
  [K in keyof Row & string]: BuilderOf<Row[K]> extends TypeBuilder<any, infer ST> ? ST : never;
};

/** The TypeScript type of a builder, or of an object of builders. */
export type Infer<T> = T extends TypeBuilder<any, any> ? T['type'] : T extends RowObj ? InferTypeOfRow<T> : never;

export type ObjectType<Elements extends ElementsObj> = { [K in keyof Elements]: Elements[K]['type'] };

export type EnumType<Variants extends VariantsObj> = {
  [K in keyof Variants & string]: Variants[K] extends UnitBuilder ? { tag: K } : { tag: K; value: Variants[K]['type'] };
}[keyof Variants & string];

export type { OptionBuilder };
