package dev.stele.host.schema;

/** How an index finds rows. Only {@link #BTREE} and {@link #DIRECT} answer ranges. */
public enum IndexKind {
    BTREE("btree"),
    HASH("hash"),
    DIRECT("direct");

    private final String suffix;

    IndexKind(String suffix) {
        this.suffix = suffix;
    }

    /** The word in generated index names, for example {@code btree}. */
    public String suffix() {
        return suffix;
    }
}
