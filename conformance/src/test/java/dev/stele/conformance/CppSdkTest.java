package dev.stele.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * The library for C++ modules: its own tests, and its package as a user has it. A machine without
 * CMake or a C++ compiler skips what it cannot run.
 */
final class CppSdkTest {

    private static final Path SDK = SteleCommand.ROOT.resolve("cpp-wasm-sdk");
    private static final Path EXAMPLE = SteleCommand.ROOT.resolve("examples/keynote-2-cpp");
    private static final Path WORK =
            SteleCommand.ROOT.resolve("conformance/target/cpp-wasm-sdk-tests");

    /** Where Debian and the library's toolchain file have the compiler for Wasm. */
    private static final String CLANG = "clang++-19";

    /** The tests in {@code cpp-wasm-sdk/tests}, built for this machine. */
    @TestFactory
    Stream<DynamicTest> ownTests() throws IOException {
        String compiler = Programs.of(CLANG, "clang++", "g++", "c++");
        List<String> configure =
                new ArrayList<>(
                        List.of(
                                Programs.of("cmake"),
                                "-S",
                                SDK.resolve("tests").toString(),
                                "-B",
                                WORK.toString(),
                                "-DCMAKE_CXX_COMPILER=" + compiler));
        if (!Files.exists(WORK.resolve("CMakeCache.txt")) && Programs.find("ninja").isPresent()) {
            configure.addAll(List.of("-G", "Ninja"));
        }
        run(configure.toArray(String[]::new));
        run(Programs.of("cmake"), "--build", WORK.toString(), "--parallel", "2");
        Path report = WORK.resolve("report.xml");
        Files.deleteIfExists(report);
        NpmFolder.Outcome outcome =
                NpmFolder.tryRun(
                        WORK,
                        Map.of(),
                        Programs.of("ctest"),
                        "--parallel",
                        "2",
                        "--output-on-failure",
                        "--output-junit",
                        report.toString());
        return JUnitReport.tests(report, outcome);
    }

    @Test
    void theInstalledPackageBuildsTheSameModule(@TempDir Path folder) throws IOException {
        Programs.of(CLANG);
        Path prefix = installed(folder);
        Path project = copyOfExample(folder.resolve("project"));
        Path build = folder.resolve("build");
        run(
                Programs.of("cmake"),
                "-S",
                project.toString(),
                "-B",
                build.toString(),
                "-DCMAKE_BUILD_TYPE=Release",
                "-DCMAKE_TOOLCHAIN_FILE="
                        + prefix.resolve("share/stele/cmake/stele-toolchain.cmake"));
        run(Programs.of("cmake"), "--build", build.toString());

        Path fromRepository = folder.resolve("from-repository.wasm");
        new SteleCommand(folder)
                .must("build", "-p", project.toString(), "-o", fromRepository.toString());
        assertThat(build.resolve("keynote_2.wasm")).hasSameBinaryContentAs(fromRepository);
    }

    @Test
    void thePackageRefusesProjectsThatItCannotServe(@TempDir Path folder) throws IOException {
        Path prefix = installed(folder);
        Path project = copyOfExample(folder.resolve("project"));
        assertThat(configured(project, prefix, folder.resolve("native")))
                .contains("modules are built for Wasm: configure with")
                .contains("stele-toolchain.cmake");
        replace(project.resolve("CMakeLists.txt"), "find_package(stele", "find_package(stele 0.2");
        assertThat(configured(project, prefix, folder.resolve("newer")))
                .contains("compatible\n  with requested version \"0.2\"")
                .contains("version: 0.1.0");
    }

