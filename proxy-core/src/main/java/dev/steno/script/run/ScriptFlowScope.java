package dev.steno.script.run;

import dev.steno.addon.HookContext;
import dev.steno.addon.PreparedHandler;
import dev.steno.addon.Verdict;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What a script has of one flow, until that ends. The fields are used by the call in progress, one at a time. */
final class ScriptFlowScope {
    /** The version that saw the flow first; null if the script was stopped then. */
    final @Nullable ScriptVersion version;

    private final CallOrder order = new CallOrder();

    /** Whether the script asked to hold the message. */
    volatile boolean intercept;

    /** Whether a call did not return in time, so that the exchange continues without the script. */
    volatile boolean late;

    private @Nullable Map<String, Object> local;

    ScriptFlowScope(@Nullable ScriptVersion version) {
        this.version = version;
    }

    /** What a call of the script does. */
    @FunctionalInterface
    interface Step<T> {
        Verdict<T> run(T subject, ScriptFlowScope scope, HookContext context);
    }

    /**
     * Begins a call on a thread that may block: it runs after those that began before, with this version, even if the flow has
     * ended by then.
     *
     * @return null if no version of the script is to be called
     */
    <T> PreparedHandler.@Nullable Call<T> begin(Step<T> step) {
        ScriptVersion used = version;
        if (used == null || !used.use()) {
            return null;
        }
        long ticket = order.take();
        return new PreparedHandler.Call<>() {
            @Override
            public Verdict<T> handle(T subject, HookContext context) throws InterruptedException {
                try {
                    order.await(ticket);
                    return step.run(subject, ScriptFlowScope.this, context);
                } finally {
                    dropped();
                }
            }

            @Override
            public void dropped() {
                order.giveBack(ticket);
                used.leave();
            }
        };
    }

    synchronized Map<String, Object> local() {
        Map<String, Object> values = local;
        if (values == null) {
            values = new ConcurrentHashMap<>();
            local = values;
        }
        return values;
    }
}
