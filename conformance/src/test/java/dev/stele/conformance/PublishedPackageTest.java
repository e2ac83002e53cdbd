package dev.stele.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * A module as it is written for the published npm package {@code spacetimedb}, with views,
 * procedures, HTTP handlers and visibility filters: published from source by the real command, it
 * answers to the published client. The same module runs on the SDK that is built in.
 */
final class PublishedPackageTest {

    private static final Path MODULE =
            SteleCommand.ROOT.resolve("conformance/modules/npm-spacetimedb");
    private static final String TESTS = "client/features.test.ts";
    private static final String DATABASE = "package";

    @TestFactory
    Stream<DynamicTest> packageOf283(@TempDir Path folder) throws IOException {
        return run(
                folder,
                projectWith(folder, NpmFolder.SPACETIMEDB_2_8_3),
                NpmFolder.SPACETIMEDB_2_8_3);
    }

    @TestFactory
    Stream<DynamicTest> packageOf2101(@TempDir Path folder) throws IOException {
        return run(folder, projectWith(folder, NpmFolder.SPACETIMEDB), NpmFolder.SPACETIMEDB);
    }

    @TestFactory
    Stream<DynamicTest> builtIn(@TempDir Path folder) throws IOException {
        return run(folder, MODULE, NpmFolder.SPACETIMEDB);
    }

    private static Stream<DynamicTest> run(Path folder, Path project, String client)
            throws IOException {
        try (SteleProcess server = SteleProcess.start(folder)) {
            server.publish(DATABASE, project);
            return NodeTests.run(TESTS, server.variables(DATABASE), client);
        }
    }

    /** The module in a project of its own that has the package. */
    private static Path projectWith(Path folder, String spacetimedb) throws IOException {
        Path project = folder.resolve("project");
        Files.createDirectories(project.resolve("src"));
        for (String file : new String[] {"src/index.ts", "package.json"}) {
            Files.copy(MODULE.resolve(file), project.resolve(file));
        }
        NpmFolder.linkPackages(project, spacetimedb);
        return project;
    }
}
