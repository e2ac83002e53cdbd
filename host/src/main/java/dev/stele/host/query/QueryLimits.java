package dev.stele.host.query;

/** What a query may cost at most, before it runs. */
final class QueryLimits {

    /** Length of a statement in UTF-8 bytes. */
    static final int TEXT_BYTES_MAX = 50_000;

    /** How much of a too long statement its refusal shows, in characters. */
    static final int TEXT_SHOWN_CHARS = 120;

    /**
     * How deep parentheses, unary operators and right operands may nest, in levels. Each level is a
     * handful of Java frames; the reference's parser stops at 50 as well.
     */
    static final int NESTING_MAX = 50;

    /** How high the tree of binary operators may grow, in levels; the reference's own limit. */
    static final int OPERATOR_HEIGHT_MAX = 1_600;

    /**
     * How many comparisons may be chained ({@code a = b = c}), in operators. Unlike {@code AND}
     * they cannot become a list, so each is a level of the plan.
     */
    static final int COMPARISON_CHAIN_MAX = 50;

    /** How many tables one query may join. */
    static final int TABLES_MAX = 16;

    /** How many plans the rules on who sees what may make of one query. */
    static final int PLANS_MAX = 256;

    private QueryLimits() {}
}
