package dev.steno.mcp.rpc;

import java.util.function.BooleanSupplier;

/** Whether the answer to a request is still wanted. Any thread. */
public final class Cancellation implements BooleanSupplier {
    private volatile boolean cancelled;

    /** Whether the client cancelled the request, or left. */
    @Override
    public boolean getAsBoolean() {
        return cancelled;
    }

    public void cancel() {
        cancelled = true;
    }
}
