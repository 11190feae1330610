package dev.steno.bench.rule;

import dev.steno.bench.peer.HttpIn;
import dev.steno.bench.peer.LoopbackServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Answers each request with the same text and a cookie. */
final class TextOrigin extends LoopbackServer {
    private final byte[] answer;

    TextOrigin(String type, byte[] text) throws IOException {
        byte[] head = ("HTTP/1.1 200 OK\r\nContent-Type: " + type + "\r\nContent-Length: " + text.length
                        + "\r\nServer: origin\r\nSet-Cookie: sid=0f3a9c71b2; Path=/; HttpOnly\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        answer = new byte[head.length + text.length];
        System.arraycopy(head, 0, answer, 0, head.length);
        System.arraycopy(text, 0, answer, head.length, text.length);
        startAccepting();
    }

    @Override
    protected void serve(Socket connection) throws IOException {
        HttpIn in = new HttpIn(connection.getInputStream());
        OutputStream out = connection.getOutputStream();
        while (in.message() != null) {
            out.write(answer);
        }
    }
}
