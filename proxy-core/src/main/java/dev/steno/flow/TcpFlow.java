package dev.steno.flow;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A connection whose content is not recorded as HTTP: a raw stream, a tunnel that was passed through, or a failed TLS
 * handshake. Immutable.
 *
 * @param target the server that the client requested
 * @param protocol the kind of stream: {@code tcp}; {@code tls} if TLS was not intercepted or failed; the protocol
 *     negotiated by ALPN; or the token of an Upgrade
 * @param sentByClient bytes from the client
 * @param sentByServer bytes from the server
 * @param messages number of {@link Message} rows of this flow
 * @param parent the HTTP flow whose CONNECT or Upgrade started this stream; 0 if there is none
 * @param holds the times in which messages were held, in order; the last one may last
 */
public record TcpFlow(
        long id,
        int revision,
        FlowState state,
        long started,
        long duration,
        Peer client,
        @Nullable Peer server,
        Endpoint target,
        String protocol,
        long sentByClient,
        long sentByServer,
        long messages,
        long parent,
        @Nullable FlowError error,
        Notes notes,
        List<Hold> holds)
        implements Flow {

    public TcpFlow {
        holds = List.copyOf(holds);
    }

    /** A stream that was never held. */
    public TcpFlow(
            long id,
            int revision,
            FlowState state,
            long started,
            long duration,
            Peer client,
            @Nullable Peer server,
            Endpoint target,
            String protocol,
            long sentByClient,
            long sentByServer,
            long messages,
            long parent,
            @Nullable FlowError error,
            Notes notes) {
        this(
                id,
                revision,
                state,
                started,
                duration,
                client,
                server,
                target,
                protocol,
                sentByClient,
                sentByServer,
                messages,
                parent,
                error,
                notes,
                List.of());
    }

    /** This flow with other holds. */
    public TcpFlow withHolds(List<Hold> next) {
        return next(revision, state, notes, next);
    }

    /** Whether the stream is TLS that was passed through, so that its content is unknown; a failed handshake is not. */
    public boolean isUnread() {
        return protocol.equals("tls") && (error == null || error.step() == FlowError.Step.RELAY);
    }

    @Override
    public String kind() {
        return "tcp";
    }

    @Override
    public TcpFlow withNotes(Notes next) {
        return next(revision + 1, state, next, holds);
    }

    @Override
    public TcpFlow interrupted() {
        return next(revision + 1, FlowState.INTERRUPTED, notes, holds);
    }

    private TcpFlow next(int nextRevision, FlowState nextState, Notes nextNotes, List<Hold> nextHolds) {
        return new TcpFlow(
                id,
                nextRevision,
                nextState,
                started,
                duration,
                client,
                server,
                target,
                protocol,
                sentByClient,
                sentByServer,
                messages,
                parent,
                error,
                nextNotes,
                nextHolds);
    }
}
