package dev.steno.certs;

import java.security.cert.CertificateException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The host name of a server, which is sent as SNI and compared with the server's certificate (RFC 9525, 6) as curl and
 * browsers do. Unlike the JDK's comparison, accepts single-label names and underscores. Stateless.
 */
public final class HostName {
    /** GeneralName tags (RFC 5280, 4.2.1.6). */
    private static final int DNS_NAME = 2;

    private static final int IP_ADDRESS = 7;

    /** Upper bound on the names listed in a message. */
    private static final int LISTED = 5;

    private HostName() {}

    /**
     * The name to send as SNI (RFC 6066, 3): ASCII, without a trailing dot; null for an IP address or an invalid name.
     */
    public static @Nullable String sni(String host) {
        AltName name = AltName.parse(host);
        return name == null || name.ip() ? null : name.text();
    }

    /**
     * Verifies that a certificate is valid for a host. Only its subjectAltName counts; a name in the common name alone
     * is refused (RFC 9525, 6.3).
     *
     * @throws CertificateException if it is not valid; the message lists the names for which it is
     */
    public static void check(X509Certificate certificate, String host) throws CertificateException {
        AltName asked = AltName.parse(host);
        List<AltName> names = names(certificate);
        if (asked != null) {
            for (AltName name : names) {
                if (name.covers(asked)) {
                    return;
                }
            }
        }
        throw new UntrustedServerException(
                UntrustedServerException.Cause.WRONG_NAME,
                certificate,
                "it is not valid for " + host + " but for " + listed(names));
    }

    private static List<AltName> names(X509Certificate certificate) throws CertificateParsingException {
        Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
        List<AltName> names = new ArrayList<>();
        if (alternatives != null) {
            for (List<?> alternative : alternatives) {
                boolean ip = alternative.get(0).equals(IP_ADDRESS);
                if ((ip || alternative.get(0).equals(DNS_NAME)) && alternative.get(1) instanceof String text) {
                    AltName name = AltName.parse(text);
                    if (name != null && name.ip() == ip) { // an IP address in a dNSName matches no host
                        names.add(name);
                    }
                }
            }
        }
        return names;
    }

    private static String listed(List<AltName> names) {
        if (names.isEmpty()) {
            return "no name: its subjectAltName has none, and the common name of its subject is ignored";
        }
        List<String> first = names.stream().limit(LISTED).map(AltName::text).toList();
        int more = names.size() - first.size();
        return String.join(", ", first) + (more == 0 ? "" : " and " + more + " more");
    }
}
