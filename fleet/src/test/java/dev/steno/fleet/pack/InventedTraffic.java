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
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Invented flows that have the header fields of common browsers, clients and servers, in their usual orders and forms. The
 * dictionary is trained with them; no name, value or body was ever captured. The same for the same seed.
 */
final class InventedTraffic {
    private static final long BEGAN = 1_790_000_000_000_000_000L;
    private static final String[] HOSTS = {
        "www.example.com", "api.example.com", "static.example.net", "cdn.example.org", "login.example.com",
        "images.example.net", "fonts.example.org", "app.example.io", "metrics.example.dev", "localhost"
    };
    private static final String[] LANGUAGES = {
        "en-US,en;q=0.9",
        "en-US,en;q=0.5",
        "en-GB,en;q=0.9,en-US;q=0.8",
        "de-DE,de;q=0.9,en-US;q=0.8,en;q=0.7",
        "fr-FR,fr;q=0.9,en-US;q=0.8,en;q=0.7",
        "es-ES,es;q=0.9,en;q=0.8",
        "ja,en-US;q=0.9,en;q=0.8",
        "de,en-US;q=0.7,en;q=0.3",
        "zh-CN,zh;q=0.9,en;q=0.8",
        "pt-BR,pt;q=0.9,en-US;q=0.8,en;q=0.7"
    };
    private static final String[] PLAIN_AGENTS = {
        "curl/8.",
        "okhttp/4.12.0",
        "okhttp/5.",
        "python-requests/2.32.",
        "Go-http-client/1.1",
        "Go-http-client/2.0",
        "axios/1.7.",
        "node-fetch/1.0",
        "undici",
        "node",
        "Java-http-client/21.0.",
        "Apache-HttpClient/5.3 (Java/17.0.1",
        "Python/3.12 aiohttp/3.9.",
        "PostmanRuntime/7.4",
        "Dalvik/2.1.0 (Linux; U; Android 14; Pixel 8 Build/",
        "Wget/1.21.",
        "ExampleApp/12 CFNetwork/1568.200.51 Darwin/24.1.0",
        "grpc-java-okhttp/1.6",
        "Ruby",
        "PHP/8.3"
    };
    private static final String[] SERVERS = {
        "nginx", "nginx/1.24.0", "nginx/1.27.", "Apache", "Apache/2.4.58 (Ubuntu)", "cloudflare", "gws", "ESF",
                "AmazonS3",
        "CloudFront", "Microsoft-IIS/10.0", "envoy", "istio-envoy", "openresty", "Caddy", "Kestrel", "gunicorn",
                "uvicorn",
        "LiteSpeed", "AkamaiGHost", "GitHub.com", "Vercel", "Netlify", "Jetty(12.0.1)", "Varnish", "awselb/2.0",
                "Tengine"
    };
    private static final String[] TYPES = {
        "application/json",
        "application/json; charset=utf-8",
        "application/json;charset=UTF-8",
        "text/html; charset=utf-8",
        "text/html; charset=UTF-8",
        "text/html",
        "application/javascript",
        "application/javascript; charset=utf-8",
        "text/javascript; charset=utf-8",
        "text/css",
        "text/css; charset=utf-8",
        "image/png",
        "image/jpeg",
        "image/webp",
        "image/avif",
        "image/svg+xml",
        "image/gif",
        "image/x-icon",
        "font/woff2",
        "text/plain; charset=utf-8",
        "text/plain",
        "application/octet-stream",
        "application/xml",
        "text/event-stream",
        "application/grpc",
        "application/pdf",
        "application/x-protobuf",
        "video/mp4",
        "application/problem+json",
        "application/manifest+json"
    };
    private static final String[] CACHING = {
        "no-cache",
        "no-store",
        "private",
        "private, no-cache, no-store, must-revalidate",
        "public, max-age=31536000",
        "public, max-age=31536000, immutable",
        "max-age=0, private, must-revalidate",
        "max-age=3600",
        "public, max-age=3600",
        "no-cache, no-store, must-revalidate",
        "no-cache, no-store, max-age=0, must-revalidate",
        "public, max-age=86400",
        "max-age=604800",
        "public, max-age=0, must-revalidate",
        "no-store, no-cache, must-revalidate, post-check=0, pre-check=0",
        "private, max-age=0",
        "public, max-age=300, s-maxage=600, stale-while-revalidate=86400",
        "max-age=31536000"
    };
    private static final String[] STATUS = {
        "200 OK",
        "200 OK",
        "200 OK",
        "200 OK",
        "200 OK",
        "200 OK",
        "200 ",
        "201 Created",
        "204 No Content",
        "206 Partial Content",
        "301 Moved Permanently",
        "302 Found",
        "304 Not Modified",
        "307 Temporary Redirect",
        "400 Bad Request",
        "401 Unauthorized",
        "403 Forbidden",
        "404 Not Found",
        "405 Method Not Allowed",
        "409 Conflict",
        "422 Unprocessable Entity",
        "429 Too Many Requests",
        "500 Internal Server Error",
        "502 Bad Gateway",
        "503 Service Unavailable",
        "504 Gateway Timeout"
    };
    private static final String[] SUITES = {
        "TLS_AES_128_GCM_SHA256",
        "TLS_AES_256_GCM_SHA384",
        "TLS_CHACHA20_POLY1305_SHA256",
        "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
        "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
        "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384"
    };
    private static final String[] PATHS = {
        "/",
        "/api/v1/",
        "/api/v2/",
        "/v1/",
        "/assets/",
        "/static/js/",
        "/static/css/",
        "/images/",
        "/img/",
        "/fonts/",
        "/graphql",
        "/search?q=",
        "/login?next=%2F",
        "/oauth2/token",
        "/users/",
        "/items?page=2&limit=50&sort=",
        "/products/",
        "/_next/static/chunks/",
        "/wp-content/uploads/2026/",
        "/favicon.ico",
        "/index.html?id=",
        "/health",
        "/collect?v=2&tid=",
        "/socket.io/?EIO=4&transport=polling&t=",
        "/media/",
        "/.well-known/"
    };
    private static final String[] WORDS = {
        "the",
        "and",
        "for",
        "with",
        "you",
        "this",
        "that",
        "from",
        "are",
        "name",
        "title",
        "value",
        "type",
        "data",
        "user",
        "item",
        "list",
        "page",
        "content",
        "account",
        "order",
        "price",
        "status",
        "message",
        "service",
        "update",
        "search",
        "product",
        "image",
        "more",
        "new",
        "all",
        "your",
        "about",
        "time",
        "first",
        "click",
        "here",
        "view",
        "information"
    };
    private static final String[] NAMES = {
        "id",
        "name",
        "type",
        "value",
        "title",
        "status",
        "message",
        "created_at",
        "updated_at",
        "createdAt",
        "updatedAt",
        "url",
        "description",
        "active",
        "enabled",
        "count",
        "total",
        "price",
        "currency",
        "user_id",
        "userId",
        "email",
        "tags",
        "timestamp",
        "version",
        "items",
        "data",
        "result",
        "error",
        "code",
        "key",
        "label",
        "image",
        "width",
        "height",
        "ref"
    };

