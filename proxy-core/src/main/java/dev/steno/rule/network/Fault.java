package dev.steno.rule.network;

import dev.steno.addon.End;
import dev.steno.flow.Headers;
import dev.steno.pace.Rate;
import dev.steno.pace.SharedRate;
import dev.steno.pace.Sharing;
import dev.steno.rule.action.RuleAction;
import dev.steno.rule.action.RulePoint;
import dev.steno.rule.spec.RuleException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;

/** {@code fault}: reads {@code TOXIC key=value…}, the faults of networks and servers. Stateless. */
public final class Fault {
    /** Toxics of other programs that do not exist here, and what to use instead. */
    private static final Map<String, String> MISSING = new TreeMap<>(Map.of(
            "window_starve", "the windows of HTTP/2 cannot be held shut; use bandwidth with a low rate",
            "ws_close", "no Close frame can be sent; end the WebSocket by steno call flow.kill",
            "clock", "times in messages are not moved; use modify-headers",
            "dribble", "use slicer with a delay",
            "loss", "above TCP no packet can be lost; use throttle very-bad",
            "down", "use connect_refused, or throttle offline"));

    private static final List<String> TOXICS = List.of(
            "latency",
            "bandwidth",
            "slow_close",
            "timeout",
            "reset_peer",
            "slicer",
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
            "ws_delay",
            "ws_drop");

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
        if (MISSING.containsKey(toxic)) {
            throw new RuleException("the fault " + toxic + " does not exist: " + MISSING.get(toxic));
        }
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
            case "bandwidth" -> bandwidth(attributes, chance);
            case "slow_close" -> {
                long delay = attributes.time("delay", "1s");
                yield new PaceFault(chance, side(attributes), (draft, flow, direction, drawn) -> draft.delayEnd(delay));
            }
            case "slicer" -> slicer(attributes, chance);
            case "timeout" -> {
                long after = attributes.time("timeout", "0");
                yield after == 0
                        ? request(chance, 0, new End.Hang(), "left without an answer by rule")
                        : request(chance, after, End.CLOSE, "left without an answer, and then closed, by rule");
            }
            case "reset_peer" -> request(chance, attributes.time("timeout", "0"), new End.Reset(), "reset by rule");
            case "limit_data" ->
                new EndFault(
                        chance,
                        RulePoint.RESPONSE,
                        0,
                        new End.Truncate(attributes.number("bytes", 0, 0, Long.MAX_VALUE)),
                        "cut by rule");
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
            case "ws_delay" -> new MessageFault(chance, side(attributes), delay(attributes, "delay"));
            default -> new MessageFault(chance, side(attributes), null);
        };
    }

    private static EndFault request(Chance chance, long delay, End end, String what) {
        return new EndFault(chance, RulePoint.REQUEST, delay, end, what);
    }

    private static EndFault page(Chance chance, long delay, int status, String what) {
        return request(chance, delay, new End.Page(status), what);
    }

    private static Side side(Attributes attributes) {
        return Side.parse(attributes.text("direction", "downstream"));
    }

    private static RandomDelay delay(Attributes attributes, String key) {
        long nanos = attributes.time(key, "100ms");
        long jitter = attributes.time("jitter", "0");
        double sigma = attributes.fraction("sigma", 0);
        if (sigma > 0 && jitter > 0) {
            throw new RuleException("a delay has jitter (uniform) or sigma (lognormal), not both");
        }
        return new RandomDelay(nanos, jitter, sigma);
    }

    private static RuleAction latency(Attributes attributes, Chance chance) {
        RandomDelay delay = delay(attributes, "latency");
        Side side = side(attributes);
        String per = attributes.text("per", "exchange");
        return switch (per) {
            case "exchange" -> new DelayFault(chance, delay, side);
            case "chunk" ->
                new PaceFault(chance, side, (draft, flow, direction, drawn) -> draft.add(bytes -> delay.draw(drawn)));
            default -> throw new RuleException("per of latency is exchange or chunk, not \"" + per + "\"");
        };
    }

    private static RuleAction bandwidth(Attributes attributes, Chance chance) {
        String rate = attributes.text("rate");
        if (rate == null) {
            throw new RuleException("bandwidth needs rate=, such as rate=500kbit (kbit/s without a unit)");
        }
        try {
            Sharing sharing = Sharing.parse(attributes.text("per", "flow"));
            SharedRate up = new SharedRate(Rate.parse(rate), sharing);
            SharedRate down = new SharedRate(Rate.parse(rate), sharing);
            Side side = side(attributes);
            return new PaceFault(
                    chance,
                    side,
                    (draft, flow, direction, drawn) ->
                            draft.add((direction.isFromClient() ? up : down).bucketOf(flow)));
        } catch (IllegalArgumentException e) {
            throw new RuleException(String.valueOf(e.getMessage()));
        }
    }

    private static RuleAction slicer(Attributes attributes, Chance chance) {
        int average = (int) attributes.number("average_size", 64, 1, 1 << 20);
        int variation = (int) attributes.number("size_variation", 0, 0, average);
        long pause = attributes.time("delay", "0");
        return new PaceFault(
                chance,
                side(attributes),
                (draft, flow, direction, drawn) -> draft.add(new Slices(drawn, average, variation, pause)));
    }

    private static RuleAction status(Attributes attributes, Chance chance) {
        int code = (int) attributes.number("code", 503, 200, 599);
        String retryAfter = attributes.text("retry_after", "");
        byte[] body = attributes.text("body", "").getBytes(StandardCharsets.UTF_8);
        Headers headers = Headers.EMPTY;
        if (body.length > 0) {
            headers = headers.with("Content-Type", "text/plain; charset=utf-8");
        }
        if (!retryAfter.isEmpty()) {
            headers = headers.with("Retry-After", retryAfter);
        }
        return new StatusFault(chance, code, headers, body);
    }
}
