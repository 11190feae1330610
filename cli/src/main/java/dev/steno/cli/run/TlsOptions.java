package dev.steno.cli.run;

import dev.steno.net.settings.TlsSettings;
import dev.steno.net.settings.TlsVersion;
import dev.steno.option.Opt;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** How TLS is spoken with clients and with servers. */
record TlsOptions(
        @Opt(help = "The oldest version of TLS that clients may speak.", defaultValue = "tls1-2")
        TlsVersion tlsVersionClientMin,

        @Opt(help = "The newest version of TLS that clients may speak.", defaultValue = "tls1-3")
        TlsVersion tlsVersionClientMax,

        @Opt(help = "The oldest version of TLS that servers may speak.", defaultValue = "tls1-2")
        TlsVersion tlsVersionServerMin,

        @Opt(help = "The newest version of TLS that servers may speak.", defaultValue = "tls1-3")
        TlsVersion tlsVersionServerMax,

        @Opt(
                help =
                        "Ciphers to speak with clients, the preferred one first, by OpenSSL's or IANA's names, up to TLS 1.2;"
                                + " those of TLS 1.3 cannot be chosen.",
                metavar = "CIPHER")
        List<String> ciphersClient,

        @Opt(
                help =
                        "Ciphers to speak with servers, the preferred one first, by OpenSSL's or IANA's names, up to TLS 1.2;"
                                + " those of TLS 1.3 cannot be chosen.",
                metavar = "CIPHER")
        List<String> ciphersServer,

        @Opt(
                help = "A PEM file with a key and its certificates, shown to servers that ask for one; or a folder of"
                        + " HOST.pem files, each shown to its host alone.")
        Optional<Path> clientCerts) {

    TlsOptions {
        if (tlsVersionClientMin.compareTo(tlsVersionClientMax) > 0) {
            throw new IllegalArgumentException("tls-version-client-min is newer than tls-version-client-max");
        }
        if (tlsVersionServerMin.compareTo(tlsVersionServerMax) > 0) {
            throw new IllegalArgumentException("tls-version-server-min is newer than tls-version-server-max");
        }
    }

    /** For the wire. */
    TlsSettings settings(Optional<Path> keyLog) {
        return new TlsSettings(
                new TlsSettings.Terms(tlsVersionClientMin, tlsVersionClientMax, ciphersClient),
                new TlsSettings.Terms(tlsVersionServerMin, tlsVersionServerMax, ciphersServer),
                clientCerts,
                keyLog);
    }
}
