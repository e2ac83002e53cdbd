/**
 * From SQL text to a plan: what to read or write, decided down to row bytes.
 *
 * <pre>
 * text --Lexer--&gt; tokens --SqlParser--&gt; SqlStatement --Binder--&gt; BoundStatement
 *                                                                 |  Predicate --RowPredicate
 *                                                                 |            --IndexChoice
 *                                                                 +- QueryHash (subscriptions)
 * </pre>
 *
 * <p>The way in is {@link dev.stele.host.query.SqlCompiler}. There are two grammars: {@link
 * dev.stele.host.query.SqlGrammar#STATEMENT} for SQL over HTTP and {@link
 * dev.stele.host.query.SqlGrammar#SUBSCRIPTION} for subscriptions and for one-off queries over
 * WebSocket. Whoever runs a plan compiles its predicate for the table's row layout, asks {@link
 * dev.stele.host.query.IndexChoice} for the narrowest scan, and tests the residual predicate on the
 * bytes of each row; no row is decoded for that.
 *
 * <p>The language is an allow-list: the parser reads far more of PostgreSQL's syntax than is
 * supported, only to refuse it with a text that shows the offending part. Refused parts are kept as
 * token ranges, not as trees, and shown by {@link dev.stele.host.query.TokenText}. Nothing a caller
 * writes can exhaust the stack: nesting is bounded by {@link
 * dev.stele.host.query.QueryLimits#NESTING_MAX}, and chains of {@code AND} and {@code OR} are
 * lists.
 *
 * <p>Source: spec 06.
 */
@NullMarked
package dev.stele.host.query;

import org.jspecify.annotations.NullMarked;
