package dev.steno.builtin;

import dev.steno.certs.CertificateAuthority;
import java.time.Instant;

/** Creates the documents of a CA for its page. */
public final class CaFiles {
    private CaFiles() {}

    /** The documents of a CA at an instant, at which the validity of its revocation list starts. */
    public static CaDocuments of(CertificateAuthority ca, Instant now) {
        return new CaDocuments(
                ca.certificate().getSubjectX500Principal().getName(),
                ca.certificate().getNotAfter().toInstant(),
                ca.fingerprint(),
                ca.spkiHash(),
                ca.pem(),
                ca.der(),
                ca.p12(),
                ca.revocationList(now));
    }
}
