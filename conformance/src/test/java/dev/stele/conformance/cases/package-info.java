/** Tests of the suite's own parts. */
@NullMarked
package dev.stele.conformance.cases;

import org.jspecify.annotations.NullMarked;
