package dev.steno.certs;

import java.security.cert.CertificateException;
import java.util.List;

/** A server did not send the certificate of the authority that signed one of its chain, and it is not known otherwise. */
public final class MissingIssuerException extends CertificateException {
    private static final long serialVersionUID = 1L;

    private final transient List<String> locations;

    MissingIssuerException(String message, List<String> locations) {
        super(message);
        this.locations = List.copyOf(locations);
    }

    /** Where the missing certificate is to be had by HTTP (RFC 5280, 4.2.2.1), as the one below it says; may be empty. */
    public List<String> locations() {
        return locations;
    }
}
