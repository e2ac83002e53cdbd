package dev.stele.host.satsjson;

/**
 * JSON that is not a value of the expected type. The message is {@code path: problem at line L
 * column C}, where the path of the whole text is {@code .} and columns count bytes.
 */
public final class SatsJsonException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String path;

    SatsJsonException(String path, String problem, int line, int column) {
        super(path + ": " + problem + " at line " + line + " column " + column, null, false, false);
        this.path = path;
    }

    /** Where in the value: {@code [0].point.x}, or {@code .} for the whole. */
    public String path() {
        return path;
    }
}
