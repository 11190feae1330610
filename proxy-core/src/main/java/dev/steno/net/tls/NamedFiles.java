package dev.steno.net.tls;

import dev.steno.net.settings.ProxySettings;
import dev.steno.net.settings.TlsSettings;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the options for TLS name, read at start, so that a wrong name ends it. Immutable.
 *
 * @param identities the certificates for servers that request one
 * @param authorities further trusted authorities; empty if servers are not verified
 * @param keyLog null if no secrets are logged
 */
record NamedFiles(
        ClientIdentities identities,
        List<X509Certificate> authorities,
        @Nullable KeyLog keyLog) {
    /**
     * Reads the files; blocks.
     *
     * @throws IOException if a file cannot be used; the message names it
     */
    static NamedFiles read(ProxySettings settings) throws IOException {
        TlsSettings tls = settings.tls();
        ClientIdentities identities = tls.clientCerts().isPresent()
                ? ClientIdentities.read(tls.clientCerts().get())
                : ClientIdentities.none();
        List<X509Certificate> authorities = settings.trust().insecure()
                ? List.of()
                : TrustAnchors.of(settings.trust().upstreamCas());
        return new NamedFiles(
                identities,
                authorities,
                tls.keyLog().isPresent() ? KeyLog.open(tls.keyLog().get()) : null);
    }
}
