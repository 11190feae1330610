package dev.steno.flow;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A TLS session or a failed handshake. Unknown values are null, empty or {@link Times#UNSET}. Immutable; any thread.
 *
 * @param established when the handshake completed, nanoseconds since the epoch
 * @param version the protocol's name, such as {@code TLSv1.3}
 * @param cipher the IANA name of the cipher suite
 * @param sni the server name in the ClientHello (RFC 6066, 3)
 * @param alpn the negotiated application protocol (RFC 7301)
 * @param alpnOffers the offered application protocols, in order
 * @param extensions the extension types of the ClientHello, in order (RFC 8446, 4.2); of the client's connection only
 * @param peerCertificates the chain that the peer presented, leaf first
 * @param minted the leaf certificate that Steno presented to the client; null on the server's connection
 */
public record Tls(
        long established,
        @Nullable String version,
        @Nullable String cipher,
        @Nullable String sni,
        @Nullable String alpn,
        List<String> alpnOffers,
        List<Integer> extensions,
        List<Certificate> peerCertificates,
        @Nullable Certificate minted) {

    public Tls {
        alpnOffers = List.copyOf(alpnOffers);
        extensions = List.copyOf(extensions);
        peerCertificates = List.copyOf(peerCertificates);
    }
}
