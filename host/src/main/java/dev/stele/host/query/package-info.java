/**
 * SQL: text to statement to rows.
 *
 * <pre>
 * text -> Lexer -> SqlParser (what the grammar allows) -> Statement
 *      -> Binder (names, types, rights) -> Bound -> executed on a Table or within a MutTx
 * </pre>
 *
 * <p>Two grammars share the parser: that of {@code POST /sql}, and the narrower one of
 * subscriptions, which returns whole rows of one table. Literals become BSATN of the column that
 * they meet, so a {@link dev.stele.host.query.Predicate} compares bytes where they lie. Error texts
 * are those of the reference. Source: spec 06.
 *
 * <p>Not there yet: joins. They parse, and are refused by name.
 */
@NullMarked
package dev.stele.host.query;

import org.jspecify.annotations.NullMarked;
