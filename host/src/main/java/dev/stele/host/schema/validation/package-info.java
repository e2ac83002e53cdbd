/**
 * From what a module says of itself to what the host relies on.
 *
 * <pre>
 * RawModuleDef (V8, V9, V10)  --Declaration--&gt;  one shape  --ModuleDefValidator--&gt;  ModuleDef
 * </pre>
 *
 * <p>Errors are collected, sorted and made unique, so that an author sees all of them at once and
 * always in the same order. What could never work is refused, what is merely odd is accepted.
 * Source: spec 01 sections 1.8 and 1.9.
 */
@NullMarked
package dev.stele.host.schema.validation;

import org.jspecify.annotations.NullMarked;
