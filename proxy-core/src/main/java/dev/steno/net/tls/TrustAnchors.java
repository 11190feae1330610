package dev.steno.net.tls;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/** The trusted certificate authorities: the system's and those that the user named. Read at start, off the event loops. */
final class TrustAnchors {
    private TrustAnchors() {}

    /** The system's authorities. Reads files, so it blocks. */
    static List<X509Certificate> ofSystem() throws GeneralSecurityException {
        List<X509Certificate> anchors = new ArrayList<>();
        TrustManagerFactory system = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        system.init((KeyStore) null);
        for (TrustManager manager : system.getTrustManagers()) {
            if (manager instanceof X509TrustManager x509) {
                anchors.addAll(List.of(x509.getAcceptedIssuers()));
            }
        }
        return anchors;
    }

    /** The authorities of PEM or DER files. Reads files, so it blocks. */
    static List<X509Certificate> of(List<Path> files) throws IOException {
        List<X509Certificate> anchors = new ArrayList<>();
        for (Path file : files) {
            for (Certificate anchor : read(file)) {
                anchors.add((X509Certificate) anchor);
            }
        }
        return anchors;
    }

    private static Collection<? extends Certificate> read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            Collection<? extends Certificate> found =
                    CertificateFactory.getInstance("X.509").generateCertificates(in);
            if (found.isEmpty()) {
                throw new IOException("--upstream-ca " + file + ": no certificate in it; it must be PEM or DER");
            }
            return found;
        } catch (CertificateException e) {
            throw new IOException("--upstream-ca " + file + ": not a certificate: " + e.getMessage(), e);
        } catch (java.nio.file.NoSuchFileException e) {
            throw new IOException("--upstream-ca " + file + ": no such file", e);
        }
    }
}
