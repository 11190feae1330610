package dev.steno.web.live;

import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** The sending side of a live channel, and its event loop. For the event loop, except {@link #execute}. */
interface Outlet extends Executor {
    /** Sends a message: JSON in UTF-8. */
    void send(byte[] json);

    /** Whether earlier messages have left, so that one that may be left out has room. */
    boolean hasRoom();

    /** Runs a task on the event loop; no effect once the channel is closed. Any thread. */
    @Override
    void execute(Runnable task);

    /** Runs a task on the event loop later; no effect once the channel is closed. */
    void schedule(Runnable task, long delay, TimeUnit unit);
}
