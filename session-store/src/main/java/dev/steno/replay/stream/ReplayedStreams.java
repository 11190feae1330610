package dev.steno.replay.stream;

import dev.steno.flow.Endpoint;
import dev.steno.flow.Notes;
import dev.steno.flow.Peer;
import dev.steno.flow.TcpFlow;
import dev.steno.flow.Tls;
import dev.steno.local.LocalTunnel;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Where recorded raw streams are opened again. Pure functions. */
public final class ReplayedStreams {
    private ReplayedStreams() {}

    /**
     * Returns the server of a raw stream.
     *
     * @param target the base URL of the server to which all go; null for the recorded one
     */
    public static Endpoint server(TcpFlow recorded, @Nullable String target) {
        if (target == null) {
            return recorded.target();
        }
        URI url = URI.create(target);
        String host = url.getHost();
        return new Endpoint(
                host.startsWith("[") ? host.substring(1, host.length() - 1) : host,
                url.getPort() >= 0 ? url.getPort() : isSecure(url) ? 443 : 80);
    }

    private static boolean isSecure(URI url) {
        return url.getScheme().toLowerCase(Locale.ROOT).equals("https");
    }

    /**
     * Returns a raw stream as it is opened again: with TLS if the server was spoken to in TLS, or if the target is a URL of https.
     *
     * @param target as in {@link #server}
     */
    public static LocalTunnel tunnel(TcpFlow recorded, RecordedPart part, Notes notes, @Nullable String target) {
        Endpoint to = server(recorded, target);
        Peer server = recorded.server();
        Tls tls = server == null ? null : server.tls();
        boolean secure = target == null ? tls != null : isSecure(URI.create(target));
        String sni = tls == null || target != null ? null : tls.sni();
        return new LocalTunnel(
                to,
                secure ? (sni == null ? to.host() : sni) : null,
                tls == null ? List.of() : tls.alpnOffers(),
                part,
                notes);
    }
}
