/**
 * The {@code stele} command: starts servers, publishes modules and talks to databases.
 *
 * <p>One class per command, each a few steps over {@link dev.stele.cli.ApiClient}, which speaks the
 * public HTTP API and nothing else. Data goes to standard output, everything for the reader's eye
 * to standard error, so that output can be piped. Exit status: 0 done, 1 failed with {@code error:
 * ...} and what to do next, 2 wrong usage. Source: spec 07.
 */
@NullMarked
package dev.stele.cli;

import org.jspecify.annotations.NullMarked;
