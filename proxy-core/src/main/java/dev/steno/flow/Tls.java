package dev.steno.flow;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A TLS session, or an attempt at one. Immutable. Unknown values are null, empty or {@link Times#UNSET}.
 *
 * @param established when the handshake was completed, nanoseconds since the epoch
 * @param version as the protocol names it, {@code TLSv1.3}
 * @param cipher the suite's IANA name
 * @param sni the server name in the ClientHello
 * @param alpn the negotiated application protocol
 * @param alpnOffers the offered application protocols, in order
 * @param extensions the types of the ClientHello's extensions, in order (RFC 8446, 4.2); client side only
 * @param peerCertificates the certificates that the peer presented, leaf first
 * @param minted the leaf that Steno presented to the client; null on the server side
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
