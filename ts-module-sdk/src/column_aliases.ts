// The names under which the published package has its classes of columns.
import { IntegerColumn, KeyColumn, SumColumn, ValueColumn } from './columns.ts';

export {
  IntegerColumn as I8ColumnBuilder, IntegerColumn as I16ColumnBuilder, IntegerColumn as I32ColumnBuilder,
  IntegerColumn as I64ColumnBuilder, IntegerColumn as I128ColumnBuilder, IntegerColumn as I256ColumnBuilder,
  IntegerColumn as U8ColumnBuilder, IntegerColumn as U16ColumnBuilder, IntegerColumn as U32ColumnBuilder,
  IntegerColumn as U64ColumnBuilder, IntegerColumn as U128ColumnBuilder, IntegerColumn as U256ColumnBuilder,
  KeyColumn as BoolColumnBuilder, KeyColumn as StringColumnBuilder, KeyColumn as IdentityColumnBuilder,
  KeyColumn as ConnectionIdColumnBuilder, KeyColumn as TimestampColumnBuilder,
  KeyColumn as TimeDurationColumnBuilder, KeyColumn as UuidColumnBuilder,
  ValueColumn as F32ColumnBuilder, ValueColumn as F64ColumnBuilder, ValueColumn as ArrayColumnBuilder,
  ValueColumn as ByteArrayColumnBuilder, ValueColumn as OptionColumnBuilder, ValueColumn as ProductColumnBuilder,
  ValueColumn as ResultColumnBuilder, ValueColumn as ScheduleAtColumnBuilder,
  SumColumn as SumColumnBuilder, SumColumn as SimpleSumColumnBuilder,
};
