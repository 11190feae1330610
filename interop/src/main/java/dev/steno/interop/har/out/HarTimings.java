package dev.steno.interop.har.out;

import dev.steno.flow.HttpFlow;
import dev.steno.flow.Times;
import dev.steno.text.FlowTimings;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import tools.jackson.core.JsonGenerator;

/**
 * The timings of an entry, in nanoseconds; -1 for what does not apply. The sum of all but {@code ssl}, which lies within
 * {@code connect}, is the time of the entry. Immutable.
 */
record HarTimings(long connect, long ssl, long send, long await, long receive) {
    private static final DateTimeFormatter ISO = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'");
    private static final long NONE = -1;

    static HarTimings of(HttpFlow flow) {
        FlowTimings known = FlowTimings.of(flow);
        long ssl = set(known.tls(), NONE);
        long tcp = set(known.connect(), NONE);
        long connect = tcp < 0 && ssl < 0 ? NONE : Math.max(0, tcp) + Math.max(0, ssl);
        long send = set(known.send(), 0);
        long await = set(known.await(), 0);
        long receive = set(known.receive(), 0);
        long rest = set(flow.duration(), 0) - Math.max(0, connect) - send - await - receive;
        // what no phase accounts for is time in which the server was awaited
        return new HarTimings(connect, ssl, send, rest > 0 ? await + rest : await, receive);
    }

    private static long set(long nanos, long otherwise) {
        return Times.isSet(nanos) && nanos >= 0 ? nanos : otherwise;
    }

    /** Returns the time of the entry in nanoseconds. */
    long total() {
        return Math.max(0, connect) + send + await + receive;
    }

    void write(JsonGenerator json) {
        json.writeObjectPropertyStart("timings");
        json.writeNumberProperty("blocked", -1);
        json.writeNumberProperty("dns", -1);
        millis(json, "connect", connect);
        millis(json, "ssl", ssl);
        millis(json, "send", send);
        millis(json, "wait", await);
        millis(json, "receive", receive);
        json.writeEndObject();
    }

    /** Writes nanoseconds as milliseconds, without an exponent; -1 as it is. */
    static void millis(JsonGenerator json, String name, long nanos) {
        if (nanos < 0) {
            json.writeNumberProperty(name, -1);
        } else {
            json.writeNumberProperty(name, BigDecimal.valueOf(nanos, 6).setScale(3, RoundingMode.HALF_UP));
        }
    }

    /** Returns a date that every reader takes; of an unknown time, the beginning of 1970. */
    static String date(long nanos) {
        Instant at = Times.isSet(nanos) ? Times.instant(nanos) : Instant.EPOCH;
        return ISO.format(at.atOffset(ZoneOffset.UTC));
    }
}
