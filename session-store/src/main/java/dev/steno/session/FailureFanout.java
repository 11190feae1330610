package dev.steno.session;

import dev.steno.store.StoreListener;
import java.util.List;

/**
 * Tells all listeners of outages.
 *
 * @param failing is run before the listeners are told of an outage
 */
record FailureFanout(List<StoreListener> listeners, Runnable failing) implements StoreListener {
    @Override
    public void sessionFailed(String message) {
        failing.run();
        listeners.forEach(listener -> listener.sessionFailed(message));
    }

    @Override
    public void recovered(long refused, long unrecorded) {
        listeners.forEach(listener -> listener.recovered(refused, unrecorded));
    }

    @Override
    public void logGrows(String message) {
        listeners.forEach(listener -> listener.logGrows(message));
    }

    @Override
    public void clockJumped(String message) {
        listeners.forEach(listener -> listener.clockJumped(message));
    }

    @Override
    public void rejected(long flow, String message) {
        listeners.forEach(listener -> listener.rejected(flow, message));
    }
}
