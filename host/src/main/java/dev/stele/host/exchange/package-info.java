/**
 * HTTP requests and responses as modules see them, in both directions: what a procedure asks of
 * another server, and what a handler is asked. Values and their BSATN, no transport. Spec 01
 * section 1.11.
 */
@NullMarked
package dev.stele.host.exchange;

import org.jspecify.annotations.NullMarked;
