package dev.steno.bench.live;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;

/** A connection of an HTTP/2 client whose requests get no response. For one thread. */
final class Http2Streams {
    private static final int HEADERS = 1;
    private static final int RST_STREAM = 3;
    private static final int SETTINGS = 4;
    private static final int END_STREAM_AND_HEADERS = 5;

    private final Socket socket;
    private final DataInputStream in;
    private final Set<Integer> reset = new HashSet<>();
    private int last = -1;

    Http2Streams(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        in = new DataInputStream(socket.getInputStream());
        ByteArrayOutputStream begin = new ByteArrayOutputStream();
        begin.writeBytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        frame(begin, SETTINGS, 0, 0, new byte[0]);
        socket.getOutputStream().write(begin.toByteArray());
    }

    /** Sends a GET; returns its stream. */
    int ask(String authority, String path) throws IOException {
        last += 2;
        ByteArrayOutputStream fields = new ByteArrayOutputStream();
        for (String field :
                new String[] {":method", "GET", ":scheme", "http", ":authority", authority, ":path", path}) {
            if (field.startsWith(":")) {
                fields.write(0); // a literal that is not indexed (RFC 7541, 6.2.2)
            }
            fields.write(field.length());
            fields.writeBytes(field.getBytes(StandardCharsets.US_ASCII));
        }
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame(frame, HEADERS, END_STREAM_AND_HEADERS, last, fields.toByteArray());
        socket.getOutputStream().write(frame.toByteArray());
        return last;
    }

    private static void frame(ByteArrayOutputStream out, int type, int flags, int stream, byte[] payload) {
        out.write(0);
        out.write(payload.length >> 8);
        out.write(payload.length);
        out.write(type);
        out.write(flags);
        out.write(0);
        out.write(0);
        out.write(stream >> 8);
        out.write(stream);
        out.writeBytes(payload);
    }

    /** Reads until this stream is reset. */
    void awaitReset(int stream) throws IOException {
        while (!reset.contains(stream)) {
            int lengthAndType = in.readInt();
            in.readByte();
            int of = in.readInt();
            in.readNBytes(lengthAndType >>> 8);
            if ((lengthAndType & 0xff) == RST_STREAM) {
                reset.add(of);
            }
        }
    }
}
