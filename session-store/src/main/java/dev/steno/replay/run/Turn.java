package dev.steno.replay.run;

import dev.steno.flow.Flow;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.TcpFlow;
import dev.steno.local.LocalClient;
import dev.steno.local.LocalFlow;
import dev.steno.replay.stream.EventStreamLimit;
import dev.steno.replay.stream.RecordedPart;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A request of a run, from its reading to the end of its exchange. For the thread of the run, unless it says otherwise. */
final class Turn {
    /** A request, or a raw stream. */
    final Flow recorded;

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

    /** Why its exchange was ended since it took too long, a main clause; null if it was not. */
    @Nullable
    String overdue;

    /** For how long its response is read, in nanoseconds, since it is an event stream; 0 for one that is read to its end. */
    long readsFor;

    /** How many events its response had in the record; negative if it was no event stream. */
    long events = EventStreamLimit.NO_STREAM;

    /** How its event stream was ended; null if it was not, or if it is none. */
    @Nullable
    StreamEnd cut;

    /** Counts the events of its response; null for none. */
    @Nullable
    EventStreamLimit limit;

    /** The client's part of its WebSocket or raw stream; null if it is none. */
    @Nullable
    RecordedPart part;

    @Nullable
    LocalFlow exchange;

    /** Closed with the exchange; null if the connection is kept. */
    @Nullable
    LocalClient ownClient;

    /** The {@link System#nanoTime} at which it was handed over. */
    long handedOver;

    /** The {@link System#nanoTime} at which its exchange began; written by its event loop, before the end is told. */
    volatile long began;

    /** For how long it then waited for a connection, in nanoseconds; known at its end. */
    long queued;

    Turn(Flow recorded, int place, int pass, long number, long due) {
        this.recorded = recorded;
        this.place = place;
        this.pass = pass;
        this.number = number;
        this.due = due;
    }

    /** Returns the recorded exchange; null for a raw stream. */
    @Nullable
    HttpFlow http() {
        return recorded instanceof HttpFlow http ? http : null;
    }

    /** Returns the recorded host, whose pauses it keeps. */
    String host() {
        return recorded instanceof HttpFlow http
                ? http.request().host()
                : recorded instanceof TcpFlow tcp ? tcp.target().host() : "";
    }

    /** Returns the {@link System#nanoTime} at which it was sent, or its connection was opened for it. */
    long sent() {
        return began + queued;
    }
}
