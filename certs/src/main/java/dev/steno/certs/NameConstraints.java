package dev.steno.certs;

import java.io.IOException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.NameConstraintValidatorException;
import org.bouncycastle.asn1.x509.PKIXNameConstraintValidator;
import org.jspecify.annotations.Nullable;

/**
 * Checks the name constraints of a trust anchor (RFC 5280, 4.2.1.10). The JDK's validator evaluates only the
 * constraints of certificates below the anchor, and rejects an anchor that is passed to it with constraints. Loads
 * Bouncy Castle only if an anchor has constraints. Stateless.
 */
final class NameConstraints {
    private static final String ID = Extension.nameConstraints.getId();

    private NameConstraints() {}

    static boolean in(X509Certificate anchor) {
        return anchor.getExtensionValue(ID) != null;
    }

    /**
     * Verifies that an anchor's constraints permit the names of each certificate of a path.
     *
     * @throws CertificateException if a name is not permitted, or the constraints cannot be parsed
     */
    static void check(X509Certificate anchor, List<X509Certificate> path) throws CertificateException {
        try {
            PKIXNameConstraintValidator validator = new PKIXNameConstraintValidator();
            org.bouncycastle.asn1.x509.NameConstraints constraints =
                    org.bouncycastle.asn1.x509.NameConstraints.getInstance(content(anchor, ID));
            GeneralSubtree[] permitted = constraints.getPermittedSubtrees();
            if (permitted != null) {
                validator.intersectPermittedSubtree(permitted);
            }
            GeneralSubtree[] excluded = constraints.getExcludedSubtrees();
            if (excluded != null) {
                for (GeneralSubtree subtree : excluded) {
                    validator.addExcludedSubtree(subtree);
                }
            }
            for (int i = 0; i < path.size(); i++) {
                X509Certificate certificate = path.get(i);
                boolean selfIssued = certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
                if (i == 0 || !selfIssued) { // RFC 5280, 6.1.3 (b)
                    check(validator, certificate);
                }
            }
        } catch (NameConstraintValidatorException e) {
            throw new CertificateException(
                    "the name constraints of its authority, " + ChainErrors.subject(anchor)
                            + ", do not permit the names of the certificate",
                    e);
        } catch (IOException | RuntimeException e) {
            throw new CertificateException(
                    "the name constraints of its authority, " + ChainErrors.subject(anchor) + ", cannot be parsed: "
                            + e.getMessage(),
                    e);
        }
    }

    private static void check(PKIXNameConstraintValidator validator, X509Certificate certificate)
            throws NameConstraintValidatorException, IOException {
        X500Name subject =
                X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
        if (subject.getRDNs().length > 0) {
            validator.checkPermittedDN(subject);
            validator.checkExcludedDN(subject);
        }
        byte[] alternatives = content(certificate, Extension.subjectAlternativeName.getId());
        if (alternatives != null) {
            for (GeneralName name : GeneralNames.getInstance(alternatives).getNames()) {
                validator.checkPermitted(name);
                validator.checkExcluded(name);
            }
        }
    }

    /** An extension's value; null if the certificate lacks it. */
    private static byte @Nullable [] content(X509Certificate certificate, String id) {
        byte[] value = certificate.getExtensionValue(id);
        return value == null ? null : ASN1OctetString.getInstance(value).getOctets();
    }
}
