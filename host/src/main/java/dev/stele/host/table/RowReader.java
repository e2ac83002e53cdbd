package dev.stele.host.table;

/** Finds rows by id in one root of a {@link RowTrie}; holds the place of the last one. */
final class RowReader {

    private final RowTrie trie;
    private byte[] page = new byte[0];
    private int offset;
    private int length;

    RowReader(RowTrie trie) {
        this.trie = trie;
    }

    /** Moves to the row {@code rowId}, which must be there. */
    void locate(long rowId) {
        RowTrie.Leaf leaf = trie.leaf((int) rowId);
        int slot = (int) rowId & RowTrie.SLOT_MASK;
        page = leaf.page(slot);
        offset = leaf.offset(slot);
        length = leaf.length(slot);
    }

    byte[] page() {
        return page;
    }

    int offset() {
        return offset;
    }

    int length() {
        return length;
    }
}
