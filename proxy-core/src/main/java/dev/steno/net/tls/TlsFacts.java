package dev.steno.net.tls;

import dev.steno.certs.Leaf;
import dev.steno.flow.Certificate;
import dev.steno.flow.Times;
import dev.steno.flow.Tls;
import io.netty.handler.ssl.SslHandler;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** Reads the facts of a TLS session from its handler, once the handshake is complete. Stateless; on the handler's event loop. */
public final class TlsFacts {
    private TlsFacts() {}

    /** The facts of the client's hello, and the negotiated version, cipher and protocol. */
    public static Tls ofClient(Tls hello, SslHandler handler, @Nullable Certificate minted) {
        SSLSession session = handler.engine().getSession();
        return new Tls(
                Times.now(),
                session.getProtocol(),
                session.getCipherSuite(),
                hello.sni(),
                handler.applicationProtocol(),
                hello.alpnOffers(),
                hello.extensions(),
                List.of(),
                minted);
    }

    public static Tls ofServer(String sni, List<String> offers, SslHandler handler) {
        SSLSession session = handler.engine().getSession();
        return new Tls(
                Times.now(),
                session.getProtocol(),
                session.getCipherSuite(),
                sni,
                handler.applicationProtocol(),
                offers,
                List.of(),
                certificates(session),
                null);
    }

    /** The recorded form of a leaf. */
    public static Certificate certificate(Leaf leaf) {
        try {
            return new Certificate(leaf.certificate().getEncoded());
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a certificate that was just made cannot be encoded", e);
        }
    }

    private static List<Certificate> certificates(SSLSession session) {
        List<Certificate> chain = new ArrayList<>();
        try {
            for (java.security.cert.Certificate certificate : session.getPeerCertificates()) {
                chain.add(new Certificate(certificate.getEncoded()));
            }
        } catch (SSLPeerUnverifiedException | CertificateEncodingException e) {
            return List.of(); // a resumed session may have no certificates
        }
        return chain;
    }

    /** The names of a server's certificate, to be mirrored in ours: DNS names and addresses. */
    public static List<String> names(SslHandler handler) {
        List<String> names = new ArrayList<>();
        try {
            java.security.cert.Certificate leaf = handler.engine().getSession().getPeerCertificates()[0];
            Collection<List<?>> alternatives =
                    leaf instanceof X509Certificate x509 ? x509.getSubjectAlternativeNames() : null;
            if (alternatives != null) {
                for (List<?> alternative : alternatives) {
                    if (alternative.get(1) instanceof String name && isNameOrAddress(alternative.get(0))) {
                        names.add(name);
                    }
                }
            }
        } catch (SSLPeerUnverifiedException | CertificateParsingException | IllegalStateException e) {
            // BoringSSL accepts certificates that Java cannot parse, and Netty parses them when first asked
            return List.of();
        }
        return names;
    }

    /** GeneralName tags (RFC 5280, 4.2.1.6): 2 is dNSName, 7 iPAddress. */
    private static boolean isNameOrAddress(Object tag) {
        return tag.equals(2) || tag.equals(7);
    }
}
