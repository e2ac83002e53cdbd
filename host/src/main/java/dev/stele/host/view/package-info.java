/**
 * Materialised views: which instances of views there are, what each of them read, and how they are
 * brought up to date within the transaction that changes what they read.
 *
 * <pre>
 * a query reads a view   -> MaterialisedViews.materialise: run once, rows kept in its backing table
 * a transaction commits  -> MaterialisedViews.refresh: those whose ReadSet the changes hit run again
 * the commit is done     -> MaterialisedViews.committed: the new read sets take the old ones' place
 * </pre>
 *
 * <p>An instance is one view for one caller, or for everybody when the view does not depend on who
 * asks. What its function read is kept as whole tables, ranges of keys and single keys, so a change
 * finds the instances that it concerns without looking at the others. Rows of views are not logged:
 * after a start there are none until somebody asks. Spec 03 section 3.7.
 */
@NullMarked
package dev.stele.host.view;

import org.jspecify.annotations.NullMarked;
