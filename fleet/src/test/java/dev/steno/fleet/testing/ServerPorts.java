package dev.steno.fleet.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ports on loopback for servers that tests kill and start again. They are below those that the system gives to clients: a client
 * that keeps asking for a server that is gone may otherwise be given the very port it asks for, talk to itself, and keep the
 * server from it. Thread-safe.
 */
public final class ServerPorts {
    private static final int FIRST = 10_240;
    private static final AtomicInteger NEXT =
            new AtomicInteger(ThreadLocalRandom.current().nextInt(1 << 30));

    private ServerPorts() {}

    /** Returns a port that nobody listens on, and that this JVM has not given to another server. */
    public static int next() throws IOException {
        int count = Math.max(1, firstOfClients() - FIRST);
        for (int i = 0; i < count; i++) {
            int port = FIRST + Math.floorMod(NEXT.getAndIncrement(), count);
            try (ServerSocket free = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return free.getLocalPort();
            } catch (IOException taken) {
                // the next one
            }
        }
        throw new IOException("no port from " + FIRST + " is free");
    }

    /** The first port that the system gives to a client that asks for none, by Linux's default if it does not tell. */
    private static int firstOfClients() {
        // such a file is told whole in one read, which must be long enough
        try (BufferedReader range = Files.newBufferedReader(Path.of("/proc/sys/net/ipv4/ip_local_port_range"))) {
            return Integer.parseInt(range.readLine().strip().split("\\s+")[0]);
        } catch (IOException | NumberFormatException e) {
            return 32_768;
        }
    }
}