    private final Random random;

    private InventedTraffic(long seed) {
        random = new Random(seed * 0x9E3779B97F4A7C15L);
    }

    /** Returns a flow that ended. */
    static HttpFlow flow(long seed) {
        return new InventedTraffic(seed).flow(seed, 1 + (int) (seed % 7));
    }

    private String any(String[] of) {
        return of[random.nextInt(of.length)];
    }

    private boolean chance(int in) {
        return random.nextInt(in) == 0;
    }

    private String hex(int length) {
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append(Character.forDigit(random.nextInt(16), 16));
        }
        return text.toString();
    }

    private String uuid() {
        return hex(8) + "-" + hex(4) + "-4" + hex(3) + "-a" + hex(3) + "-" + hex(12);
    }

    private HttpFlow flow(long id, int revision) {
        String host = any(HOSTS);
        boolean tls = !chance(8);
        boolean second = tls && chance(2);
        long started = BEGAN + id * 1_000_000_000L + random.nextInt(1_000_000_000);
        boolean sends = chance(5);
        String type = any(TYPES);
        boolean coded = chance(5);
        Body sent = sends ? new Body.Inline(json(1)) : Body.NONE;
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
        request(request, second, host, scheme, type, sent);
        String[] status = any(STATUS).split(" ", 2);
        Body body = coded ? new Body.Inline(new byte[0]) : new Body.Inline(body(type));
        Headers.Builder response = Headers.builder(24);
        if (second) {
            response.add(":status", status[0]);
        }
        response(response, second, type, coded, body.size(), scheme + "://" + host);
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

    private void request(Headers.Builder to, boolean second, String host, String scheme, String type, Body sent) {
        String origin = scheme + "://" + host;
        boolean document = type.startsWith("text/html");
        String dest = document
                ? "document"
                : type.startsWith("image")
                        ? "image"
                        : type.startsWith("text/css")
                                ? "style"
                                : type.contains("javascript") ? "script" : type.startsWith("font") ? "font" : "empty";
        if (!second) {
            add(to, false, "Host", host);
        }
        if (chance(5)) {
            add(to, second, "User-Agent", any(PLAIN_AGENTS) + (chance(2) ? random.nextInt(20) : ""));
            add(to, second, "Accept", chance(2) ? "*/*" : "application/json, text/plain, */*");
            if (chance(2)) {
                add(to, second, "Accept-Encoding", chance(2) ? "gzip" : "gzip, deflate, br");
            }
            sent(to, second, sent);
            if (chance(2)) {
                add(
                        to,
                        second,
                        "Authorization",
                        (chance(4) ? "Basic " : "Bearer eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.") + hex(20));
            }
            return;
        }
        boolean chromium = !chance(3);
        boolean safari = !chromium && chance(2);
        int release = 120 + random.nextInt(40);
        if (!second) {
            add(to, false, "Connection", "keep-alive");
        }
        sent(to, second, sent);
        String[] system = any(new String[] {
                    "Windows NT 10.0; Win64; x64|\"Windows\"",
                    "Windows NT 10.0; Win64; x64|\"Windows\"",
                    "Macintosh; Intel Mac OS X 10_15_7|\"macOS\"",
                    "X11; Linux x86_64|\"Linux\"",
                    "Linux; Android 10; K|\"Android\""
                })
                .split("\\|");
        boolean mobile = system[1].equals("\"Android\"");
        if (chromium) {
            String edge = chance(6) ? " Edg/" + release + ".0.0.0" : "";
            String brand = edge.isEmpty() ? "\"Google Chrome\"" : "\"Microsoft Edge\"";
            String grease = any(new String[] {
                "\"Not A(Brand\";v=\"24\"",
                "\"Not=A?Brand\";v=\"8\"",
                "\"Not)A;Brand\";v=\"99\"",
                "\"Not_A Brand\";v=\"8\"",
                "\"Not/A)Brand\";v=\"8\"",
                "\"Not;A=Brand\";v=\"24\"",
                "\"Not:A-Brand\";v=\"99\""
            });
            String chrome = "\"Chromium\";v=\"" + release + "\"";
            add(to, second, "sec-ch-ua-platform", system[1]);
            add(
                    to,
                    second,
                    "User-Agent",
                    "Mozilla/5.0 (" + system[0] + ") AppleWebKit/537.36 (KHTML, like Gecko) Chrome/" + release
                            + ".0.0.0 " + (mobile ? "Mobile " : "") + "Safari/537.36" + edge);
            add(
                    to,
                    second,
                    "sec-ch-ua",
                    chance(2) ? chrome + ", " + grease : chrome + ", " + brand + ";v=\"" + release + "\", " + grease);
            add(to, second, "sec-ch-ua-mobile", mobile ? "?1" : "?0");
        } else if (safari) {
            add(
                    to,
                    second,
                    "User-Agent",
                    chance(2)
                            ? "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/"
                                    + (17 + random.nextInt(10)) + "." + random.nextInt(6) + " Safari/605.1.15"
                            : "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/"
                                    + (17 + random.nextInt(10)) + ".1 Mobile/15E148 Safari/604.1");
        } else {
            add(
                    to,
                    second,
                    "User-Agent",
                    "Mozilla/5.0 ("
                            + any(new String[] {
                                "Windows NT 10.0; Win64; x64",
                                "X11; Linux x86_64",
                                "X11; Ubuntu; Linux x86_64",
                                "Macintosh; Intel Mac OS X 10.15"
                            })
                            + "; rv:" + release + ".0) Gecko/20100101 Firefox/" + release + ".0");
        }
        add(to, second, "Accept", accept(dest, chromium));
        if (document) {
            add(to, second, "Upgrade-Insecure-Requests", "1");
        }
        boolean started = chance(4);
        add(
                to,
                second,
                "Sec-Fetch-Site",
                started ? "none" : any(new String[] {"same-origin", "same-origin", "same-site", "cross-site"}));
        add(
                to,
                second,
                "Sec-Fetch-Mode",
                document ? "navigate" : dest.equals("empty") || dest.equals("font") ? "cors" : "no-cors");
        if (document && chance(2)) {
            add(to, second, "Sec-Fetch-User", "?1");
        }
        add(to, second, "Sec-Fetch-Dest", dest);
        if (!started) {
            if (chance(3)) {
                add(to, second, "Origin", origin);
            }
            add(to, second, "Referer", origin + "/" + (chance(2) ? "" : any(WORDS) + "/" + any(WORDS)));
        }
        add(to, second, "Accept-Encoding", chance(3) ? "gzip, deflate, br" : "gzip, deflate, br, zstd");
        add(to, second, "Accept-Language", any(LANGUAGES));
        if (chance(2)) {
            add(
                    to,
                    second,
                    "Cookie",
                    any(new String[] {
                                "session=",
                                "sessionid=",
                                "_ga=GA1.1.",
                                "JSESSIONID=",
                                "PHPSESSID=",
                                "csrftoken=",
                                "sid=",
                                "connect.sid=s%3A",
                                "_gid=GA1.2."
                            })
                            + hex(24)
                            + (chance(2)
                                    ? "; theme=dark; lang=en; consent=1"
                                    : "; _ga=GA1.1." + random.nextInt(1_000_000_000)));
        }
        if (chance(6)) {
            add(to, second, "If-None-Match", "W/\"" + hex(16) + "\"");
        }
        if (second) {
            add(to, true, "Priority", chance(2) ? "u=1, i" : "u=0, i");
        }
    }

    private static String accept(String dest, boolean chromium) {
        return switch (dest) {
            case "document" ->
                chromium
                        ? "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/apng,*/*;q=0.8,"
                                + "application/signed-exchange;v=b3;q=0.7"
                        : "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";
            case "image" -> "image/avif,image/webp,image/apng,image/svg+xml,image/*,*/*;q=0.8";
            case "style" -> "text/css,*/*;q=0.1";
            case "empty" -> chromium ? "application/json, text/plain, */*" : "application/json";
            default -> "*/*";
        };
    }

    private void sent(Headers.Builder to, boolean second, Body sent) {
        if (sent.size() > 0) {
            add(to, second, "Content-Type", any(new String[] {
                "application/json",
                "application/json; charset=utf-8",
                "application/x-www-form-urlencoded",
                "text/plain;charset=UTF-8",
                "multipart/form-data; boundary=----WebKitFormBoundary"
            }));
            add(to, second, "Content-Length", String.valueOf(sent.size()));
        }
    }

    private void response(Headers.Builder to, boolean second, String type, boolean coded, long size, String origin) {
        add(to, second, "Date", date());
        if (!chance(6)) {
            add(to, second, "Server", any(SERVERS));
        }
        if (!second) {
            add(to, false, "Connection", chance(6) ? "close" : "keep-alive");
        }
        add(to, second, "Content-Type", type);
        if (chance(3)) {
            add(to, second, "Transfer-Encoding", "chunked");
        } else {
            add(to, second, "Content-Length", String.valueOf(coded ? random.nextInt(20_000) : size));
        }
        if (coded) {
            add(to, second, "Content-Encoding", any(new String[] {"gzip", "gzip", "br", "zstd"}));
        }
        if (!chance(3)) {
            add(to, second, "Vary", any(new String[] {
                "Accept-Encoding",
                "Accept-Encoding, Origin",
                "Origin",
                "Accept, Accept-Encoding",
                "Accept-Encoding, Cookie",
                "Accept-Encoding,User-Agent"
            }));
        }
        if (!chance(5)) {
            add(to, second, "Cache-Control", any(CACHING));
        }
        if (chance(2)) {
            add(to, second, "ETag", (chance(2) ? "W/" : "") + "\"" + hex(8) + "-" + hex(4) + "\"");
        }
        if (chance(3)) {
            add(to, second, "Last-Modified", date());
        }
        if (chance(3)) {
            add(
                    to,
                    second,
                    any(new String[] {"X-Request-Id", "X-Amzn-RequestId", "X-Correlation-ID", "X-Trace-Id"}),
                    chance(2) ? uuid() : hex(32));
        }
        if (chance(2)) {
            add(to, second, "Strict-Transport-Security", any(new String[] {
                "max-age=31536000",
                "max-age=31536000; includeSubDomains",
                "max-age=63072000; includeSubDomains; preload",
                "max-age=15552000; includeSubDomains"
            }));
            add(to, second, "X-Content-Type-Options", "nosniff");
            add(to, second, "X-Frame-Options", chance(2) ? "SAMEORIGIN" : "DENY");
            add(to, second, "Referrer-Policy", "strict-origin-when-cross-origin");
            if (chance(2)) {
                add(
                        to,
                        second,
                        "Content-Security-Policy",
                        "default-src 'self'; script-src 'self' 'unsafe-inline' https://cdn.example.net; "
                                + "style-src 'self' 'unsafe-inline'; img-src 'self' data: https:; connect-src 'self'; font-src 'self' data:; frame-ancestors 'none'");
            }
            if (chance(3)) {
                add(to, second, "X-XSS-Protection", "1; mode=block");
                add(to, second, "Permissions-Policy", "geolocation=(), microphone=(), camera=(), interest-cohort=()");
            }
        }
        if (chance(3)) {
            add(to, second, "Access-Control-Allow-Origin", chance(2) ? "*" : origin);
            add(to, second, "Access-Control-Allow-Credentials", "true");
            add(to, second, "Access-Control-Allow-Methods", "GET, POST, PUT, DELETE, OPTIONS");
            add(to, second, "Access-Control-Allow-Headers", "Content-Type, Authorization");
        }
        if (chance(4)) {
            add(
                    to,
                    second,
                    "Set-Cookie",
                    any(new String[] {"session=", "sid=", "csrftoken=", "JSESSIONID="})
                            + hex(24)
                            + any(new String[] {
                                "; Path=/; HttpOnly",
                                "; Path=/; Secure; HttpOnly; SameSite=Lax",
                                "; Path=/; Max-Age=31536000; SameSite=None; Secure",
                                "; expires=" + date() + "; path=/; domain=.example.com; Secure"
                            }));
        }
        if (chance(5)) {
            add(to, second, "CF-Cache-Status", chance(2) ? "HIT" : "DYNAMIC");
            add(to, second, "CF-RAY", hex(16) + "-FRA");
            add(to, second, "alt-svc", "h3=\":443\"; ma=86400");
        } else if (chance(4)) {
            add(to, second, "X-Cache", any(new String[] {
                "HIT", "MISS", "Hit from cloudfront", "Miss from cloudfront", "TCP_HIT"
            }));
            add(to, second, "Via", chance(2) ? "1.1 varnish" : "1.1 " + hex(32) + ".cloudfront.net (CloudFront)");
            add(to, second, "Age", String.valueOf(random.nextInt(100_000)));
        }
        if (chance(4)) {
            add(to, second, "Accept-Ranges", "bytes");
        }
        if (chance(8)) {
            add(to, second, "Location", origin + "/" + any(WORDS));
        }
        if (chance(6)) {
            add(to, second, "X-Powered-By", any(new String[] {"Express", "PHP/8.2.1", "ASP.NET", "Next.js"}));
            add(to, second, "Server-Timing", "total;dur=" + random.nextInt(300));
            add(to, second, "X-RateLimit-Limit", "5000");
            add(to, second, "X-RateLimit-Remaining", String.valueOf(random.nextInt(5000)));
        }
    }

    private static void add(Headers.Builder to, boolean second, String name, String value) {
        to.add(second ? name.toLowerCase(Locale.ROOT) : name, value);
    }

    private String date() {
        return any(new String[] {"Mon, ", "Tue, ", "Wed, ", "Thu, ", "Fri, ", "Sat, ", "Sun, "})
                + (10 + random.nextInt(19)) + " "
                + any(new String[] {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"})
                + " 202" + (5 + random.nextInt(4)) + " " + (10 + random.nextInt(14)) + ":" + (10 + random.nextInt(50))
                + ":"
                + (10 + random.nextInt(50)) + " GMT";
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

    private byte[] body(String type) {
        String text;
        if (type.contains("json")) {
            return json(random.nextInt(6));
        } else if (type.startsWith("text/html")) {
            text =
                    "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width,"
                            + " initial-scale=1\">\n<title>" + phrase(4)
                            + "</title>\n<link rel=\"stylesheet\" href=\"/static/css/" + hex(6)
                            + ".css\">\n<script src=\"/static/js/" + hex(6)
                            + ".js\" defer></script>\n</head>\n<body>\n<div class=\"" + any(WORDS)
                            + "\"><h1>" + phrase(3) + "</h1>\n<p class=\"" + any(WORDS) + "\"><a href=\"/" + any(WORDS)
                            + "/" + random.nextInt(10_000) + "\">"
                            + phrase(3) + "</a> " + phrase(9) + ".</p>\n<ul><li><span>" + phrase(2)
                            + "</span></li></ul>\n</div>\n</body></html>";
        } else if (type.contains("javascript")) {
            text = "!function(){\"use strict\";var e=" + random.nextInt(1000) + ";function " + any(WORDS)
                    + "(e,t){return e." + any(WORDS)
                    + "(t)&&" + random.nextInt(100) + "<t.length?\"" + any(WORDS)
                    + "\":void 0}Object.defineProperty(exports,\"__esModule\",{value:!0});const n=()=>{};"
                    + "export default " + any(WORDS) + ";module.exports=document.querySelector(\"." + any(WORDS)
                    + "\").addEventListener(\"click\",function(e){e.preventDefault()})}();";
        } else if (type.startsWith("text/css")) {
            text = "." + any(WORDS) + "{margin:0;padding:" + random.nextInt(32) + "px;color:#" + hex(6)
                    + ";background-color:#" + hex(3) + "}\n."
                    + any(WORDS) + "-" + any(WORDS) + "{display:flex;align-items:center;font-size:" + random.nextInt(32)
                    + "px;width:100%;position:relative}\n"
                    + "@media (max-width:768px){." + any(WORDS) + "{display:none}}\n";
        } else if (type.startsWith("text/plain")) {
            text = phrase(20);
        } else {
            byte[] noise = new byte[16];
            random.nextBytes(noise);
            return noise;
        }
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private String phrase(int words) {
        StringBuilder text = new StringBuilder(any(WORDS));
        for (int i = 1; i < words; i++) {
            text.append(' ').append(any(WORDS));
        }
        return text.toString();
    }

    private byte[] json(int items) {
        StringBuilder text = new StringBuilder(chance(2) ? "{\"data\":[" : "{\"items\":[");
        for (int i = 0; i < items; i++) {
            text.append(i == 0 ? "{" : ",{").append("\"id\":").append(random.nextInt(10_000_000));
            for (int k = 0; k < 5; k++) {
                text.append(",\"")
                        .append(any(NAMES))
                        .append("\":")
                        .append(
                                switch (random.nextInt(6)) {
                                    case 0 -> "\"" + hex(16) + "\"";
                                    case 1 -> String.valueOf(random.nextBoolean());
                                    case 2 -> "null";
                                    case 3 -> random.nextInt(10_000) + "." + random.nextInt(100);
                                    case 4 ->
                                        "\"2026-0" + (1 + random.nextInt(9)) + "-1" + random.nextInt(10)
                                                + "T10:00:00Z\"";
                                    default -> "\"" + phrase(3) + "\"";
                                });
            }
            text.append(chance(3) ? ",\"tags\":[\"" + any(WORDS) + "\",\"" + any(WORDS) + "\"]}" : "}");
        }
        return text.append("],\"total\":" + items + ",\"next\":null,\"success\":true,\"error\":null}")
                .toString()
                .getBytes(StandardCharsets.US_ASCII);
    }
}
