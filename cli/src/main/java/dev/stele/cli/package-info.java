/** Stele cli. */
@NullMarked
package dev.stele.cli;

import org.jspecify.annotations.NullMarked;
