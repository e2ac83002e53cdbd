/**
 * Drives a server through the cases, checks what it answers, and compares the traces of the
 * languages.
 */
@NullMarked
package dev.stele.conformance.run;

import org.jspecify.annotations.NullMarked;
