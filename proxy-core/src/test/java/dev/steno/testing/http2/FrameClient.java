package dev.steno.testing.http2;

import dev.steno.testing.Bytes;
import dev.steno.testing.http1.RawClient;
import dev.steno.testing.http1.Wiretap;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Exception;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP/2 client that sends exact frames. It encodes all fields as literals that are never indexed, so that any byte
 * can be sent.
 */
public final class FrameClient {
    public static final int DATA = 0;
    public static final int HEADERS = 1;
    public static final int RST_STREAM = 3;
    public static final int SETTINGS = 4;
    public static final int PING = 6;
    public static final int GOAWAY = 7;
    public static final int WINDOW_UPDATE = 8;
    public static final int CONTINUATION = 9;

    public static final int END_STREAM = 1;
    public static final int ACK = 1;
    public static final int END_HEADERS = 4;

    public static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1);

    private final RawClient client;
    private final DefaultHttp2HeadersDecoder decoder = new DefaultHttp2HeadersDecoder(false);

    public record Frame(int type, int flags, int stream, byte[] payload) {
        public boolean endsStream() {
            return (type == DATA || type == HEADERS) && (flags & END_STREAM) != 0;
        }

        /** The error code of a RST_STREAM or a GOAWAY. */
        public int code() {
            int at = type == GOAWAY ? 4 : 0;
            return (payload[at] & 0xff) << 24
                    | (payload[at + 1] & 0xff) << 16
                    | (payload[at + 2] & 0xff) << 8
                    | payload[at + 3] & 0xff;
        }
    }

    private FrameClient(RawClient client) {
        this.client = client;
    }

    /** Sends the preface and empty SETTINGS on a connection, with or without TLS, to the proxy or in a tunnel. */
    public static FrameClient over(RawClient client) throws IOException {
        client.send(Bytes.concat(PREFACE, frame(SETTINGS, 0, 0)));
        return new FrameClient(client);
    }

    /** Creates a client that only reads, for a connection on which the test has already sent all bytes. */
    public static FrameClient reading(RawClient client) {
        return new FrameClient(client);
    }

    public RawClient raw() {
        return client;
    }

    public static byte[] frame(int type, int flags, int stream, byte... payload) {
        byte[] all = new byte[9 + payload.length];
        all[0] = (byte) (payload.length >> 16);
        all[1] = (byte) (payload.length >> 8);
        all[2] = (byte) payload.length;
        all[3] = (byte) type;
        all[4] = (byte) flags;
        all[5] = (byte) (stream >> 24);
        all[6] = (byte) (stream >> 16);
        all[7] = (byte) (stream >> 8);
        all[8] = (byte) stream;
        System.arraycopy(payload, 0, all, 9, payload.length);
        return all;
    }

    /** Encodes a field block of never-indexed literals (RFC 7541, 6.2.3). */
    public static byte[] block(String... namesAndValues) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            out.write(0x10);
            literal(out, namesAndValues[i]);
            literal(out, namesAndValues[i + 1]);
        }
        return out.toByteArray();
    }

    private static void literal(ByteArrayOutputStream out, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        if (bytes.length < 127) {
            out.write(bytes.length);
        } else {
            out.write(127);
            int rest = bytes.length - 127;
            for (; rest >= 128; rest >>>= 7) {
                out.write(rest & 127 | 128);
            }
            out.write(rest);
        }
        out.writeBytes(bytes);
    }

    public static byte[] number(int value) {
        return new byte[] {(byte) (value >> 24), (byte) (value >> 16), (byte) (value >> 8), (byte) value};
    }

    public FrameClient send(int type, int flags, int stream, byte... payload) throws IOException {
        client.send(frame(type, flags, stream, payload));
        return this;
    }

    public FrameClient headers(int stream, boolean end, String... namesAndValues) throws IOException {
        return send(HEADERS, END_HEADERS | (end ? END_STREAM : 0), stream, block(namesAndValues));
    }

    /** Parses fields of the form {@code name=value}, separated by {@code " | "}, into alternating names and values. */
    public static String[] list(String fields) {
        return Arrays.stream(fields.split(" \\| "))
                .flatMap(field -> Arrays.stream(field.split("=", 2)))
                .toArray(String[]::new);
    }

    /** The fields of a request for a URL, as alternating names and values. */
    public static String[] fields(String method, String url, String... more) {
        int authority = url.indexOf("://") + 3;
        int path = url.indexOf('/', authority);
        String[] all = Arrays.copyOf(
                new String[] {
                    ":method", method,
                    ":scheme", url.substring(0, authority - 3),
                    ":authority", url.substring(authority, path),
                    ":path", url.substring(path)
                },
                8 + more.length);
        System.arraycopy(more, 0, all, 8, more.length);
        return all;
    }

    public FrameClient request(int stream, boolean end, String method, String url, String... more) throws IOException {
        return headers(stream, end, fields(method, url, more));
    }

    /** Sends a GET for an {@code http} URL. */
    public FrameClient get(int stream, String authority, String path) throws IOException {
        return request(stream, true, "GET", "http://" + authority + path);
    }

    public FrameClient post(int stream, String authority, String path, String... more) throws IOException {
        return request(stream, false, "POST", "http://" + authority + path, more);
    }

    public FrameClient data(int stream, boolean end, byte[] bytes) throws IOException {
        return send(DATA, end ? END_STREAM : 0, stream, bytes);
    }

    /** Reads the next frame; null at the end of the connection. */
    @Nullable
    public Frame next() throws IOException {
        return read(client.wire());
    }

    /** Reads the next frame of a connection; null at its end. */
    public static @Nullable Frame read(Wiretap wire) throws IOException {
        byte[] head;
        try {
            head = wire.in().readNBytes(9);
        } catch (java.net.SocketException e) {
            return null; // reset
        }
        if (head.length < 9) {
            return null;
        }
        int length = (head[0] & 0xff) << 16 | (head[1] & 0xff) << 8 | head[2] & 0xff;
        int stream = (head[5] & 0x7f) << 24 | (head[6] & 0xff) << 16 | (head[7] & 0xff) << 8 | head[8] & 0xff;
        return new Frame(head[3], head[4] & 0xff, stream, wire.readExactly(length));
    }

    /** Reads up to the next frame of a type on a stream; discards the frames before it. Fails if the stream is reset instead. */
    public Frame await(int type, int stream) throws IOException {
        for (Frame frame = next(); frame != null; frame = next()) {
            if (frame.type() == type && frame.stream() == stream) {
                return frame;
            }
            if (frame.type() == RST_STREAM && frame.stream() == stream) {
                throw new IOException(
                        "stream " + stream + " was reset (" + frame.code() + ") before a frame of type " + type);
            }
        }
        throw new IOException("the connection ended before a frame of type " + type + " on stream " + stream);
    }

    /** The response on a stream; {@code reset} is the error code of its RST_STREAM, -1 if there was none. */
    public record Answer(Map<String, String> head, Map<String, String> trailers, String body, int reset) {
        public int status() {
            return head.containsKey(":status") ? Integer.parseInt(head.get(":status")) : 0;
        }
    }

    /**
     * Reads one stream to its end or its reset, and returns credit for its data. Frames of other streams are discarded.
     */
    public Answer answer(int stream) throws IOException {
        Map<String, String> head = new LinkedHashMap<>();
        Map<String, String> trailers = new LinkedHashMap<>();
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (Frame frame = next(); frame != null; frame = next()) {
            if (frame.type() == DATA && frame.payload().length > 0) {
                send(WINDOW_UPDATE, 0, 0, number(frame.payload().length));
            }
            if (frame.type() == HEADERS) { // every block must be decoded, since all share one dynamic table
                Map<String, String> fields = fields(frame);
                if (frame.stream() == stream) {
                    (head.isEmpty() || head.get(":status").startsWith("1") ? head : trailers).putAll(fields);
                }
            }
            if (frame.stream() != stream) {
                continue;
            }
            if (frame.type() == DATA) {
                body.writeBytes(frame.payload());
                if (!frame.endsStream() && frame.payload().length > 0) {
                    send(WINDOW_UPDATE, 0, stream, number(frame.payload().length));
                }
            }
            if (frame.endsStream() || frame.type() == RST_STREAM) {
                return new Answer(
                        head,
                        trailers,
                        body.toString(StandardCharsets.ISO_8859_1),
                        frame.type() == RST_STREAM ? frame.code() : -1);
            }
        }
        throw new IOException("the connection ended before stream " + stream + " did");
    }

    /**
     * Decodes a complete field block. Each block must be decoded exactly once and in order, since all share one dynamic
     * table.
     */
    public Map<String, String> fields(Frame headers) throws IOException {
        Map<String, String> all = new LinkedHashMap<>();
        for (String field : fieldLines(headers)) {
            int colon = field.indexOf(": ", 1);
            all.merge(field.substring(0, colon), field.substring(colon + 2), (a, b) -> a + "|" + b);
        }
        return all;
    }

    /** Like {@link #fields(Frame)}, but returns each field as {@code name: value}. */
    public List<String> fieldLines(Frame headers) throws IOException {
        List<String> all = new ArrayList<>();
        try {
            decoder.decodeHeaders(headers.stream(), Unpooled.wrappedBuffer(headers.payload()))
                    .forEach(field -> all.add(field.getKey() + ": " + field.getValue()));
        } catch (Http2Exception e) {
            throw new IOException(e);
        }
        return all;
    }
}
