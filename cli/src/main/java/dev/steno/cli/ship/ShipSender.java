package dev.steno.cli.ship;

import dev.steno.cli.command.Version;
import dev.steno.fleet.ship.Shipper;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;

/** How this machine names itself as a recorder of a shared store. Stateless. */
public final class ShipSender {
    private ShipSender() {}

    /** Returns the sender of a session. May look up the machine's name, so not on an event loop. */
    public static Shipper.Sender of(Path session) {
        return new Shipper.Sender(String.valueOf(session.getFileName()), host(), Version.number());
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }
}
