package dev.steno.net.settings;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The settings of TLS, chosen at start. Immutable; any thread.
 *
 * @param clients what is spoken with clients
 * @param servers what is spoken with servers
 * @param clientCerts a PEM file with a key and its certificates, shown to servers that ask for one; or a folder with such
 *     files named {@code HOST.pem}
 * @param keyLog where the secrets of every connection are written for those who analyse captures
 */
public record TlsSettings(Terms clients, Terms servers, Optional<Path> clientCerts, Optional<Path> keyLog) {

    /** TLS 1.2 and 1.3 with the engine's choice of ciphers, nothing shown, nothing logged. */
    public static final TlsSettings DEFAULT =
            new TlsSettings(Terms.DEFAULT, Terms.DEFAULT, Optional.empty(), Optional.empty());

    /**
     * What is spoken with one side.
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
