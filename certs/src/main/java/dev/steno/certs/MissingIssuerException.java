package dev.steno.certs;

import java.security.cert.X509Certificate;
import java.util.List;

/**
 * Reports that a server did not send the certificate of a CA that signed part of its chain, and that this certificate
 * is not known from another source.
 */
public final class MissingIssuerException extends UntrustedServerException {
    private static final long serialVersionUID = 1L;

    private final transient List<String> locations;

    MissingIssuerException(Cause kind, X509Certificate server, String message, List<String> locations) {
        super(kind, server, message);
        this.locations = List.copyOf(locations);
    }

    /**
     * The HTTP URLs of the missing certificate (RFC 5280, 4.2.2.1), as given in the certificate that the missing CA
     * signed; may be empty.
     */
    public List<String> locations() {
        return locations;
    }
}
