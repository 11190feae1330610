package dev.steno.rule.action;

import dev.steno.flow.Endpoint;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpRequest;
import java.net.URI;

/** Requests for another URL. Pure functions. */
final class RequestTarget {
    private RequestTarget() {}

    static HttpRequest of(HttpRequest from, String url, boolean keepHost) {
        URI uri = URI.create(url);
        String scheme = String.valueOf(uri.getScheme()).replace("ws", "http");
        if (uri.getHost() == null || !scheme.equals("http") && !scheme.equals("https")) {
            throw new IllegalArgumentException("it must begin with http:// or https:// and name a host");
        }
        int port = uri.getPort() < 0 ? Endpoint.usualPort(scheme) : uri.getPort();
        Endpoint server = new Endpoint(uri.getHost().replaceAll("[\\[\\]]", ""), port);
        String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        Headers headers = from.headers();
        if (!keepHost) {
            for (String name : new String[] {"Host", ":authority"}) {
                headers = headers.contains(name) ? FieldRules.set(headers, name, server.authority(scheme)) : headers;
            }
        }
        return new HttpRequest(
                from.method(),
                scheme,
                server.host(),
                server.port(),
                uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery(),
                from.version(),
                headers,
                from.trailers(),
                from.body(),
                from.started(),
                from.ended());
    }
}
