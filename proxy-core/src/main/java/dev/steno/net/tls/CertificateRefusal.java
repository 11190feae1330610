package dev.steno.net.tls;

import dev.steno.net.channel.Failures;
import java.nio.channels.ClosedChannelException;
import java.util.Locale;

/**
 * Says why a client's TLS handshake failed, and whether it failed because the client does not trust our certificate.
 * Stateless.
 */
public final class CertificateRefusal {
    public static final String DISTRUSTED =
            "the client does not trust Steno's CA: it refused the certificate (see http://steno.internal/)";

    public static final String LEFT =
            "the client closed the connection during the TLS handshake; it may not trust Steno's CA"
                    + " (see http://steno.internal/)";

    public static final String LEFT_AFTER =
            "the client closed the connection right after the TLS handshake without sending data; it may not trust"
                    + " Steno's CA (see http://steno.internal/)";

    private CertificateRefusal() {}

    /** @param alert the handler that precedes the TLS handler, for an alert in plaintext, which the cause does not name */
    public static boolean distrusts(Throwable cause, PlaintextAlertHandler alert) {
        return alert.refusesCertificate()
                || Failures.text(cause)
                        .toLowerCase(Locale.ROOT)
                        .replace('_', ' ')
                        .matches(".*alert:? (unknown ca|certificate unknown|bad certificate|unsupported certificate"
                                + "|certificate revoked|certificate expired).*");
    }

    /** The recorded message of a failed handshake. */
    public static String why(Throwable cause, PlaintextAlertHandler alert) {
        if (distrusts(cause, alert)) {
            return DISTRUSTED;
        }
        return cause instanceof ClosedChannelException
                ? LEFT
                : "TLS handshake with the client failed: " + Failures.text(cause);
    }
}
