package dev.stele.polyglot;

import org.graalvm.polyglot.Engine;

/** Tells whether guest code is compiled to machine code or only interpreted. */
public record EngineCheck(String implementation, boolean interpreted) {

    private static final String INTERPRETED = "Interpreted";

    /** Looks at the engine of this JVM; takes some 100 ms the first time. */
    public static EngineCheck run() {
        try (Engine engine =
                Engine.newBuilder().option("engine.WarnInterpreterOnly", "false").build()) {
            return of(engine.getImplementationName());
        }
    }

    static EngineCheck of(String implementation) {
        return new EngineCheck(implementation, implementation.equals(INTERPRETED));
    }

    /** A sentence for the person who started the server. */
    public String message() {
        return interpreted
                ? "the Graal compiler is not active (engine \""
                        + implementation
                        + "\"): modules would run some 20 times slower; start with ./stele, which"
                        + " sets -XX:+EnableJVMCI and --upgrade-module-path"
                : "engine \"" + implementation + "\"";
    }
}
