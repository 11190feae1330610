package dev.steno.testing.wire;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/** An address that neither accepts nor refuses connections: its backlog is full, so Linux drops further SYN packets. */
public final class FullListener implements AutoCloseable {
    private final ServerSocket socket;
    private final List<SocketChannel> waiting = new ArrayList<>();

    public FullListener(String address) throws IOException {
        socket = new ServerSocket(0, 1, InetAddress.getByName(address));
        for (int i = 0; i < 8; i++) {
            SocketChannel one = SocketChannel.open();
            one.configureBlocking(false);
            one.connect(new InetSocketAddress(address, port()));
            waiting.add(one);
        }
    }

    public int port() {
        return socket.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        for (SocketChannel one : waiting) {
            one.close();
        }
        socket.close();
    }
}
