package dev.steno.certs;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/**
 * The key and certificates of a CA, read from PEM files and validated. Blocking disk access; JDK providers only.
 *
 * @param key the CA's private key
 * @param chain the CA's certificate, then its issuers' certificates in ascending order
 */
record CaMaterial(PrivateKey key, List<X509Certificate> chain) {
    private static final int KEY_CERT_SIGN = 5;
    private static final long SIZE_LIMIT = 1 << 20;

    CaMaterial {
        chain = List.copyOf(chain);
    }

    /**
     * Reads and validates a CA.
     *
     * @throws CaRefusedException if it cannot be used; the message says why and what to do
     */
    static CaMaterial read(Path certificateFile, Path keyFile) throws IOException {
        List<X509Certificate> certificates = certificates(certificateFile);
        Pem block = key(keyFile);
        try {
            PrivateKey key = PrivateKeys.decode(block);
            for (X509Certificate candidate : certificates) {
                if (PrivateKeys.isPair(key, candidate.getPublicKey())) {
                    requireAuthority(candidate, certificateFile);
                    List<X509Certificate> chain = new ArrayList<>(certificates);
                    chain.remove(candidate);
                    chain.add(0, candidate);
                    return new CaMaterial(key, chain);
                }
            }
        } catch (GeneralSecurityException e) {
            throw new CaRefusedException("the key in " + keyFile + " cannot be used: " + e.getMessage(), e);
        }
        throw new CaRefusedException("the key in " + keyFile + " does not belong to the certificate in "
                + certificateFile + "; give the key of this certificate");
    }

    private static void requireAuthority(X509Certificate certificate, Path file) throws CaRefusedException {
        String name = "the certificate " + certificate.getSubjectX500Principal() + " in " + file;
        if (certificate.getBasicConstraints() < 0) {
            throw new CaRefusedException(
                    name + " is not a CA certificate (basic constraints lack CA); give the certificate of a CA");
        }
        boolean[] usage = certificate.getKeyUsage();
        if (usage != null && !usage[KEY_CERT_SIGN]) {
            throw new CaRefusedException(
                    name + " may not sign certificates (key usage lacks keyCertSign); give the certificate of a CA");
        }
        try {
            certificate.checkValidity();
        } catch (CertificateExpiredException e) {
            throw new CaRefusedException(
                    name + " expired on " + certificate.getNotAfter().toInstant()
                            + "; use another CA, or delete this certificate and its key so that a new CA is created",
                    e);
        } catch (CertificateNotYetValidException e) {
            throw new CaRefusedException(
                    name + " is not valid before " + certificate.getNotBefore().toInstant()
                            + "; check this machine's clock",
                    e);
        }
    }

    /** The first private key of a file, not yet decoded. */
    static Pem key(Path file) throws IOException {
        return blocks(file).stream()
                .filter(PrivateKeys::isKey)
                .findFirst()
                .orElseThrow(
                        () -> new CaRefusedException(
                                file
                                        + " contains no private key in PEM format (a block that begins with '-----BEGIN PRIVATE KEY-----')"));
    }

    /** All certificates of a file, at least one. */
    static List<X509Certificate> certificates(Path file) throws IOException {
        List<X509Certificate> certificates = new ArrayList<>();
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            for (Pem block : blocks(file)) {
                if (block.label().equals(Pem.CERTIFICATE)) {
                    certificates.add(
                            (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(block.der())));
                }
            }
        } catch (CertificateException e) {
            throw new CaRefusedException("a certificate in " + file + " is damaged: " + e.getMessage(), e);
        }
        if (certificates.isEmpty()) {
            throw new CaRefusedException(
                    file
                            + " contains no certificate in PEM format (a block that begins with '-----BEGIN CERTIFICATE-----')");
        }
        return certificates;
    }

    private static List<Pem> blocks(Path file) throws IOException {
        if (Files.size(file) > SIZE_LIMIT) {
            throw new CaRefusedException(file + " is larger than 1 MiB, the limit for a PEM file");
        }
        try {
            return Pem.parse(Files.readString(file, StandardCharsets.ISO_8859_1));
        } catch (IllegalArgumentException e) {
            throw new CaRefusedException(file + " is damaged: a PEM block is not base64", e);
        }
    }
}
