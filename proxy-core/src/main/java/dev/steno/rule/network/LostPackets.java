package dev.steno.rule.network;

import dev.steno.pace.PieceShape;
import java.util.SplittableRandom;
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
    private final SplittableRandom random = new SplittableRandom();

    /** @param roundTrip nanoseconds */
    LostPackets(double loss, long roundTrip) {
        this.loss = loss;
        this.stall = roundTrip + TIMEOUT;
    }

    @Override
    public int size() {
        return PACKET;
    }

    @Override
    public long pause(int bytes) {
        return random.nextDouble() < loss * bytes / PACKET ? stall : 0;
    }
}
