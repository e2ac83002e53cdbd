package dev.stele.polyglot.js.source;

import com.caoccao.javet.swc4j.ast.enums.Swc4jAstType;
import com.caoccao.javet.swc4j.ast.expr.Swc4jAstAssignExpr;
import com.caoccao.javet.swc4j.ast.expr.Swc4jAstBinExpr;
import com.caoccao.javet.swc4j.ast.expr.Swc4jAstCallExpr;
import com.caoccao.javet.swc4j.ast.expr.Swc4jAstIdent;
import com.caoccao.javet.swc4j.ast.expr.lit.Swc4jAstObjectLit;
import com.caoccao.javet.swc4j.ast.expr.lit.Swc4jAstStr;
import com.caoccao.javet.swc4j.ast.interfaces.ISwc4jAst;
import com.caoccao.javet.swc4j.ast.interfaces.ISwc4jAstModuleExportName;
import com.caoccao.javet.swc4j.ast.module.Swc4jAstExportAll;
import com.caoccao.javet.swc4j.ast.module.Swc4jAstExportNamedSpecifier;
import com.caoccao.javet.swc4j.ast.module.Swc4jAstImportDecl;
import com.caoccao.javet.swc4j.ast.module.Swc4jAstImportNamedSpecifier;
import com.caoccao.javet.swc4j.ast.module.Swc4jAstNamedExport;
import com.caoccao.javet.swc4j.ast.stmt.Swc4jAstUsingDecl;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** One walk over a file's syntax tree that collects everything linking needs. */
final class SyntaxWalk {

    private final Offsets offsets;
    private final String code;
    private final UsingLowering using;
    private final TextEdits edits = new TextEdits();
    private final BigIntGuards bigInts;
    final List<ImportSite> imports = new ArrayList<>();
    boolean isModule;
    boolean usesCommonJs;
    OptionalInt defaultExport = OptionalInt.empty();

    SyntaxWalk(String code) {
        this.code = code;
        this.offsets = new Offsets(code);
        this.using = new UsingLowering(offsets);
        this.bigInts = new BigIntGuards(offsets, edits);
    }

    void walk(ISwc4jAst root) throws SourceShapeException {
        visit(root, root);
    }

    TextEdits edits() {
        TextEdits all = using.edits(code.length());
        all.addAll(edits);
        return all;
    }

    private void visit(ISwc4jAst node, ISwc4jAst parent) throws SourceShapeException {
        switch (node) {
            case Swc4jAstImportDecl decl -> importDeclaration(decl);
            case Swc4jAstNamedExport export -> namedExport(export);
            case Swc4jAstExportAll export -> {
                isModule = true;
                site(ImportSite.Kind.EXPORT_ALL, export.getSrc(), Set.of());
                attributes(export, export.getSrc(), export.getWith());
            }
            case Swc4jAstUsingDecl decl -> using.declaration(decl, parent);
            case Swc4jAstCallExpr call -> call(call);
            case Swc4jAstBinExpr binary -> bigInts.binary(binary);
            case Swc4jAstAssignExpr assignment -> bigInts.assignment(assignment);
            case Swc4jAstIdent name ->
                    usesCommonJs |=
                            name.getSym().equals("module") || name.getSym().equals("exports");
            default -> {
                Swc4jAstType type = node.getType();
                if (type == Swc4jAstType.ExportDefaultDecl
                        || type == Swc4jAstType.ExportDefaultExpr) {
                    defaultExport = OptionalInt.of(offsets.start(node));
                }
                isModule |=
                        isDeclaration(type)
                                || (type == Swc4jAstType.MetaPropExpr
                                        && offsets.text(node).startsWith("import"));
            }
        }
        for (ISwc4jAst child : node.getChildNodes()) {
            if (child != null) {
                visit(child, node);
            }
        }
    }

    private static boolean isDeclaration(Swc4jAstType type) {
        return type == Swc4jAstType.ExportDecl
                || type == Swc4jAstType.ExportDefaultDecl
                || type == Swc4jAstType.ExportDefaultExpr;
    }

    private void importDeclaration(Swc4jAstImportDecl decl) {
        isModule = true;
        Set<String> names = new HashSet<>();
        for (ISwc4jAst specifier : decl.getSpecifiers()) {
            if (specifier instanceof Swc4jAstImportNamedSpecifier named) {
                names.add(
                        named.getImported()
                                .flatMap(SyntaxWalk::name)
                                .orElseGet(() -> named.getLocal().getSym()));
            }
        }
        names.remove("default");
        site(ImportSite.Kind.STATIC, decl.getSrc(), names);
        attributes(decl, decl.getSrc(), decl.getWith());
    }

    private void namedExport(Swc4jAstNamedExport export) {
        isModule = true;
        Set<String> names = new HashSet<>();
        for (ISwc4jAst specifier : export.getSpecifiers()) {
            if (specifier instanceof Swc4jAstExportNamedSpecifier named) {
                if (named.getExported()
                        .flatMap(SyntaxWalk::name)
                        .or(() -> name(named.getOrig()))
                        .filter("default"::equals)
                        .isPresent()) {
                    defaultExport = OptionalInt.of(offsets.start(named));
                }
                name(named.getOrig()).ifPresent(names::add);
            }
        }
        Optional<Swc4jAstStr> source = export.getSrc();
        if (source.isEmpty()) {
            return;
        }
        names.remove("default");
        site(ImportSite.Kind.STATIC, source.get(), names);
        attributes(export, source.get(), export.getWith());
    }

    private void call(Swc4jAstCallExpr call) {
        boolean dynamic = call.getCallee().getType() == Swc4jAstType.Import;
        boolean require =
                call.getCallee() instanceof Swc4jAstIdent name && name.getSym().equals("require");
        if (!dynamic && !require) {
            return;
        }
        usesCommonJs |= require;
        if (!call.getArgs().isEmpty()
                && call.getArgs().getFirst().getExpr() instanceof Swc4jAstStr specifier) {
            site(dynamic ? ImportSite.Kind.DYNAMIC : ImportSite.Kind.REQUIRE, specifier, Set.of());
        }
    }

    private void site(ImportSite.Kind kind, Swc4jAstStr specifier, Set<String> names) {
        imports.add(
                new ImportSite(
                        kind,
                        offsets.start(specifier),
                        offsets.end(specifier),
                        specifier.getValue(),
                        names));
    }

    /** Takes out {@code with {type: "json"}}: the resolver knows JSON by its name. */
    private void attributes(
            ISwc4jAst declaration, Swc4jAstStr specifier, Optional<Swc4jAstObjectLit> with) {
        if (with.isEmpty()) {
            return;
        }
        int start = offsets.end(specifier);
        int end = offsets.end(declaration);
        String removed = code.substring(start, end);
        edits.replace(start, end, removed.replaceAll("[^\r\n]", "") + ";");
    }

    private static Optional<String> name(ISwc4jAstModuleExportName name) {
        return switch (name) {
            case Swc4jAstIdent ident -> Optional.of(ident.getSym());
            case Swc4jAstStr string -> Optional.of(string.getValue());
            default -> Optional.empty();
        };
    }
}
