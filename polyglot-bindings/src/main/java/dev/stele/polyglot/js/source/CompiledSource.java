package dev.stele.polyglot.js.source;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * One file as plain JavaScript, before its imports are linked; depends on nothing but its text.
 *
 * @param source the author's text
 * @param code JavaScript; the author's text itself when that was JavaScript
 * @param map from {@code code} to {@code source}; empty when they are the same
 * @param edits what lowers {@code using} in {@code code}
 * @param isModule has import or export declarations, or uses {@code import.meta}
 * @param usesCommonJs mentions {@code require(...)}, {@code module} or {@code exports}
 * @param defaultExport where {@code code} exports its default
 * @param commonJsNames names that it visibly assigns on {@code exports}
 */
record CompiledSource(
        String source,
        String code,
        LineIndex lines,
        Optional<SourceMap> map,
        List<ImportSite> imports,
        TextEdits edits,
        boolean isModule,
        boolean usesCommonJs,
        OptionalInt defaultExport,
        Set<String> commonJsNames) {

    CompiledSource {
        imports = List.copyOf(imports);
        commonJsNames = Set.copyOf(commonJsNames);
    }

    /** Where the author wrote what is at an offset of {@code code}. */
    SourcePosition position(String file, int offset) {
        return position(file, lines.line(offset), lines.column(offset));
    }

    /** Where the author wrote what is at a line and column of {@code code}. */
    SourcePosition position(String file, int line, int column) {
        return map.map(m -> m.original(line, column))
                .map(place -> new SourcePosition(file, place[0], place[1]))
                .orElseGet(() -> new SourcePosition(file, line, column));
    }
}
