package dev.stele.host.satsjson;

import java.nio.charset.StandardCharsets;

/**
 * A cursor over strict JSON text. Problems are reported where the reference's parser reports them:
 * {@link #error} behind the last byte that was read, {@link #peekError} behind the one that was
 * only looked at. Not thread-safe.
 */
final class JsonCursor {

    static final int END = -1;

    /** Strings in error texts are cut to this many characters. */
    private static final int QUOTED_CHARS_MAX = 1_000;

    private final byte[] text;
    private final JsonPath path = new JsonPath();
    private int index;

    JsonCursor(byte[] text) {
        this.text = text;
    }

    JsonPath path() {
        return path;
    }

    /** The next byte that is not white space, not read; {@link #END} at the end. */
    int peek() {
        while (index < text.length) {
            byte b = text[index];
            if (b != ' ' && b != '\n' && b != '\t' && b != '\r') {
                return b & 0xFF;
            }
            index++;
        }
        return END;
    }

    /** Moves behind the byte that {@link #peek} saw. */
    void skip() {
        index++;
    }

    SatsJsonException error(String problem) {
        return errorAt(index, problem);
    }

    SatsJsonException peekError(String problem) {
        return errorAt(Math.min(text.length, index + 1), problem);
    }

    private SatsJsonException errorAt(int end, String problem) {
        int line = 1;
        int lineStart = 0;
        for (int i = 0; i < end; i++) {
            if (text[i] == '\n') {
                line++;
                lineStart = i + 1;
            }
        }
        return new SatsJsonException(path.toString(), problem, line, end - lineStart);
    }

    /** The error for a value that is none of the expected kind; reads it when it is a scalar. */
    SatsJsonException invalidType(String expected) {
        int next = peek();
        if (next == END) {
            return peekError("EOF while parsing a value");
        }
        String what =
                switch (next) {
                    case '[' -> "sequence";
                    case '{' -> "map";
                    case '"' -> "string " + quoted(string());
                    case 'n' -> word("null", "null");
                    case 't' -> word("true", "boolean `true`");
                    case 'f' -> word("false", "boolean `false`");
                    default -> {
                        if (next != '-' && !isDigit(next)) {
                            throw peekError("expected value");
                        }
                        yield number().describe();
                    }
                };
        return error("invalid type: " + what + ", expected " + expected);
    }

    private String word(String word, String description) {
        expectWord(word);
        return description;
    }

    /** Reads {@code null}, {@code true} or {@code false}, whose first letter was seen. */
    void expectWord(String word) {
        index++;
        for (int i = 1; i < word.length(); i++) {
            if (index >= text.length) {
                throw error("EOF while parsing a value");
            }
            if (text[index++] != word.charAt(i)) {
                throw error("expected ident");
            }
        }
    }

    /** White space must follow, to the end. */
    void expectEnd() {
        if (peek() != END) {
            throw peekError("trailing characters");
        }
    }

    /** Whether another element comes; the opening bracket was read. */
    boolean hasElement(boolean isFirst) {
        int next = peek();
        if (next == ']') {
            return false;
        }
        if (next == END) {
            throw peekError("EOF while parsing a list");
        }
        if (isFirst) {
            return true;
        }
        if (next != ',') {
            throw peekError("expected `,` or `]`");
        }
        skip();
        next = peek();
        if (next == ']') {
            throw peekError("trailing comma");
        }
        if (next == END) {
            throw peekError("EOF while parsing a value");
        }
        return true;
    }

    /** Reads the closing bracket, which must come. */
    void endArray() {
        int next = peek();
        if (next == END) {
            throw peekError("EOF while parsing a list");
        }
        if (next == ',') {
            skip();
            throw peekError(peek() == ']' ? "trailing comma" : "trailing characters");
        }
        if (next != ']') {
            throw peekError("trailing characters");
        }
        skip();
    }

    /** Whether another member comes, whose name is next; the opening brace was read. */
    boolean hasMember(boolean isFirst) {
        int next = peek();
        if (next == '}') {
            return false;
        }
        if (next == END) {
            throw peekError("EOF while parsing an object");
        }
        if (!isFirst) {
            if (next != ',') {
                throw peekError("expected `,` or `}`");
            }
            skip();
            next = peek();
            if (next == '}') {
                throw peekError("trailing comma");
            }
            if (next == END) {
                throw peekError("EOF while parsing a value");
            }
        }
        if (next != '"') {
            throw peekError("key must be a string");
        }
        return true;
    }

    void expectColon() {
        int next = peek();
        if (next != ':') {
            throw peekError(next == END ? "EOF while parsing an object" : "expected `:`");
        }
        skip();
    }

    /** Reads the closing brace, which must come. */
    void endObject() {
        int next = peek();
        if (next != '}') {
            throw peekError(
                    switch (next) {
                        case END -> "EOF while parsing an object";
                        case ',' -> "trailing comma";
                        default -> "trailing characters";
                    });
        }
        skip();
    }

    /** Reads the closing bracket or brace if it is there, as happens before an error is placed. */
    void skipIf(char bracket) {
        if (peek() == bracket) {
            skip();
        }
    }

