/**
 * The functions that a Wasm module imports, one class for each import module: {@code
 * spacetime_10.0} and its additions. Each takes numbers, moves bytes between {@link
 * dev.stele.polyglot.wasm.abi.GuestMemory} and {@link dev.stele.host.module.TableAbi}, and answers
 * with an error number (spec 01 section 1.2) or traps.
 *
 * <pre>
 * guest: import "spacetime_10.0" "datastore_insert_bsatn" (i32, i32, i32) -> i32
 *   host: Spacetime10_0.datastoreInsertBsatn -> HostSide: copy in, TableAbi.insert, copy out
 * </pre>
 *
 * <p>Pointers and lengths are u32 in an {@code int}. A trap ({@link
 * dev.stele.polyglot.wasm.abi.GuestTrap}) is for what a correct module never does: a pointer
 * outside its memory, a null pointer, a name that is not UTF-8. An errno is for what it may run
 * into. Results are written after the operation, so a refused operation writes nothing.
 *
 * <p>The names and types of the imports are those of the Java methods ({@link
 * dev.stele.polyglot.wasm.abi.HostFunctions}), so nothing has to be kept in step. The classes know
 * no engine, but for the annotation which says that a guest may call a method: the differential
 * test runs them under a second engine.
 */
@NullMarked
package dev.stele.polyglot.wasm.abi;

import org.jspecify.annotations.NullMarked;
