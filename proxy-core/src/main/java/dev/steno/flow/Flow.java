package dev.steno.flow;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One exchange that passed through the proxy, at one revision.
 *
 * <p>Immutable: a live exchange publishes a new value with the next revision at each milestone. An observer may skip
 * revisions; the newest is always complete. Its size does not depend on the traffic: large bodies are references
 * ({@link Body}), and messages of raw streams and WebSockets are separate rows ({@link Message}).
 */
public sealed interface Flow permits HttpFlow, TcpFlow {

    /** The flow's number in its session, ascending from 1. */
    long id();

    /** The revision of this value, from 1. */
    int revision();

    /** Whether the flow is in progress, and how it ended. */
    FlowState state();

    /** When the flow started, in nanoseconds since the epoch. */
    long started();

    /** Duration in nanoseconds by a monotonic clock; {@link Times#UNSET} while the flow is open. */
    long duration();

    /** The client's connection to the proxy. */
    Peer client();

    /** The proxy's connection to the server; null if none was attempted. */
    @Nullable
    Peer server();

    /** Why the flow failed; null if it did not. */
    @Nullable
    FlowError error();

    /** Notes by people, addons and the proxy. */
    Notes notes();

    /** Number of {@link Message} rows of this flow. */
    long messages();

    /** Content bytes from the client: the request's body, WebSocket messages, or all of a raw stream. */
    long sentByClient();

    /** Content bytes from the server: the response's body, WebSocket messages, or all of a raw stream. */
    long sentByServer();

    /** The times in which messages of this flow were held, in order; the last one may last. */
    List<Hold> holds();

    /** The hold that lasts; null if no message is held. Of an interrupted flow, the one that lasted when it was killed. */
    default @Nullable Hold held() {
        List<Hold> all = holds();
        Hold last = all.isEmpty() ? null : all.get(all.size() - 1);
        return last != null && last.lasts() ? last : null;
    }

    /** Of two revisions of a flow, the later one. */
    static Flow newer(Flow one, Flow other) {
        return other.revision() > one.revision() ? other : one;
    }

    /** This flow with other notes, as the next revision. */
    Flow withNotes(Notes notes);

    /**
     * This flow with the state {@code interrupted}, as the next revision; for a flow whose recorder died while the flow
     * was open.
     */
    Flow interrupted();

    /** The kind's name in filters and exports: {@code http} or {@code tcp}. */
    String kind();
}
