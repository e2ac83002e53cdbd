/**
 * Rows and indexes of one table, as structures that are never changed once published.
 *
 * <p>A {@link dev.stele.host.table.Table} is an immutable root. {@link
 * dev.stele.host.table.Table#edit} makes a {@link dev.stele.host.table.TableEdit} from it in
 * constant time; the edit copies a node when it first writes to it, writes the nodes it made itself
 * in place (it knows them by its {@link dev.stele.host.table.EditToken}) and {@link
 * dev.stele.host.table.TableEdit#freeze} makes the next root of it, also in constant time. To abort
 * is to drop the edit.
 *
 * <pre>
 * Table --+-- RowTrie    row id -> row             radix trie, 32 children a node, 32 rows a leaf
 *         +-- KeyTree[]  one an index: key -> ids  B+tree, 64 entries a node
 *         +-- KeyTree    hash of the row -> ids    only without a unique index
 * </pre>
 *
 * <p>Rows are no objects: a leaf of rows of one size is one {@code byte[]} with their BSATN. An
 * index does not hold values but one form of them whose byte order is the order of values ({@link
 * dev.stele.host.table.KeyType}); its first 8 bytes are a {@code long} in the tree's node, so that
 * integers, enums, and short composites are compared as numbers, and only what is longer has a
 * {@code byte[]} of its own.
 *
 * <p>All index kinds are served by the one ordered tree: its cost is logarithmic for every input, a
 * hash table's is not when the keys are chosen by an enemy. Why not {@code HashMap} or {@code
 * TreeMap}: no snapshot without a copy, no abort without an undo log, and 5 to 7 times the heap.
 */
@NullMarked
package dev.stele.host.table;

import org.jspecify.annotations.NullMarked;
