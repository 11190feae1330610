package dev.steno.flow;

import org.jspecify.annotations.Nullable;

/**
 * One thing that passed through the proxy, as it was at one revision.
 *
 * <p>Immutable: a live exchange publishes a new value with the next revision at each milestone. An observer may skip
 * revisions; the newest is always complete. Small whatever the traffic: bodies are handles ({@link Body}), messages of raw
 * streams and WebSockets are rows beside the flow ({@link Message}).
 */
public sealed interface Flow permits HttpFlow, TcpFlow {

    /** The rising number of this flow within its session, from 1. */
    long id();

    /** Counts the published versions of this flow, from 1. */
    int revision();

    /** Whether the flow is still under way, and how it ended. */
    FlowState state();

    /** When the flow began, in nanoseconds since the epoch. */
    long started();

    /** How long it took in nanoseconds, by a monotonic clock; {@link Times#UNSET} while the flow is open. */
    long duration();

    /** The connection that the client made to the proxy. */
    Peer client();

    /** The connection the proxy made to the server; null where none was attempted. */
    @Nullable
    Peer server();

    /** What went wrong, if anything. */
    @Nullable
    FlowError error();

    /** What people and addons added to the flow. */
    Notes notes();

    /** How many {@link Message} rows stand beside the flow. */
    long messages();

    /** Bytes of content that the client sent: the request's body, WebSocket messages, all of a raw stream. */
    long sentByClient();

    /** Bytes of content that the server sent, likewise. */
    long sentByServer();

    /** The same flow with other notes, as the next revision. */
    Flow withNotes(Notes notes);

    /** The same flow ended as {@code interrupted}, as the next revision: its recorder died while the flow was open. */
    Flow interrupted();

    /** The kind's name as filters and exports use it: {@code http} or {@code tcp}. */
    String kind();
}
