package dev.steno.cli.option;

import dev.steno.net.settings.TlsSettings;
import dev.steno.net.settings.TlsVersion;
import dev.steno.option.Opt;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Options for TLS with clients and with servers. */
public record TlsOptions(
        @Opt(help = "The oldest TLS version accepted from clients.", defaultValue = "tls1-2")
        TlsVersion tlsVersionClientMin,

        @Opt(help = "The newest TLS version accepted from clients.", defaultValue = "tls1-3")
        TlsVersion tlsVersionClientMax,

        @Opt(help = "The oldest TLS version accepted from servers.", defaultValue = "tls1-2")
        TlsVersion tlsVersionServerMin,

        @Opt(help = "The newest TLS version accepted from servers.", defaultValue = "tls1-3")
        TlsVersion tlsVersionServerMax,

        @Opt(
                help = "Cipher suites for clients up to TLS 1.2, in order of preference, by OpenSSL's or IANA's names. "
                        + "Those of TLS 1.3 cannot be chosen.",
                metavar = "CIPHER")
        List<String> ciphersClient,

        @Opt(
                help = "Cipher suites for servers up to TLS 1.2, in order of preference, by OpenSSL's or IANA's names. "
                        + "Those of TLS 1.3 cannot be chosen.",
                metavar = "CIPHER")
        List<String> ciphersServer,

        @Opt(
                help = "A PEM file with a client certificate, its chain and key, for servers that request one; or a "
                        + "folder of HOST.pem files, each used for its host only.")
        Optional<Path> clientCerts) {

    public TlsOptions {
        if (tlsVersionClientMin.compareTo(tlsVersionClientMax) > 0) {
            throw new IllegalArgumentException("tls-version-client-min is newer than tls-version-client-max");
        }
        if (tlsVersionServerMin.compareTo(tlsVersionServerMax) > 0) {
            throw new IllegalArgumentException("tls-version-server-min is newer than tls-version-server-max");
        }
    }

    /** Returns them as settings of the wire. */
    TlsSettings settings(Optional<Path> keyLog) {
        return new TlsSettings(
                new TlsSettings.Terms(tlsVersionClientMin, tlsVersionClientMax, ciphersClient),
                new TlsSettings.Terms(tlsVersionServerMin, tlsVersionServerMax, ciphersServer),
                clientCerts,
                keyLog);
    }
}
