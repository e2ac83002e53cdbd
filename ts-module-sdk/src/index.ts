// The value types of tables, for code that is not itself a module's entry: `import { Identity } from 'stele'`.
export { ConnectionId } from './connection_id.ts';
export { SenderError } from './errors.ts';
export { Identity } from './identity.ts';
export { Interval, ScheduleAt, Time, TimeDuration, Timestamp } from './timestamp.ts';
export { Uuid } from './uuid.ts';
export { toCamelCase } from './names.ts';
export { BinaryReader } from './bsatn_reader.ts';
export { BinaryWriter } from './bsatn_writer.ts';
export * from './query.ts';
