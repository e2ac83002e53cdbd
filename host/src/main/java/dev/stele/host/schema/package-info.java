/**
 * What a module declares: its tables, indexes, constraints, sequences, reducers and types.
 *
 * <p>A guest describes itself as the bytes of a {@code RawModuleDef}. They are decoded as they are
 * (raw records), then validated into one {@link dev.stele.host.schema.ModuleDef} in which every
 * name is canonical and every type resolved. When a database takes the definition in, tables get
 * their ids: {@link dev.stele.host.schema.TableSchema}. Source: spec 01 sections 1.7 to 1.9.
 */
@NullMarked
package dev.stele.host.schema;

import org.jspecify.annotations.NullMarked;
