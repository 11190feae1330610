package dev.steno.script.run;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** What a script has of one flow, until that ends. The fields are used by the call in progress, one at a time. */
final class ScriptFlowScope {
    /** The version that saw the flow first; null if the script was stopped then. */
    final @Nullable ScriptVersion version;

    /** Taken by calls on threads that may block, so that those of one flow follow one another. */
    final ReentrantLock order = new ReentrantLock(true);

    /** Whether the script asked to hold the message. */
    volatile boolean intercept;

    private @Nullable Map<String, Object> local;

    ScriptFlowScope(@Nullable ScriptVersion version) {
        this.version = version;
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
