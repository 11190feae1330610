package dev.steno.bench.traffic;

import dev.steno.flow.Certificate;
import dev.steno.flow.Endpoint;
import java.util.List;

/**
 * A server.
 *
 * @param number its index among all servers
 * @param chain its TLS certificate chain, leaf first: bytes of the usual size that are not valid certificates
 * @param minted the leaf shown to clients instead
 */
record Site(
        int number,
        String host,
        String scheme,
        int port,
        Endpoint ip,
        String server,
        List<Certificate> chain,
        Certificate minted) {

    boolean isTls() {
        return "https".equals(scheme);
    }

    String authority() {
        return port == (isTls() ? 443 : 80) ? host : host + ":" + port;
    }
}
