package dev.steno.bench.traffic;

import dev.steno.flow.Certificate;
import dev.steno.flow.Endpoint;
import java.util.List;

/**
 * A server.
 *
 * @param number its place among all servers
 * @param chain what it shows in TLS, leaf first: bytes of the usual size, no certificates that anything could verify
 * @param minted the leaf shown to clients in its place
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
