/**
 * Runs databases whose modules are written in several languages: a root, and named modules that
 * stand under it as submodules do.
 *
 * <pre>
 * MixedProgram (one ZIP: root, modules/NAME) -> MixedRuntime: load each in the runtime of its kind
 *         -> Composition: one definition, and for each function who has it
 *         -> MixedInstance: calls go to the instance that has the function, within its names
 * </pre>
 *
 * <p>All run on the thread of the call and in its transaction, so a call from one module into
 * another is part of it. Nothing of this is known to the host but that names have a prefix: the
 * table ABI carries the rest.
 */
@NullMarked
package dev.stele.polyglot.mixed;

import org.jspecify.annotations.NullMarked;
