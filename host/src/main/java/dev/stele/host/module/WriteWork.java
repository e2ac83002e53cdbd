package dev.stele.host.module;

import dev.stele.host.datastore.MutTx;

/** Work within a writing transaction; an exception rolls it back. */
@FunctionalInterface
public interface WriteWork<T> {
    T run(MutTx tx);
}
