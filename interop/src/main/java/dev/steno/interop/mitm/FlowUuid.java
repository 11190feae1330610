package dev.steno.interop.mitm;

import dev.steno.flow.Times;
import java.util.UUID;

/**
 * Names of flows and connections as mitmproxy has them: UUIDs of version 8 (RFC 9562, 5.8), made of the time of the beginning
 * and the number in the session, so that a second export has the same. Stateless.
 */
final class FlowUuid {
    private static final long VERSION = 0x8000L;
    private static final long VARIANT = 0x8000_0000_0000_0000L;

    /** What is named. */
    enum Of {
        FLOW(0),
        CLIENT(1),
        SERVER(2),
        /** The connection of a flow that has no number. */
        CLIENT_OF_FLOW(3),
        SERVER_OF_FLOW(4);

        private final int number;

        Of(int number) {
            this.number = number;
        }
    }

    private FlowUuid() {}

    /**
     * Returns a name.
     *
     * @param began nanoseconds since the epoch; {@link Times#UNSET} for unknown
     * @param number in the session
     */
    static String of(Of what, long began, long number) {
        long micros = Times.isSet(began) ? Math.floorDiv(began, 1000L) : 0;
        long high = Math.floorDiv(micros, 1000L) << 16 | VERSION | Math.floorMod(micros, 1000L);
        long low = VARIANT | (long) what.number << 58 | number & (1L << 58) - 1;
        return new UUID(high, low).toString();
    }
}