    static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    private int at(int i) {
        return i < text.length ? text[i] & 0xFF : END;
    }

    /** Reads digits into {@code out}, at least one, without superfluous zeros in front. */
    void integerDigits(StringBuilder out) {
        int first = at(index);
        if (first != END) {
            index++;
        }
        if (!isDigit(first)) {
            throw error(first == END ? "EOF while parsing a value" : "invalid number");
        }
        out.append((char) first);
        if (first == '0') {
            if (isDigit(at(index))) {
                throw peekError("invalid number");
            }
            return;
        }
        while (isDigit(at(index))) {
            out.append((char) text[index++]);
        }
    }

    /** Reads a number; a minus sign or digit was seen. */
    JsonNumber number() {
        StringBuilder digits = new StringBuilder();
        if (at(index) == '-') {
            digits.append('-');
            index++;
        }
        integerDigits(digits);
        boolean isInteger = true;
        if (at(index) == '.') {
            isInteger = false;
            digits.append('.');
            index++;
            if (!isDigit(at(index))) {
                throw peekError(at(index) == END ? "EOF while parsing a value" : "invalid number");
            }
            moreDigits(digits);
        }
        if (at(index) == 'e' || at(index) == 'E') {
            isInteger = false;
            digits.append('e');
            index++;
            if (at(index) == '+' || at(index) == '-') {
                digits.append((char) text[index++]);
            }
            if (!isDigit(at(index))) {
                boolean isEnd = at(index) == END;
                index += isEnd ? 0 : 1;
                throw error(isEnd ? "EOF while parsing a value" : "invalid number");
            }
            moreDigits(digits);
        }
        JsonNumber number = JsonNumber.of(digits.toString(), isInteger);
        if (!number.isFinite()) {
            throw error("number out of range");
        }
        return number;
    }

    private void moreDigits(StringBuilder out) {
        while (isDigit(at(index))) {
            out.append((char) text[index++]);
        }
    }

    /** Reads a string, whose opening quote was seen. */
    String string() {
        int start = ++index;
        while (index < text.length) {
            byte b = text[index];
            if (b == '"') {
                return new String(text, start, index++ - start, StandardCharsets.UTF_8);
            }
            if (b == '\\') {
                return stringWithEscapes(start);
            }
            checkNoControl(b);
            index++;
        }
        throw error("EOF while parsing a string");
    }

    private void checkNoControl(byte b) {
        if (b >= 0 && b < 0x20) {
            index++;
            throw error("control character (\\u0000-\\u001F) found while parsing a string");
        }
    }

    private String stringWithEscapes(int start) {
        StringBuilder out = new StringBuilder();
        int runStart = start;
        while (index < text.length) {
            byte b = text[index];
            if (b == '"' || b == '\\') {
                out.append(new String(text, runStart, index - runStart, StandardCharsets.UTF_8));
                index++;
                if (b == '"') {
                    return out.toString();
                }
                escape(out);
                runStart = index;
            } else {
                checkNoControl(b);
                index++;
            }
        }
        throw error("EOF while parsing a string");
    }

    private void escape(StringBuilder out) {
        switch (next()) {
            case '"' -> out.append('"');
            case '\\' -> out.append('\\');
            case '/' -> out.append('/');
            case 'b' -> out.append('\b');
            case 'f' -> out.append('\f');
            case 'n' -> out.append('\n');
            case 'r' -> out.append('\r');
            case 't' -> out.append('\t');
            case 'u' -> unicodeEscape(out);
            default -> throw error("invalid escape");
        }
    }

    private int next() {
        if (index >= text.length) {
            throw error("EOF while parsing a string");
        }
        return text[index++] & 0xFF;
    }

    private void unicodeEscape(StringBuilder out) {
        char unit = hexUnit();
        if (Character.isLowSurrogate(unit)) {
            throw error("lone leading surrogate in hex escape");
        }
        out.append(unit);
        if (Character.isHighSurrogate(unit)) {
            if (next() != '\\' || next() != 'u') {
                throw error("unexpected end of hex escape");
            }
            char low = hexUnit();
            if (!Character.isLowSurrogate(low)) {
                throw error("lone leading surrogate in hex escape");
            }
            out.append(low);
        }
    }

    private char hexUnit() {
        if (text.length - index < 4) {
            index = text.length;
            throw error("EOF while parsing a string");
        }
        int unit = 0;
        for (int i = 0; i < 4; i++) {
            int digit = Character.digit(text[index + i], 16);
            if (digit < 0) {
                index += 4;
                throw error("invalid escape");
            }
            unit = unit << 4 | digit;
        }
        index += 4;
        return (char) unit;
    }

    /** A string as it stands in error texts. */
    static String quoted(String text) {
        StringBuilder out = new StringBuilder("\"");
        int length = Math.min(text.length(), QUOTED_CHARS_MAX);
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                case 0 -> out.append("\\0");
                default -> {
                    if (Character.isISOControl(c)) {
                        out.append("\\u{").append(Integer.toHexString(c)).append('}');
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        return out.append(length < text.length() ? "...\"" : "\"").toString();
    }
}
