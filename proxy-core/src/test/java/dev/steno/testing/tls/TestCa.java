package dev.steno.testing.tls;

import dev.steno.certs.CertificateAuthority;
import dev.steno.certs.KeyType;
import dev.steno.certs.Leaf;
import dev.steno.certs.LeafMint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** An authority of its own for scripted origins, and the TLS contexts of servers and clients. */
public final class TestCa {
    private final CertificateAuthority authority;

    public TestCa(Path home) throws IOException {
        authority = CertificateAuthority.open(home);
    }

    /** For {@code --upstream-ca}. */
    public Path file() {
        return authority.certificateFile();
    }

    /** A server that shows a certificate for these names. */
    public SSLContext server(String host, String... more) throws IOException {
        return server(Clock.systemUTC(), host, more);
    }

    /** A server whose certificate ended some days ago. */
    public SSLContext expiredServer(String host) throws IOException {
        return server(Clock.offset(Clock.systemUTC(), Duration.ofDays(-300)), host);
    }

    /** A certificate for these names and its key, for programs that read files: {@code leaf.pem} and {@code leaf-key.pem}. */
    public void write(Path folder, String host, String... more) throws IOException {
        Leaf leaf = leaf(Clock.systemUTC(), host, more);
        try {
            Files.writeString(
                    folder.resolve("leaf.pem"),
                    pem("CERTIFICATE", leaf.certificate().getEncoded()));
            Files.writeString(
                    folder.resolve("leaf-key.pem"),
                    pem("PRIVATE KEY", leaf.key().getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    private static String pem(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END " + label + "-----\n";
    }

    private Leaf leaf(Clock clock, String host, String... more) throws IOException {
        try (LeafMint mint = new LeafMint(authority, KeyType.EC_P256, 1, clock)) {
            return mint.leaf(host, List.of(more)).toCompletableFuture().get(60, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private SSLContext server(Clock clock, String host, String... more) throws IOException {
        Leaf leaf = leaf(clock, host, more);
        try {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(null, null);
            keys.setKeyEntry("server", leaf.key(), new char[0], leaf.chain());
            KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(keys, new char[0]);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(managers.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    /** A client that trusts one authority only. */
    public static SSLContext trusting(X509Certificate anchor) throws IOException {
        try {
            KeyStore anchors = KeyStore.getInstance("PKCS12");
            anchors.load(null, null);
            anchors.setCertificateEntry("anchor", anchor);
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(anchors);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    /** A client that trusts this authority only. */
    public SSLContext trusted() throws IOException {
        return trusting(authority.certificate());
    }
}
