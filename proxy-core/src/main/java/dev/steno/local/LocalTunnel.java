package dev.steno.local;

import dev.steno.flow.Endpoint;
import dev.steno.flow.Notes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A raw stream to open. Immutable.
 *
 * @param target the server
 * @param serverName the name in TLS with the server; null for a stream without TLS
 * @param alpn the protocols that TLS offers to the server (RFC 7301), in order of preference
 * @param part what the client sends
 * @param notes the notes that the flow begins with
 */
public record LocalTunnel(
        Endpoint target, @Nullable String serverName, List<String> alpn, ClientPart part, Notes notes) {
    public LocalTunnel {
        alpn = List.copyOf(alpn);
    }
}
