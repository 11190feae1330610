package dev.steno.script.run;

import dev.steno.addon.bus.AddonFailures;
import java.lang.invoke.MethodHandle;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * One load of a script. Used by the exchanges that began with it, even if a later version has replaced it; ends with the last
 * of them. Any thread.
 */
final class ScriptVersion {
    final int number;
    private final ScriptMethods methods;
    private final @Nullable VersionHost host;
    private final ScriptErrors errors;
    private final Runnable ended;
    private final AtomicInteger users = new AtomicInteger(1); // the first is being current
    private final LongAdder calls;
    private volatile boolean abandoned;

    /** @param ended called once nothing uses the version any more, perhaps on an event loop */
    ScriptVersion(
            int number,
            ScriptMethods methods,
            @Nullable VersionHost host,
            ScriptErrors errors,
            LongAdder calls,
            Runnable ended) {
        this.number = number;
        this.methods = methods;
        this.host = host;
        this.errors = errors;
        this.calls = calls;
        this.ended = ended;
    }

    /** Code that is no script in Java, and is never replaced. */
    ScriptVersion(int number, Map<HookName, ScriptMethods.Hooked> hooks, ScriptErrors errors, LongAdder calls) {
        this(number, new ScriptMethods(null, hooks, null, List.of()), null, errors, calls, () -> {});
    }

    Map<HookName, ScriptMethods.Hooked> hooks() {
        return methods.hooks();
    }

    boolean has(HookName hook) {
        return methods.hooks().containsKey(hook);
    }

    /** The object of the script. */
    Object script() {
        return Objects.requireNonNull(methods.script(), "no script");
    }

    VersionHost host() {
        return Objects.requireNonNull(host, "no script");
    }

    /** Adds a user. Returns false if the version has ended. */
    boolean use() {
        int now = users.get();
        while (now > 0) {
            if (users.compareAndSet(now, now + 1)) {
                return true;
            }
            now = users.get();
        }
        return false;
    }

    /** Removes a user. */
    void leave() {
        if (users.decrementAndGet() == 0) {
            ended.run();
        }
    }

    /** The version is no longer the current one: it ends with the last exchange that uses it. */
    void retire() {
        host().cancelSchedules();
        leave();
    }

    /** Its calls do not return: no more are made, and each counts as failed. */
    void abandon() {
        abandoned = true;
    }

    /** Exchanges that use it, and calls in progress. */
    int users() {
        return users.get();
    }

    /**
     * Calls a method, if the script has it.
     *
     * @param flow 0 for none
     * @return whether it returned; a failure was logged then
     */
    boolean call(HookName hook, long flow, Object... arguments) {
        ScriptMethods.Hooked hooked = methods.hooks().get(hook);
        if (hooked == null) {
            return true;
        }
        if (abandoned) {
            return false;
        }
        calls.increment();
        try {
            switch (arguments.length) {
                case 0 -> hooked.handle().invokeExact();
                case 1 -> hooked.handle().invokeExact(arguments[0]);
                default -> hooked.handle().invokeExact(arguments[0], arguments[1]);
            }
            return true;
        } catch (Throwable e) {
            failed(hook.method(), flow, e);
            return false;
        }
    }

    /** Whether the script declares for which hosts it answers. */
    boolean hasAnswers() {
        return methods.answersFor() != null;
    }

    /** Whether the script may answer requests to a host itself. */
    boolean answersFor(String host) {
        MethodHandle asked = methods.answersFor();
        if (asked == null || abandoned) {
            return false;
        }
        try {
            return (boolean) asked.invokeExact((Object) host);
        } catch (Throwable e) {
            failed(ScriptMethods.ANSWERS_FOR, 0, e);
            return false;
        }
    }

    /** Logs what a script threw; an exhausted heap counts as its failure, since what it allocated is released now. */
    void failed(String method, long flow, Throwable failure) {
        if (!(failure instanceof OutOfMemoryError)) {
            AddonFailures.rethrowUnlessOfAddon(failure);
        }
        errors.add(method, flow, failure);
    }
}
