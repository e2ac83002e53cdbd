/**
 * The databases of one server: which there are, under which names, and who owns them.
 *
 * <p>A database is a folder; names, owner and lock are a small file in it, replaced atomically. So
 * the folders are the catalog, and the index by name is made anew at every start. Creating a
 * database is finished when its first transaction is durable; deleting is begun by renaming in that
 * file. What a crash leaves of either is removed at the next start.
 */
@NullMarked
package dev.stele.server.control;

import org.jspecify.annotations.NullMarked;
