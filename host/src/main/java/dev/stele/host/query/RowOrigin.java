package dev.stele.host.query;

import dev.stele.host.sats.Bytes;

/**
 * A set of rows that changes as a whole as far as queries are concerned: a table, or one instance
 * of a view, named by its {@code argHash}; that is empty for tables.
 */
public record RowOrigin(int tableId, Bytes argHash) {}
