package dev.stele.host.schema.validation;

import dev.stele.host.schema.Lifecycle;
import dev.stele.host.schema.ReducerDef;
import dev.stele.host.schema.raw.RawModuleDefV10.LifecycleReducer;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Binds reducers to events: each event to one reducer at most, each reducer to one event. */
final class LifecycleBinding {

    private final Errors errors;
    private final Naming naming;

    /** Canonical names of reducers. */
    private final Map<Lifecycle, String> bound = new EnumMap<>(Lifecycle.class);

    LifecycleBinding(Errors errors, Naming naming) {
        this.errors = errors;
        this.naming = naming;
    }

    /** The event's name in texts and in JSON. */
    static String text(Lifecycle event) {
        return switch (event) {
            case INIT -> "Init";
            case ON_CONNECT -> "OnConnect";
            case ON_DISCONNECT -> "OnDisconnect";
        };
    }

    void add(LifecycleReducer raw, List<ReducerDef> reducers) {
        String name = naming.function(raw.functionName());
        Lifecycle event = raw.event();
        Optional<ReducerDef> reducer =
                reducers.stream().filter(r -> r.name().equals(name)).findFirst();
        if (reducer.isEmpty()) {
            errors.add(
                    Rule.LIFECYCLE_WITHOUT_REDUCER,
                    "lifecycle event " + text(event) + " without reducer");
        } else if (bound.containsKey(event) || bound.containsValue(name)) {
            errors.add(
                    Rule.DUPLICATE_LIFECYCLE,
                    "Multiple reducers defined for lifecycle event " + text(event));
        } else if (!reducer.get().params().elements().isEmpty()) {
            errors.add(
                    Rule.LIFECYCLE_PARAMS,
                    name,
                    "lifecycle reducer `"
                            + name
                            + "` has parameters "
                            + TypeText.of(reducer.get().declaredParams())
                            + ", expected none");
        }
        bound.putIfAbsent(event, name);
    }

    List<ReducerDef> attach(List<ReducerDef> reducers) {
        return reducers.stream().map(this::attach).toList();
    }

    private ReducerDef attach(ReducerDef reducer) {
        return bound.entrySet().stream()
                .filter(e -> e.getValue().equals(reducer.name()))
                .map(e ->
                        new ReducerDef(
                                reducer.name(),
                                reducer.sourceName(),
                                reducer.params(),
                                reducer.isClientCallable(),
                                Optional.of(e.getKey()),
                                reducer.declaredParams()))
                .findFirst()
                .orElse(reducer);
    }
}
