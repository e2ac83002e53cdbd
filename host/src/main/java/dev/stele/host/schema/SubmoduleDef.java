package dev.stele.host.schema;

/** A library module under a namespace. Names inside {@code module} do not carry the namespace. */
public record SubmoduleDef(String namespace, ModuleDef module) {}
