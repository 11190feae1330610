package dev.steno.flow;

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
        Notes notes)
        implements Flow {

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
        return new TcpFlow(
                id,
                revision + 1,
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
                next);
    }

    @Override
    public TcpFlow interrupted() {
        return new TcpFlow(
                id,
                revision + 1,
                FlowState.INTERRUPTED,
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
                notes);
    }
}
