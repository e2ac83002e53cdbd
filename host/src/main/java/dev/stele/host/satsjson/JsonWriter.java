package dev.stele.host.satsjson;

import java.math.BigInteger;

/**
 * A growing JSON text without white space. Commas are set by the writer; that names and ends match
 * is the caller's part. Not thread-safe.
 */
public final class JsonWriter {

    private static final String HEX = "0123456789abcdef";

    private final StringBuilder out;
    private boolean needsComma;

    public JsonWriter() {
        this(new StringBuilder(256));
    }

    /** Appends to {@code out}. */
    public JsonWriter(StringBuilder out) {
        this.out = out;
    }

    /** The text written so far. */
    public String text() {
        return out.toString();
    }

    public int length() {
        return out.length();
    }

    public JsonWriter beginObject() {
        return open('{');
    }

    public JsonWriter endObject() {
        return close('}');
    }

    public JsonWriter beginArray() {
        return open('[');
    }

    public JsonWriter endArray() {
        return close(']');
    }

    /** The name of the member whose value comes next. */
    public JsonWriter name(String name) {
        separate();
        quote(name);
        out.append(':');
        needsComma = false;
        return this;
    }

    public JsonWriter string(String text) {
        separate();
        quote(text);
        return this;
    }

    public JsonWriter number(long value) {
        separate();
        out.append(value);
        return this;
    }

    public JsonWriter number(BigInteger value) {
        separate();
        out.append(value);
        return this;
    }

    /** A JSON number, or {@code null} for NaN and the infinities. */
    public JsonWriter number(double value) {
        separate();
        FloatText.append(out, value);
        return this;
    }

    /** A JSON number with the shortest digits that give this float back. */
    public JsonWriter number(float value) {
        separate();
        FloatText.append(out, value);
        return this;
    }

    public JsonWriter bool(boolean value) {
        separate();
        out.append(value);
        return this;
    }

    public JsonWriter nullValue() {
        separate();
        out.append("null");
        return this;
    }

    /** A value that is already JSON text. */
    public JsonWriter raw(String json) {
        separate();
        out.append(json);
        return this;
    }

    private JsonWriter open(char bracket) {
        separate();
        out.append(bracket);
        needsComma = false;
        return this;
    }

    private JsonWriter close(char bracket) {
        out.append(bracket);
        needsComma = true;
        return this;
    }

    private void separate() {
        if (needsComma) {
            out.append(',');
        }
        needsComma = true;
    }

    private void quote(String text) {
        out.append('"');
        appendEscaped(out, text);
        out.append('"');
    }

    /** Appends {@code text} with the escapes that JSON asks for, and no others. */
    static void appendEscaped(StringBuilder out, String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\b' -> out.append("\\b");
                case '\f' -> out.append("\\f");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < 0x20) {
                        out.append("\\u00").append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
    }
}
