/**
 * Reads WebAssembly modules before any engine sees them: sections, limits, imports and exports, and
 * which proposals a module needs. Rewrites the limits of memories and tables.
 *
 * <pre>
 * bytes -> WasmModule.parse: sections, types, imports, exports -> refusals by name
 *       -> Clamp: memory and table maxima -> bytes for the engine
 * </pre>
 *
 * <p>Types and stacks of function bodies are validated by the engine itself. This package answers
 * what the engine does not: how large a module may be, how much memory it may ask for, and which
 * missing feature a refusal is about. Knows no engine. Source: WebAssembly core specification,
 * chapter 5 (binary format).
 */
@NullMarked
package dev.stele.polyglot.wasm.binary;

import org.jspecify.annotations.NullMarked;
