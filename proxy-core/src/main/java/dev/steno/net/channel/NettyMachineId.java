package dev.steno.net.channel;

import java.util.concurrent.ThreadLocalRandom;

/**
 * Gives Netty random bytes in place of a MAC address. Netty would otherwise search for one, and log a warning if the
 * machine has none. The address only becomes part of channel ids, which are compared within one process. Called once,
 * at the start.
 */
final class NettyMachineId {
    private static final String PROPERTY = "io.netty.machineId";

    private NettyMachineId() {}

    /** Call before the first channel is created. A value that the user has set is kept. */
    static void choose() {
        if (System.getProperty(PROPERTY) == null) {
            long random = ThreadLocalRandom.current().nextLong();
            System.setProperty(
                    PROPERTY,
                    String.format(
                            "%02x:%02x:%02x:%02x:%02x:%02x",
                            random & 0xff,
                            random >> 8 & 0xff,
                            random >> 16 & 0xff,
                            random >> 24 & 0xff,
                            random >> 32 & 0xff,
                            random >> 40 & 0xff));
        }
    }
}
