package dev.steno.testing.tls;

import dev.steno.certs.Leaf;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Base64;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * The certificates and key of a test server.
 *
 * @param ca the certificate of its CA, in PEM
 * @param leaf the server's certificate and key
 */
public record Identity(Path ca, Leaf leaf) {
    private static final char[] PASSWORD = "changeit".toCharArray();

    /** Creates a CA in a folder, and a server's certificate for 127.0.0.1 and these names. */
    public static Identity make(Path folder, String... names) throws IOException {
        return new TestCa(folder).identity("127.0.0.1", names);
    }

    /** The TLS context of a server in this process. */
    public SSLContext server() throws IOException {
        try {
            KeyStore keys = TestCa.emptyStore();
            keys.setKeyEntry("leaf", leaf.key(), PASSWORD, leaf.chain());
            KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(keys, PASSWORD);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(factory.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    /** Writes certificate and key for a server that reads files: {@code leaf.pem} and {@code leaf-key.pem}. */
    public void writeTo(Path folder) throws IOException {
        try {
            StringBuilder chain = new StringBuilder();
            for (Certificate certificate : leaf.chain()) {
                chain.append(pem("CERTIFICATE", certificate.getEncoded()));
            }
            Files.writeString(folder.resolve("leaf.pem"), chain);
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
}
