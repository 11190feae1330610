package dev.steno.fleet.testing;

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
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

/** Invented flows as of browsers and programs: the same for the same seed. The dictionary was trained with them. */
public final class SampleFlows {
    /** When the first one began: 2026-09-21. */
    public static final long BEGAN = 1_790_000_000_000_000_000L;

    private static final String[] HOSTS = {
        "api.example.com",
        "www.example.org",
        "cdn.example.net",
        "login.example.com",
        "images.example.org",
        "10.0.0.7",
        "localhost",
        "telemetry.example.io",
        "graphql.example.dev",
        "s3.eu-west-1.example.com"
    };
    private static final String[] PATHS = {
        "/api/v1/users/", "/api/v2/orders?page=", "/static/js/main.", "/graphql?op=", "/v1/messages/", "/login?next=",
        "/assets/img/logo-", "/rest/items/", "/search?q=", "/health?n=", "/oauth2/token?n=", "/feed.json?since="
    };
    private static final String[] AGENTS = {
        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36",
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Safari/605.1.15",
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:127.0) Gecko/20100101 Firefox/127.0",
        "curl/8.5.0",
        "okhttp/4.12.0",
        "python-requests/2.32.3",
        "Go-http-client/2.0",
        "Java-http-client/17.0.11"
    };
    private static final String[] TYPES = {
        "application/json",
        "text/html; charset=utf-8",
        "application/javascript",
        "image/png",
        "text/css",
        "text/plain",
        "application/json; charset=utf-8",
        "application/octet-stream",
        "application/x-www-form-urlencoded"
    };
    private static final int[] STATUS = {200, 200, 200, 200, 201, 204, 301, 302, 304, 400, 401, 403, 404, 500, 502, 503
    };

    private SampleFlows() {}

    /** A flow that ended, with a small body. */
    public static HttpFlow complete(long id, long seed) {
        return answered(open(id, seed), seed, body(new Random(seed * 31)));
    }

    /** A flow that has no response yet. */
    public static HttpFlow open(long id, long seed) {
        Random random = new Random(seed);
        String host = HOSTS[random.nextInt(HOSTS.length)];
        boolean tls = random.nextInt(4) > 0;
        long started = BEGAN + id * 1_000_000;
        boolean posts = random.nextInt(4) == 0;
        Headers.Builder headers = Headers.builder(12);
        headers.add("Host", host);
        headers.add("User-Agent", AGENTS[random.nextInt(AGENTS.length)]);
        headers.add(
                "Accept",
                random.nextBoolean() ? "*/*" : "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8");
        headers.add("Accept-Encoding", "gzip, deflate, br, zstd");
        headers.add("Accept-Language", "en-US,en;q=0.5");
        headers.add("Connection", "keep-alive");
        if (random.nextBoolean()) {
            headers.add("Cookie", "session=" + hex(random, 32) + "; theme=dark; lang=en");
        }
        if (random.nextInt(3) == 0) {
            headers.add("Authorization", "Bearer " + hex(random, 48));
        }
        if (random.nextInt(3) == 0) {
            headers.add("Referer", "https://" + host + "/");
            headers.add("Origin", "https://" + host);
            headers.add("Sec-Fetch-Dest", "empty");
            headers.add("Sec-Fetch-Mode", "cors");
            headers.add("Sec-Fetch-Site", "same-origin");
        }
        Body sent = posts ? body(random) : Body.NONE;
        if (posts) {
            headers.add("Content-Type", "application/json");
            headers.add("Content-Length", String.valueOf(sent.size()));
        }
        HttpRequest request = new HttpRequest(
                posts ? "POST" : "GET",
                tls ? "https" : "http",
                host,
                tls ? 443 : 80,
                PATHS[random.nextInt(PATHS.length)] + random.nextInt(100_000),
                random.nextBoolean() ? "HTTP/1.1" : "HTTP/2",
                headers.build(),
                null,
                sent,
                started,
                started + random.nextInt(1_000_000));
        return new HttpFlow(
                id,
                1,
                FlowState.OPEN,
                started,
                Times.UNSET,
                client(id, started),
                server(id, host, tls, started),
                request,
                null,
                List.of(),
                null,
                Notes.NONE,
                null);
    }

    private static Peer client(long id, long started) {
        return new Peer(
                id * 2 - 1,
                new Endpoint("127.0.0.1", 40_000 + (int) (id % 20_000)),
                null,
                new Endpoint("127.0.0.1", 8080),
                started - 1_000_000,
                started - 900_000,
                Times.UNSET,
                null,
                null,
                "regular");
    }

    private static Peer server(long id, String host, boolean secure, long started) {
        Tls tls = new Tls(
                started,
                "TLSv1.3",
                "TLS_AES_128_GCM_SHA256",
                host,
                "http/1.1",
                List.of("h2", "http/1.1"),
                List.of(0, 16, 43),
                List.of(new Certificate(("leaf of " + host).getBytes(StandardCharsets.US_ASCII))),
                null);
        return new Peer(
                id * 2,
                new Endpoint(host, secure ? 443 : 80),
                new Endpoint("192.0.2.7", secure ? 443 : 80),
                new Endpoint("127.0.0.1", 41_000),
                started,
                started + 500_000,
                Times.UNSET,
                secure ? tls : null,
                null);
    }

    /** The next revision of a flow, with a response. */
    public static HttpFlow answered(HttpFlow flow, long seed, Body body) {
        Random random = new Random(seed * 7 + 1);
        long at = flow.started() + 20_000_000;
        Headers.Builder headers = Headers.builder(12);
        headers.add(
                "Date", "Mon, 21 Sep 2026 " + (10 + random.nextInt(10)) + ":" + (10 + random.nextInt(50)) + ":00 GMT");
        headers.add("Content-Type", TYPES[random.nextInt(TYPES.length)]);
        headers.add("Content-Length", String.valueOf(body.size()));
        headers.add("Server", random.nextBoolean() ? "nginx/1.24.0" : "cloudflare");
        headers.add(
                "Cache-Control",
                random.nextBoolean() ? "no-cache, no-store, must-revalidate" : "public, max-age=31536000");
        headers.add("Vary", "Accept-Encoding");
        headers.add("ETag", "\"" + hex(random, 16) + "\"");
        if (random.nextBoolean()) {
            headers.add("Strict-Transport-Security", "max-age=31536000; includeSubDomains");
            headers.add("X-Content-Type-Options", "nosniff");
            headers.add("X-Frame-Options", "SAMEORIGIN");
            headers.add("Access-Control-Allow-Origin", "*");
        }
        if (random.nextInt(4) == 0) {
            headers.add("Set-Cookie", "session=" + hex(random, 32) + "; Path=/; Secure; HttpOnly; SameSite=Lax");
        }
        HttpResponse response = new HttpResponse(
                flow.request().version(),
                STATUS[random.nextInt(STATUS.length)],
                "OK",
                headers.build(),
                null,
                body,
                at,
                at + 1_000_000);
        return new HttpFlow(
                flow.id(),
                flow.revision() + 1,
                FlowState.COMPLETE,
                flow.started(),
                21_000_000 + random.nextInt(1_000_000),
                flow.client(),
                flow.server(),
                flow.request(),
                response,
                flow.interim(),
                flow.error(),
                flow.notes(),
                flow.original());
    }

    private static Body body(Random random) {
        StringBuilder text = new StringBuilder("{\"items\":[");
        int items = random.nextInt(12);
        for (int i = 0; i < items; i++) {
            text.append(i == 0 ? "" : ",")
                    .append("{\"id\":" + random.nextInt(1_000_000) + ",\"name\":\"" + hex(random, 8)
                            + "\",\"created_at\":\"2026-09-21T10:00:00Z\",\"active\":" + random.nextBoolean() + "}");
        }
        byte[] bytes = text.append("],\"total\":" + items + ",\"next\":null,\"error\":null}")
                .toString()
                .getBytes(StandardCharsets.US_ASCII);
        return new Body.Inline(bytes);
    }

    private static String hex(Random random, int length) {
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append(Character.forDigit(random.nextInt(16), 16));
        }
        return text.toString();
    }
}
