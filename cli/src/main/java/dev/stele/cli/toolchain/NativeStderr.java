package dev.stele.cli.toolchain;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Keeps the words of the TypeScript compiler's native code off the terminal. It reports a syntax
 * error twice: as an exception, which we show, and as a panic that it prints by itself. While it
 * runs, file descriptor 2 of the process is a temporary file; what others wrote there meanwhile
 * goes to the terminal afterwards. Where the C functions are not known, nothing is kept off.
 */
final class NativeStderr {

    private static final int STDERR = 2;
    private static final int READ_WRITE = 2;

    private static final Pattern PANIC =
            Pattern.compile(
                    "\\n?thread '[^\\n]* panicked at [^\\n]*\\n[^\\n]*\\n(note: run with [^\\n]*\\n)?");

    private final MethodHandle open;
    private final MethodHandle dup;
    private final MethodHandle dup2;
    private final MethodHandle close;

    private NativeStderr(Linker linker) {
        open =
                function(
                        linker,
                        "open",
                        FunctionDescriptor.of(
                                ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT),
                        Linker.Option.firstVariadicArg(2));
        dup = function(linker, "dup", numbers(1));
        dup2 = function(linker, "dup2", numbers(2));
        close = function(linker, "close", numbers(1));
    }

    /** Empty on Windows, whose C library has other names. */
    static Optional<NativeStderr> ofThisProcess() {
        return System.getProperty("os.name").startsWith("Windows")
                ? Optional.empty()
                : Optional.of(new NativeStderr(Linker.nativeLinker()));
    }

    private static FunctionDescriptor numbers(int count) {
        ValueLayout[] params = new ValueLayout[count];
        Arrays.fill(params, ValueLayout.JAVA_INT);
        return FunctionDescriptor.of(ValueLayout.JAVA_INT, params);
    }

    private static MethodHandle function(
            Linker linker, String name, FunctionDescriptor type, Linker.Option... options) {
        return linker.downcallHandle(
                linker.defaultLookup().find(name).orElseThrow(), type, options);
    }

    /** A redirection, which its end takes back. */
    interface Redirection extends AutoCloseable {

        @Override
        void close();
    }

    /** Begins to keep panics off; one at a time. */
    Redirection redirect() {
        try {
            Path file = Files.createTempFile("stele", ".stderr");
            int kept = call(dup, STDERR);
            int opened;
            try (Arena arena = Arena.ofConfined()) {
                opened = (int) open.invokeExact(arena.allocateFrom(file.toString()), READ_WRITE);
            } catch (Throwable e) {
                throw failure(e);
            }
            if (kept < 0 || opened < 0) {
                Files.delete(file);
                return () -> {};
            }
            call(dup2, opened, STDERR);
            call(close, opened);
            return () -> end(file, kept);
        } catch (IOException _) {
            return () -> {};
        }
    }

    private void end(Path file, int kept) {
        call(dup2, kept, STDERR);
        call(close, kept);
        try {
            String written = Files.readString(file, StandardCharsets.UTF_8);
            Files.delete(file);
            System.err.print(PANIC.matcher(written).replaceAll(""));
            System.err.flush();
        } catch (IOException e) {
            throw new BuildException("cannot read " + file + ": " + e.getMessage());
        }
    }

    private static int call(MethodHandle function, int argument) {
        try {
            return (int) function.invokeExact(argument);
        } catch (Throwable e) {
            throw failure(e);
        }
    }

    private static int call(MethodHandle function, int first, int second) {
        try {
            return (int) function.invokeExact(first, second);
        } catch (Throwable e) {
            throw failure(e);
        }
    }

    /** The C functions throw nothing; only a wrong description of them would. */
    private static IllegalStateException failure(Throwable e) {
        return new IllegalStateException("calling the C library failed", e);
    }
}
