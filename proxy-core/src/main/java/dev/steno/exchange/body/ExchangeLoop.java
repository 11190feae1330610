package dev.steno.exchange.body;

import java.util.concurrent.Executor;
import java.util.concurrent.Future;

/** Where the parts of an exchange run: its event loop, and the executor for what may block. Any thread. */
public interface ExchangeLoop {
    /** The executor of bodies, whose tasks may block; it refuses none. */
    Executor blocking();

    /** Runs a task on the loop; does nothing if it has stopped. */
    void soon(Runnable task);

    /** Runs a task on the loop after a time in nanoseconds; does nothing if it then has stopped. */
    Future<?> later(long nanos, Runnable task);
}
