package dev.stele.host.module;

import dev.stele.host.bsatn.DecodeException;
import dev.stele.host.environment.Threads;
import dev.stele.host.error.ErrorCode;
import dev.stele.host.error.HostException;
import dev.stele.host.sats.Bytes;
import dev.stele.host.schema.ModuleDef;
import dev.stele.host.schema.SubmoduleDef;
import dev.stele.host.schema.raw.RawModuleDefCodec;
import dev.stele.host.schema.validation.InvalidModuleException;
import dev.stele.host.schema.validation.ModuleDefValidator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.bouncycastle.crypto.digests.KeccakDigest;

/** Loads programs on threads made for guests and checks what they declare. */
final class ModuleLoader {

    private final ModuleRuntime runtime;
    private final Threads threads;

    ModuleLoader(ModuleRuntime runtime, Threads threads) {
        this.runtime = runtime;
        this.threads = threads;
    }

    /**
     * Loads {@code program} and validates its definition.
     *
     * @throws HostException INVALID_MODULE with a text for the module's author
     */
    Candidate load(Program program) {
        CompletableFuture<Candidate> loaded = new CompletableFuture<>();
        threads.startPlatform(
                "module-load",
                Limits.GUEST_STACK_BYTES,
                () -> {
                    try {
                        loaded.complete(loadHere(program));
                    } catch (RuntimeException e) {
                        loaded.completeExceptionally(e);
                    }
                });
        try {
            return loaded.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof HostException host) {
                throw host;
            }
            throw new HostException(ErrorCode.INTERNAL, "module could not be loaded", e.getCause());
        }
    }

    /** A new instance of a program that was loaded before, on the calling thread. */
    ModuleInstance reload(Program program) {
        try {
            return runtime.load(program);
        } catch (ModuleLoadException e) {
            throw new HostException(ErrorCode.INVALID_MODULE, String.valueOf(e.getMessage()), e);
        }
    }

    private Candidate loadHere(Program program) {
        ModuleInstance instance = reload(program);
        try {
            ModuleDef def =
                    ModuleDefValidator.validate(RawModuleDefCodec.decode(instance.describe()));
            refuseMissing(instance);
            refuseUnavailable(def);
            return new Candidate(new LoadedModule(program, hash(program.bytes()), def), instance);
        } catch (InvalidModuleException | DecodeException e) {
            instance.close();
            throw new HostException(ErrorCode.INVALID_MODULE, String.valueOf(e.getMessage()), e);
        } catch (RuntimeException e) {
            instance.close();
            throw e;
        }
    }

    private static void refuseMissing(ModuleInstance instance) {
        instance.missingModules().stream()
                .sorted()
                .findFirst()
                .ifPresent(name -> {
                    throw new HostException(
                            ErrorCode.INVALID_MODULE,
                            "module "
                                    + name
                                    + " is declared as written in another language, but is not"
                                    + " part of the program; name its folder under \"modules\" in"
                                    + " stele.json");
                });
    }

    /** Says which declarations cannot be served yet, rather than ignoring them. */
    private static void refuseUnavailable(ModuleDef def) {
        for (SubmoduleDef submodule : def.submodules()) {
            if (!submodule.module().rowLevelSecurity().isEmpty()) {
                throw new HostException(
                        ErrorCode.INVALID_MODULE,
                        "submodule "
                                + submodule.namespace()
                                + " declares row-level security, which only the root module may;"
                                + " there its tables are called "
                                + submodule.namespace()
                                + ".TABLE");
            }
            refuseUnavailable(submodule.module());
        }
    }

    /** Keccak-256 of {@code bytes}, the name of a program. */
    static Bytes hash(Bytes bytes) {
        KeccakDigest digest = new KeccakDigest(256);
        digest.update(bytes.unsafeArray(), 0, bytes.size());
        byte[] out = new byte[32];
        digest.doFinal(out, 0);
        return Bytes.wrap(out);
    }
}
