/**
 * The HTTP API under {@code /v1}, spec 05: one class for each group of routes, one place that turns
 * errors into statuses.
 */
@NullMarked
package dev.stele.server.http;

import org.jspecify.annotations.NullMarked;
