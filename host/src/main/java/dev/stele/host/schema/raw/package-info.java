/**
 * Module definitions as guests write them: unchecked, names as in the source, types as references.
 *
 * <pre>
 * RawModuleDef   u8 tag: 0 V8, 1 V9, 2 V10
 * V9             typespace, tables, reducers, types, misc exports, row level security
 * V10            array of sections in any order, each with its own tag
 * </pre>
 *
 * <p>{@link dev.stele.host.schema.raw.RawModuleDefCodec} reads and writes the bytes; {@code
 * schema.validation} turns the records into a {@link dev.stele.host.schema.ModuleDef}. Source: spec
 * 01 section 1.7.
 */
@NullMarked
package dev.stele.host.schema.raw;

import org.jspecify.annotations.NullMarked;
