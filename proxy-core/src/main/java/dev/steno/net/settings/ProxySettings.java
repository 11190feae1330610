package dev.steno.net.settings;

import dev.steno.flow.Endpoint;
import dev.steno.net.auth.ProxyAuth;
import dev.steno.net.mode.Listener;
import dev.steno.net.mode.ProxyMode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * The settings of the wire, chosen at start. Immutable; any thread.
 *
 * @param listeners what to be, and where, at least one
 * @param upstreamCas PEM files of CAs to trust in addition to the system's when servers are verified
 * @param insecure whether servers are not verified at all
 * @param connectTimeout for the look-up of a server's name, and for a connection to any of its addresses
 * @param idleTimeout how long a server may stay silent within an exchange, and a client between exchanges
 * @param tls how TLS is spoken with either side
 * @param auth who may use the listeners that are proxies to their clients
 * @param keepHost whether reverse listeners leave the Host field as the client sent it
 * @param headerTimeout how long a client may take over a request's head, over the first message of TLS, or over the
 *     handshake of QUIC
 * @param writeTimeout how long a client or a server may accept no byte while some are queued for it
 * @param http2 how HTTP/2 is spoken with either side
 * @param http how HTTP is spoken in any version
 * @param trace what is shown of the steps of connections
 */
public record ProxySettings(
        List<Listener> listeners,
        List<Path> upstreamCas,
        boolean insecure,
        Duration connectTimeout,
        Duration idleTimeout,
        TlsSettings tls,
        ProxyAuth auth,
        boolean keepHost,
        Duration headerTimeout,
        Duration writeTimeout,
        Http2Config http2,
        HttpConfig http,
        TraceSettings trace) {

    /** The longest request line or status line in bytes. */
    public static final int MAX_LINE = 64 * 1024;

    /** The largest header or trailer section in bytes. */
    public static final int MAX_HEADERS = 256 * 1024;

    /** Fields of one section, that of trailers too: a field takes some hundred bytes of heap however short it is. */
    public static final int MAX_FIELDS = 5_000;

    /** The default header timeout. */
    private static final Duration HEADER_TIMEOUT = Duration.ofSeconds(60);

    public ProxySettings {
        listeners = List.copyOf(listeners);
        if (listeners.isEmpty()) {
            throw new IllegalArgumentException("there must be a listener");
        }
    }

    /** One regular listener that anyone may use, with the defaults of TLS. */
    public ProxySettings(
            Endpoint listen, List<Path> upstreamCas, boolean insecure, Duration connectTimeout, Duration idleTimeout) {
        this(
                List.of(new Listener(new ProxyMode.Regular(), listen)),
                upstreamCas,
                insecure,
                connectTimeout,
                idleTimeout,
                TlsSettings.DEFAULT,
                ProxyAuth.NONE,
                false,
                HEADER_TIMEOUT,
                idleTimeout,
                Http2Config.DEFAULT);
    }

    /** Settings with HTTP spoken as is usual. */
    public ProxySettings(
            List<Listener> listeners,
            List<Path> upstreamCas,
            boolean insecure,
            Duration connectTimeout,
            Duration idleTimeout,
            TlsSettings tls,
            ProxyAuth auth,
            boolean keepHost,
            Duration headerTimeout,
            Duration writeTimeout,
            Http2Config http2) {
        this(
                listeners,
                upstreamCas,
                insecure,
                connectTimeout,
                idleTimeout,
                tls,
                auth,
                keepHost,
                headerTimeout,
                writeTimeout,
                http2,
                HttpConfig.DEFAULT,
                TraceSettings.OFF);
    }

    /** Where the first listener is. */
    public Endpoint listen() {
        return listeners.get(0).at();
    }

    /** These, with TLS spoken otherwise. */
    public ProxySettings with(TlsSettings spoken) {
        return new ProxySettings(
                listeners,
                upstreamCas,
                insecure,
                connectTimeout,
                idleTimeout,
                spoken,
                auth,
                keepHost,
                headerTimeout,
                writeTimeout,
                http2,
                http,
                trace);
    }

    /** Defaults for a listener at an endpoint. */
    public static ProxySettings listeningAt(Endpoint listen) {
        return new ProxySettings(listen, List.of(), false, Duration.ofSeconds(20), Duration.ofMinutes(10));
    }

    /** The same with other listeners. */
    public ProxySettings withListeners(List<Listener> next) {
        return new ProxySettings(
                next,
                upstreamCas,
                insecure,
                connectTimeout,
                idleTimeout,
                tls,
                auth,
                keepHost,
                headerTimeout,
                writeTimeout,
                http2,
                http,
                trace);
    }

    /** The same for other clients. */
    public ProxySettings withAuth(ProxyAuth next) {
        return new ProxySettings(
                listeners,
                upstreamCas,
                insecure,
                connectTimeout,
                idleTimeout,
                tls,
                next,
                keepHost,
                headerTimeout,
                writeTimeout,
                http2,
                http,
                trace);
    }

    /** The same with the Host field as clients send it. */
    public ProxySettings keepingHost() {
        return new ProxySettings(
                listeners,
                upstreamCas,
                insecure,
                connectTimeout,
                idleTimeout,
                tls,
                auth,
                true,
                headerTimeout,
                writeTimeout,
                http2,
                http,
                trace);
    }

    /** The same with another time for heads. */
    public ProxySettings withHeaderTimeout(Duration next) {
        return new ProxySettings(
                listeners,
                upstreamCas,
                insecure,
                connectTimeout,
                idleTimeout,
                tls,
                auth,
                keepHost,
                next,
                writeTimeout,
                http2,
                http,
                trace);
    }

    /** The same with another time for peers that take nothing. */
    public ProxySettings withWriteTimeout(Duration next) {
        return new ProxySettings(
                listeners,
                upstreamCas,
                insecure,
                connectTimeout,
                idleTimeout,
                tls,
                auth,
                keepHost,
                headerTimeout,
                next,
                http2,
                http,
                trace);
    }

    /** The same with HTTP/2 spoken otherwise. */
    public ProxySettings with(Http2Config next) {
        return new ProxySettings(
                listeners,
                upstreamCas,
                insecure,
                connectTimeout,
                idleTimeout,
                tls,
                auth,
                keepHost,
                headerTimeout,
                writeTimeout,
                next,
                http,
                trace);
    }

    /** The same with HTTP spoken otherwise, in any version. */
    public ProxySettings with(HttpConfig next) {
        return new ProxySettings(
                listeners,
                upstreamCas,
                insecure,
                connectTimeout,
                idleTimeout,
                tls,
                auth,
                keepHost,
                headerTimeout,
                writeTimeout,
                http2,
                next,
                trace);
    }

    /** The same with steps of connections shown otherwise. */
    public ProxySettings with(TraceSettings next) {
        return new ProxySettings(
                listeners,
                upstreamCas,
                insecure,
                connectTimeout,
                idleTimeout,
                tls,
                auth,
                keepHost,
                headerTimeout,
                writeTimeout,
                http2,
                http,
                next);
    }
}
