package dev.stele.host.schema;

/** The id of a table: 1 to 20 for system tables, from 4096 for those of a module. */
public record TableId(int value) {}
