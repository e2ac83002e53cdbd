// Case conversions of identifiers, on values and on types.

type CamelTail<S extends string> = S extends `${infer Head}_${infer Tail}`
  ? `${Head}${Capitalize<CamelTail<Tail>>}`
  : S extends `${infer Head}-${infer Tail}`
    ? `${Head}${Capitalize<CamelTail<Tail>>}`
    : S;

/** `some_name` and `some-name` as `someName`. */
export type CamelCase<S extends string> = Uncapitalize<CamelTail<S>>;

export function toCamelCase<S extends string>(name: S): CamelCase<S> {
  const joined = name.replace(/[-_]+([a-zA-Z0-9]?)/g, (_match, next: string) => next.toUpperCase());
  return (joined.charAt(0).toLowerCase() + joined.slice(1)) as CamelCase<S>;
}

/** `some_name` as `SomeName`: how the row type of a table is called. */
export function toPascalCase(name: string): string {
  const camel = toCamelCase(name);
  return camel.charAt(0).toUpperCase() + camel.slice(1);
}
