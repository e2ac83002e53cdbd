package dev.stele.host.table;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Row ids by key: a B+tree of entries (head, tail, row id), in that order. Nodes that belong to
 * another {@link EditToken} are copied before they change, so every root stays as it was.
 *
 * <p>Heads are the first 8 bytes of a key in ordered form as one long; tails, what is behind them,
 * exist only where keys can be longer. A split at the right edge leaves the left node full, so keys
 * that arrive in order pack tightly. Nodes shrink without merging and go when they are empty.
 */
final class KeyTree {

    private static final int CAPACITY = 64;

    /**
     * Levels of a tree: 64-way, for at most 2^31 entries with nodes at least half full, and spare.
     */
    static final int DEPTH_MAX = 32;

    /**
     * A leaf (children null) or a branch. Entry {@code i} of a branch is the smallest entry that
     * was ever below child {@code i}; that of child 0 is not looked at.
     */
    private static final class Node {
        final EditToken owner;
        final long[] heads;
        final byte @Nullable [][] tails;
        final int[] rowIds;
        final Node @Nullable [] children;
        int count;

        Node(
                EditToken owner,
                long[] heads,
                byte @Nullable [][] tails,
                int[] rowIds,
                Node @Nullable [] children,
                int count) {
            this.owner = owner;
            this.heads = heads;
            this.tails = tails;
            this.rowIds = rowIds;
            this.children = children;
            this.count = count;
        }
    }

    private static final byte[] NO_TAIL = new byte[0];

    private final boolean hasTails;
    private @Nullable Node root;
    private long entries;

    KeyTree(boolean hasTails) {
        this.hasTails = hasTails;
    }

    private KeyTree(KeyTree other) {
        hasTails = other.hasTails;
        root = other.root;
        entries = other.entries;
    }

    /** The same entries; changes of the one are not seen by the other, given different tokens. */
    KeyTree fork() {
        return new KeyTree(this);
    }

    long entries() {
        return entries;
    }

    // ---- comparing

