/**
 * Cases as data: what to do, what must come of it. The format is in {@code conformance/README.md}.
 */
@NullMarked
package dev.stele.conformance.cases;

import org.jspecify.annotations.NullMarked;
