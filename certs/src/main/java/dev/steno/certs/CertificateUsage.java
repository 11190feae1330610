package dev.steno.certs;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;

/** Checks the permitted usage and the signature algorithm of certificates in a server's chain. Stateless. */
final class CertificateUsage {
    private static final String SERVER = "1.3.6.1.5.5.7.3.1";
    private static final String ANY = "2.5.29.37.0";
    private static final String BASIC_CONSTRAINTS = "2.5.29.19";

    /** Extended key usages of old CAs that also permit TLS servers: Netscape's and Microsoft's Server Gated Crypto. */
    private static final List<String> GATED = List.of("2.16.840.1.113730.4.1", "1.3.6.1.4.1.311.10.3.3");

    private static final int DIGITAL_SIGNATURE = 0;
    private static final int KEY_ENCIPHERMENT = 2;
    private static final int KEY_AGREEMENT = 4;
    private static final int KEY_CERT_SIGN = 5;

    private CertificateUsage() {}

    /** Verifies that a certificate may identify a TLS server. */
    static void check(X509Certificate own) throws CertificateException {
        List<String> extended = own.getExtendedKeyUsage();
        if (extended != null && !extended.contains(SERVER) && !extended.contains(ANY)) {
            throw new CertificateException("its extended key usage does not permit TLS servers");
        }
        boolean[] usage = own.getKeyUsage();
        if (usage != null && !usage[DIGITAL_SIGNATURE] && !usage[KEY_ENCIPHERMENT] && !usage[KEY_AGREEMENT]) {
            throw new CertificateException("its key usage does not permit TLS servers");
        }
    }

    /** Verifies that a CA may sign certificates of TLS servers. */
    static void checkAuthority(X509Certificate authority) throws CertificateException {
        List<String> extended = authority.getExtendedKeyUsage();
        if (extended != null
                && !extended.contains(SERVER)
                && !extended.contains(ANY)
                && extended.stream().noneMatch(GATED::contains)) {
            throw new CertificateException("the extended key usage of its authority, " + ChainErrors.subject(authority)
                    + ", does not permit TLS servers");
        }
        boolean[] usage = authority.getKeyUsage();
        if (usage != null && !usage[KEY_CERT_SIGN]) {
            throw new CertificateException("the key usage of its authority, " + ChainErrors.subject(authority)
                    + ", does not permit it to sign certificates");
        }
    }

    /**
     * Verifies that the basic constraints of a trust anchor, if it has any, say that it is a CA; the JDK does not check
     * this.
     */
    static void checkAnchor(X509Certificate anchor) throws CertificateException {
        checkAuthority(anchor);
        if (anchor.getBasicConstraints() < 0 && anchor.getExtensionValue(BASIC_CONSTRAINTS) != null) {
            throw new CertificateException("the certificate of its authority, " + ChainErrors.subject(anchor)
                    + ", is not a CA by its own basic constraints");
        }
    }

    /**
     * Refuses signature algorithms that can be forged.
     *
     * @param own the server's own certificate, to which the path leads
     */
    static void requireSignature(X509Certificate certificate, X509Certificate own) throws CertificateException {
        String name = certificate.getSigAlgName().toUpperCase(Locale.ROOT).replace("-", "");
        if (name.startsWith("SHA1") || name.startsWith("MD")) {
            throw new UntrustedServerException(
                    UntrustedServerException.Cause.WEAK,
                    own,
                    "the certificate of " + ChainErrors.subject(certificate) + " is signed with "
                            + certificate.getSigAlgName() + ", which can be forged");
        }
    }
}
