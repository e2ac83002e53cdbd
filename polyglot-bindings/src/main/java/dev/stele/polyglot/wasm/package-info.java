/**
 * Runs WebAssembly modules (of Rust, C++ and whatever else compiles to it) in GraalWasm.
 *
 * <pre>
 * Program -> wasm.binary (parse, refuse, clamp) -> ModuleRules -> WasmRuntime: engine, source
 *         -> WasmInstance: _initialize, __preinit__*, __setup__, __describe_module__
 *         -> WasmInstance.callReducer -> __call_reducer__ -> wasm.abi (host functions) -> TableAbi
 * </pre>
 *
 * <p>Host functions are exported Java methods with primitive parameters, which GraalVM inlines into
 * the guest's compiled code (a {@code ProxyExecutable} takes five times as long). Bytes go from the
 * guest to the host with one bulk read. The polyglot API has no bulk write, so {@link
 * dev.stele.polyglot.wasm.LinearMemory} has a small guest of its own that shares the module's
 * memory and fills it, 8 bytes a step, from an array of the host's: compiled, that is a loop of
 * loads and stores. No Truffle class is used.
 *
 * <p>A trap leaves a module's memory in an unknown state, so the instance is replaced; the parsed
 * module is kept, which makes a new instance cheap. Source: spec 01 sections 1.1 to 1.5.
 */
@NullMarked
package dev.stele.polyglot.wasm;

import org.jspecify.annotations.NullMarked;
