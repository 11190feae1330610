package dev.steno.bench.exchange;

import dev.steno.bench.peer.LoopbackServer;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** Keeps the requests that it receives, byte by byte, and answers each with an empty response. */
final class CopyOrigin extends LoopbackServer {
    private static final byte[] OK = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    final BlockingQueue<Received> received = new LinkedBlockingQueue<>();

    /** A request; a char for each byte of its head. */
    record Received(String line, List<String> fields, byte[] body) {}

    CopyOrigin() throws IOException {
        startAccepting();
    }

    @Override
    protected void serve(Socket connection) throws IOException {
        InputStream in = new BufferedInputStream(connection.getInputStream(), 64 << 10);
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            List<String> fields = new ArrayList<>();
            int length = 0;
            for (String field = line(in); !field.isEmpty(); field = line(in)) {
                fields.add(field);
                if (field.regionMatches(true, 0, "content-length:", 0, 15)) {
                    length = Integer.parseInt(field.substring(15).strip());
                }
            }
            byte[] body = in.readNBytes(length);
            if (body.length < length) {
                throw new EOFException("the connection ended within a body");
            }
            received.add(new Received(line, fields, body));
            connection.getOutputStream().write(OK);
        }
    }

    /** Returns the next line without its end; empty at the end of the stream as well. */
    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
            line.append((char) next);
        }
        int end = line.length();
        return line.substring(0, end > 0 && line.charAt(end - 1) == '\r' ? end - 1 : end);
    }
}
