package dev.steno.bench.live;

import dev.steno.bench.peer.LoopbackServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A server that answers with "ok", or, at {@code /endless}, with a body that does not end. */
final class EndlessOrigin extends LoopbackServer {
    private static final byte[] SMALL =
            "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok".getBytes(StandardCharsets.ISO_8859_1);
    /** Longer than any run: without a length, chunk sizes would count, which are 2.4 % of pieces of 250 bytes. */
    private static final byte[] ENDLESS =
            "HTTP/1.1 200 OK\r\nContent-Length: 1000000000000\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1);

    EndlessOrigin() throws IOException {
        startAccepting();
    }

    @Override
    protected void serve(Socket connection) throws IOException {
        connection.setSendBufferSize(1 << 16);
        BufferedReader in =
                new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.ISO_8859_1));
        OutputStream out = connection.getOutputStream();
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            boolean endless = line.contains("/endless");
            while (!line.isEmpty()) {
                line = in.readLine();
            }
            out.write(endless ? ENDLESS : SMALL);
            byte[] piece = new byte[1 << 16];
            while (endless) {
                out.write(piece);
            }
        }
    }
}
