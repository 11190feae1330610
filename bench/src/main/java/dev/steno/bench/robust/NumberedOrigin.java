package dev.steno.bench.robust;

import dev.steno.bench.peer.HttpIn;
import dev.steno.bench.peer.LoopbackServer;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A server that answers {@code /N} with the response of number N. */
final class NumberedOrigin extends LoopbackServer {
    NumberedOrigin() throws IOException {
        startAccepting();
    }

    @Override
    protected void serve(Socket connection) throws IOException {
        HttpIn in = new HttpIn(connection.getInputStream());
        OutputStream out = new BufferedOutputStream(connection.getOutputStream());
        for (String line = in.message(); line != null; line = in.message()) {
            answer(Long.parseLong(line.substring(line.indexOf('/') + 1, line.lastIndexOf(' '))), out);
            out.flush();
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
}
