/**
 * Turns a project on the disk into the bytes to publish, by calling the language's own tools.
 *
 * <p>The way in: {@link dev.stele.cli.toolchain.Project#at} tells what kind of project a path is,
 * {@link dev.stele.cli.toolchain.ModuleBuilder#build} builds it. The kinds are closed: a new
 * language adds a record to {@code Project} (how it is recognised, which files to watch) and a
 * class {@code XyzBuild} beside {@link dev.stele.cli.toolchain.RustBuild}; the compiler then names
 * every place that has to know it.
 *
 * <p>A tool's errors and progress go to the terminal as the tool writes them, with its colours; its
 * standard output is read by us, since that of our commands is data. We add one line only where a
 * tool is missing: what to install.
 */
@NullMarked
package dev.stele.cli.toolchain;

import org.jspecify.annotations.NullMarked;
