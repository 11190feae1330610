package dev.steno.testing.tls;

import dev.steno.certs.CertificateAuthority;
import dev.steno.certs.Leaf;
import dev.steno.certs.LeafMint;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * What a server of the tests proves itself with: a CA of its own, and a certificate for {@code localhost} and more.
 *
 * @param ca the CA's certificate in PEM
 * @param leaf the server's certificate and key
 */
public record Identity(Path ca, Leaf leaf) {
    private static final char[] PASSWORD = "changeit".toCharArray();

    /** Makes both. */
    public static Identity make(Path folder, String... names) throws IOException {
        CertificateAuthority authority = CertificateAuthority.open(folder);
        try (LeafMint mint = new LeafMint(authority)) {
            Leaf leaf =
                    mint.leaf("127.0.0.1", List.of(names)).toCompletableFuture().join();
            return new Identity(authority.certificateFile(), leaf);
        }
    }

    /** For a server in this process. */
    public SSLContext server() throws GeneralSecurityException, IOException {
        KeyStore keys = empty();
        keys.setKeyEntry("leaf", leaf.key(), PASSWORD, leaf.chain());
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        return context;
    }

    /** For a client that trusts one CA and nobody else. */
    public static SSLContext trusting(Path ca) throws GeneralSecurityException, IOException {
        KeyStore anchors = empty();
        try (InputStream in = Files.newInputStream(ca)) {
            anchors.setCertificateEntry(
                    "ca", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(anchors);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, factory.getTrustManagers(), null);
        return context;
    }

    /** Writes certificate and key for a server that reads files: {@code leaf.pem} and {@code leaf-key.pem}. */
    public void writeTo(Path folder) throws IOException, GeneralSecurityException {
        StringBuilder chain = new StringBuilder();
        for (Certificate certificate : leaf.chain()) {
            chain.append(pem("CERTIFICATE", certificate.getEncoded()));
        }
        Files.writeString(folder.resolve("leaf.pem"), chain);
        Files.writeString(
                folder.resolve("leaf-key.pem"), pem("PRIVATE KEY", leaf.key().getEncoded()));
    }

    private static String pem(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END " + label + "-----\n";
    }

    private static KeyStore empty() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }
}
