/**
 * Runs modules beside the data: the ports that a language binding implements, the table ABI that
 * guests use, and the one path of a call.
 *
 * <pre>
 * caller -> ModuleHost (bounded queue) -> writer thread: MutTx -> ModuleInstance -> InstanceEnv
 *                                         commit -> log -> fan-out -> ReducerResult
 * </pre>
 *
 * <p>Ports for bindings: {@link dev.stele.host.module.ModuleRuntime} loads a program, {@link
 * dev.stele.host.module.ModuleInstance} runs its functions. A binding moves bytes between the guest
 * and {@link dev.stele.host.module.TableAbi}; it decides nothing. Source: spec 01.
 */
@NullMarked
package dev.stele.host.module;

import org.jspecify.annotations.NullMarked;
