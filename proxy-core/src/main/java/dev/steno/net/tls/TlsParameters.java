package dev.steno.net.tls;

import dev.steno.net.settings.TlsSettings;
import dev.steno.net.settings.TlsVersion;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLContext;

/**
 * Sets the versions and ciphers of a context. The ciphers of TLS 1.3 cannot be chosen (BoringSSL fixes them,
 * https://boringssl.googlesource.com/boringssl/+/HEAD/include/openssl/ssl.h): naming one is an error rather than an option without
 * effect. Stateless; at start.
 */
final class TlsParameters {
    private static final List<String> TLS13 =
            List.of("TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256");

    /**
     * All ciphers of BoringSSL up to TLS 1.2 except those with a pre-shared key (PSK), in Chromium's order. Netty's defaults
     * lack ChaCha20, AES256-GCM without an ephemeral key and AES-CBC with ECDSA.
     */
    static final List<String> SUITES = List.of(
            "ECDHE-ECDSA-AES128-GCM-SHA256",
            "ECDHE-RSA-AES128-GCM-SHA256",
            "ECDHE-ECDSA-AES256-GCM-SHA384",
            "ECDHE-RSA-AES256-GCM-SHA384",
            "ECDHE-ECDSA-CHACHA20-POLY1305",
            "ECDHE-RSA-CHACHA20-POLY1305",
            "ECDHE-ECDSA-AES128-SHA",
            "ECDHE-RSA-AES128-SHA",
            "ECDHE-ECDSA-AES256-SHA",
            "ECDHE-RSA-AES256-SHA",
            "AES128-GCM-SHA256",
            "AES256-GCM-SHA384",
            "AES128-SHA",
            "AES256-SHA");

    private TlsParameters() {}

    /**
     * Applies the terms.
     *
     * @param option the name of the option that gave the ciphers
     * @throws IOException if there is no such cipher; the message names it
     */
    static SslContextBuilder apply(
            SslContextBuilder builder, TlsSettings.Terms terms, SslProvider provider, String option)
            throws IOException {
        builder.protocols(EnumSet.range(terms.min(), terms.max()).stream()
                .map(TlsVersion::protocol)
                .toList());
        Set<String> known = provider == SslProvider.JDK ? jdk() : OpenSsl.availableOpenSslCipherSuites();
        if (terms.ciphers().isEmpty()) {
            return builder.ciphers(provider == SslProvider.JDK ? jdkDefault() : ours(terms));
        }
        List<String> suites = new ArrayList<>();
        if (terms.max() == TlsVersion.TLS1_3) {
            suites.addAll(TLS13); // a list without them would turn the version off
        }
        for (String entry : terms.ciphers()) {
            for (String name : entry.split(":")) { // OpenSSL's own lists have colons
                suites.add(check(name.strip(), known, provider, option));
            }
        }
        return builder.ciphers(suites);
    }

    private static String check(String name, Set<String> known, SslProvider provider, String option)
            throws IOException {
        if (TLS13.contains(name)) {
            throw new IOException(
                    "--" + option + ": " + name + " is a cipher of TLS 1.3, whose ciphers cannot be chosen;"
                            + " name ciphers of TLS 1.2 or older, and set the newest version to TLS1_2 to turn TLS 1.3 off");
        }
        if (provider == SslProvider.JDK ? !known.contains(name) : !OpenSsl.isCipherSuiteAvailable(name)) {
            throw new IOException(
                    "--" + option + ": unknown cipher " + name + "; known ciphers, by these names or IANA's: "
                            + String.join(
                                    ", ",
                                    known.stream()
                                            .filter(suite -> !TLS13.contains(suite))
                                            .sorted()
                                            .toList()));
        }
        return name;
    }

    private static List<String> ours(TlsSettings.Terms terms) {
        List<String> suites = new ArrayList<>(SUITES);
        if (terms.max() == TlsVersion.TLS1_3) {
            suites.addAll(0, TLS13);
        }
        return suites;
    }

    /** The JDK's default ciphers, which are more than Netty enables. */
    private static List<String> jdkDefault() throws IOException {
        try {
            return List.of(SSLContext.getDefault().getDefaultSSLParameters().getCipherSuites());
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IOException("TLS cannot be set up: " + e.getMessage(), e);
        }
    }

    private static Set<String> jdk() throws IOException {
        try {
            return Set.of(SSLContext.getDefault().getSupportedSSLParameters().getCipherSuites());
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IOException("TLS cannot be set up: " + e.getMessage(), e);
        }
    }
}
