package dev.steno.content;

import java.io.ByteArrayInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The facts of a certificate that are shown to people (RFC 5280). Nothing is verified. Immutable.
 *
 * @param subject its distinguished name (RFC 2253)
 * @param selfSigned whether subject and issuer are the same name
 * @param names the DNS names and addresses for which it is valid, in the order of the certificate
 * @param key algorithm and size, such as {@code RSA 2048}
 */
public record CertificateFacts(
        String subject,
        String issuer,
        boolean selfSigned,
        Instant from,
        Instant until,
        List<String> names,
        String serial,
        String key,
        String signature,
        String sha256) {
    private static final int DNS_NAME = 2;
    private static final int IP_ADDRESS = 7;

    /** The facts of a certificate in DER; null if Java cannot parse it. */
    public static @Nullable CertificateFacts of(byte[] der) {
        List<CertificateFacts> all = parse(der);
        return all.isEmpty() ? null : all.get(0);
    }

    /** The facts of all certificates in DER, PEM or PKCS #7; empty if Java cannot parse them. */
    public static List<CertificateFacts> parse(byte[] encoded) {
        try {
            List<CertificateFacts> facts = new ArrayList<>();
            for (var one :
                    CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(encoded))) {
                if (one instanceof X509Certificate certificate) {
                    facts.add(of(certificate));
                }
            }
            return facts;
        } catch (CertificateException | NoSuchAlgorithmException | RuntimeException malformed) {
            return List.of(); // the JDK's parser throws exceptions of several types
        }
    }

    private static CertificateFacts of(X509Certificate certificate)
            throws CertificateException, NoSuchAlgorithmException {
        String subject = certificate.getSubjectX500Principal().getName();
        String issuer = certificate.getIssuerX500Principal().getName();
        return new CertificateFacts(
                subject,
                issuer,
                subject.equals(issuer),
                certificate.getNotBefore().toInstant(),
                certificate.getNotAfter().toInstant(),
                names(certificate.getSubjectAlternativeNames()),
                certificate.getSerialNumber().toString(16),
                key(certificate.getPublicKey()),
                certificate.getSigAlgName(),
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded())));
    }

    private static List<String> names(@Nullable Collection<List<?>> alternatives) {
        List<String> names = new ArrayList<>();
        if (alternatives != null) {
            for (List<?> one : alternatives) {
                if (one.get(0) instanceof Integer kind && (kind == DNS_NAME || kind == IP_ADDRESS)) {
                    names.add(String.valueOf(one.get(1)));
                }
            }
        }
        return List.copyOf(names);
    }

    private static String key(PublicKey key) {
        if (key instanceof RSAPublicKey rsa) {
            return "RSA " + rsa.getModulus().bitLength();
        }
        if (key instanceof ECPublicKey ec) {
            return "EC " + ec.getParams().getCurve().getField().getFieldSize();
        }
        return key.getAlgorithm();
    }
}
