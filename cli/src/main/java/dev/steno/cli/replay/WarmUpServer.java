package dev.steno.cli.replay;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A server on loopback that gives each request the same answer, for requests with which the program warms itself up. A thread
 * accepts, and each connection has one; all end with {@link #close}.
 */
final class WarmUpServer implements AutoCloseable {
    /** About the size of an answer of an API; what is in it is never shown. */
    private static final int BODY = 1_000;

    private static final int LONGEST_LINE = 1 << 20;
    private static final byte[] ANSWER = ("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: " + BODY
                    + "\r\n\r\n" + "warm up! ".repeat(BODY).substring(0, BODY))
            .getBytes(StandardCharsets.ISO_8859_1);

    private final ServerSocket socket;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    WarmUpServer() throws IOException {
        socket = new ServerSocket(0, 256, InetAddress.getLoopbackAddress());
        start(this::accept);
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "warm-up");
        thread.setDaemon(true);
        thread.start();
    }

    String url() {
        return "http://127.0.0.1:" + socket.getLocalPort();
    }

    private void accept() {
        try {
            while (true) {
                Socket connection = socket.accept();
                open.add(connection);
                start(() -> serve(connection));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void serve(Socket connection) {
        try (connection;
                InputStream in = new BufferedInputStream(connection.getInputStream())) {
            connection.setTcpNoDelay(true);
            OutputStream out = connection.getOutputStream();
            while (takesRequest(in)) {
                out.write(ANSWER);
            }
        } catch (IOException e) {
            // the client has closed it
        } finally {
            open.remove(connection);
        }
    }

    /** Reads a request; returns whether another one can follow. A chunked body is not read, so its connection ends. */
    private static boolean takesRequest(InputStream in) throws IOException {
        long length = 0;
        String line = line(in);
        boolean any = !line.isEmpty();
        for (; !line.isEmpty(); line = line(in)) {
            String field = line.toLowerCase(Locale.ROOT);
            if (field.startsWith("content-length:")) {
                length = Long.parseLong(field.substring(field.indexOf(':') + 1).strip());
            } else if (field.startsWith("transfer-encoding:")) {
                return false;
            }
        }
        in.skipNBytes(length);
        return any;
    }

    /** Returns a line without its end; empty at the end of the head and of the connection. */
    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder(64);
        for (int c = in.read(); c >= 0 && c != '\n' && line.length() < LONGEST_LINE; c = in.read()) {
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
        for (Socket each : open) {
            each.close();
        }
    }
}
