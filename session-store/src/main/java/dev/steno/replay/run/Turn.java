package dev.steno.replay.run;

import dev.steno.flow.HttpFlow;
import dev.steno.local.LocalClient;
import dev.steno.local.LocalExchange;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A request of a run, from its reading to the end of its exchange. For the thread of the run, unless it says otherwise. */
final class Turn {
    final HttpFlow recorded;
    final int place;
    final int pass;

    /** From 1, over all passes. */
    final long number;

    /** The {@link System#nanoTime} before which it is not sent. */
    long due;

    /** Requests that are sent once this one has ended. */
    final List<Turn> successors = new ArrayList<>(0);

    /** How many exchanges have to end before it is sent. */
    int awaited;

    /** How often it was sent. */
    int attempts;

    /** Whether it was sent late since as many as may be were in flight. */
    boolean hadNoRoom;

    /** Whether its exchange was ended with the run. */
    boolean stopped;

    /** For how long its response is read, in nanoseconds, since it is an event stream; 0 for one that is read to its end. */
    long readsFor;

    /** Whether its event stream was ended after that time. */
    boolean cut;

    @Nullable
    LocalExchange exchange;

    /** Closed with the exchange; null if the connection is kept. */
    @Nullable
    LocalClient ownClient;

    /** The {@link System#nanoTime} at which it was handed over. */
    long handedOver;

    /** The {@link System#nanoTime} at which its exchange began; written by its event loop, before the end is told. */
    volatile long began;

    /** For how long it then waited for a connection, in nanoseconds; known at its end. */
    long queued;

    Turn(HttpFlow recorded, int place, int pass, long number, long due) {
        this.recorded = recorded;
        this.place = place;
        this.pass = pass;
        this.number = number;
        this.due = due;
    }

    /** Returns the {@link System#nanoTime} at which it was sent, or its connection was opened for it. */
    long sent() {
        return began + queued;
    }
}
