package dev.steno.fleet.ship;

import java.nio.file.Path;

/** Ships a session in a process of its own, whose heap the test bounds. */
final class LargeBodyShipping {
    private LargeBodyShipping() {}

    /** @param arguments the session, and the URL of the store */
    public static void main(String[] arguments) throws Exception {
        ShipStatus status = new Shipping().ship(Path.of(arguments[0]), arguments[1]);
        System.out.println("sent " + status.sent() + ", away " + status.failure());
    }
}
