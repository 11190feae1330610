package dev.steno.bench.traffic;

import dev.steno.flow.Headers;

/** A client program: the header fields it sends, in its usual order. */
enum Agent {
    CHROME(
            46,
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36",
            "\"Chromium\";v=\"142\", \"Not A(Brand\";v=\"24\"",
            "\"Windows\""),
    ANDROID(
            14,
            "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36",
            "\"Chromium\";v=\"142\", \"Not A(Brand\";v=\"24\"",
            "\"Android\""),
    FIREFOX(20, "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0", "", ""),
    SAFARI(
            12,
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0"
                    + " Safari/605.1.15",
            "",
            ""),
    CURL(5, "curl/8.16.0", "", ""),
    OKHTTP(3, "okhttp/5.1.0", "", "");

    private final int share;
    private final String userAgent;
    private final String hints;
    private final String platform;

    Agent(int share, String userAgent, String hints, String platform) {
        this.share = share;
        this.userAgent = userAgent;
        this.hints = hints;
        this.platform = platform;
    }

    /** The client for a percentile of the traffic, 0 to 99. */
    static Agent at(int percent) {
        int left = percent;
        for (Agent agent : values()) {
            left -= agent.share;
            if (left < 0) {
                return agent;
            }
        }
        return CHROME;
    }

    /**
     * @param body size of the request body in bytes; negative if there is none
     * @param cookie the Cookie field; empty for none
     */
    Headers headers(Site site, Kind kind, String referer, String cookie, int body, String bodyType, String language) {
        Headers.Builder out = Headers.builder(20).add("Host", site.authority());
        if (this == CURL || this == OKHTTP) {
            out.add("User-Agent", userAgent).add("Accept", kind.accept);
            body(out, body, bodyType);
            return this == CURL
                    ? out.build()
                    : out.add("Accept-Encoding", "gzip").build();
        }
        out.add("Connection", "keep-alive");
        body(out, body, bodyType);
        if (!hints.isEmpty()) {
            out.add("sec-ch-ua-platform", platform)
                    .add("User-Agent", userAgent)
                    .add("sec-ch-ua", hints)
                    .add("sec-ch-ua-mobile", this == ANDROID ? "?1" : "?0")
                    .add("Accept", kind.accept);
        } else {
            out.add("User-Agent", userAgent).add("Accept", kind.accept);
        }
        if (kind == Kind.HTML) {
            out.add("Upgrade-Insecure-Requests", "1");
        }
        out.add("Sec-Fetch-Site", referer.isEmpty() ? "none" : "same-origin")
                .add("Sec-Fetch-Mode", kind.fetchMode)
                .add("Sec-Fetch-Dest", kind.fetchDest);
        if (!referer.isEmpty()) {
            out.add("Referer", referer);
        }
        out.add("Accept-Encoding", this == SAFARI ? "gzip, deflate, br" : "gzip, deflate, br, zstd")
                .add("Accept-Language", language);
        if (!cookie.isEmpty()) {
            out.add("Cookie", cookie);
        }
        return out.build();
    }

    private static void body(Headers.Builder out, int body, String type) {
        if (body >= 0) {
            out.add("Content-Type", type).add("Content-Length", Integer.toString(body));
        }
    }
}
