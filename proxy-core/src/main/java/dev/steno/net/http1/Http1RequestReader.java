package dev.steno.net.http1;

import dev.steno.flow.Body;
import dev.steno.flow.Endpoint;
import dev.steno.flow.FlowError;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpRequest;
import dev.steno.flow.Times;
import dev.steno.net.channel.Failures;
import dev.steno.net.http.OwnAuthority;
import dev.steno.net.http.ProxyCredentials;
import dev.steno.net.http.RequestTarget;
import dev.steno.net.settings.ProxySettings;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import org.jspecify.annotations.Nullable;

/** Converts a parsed HTTP/1 head to the domain's request, or says why it is refused. Stateless. */
public final class Http1RequestReader {
    private final RequestTarget.@Nullable Origin tunnel;
    private final @Nullable Endpoint local;

    /**
     * @param tunnel the server of the tunnel or the reverse listener; null on a connection that speaks to the proxy itself
     * @param local the address at which the client reached the proxy; null if it is unknown
     */
    Http1RequestReader(RequestTarget.@Nullable Origin tunnel, @Nullable Endpoint local) {
        this.tunnel = tunnel;
        this.local = local;
    }

    /**
     * One of three: a request to forward, a CONNECT to a target, or a request to record and refuse.
     *
     * @param request the request, also when it is refused
     * @param connect the CONNECT's target; null for any other request
     * @param refusal why the request is refused; null if it is not
     * @param credentials for the proxy that a tunnel leads to, which are kept out of the record; null if there are none
     */
    record Read(
            HttpRequest request,
            @Nullable Endpoint connect,
            Failures.@Nullable Failure refusal,
            @Nullable String credentials) {}

    Read read(Http1Request head) {
        long started = Times.now();
        Headers headers = ProxyCredentials.withhold(head.fields());
        String method = head.method().name();
        String version = head.protocolVersion().text();
        try {
            if (!version.equals("HTTP/1.1") && !version.equals("HTTP/1.0")) {
                throw new RequestTarget.Refused(
                        "the protocol version is " + version + "; only HTTP/1.0 and HTTP/1.1 are supported here");
            }
            if (method.equals("CONNECT") && Http1Codec.hasBody(head)) {
                throw new RequestTarget.Refused(
                        "the CONNECT has a body; the bytes after its head belong to the tunnel (RFC 9110, 9.3.6)");
            }
            if (method.equals("CONNECT") && tunnel == null) {
                Endpoint target = RequestTarget.connectTarget(head.uri());
                return new Read(unreadable(head, headers, started), target, null, null);
            }
            RequestTarget.Origin origin =
                    tunnel == null && local != null ? OwnAuthority.originOf(head.uri(), headers, local) : tunnel;
            HttpRequest request = RequestTarget.of(method, head.uri(), version, headers, origin, started);
            boolean toProxy = tunnel != null && RequestTarget.asksProxy(request);
            return new Read(request, null, null, toProxy ? head.headers().get(ProxyCredentials.FIELD) : null);
        } catch (RequestTarget.Refused e) {
            return new Read(
                    unreadable(head, headers, started),
                    null,
                    Failures.of(FlowError.Step.REQUEST, 400, String.valueOf(e.getMessage())),
                    null);
        }
    }

    /** The record of bytes that are not a request, as far as they could be parsed. */
    HttpRequest broken(HttpObject part) {
        long now = Times.now();
        return part instanceof Http1Request head
                ? unreadable(head, ProxyCredentials.withhold(head.fields()), now)
                : request("?", "", "HTTP/1.1", Headers.EMPTY, now);
    }

    private HttpRequest unreadable(Http1Request head, Headers headers, long started) {
        return request(head.method().name(), head.uri(), head.protocolVersion().text(), headers, started);
    }

    private HttpRequest request(String method, String path, String version, Headers headers, long started) {
        RequestTarget.Named named =
                tunnel == null ? RequestTarget.named(method, path, headers) : new RequestTarget.Named(tunnel, path);
        Endpoint target = named.origin().target();
        return new HttpRequest(
                method,
                named.origin().scheme(),
                target.host(),
                target.port(),
                named.path(),
                version,
                headers,
                null,
                Body.NONE,
                started,
                Times.UNSET);
    }

    /** The error for bytes that the parser rejected, or for a request without valid credentials. */
    public static Failures.Failure malformed(Throwable cause) {
        if (cause instanceof TooLongHttpLineException) {
            return Failures.of(
                    FlowError.Step.REQUEST,
                    414,
                    "the request line is longer than " + ProxySettings.MAX_LINE + " bytes");
        }
        if (cause instanceof TooLongHttpHeaderException) {
            return Failures.of(
                    FlowError.Step.REQUEST,
                    431,
                    "the header section is larger than " + ProxySettings.MAX_HEADERS + " bytes, or has more than "
                            + ProxySettings.MAX_FIELDS + " fields");
        }
        if (cause instanceof ProxyAuthHandler.Refusal) {
            return Failures.of(FlowError.Step.REQUEST, 407, String.valueOf(cause.getMessage()));
        }
        return Failures.of(FlowError.Step.REQUEST, 400, "the request is malformed: " + Failures.text(cause));
    }

    /** Whether the client keeps the connection open after the response (RFC 9112, 9.3). */
    boolean wantsKeepAlive(Http1Request head) {
        boolean close = head.fields().hasToken("Connection", "close");
        // not from a client of HTTP/1.0 to a proxy: it may be a proxy that forwards the field unread (RFC 9112, 9.3 and
        // C.2.2)
        boolean keep = tunnel != null && head.fields().hasToken("Connection", "keep-alive");
        return !close && (head.protocolVersion().equals(HttpVersion.HTTP_1_1) || keep);
    }
}
