package dev.steno.certs;

import dev.steno.certs.UntrustedServerException.Cause;
import java.security.PublicKey;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;
import java.security.cert.PKIXReason;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.util.List;

/** Builds error messages about a certificate chain that name the offending certificate. Stateless. */
final class ChainErrors {
    private static final int LONGEST_NAME = 120;

    private ChainErrors() {}

    /**
     * Translates an error of the JDK's validator, whose message names neither the certificate nor the invalid value.
     */
    static CertificateException of(CertPathValidatorException fault, List<X509Certificate> path) {
        int index = Math.max(0, Math.min(fault.getIndex(), path.size() - 1));
        X509Certificate certificate = path.get(index);
        String it = index == 0 ? "it" : "the certificate of its authority, " + subject(certificate) + ",";
        CertPathValidatorException.Reason reason = fault.getReason();
        String text;
        Cause kind = Cause.OTHER;
        if (reason == BasicReason.EXPIRED) {
            kind = Cause.EXPIRED;
            text = expired(it, certificate);
        } else if (reason == BasicReason.NOT_YET_VALID) {
            kind = Cause.NOT_YET_VALID;
            text = early(it, certificate);
        } else if (reason == BasicReason.INVALID_SIGNATURE) {
            text = "the signature of " + issuer(certificate) + " on " + it + " does not verify";
        } else if (reason == BasicReason.ALGORITHM_CONSTRAINED) {
            kind = Cause.WEAK;
            text = it + " is signed with " + certificate.getSigAlgName() + " or has a key that is too weak ("
                    + publicKey(certificate) + ")";
        } else if (reason == PKIXReason.NOT_CA_CERT) {
            text = it + " is signed by " + subject(certificate) + ", which is not a CA (its basic constraints lack CA)";
        } else if (reason == PKIXReason.PATH_TOO_LONG) {
            text = "its path has more intermediates than the basic constraints of " + subject(certificate) + " permit";
        } else if (reason == PKIXReason.INVALID_NAME) {
            text = "the name constraints of an authority do not permit the names of " + subject(certificate);
        } else if (reason == PKIXReason.UNRECOGNIZED_CRIT_EXT) {
            text = it + " has an unknown critical extension: "
                    + (certificate.getCriticalExtensionOIDs() == null
                            ? "?"
                            : String.join(", ", certificate.getCriticalExtensionOIDs()));
        } else {
            text = it + " cannot be verified (" + reason + ")";
        }
        return new UntrustedServerException(kind, path.get(0), text, fault);
    }

    private static String publicKey(X509Certificate certificate) {
        PublicKey key = certificate.getPublicKey();
        return key instanceof RSAPublicKey rsa ? "RSA, " + rsa.getModulus().bitLength() + " bits" : key.getAlgorithm();
    }

    static String expired(String it, X509Certificate certificate) {
        return it + " expired on " + certificate.getNotAfter().toInstant();
    }

    static String early(String it, X509Certificate certificate) {
        return it + " is not valid before " + certificate.getNotBefore().toInstant()
                + " (if that is past, check this machine's clock)";
    }

    /** A certificate's subject, escaped and shortened for one line of text. */
    static String subject(X509Certificate certificate) {
        return name(certificate.getSubjectX500Principal());
    }

    static String issuer(X509Certificate certificate) {
        return name(certificate.getIssuerX500Principal());
    }

    private static String name(javax.security.auth.x500.X500Principal principal) {
        String name = principal.getName().replaceAll("\\p{Cntrl}", "?");
        return name.isEmpty() ? "(no name)" : name.substring(0, Math.min(name.length(), LONGEST_NAME));
    }
}
