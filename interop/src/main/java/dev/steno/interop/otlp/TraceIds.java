package dev.steno.interop.otlp;

import dev.steno.flow.HttpFlow;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The numbers of a span: those of the request's {@code traceparent} (https://www.w3.org/TR/trace-context/), else some that
 * follow from the flow, so that a second export gives the same. Immutable.
 *
 * @param parent of the span that sent the request; empty if it is unknown
 */
record TraceIds(String trace, String span, String parent) {
    private static final Pattern TRACEPARENT =
            Pattern.compile("[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}(?:-.*)?");
    private static final String NO_TRACE = "0".repeat(32);
    private static final String NO_SPAN = "0".repeat(16);

    static TraceIds of(HttpFlow flow) {
        byte[] digest =
                digest(flow.id() + " " + flow.started() + " " + flow.request().url());
        String span = HexFormat.of().formatHex(digest, 16, 24);
        String given = flow.request().headers().get("traceparent");
        Matcher known = TRACEPARENT.matcher(given == null ? "" : given.strip());
        if (known.matches()
                && !known.group(1).equals(NO_TRACE)
                && !known.group(2).equals(NO_SPAN)) {
            return new TraceIds(known.group(1), span, known.group(2));
        }
        return new TraceIds(HexFormat.of().formatHex(digest, 0, 16), span, "");
    }

    private static byte[] digest(String of) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(of.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
