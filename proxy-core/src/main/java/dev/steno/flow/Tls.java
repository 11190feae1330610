package dev.steno.flow;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The facts of a TLS session or of an attempt at one. What is not known is null, empty or {@link Times#UNSET}.
 *
 * @param established when the handshake ended, nanoseconds since the epoch
 * @param version as the protocol names it, {@code TLSv1.3}
 * @param cipher the suite's IANA name
 * @param sni the server name that the ClientHello asked for
 * @param alpn the application protocol agreed upon
 * @param alpnOffers the application protocols offered, in order
 * @param extensions the types of the ClientHello's extensions in their order (RFC 8446, 4.2); the client's side only
 * @param peerCertificates what the other side showed, leaf first
 * @param minted the leaf that Steno showed to the client; null on the server's side
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
