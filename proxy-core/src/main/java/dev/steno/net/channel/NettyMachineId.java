package dev.steno.net.channel;

import java.util.concurrent.ThreadLocalRandom;

/**
 * Spares Netty the search for a network card's address, which it puts into the names of channels and warns of where there is none.
 * Names are compared within one process only, so random bytes do.
 */
final class NettyMachineId {
    private static final String PROPERTY = "io.netty.machineId";

    private NettyMachineId() {}

    /** Called before the first channel is made; leaves what the user gave. */
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
