package dev.steno.flow;

import org.jspecify.annotations.Nullable;

/**
 * A connection whose content Steno does not read as HTTP: a raw stream, a tunnel that was passed through, or a TLS
 * handshake that failed.
 *
 * @param target the server that the client asked for
 * @param protocol what the stream looked like, in the field's terms: {@code tcp}, {@code tls} where TLS was not taken apart or
 *     failed, the protocol that both ends agreed upon by ALPN, or the token of an Upgrade
 * @param sentByClient bytes that the client sent
 * @param sentByServer bytes that the server sent
 * @param messages how many {@link Message} rows stand beside this flow
 * @param parent the HTTP flow whose CONNECT or Upgrade began this stream; 0 where there is none
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
