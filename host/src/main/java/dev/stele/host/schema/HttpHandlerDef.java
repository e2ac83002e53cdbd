package dev.stele.host.schema;

/** A function that answers HTTP requests; its id is its position in the module. */
public record HttpHandlerDef(String name, String sourceName) {}
