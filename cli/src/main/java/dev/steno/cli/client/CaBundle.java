package dev.steno.cli.client;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/**
 * The authorities that a client under Steno trusts: those of the system, those that the user's environment names, and
 * Steno's CA. Steno's CA alone is not enough, since a tunnel that is passed through shows the server's own
 * certificate. Each certificate is kept as base64 without line ends, and only once. Immutable; creating one reads
 * files.
 */
final class CaBundle {
    /** Where systems keep their authorities in one PEM file: Debian, Fedora, openSUSE, Alpine, macOS and BSD. */
    private static final List<String> SYSTEM = List.of(
            "/etc/ssl/certs/ca-certificates.crt",
            "/etc/pki/tls/certs/ca-bundle.crt",
            "/etc/ssl/ca-bundle.pem",
            "/etc/ssl/cert.pem");

    /** The variables by which users name authorities of their own. */
    private static final List<String> NAMED_BY = List.of(
            "SSL_CERT_FILE",
            "CURL_CA_BUNDLE",
            "REQUESTS_CA_BUNDLE",
            "NODE_EXTRA_CA_CERTS",
            "GIT_SSL_CAINFO",
            "AWS_CA_BUNDLE",
            "PIP_CERT",
            "npm_config_cafile",
            "CARGO_HTTP_CAINFO");

    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\\s]*)-----END CERTIFICATE-----");

    private final Set<String> system;
    private final Set<String> own;

    private CaBundle(Set<String> system, Set<String> own) {
        this.system = system;
        this.own = own;
    }

    /**
     * Reads the authorities.
     *
     * @param environment the user's environment; a file that it names and that cannot be read is left out
     * @param ca Steno's CA
     */
    static CaBundle read(Map<String, String> environment, X509Certificate ca) throws IOException {
        Set<String> own = new LinkedHashSet<>();
        for (Path file : namedIn(environment)) {
            own.addAll(blocks(file));
        }
        own.add(base64(ca));
        return new CaBundle(system(), own);
    }

    /** Returns the readable files that an environment names as authorities to trust, each once. */
    static Collection<Path> namedIn(Map<String, String> environment) {
        Set<Path> files = new LinkedHashSet<>();
        for (String variable : NAMED_BY) {
            path(environment.getOrDefault(variable, ""))
                    .filter(file -> Files.isRegularFile(file) && Files.isReadable(file))
                    .ifPresent(files::add);
        }
        return files;
    }

    private static Optional<Path> path(String text) {
        try {
            return text.isBlank() ? Optional.empty() : Optional.of(Path.of(text).toAbsolutePath());
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    private static Set<String> system() throws IOException {
        for (String name : SYSTEM) {
            Path file = Path.of(name);
            if (Files.isReadable(file)) {
                return blocks(file);
            }
        }
        return ofJava();
    }

    /** Java's own authorities, for systems without a PEM file of them, such as Windows. */
    private static Set<String> ofJava() {
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init((KeyStore) null);
            Set<String> found = new LinkedHashSet<>();
            for (TrustManager manager : factory.getTrustManagers()) {
                if (manager instanceof X509TrustManager trust) {
                    Arrays.stream(trust.getAcceptedIssuers())
                            .map(CaBundle::base64)
                            .forEach(found::add);
                }
            }
            return found;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no default trust store", e);
        }
    }

    private static Set<String> blocks(Path file) throws IOException {
        Matcher block = BLOCK.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
        Set<String> found = new LinkedHashSet<>();
        while (block.find()) {
            found.add(block.group(1).replaceAll("\\s", ""));
        }
        return found;
    }

    private static String base64(X509Certificate certificate) {
        try {
            return Base64.getEncoder().encodeToString(certificate.getEncoded());
        } catch (CertificateException e) {
            throw new IllegalStateException("a certificate that was read has no encoding", e);
        }
    }

    private Set<String> all() {
        Set<String> all = new LinkedHashSet<>(system);
        all.addAll(own);
        return all;
    }

    /** Returns all authorities in PEM. */
    String pem() {
        return pem(all());
    }

    /** Returns Steno's CA and the user's own authorities in PEM, for programs that add them to roots of their own. */
    String ownPem() {
        return pem(own);
    }

    private static String pem(Set<String> blocks) {
        StringBuilder text = new StringBuilder();
        for (String block : blocks) {
            text.append("-----BEGIN CERTIFICATE-----\n");
            for (int at = 0; at < block.length(); at += 64) {
                text.append(block, at, Math.min(block.length(), at + 64)).append('\n');
            }
            text.append("-----END CERTIFICATE-----\n");
        }
        return text.toString();
    }

    /** Returns the authorities that Java can parse; others are left out. */
    List<X509Certificate> certificates() {
        List<X509Certificate> parsed = new ArrayList<>();
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            for (String block : all()) {
                try {
                    byte[] der = Base64.getMimeDecoder().decode(block);
                    parsed.add((X509Certificate) factory.generateCertificate(new ByteArrayInputStream(der)));
                } catch (CertificateException e) {
                    continue; // a root that Java cannot parse must not exclude the others
                }
            }
        } catch (CertificateException e) {
            throw new IllegalStateException("every Java platform has X.509", e);
        }
        return parsed;
    }
}
