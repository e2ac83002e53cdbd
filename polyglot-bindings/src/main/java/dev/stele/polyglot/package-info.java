/** Stele polyglot. */
@NullMarked
package dev.stele.polyglot;

import org.jspecify.annotations.NullMarked;
