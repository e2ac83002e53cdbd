package dev.stele.host.module;

/** A program that was loaded and checked, and its instance, ready to take over. */
record Candidate(LoadedModule module, ModuleInstance instance) {}
