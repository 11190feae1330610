package dev.steno.script.run;

import dev.steno.addon.Addon;
import dev.steno.addon.FlowLocal;
import dev.steno.addon.RecordedFlows;
import dev.steno.addon.Registrar;
import dev.steno.script.Script;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/**
 * Code for exchanges that is no script in Java: a line of JavaScript, or a program. It is called at the hooks of scripts, with
 * what scripts are given, within the time and by the threads of scripts. It is not replaced while the proxy runs.
 */
public final class HookedAddon implements Addon {
    private static final MethodHandle ACCEPT;

    static {
        try {
            ACCEPT = MethodHandles.lookup()
                    .findVirtual(Consumer.class, "accept", MethodType.methodType(void.class, Object.class));
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final String name;
    private final Map<HookName, ScriptMethods.Hooked> hooks = new EnumMap<>(HookName.class);
    private final LongAdder calls = new LongAdder();
    private final ScriptErrors errors;
    private final Runnable stop;

    /**
     * @param name for logs and the annotations of flows, without white space
     * @param methods the code by the name of its hook, one of those of an exchange
     * @param stop called when the proxy stops
     * @throws IllegalArgumentException if there is no such hook
     */
    public HookedAddon(String name, Map<String, Consumer<Script.Flow>> methods, Runnable stop) {
        this.name = name;
        this.errors = new ScriptErrors(name);
        this.stop = stop;
        methods.forEach((hook, code) -> hooks.put(
                HookName.of(hook)
                        .filter(one -> one.parameters.equals(List.of(Script.Flow.class)))
                        .orElseThrow(() -> new IllegalArgumentException("no hook of an exchange is called " + hook)),
                new ScriptMethods.Hooked(ACCEPT.bindTo(code), false)));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void register(Registrar registrar) {
        ScriptOptions options = registrar.options(ScriptOptions.class, (before, after) -> {});
        long limit = options.scriptTimeout().toNanos();
        ScriptVersion version = new ScriptVersion(1, hooks, errors, calls);
        ScriptThreads threads = new ScriptThreads(registrar.blocking(), limit, version::abandon);
        FlowLocal<ScriptFlowScope> scopes = registrar.flowsInFlight().perFlow(() -> new ScriptFlowScope(version));
        RecordedFlows recorded = registrar.recorded();
        ScriptHandlers handlers = new ScriptHandlers(
                name,
                scopes,
                () -> version,
                () -> recorded,
                new ScriptHandlers.Terms(threads, limit, options.failClosed()),
                errors);
        registrar.handlerSet().replace(set -> handlers.register(set, List.of(version)));
    }

    /** The number of calls since the start. */
    public long calls() {
        return calls.sum();
    }

    /** The number of calls that failed since the start. */
    public long failures() {
        return errors.count();
    }

    /** The latest kind of failure; empty if there was none. */
    public String problem() {
        return errors.latest();
    }

    /** The failures since the start, the most frequent kind first. */
    public List<FailureKind> failureKinds() {
        return errors.kinds();
    }

    @Override
    public void stop() {
        stop.run();
    }
}
