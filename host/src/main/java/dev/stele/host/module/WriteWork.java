package dev.stele.host.module;

import dev.stele.host.datastore.MutTx;
import dev.stele.host.query.SqlExecution;

/** Work within a writing transaction; an exception rolls it back. */
@FunctionalInterface
public interface WriteWork<T> {

    /** {@code views} brings views up to date for the caller before they are read. */
    T run(MutTx tx, SqlExecution.Views views);
}
