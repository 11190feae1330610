package dev.steno.fleet.pack;

import dev.steno.flow.Body;
import dev.steno.flow.Headers;
import java.util.Locale;
import java.util.Random;

/** Header fields of invented flows, in the orders and forms of common programs. */
final class InventedHeads extends InventedDraw {
    private static final String[] LANGUAGES = split("en-US,en;q=0.9|en-US,en;q=0.5|en-GB,en;q=0.9,en-US;q=0.8|"
            + "de-DE,de;q=0.9,en-US;q=0.8,en;q=0.7|fr-FR,fr;q=0.9,en-US;q=0.8,en;q=0.7|"
            + "es-ES,es;q=0.9,en;q=0.8|ja,en-US;q=0.9,en;q=0.8|de,en-US;q=0.7,en;q=0.3|"
            + "zh-CN,zh;q=0.9,en;q=0.8|pt-BR,pt;q=0.9,en-US;q=0.8,en;q=0.7");
    private static final String[] PLAIN_AGENTS =
            split("curl/8.|okhttp/4.12.0|okhttp/5.|python-requests/2.32.|Go-http-client/1.1|"
                    + "Go-http-client/2.0|axios/1.7.|node-fetch/1.0|undici|node|Java-http-client/21.0.|"
                    + "Apache-HttpClient/5.3 (Java/17.0.1|Python/3.12 aiohttp/3.9.|PostmanRuntime/7.4|"
                    + "Dalvik/2.1.0 (Linux; U; Android 14; Pixel 8 Build/|Wget/1.21.|"
                    + "ExampleApp/12 CFNetwork/1568.200.51 Darwin/24.1.0|grpc-java-okhttp/1.6|Ruby|PHP/8.3");
    private static final String[] SERVERS =
            split("nginx|nginx/1.24.0|nginx/1.27.|Apache|Apache/2.4.58 (Ubuntu)|cloudflare|gws|ESF|AmazonS3|"
                    + "CloudFront|Microsoft-IIS/10.0|envoy|istio-envoy|openresty|Caddy|Kestrel|gunicorn|uvicorn|"
                    + "LiteSpeed|AkamaiGHost|GitHub.com|Vercel|Netlify|Jetty(12.0.1)|Varnish|awselb/2.0|Tengine");
    private static final String[] CACHING =
            split("no-cache|no-store|private|private, no-cache, no-store, must-revalidate|"
                    + "public, max-age=31536000|public, max-age=31536000, immutable|"
                    + "max-age=0, private, must-revalidate|max-age=3600|public, max-age=3600|"
                    + "no-cache, no-store, must-revalidate|no-cache, no-store, max-age=0, must-revalidate|"
                    + "public, max-age=86400|max-age=604800|public, max-age=0, must-revalidate|"
                    + "no-store, no-cache, must-revalidate, post-check=0, pre-check=0|private, max-age=0|"
                    + "public, max-age=300, s-maxage=600, stale-while-revalidate=86400|max-age=31536000");

    InventedHeads(Random random) {
        super(random);
    }

    void request(Headers.Builder to, boolean second, String host, String scheme, String type, Body sent) {
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

    void response(Headers.Builder to, boolean second, String type, boolean coded, long size, String origin) {
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
}
