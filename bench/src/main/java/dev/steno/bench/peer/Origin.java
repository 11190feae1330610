package dev.steno.bench.peer;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

/** Answers each request with a different body of a fixed size. */
public final class Origin extends LoopbackServer {
    private final int bodySize;

    public Origin(int bodySize) throws IOException {
        this.bodySize = bodySize;
        startAccepting();
    }

    @Override
    protected void serve(Socket connection) throws IOException {
        HttpIn in = new HttpIn(connection.getInputStream());
        OutputStream out = connection.getOutputStream();
        byte[] head = ("HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\nContent-Length: " + bodySize
                        + "\r\nServer: origin\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        byte[] answer = new byte[head.length + bodySize];
        System.arraycopy(head, 0, answer, 0, head.length);
        SplittableRandom random = new SplittableRandom(connection.getPort());
        while (in.message() != null) {
            for (int i = head.length; i < answer.length; i += 509) {
                answer[i] = (byte) random.nextInt();
            }
            out.write(answer);
        }
    }
}
