package dev.stele.cli.toolchain;

/** The kind of host that runs a module; {@code wireName} is what a server is told. */
public enum HostType {
    WASM("Wasm"),
    JS("Js"),
    MIXED("Mixed");

    private final String wireName;

    HostType(String wireName) {
        this.wireName = wireName;
    }

    public String wireName() {
        return wireName;
    }
}
