package dev.steno.certs;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.LocalDate;
import java.time.ZoneOffset;

/**
 * Reports why a server's certificate is not trusted, so that a message can give the certificate's facts and say what
 * helps against this cause. The message is a sentence about the certificate without a full stop that begins with {@code it}
 * or with the part of the chain that is at fault. Immutable.
 */
public class UntrustedServerException extends CertificateException {
    private static final long serialVersionUID = 1L;

    private final Cause kind;
    private final transient X509Certificate server;

    /** What is wrong. */
    public enum Cause {
        /** It is signed with its own key, and is not among the trusted ones. */
        SELF_SIGNED,
        /** It leads to an authority that is not trusted. */
        UNKNOWN_AUTHORITY,
        /** The server did not send an intermediate certificate. */
        MISSING_INTERMEDIATE,
        /** It, or a certificate above it, has expired. */
        EXPIRED,
        /** It, or a certificate above it, is not valid yet. */
        NOT_YET_VALID,
        /** It is not for the host that was asked for. */
        WRONG_NAME,
        /** Its key or a signature can be forged. */
        WEAK,
        /** Any other fault. */
        OTHER
    }

    /** @param server the server's own certificate */
    UntrustedServerException(Cause kind, X509Certificate server, String message) {
        super(message);
        this.kind = kind;
        this.server = server;
    }

    /** @param cause the JDK's account of the fault */
    UntrustedServerException(Cause kind, X509Certificate server, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
        this.server = server;
    }

    public Cause kind() {
        return kind;
    }

    /** The facts of the server's own certificate in a few words: subject, issuer and last day (UTC). */
    public String facts() {
        LocalDate until =
                server.getNotAfter().toInstant().atZone(ZoneOffset.UTC).toLocalDate();
        String issuer = kind == Cause.SELF_SIGNED ? "" : ", issued by " + ChainErrors.issuer(server);
        return ChainErrors.subject(server) + issuer + ", valid until " + until;
    }
}
