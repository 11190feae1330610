package dev.steno.net.settings;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The settings of TLS, chosen at start. Immutable; any thread.
 *
 * @param clients versions and ciphers with clients
 * @param servers versions and ciphers with servers
 * @param clientCerts a PEM file with a key and its certificates, shown to servers that request one; or a folder of such
 *     files, each named {@code HOST.pem}
 * @param keyLog the file that the secrets of all connections are appended to, for packet analysers
 */
public record TlsSettings(Terms clients, Terms servers, Optional<Path> clientCerts, Optional<Path> keyLog) {

    /** TLS 1.2 and 1.3 with the engine's choice of ciphers, no client certificate, no key log. */
    public static final TlsSettings DEFAULT =
            new TlsSettings(Terms.DEFAULT, Terms.DEFAULT, Optional.empty(), Optional.empty());

    /**
     * The versions and ciphers with one side.
     *
     * @param min the oldest version
     * @param max the newest version
     * @param ciphers suites up to TLS 1.2 in order of preference, by their OpenSSL or IANA names; empty for the engine's choice
     */
    public record Terms(TlsVersion min, TlsVersion max, List<String> ciphers) {
        /** As {@link TlsSettings#DEFAULT}. */
        public static final Terms DEFAULT = new Terms(TlsVersion.TLS1_2, TlsVersion.TLS1_3, List.of());

        public Terms {
            if (min.compareTo(max) > 0) {
                throw new IllegalArgumentException("the oldest version of TLS is newer than the newest");
            }
            ciphers = List.copyOf(ciphers);
        }
    }
}
