package dev.steno.net;

import dev.steno.flow.Endpoint;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What the wire is told at start.
 *
 * @param listen where to listen; port 0 takes a free one
 * @param upstreamCas PEM files of further authorities to trust when verifying servers, beside the system's
 * @param insecure whether servers are not verified at all
 * @param connectTimeout for one address of a server
 * @param idleTimeout how long a server may stay silent within an exchange, and a client between exchanges
 * @param tls how TLS is spoken with either side
 * @param headerTimeout how long a client may take over a request's head, or over the first message of TLS
 */
public record ProxySettings(
        Endpoint listen,
        List<Path> upstreamCas,
        boolean insecure,
        Duration connectTimeout,
        Duration idleTimeout,
        TlsSettings tls,
        Duration headerTimeout) {

    /** The longest request line or status line in bytes. */
    public static final int MAX_LINE = 64 * 1024;

    /** The largest header or trailer section in bytes. */
    public static final int MAX_HEADERS = 256 * 1024;

    /** What a client gets for a head unless told otherwise. */
    private static final Duration HEADER_TIMEOUT = Duration.ofSeconds(60);

    /** With the defaults of TLS. */
    public ProxySettings(
            Endpoint listen, List<Path> upstreamCas, boolean insecure, Duration connectTimeout, Duration idleTimeout) {
        this(listen, upstreamCas, insecure, connectTimeout, idleTimeout, TlsSettings.DEFAULT, HEADER_TIMEOUT);
    }

    /** These, with TLS spoken otherwise. */
    public ProxySettings with(TlsSettings spoken) {
        return new ProxySettings(listen, upstreamCas, insecure, connectTimeout, idleTimeout, spoken, headerTimeout);
    }

    /** These, with another time for heads. */
    public ProxySettings withHeaderTimeout(Duration next) {
        return new ProxySettings(listen, upstreamCas, insecure, connectTimeout, idleTimeout, tls, next);
    }

    /** Defaults for a listener at an endpoint. */
    public static ProxySettings listeningAt(Endpoint listen) {
        return new ProxySettings(listen, List.of(), false, Duration.ofSeconds(20), Duration.ofMinutes(10));
    }
}
