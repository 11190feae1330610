package dev.steno.certs;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;

/** What a certificate may be used for in a server's chain, and what it may be signed with. Pure. */
final class Purpose {
    private static final String SERVER = "1.3.6.1.5.5.7.3.1";
    private static final String ANY = "2.5.29.37.0";
    private static final String BASIC_CONSTRAINTS = "2.5.29.19";

    /** Of old, which authorities still have: Netscape's and Microsoft's Server Gated Crypto. */
    private static final List<String> GATED = List.of("2.16.840.1.113730.4.1", "1.3.6.1.4.1.311.10.3.3");

    private static final int DIGITAL_SIGNATURE = 0;
    private static final int KEY_ENCIPHERMENT = 2;
    private static final int KEY_AGREEMENT = 4;
    private static final int KEY_CERT_SIGN = 5;

    private Purpose() {}

    /** Makes sure that a certificate may be a server's. */
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

    /** Makes sure that an authority may vouch for servers. */
    static void checkAuthority(X509Certificate authority) throws CertificateException {
        List<String> extended = authority.getExtendedKeyUsage();
        if (extended != null
                && !extended.contains(SERVER)
                && !extended.contains(ANY)
                && extended.stream().noneMatch(GATED::contains)) {
            throw new CertificateException("the extended key usage of its authority, " + ChainFault.subject(authority)
                    + ", does not permit TLS servers");
        }
        boolean[] usage = authority.getKeyUsage();
        if (usage != null && !usage[KEY_CERT_SIGN]) {
            throw new CertificateException("the key usage of its authority, " + ChainFault.subject(authority)
                    + ", does not permit it to sign certificates");
        }
    }

    /** Makes sure that an anchor does not say of itself that it is no authority, which the JDK does not look at. */
    static void checkAnchor(X509Certificate anchor) throws CertificateException {
        checkAuthority(anchor);
        if (anchor.getBasicConstraints() < 0 && anchor.getExtensionValue(BASIC_CONSTRAINTS) != null) {
            throw new CertificateException("the certificate of its authority, " + ChainFault.subject(anchor)
                    + ", says of itself that it is no authority");
        }
    }

    /** Makes sure that a certificate is signed by means that nobody can forge. */
    static void requireSignature(X509Certificate certificate) throws CertificateException {
        String name = certificate.getSigAlgName().toUpperCase(Locale.ROOT).replace("-", "");
        if (name.startsWith("SHA1") || name.startsWith("MD")) {
            throw new CertificateException("the certificate of " + ChainFault.subject(certificate) + " is signed with "
                    + certificate.getSigAlgName() + ", which can be forged");
        }
    }
}
