// Collects a module's definition while its tables and functions register themselves.
import type { AlgebraicType } from './algebraic_type.ts';
import { ProductBuilder, RowBuilder, SumBuilder } from './compound_builders.ts';
import { emptyModuleDef, type ModuleDef } from './module_def.ts';
import { describeIn, type TypeBuilder, type TypeCollector, underlying } from './type_builder.ts';

type NamedBuilder = TypeBuilder<any, any> & { typeName: string | undefined };

export class ModuleCollector implements TypeCollector {
  readonly def: ModuleDef = emptyModuleDef();
  private readonly refs = new Map<TypeBuilder<any, any>, number>();

  typeOf(builder: TypeBuilder<any, any>): AlgebraicType {
    const type = builder[underlying];
    if (type instanceof ProductBuilder || type instanceof RowBuilder || type instanceof SumBuilder) {
      return { tag: 'Ref', value: this.refOf(type as NamedBuilder) };
    }
    return type[describeIn](this);
  }

  /** The number of a named type, which gets its number before its parts do. */
  refOf(builder: NamedBuilder): number {
    const known = this.refs.get(builder);
    if (known !== undefined) {
      return known;
    }
    if (builder.typeName === undefined) {
      throw new TypeError(`type without a name: ${JSON.stringify(builder.algebraicType)}, expected t.row(name, columns)`);
    }
    const ref = this.def.types.length;
    this.refs.set(builder, ref);
    this.def.types.push({ tag: 'Ref', value: ref });
    this.def.types[ref] = builder[describeIn](this);
    const scope = builder.typeName.split('.');
    const name = scope.pop()!;
    this.def.typeDefs.push({ scope, name, ref });
    return ref;
  }
}
