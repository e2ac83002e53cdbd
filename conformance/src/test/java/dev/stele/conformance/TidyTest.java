package dev.stele.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Rules that no compiler knows: sizes, chapters, words, links. */
final class TidyTest {

    private static final int FILE_LINES_MAX = 800;

    private static final Path ROOT = Path.of(System.getProperty("stele.root", ".."));

    private static final Pattern GENERATED =
            Pattern.compile(".*/(target|node_modules|\\.git|\\.stele)/.*");

    /** What may not stand in a line of a Java file, and what to write instead. */
    private static final Map<Pattern, String> BANNED =
            Map.of(
                    Pattern.compile("\\b(TO" + "DO|FIX" + "ME|XX" + "X|HA" + "CK)\\b"),
                    "an issue, and its number",
                    Pattern.compile("^package .*\\.(utils?|common|core|impl|manager|helper)\\b"),
                    "a noun of the field",
                    Pattern.compile("\\b(class|record|interface) \\w+(Impl|Helper|Utils?)\\b"),
                    "what is special about it",
                    Pattern.compile("^import (static )?[\\w.]+\\.\\*;"),
                    "the names that are used");

    /** Code in a document, where brackets are no links. */
    private static final Pattern CODE = Pattern.compile("(?s)```.*?```|`[^`\n]*`");

    private static List<Path> files(String... endings) throws IOException {
        try (Stream<Path> all = Files.walk(ROOT)) {
            return all.filter(file -> !GENERATED.matcher(file.toString()).matches())
                    .filter(f -> Stream.of(endings).anyMatch(e -> f.toString().endsWith(e)))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
        }
    }

    @Test
    void sourceFilesAreShort() throws IOException {
        List<String> tooLong = new ArrayList<>();
        for (Path file : files(".java", ".ts", ".sh")) {
            int lines = Files.readAllLines(file).size();
            if (lines > FILE_LINES_MAX) {
                tooLong.add(file + " has " + lines + " lines, at most " + FILE_LINES_MAX);
            }
        }
        assertThat(tooLong).isEmpty();
    }

    @Test
    void everyPackageIsAChapter() throws IOException {
        List<String> missing = new ArrayList<>();
        for (Path file : files(".java")) {
            if (!file.toString().contains("/src/main/java/")) {
                continue;
            }
            Path chapter = file.resolveSibling("package-info.java");
            if (!Files.exists(chapter)) {
                missing.add(file.getParent() + " has no package-info.java");
                continue;
            }
            String text = Files.readString(chapter);
            if (!text.contains("@NullMarked") || !text.contains("/**")) {
                missing.add(chapter + " needs a Javadoc and @NullMarked");
            }
        }
        assertThat(missing.stream().distinct()).isEmpty();
    }

    @Test
    void noBannedWords() throws IOException {
        List<String> found = new ArrayList<>();
        for (Path file : files(".java")) {
            List<String> lines = Files.readAllLines(file);
            for (int i = 0; i < lines.size(); i++) {
                for (Map.Entry<Pattern, String> rule : BANNED.entrySet()) {
                    if (rule.getKey().matcher(lines.get(i)).find()) {
                        found.add(file + ":" + (i + 1) + ": write " + rule.getValue());
                    }
                }
            }
        }
        assertThat(found).isEmpty();
    }

    @Test
    void linksInDocumentsLead() throws IOException {
        Pattern link = Pattern.compile("\\]\\(([^)#:]+)(#[^)]*)?\\)");
        List<String> dead = new ArrayList<>();
        for (Path file : files(".md")) {
            Matcher matcher = link.matcher(CODE.matcher(Files.readString(file)).replaceAll(""));
            while (matcher.find()) {
                if (!Files.exists(file.resolveSibling(matcher.group(1)))) {
                    dead.add(file + " links to " + matcher.group(1));
                }
            }
        }
        assertThat(dead).isEmpty();
    }
}
