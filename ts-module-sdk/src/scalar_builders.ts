// Builders of the types without parts.
import { type AlgebraicType, type PrimitiveTag, UNIT } from './algebraic_type.ts';
import { type Codec, primitives, sumCodec } from './codec.ts';
import { ConnectionId, type ConnectionIdAlgebraicType } from './connection_id.ts';
import { Identity, type IdentityAlgebraicType } from './identity.ts';
import { ScheduleAt, TimeDuration, Timestamp } from './timestamp.ts';
import type { ScheduleAtAlgebraicType, TimeDurationAlgebraicType, TimestampAlgebraicType } from './timestamp.ts';
import { describeIn, IntegerBuilder, KeyBuilder, makeCodec, TypeBuilder, ValueBuilder } from './type_builder.ts';
import { Uuid, type UuidAlgebraicType } from './uuid.ts';

type Primitive<T extends PrimitiveTag> = { tag: T };

export class U8Builder extends IntegerBuilder<number, Primitive<'U8'>> {
  get algebraicType(): Primitive<'U8'> {
    return { tag: 'U8' };
  }

  [makeCodec](): Codec {
    return primitives.U8;
  }

  [describeIn](): AlgebraicType {
    return this.algebraicType;
  }
}

export class U16Builder extends IntegerBuilder<number, Primitive<'U16'>> {
  get algebraicType(): Primitive<'U16'> {
    return { tag: 'U16' };
  }

  [makeCodec](): Codec {
    return primitives.U16;
  }

  [describeIn](): AlgebraicType {
    return this.algebraicType;
  }
}

export class U32Builder extends IntegerBuilder<number, Primitive<'U32'>> {
  get algebraicType(): Primitive<'U32'> {
    return { tag: 'U32' };
  }

  [makeCodec](): Codec {
    return primitives.U32;
  }

  [describeIn](): AlgebraicType {
    return this.algebraicType;
  }
}

export class I8Builder extends IntegerBuilder<number, Primitive<'I8'>> {
  get algebraicType(): Primitive<'I8'> {
    return { tag: 'I8' };
  }

  [makeCodec](): Codec {
    return primitives.I8;
  }

  [describeIn](): AlgebraicType {
    return this.algebraicType;
  }
}

export class I16Builder extends IntegerBuilder<number, Primitive<'I16'>> {
  get algebraicType(): Primitive<'I16'> {
    return { tag: 'I16' };
  }

  [makeCodec](): Codec {
    return primitives.I16;
  }

  [describeIn](): AlgebraicType {
    return this.algebraicType;
  }
}

export class I32Builder extends IntegerBuilder<number, Primitive<'I32'>> {
  get algebraicType(): Primitive<'I32'> {
    return { tag: 'I32' };
  }

  [makeCodec](): Codec {
    return primitives.I32;
  }

  [describeIn](): AlgebraicType {
    return this.algebraicType;
  }
}

export class U64Builder extends IntegerBuilder<bigint, Primitive<'U64'>> {
  get algebraicType(): Primitive<'U64'> {
    return { tag: 'U64' };
  }

  [makeCodec](): Codec {
    return primitives.U64;
  }

  [describeIn](): AlgebraicType {
    return this.algebraicType;
  }
}

export class U128Builder extends IntegerBuilder<bigint, Primitive<'U128'>> {
  get algebraicType(): Primitive<'U128'> {
    return { tag: 'U128' };
  }

  [makeCodec](): Codec {
    return primitives.U128;
  }

  [describeIn](): AlgebraicType {
    return this.algebraicType;
  }
}

export class U256Builder extends IntegerBuilder<bigint, Primitive<'U256'>> {
  get algebraicType(): Primitive<'U256'> {
    return { tag: 'U256' };
  }

  [makeCodec](): Codec {
    return primitives.U256;
  }

  [describeIn](): AlgebraicType {
    return this.algebraicType;
  }
}

export class I64Builder extends IntegerBuilder<bigint, Primitive<'I64'>> {
  get algebraicType(): Primitive<'I64'> {
    return { tag: 'I64' };
  }

  [makeCodec](): Codec {
    return primitives.I64;
  }

  [describeIn](): AlgebraicType {
    return this.algebraicType;
  }
}

export class I128Builder extends IntegerBuilder<bigint, Primitive<'I128'>> {
  get algebraicType(): Primitive<'I128'> {
    return { tag: 'I128' };
  }

  [makeCodec](): Codec {
    return primitives.I128;
  }

  [describeIn](): AlgebraicType {
    return this.algebraicType;
  }
}

export class I256Builder extends IntegerBuilder<bigint, Primitive<'I256'>> {
  get algebraicType(): Primitive<'I256'> {
    return { tag: 'I256' };
  }

  [makeCodec](): Codec {
    return primitives.I256;
  }

  [describeIn](): AlgebraicType {
    return this.algebraicType;
  }
}

