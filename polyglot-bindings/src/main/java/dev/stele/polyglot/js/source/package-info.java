/**
 * Turns a folder of TypeScript and JavaScript into ES modules that GraalJS can evaluate, without
 * node, npm or a bundler, and keeps the way back from every generated position to the author's.
 *
 * <pre>
 * folder on disk --SourceTreeCollector--> zip --Program--> SourceTree
 *     --Resolver--> which file an import means
 *     --SourceCompiler--> types removed (swc), imports and `using` found in the syntax tree
 *     --ModuleGraph--> linked text of every module, specifiers replaced by absolute paths
 * </pre>
 *
 * <p>Why text edits and not a printed syntax tree: the edits never add or remove a line, so a
 * position in the linked text maps back by a small list of column shifts followed by swc's source
 * map, and a plain JavaScript file is evaluated as it was written.
 *
 * <p>Paths inside a program are relative to its root, with {@code /} between names and no leading
 * slash. Lines and columns are counted from 1; columns in UTF-16 units.
 */
@NullMarked
package dev.stele.polyglot.js.source;

import org.jspecify.annotations.NullMarked;
