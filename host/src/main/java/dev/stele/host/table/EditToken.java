package dev.stele.host.table;

/**
 * Marks the nodes made by one edit; the edit that holds the same token writes them in place.
 *
 * <p>Take a new one for each edit. A second edit with the token of an earlier one changes the
 * {@link Table} which that one froze; that is sound only where nobody keeps that table.
 */
public final class EditToken {}
