package dev.steno.rule.network;

import dev.steno.flow.Direction;
import dev.steno.flow.Flow;
import dev.steno.flow.HttpFlow;
import dev.steno.pace.FlowPace;
import dev.steno.pace.Rate;
import dev.steno.pace.SharedRate;
import dev.steno.pace.Sharing;
import dev.steno.pace.TokenBucket;
import dev.steno.rule.spec.RuleException;
import java.util.concurrent.TimeUnit;

/** Reads the faults that slow data. Stateless. */
final class SlowFault {
    private SlowFault() {}

    static PaceFault bandwidth(Attributes attributes, Chance chance) {
        String rate = attributes.text("rate");
        if (rate == null) {
            throw new RuleException("bandwidth needs rate=, such as rate=500kbit (kbit/s without a unit)");
        }
        try {
            Sharing sharing = Sharing.parse(attributes.text("per", "flow"));
            SharedRate up = new SharedRate(Rate.parse(rate), sharing);
            SharedRate down = new SharedRate(Rate.parse(rate), sharing);
            return new PaceFault(
                    chance,
                    Side.of(attributes),
                    (draft, flow, direction, drawn) ->
                            draft.add((direction.isFromClient() ? up : down).bucketOf(flow)));
        } catch (IllegalArgumentException e) {
            throw new RuleException(String.valueOf(e.getMessage()));
        }
    }

    static PaceFault slicer(Attributes attributes, Chance chance) {
        int average = (int) attributes.number("average_size", 64, 1, 1 << 20);
        int variation = (int) attributes.number("size_variation", 0, 0, average);
        long pause = attributes.time("delay", "0");
        return new PaceFault(
                chance,
                Side.of(attributes),
                (draft, flow, direction, drawn) -> draft.add(new Slices(drawn, average, variation, pause)));
    }

    static PaceFault dribble(Attributes attributes, Chance chance) {
        int pieces = (int) attributes.number("n", 5, 1, 1 << 20);
        long total = attributes.time("total", "1s");
        if (total > 0 && total / pieces < FlowPace.SHORTEST) {
            throw new RuleException("a body dribbles in at most one piece in "
                    + TimeUnit.NANOSECONDS.toMillis(FlowPace.SHORTEST) + " ms: n of dribble is at most "
                    + Math.max(1, total / FlowPace.SHORTEST) + " for this total, not " + pieces);
        }
        return new PaceFault(
                chance,
                Side.of(attributes),
                (draft, flow, direction, drawn) ->
                        draft.add(new Dribble(BodyLength.of(flow, direction), pieces, total)));
    }

    static PaceFault slowClose(Attributes attributes, Chance chance) {
        long delay = attributes.time("delay", "1s");
        return new PaceFault(chance, Side.of(attributes), (draft, flow, direction, drawn) -> {
            if (endsByLength(flow, direction)) {
                draft.add(new LastByte(BodyLength.of(flow, direction), delay));
            } else {
                draft.delayEnd(delay);
            }
        });
    }

    /** Whether the receiver may take the message for complete with its last byte. A server may speak HTTP/1. */
    private static boolean endsByLength(Flow flow, Direction direction) {
        return BodyLength.of(flow, direction) > 0
                && (direction.isFromClient()
                        || ((HttpFlow) flow).request().version().startsWith("HTTP/1."));
    }

    static PaceFault loss(Attributes attributes, Chance chance) {
        double loss = attributes.fraction("loss", 0.1);
        long roundTrip = attributes.time("rtt", "100ms");
        return new PaceFault(chance, Side.of(attributes), (draft, flow, direction, drawn) -> {
            LostPackets packets = new LostPackets(loss, roundTrip, drawn);
            draft.add(packets);
            draft.remark(packets.remark());
        });
    }

    /** Nothing of the body is read, so the sender has its first window and no further one. */
    static PaceFault windowStarve(Attributes attributes, Chance chance) {
        long time = attributes.time("time", "10s");
        return new PaceFault(chance, Side.of(attributes, "upstream"), (draft, flow, direction, drawn) -> {
            if (time > 0) {
                draft.delayStart(time);
            } else {
                draft.add(new TokenBucket(Rate.NOTHING, System.nanoTime()));
            }
        });
    }

    static PaceFault chunkLatency(Chance chance, Side side, RandomDelay delay) {
        return new PaceFault(chance, side, (draft, flow, direction, drawn) -> draft.add(bytes -> delay.draw(drawn)));
    }
}
