package dev.steno.bench.peer;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

/** A server of WebSockets. What it does with the messages is given. */
public final class WebSocketOrigin extends LoopbackServer {
    // Sec-WebSocket-Accept for the key of the example in RFC 6455, 1.3, which WebSocketClient sends
    private static final byte[] ACCEPTED =
            ("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                            + "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII);

    private final Receiver receiver;

    /** Takes the messages of all clients, each on the thread of its connection. */
    public interface Receiver {
        /** @param answers takes messages for the same client, made by {@link #frame} */
        void message(byte[] payload, OutputStream answers) throws IOException;
    }

    public WebSocketOrigin(Receiver receiver) throws IOException {
        this.receiver = receiver;
        startAccepting();
    }

    /** A message of this server as it is sent. */
    public static byte[] frame(byte[] payload) {
        return WebSocketFrames.text(payload, false);
    }

    @Override
    protected void serve(Socket connection) throws IOException {
        DataInputStream in = new DataInputStream(new BufferedInputStream(connection.getInputStream(), 1 << 16));
        OutputStream out = connection.getOutputStream();
        try {
            WebSocketFrames.readHead(in);
            out.write(ACCEPTED);
            while (true) {
                receiver.message(WebSocketFrames.readText(in), out);
            }
        } catch (EOFException | SocketException e) {
            // the client has gone
        }
    }
}
