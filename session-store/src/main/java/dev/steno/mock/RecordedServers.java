package dev.steno.mock;

import dev.steno.addon.Hook;
import dev.steno.flow.Certificate;
import dev.steno.flow.Endpoint;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.Peer;
import dev.steno.flow.Tls;
import dev.steno.mock.index.Recordings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a record tells of servers, so that a client meets them as they were: the names in their certificates, and whether they speak
 * HTTP/2. Threads that may block.
 */
final class RecordedServers {
    /** Of GeneralName: names and addresses, which are given as texts (RFC 5280, 4.2.1.6). */
    private static final Set<Object> KINDS = Set.of(2, 7);

    /** Upper bound on the names of a certificate, some of which have a thousand. */
    private static final int MOST_NAMES = 100;

    private RecordedServers() {}

    /**
     * Returns what a record tells of a server, by a few of its flows.
     *
     * @return null if these have no TLS session with it in which it could choose its version of HTTP
     */
    static Hook.@Nullable KnownServer find(Recordings recordings, Endpoint server) throws IOException {
        boolean isKnown = false;
        boolean http2 = false;
        List<String> names = List.of();
        for (long ref : recordings.someOf(server.host(), server.port())) {
            HttpFlow flow = recordings.flow(ref).orElse(null);
            Peer peer = flow == null ? null : flow.server();
            Tls tls = peer == null ? null : peer.tls();
            if (tls != null && tls.alpnOffers().contains("h2") && tls.alpn() != null) {
                isKnown = true;
                http2 |= tls.alpn().equals("h2");
                names = names.isEmpty() ? names(tls.peerCertificates()) : names;
            }
        }
        return isKnown ? new Hook.KnownServer(names, http2) : null;
    }

    private static List<String> names(List<Certificate> chain) {
        if (chain.isEmpty()) {
            return List.of();
        }
        List<String> names = new ArrayList<>();
        try {
            X509Certificate leaf = (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(chain.get(0).der()));
            var alternatives = leaf.getSubjectAlternativeNames();
            for (List<?> name : alternatives == null ? List.<List<?>>of() : alternatives) {
                if (KINDS.contains(name.get(0)) && names.size() < MOST_NAMES) {
                    names.add((String) name.get(1));
                }
            }
        } catch (CertificateParsingException e) {
            return names;
        } catch (CertificateException noCertificate) {
            return List.of();
        }
        return names;
    }
}
