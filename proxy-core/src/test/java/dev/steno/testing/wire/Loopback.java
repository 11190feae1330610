package dev.steno.testing.wire;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Places on loopback. */
public final class Loopback {
    private Loopback() {}

    /** A port that nobody listens at. */
    public static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }
}
