package dev.steno.net.http1;

import dev.steno.flow.Endpoint;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpRequest;
import dev.steno.net.http.RequestTarget;
import dev.steno.net.mode.NextProxy;

/**
 * A request in the form that the next proxy needs to forward it: absolute-form (RFC 9112, 3.2.2), with the credentials
 * for that proxy. Stateless.
 */
final class ForwardedHead {
    private ForwardedHead() {}

    static HttpRequest of(HttpRequest head, NextProxy proxy) {
        Endpoint target = new Endpoint(head.host(), head.port());
        String authority = new RequestTarget.Origin(head.scheme(), target).authority();
        String path = head.path();
        String rest = path.equals("*") ? "" : path.startsWith("/") ? path : "/" + path; // RFC 9112, 3.2.4
        Headers headers = proxy.credentials() == null
                ? head.headers()
                : head.headers().set("Proxy-Authorization", proxy.credentials().authorization());
        return new HttpRequest(
                head.method(),
                head.scheme(),
                head.host(),
                head.port(),
                head.scheme() + "://" + authority + rest,
                head.version(),
                headers,
                head.trailers(),
                head.body(),
                head.started(),
                head.ended());
    }
}
