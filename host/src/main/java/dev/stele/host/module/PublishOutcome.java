package dev.stele.host.module;

/** What publishing a program did. */
public enum PublishOutcome {
    CREATED,
    UPDATED,
    /** The program was there already. */
    UNCHANGED
}
