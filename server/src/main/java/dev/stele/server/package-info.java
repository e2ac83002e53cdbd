/** Stele server. */
@NullMarked
package dev.stele.server;

import org.jspecify.annotations.NullMarked;
