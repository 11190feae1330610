package dev.steno.net.tunnel;

import dev.steno.flow.Tls;
import dev.steno.net.channel.EarlyBytes;
import dev.steno.net.http1.RequestLineDetector;
import dev.steno.net.http2.Http2Preface;
import dev.steno.net.tls.ClientHello;
import dev.steno.net.tls.ClientHelloReader;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Detects the protocol of a tunnel by the client's first bytes: TLS, HTTP/2, HTTP/1 or another protocol. Malformed TLS counts as
 * another protocol. For the first bytes of one stream, on its event loop; the bytes are only inspected.
 */
final class TunnelProtocolDetector {
    /** What the bytes received so far are. */
    enum Protocol {
        /** The beginning of a ClientHello; more bytes are needed. */
        PARTIAL_HELLO,
        /** A whole ClientHello; see {@link #hello}. */
        CLIENT_HELLO,
        /** The beginning of a request line or of HTTP/2's preface; more bytes are needed. */
        PARTIAL_LINE,
        HTTP1,
        HTTP2,
        /** Neither TLS nor HTTP. */
        OTHER
    }

    private final ClientHelloReader helloReader;
    private final boolean tls;
    private final boolean http2;
    private final RequestLineDetector line = new RequestLineDetector();
    private @Nullable Tls hello;

    /**
     * @param helloReader reads the client's hello
     * @param tls whether TLS is detected; false within TLS
     * @param http2 whether HTTP/2 is detected
     */
    TunnelProtocolDetector(ClientHelloReader helloReader, boolean tls, boolean http2) {
        this.helloReader = helloReader;
        this.tls = tls;
        this.http2 = http2;
    }

    /** The client's hello. Requires that {@link Protocol#CLIENT_HELLO} was detected. */
    Tls hello() {
        return Objects.requireNonNull(hello, "no ClientHello was detected");
    }

    /** Whether the bytes begin a TLS handshake, whole or not. Needs at least one byte. */
    boolean beginsTls(EarlyBytes early) {
        return tls && early.size() >= 3 && ClientHello.startsTls(early.peek());
    }

    /** @param early the stream's bytes from the first one on, at least one */
    Protocol detect(EarlyBytes early) {
        if (tls && early.first() == ClientHello.HANDSHAKE_RECORD && early.size() < 3) {
            return Protocol.PARTIAL_HELLO;
        }
        return beginsTls(early) ? detectHello(early) : detectHttp(early);
    }

    private Protocol detectHello(EarlyBytes early) {
        try {
            hello = helloReader.read(early.peek());
        } catch (IllegalArgumentException e) {
            return Protocol.OTHER; // starts like TLS but is not TLS
        }
        if (hello != null) {
            return Protocol.CLIENT_HELLO;
        }
        return helloReader.isTooLong() ? Protocol.OTHER : Protocol.PARTIAL_HELLO;
    }

    private Protocol detectHttp(EarlyBytes early) {
        Http2Preface.Match preface = http2 ? Http2Preface.of(early.peek()) : Http2Preface.Match.NO;
        return switch (preface) {
            case YES -> Protocol.HTTP2;
            case MAYBE -> Protocol.PARTIAL_LINE;
            case NO ->
                switch (line.look(early.peek())) {
                    case HTTP -> Protocol.HTTP1;
                    case OTHER -> Protocol.OTHER;
                    case OPEN -> Protocol.PARTIAL_LINE;
                };
        };
    }
}
