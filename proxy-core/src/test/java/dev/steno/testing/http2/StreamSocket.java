package dev.steno.testing.http2;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;

/**
 * Makes an HTTP/2 stream that a CONNECT opened usable as a socket, by a relay between its DATA frames and a loopback
 * connection.
 */
public final class StreamSocket {
    private StreamSocket() {}

    /** Opens a tunnel with CONNECT. From then on, no other code may read the client's frames. */
    public static Socket connect(FrameClient client, int stream, String authority) throws IOException {
        client.headers(stream, false, ":method", "CONNECT", ":authority", authority);
        String status = client.fields(client.await(FrameClient.HEADERS, stream)).get(":status");
        if (!"200".equals(status)) {
            throw new IOException("no tunnel: " + status);
        }
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            Socket near = new Socket(listener.getInetAddress(), listener.getLocalPort());
            Socket far = listener.accept();
            run(() -> outwards(client, stream, far));
            run(() -> inwards(client, stream, far));
            return near;
        }
    }

    private static void outwards(FrameClient client, int stream, Socket from) throws IOException {
        byte[] piece = new byte[16_384];
        for (int count = from.getInputStream().read(piece);
                count > 0;
                count = from.getInputStream().read(piece)) {
            client.data(stream, false, Arrays.copyOf(piece, count));
        }
        client.data(stream, true, new byte[0]);
    }

    private static void inwards(FrameClient client, int stream, Socket to) throws IOException {
        for (FrameClient.Frame frame = client.next(); frame != null; frame = client.next()) {
            if (frame.stream() == stream && frame.type() == FrameClient.DATA) {
                to.getOutputStream().write(frame.payload());
            }
            if (frame.stream() == stream && (frame.endsStream() || frame.type() == FrameClient.RST_STREAM)) {
                break;
            }
        }
        to.shutdownOutput();
    }

    private interface Job {
        void run() throws IOException;
    }

    private static void run(Job job) {
        Thread thread = new Thread(
                () -> {
                    try {
                        job.run();
                    } catch (IOException e) {
                        // the test has ended
                    }
                },
                "stream-socket");
        thread.setDaemon(true);
        thread.start();
    }
}
