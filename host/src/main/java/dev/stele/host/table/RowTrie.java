package dev.stele.host.table;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Rows by id: a radix trie of 32-way branches over leaves of 16 rows. Nodes that belong to another
 * {@link EditToken} are copied before they change, so every root stays as it was.
 *
 * <p>Rows of one fixed size lie back to back in one array a leaf; rows of varying size are an array
 * each. A trie without rows has no root.
 */
final class RowTrie {

    /** Rows of one table; ids are non-negative ints. */
    static final int ROWS_MAX = Integer.MAX_VALUE - 64;

    /** Bits of an id that tell the children of a branch apart. */
    private static final int BITS = 5;

    private static final int FAN_OUT = 1 << BITS;
    private static final int CHILD_MASK = FAN_OUT - 1;

    /** Bits of an id that tell the rows of a leaf apart. */
    private static final int SLOT_BITS = 4;

    private static final int LEAF_ROWS = 1 << SLOT_BITS;
    static final int SLOT_MASK = LEAF_ROWS - 1;

    /** Up to this size rows of one size share an array, in bytes. */
    private static final int SHARED_ROW_BYTES_MAX = 256;

    /** A free id, and those that were freed before it. */
    private record Free(int id, @Nullable Free next) {}

    /** Where a branch has its owner; a branch is an array of it and of the children. */
    private static final int OWNER = FAN_OUT;

    /** Up to {@link #LEAF_ROWS} rows. */
    abstract static class Leaf {
        final EditToken owner;

        /** Bit {@code i} is set when slot {@code i} has a row. */
        int used;

        Leaf(EditToken owner, int used) {
            this.owner = owner;
            this.used = used;
        }

        abstract byte[] page(int slot);

        abstract int offset(int slot);

        abstract int length(int slot);

        abstract void set(int slot, byte[] row, int offset, int length);

        abstract void unset(int slot);

        abstract Leaf copy(EditToken newOwner);
    }

    private static final class SharedLeaf extends Leaf {
        private final byte[] page;
        private final int rowBytes;

        SharedLeaf(EditToken owner, int used, byte[] page, int rowBytes) {
            super(owner, used);
            this.page = page;
            this.rowBytes = rowBytes;
        }

        @Override
        byte[] page(int slot) {
            return page;
        }

        @Override
        int offset(int slot) {
            return slot * rowBytes;
        }

        @Override
        int length(int slot) {
            return rowBytes;
        }

        @Override
        void set(int slot, byte[] row, int offset, int length) {
            System.arraycopy(row, offset, page, slot * rowBytes, rowBytes);
            used |= 1 << slot;
        }

        @Override
        void unset(int slot) {
            used &= ~(1 << slot);
        }

        @Override
        Leaf copy(EditToken newOwner) {
            return new SharedLeaf(newOwner, used, page.clone(), rowBytes);
        }
    }

    private static final class ScatteredLeaf extends Leaf {
        private static final byte[] NONE = new byte[0];

        private final byte[][] rows;

        ScatteredLeaf(EditToken owner, int used, byte[][] rows) {
            super(owner, used);
            this.rows = rows;
        }

        @Override
        byte[] page(int slot) {
            return rows[slot];
        }

        @Override
        int offset(int slot) {
            return 0;
        }

        @Override
        int length(int slot) {
            return rows[slot].length;
        }

        @Override
        void set(int slot, byte[] row, int offset, int length) {
            rows[slot] = Arrays.copyOfRange(row, offset, offset + length);
            used |= 1 << slot;
        }

        @Override
        void unset(int slot) {
            rows[slot] = NONE;
            used &= ~(1 << slot);
        }

        @Override
        Leaf copy(EditToken newOwner) {
            return new ScatteredLeaf(newOwner, used, rows.clone());
        }
    }

    private final int rowBytes;
    private @Nullable Object root;

    /** Bits of an id above those of the leaves that the root's children tell apart. */
    private int levels;

    private int nextId;
    private @Nullable Free free;

    /** No rows; {@code rowBytes} is the size of every row, or -1. */
    RowTrie(int rowBytes) {
        this.rowBytes = rowBytes;
    }

    private RowTrie(RowTrie other) {
        rowBytes = other.rowBytes;
        root = other.root;
        levels = other.levels;
        nextId = other.nextId;
        free = other.free;
    }

