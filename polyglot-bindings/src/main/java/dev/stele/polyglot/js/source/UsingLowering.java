package dev.stele.polyglot.js.source;

import com.caoccao.javet.swc4j.ast.enums.Swc4jAstType;
import com.caoccao.javet.swc4j.ast.interfaces.ISwc4jAst;
import com.caoccao.javet.swc4j.ast.stmt.Swc4jAstForOfStmt;
import com.caoccao.javet.swc4j.ast.stmt.Swc4jAstUsingDecl;
import com.caoccao.javet.swc4j.ast.stmt.Swc4jAstVarDeclarator;
import java.util.IdentityHashMap;

/**
 * Rewrites {@code using} and {@code await using}, which GraalJS does not parse, into a stack of
 * resources and {@code try ... finally}:
 *
 * <pre>
 * { using a = f(); g(a); }
 * {const $0=__stele_using__();try{ const a = $0.use(f()); g(a); }catch($e){$0.fail($e);}finally{$0.close();}}
 *
 * for (using a of l) g(a);
 * for (const $0v of l) {const $0=__stele_using__();try{const a=$0.use($0v);g(a);}catch...}
 * </pre>
 *
 * <p>The whole block goes into the {@code try}, so scopes and hoisting stay as they were. At the
 * top level of a module there is no block ({@code export} may not be inside one): the resources are
 * disposed after the last statement; when the top level throws, the module is not loaded at all.
 * Source: TC39 proposal "Explicit Resource Management"; {@code __stele_using__} is in prelude.js.
 */
final class UsingLowering {

    private static final String HELPER = "__stele_using__";

    private final Offsets offsets;
    private final TextEdits edits = new TextEdits();
    private final IdentityHashMap<ISwc4jAst, Scope> scopes = new IdentityHashMap<>();

    private static final class Scope {
        final String name;
        boolean async;

        Scope(int number) {
            name = "$stele" + number;
        }
    }

    UsingLowering(Offsets offsets) {
        this.offsets = offsets;
    }

    /** Takes in one declaration with its parent node. */
    void declaration(Swc4jAstUsingDecl using, ISwc4jAst parent) throws SourceShapeException {
        if (parent instanceof Swc4jAstForOfStmt loop && loop.getLeft().equals(using)) {
            forOf(using, loop);
            return;
        }
        Swc4jAstType type = parent.getType();
        if (type != Swc4jAstType.BlockStmt
                && type != Swc4jAstType.Module
                && type != Swc4jAstType.Script) {
            throw new SourceShapeException(
                    offsets.start(using),
                    "a using declaration is only allowed in a block, a for-of head or at the top"
                            + " level");
        }
        Scope scope = scopes.computeIfAbsent(parent, node -> new Scope(scopes.size()));
        scope.async |= using.isAwait();
        Swc4jAstVarDeclarator first = using.getDecls().getFirst();
        edits.replace(offsets.start(using), offsets.start(first), "const ");
        for (Swc4jAstVarDeclarator declarator : using.getDecls()) {
            ISwc4jAst init = declarator.getInit().orElse(null);
            if (init == null) {
                throw new SourceShapeException(
                        offsets.start(declarator), "a using declaration needs a value");
            }
            edits.insert(offsets.start(init), scope.name + use(using.isAwait()));
            edits.insert(offsets.end(init), ")");
        }
    }

    private void forOf(Swc4jAstUsingDecl using, Swc4jAstForOfStmt loop) {
        Scope scope = new Scope(scopes.size());
        scope.async = using.isAwait();
        scopes.put(using, scope);
        ISwc4jAst pattern = using.getDecls().getFirst().getName();
        String variable = offsets.text(pattern);
        edits.replace(offsets.start(using), offsets.end(using), "const " + scope.name + "v");
        int start = offsets.start(loop.getBody());
        int end = offsets.end(loop.getBody());
        edits.insert(
                start,
                "{"
                        + open(scope)
                        + "const "
                        + variable
                        + "="
                        + scope.name
                        + use(using.isAwait())
                        + scope.name
                        + "v);");
        edits.insert(end, close(scope) + "}");
    }

    /** All edits, once every declaration was taken in. */
    TextEdits edits(int codeLength) {
        TextEdits all = new TextEdits();
        scopes.forEach((node, scope) -> {
            if (node.getType() == Swc4jAstType.BlockStmt) {
                all.insert(offsets.start(node) + 1, open(scope));
            } else if (node.getType() != Swc4jAstType.UsingDecl) {
                all.insert(0, "const " + scope.name + "=" + HELPER + "();");
                all.insert(codeLength, "\n;" + dispose(scope));
            }
        });
        all.addAll(edits);
        scopes.forEach((node, scope) -> {
            if (node.getType() == Swc4jAstType.BlockStmt) {
                all.insert(offsets.end(node) - 1, close(scope));
            }
        });
        return all;
    }

    private static String use(boolean async) {
        return async ? ".useAsync(" : ".use(";
    }

    private static String open(Scope scope) {
        return "const " + scope.name + "=" + HELPER + "();try{";
    }

    private static String close(Scope scope) {
        return "}catch($e){" + scope.name + ".fail($e);}finally{" + dispose(scope) + "}";
    }

    private static String dispose(Scope scope) {
        return (scope.async ? "await " + scope.name + ".closeAsync();" : scope.name + ".close();");
    }
}
