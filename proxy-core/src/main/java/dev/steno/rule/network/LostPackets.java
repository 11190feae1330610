package dev.steno.rule.network;

import dev.steno.pace.PieceShape;
import java.util.concurrent.TimeUnit;

/**
 * Packets that are lost, as a client above TCP meets them: the data stands still until the packet is sent again. On one event
 * loop.
 */
final class LostPackets implements PieceShape {
    private static final int PACKET = 1500;

    /** The shortest time after which TCP sends a packet again, beside the round trip. */
    private static final long TIMEOUT = TimeUnit.MILLISECONDS.toNanos(200);

    private final double loss;
    private final long stall;
    private final Chance chance;
    private int left; // bytes of the present packet, so that a seed repeats whatever the sizes of reads

    /**
     * @param loss the part of packets that is lost, 0 to 1
     * @param roundTrip nanoseconds
     */
    LostPackets(double loss, long roundTrip, Chance chance) {
        this.loss = loss;
        this.stall = roundTrip + TIMEOUT;
        this.chance = chance;
    }

    @Override
    public int size() {
        return left > 0 ? left : PACKET;
    }

    @Override
    public long pause(int bytes) {
        boolean begins = left == 0;
        left = (begins ? PACKET : left) - bytes;
        return begins && chance.draw() < loss ? stall : 0;
    }

    /** What the record says of a flow that it strikes. */
    String remark() {
        return Math.round(loss * 1e4) / 1e2 + " % of packets are lost, shown as pauses of "
                + TimeUnit.NANOSECONDS.toMillis(stall) + " ms, since above TCP none is missing";
    }
}