    @Test
    void anErrorIsShownAtItsLine(@TempDir Path folder) throws IOException {
        Programs.of(CLANG);
        Path project = copyOfExample(folder.resolve("project"));
        replace(project.resolve("module.cpp"), "return ok();", "return oak();");
        SteleCommand.Outcome outcome =
                new SteleCommand(folder).run("build", "-p", project.toString());
        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.err())
                .containsPattern("module\\.cpp:\\d+:\\d+: error: .*'oak'")
                .contains("cmake could not build");
        assertThat(outcome.out()).isEmpty();
    }

    @Test
    void theModuleOfTheGuideIsBuilt(@TempDir Path folder) throws IOException {
        Programs.of(CLANG);
        String guide = Files.readString(SteleCommand.ROOT.resolve("docs/cpp.md"));
        Files.writeString(folder.resolve("CMakeLists.txt"), code(guide, "cmake"));
        Files.writeString(folder.resolve("module.cpp"), code(guide, "cpp"));
        new SteleCommand(folder).must("build", "-p", folder.toString());
        assertThat(folder.resolve("build/stele/my_module.wasm")).isNotEmptyFile();
    }

    /** The first piece of code in {@code language}. */
    private static String code(String guide, String language) {
        String opening = "```" + language + "\n";
        int start = guide.indexOf(opening) + opening.length();
        assertThat(start).isGreaterThan(opening.length());
        return guide.substring(start, guide.indexOf("```", start));
    }

    @Test
    void aMachineWithoutToolsIsToldWhatToInstall(@TempDir Path folder) throws IOException {
        Path project = copyOfExample(folder.resolve("project"));
        Path tools = Files.createDirectories(folder.resolve("tools"));
        for (String each : List.of("bash", "dirname", "readlink", "sed", "head", "find", "flock")) {
            offer(tools, each);
        }
        SteleCommand command = new SteleCommand(folder).withSearchPath(tools);
        assertThat(command.run("build", "-p", project.toString()).err())
                .contains("no cmake found")
                .contains("apt-get install cmake clang-19 lld-19 wasi-libc");
        offer(tools, "cmake");
        assertThat(command.run("build", "-p", project.toString()).err())
                .contains("no clang 19 or newer found")
                .contains("apt-get install clang-19 lld-19 wasi-libc");
    }

    /** The package, installed below {@code folder}; the prefix. */
    private static Path installed(Path folder) throws IOException {
        Path build = folder.resolve("install");
        Path prefix = folder.resolve("prefix");
        run(Programs.of("cmake"), "-S", SDK.toString(), "-B", build.toString());
        run(Programs.of("cmake"), "--install", build.toString(), "--prefix", prefix.toString());
        return prefix;
    }

    /** What CMake says when it does not configure {@code project} for this machine. */
    private static String configured(Path project, Path prefix, Path build) throws IOException {
        NpmFolder.Outcome outcome =
                NpmFolder.tryRun(
                        project,
                        Map.of(),
                        Programs.of("cmake"),
                        "-S",
                        project.toString(),
                        "-B",
                        build.toString(),
                        "-DCMAKE_CXX_COMPILER=" + Programs.of(CLANG, "clang++", "g++", "c++"),
                        "-DCMAKE_PREFIX_PATH=" + prefix);
        assertThat(outcome.status()).as(outcome.output()).isNotZero();
        return outcome.output();
    }

    private static Path copyOfExample(Path to) throws IOException {
        Files.createDirectories(to);
        for (String file : List.of("CMakeLists.txt", "module.cpp")) {
            Files.copy(EXAMPLE.resolve(file), to.resolve(file));
        }
        return to;
    }

    private static void replace(Path file, String old, String fresh) throws IOException {
        String text = Files.readString(file);
        assertThat(text).contains(old);
        Files.writeString(file, text.replace(old, fresh));
    }

    /** Puts a program of this machine into the folder {@code tools}. */
    private static void offer(Path tools, String program) throws IOException {
        Path script =
                Files.writeString(
                        tools.resolve(program),
                        "#!/bin/sh\nexec " + Programs.of(program) + " \"$@\"\n");
        assertThat(script.toFile().setExecutable(true)).isTrue();
    }

    private static void run(String... command) throws IOException {
        NpmFolder.run(SDK, Map.of(), command);
    }
}
