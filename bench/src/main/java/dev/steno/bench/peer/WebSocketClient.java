package dev.steno.bench.peer;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A client of a WebSocket through a proxy. One thread may send while another reads. */
public final class WebSocketClient implements AutoCloseable {
    private final Socket socket;
    private final DataInputStream in;

    /** @param path of the request that opens the WebSocket */
    public WebSocketClient(int proxy, int origin, String path) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), proxy);
        socket.setTcpNoDelay(true);
        in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 1 << 16));
        String authority = "127.0.0.1:" + origin;
        String request = "GET http://" + authority + path + " HTTP/1.1\r\nHost: " + authority
                + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        String status = WebSocketFrames.readHead(in);
        if (!status.startsWith("HTTP/1.1 101 ")) {
            throw new IOException("no WebSocket, but " + status);
        }
    }

    public void send(byte[] payload) throws IOException {
        socket.getOutputStream().write(WebSocketFrames.text(payload, true));
    }

    /** Reads the next message, and returns its payload. Fails at the end of the connection. */
    public byte[] read() throws IOException {
        return WebSocketFrames.readText(in);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
