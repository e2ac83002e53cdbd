/** Black-box suites over a whole server, and the rules that hold the source tree in shape. */
@NullMarked
package dev.stele.conformance;

import org.jspecify.annotations.NullMarked;
