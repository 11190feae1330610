package dev.steno.bench.robust;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Clients that ask for number after number through a proxy until it is gone, and note what they got whole. */
final class NumberedClients {
    private final int proxy;
    private final int origin;
    private final AtomicLong numbers;
    private final Set<Long> whole = ConcurrentHashMap.newKeySet();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean stopped;

    /** @param numbers the last number that was asked for */
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

    /** Numbers whose whole response reached a client. Complete once {@link #join} returned. */
    Set<Long> whole() {
        return whole;
    }

    /** Asks for nothing further. */
    void stop() {
        stopped = true;
    }

    /** Waits until each client has read all that will come. */
    void join() throws InterruptedException {
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private void ask() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), proxy)) {
            socket.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(socket.getInputStream());
            while (!stopped) {
                long number = numbers.incrementAndGet();
                String authority = "127.0.0.1:" + origin;
                socket.getOutputStream()
                        .write(("GET http://" + authority + "/" + number + " HTTP/1.1\r\nHost: " + authority
                                        + "\r\n\r\n")
                                .getBytes(StandardCharsets.US_ASCII));
                byte[] body = read(in);
                if (!NumberedFlows.isBody(number, body)) {
                    throw new IllegalStateException(
                            "a wrong response to " + number + ": " + new String(body, StandardCharsets.ISO_8859_1));
                }
                whole.add(number);
            }
        } catch (IOException e) {
            // the proxy was killed
        }
    }

    private static byte[] read(InputStream in) throws IOException {
        String status = line(in);
        long length = -1;
        for (String field = line(in); !field.isEmpty(); field = line(in)) {
            if (field.regionMatches(true, 0, "Content-Length:", 0, 15)) {
                length = Long.parseLong(field.substring(15).strip());
            }
        }
        if (status.contains(" 204 ")) {
            return new byte[0];
        }
        return length >= 0 ? exactly(in, (int) length) : chunked(in);
    }

    private static byte[] chunked(InputStream in) throws IOException {
        var body = new java.io.ByteArrayOutputStream();
        for (int size = size(in); size > 0; size = size(in)) {
            body.write(exactly(in, size));
            line(in);
        }
        line(in);
        return body.toByteArray();
    }

    private static int size(InputStream in) throws IOException {
        return Integer.parseInt(line(in), 16);
    }

    private static byte[] exactly(InputStream in, int size) throws IOException {
        byte[] bytes = in.readNBytes(size);
        if (bytes.length < size) {
            throw new EOFException();
        }
        return bytes;
    }

    private static String line(InputStream in) throws IOException {
        String line = Lines.read(in);
        if (line == null) {
            throw new EOFException();
        }
        return line;
    }
}
