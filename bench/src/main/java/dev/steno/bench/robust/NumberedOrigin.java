package dev.steno.bench.robust;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A server on loopback that answers {@code /N} with the response of that number. A thread for each connection. */
final class NumberedOrigin implements AutoCloseable {
    private final ServerSocket listener;

    NumberedOrigin() throws IOException {
        listener = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        start(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "origin");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listener.accept();
                socket.setTcpNoDelay(true);
                start(() -> serve(socket));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private static void serve(Socket socket) {
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            OutputStream out = new BufferedOutputStream(socket.getOutputStream());
            for (String line = Lines.read(in); line != null; line = Lines.read(in)) {
                long number = Long.parseLong(line.substring(line.indexOf('/') + 1, line.lastIndexOf(' ')));
                for (String field = line; field != null && !field.isEmpty(); field = Lines.read(in)) {
                    // the fields say nothing that matters here
                }
                answer(number, out);
                out.flush();
            }
        } catch (IOException e) {
            // the proxy was killed
        }
    }

    private static void answer(long number, OutputStream out) throws IOException {
        byte[] body = NumberedFlows.body(number);
        if (NumberedFlows.status(number) == 204) {
            write(out, "HTTP/1.1 204 No Content\r\n\r\n");
        } else if (NumberedFlows.isChunked(number)) {
            int half = body.length / 2;
            write(out, "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n");
            chunk(out, body, 0, half);
            chunk(out, body, half, body.length - half);
            write(out, "0\r\n\r\n");
        } else {
            write(out, "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: " + body.length + "\r\n\r\n");
            out.write(body);
        }
    }

    private static void chunk(OutputStream out, byte[] from, int at, int length) throws IOException {
        write(out, Integer.toHexString(length) + "\r\n");
        out.write(from, at, length);
        write(out, "\r\n");
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
