package dev.steno.flow;

import org.jspecify.annotations.Nullable;

/**
 * The record of one HTTP exchange or raw stream, as of one revision. Immutable; any thread.
 *
 * <p>A live exchange publishes a new value with a higher revision at each milestone. An observer may miss revisions:
 * each one is complete. The size of a flow does not grow with the traffic, since large bodies are handles
 * ({@link Body}) and messages of raw streams and WebSockets are rows of their own ({@link Message}).
 */
public sealed interface Flow permits HttpFlow, TcpFlow {

    /** Identifies the flow within its session; ascending, from 1. */
    long id();

    /** The number of this published version, ascending from 1. */
    int revision();

    /** Whether the flow is in progress, or else how it ended. */
    FlowState state();

    /** Start of the flow, nanoseconds since the epoch. */
    long started();

    /** Duration in nanoseconds, by a monotonic clock; {@link Times#UNSET} while the flow is open. */
    long duration();

    /** The connection from the client to the proxy. */
    Peer client();

    /** The connection from the proxy to the server; null if none was attempted. */
    @Nullable
    Peer server();

    /** Why the flow failed; null if it did not. */
    @Nullable
    FlowError error();

    /** Annotations by people, addons and the proxy. */
    Notes notes();

    /** Number of {@link Message} rows that belong to the flow. */
    long messages();

    /** Content bytes sent by the client: request body and WebSocket payload, or all bytes of a raw stream. */
    long sentByClient();

    /** Content bytes sent by the server: response body and WebSocket payload, or all bytes of a raw stream. */
    long sentByServer();

    /** A copy with other notes, as the next revision. */
    Flow withNotes(Notes notes);

    /**
     * A copy in state {@link FlowState#INTERRUPTED}, as the next revision: the recording process died while it was
     * open.
     */
    Flow interrupted();

    /** The name of the kind in filters and exports: {@code http} or {@code tcp}. */
    String kind();
}
