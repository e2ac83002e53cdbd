package dev.stele.polyglot.js.source;

import com.caoccao.javet.swc4j.ast.interfaces.ISwc4jAst;

/** Turns swc's spans, which count code points, into offsets of a Java string. */
final class Offsets {

    private final String code;

    /** The UTF-16 offset of every 64th code point; empty when the two counts are the same. */
    private final int[] marks;

    private static final int STEP = 64;

    Offsets(String code) {
        this.code = code;
        int points = code.codePointCount(0, code.length());
        if (points == code.length()) {
            marks = new int[0];
            return;
        }
        marks = new int[points / STEP + 1];
        int offset = 0;
        for (int i = 0; i < marks.length; i++) {
            marks[i] = offset;
            offset = code.offsetByCodePoints(offset, Math.min(STEP, points - i * STEP));
        }
    }

    int start(ISwc4jAst node) {
        return utf16(node.getSpan().getStart());
    }

    int end(ISwc4jAst node) {
        return utf16(node.getSpan().getEnd());
    }

    String text(ISwc4jAst node) {
        return code.substring(start(node), end(node));
    }

    String text(int start, int end) {
        return code.substring(start, end);
    }

    private int utf16(int point) {
        if (marks.length == 0) {
            return point;
        }
        int mark = Math.min(point / STEP, marks.length - 1);
        return code.offsetByCodePoints(marks[mark], point - mark * STEP);
    }
}
