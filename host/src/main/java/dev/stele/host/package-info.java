/** Stele host. */
@NullMarked
package dev.stele.host;

import org.jspecify.annotations.NullMarked;
