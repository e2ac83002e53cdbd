package dev.stele.host.schema;

/** That rows of a table call {@code functionName} at the time in column {@code atColumn}. */
public record ScheduleDef(String name, int atColumn, String functionName) {}
