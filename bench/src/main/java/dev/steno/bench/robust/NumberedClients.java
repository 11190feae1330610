package dev.steno.bench.robust;

import dev.steno.bench.peer.HttpIn;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Clients that request one number after another through a proxy until it is killed or refuses a request, and record
 * which responses they received completely.
 */
final class NumberedClients {
    private final int proxy;
    private final int origin;
    private final AtomicLong numbers;
    private final Set<Long> whole = ConcurrentHashMap.newKeySet();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean stopped;

    /** @param numbers the last number requested, shared by all clients */
    NumberedClients(int proxy, int origin, AtomicLong numbers, int clients) {
        this.proxy = proxy;
        this.origin = origin;
        this.numbers = numbers;
        for (int i = 0; i < clients; i++) {
            Thread thread = new Thread(this::ask, "client");
            thread.setDaemon(true);
            thread.start();
            threads.add(thread);
        }
    }

    /** The numbers of the responses that a client received completely. Final after {@link #join}. */
    Set<Long> whole() {
        return whole;
    }

    /** Stops sending requests. */
    void stop() {
        stopped = true;
    }

    /** Waits until each client has read its last response. */
    void join() throws InterruptedException {
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private void ask() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), proxy)) {
            socket.setTcpNoDelay(true);
            HttpIn in = new HttpIn(socket.getInputStream());
            while (!stopped) {
                long number = numbers.incrementAndGet();
                String authority = "127.0.0.1:" + origin;
                socket.getOutputStream()
                        .write(("GET http://" + authority + "/" + number + " HTTP/1.1\r\nHost: " + authority
                                        + "\r\n\r\n")
                                .getBytes(StandardCharsets.US_ASCII));
                String status = in.head();
                if (status == null || status.startsWith("HTTP/1.1 503")) {
                    return; // the proxy was killed, or refuses requests that it cannot record
                }
                byte[] body = in.body();
                if (!NumberedFlows.isBody(number, body)) {
                    throw new IllegalStateException(
                            "wrong response to " + number + ": " + new String(body, StandardCharsets.ISO_8859_1));
                }
                whole.add(number);
            }
        } catch (IOException e) {
            // the proxy was killed
        }
    }
}
