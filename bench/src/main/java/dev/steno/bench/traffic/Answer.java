package dev.steno.bench.traffic;

import dev.steno.flow.Headers;
import java.util.SplittableRandom;

/** A response's status line and header fields. */
record Answer(int status, String reason) {
    private static final Answer[] USUAL = {
        new Answer(200, "OK"),
        new Answer(200, "OK"),
        new Answer(200, "OK"),
        new Answer(200, "OK"),
        new Answer(200, "OK"),
        new Answer(200, "OK"),
        new Answer(200, "OK"),
        new Answer(206, "Partial Content"),
        new Answer(201, "Created"),
        new Answer(404, "Not Found")
    };
    private static final Answer[] RARE = {
        new Answer(400, "Bad Request"),
        new Answer(401, "Unauthorized"),
        new Answer(403, "Forbidden"),
        new Answer(409, "Conflict"),
        new Answer(429, "Too Many Requests"),
        new Answer(500, "Internal Server Error"),
        new Answer(502, "Bad Gateway"),
        new Answer(503, "Service Unavailable")
    };
    private static final Answer[] EMPTY = {
        new Answer(204, "No Content"),
        new Answer(304, "Not Modified"),
        new Answer(302, "Found"),
        new Answer(301, "Moved Permanently")
    };
    private static final String[] DAYS = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};

    static Answer draw(Kind kind, SplittableRandom random) {
        if (kind == Kind.NOTHING) {
            return EMPTY[random.nextInt(EMPTY.length)];
        }
        return random.nextInt(20) == 0
                ? RARE[random.nextInt(RARE.length)]
                : random.nextInt(3) > 0 ? USUAL[0] : USUAL[random.nextInt(USUAL.length)];
    }

    /** @param second the second of the day at which the response was sent */
    Headers headers(
            Site site, Kind kind, int length, boolean gzip, int second, String location, SplittableRandom random) {
        Headers.Builder out = Headers.builder(18)
                .add("Date", date(second))
                .add("Server", site.server())
                .add("Connection", "keep-alive");
        if (kind == Kind.NOTHING) {
            if (status == 301 || status == 302) {
                out.add("Location", location).add("Content-Length", "0");
            }
        } else {
            out.add("Content-Type", kind.contentType).add("Content-Length", Integer.toString(length));
        }
        if (gzip) {
            out.add("Content-Encoding", "gzip").add("Vary", "Accept-Encoding, Origin");
        }
        if (kind == Kind.JSON || kind == Kind.HTML || kind == Kind.PLAIN) {
            out.add("Cache-Control", "no-cache, no-store, max-age=0, must-revalidate")
                    .add("X-Request-Id", Long.toHexString(random.nextLong()) + Long.toHexString(random.nextLong()));
        } else {
            out.add("Cache-Control", "public, max-age=31536000, immutable")
                    .add(
                            "ETag",
                            "\"" + Integer.toHexString(random.nextInt()) + "-" + Integer.toHexString(length) + "\"")
                    .add("Last-Modified", "Sun, 01 Nov 2026 10:" + two(random.nextInt(60)) + ":12 GMT")
                    .add("Accept-Ranges", "bytes");
        }
        if (site.isTls()) {
            out.add("Strict-Transport-Security", "max-age=63072000; includeSubDomains; preload");
        }
        out.add("X-Content-Type-Options", "nosniff");
        if (random.nextInt(12) == 0) {
            out.add(
                    "Set-Cookie",
                    "sid=" + Long.toHexString(random.nextLong()) + "; Path=/; Secure; HttpOnly; SameSite=Lax");
        }
        return out.build();
    }

    /** The IMF-fixdate (RFC 9110, 5.6.7) of a second counted from Mon, 23 Nov 2026; valid for one week. */
    private static String date(int second) {
        int day = second / 86_400 % 7;
        int rest = second % 86_400;
        return DAYS[day] + ", " + (23 + day) + " Nov 2026 " + two(rest / 3600) + ":" + two(rest / 60 % 60) + ":"
                + two(rest % 60) + " GMT";
    }

    private static String two(int number) {
        return number < 10 ? "0" + number : Integer.toString(number);
    }
}