    /** The same rows; changes of the one are not seen by the other, given different tokens. */
    RowTrie fork() {
        return new RowTrie(this);
    }

    /** Ids are below this. */
    int idLimit() {
        return nextId;
    }

    private static int indexAt(int id, int level) {
        return (id >>> (SLOT_BITS + BITS * (level - 1))) & CHILD_MASK;
    }

    /** The leaf of the row {@code id}, which must be there. */
    Leaf leaf(int id) {
        Object node = root;
        for (int level = levels; level > 0; level--) {
            node = branch(node)[indexAt(id, level)];
        }
        if (node instanceof Leaf leaf) {
            return leaf;
        }
        throw missing(id);
    }

    /** The first id from {@code from} on that has a row, or -1. */
    int nextUsed(int from) {
        int id = from;
        while (id < nextId && id >= 0) {
            Object node = root;
            int level = levels;
            while (level > 0 && node != null) {
                node = branch(node)[indexAt(id, level)];
                level--;
            }
            if (node == null) {
                // Nothing below this child: go on behind it.
                int span = SLOT_BITS + BITS * level;
                id = ((id >>> span) + 1) << span;
                continue;
            }
            int used = ((Leaf) node).used & (-1 << (id & SLOT_MASK));
            if (used != 0) {
                return (id & ~SLOT_MASK) | Integer.numberOfTrailingZeros(used);
            }
            id = (id | SLOT_MASK) + 1;
        }
        return -1;
    }

    private static @Nullable Object[] branch(@Nullable Object node) {
        return (@Nullable Object[]) Objects.requireNonNull(node);
    }

    private static @Nullable Object[] newBranch(EditToken token) {
        @Nullable Object[] branch = new @Nullable Object[FAN_OUT + 1];
        branch[OWNER] = token;
        return branch;
    }

    private static IllegalStateException missing(int id) {
        return new IllegalStateException("no row with id " + id);
    }

    /** Adds a row and returns its id. */
    int add(EditToken token, byte[] row, int offset, int length) {
        int id;
        Free reused = free;
        if (reused != null) {
            id = reused.id();
            free = reused.next();
        } else {
            if (nextId >= ROWS_MAX) {
                throw new IllegalStateException("table of " + ROWS_MAX + " rows is full");
            }
            id = nextId++;
            grow(token, id);
        }
        editableLeaf(token, id).set(id & SLOT_MASK, row, offset, length);
        return id;
    }

    private void grow(EditToken token, int id) {
        while (id >>> SLOT_BITS >>> (BITS * levels) != 0) {
            @Nullable Object[] top = newBranch(token);
            top[0] = root;
            root = top;
            levels++;
        }
    }

    void remove(EditToken token, int id) {
        editableLeaf(token, id).unset(id & SLOT_MASK);
        free = new Free(id, free);
    }

    /**
     * The leaf of the row {@code id}, with the path to it, as the owner of {@code token} may change
     * it.
     */
    Leaf editableLeaf(EditToken token, int id) {
        Object node = editable(token, root, levels);
        root = node;
        for (int level = levels; level > 0; level--) {
            @Nullable Object[] branch = branch(node);
            int index = indexAt(id, level);
            Object child = editable(token, branch[index], level - 1);
            branch[index] = child;
            node = child;
        }
        return (Leaf) node;
    }

    private Object editable(EditToken token, @Nullable Object node, int level) {
        if (level == 0) {
            Leaf leaf = (Leaf) node;
            return leaf == null ? newLeaf(token) : leaf.owner == token ? leaf : leaf.copy(token);
        }
        if (node == null) {
            return newBranch(token);
        }
        @Nullable Object[] branch = branch(node);
        if (branch[OWNER] == token) {
            return branch;
        }
        @Nullable Object[] copy = branch.clone();
        copy[OWNER] = token;
        return copy;
    }

    private Leaf newLeaf(EditToken token) {
        if (rowBytes >= 0 && rowBytes <= SHARED_ROW_BYTES_MAX) {
            return new SharedLeaf(token, 0, new byte[LEAF_ROWS * rowBytes], rowBytes);
        }
        byte[][] rows = new byte[LEAF_ROWS][];
        Arrays.fill(rows, ScatteredLeaf.NONE);
        return new ScatteredLeaf(token, 0, rows);
    }
}
