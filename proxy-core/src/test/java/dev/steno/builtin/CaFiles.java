package dev.steno.builtin;

import dev.steno.certs.CertificateAuthority;
import java.time.Instant;

/** A CA as its page gets it. */
public final class CaFiles {
    private CaFiles() {}

    /** The documents of a CA at an instant, which its revocation list begins with. */
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
