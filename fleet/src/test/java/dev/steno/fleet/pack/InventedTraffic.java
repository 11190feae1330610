package dev.steno.fleet.pack;

import dev.steno.flow.Body;
import dev.steno.flow.Certificate;
import dev.steno.flow.Endpoint;
import dev.steno.flow.FlowState;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpRequest;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.Notes;
import dev.steno.flow.Peer;
import dev.steno.flow.Times;
import dev.steno.flow.Tls;
import java.util.List;
import java.util.Random;

/**
 * Invented flows that have the header fields of common browsers, clients and servers, in their usual orders and forms. The
 * dictionary is trained with them; no name, value or body was ever captured. The same for the same seed.
 */
final class InventedTraffic extends InventedDraw {
    private static final long BEGAN = 1_790_000_000_000_000_000L;
    private static final String[] HOSTS =
            split("www.example.com|api.example.com|static.example.net|cdn.example.org|login.example.com|"
                    + "images.example.net|fonts.example.org|app.example.io|metrics.example.dev|localhost");
    private static final String[] TYPES =
            split("application/json|application/json; charset=utf-8|application/json;charset=UTF-8|"
                    + "text/html; charset=utf-8|text/html; charset=UTF-8|text/html|application/javascript|"
                    + "application/javascript; charset=utf-8|text/javascript; charset=utf-8|text/css|"
                    + "text/css; charset=utf-8|image/png|image/jpeg|image/webp|image/avif|image/svg+xml|"
                    + "image/gif|image/x-icon|font/woff2|text/plain; charset=utf-8|text/plain|"
                    + "application/octet-stream|application/xml|text/event-stream|application/grpc|"
                    + "application/pdf|application/x-protobuf|video/mp4|application/problem+json|"
                    + "application/manifest+json");
    private static final String[] STATUS =
            split("200 OK|200 OK|200 OK|200 OK|200 OK|200 OK|200 |201 Created|204 No Content|"
                    + "206 Partial Content|301 Moved Permanently|302 Found|304 Not Modified|"
                    + "307 Temporary Redirect|400 Bad Request|401 Unauthorized|403 Forbidden|404 Not Found|"
                    + "405 Method Not Allowed|409 Conflict|422 Unprocessable Entity|429 Too Many Requests|"
                    + "500 Internal Server Error|502 Bad Gateway|503 Service Unavailable|504 Gateway Timeout");
    private static final String[] SUITES =
            split("TLS_AES_128_GCM_SHA256|TLS_AES_256_GCM_SHA384|TLS_CHACHA20_POLY1305_SHA256|"
                    + "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256|TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256|"
                    + "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384");
    private static final String[] PATHS =
            split("/|/api/v1/|/api/v2/|/v1/|/assets/|/static/js/|/static/css/|/images/|/img/|/fonts/|"
                    + "/graphql|/search?q=|/login?next=%2F|/oauth2/token|/users/|/items?page=2&limit=50&sort=|"
                    + "/products/|/_next/static/chunks/|/wp-content/uploads/2026/|/favicon.ico|/index.html?id=|"
                    + "/health|/collect?v=2&tid=|/socket.io/?EIO=4&transport=polling&t=|/media/|/.well-known/");

    private final InventedHeads heads = new InventedHeads(random);
    private final InventedBodies bodies = new InventedBodies(random);

    private InventedTraffic(long seed) {
        super(new Random(seed * 0x9E3779B97F4A7C15L));
    }

    /** Returns a flow that ended. */
    static HttpFlow flow(long seed) {
        return new InventedTraffic(seed).flow(seed, 1 + (int) (seed % 7));
    }

    private HttpFlow flow(long id, int revision) {
        String host = any(HOSTS);
        boolean tls = !chance(8);
        boolean second = tls && chance(2);
        long started = BEGAN + id * 1_000_000_000L + random.nextInt(1_000_000_000);
        boolean sends = chance(5);
        String type = any(TYPES);
        boolean coded = chance(5);
        Body sent = sends ? new Body.Inline(bodies.json(1)) : Body.NONE;
        String method = sends ? (chance(4) ? "PUT" : "POST") : chance(12) ? "OPTIONS" : "GET";
        String scheme = tls ? "https" : "http";
        String path = any(PATHS) + (chance(2) ? hex(6) : any(WORDS) + "/" + random.nextInt(10_000));
        Headers.Builder request = Headers.builder(24);
        if (second) {
            request.add(":method", method)
                    .add(":authority", host)
                    .add(":scheme", scheme)
                    .add(":path", path);
        }
        heads.request(request, second, host, scheme, type, sent);
        String[] status = any(STATUS).split(" ", 2);
        Body body = coded ? new Body.Inline(new byte[0]) : new Body.Inline(bodies.body(type));
        Headers.Builder response = Headers.builder(24);
        if (second) {
            response.add(":status", status[0]);
        }
        heads.response(response, second, type, coded, body.size(), scheme + "://" + host);
        String version = second ? "HTTP/2" : "HTTP/1.1";
        long duration = 1_000_000 + random.nextInt(200_000_000);
        return new HttpFlow(
                id,
                revision,
                FlowState.COMPLETE,
                started,
                duration,
                client(id, host, tls, second, started),
                server(id, host, tls, second, started),
                new HttpRequest(
                        method,
                        scheme,
                        host,
                        tls ? 443 : 80,
                        path,
                        version,
                        request.build(),
                        null,
                        sent,
                        started,
                        started + random.nextInt(1_000_000)),
                new HttpResponse(
                        version,
                        Integer.parseInt(status[0]),
                        second ? "" : status[1],
                        response.build(),
                        null,
                        body,
                        started + duration - 500_000,
                        started + duration),
                List.of(),
                null,
                Notes.NONE,
                null);
    }

    private Peer client(long id, String host, boolean tls, boolean second, long started) {
        return new Peer(
                id * 2 - 1,
                new Endpoint(
                        chance(3) ? "192.168.1." + random.nextInt(255) : "127.0.0.1", 32_768 + random.nextInt(28_000)),
                null,
                new Endpoint("127.0.0.1", 8080),
                started - 1_000_000,
                started - 900_000,
                Times.UNSET,
                tls ? tls(host, second, started) : null,
                null,
                "regular");
    }

    private Peer server(long id, String host, boolean tls, boolean second, long started) {
        int port = tls ? 443 : 80;
        return new Peer(
                id * 2,
                new Endpoint(host, port),
                new Endpoint(
                        any(new String[] {"192.0.2.", "198.51.100.", "203.0.113.", "10.0.0."}) + random.nextInt(255),
                        port),
                new Endpoint("192.168.1.2", 32_768 + random.nextInt(28_000)),
                started,
                started + 500_000,
                Times.UNSET,
                tls ? tls(host, second, started) : null,
                null);
    }

    private Tls tls(String host, boolean second, long started) {
        byte[] leaf = new byte[24];
        random.nextBytes(leaf);
        byte[] issuer = {(byte) random.nextInt(20)};
        return new Tls(
                started,
                chance(8) ? "TLSv1.2" : "TLSv1.3",
                any(SUITES),
                host,
                second ? "h2" : "http/1.1",
                chance(3) ? List.of("http/1.1") : List.of("h2", "http/1.1"),
                List.of(0, 23, 65281, 10, 11, 35, 16, 5, 13, 18, 51, 45, 43, 27, 17513, 21),
                chance(2) ? List.of(new Certificate(leaf)) : List.of(new Certificate(leaf), new Certificate(issuer)),
                null);
    }
}
