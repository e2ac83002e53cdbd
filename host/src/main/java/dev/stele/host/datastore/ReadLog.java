package dev.stele.host.datastore;

import dev.stele.host.datastore.Catalog.Entry;
import dev.stele.host.table.KeySpan;

/**
 * Told of what is read, so that it is known later which changes matter to the reader. {@code index}
 * counts within the table's indexes; keys are in ordered form.
 */
public interface ReadLog {

    /** All rows of {@code table}, or their number. */
    void table(Entry table);

    /** The rows with one key. */
    void point(Entry table, int index, byte[] key);

    /** The rows whose keys are within {@code keys}. */
    void range(Entry table, int index, KeySpan keys);
}
