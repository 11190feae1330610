package dev.steno.compare;

import dev.steno.compare.IgnoreRule.Kind;
import java.util.List;
import java.util.stream.Stream;

/** What differs between two runs of the same as a rule, and says nothing about either. Immutable. */
public final class UsualNoise {
    /** Fields that are made anew for each response or request. */
    private static final List<String> FIELDS = List.of(
            // of a response's time and way
            "date",
            "age",
            "via",
            "etag",
            "last-modified",
            "expires",
            "server-timing",
            "x-timer",
            "x-runtime",
            "x-response-time",
            "report-to",
            "nel",
            // validators that come from an earlier response
            "if-none-match",
            "if-modified-since",
            // numbers of requests and traces
            "request-id",
            "x-request-id",
            "correlation-id",
            "x-correlation-id",
            "x-trace-id",
            "traceparent",
            "tracestate",
            "b3",
            "x-b3-*",
            "x-datadog-*",
            "x-cloud-trace-context",
            "x-github-request-id",
            "x-ms-request-id",
            // networks of caches and clouds
            "cf-ray",
            "cf-request-id",
            "cf-cache-status",
            "x-served-by",
            "x-amz-request-id",
            "x-amz-id-2",
            "x-amz-cf-*",
            "x-amzn-requestid",
            "x-amzn-trace-id",
            // nonces of the handshake of a WebSocket (RFC 6455, 4)
            "sec-websocket-key",
            "sec-websocket-accept",
            // follow from the body and its codings, which are compared
            "content-length",
            "content-encoding",
            "transfer-encoding",
            "content-md5",
            "digest",
            "content-digest",
            "repr-digest");

    /** A value of a policy, an attribute or a script that browsers compare with another one of the same response. */
    private static final String NONCE = "(?i)\\bnonce(-|=[\"']?)[A-Za-z0-9+/_=-]{8,}";

    /** The rules. */
    public static final List<IgnoreRule> RULES = Stream.concat(
                    FIELDS.stream().map(field -> new IgnoreRule(Kind.HEADER, field)),
                    Stream.of(
                            new IgnoreRule(Kind.COOKIE, "*"),
                            new IgnoreRule(Kind.QUERY, "_"),
                            new IgnoreRule(Kind.QUERY, "nonce"),
                            new IgnoreRule(Kind.FORM, "nonce"),
                            // has no meaning (RFC 9110, 15), and HTTP/2 has none
                            new IgnoreRule(Kind.PART, "status line/reason"),
                            new IgnoreRule(Kind.TEXT, NONCE)))
            .toList();

    private UsualNoise() {}
}
