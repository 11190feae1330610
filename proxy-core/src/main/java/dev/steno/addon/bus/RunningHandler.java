package dev.steno.addon.bus;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * The handler that a thread is running, which another thread may read. Written by its thread only, by stores without
 * fences: a reader sees them a little later.
 */
final class RunningHandler {
    private static final VarHandle TIMES;

    static {
        try {
            TIMES = MethodHandles.lookup().findVarHandle(RunningHandler.class, "times", HandlerTimes.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    final Thread thread = Thread.currentThread();

    private @Nullable HandlerTimes times;

    private long flow;
    private long since;

    /** The run of a handler. */
    record Run(HandlerTimes times, long flow, long since) {}

    void begin(HandlerTimes of, long ofFlow, long at) {
        flow = ofFlow;
        since = at;
        TIMES.setRelease(this, of);
    }

    /** Returns whether a handler was running; of handlers within a handler, only the innermost counts. */
    boolean end() {
        boolean running = times != null;
        if (running) {
            TIMES.setRelease(this, null);
        }
        return running;
    }

    /** The run in progress; null if there is none. Any thread; a run that begins or ends meanwhile may be missed. */
    @Nullable
    Run current() {
        HandlerTimes before = (HandlerTimes) TIMES.getAcquire(this);
        long at = since;
        long ofFlow = flow;
        VarHandle.loadLoadFence();
        HandlerTimes after = (HandlerTimes) TIMES.getAcquire(this);
        return before == null || before != after || at != since ? null : new Run(before, ofFlow, at);
    }
}
