package dev.steno.net.settings;

import dev.steno.flow.Endpoint;
import dev.steno.net.auth.ProxyAuth;
import dev.steno.net.mode.Listener;
import dev.steno.net.mode.ProxyMode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * The settings of the wire, chosen at start, grouped by idea. Immutable; any thread.
 *
 * @param listeners the listeners, at least one
 * @param auth who may use the listeners that are proxies to their clients
 * @param keepHost whether reverse listeners leave the Host field as the client sent it
 * @param trust which servers are trusted
 * @param timeouts how long each wait may take
 * @param tls how TLS is spoken with either side
 * @param http2 how HTTP/2 is spoken with either side
 * @param http how HTTP is spoken in any version
 * @param trace what is shown of the steps of connections
 */
public record ProxySettings(
        List<Listener> listeners,
        ProxyAuth auth,
        boolean keepHost,
        ServerTrust trust,
        Timeouts timeouts,
        TlsSettings tls,
        Http2Config http2,
        HttpConfig http,
        TraceSettings trace) {

    /** The longest request line or status line in bytes. */
    public static final int MAX_LINE = 64 * 1024;

    /** The largest header or trailer section in bytes. */
    public static final int MAX_HEADERS = 256 * 1024;

    /**
     * Upper bound on the fields of one section, of trailers as well: a field takes some hundred bytes of heap
     * however short it is.
     */
    public static final int MAX_FIELDS = 5_000;

    public ProxySettings {
        listeners = List.copyOf(listeners);
        if (listeners.isEmpty()) {
            throw new IllegalArgumentException("at least one listener is required");
        }
    }

    /** One regular listener that anyone may use; all else has the defaults. */
    public ProxySettings(
            Endpoint listen, List<Path> upstreamCas, boolean insecure, Duration connectTimeout, Duration idleTimeout) {
        this(
                List.of(new Listener(new ProxyMode.Regular(), listen)),
                ProxyAuth.NONE,
                false,
                new ServerTrust(upstreamCas, insecure),
                Timeouts.of(connectTimeout, idleTimeout),
                TlsSettings.DEFAULT,
                Http2Config.DEFAULT,
                HttpConfig.DEFAULT,
                TraceSettings.OFF);
    }

    /** The defaults for a listener at an endpoint. */
    public static ProxySettings listeningAt(Endpoint listen) {
        return new ProxySettings(listen, List.of(), false, Timeouts.DEFAULT.connect(), Timeouts.DEFAULT.idle());
    }

    /** The address of the first listener. */
    public Endpoint listen() {
        return listeners.get(0).at();
    }

    // ---- copies with one part replaced

    public ProxySettings withListeners(List<Listener> next) {
        return new ProxySettings(next, auth, keepHost, trust, timeouts, tls, http2, http, trace);
    }

    public ProxySettings withAuth(ProxyAuth next) {
        return new ProxySettings(listeners, next, keepHost, trust, timeouts, tls, http2, http, trace);
    }

    /** Reverse listeners leave the Host field as the client sent it. */
    public ProxySettings keepingHost() {
        return new ProxySettings(listeners, auth, true, trust, timeouts, tls, http2, http, trace);
    }

    public ProxySettings with(Timeouts next) {
        return new ProxySettings(listeners, auth, keepHost, trust, next, tls, http2, http, trace);
    }

    public ProxySettings withHeaderTimeout(Duration next) {
        return with(new Timeouts(timeouts.connect(), timeouts.idle(), next, timeouts.write()));
    }

    public ProxySettings withWriteTimeout(Duration next) {
        return with(new Timeouts(timeouts.connect(), timeouts.idle(), timeouts.header(), next));
    }

    public ProxySettings with(TlsSettings next) {
        return new ProxySettings(listeners, auth, keepHost, trust, timeouts, next, http2, http, trace);
    }

    public ProxySettings with(Http2Config next) {
        return new ProxySettings(listeners, auth, keepHost, trust, timeouts, tls, next, http, trace);
    }

    public ProxySettings with(HttpConfig next) {
        return new ProxySettings(listeners, auth, keepHost, trust, timeouts, tls, http2, next, trace);
    }

    public ProxySettings with(TraceSettings next) {
        return new ProxySettings(listeners, auth, keepHost, trust, timeouts, tls, http2, http, next);
    }
}
