package dev.steno.net.http;

import dev.steno.flow.Body;
import dev.steno.flow.Endpoint;
import dev.steno.flow.FlowError;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpRequest;
import dev.steno.flow.Times;
import dev.steno.net.channel.Addresses;
import dev.steno.net.channel.Failures;
import dev.steno.text.Printable;
import io.netty.handler.codec.http2.Http2Error;
import org.jspecify.annotations.Nullable;

/**
 * Converts a header section of HTTP/2 or HTTP/3 to the domain's request, or says why it is refused. A request that would be
 * ambiguous in HTTP/1 is refused as malformed (RFC 9113, 8.1.1, 8.2, 8.3, 10.3). Stateless.
 */
public final class StreamRequestReader {
    /** The version in the record. */
    public static final String VERSION = "HTTP/2.0";

    /** The version of HTTP/3 in the record; its requests follow the same rules (RFC 9114, 4.2 and 4.3). */
    public static final String HTTP_3 = "HTTP/3";

    private final RequestTarget.@Nullable Origin tunnel;
    private final String version;

    /** @param tunnel the server of the tunnel or the reverse listener; null on a connection that speaks to the proxy itself */
    public StreamRequestReader(RequestTarget.@Nullable Origin tunnel) {
        this(tunnel, VERSION);
    }

    /** @param version the version in the record */
    public StreamRequestReader(RequestTarget.@Nullable Origin tunnel, String version) {
        this.tunnel = tunnel;
        this.version = version;
    }

    /**
     * One of five: a request to forward, one that opens a WebSocket, a CONNECT to a target, a request to record and answer with an
     * error, or one to record and end with a stream error.
     *
     * @param request the request, also when it is refused
     * @param connect the CONNECT's target; null for any other request
     * @param webSocket whether it is an extended CONNECT that asks for a WebSocket (RFC 8441)
     * @param refusal why the request is refused; null if it is not
     * @param reset the code of the stream error; null if the refusal is a response
     */
    public record Read(
            HttpRequest request,
            @Nullable Endpoint connect,
            boolean webSocket,
            Failures.@Nullable Failure refusal,
            @Nullable Http2Error reset) {}

    /** @param misplaced whether a pseudo-header field came after a regular one */
    public Read read(Headers headers, boolean misplaced) {
        long started = Times.now();
        Headers recorded = ProxyCredentials.withhold(headers);
        try {
            if (misplaced) {
                throw new FieldSectionRules.Malformed("a pseudo-header field comes after a regular one");
            }
            FieldSectionRules.checkRequest(headers);
            recorded = FieldSectionRules.withOneLength(recorded);
            String method = String.valueOf(headers.get(":method"));
            String authority = FieldSectionRules.authority(headers);
            String protocol = headers.get(":protocol");
            if (method.equals("CONNECT") && protocol == null) {
                Endpoint target = RequestTarget.connectTarget(authority);
                if (tunnel != null) {
                    return connectInTunnel(tunnel, headers, recorded, started);
                }
                return new Read(request(headers, "http", target, recorded, started), target, false, null, null);
            }
            String scheme = String.valueOf(headers.get(":scheme"));
            if (!scheme.equals("http") && !scheme.equals("https")) {
                throw new RequestTarget.Refused("the scheme is " + scheme + "; only http and https are supported");
            }
            Endpoint target = Addresses.parse(authority, Endpoint.usualPort(scheme));
            if (target == null) {
                throw new FieldSectionRules.Malformed("the authority's host or port is malformed");
            }
            HttpRequest request = tunnel == null
                    ? request(headers, scheme, target, recorded, started)
                    : tunnel.rewrite() == null
                            ? request(headers, tunnel.scheme(), tunnel.target(), recorded, started)
                            : rewritten(tunnel, tunnel.rewrite(), headers, recorded, started);
            if (protocol != null && !protocol.equalsIgnoreCase("websocket")) {
                String why = "the extended CONNECT asks for " + Printable.line(protocol)
                        + "; only websocket is supported (RFC 8441)";
                return new Read(request, null, false, Failures.of(FlowError.Step.REQUEST, 501, why), null);
            }
            if (protocol != null && headers.contains("content-length")) {
                throw new FieldSectionRules.Malformed("a WebSocket has no Content-Length");
            }
            return new Read(request, null, protocol != null, null, null);
        } catch (FieldSectionRules.Malformed e) {
            return new Read(unreadable(headers, recorded, started), null, false, refusal(e), Http2Error.PROTOCOL_ERROR);
        } catch (RequestTarget.Refused e) {
            return new Read(unreadable(headers, recorded, started), null, false, refusal(e), null);
        }
    }

    /** A CONNECT to the tunnel's server needs a whole connection: clients repeat it over HTTP/1.1 (RFC 9113, 7). */
    private Read connectInTunnel(RequestTarget.Origin tunnel, Headers headers, Headers recorded, long started) {
        boolean reverse = tunnel.rewrite() != null;
        String why = reverse
                ? "a reverse listener does not accept CONNECT"
                : "a CONNECT within a tunnel is supported over HTTP/1.1 only; the client was sent HTTP_1_1_REQUIRED";
        return new Read(
                unreadable(headers, recorded, started),
                null,
                false,
                Failures.of(FlowError.Step.REQUEST, 400, why),
                reverse ? null : Http2Error.HTTP_1_1_REQUIRED);
    }

    /** Rewrites a request for the server of a reverse listener. */
    private HttpRequest rewritten(
            RequestTarget.Origin tunnel,
            RequestTarget.Rewrite rewrite,
            Headers headers,
            Headers recorded,
            long started) {
        Headers.Builder fields = Headers.builder(recorded.size());
        for (int i = 0; i < recorded.size(); i++) {
            String name = recorded.name(i);
            boolean named = name.equals(":authority") || name.equals("host");
            fields.add(name, named && !rewrite.keepHost() ? tunnel.authority() : recorded.value(i));
        }
        HttpRequest sent = request(headers, tunnel.scheme(), tunnel.target(), fields.build(), started);
        String path = sent.path().equals("*") ? sent.path() : rewrite.prefix() + sent.path();
        return new HttpRequest(
                sent.method(),
                sent.scheme(),
                sent.host(),
                sent.port(),
                path,
                sent.version(),
                sent.headers(),
                null,
                Body.NONE,
                started,
                Times.UNSET);
    }

    private static Failures.Failure refusal(Exception why) {
        return Failures.of(FlowError.Step.REQUEST, 400, String.valueOf(why.getMessage()));
    }

    /** The record of a request of which nothing could be parsed. */
    public HttpRequest broken() {
        return unreadable(Headers.EMPTY, Headers.EMPTY, Times.now());
    }

    private HttpRequest unreadable(Headers headers, Headers recorded, long started) {
        String scheme = tunnel == null ? "http" : tunnel.scheme();
        return request(headers, scheme, tunnel == null ? new Endpoint("", 0) : tunnel.target(), recorded, started);
    }

    private HttpRequest request(Headers headers, String scheme, Endpoint target, Headers recorded, long started) {
        // a WebSocket is recorded as a GET (RFC 6455, 4.1) even if HTTP/2 requests it by a CONNECT (RFC 8441, 5)
        String method = headers.contains(":protocol") ? "GET" : headers.get(":method");
        String path = headers.get(":path");
        return new HttpRequest(
                method == null ? "?" : method,
                scheme,
                target.host(),
                target.port(),
                path == null ? "" : path,
                version,
                recorded,
                null,
                Body.NONE,
                started,
                Times.UNSET);
    }
}
