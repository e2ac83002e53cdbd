package dev.stele.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stele.polyglot.wasm.abi.HostFunctions;
import dev.stele.polyglot.wasm.abi.HostFunctions.HostFunction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Row M5 of the reliability list, the sample of every run: for each import all inputs that the
 * fuzzer found worth keeping ({@code conformance/fuzz/IMPORT}), and random ones of one seed ({@code
 * -Dseed=N} takes another, {@code -Dfuzz.inputs=N} more of them). The long run is {@code
 * conformance/fuzz/run}.
 */
final class ImportFuzzTest {

    private static final Path CORPUS = SteleCommand.ROOT.resolve("conformance/fuzz");
    private static final long SEED = Long.getLong("seed", 20_261_126L);
    private static final int INPUTS = Integer.getInteger("fuzz.inputs", 1_000);
    private static final Set<String> ALWAYS_TRAP =
            Set.of("procedure_sleep_until", "procedure_http_request");
    private static final int INPUT_BYTES_MAX = 64;

    @TestFactory
    Stream<DynamicTest> everyImport() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        try (ImportFuzz fuzz = ImportFuzz.start()) {
            for (HostFunction function :
                    HostFunctions.all().stream()
                            .sorted(Comparator.comparing(HostFunction::name))
                            .toList()) {
                List<byte[]> inputs = corpus(function.name());
                int kept = inputs.size();
                Random random = new Random(SEED);
                for (int i = 0; i < INPUTS; i++) {
                    byte[] input = new byte[random.nextInt(INPUT_BYTES_MAX)];
                    random.nextBytes(input);
                    inputs.add(input);
                }
                ImportFuzz.Outcome outcome = fuzz.run(function, inputs);
                tests.add(
                        DynamicTest.dynamicTest(
                                function.name(),
                                () -> {
                                    assertThat(kept).as("inputs in the corpus").isPositive();
                                    assertThat(outcome.problems()).as("seed " + SEED).isEmpty();
                                    assertThat(outcome.answered() > 0)
                                            .as("%d calls were answered", outcome.answered())
                                            .isEqualTo(!ALWAYS_TRAP.contains(function.name()));
                                }));
            }
        }
        assertThat(tests).hasSameSizeAs(HostFunctions.all());
        return tests.stream();
    }

    private static List<byte[]> corpus(String name) throws IOException {
        List<byte[]> out = new ArrayList<>();
        Path folder = CORPUS.resolve(name);
        if (Files.isDirectory(folder)) {
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.sorted().toList()) {
                    out.add(Files.readAllBytes(file));
                }
            }
        }
        return out;
    }
}