export class F32Builder extends ValueBuilder<number, Primitive<'F32'>> {
  get algebraicType(): Primitive<'F32'> {
    return { tag: 'F32' };
  }

  [makeCodec](): Codec {
    return primitives.F32;
  }

  [describeIn](): AlgebraicType {
    return this.algebraicType;
  }
}

export class F64Builder extends ValueBuilder<number, Primitive<'F64'>> {
  get algebraicType(): Primitive<'F64'> {
    return { tag: 'F64' };
  }

  [makeCodec](): Codec {
    return primitives.F64;
  }

  [describeIn](): AlgebraicType {
    return this.algebraicType;
  }
}

export class BoolBuilder extends KeyBuilder<boolean, Primitive<'Bool'>> {
  get algebraicType(): Primitive<'Bool'> {
    return { tag: 'Bool' };
  }

  [makeCodec](): Codec {
    return primitives.Bool;
  }

  [describeIn](): AlgebraicType {
    return this.algebraicType;
  }
}

export class StringBuilder extends KeyBuilder<string, Primitive<'String'>> {
  get algebraicType(): Primitive<'String'> {
    return { tag: 'String' };
  }

  [makeCodec](): Codec {
    return primitives.String;
  }

  [describeIn](): AlgebraicType {
    return this.algebraicType;
  }
}

export class IdentityBuilder extends KeyBuilder<Identity, IdentityAlgebraicType> {
  get algebraicType(): IdentityAlgebraicType {
    return Identity.getAlgebraicType();
  }

  [makeCodec](): Codec {
    return primitives.Identity;
  }

  [describeIn](): AlgebraicType {
    return this.algebraicType;
  }
}

export class ConnectionIdBuilder extends KeyBuilder<ConnectionId, ConnectionIdAlgebraicType> {
  get algebraicType(): ConnectionIdAlgebraicType {
    return ConnectionId.getAlgebraicType();
  }

  [makeCodec](): Codec {
    return primitives.ConnectionId;
  }

  [describeIn](): AlgebraicType {
    return this.algebraicType;
  }
}

export class TimestampBuilder extends KeyBuilder<Timestamp, TimestampAlgebraicType> {
  get algebraicType(): TimestampAlgebraicType {
    return Timestamp.getAlgebraicType();
  }

  [makeCodec](): Codec {
    return primitives.Timestamp;
  }

  [describeIn](): AlgebraicType {
    return this.algebraicType;
  }
}

export class TimeDurationBuilder extends KeyBuilder<TimeDuration, TimeDurationAlgebraicType> {
  get algebraicType(): TimeDurationAlgebraicType {
    return TimeDuration.getAlgebraicType();
  }

  [makeCodec](): Codec {
    return primitives.TimeDuration;
  }

  [describeIn](): AlgebraicType {
    return this.algebraicType;
  }
}

export class UuidBuilder extends KeyBuilder<Uuid, UuidAlgebraicType> {
  get algebraicType(): UuidAlgebraicType {
    return Uuid.getAlgebraicType();
  }

  [makeCodec](): Codec {
    return primitives.Uuid;
  }

  [describeIn](): AlgebraicType {
    return this.algebraicType;
  }
}

/** Bytes: stored as an array of U8, seen as a Uint8Array. */
export class ByteArrayBuilder extends ValueBuilder<Uint8Array, { tag: 'Array'; value: Primitive<'U8'> }> {
  get algebraicType(): { tag: 'Array'; value: Primitive<'U8'> } {
    return { tag: 'Array', value: { tag: 'U8' } };
  }

  [makeCodec](): Codec {
    return primitives.Bytes;
  }

  [describeIn](): AlgebraicType {
    return this.algebraicType;
  }
}

const scheduleAtCodec = sumCodec({
  names: ['Interval', 'Time'],
  codecs: [primitives.TimeDuration, primitives.Timestamp],
  tags: new Map([['Interval', 0], ['Time', 1]]),
});

/** When a row of a scheduled table is due. */
export class ScheduleAtBuilder extends ValueBuilder<ScheduleAt, ScheduleAtAlgebraicType> {
  get algebraicType(): ScheduleAtAlgebraicType {
    return ScheduleAt.getAlgebraicType();
  }

  [makeCodec](): Codec {
    return scheduleAtCodec;
  }

  [describeIn](): AlgebraicType {
    return this.algebraicType;
  }
}

/** The type with one value, `{}`. */
export class UnitBuilder extends TypeBuilder<{}, { tag: 'Product'; value: { elements: [] } }> {
  get algebraicType(): { tag: 'Product'; value: { elements: [] } } {
    return { tag: 'Product', value: { elements: [] } };
  }

  [makeCodec](): Codec {
    return primitives.Unit;
  }

  [describeIn](): AlgebraicType {
    return UNIT;
  }
}
