package dev.stele.polyglot.wasm.abi;

import dev.stele.polyglot.wasm.binary.FunctionType;
import dev.stele.polyglot.wasm.binary.ValueType;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.graalvm.polyglot.HostAccess;

/**
 * All functions that a module may import, found by reflection: the import {@code
 * datastore_insert_bsatn} of {@code spacetime_10.0} is the method {@code datastoreInsertBsatn} of
 * {@link Spacetime10_0}; an {@code int} is an {@code i32}, a {@code long} an {@code i64}.
 */
public final class HostFunctions {

    /** The version of the ABI that all of them together are. */
    public static final AbiVersion VERSION = new AbiVersion(10, 6);

    /** One import module: its classes in the order of their minor versions. */
    private record Module(String name, Class<?> functions, Function<HostSide, Object> create) {}

    private static final List<Module> MODULES =
            List.of(
                    new Module("spacetime_10.0", Spacetime10_0.class, Spacetime10_0::new),
                    new Module("spacetime_10.1", Spacetime10_1.class, Spacetime10_1::new),
                    new Module("spacetime_10.2", Spacetime10_2.class, Spacetime10_2::new),
                    new Module("spacetime_10.3", Spacetime10_3.class, Spacetime10_3::new),
                    new Module("spacetime_10.4", Spacetime10_4.class, Spacetime10_4::new),
                    new Module("spacetime_10.5", Spacetime10_5.class, Spacetime10_5::new),
                    new Module("spacetime_10.6", Spacetime10_6.class, Spacetime10_6::new));

    private static final Map<String, Map<String, HostFunction>> FUNCTIONS = collect();

    private HostFunctions() {}

    /** One importable function. */
    public record HostFunction(String module, String name, FunctionType type, Method method) {}

    private static Map<String, Map<String, HostFunction>> collect() {
        Map<String, Map<String, HostFunction>> out = new HashMap<>();
        for (Module module : MODULES) {
            Map<String, HostFunction> functions = new HashMap<>();
            for (Method method : module.functions().getDeclaredMethods()) {
                if (method.isAnnotationPresent(HostAccess.Export.class)) {
                    String name = importName(method.getName());
                    functions.put(
                            name, new HostFunction(module.name(), name, type(method), method));
                }
            }
            out.put(module.name(), Map.copyOf(functions));
        }
        return Map.copyOf(out);
    }

    private static String importName(String method) {
        return method.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    }

    private static FunctionType type(Method method) {
        return new FunctionType(
                Arrays.stream(method.getParameterTypes()).map(HostFunctions::valueType).toList(),
                method.getReturnType() == void.class
                        ? List.of()
                        : List.of(valueType(method.getReturnType())));
    }

    private static ValueType valueType(Class<?> type) {
        if (type == int.class) {
            return ValueType.I32;
        }
        if (type == long.class) {
            return ValueType.I64;
        }
        throw new IllegalStateException("a host function with a value of type " + type);
    }

    /** Every function, in no order. */
    public static List<HostFunction> all() {
        return FUNCTIONS.values().stream().flatMap(module -> module.values().stream()).toList();
    }

    /** The functions of one import module. */
    public static Collection<HostFunction> of(String module) {
        return FUNCTIONS.getOrDefault(module, Map.of()).values();
    }

    /** The function that an import names. */
    public static Optional<HostFunction> find(String module, String name) {
        return Optional.ofNullable(FUNCTIONS.getOrDefault(module, Map.of()).get(name));
    }

    /** The objects of the import modules over {@code host}, by name. */
    public static Map<String, Object> over(HostSide host) {
        Map<String, Object> out = new HashMap<>();
        for (Module module : MODULES) {
            out.put(module.name(), module.create().apply(host));
        }
        return out;
    }
}
