package dev.stele.polyglot.js.source;

import com.caoccao.javet.swc4j.ast.enums.Swc4jAstAssignOp;
import com.caoccao.javet.swc4j.ast.enums.Swc4jAstBinaryOp;
import com.caoccao.javet.swc4j.ast.enums.Swc4jAstType;
import com.caoccao.javet.swc4j.ast.expr.Swc4jAstAssignExpr;
import com.caoccao.javet.swc4j.ast.expr.Swc4jAstBinExpr;
import com.caoccao.javet.swc4j.ast.interfaces.ISwc4jAst;

/**
 * Puts a check before the two operators that make an enormous bigint in one step: {@code a ** b}
 * and {@code a << b}. The arithmetic behind them is Java's, which nothing can stop: {@code 7n **
 * (2n ** 28n)} takes minutes. Numbers that grow step by step meet the allocation budget in time.
 *
 * <pre>
 * a ** b  ->  __stele_power__(a , b)       a << b  ->  a << __stele_shift__(b)
 * </pre>
 *
 * <p>Left as they are: operations with a number literal, which cannot be bigints, and those with a
 * short bigint literal on the right of a shift.
 */
final class BigIntGuards {

    private static final int SHIFT_DIGITS_MAX = 5;

    private final Offsets offsets;
    private final TextEdits edits;

    BigIntGuards(Offsets offsets, TextEdits edits) {
        this.offsets = offsets;
        this.edits = edits;
    }

    void binary(Swc4jAstBinExpr expression) {
        ISwc4jAst left = expression.getLeft();
        ISwc4jAst right = expression.getRight();
        if (isNumber(left) || isNumber(right)) {
            return;
        }
        if (expression.getOp() == Swc4jAstBinaryOp.LShift) {
            shift(right);
        } else if (expression.getOp() == Swc4jAstBinaryOp.Exp
                && !(isShort(left) && isShort(right))) {
            edits.insert(offsets.start(left), "__stele_power__(");
            int operatorFrom = offsets.end(left);
            int operatorTo = offsets.start(right);
            String between = offsets.text(operatorFrom, operatorTo);
            edits.replace(operatorFrom, operatorTo, "," + between.replaceAll("[^\r\n]", ""));
            edits.insert(offsets.end(right), ")");
        }
    }

    void assignment(Swc4jAstAssignExpr expression) {
        ISwc4jAst right = expression.getRight();
        if (isNumber(right)) {
            return;
        }
        if (expression.getOp() == Swc4jAstAssignOp.LShiftAssign) {
            shift(right);
        } else if (expression.getOp() == Swc4jAstAssignOp.ExpAssign) {
            call("__stele_exponent__", right);
        }
    }

    private void shift(ISwc4jAst right) {
        if (!isShort(right)) {
            call("__stele_shift__", right);
        }
    }

    private void call(String function, ISwc4jAst argument) {
        edits.insert(offsets.start(argument), function + "(");
        edits.insert(offsets.end(argument), ")");
    }

    private static boolean isNumber(ISwc4jAst node) {
        return node.getType() == Swc4jAstType.Number;
    }

    /** A bigint literal of few digits. */
    private boolean isShort(ISwc4jAst node) {
        return node.getType() == Swc4jAstType.BigInt
                && offsets.end(node) - offsets.start(node) <= SHIFT_DIGITS_MAX;
    }
}
