package dev.steno.rule.network;

import dev.steno.addon.End;
import dev.steno.flow.Headers;
import dev.steno.rule.action.RuleAction;
import dev.steno.rule.action.RulePoint;
import dev.steno.rule.spec.RuleException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;

/** {@code fault}: reads {@code TOXIC key=value…}, the faults of networks and servers. Stateless. */
public final class Fault {
    private static final List<String> TOXICS = List.of(
            "latency",
            "bandwidth",
            "slow_close",
            "timeout",
            "reset_peer",
            "slicer",
            "dribble",
            "loss",
            "window_starve",
            "limit_data",
            "status",
            "empty_response",
            "malformed_chunk",
            "random_then_close",
            "goaway",
            "refuse_stream",
            "dns_fail",
            "connect_refused",
            "connect_timeout",
            "tls_fail",
            "down",
            "clock",
            "ws_delay",
            "ws_drop",
            "ws_close");

    private Fault() {}

    /** The names of the faults. */
    public static List<String> toxics() {
        return TOXICS;
    }

    /**
     * Reads a fault.
     *
     * @throws RuleException if it is not valid; the message says what to write
     */
    public static RuleAction of(String text) {
        String[] parts = text.strip().split("\\s+", 2);
        String toxic = parts[0].toLowerCase(Locale.ROOT).replace('-', '_');
        if (!TOXICS.contains(toxic)) {
            throw new RuleException("\"" + parts[0] + "\" is not a fault; the faults are " + String.join(", ", TOXICS));
        }
        Attributes attributes = new Attributes(toxic, parts.length == 2 ? parts[1] : "");
        Chance chance = new Chance(
                attributes.fraction("toxicity", 1),
                attributes.number("times", Long.MAX_VALUE, 1, Long.MAX_VALUE),
                attributes.number("every", 1, 1, Integer.MAX_VALUE),
                attributes.number("seed", ThreadLocalRandom.current().nextLong(), Long.MIN_VALUE, Long.MAX_VALUE));
        RuleAction action = action(toxic, attributes, chance);
        attributes.checkAllKnown();
        return action;
    }

    private static RuleAction action(String toxic, Attributes attributes, Chance chance) {
        return switch (toxic) {
            case "latency" -> latency(attributes, chance);
            case "bandwidth" -> SlowFault.bandwidth(attributes, chance);
            case "slow_close" -> SlowFault.slowClose(attributes, chance);
            case "slicer" -> SlowFault.slicer(attributes, chance);
            case "dribble" -> SlowFault.dribble(attributes, chance);
            case "loss" -> SlowFault.loss(attributes, chance);
            case "window_starve" -> SlowFault.windowStarve(attributes, chance);
            case "timeout" -> {
                long after = attributes.time("timeout", "0");
                yield after == 0
                        ? request(chance, 0, new End.Hang(), "left without an answer by rule")
                        : request(chance, after, End.CLOSE, "left without an answer, and then closed, by rule");
            }
            case "reset_peer" ->
                request(
                        chance,
                        attributes.time("timeout", "0"),
                        new End.Reset(isOfConnection(attributes)),
                        "reset by rule");
            case "limit_data" ->
                new LimitFault(chance, Side.of(attributes), attributes.number("bytes", 0, 0, Long.MAX_VALUE));
            case "status" -> status(attributes, chance);
            case "empty_response" -> request(chance, 0, End.CLOSE, "closed by rule");
            case "malformed_chunk" ->
                new EndFault(chance, RulePoint.RESPONSE, 0, new End.Malformed(), "made malformed by rule");
            case "random_then_close" -> request(chance, 0, new End.Garbage(), "answered with garbage by rule");
            case "goaway" -> request(chance, 0, new End.GoAway(), "ended with GOAWAY by rule");
            case "refuse_stream" -> request(chance, 0, new End.Stream(End.Code.REFUSED_STREAM), "refused by rule");
            case "dns_fail" -> page(chance, 0, 502, "the name of the server could not be resolved, by rule");
            case "connect_refused" -> page(chance, 0, 502, "the server refused the connection, by rule");
            case "connect_timeout" ->
                page(chance, attributes.time("timeout", "10s"), 504, "the connection to the server timed out, by rule");
            case "tls_fail" -> page(chance, 0, 502, "the TLS handshake with the server failed, by rule");
            case "down" -> new DownFault(chance);
            case "clock" -> new ClockFault(chance, Duration.ofNanos(attributes.shift("shift", "1h")));
            case "ws_delay" ->
                StruckMessage.delayed(
                        chance, Side.of(attributes), delay(attributes, attributes.time("delay", "100ms")));
            case "ws_close" ->
                StruckMessage.closed(chance, Side.of(attributes), (int) attributes.number("code", 1011, 1000, 4999));
            default -> StruckMessage.dropped(chance, Side.of(attributes));
        };
    }

    private static EndFault request(Chance chance, long delay, End end, String what) {
        return new EndFault(chance, RulePoint.REQUEST, delay, end, what);
    }

    private static EndFault page(Chance chance, long delay, int status, String what) {
        return request(chance, delay, new End.Page(status), what);
    }

    private static boolean isOfConnection(Attributes attributes) {
        String scope = attributes.text("scope", "stream");
        return switch (scope) {
            case "stream" -> false;
            case "connection" -> true;
            default -> throw new RuleException("scope of reset_peer is stream or connection, not \"" + scope + "\"");
        };
    }

    private static RandomDelay delay(Attributes attributes, long nanos) {
        long jitter = attributes.time("jitter", "0");
        double sigma = attributes.fraction("sigma", 0);
        if (sigma > 0 && jitter > 0) {
            throw new RuleException("a delay has jitter (uniform) or sigma (lognormal), not both");
        }
        return new RandomDelay(nanos, jitter, sigma);
    }

    private static RuleAction latency(Attributes attributes, Chance chance) {
        RecordedDelay recorded = RecordedDelay.parse(attributes.text("latency", ""));
        RandomDelay delay = delay(attributes, recorded == null ? attributes.time("latency", "100ms") : 0);
        Side side = Side.of(attributes);
        String per = attributes.text("per", "exchange");
        if (per.equals("chunk") && recorded != null) {
            throw new RuleException("a recorded latency is that of an exchange; it has no per=chunk");
        }
        return switch (per) {
            case "exchange" -> new DelayFault(chance, delay, side, recorded);
            case "chunk" -> SlowFault.chunkLatency(chance, side, delay);
            default -> throw new RuleException("per of latency is exchange or chunk, not \"" + per + "\"");
        };
    }

    private static RuleAction status(Attributes attributes, Chance chance) {
        int code = (int) attributes.number("code", 503, 200, 599);
        long retryAfter = attributes.number("retry_after", -1, 0, Integer.MAX_VALUE);
        byte[] body = attributes.text("body", "").getBytes(StandardCharsets.UTF_8);
        Headers headers = Headers.EMPTY;
        if (body.length > 0) {
            headers = headers.with("Content-Type", "text/plain; charset=utf-8");
        }
        if (retryAfter >= 0) {
            headers = headers.with("Retry-After", Long.toString(retryAfter));
        }
        return new StatusFault(chance, code, headers, body);
    }
}