    /** The sign of entry {@code i} of {@code node} compared with (key, rowId). */
    private int compare(Node node, int i, KeyBuffer key, int rowId) {
        long head = node.heads[i];
        if (head != key.head) {
            return head < key.head ? -1 : 1;
        }
        if (hasTails) {
            int order = compareTails(node, i, key);
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(node.rowIds[i], rowId);
    }

    private static int compareTails(Node node, int i, KeyBuffer key) {
        byte[][] tails = Objects.requireNonNull(node.tails);
        return Arrays.compareUnsigned(
                tails[i], 0, tails[i].length, key.bytes, key.tailStart(), key.length);
    }

    private boolean hasKey(Node node, int i, KeyBuffer key) {
        return node.heads[i] == key.head && (!hasTails || compareTails(node, i, key) == 0);
    }

    /** The first entry from {@code from} on that is not before (key, rowId). */
    private int lowerBound(Node node, int from, KeyBuffer key, int rowId) {
        int low = from;
        int high = node.count;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (compare(node, middle, key, rowId) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** The child of a branch that (key, rowId) belongs to. */
    private int childFor(Node branch, KeyBuffer key, int rowId) {
        int at = lowerBound(branch, 1, key, rowId);
        return at < branch.count && compare(branch, at, key, rowId) == 0 ? at : at - 1;
    }

    // ---- reading

    /** Some row id with {@code key}, or -1: the only one where keys are unique. */
    long find(KeyBuffer key) {
        Node node = root;
        if (node == null) {
            return -1;
        }
        while (node.children != null) {
            node = node.children[lastUpTo(node, 1, key)];
        }
        int at = lastUpTo(node, 0, key);
        if (at >= 0) {
            return hasKey(node, at, key) ? node.rowIds[at] : -1;
        }
        // The separator that led here is older than the entries: the key may be to the left.
        Walk walk = from(key, -1);
        return walk.hasKey(key) ? walk.rowId() : -1;
    }

    /** The last entry from {@code from} on whose key is at most {@code key}, or from - 1. */
    private int lastUpTo(Node node, int from, KeyBuffer key) {
        if (hasTails) {
            int at = lowerBound(node, from, key, Integer.MAX_VALUE);
            return at < node.count && hasKey(node, at, key) ? at : at - 1;
        }
        long[] heads = node.heads;
        long head = key.head;
        int count = node.count;
        int guess = guess(heads, from, count, head);
        if (guess >= 0) {
            return guess;
        }
        int low = from - 1;
        int length = count - low;
        while (length > 1) {
            int half = length >>> 1;
            low = heads[low + half] <= head ? low + half : low;
            length -= half;
        }
        return low;
    }

    /**
     * What {@link #lastUpTo} finds, when the heads grow by one power of two, as those of dense keys
     * that arrived in order do: two cache lines instead of one a step of the search. -1 for not
     * found so; a guess is checked, so that it is never wrong.
     */
    private static int guess(long[] heads, int from, int count, long head) {
        if (from + 1 >= count) {
            return -1;
        }
        long first = heads[from];
        long stride = heads[from + 1] - first;
        if (Long.bitCount(stride) != 1) {
            return -1;
        }
        long steps = (head - first) >>> Long.numberOfTrailingZeros(stride);
        if (steps < 0 || steps >= count - from) {
            return -1;
        }
        int at = from + (int) steps;
        return heads[at] <= head && (at + 1 == count || heads[at + 1] > head) ? at : -1;
    }

    /** A walk that stands on the first entry that is not before (key, rowId). */
    Walk from(KeyBuffer key, int rowId) {
        Walk walk = new Walk();
        walk.seek(key, rowId);
        return walk;
    }

    /** A walk that stands on the first entry. */
    Walk all() {
        Walk walk = new Walk();
        walk.first();
        return walk;
    }

    /** Moves over the entries in order. */
    final class Walk {
        private final Node[] path = new Node[DEPTH_MAX];
        private final int[] at = new int[DEPTH_MAX];
        private int depth = -1;

        private void first() {
            Node node = root;
            while (node != null) {
                push(node, 0);
                node = node.children == null ? null : node.children[0];
            }
            settle();
        }

        private void seek(KeyBuffer key, int rowId) {
            Node node = root;
            while (node != null && node.children != null) {
                int child = childFor(node, key, rowId);
                push(node, child);
                node = node.children[child];
            }
            if (node != null) {
                push(node, lowerBound(node, 0, key, rowId));
            }
            settle();
        }

        private void push(Node node, int index) {
            depth++;
            path[depth] = node;
            at[depth] = index;
        }

        /** Goes on to the next leaf when this one is used up. */
        private void settle() {
            while (depth >= 0 && at[depth] >= path[depth].count) {
                depth--;
                if (depth >= 0) {
                    at[depth]++;
                    if (at[depth] < path[depth].count) {
                        Node node =
                                path[depth].children == null
                                        ? null
                                        : path[depth].children[at[depth]];
                        while (node != null) {
                            push(node, 0);
                            node = node.children == null ? null : node.children[0];
                        }
                    }
                }
            }
        }

        boolean isDone() {
            return depth < 0;
        }

        void advance() {
            at[depth]++;
            settle();
        }

        int rowId() {
            return path[depth].rowIds[at[depth]];
        }

        boolean hasKey(KeyBuffer key) {
            return depth >= 0 && KeyTree.this.hasKey(path[depth], at[depth], key);
        }

        /** Whether the entry is before (key, rowId). */
        boolean isBefore(KeyBuffer key, int rowId) {
            return compare(path[depth], at[depth], key, rowId) < 0;
        }
    }

    // ---- changing

    /** Adds an entry that is not there. */
    void add(EditToken token, KeyBuffer key, int rowId) {
        byte[] tail = hasTails ? key.tail() : NO_TAIL;
        Node node = root;
        if (node == null) {
            node = newNode(token, true);
            root = node;
        }
        Node edited = editable(token, node);
        Node right = add(token, edited, key, tail, rowId, true);
        root = edited;
        if (right != null) {
            Node top = newNode(token, false);
            setEntry(top, 0, edited.heads[0], tailOf(edited, 0), edited.rowIds[0], edited);
            setEntry(top, 1, right.heads[0], tailOf(right, 0), right.rowIds[0], right);
            top.count = 2;
            root = top;
        }
        entries++;
    }

    private Node newNode(EditToken token, boolean isLeaf) {
        return new Node(
                token,
                new long[CAPACITY],
                hasTails ? new byte[CAPACITY][] : null,
                new int[CAPACITY],
                isLeaf ? null : new Node[CAPACITY],
                0);
    }

    private static Node editable(EditToken token, Node node) {
        if (node.owner == token) {
            return node;
        }
        return new Node(
                token,
                node.heads.clone(),
                node.tails == null ? null : node.tails.clone(),
                node.rowIds.clone(),
                node.children == null ? null : node.children.clone(),
                node.count);
    }

    private static byte[] tailOf(Node node, int i) {
        return node.tails == null ? NO_TAIL : node.tails[i];
    }

    private static void setEntry(
            Node node, int i, long head, byte[] tail, int rowId, @Nullable Node child) {
        node.heads[i] = head;
        node.rowIds[i] = rowId;
        if (node.tails != null) {
            node.tails[i] = tail;
        }
        if (node.children != null && child != null) {
            node.children[i] = child;
        }
    }

    /** Adds below {@code node}, which is editable; returns what was split off to its right. */
    private @Nullable Node add(
            EditToken token,
            Node node,
            KeyBuffer key,
            byte[] tail,
            int rowId,
            boolean isRightEdge) {
        if (node.children == null) {
            int at = lowerBound(node, 0, key, rowId);
            return insert(token, node, at, key.head, tail, rowId, null, isRightEdge);
        }
        int index = childFor(node, key, rowId);
        Node child = editable(token, node.children[index]);
        node.children[index] = child;
        Node right = add(token, child, key, tail, rowId, isRightEdge && index == node.count - 1);
        return right == null
                ? null
                : insert(
                        token,
                        node,
                        index + 1,
                        right.heads[0],
                        tailOf(right, 0),
                        right.rowIds[0],
                        right,
                        isRightEdge);
    }

    private @Nullable Node insert(
            EditToken token,
            Node node,
            int at,
            long head,
            byte[] tail,
            int rowId,
            @Nullable Node child,
            boolean isRightEdge) {
        if (node.count < CAPACITY) {
            open(node, at);
            setEntry(node, at, head, tail, rowId, child);
            return null;
        }
        Node right = newNode(token, node.children == null);
        int keep = isRightEdge && at == node.count ? node.count : node.count / 2;
        move(node, keep, right);
        if (at > keep || keep == CAPACITY) {
            open(right, at - keep);
            setEntry(right, at - keep, head, tail, rowId, child);
        } else {
            open(node, at);
            setEntry(node, at, head, tail, rowId, child);
        }
        return right;
    }

    private static void open(Node node, int at) {
        int moved = node.count - at;
        System.arraycopy(node.heads, at, node.heads, at + 1, moved);
        System.arraycopy(node.rowIds, at, node.rowIds, at + 1, moved);
        if (node.tails != null) {
            System.arraycopy(node.tails, at, node.tails, at + 1, moved);
        }
        if (node.children != null) {
            System.arraycopy(node.children, at, node.children, at + 1, moved);
        }
        node.count++;
    }

    private static void move(Node from, int at, Node to) {
        int moved = from.count - at;
        System.arraycopy(from.heads, at, to.heads, 0, moved);
        System.arraycopy(from.rowIds, at, to.rowIds, 0, moved);
        if (from.tails != null && to.tails != null) {
            System.arraycopy(from.tails, at, to.tails, 0, moved);
        }
        if (from.children != null && to.children != null) {
            System.arraycopy(from.children, at, to.children, 0, moved);
        }
        to.count = moved;
        from.count = at;
    }

    /** Takes away an entry that is there. */
    void remove(EditToken token, KeyBuffer key, int rowId) {
        Node node = root;
        if (node == null) {
            throw new IllegalStateException("no entry for row " + rowId);
        }
        Node edited = editable(token, node);
        remove(token, edited, key, rowId);
        root = edited.count == 0 ? null : edited;
        while (root != null && root.children != null && root.count == 1) {
            root = root.children[0];
        }
        entries--;
    }

    private void remove(EditToken token, Node node, KeyBuffer key, int rowId) {
        if (node.children == null) {
            int at = lowerBound(node, 0, key, rowId);
            if (at == node.count || compare(node, at, key, rowId) != 0) {
                throw new IllegalStateException("no entry for row " + rowId);
            }
            close(node, at);
            return;
        }
        int index = childFor(node, key, rowId);
        Node child = editable(token, node.children[index]);
        node.children[index] = child;
        remove(token, child, key, rowId);
        if (child.count == 0) {
            close(node, index);
        }
    }

    private static void close(Node node, int at) {
        int moved = node.count - at - 1;
        System.arraycopy(node.heads, at + 1, node.heads, at, moved);
        System.arraycopy(node.rowIds, at + 1, node.rowIds, at, moved);
        if (node.tails != null) {
            System.arraycopy(node.tails, at + 1, node.tails, at, moved);
            node.tails[node.count - 1] = NO_TAIL;
        }
        if (node.children != null) {
            System.arraycopy(node.children, at + 1, node.children, at, moved);
            // The freed slot repeats its neighbour, so that it keeps nothing alive that is gone.
            node.children[node.count - 1] = node.children[Math.max(0, node.count - 2)];
        }
        node.count--;
    }
}
