package dev.steno.testing.tls;

import dev.steno.certs.CertificateAuthority;
import dev.steno.certs.KeyType;
import dev.steno.certs.LeafMint;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A CA for test servers, separate from Steno's, and TLS contexts of servers and clients. */
public final class TestCa {
    private final CertificateAuthority authority;

    public TestCa(Path home) throws IOException {
        authority = CertificateAuthority.open(home);
    }

    /** The file with the CA's certificate, for {@code --upstream-ca}. */
    public Path file() {
        return authority.certificateFile();
    }

    /** A server's certificate for these names, and its key. */
    public Identity identity(String host, String... more) throws IOException {
        return identity(Clock.systemUTC(), host, more);
    }

    private Identity identity(Clock clock, String host, String... more) throws IOException {
        try (LeafMint mint = new LeafMint(authority, KeyType.EC_P256, 1, clock)) {
            return new Identity(
                    file(), mint.leaf(host, List.of(more)).toCompletableFuture().get(180, TimeUnit.SECONDS));
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    /** The TLS context of a server with a certificate for these names. */
    public SSLContext server(String host, String... more) throws IOException {
        return identity(host, more).server();
    }

    /** The TLS context of a server whose certificate has expired. */
    public SSLContext expiredServer(String host) throws IOException {
        return identity(Clock.offset(Clock.systemUTC(), Duration.ofDays(-300)), host)
                .server();
    }

    /** The TLS context of a server whose certificate is not valid yet. */
    public SSLContext futureServer(String host) throws IOException {
        return identity(Clock.offset(Clock.systemUTC(), Duration.ofDays(300)), host)
                .server();
    }

    /** The TLS context of a client that trusts only this CA. */
    public SSLContext trusted() throws IOException {
        return trusting(authority.certificate());
    }

    /** The TLS context of a client that trusts only this CA certificate. */
    public static SSLContext trusting(X509Certificate anchor) throws IOException {
        try {
            KeyStore anchors = emptyStore();
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

    /** The TLS context of a client that trusts only the CA certificate in this file. */
    public static SSLContext trusting(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return trusting(
                    (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in));
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    static KeyStore emptyStore() throws GeneralSecurityException, IOException {
        // not PKCS12, which would encrypt the key in memory with 10,000 rounds of SHA-256, and decrypt it again
        KeyStore store = KeyStore.getInstance("JKS");
        store.load(null, null);
        return store;
    }
}
