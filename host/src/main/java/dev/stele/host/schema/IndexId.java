package dev.stele.host.schema;

/** The id of an index, unique within a database. */
public record IndexId(int value) {}
