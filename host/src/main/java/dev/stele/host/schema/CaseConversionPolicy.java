package dev.stele.host.schema;

/** How the names in a module's source become canonical names; the wire tag is the position. */
public enum CaseConversionPolicy {
    /** Names stay as they are. */
    NONE,
    /** Snake case; camel case for variants, Pascal case for types. */
    SNAKE_CASE
}
