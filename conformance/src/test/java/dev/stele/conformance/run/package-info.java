/** Tests of the suite's own parts. */
@NullMarked
package dev.stele.conformance.run;

import org.jspecify.annotations.NullMarked;
