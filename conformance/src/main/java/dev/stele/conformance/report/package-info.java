/** Results as a table on the terminal, as JUnit XML and as a page of HTML. */
@NullMarked
package dev.stele.conformance.report;

import org.jspecify.annotations.NullMarked;
