package dev.steno.bench;

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

/** The flow of an ordinary browser request, for measuring. */
final class BrowserFlow {
    private static final long START = 1_795_420_800_123_456_789L;

    private BrowserFlow() {}

    static HttpFlow get(int bodySize) {
        byte[] body = new byte[bodySize];
        new Random(1).nextBytes(body);
        HttpRequest request = new HttpRequest(
                "GET",
                "https",
                "www.example.test",
                443,
                "/assets/app/2.41.0/chunk-vendors.7c1f2b9e.js?cache=20261101",
                "HTTP/1.1",
                requestHeaders(),
                null,
                Body.NONE,
                START,
                START + 90_000);
        HttpResponse response = new HttpResponse(
                "HTTP/1.1",
                200,
                "OK",
                responseHeaders(bodySize),
                null,
                new Body.Inline(body),
                START + 21_000_000,
                START + 23_000_000);
        return new HttpFlow(
                123_456,
                4,
                FlowState.COMPLETE,
                START,
                23_000_000,
                client(),
                server(),
                request,
                response,
                List.of(),
                null,
                Notes.NONE,
                null);
    }

    private static Headers requestHeaders() {
        return Headers.of(
                "Host",
                "www.example.test",
                "Connection",
                "keep-alive",
                "sec-ch-ua",
                "\"Chromium\";v=\"156\", \"Not A(Brand\";v=\"24\"",
                "sec-ch-ua-mobile",
                "?0",
                "User-Agent",
                "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36",
                "sec-ch-ua-platform",
                "\"Linux\"",
                "Accept",
                "*/*",
                "Sec-Fetch-Site",
                "same-origin",
                "Sec-Fetch-Mode",
                "no-cors",
                "Sec-Fetch-Dest",
                "script",
                "Referer",
                "https://www.example.test/app/overview",
                "Accept-Encoding",
                "gzip, deflate, br, zstd",
                "Accept-Language",
                "en-GB,en;q=0.9,de;q=0.8",
                "Cookie",
                "session=6f1f0c5e0b7c4c07a2b3d1c8e4a9f7d2; consent=1; theme=dark; region=eu-central");
    }

    private static Headers responseHeaders(int bodySize) {
        return Headers.of(
                "Date",
                "Mon, 23 Nov 2026 08:00:00 GMT",
                "Content-Type",
                "application/javascript; charset=utf-8",
                "Content-Length",
                Integer.toString(bodySize),
                "Connection",
                "keep-alive",
                "Server",
                "nginx",
                "Last-Modified",
                "Sun, 01 Nov 2026 10:11:12 GMT",
                "ETag",
                "\"65428f10-400\"",
                "Cache-Control",
                "public, max-age=31536000, immutable",
                "Content-Encoding",
                "br",
                "Vary",
                "Accept-Encoding, Origin",
                "Strict-Transport-Security",
                "max-age=63072000; includeSubDomains; preload",
                "X-Content-Type-Options",
                "nosniff",
                "Alt-Svc",
                "h3=\":443\"; ma=86400",
                "X-Request-Id",
                "0f9c2b7e-5a0d-4d7c-9a51-3f6f5f1b2a10");
    }

    private static Peer client() {
        Tls tls = new Tls(
                START - 4_000_000,
                "TLSv1.3",
                "TLS_AES_128_GCM_SHA256",
                "www.example.test",
                "http/1.1",
                List.of("h2", "http/1.1"),
                List.of(0x3a3a, 0, 23, 65281, 10, 11, 35, 16, 5, 13, 18, 51, 45, 43, 27, 17513, 65037, 0x1a1a),
                List.of(),
                new Certificate(new byte[] {1}));
        return new Peer(
                17,
                new Endpoint("127.0.0.1", 51_234),
                null,
                new Endpoint("127.0.0.1", 8080),
                START - 30_000_000,
                Times.UNSET,
                Times.UNSET,
                tls,
                null);
    }

    private static Peer server() {
        Tls tls = new Tls(
                START - 8_000_000,
                "TLSv1.3",
                "TLS_AES_256_GCM_SHA384",
                "www.example.test",
                "http/1.1",
                List.of("http/1.1"),
                List.of(),
                List.of(new Certificate(new byte[] {2}), new Certificate(new byte[] {3}), new Certificate(new byte[] {4
                })),
                null);
        return new Peer(
                18,
                new Endpoint("www.example.test", 443),
                new Endpoint("203.0.113.80", 443),
                new Endpoint("192.0.2.10", 40_022),
                START - 29_000_000,
                START - 20_000_000,
                Times.UNSET,
                tls,
                null);
    }
}
