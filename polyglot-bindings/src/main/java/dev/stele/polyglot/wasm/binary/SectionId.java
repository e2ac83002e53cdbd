package dev.stele.polyglot.wasm.binary;

/** The ids of sections. */
final class SectionId {

    static final int CUSTOM = 0;
    static final int TYPE = 1;
    static final int IMPORT = 2;
    static final int FUNCTION = 3;
    static final int TABLE = 4;
    static final int MEMORY = 5;
    static final int GLOBAL = 6;
    static final int EXPORT = 7;
    static final int START = 8;
    static final int ELEMENT = 9;
    static final int CODE = 10;
    static final int DATA = 11;
    static final int DATA_COUNT = 12;
    static final int TAG = 13;

    private SectionId() {}

    /** What a section is called in errors. */
    static String name(int id) {
        return switch (id) {
            case CUSTOM -> "custom";
            case TYPE -> "type";
            case IMPORT -> "import";
            case FUNCTION -> "function";
            case TABLE -> "table";
            case MEMORY -> "memory";
            case GLOBAL -> "global";
            case EXPORT -> "export";
            case START -> "start";
            case ELEMENT -> "element";
            case CODE -> "code";
            case DATA -> "data";
            case DATA_COUNT -> "data count";
            case TAG -> "tag";
            default -> "unknown";
        };
    }
}
