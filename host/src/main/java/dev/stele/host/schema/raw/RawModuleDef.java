package dev.stele.host.schema.raw;

/** A module definition in one of the versions of its format. */
public sealed interface RawModuleDef permits RawModuleDefV8, RawModuleDefV9, RawModuleDefV10 {}
