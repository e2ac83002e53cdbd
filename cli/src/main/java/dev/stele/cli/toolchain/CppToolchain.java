package dev.stele.cli.toolchain;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What builds C++ for Wasm: CMake, the library for modules, and a clang with its Wasm libraries,
 * which the library's own toolchain file finds again where this class found them.
 *
 * @param cmake the program
 * @param sdk the folder of the library for modules
 * @param ninja the faster of the build tools, where there is one; else CMake's own choice
 */
record CppToolchain(Path cmake, Path sdk, Optional<Path> ninja) {

    /** Where the library for modules is, when it is not beside Stele. */
    static final String SDK_VARIABLE = "STELE_CPP_SDK";

    /**
     * A folder that holds clang, its Wasm libraries and its linker, as the WASI project ships them.
     */
    private static final String WASI_SDK_VARIABLE = "WASI_SDK_PATH";

    /** The versions that can build the library, newest first, as in its toolchain file. */
    private static final List<Integer> CLANG_VERSIONS = List.of(22, 21, 20, 19);

    /** The version that a machine without any is told to install. */
    private static final int CLANG_TO_INSTALL = 19;

    /**
     * The toolchain of this machine.
     *
     * @param home Stele's own folder
     * @throws BuildException with what to install when there is none
     */
    static CppToolchain find(SystemTools tools, Path home) {
        Path sdk =
                Optional.ofNullable(System.getenv(SDK_VARIABLE))
                        .map(Path::of)
                        .orElseGet(() -> home.resolve("cpp-wasm-sdk"));
        if (!Files.isRegularFile(toolchainFile(sdk))) {
            throw new BuildException(
                    "no library for C++ modules in " + sdk,
                    "set " + SDK_VARIABLE + " to its folder");
        }
        Optional<Path> cmake = tools.find("cmake");
        if (cmake.isEmpty()) {
            throw new BuildException(
                    "no cmake found", "apt-get install " + String.join(" ", packages("cmake")));
        }
        if (System.getenv(WASI_SDK_VARIABLE) == null) {
            requireClang(tools);
        }
        return new CppToolchain(cmake.get(), sdk, tools.find("ninja"));
    }

    private static void requireClang(SystemTools tools) {
        Optional<Integer> version =
                CLANG_VERSIONS.stream()
                        .filter(v -> tools.find("clang++-" + v).isPresent())
                        .findFirst();
        String install = "apt-get install " + String.join(" ", packages());
        if (version.isEmpty()) {
            throw new BuildException(
                    "no clang " + CLANG_TO_INSTALL + " or newer found",
                    install + "   (or set " + WASI_SDK_VARIABLE + " to a wasi-sdk)");
        }
        Path library = Path.of("/usr/lib/llvm-" + version.get(), "include/wasm32-wasi/c++/v1");
        if (!Files.isDirectory(library)
                || !Files.isDirectory(Path.of("/usr/include/wasm32-wasi"))
                || tools.find("wasm-ld-" + version.get()).isEmpty()) {
            throw new BuildException(
                    "clang " + version.get() + " has no C++ library or linker for Wasm", install);
        }
    }

    /** Debian's packages, and some more. */
    private static List<String> packages(String... more) {
        int v = CLANG_TO_INSTALL;
        return Stream.concat(
                        Stream.of(more),
                        Stream.of(
                                "clang-" + v,
                                "lld-" + v,
                                "wasi-libc",
                                "libc++-" + v + "-dev-wasm32",
                                "libc++abi-" + v + "-dev-wasm32",
                                "libclang-rt-" + v + "-dev-wasm32"))
                .toList();
    }

    /** What CMake is told about the target. */
    Path toolchainFile() {
        return toolchainFile(sdk);
    }

    private static Path toolchainFile(Path sdk) {
        return sdk.resolve("cmake").resolve("stele-toolchain.cmake");
    }
}
