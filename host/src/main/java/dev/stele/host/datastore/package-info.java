/**
 * The state of one database and the transactions that change it; the only place where rows change.
 *
 * <pre>
 * CommittedState (immutable)          MutTx (one thread, one call)
 *   Catalog   schemas, ids, names  -> copy on first DDL
 *   Table[]   rows and indexes     -> TableEdit per touched table, sharing unchanged nodes
 *   nextOffset                        ops per table -> TxData (net inserts and deletes)
 * </pre>
 *
 * <p>{@code commit} publishes a new {@link dev.stele.host.datastore.CommittedState}; abort drops
 * the {@link dev.stele.host.datastore.MutTx}. A reader takes a state and needs no lock. The schema
 * of a database is itself rows: the {@code st_*} tables of {@link
 * dev.stele.host.datastore.SystemTables}, from which {@link dev.stele.host.datastore.Catalog} is
 * rebuilt after a restart. Source: spec 03 sections 3.1 to 3.4 and 3.9.
 */
@NullMarked
package dev.stele.host.datastore;

import org.jspecify.annotations.NullMarked;
