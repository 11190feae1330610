package dev.steno.net.channel;

import dev.steno.certs.UntrustedServerException;
import dev.steno.flow.Endpoint;
import java.security.cert.CertificateException;
import org.jspecify.annotations.Nullable;

/** The messages about servers whose certificate is not trusted: the cause, the certificate's facts, what helps. Stateless. */
final class ServerDistrust {
    private static final String IT = "it ";

    private ServerDistrust() {}

    /** The refusal of the certificate among an error's causes; null if the error has another cause. */
    static @Nullable CertificateException refusal(Throwable error) {
        Throwable at = error;
        for (int depth = 0; at != null && depth < 20; depth++, at = at.getCause()) {
            if (at instanceof CertificateException refusal) {
                return refusal;
            }
        }
        return null;
    }

    /** @param refusal why the certificate of {@code server} was refused */
    static String message(Endpoint server, CertificateException refusal) {
        String why = Failures.text(refusal);
        String sentence = "the certificate of " + server
                + (why.startsWith(IT) ? " " + why.substring(IT.length()) : " is not trusted: " + why);
        return refusal instanceof UntrustedServerException known
                ? sentence + " (" + known.facts() + "). " + advice(known.kind())
                : sentence
                        + ". To accept it: --upstream-ca FILE with the certificate; to accept all servers: --insecure";
    }

    private static String advice(UntrustedServerException.Cause cause) {
        String all = "to accept all servers: --insecure";
        return switch (cause) {
            case SELF_SIGNED, OTHER -> "To accept it: --upstream-ca FILE with this certificate; " + all;
            case UNKNOWN_AUTHORITY -> "To trust the authority: --upstream-ca FILE with its certificate; " + all;
            case MISSING_INTERMEDIATE ->
                "The server should send it; until it does: --upstream-ca FILE with that certificate; " + all;
            case EXPIRED, WEAK -> "The server needs a new one; " + all;
            case NOT_YET_VALID -> "Wait, or correct the clock; " + all;
            case WRONG_NAME -> "Use a name that it is valid for; " + all;
        };
    }
}
