package dev.stele.host.datastore;

import dev.stele.host.schema.TableId;

/** A query that says which rows of {@code table} somebody may see who does not own the database. */
public record VisibilityRule(TableId table, String sql) {}
