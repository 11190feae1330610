package dev.steno.testing.http2;

import dev.steno.testing.Bytes;
import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.testing.http1.Wiretap;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Exception;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The server's end of an HTTP/2 connection, which sends exact frames. */
public final class FrameServer {
    private final Wiretap wire;
    private final DefaultHttp2HeadersDecoder decoder = new DefaultHttp2HeadersDecoder(false);
    private boolean greeted;
    private int unacknowledged;

    /** Serves a connection after the client's preface was read and the server's SETTINGS were sent. */
    public interface Script {
        void run(FrameServer server) throws IOException;
    }

    /** The head of a request; {@code ends} if the request has no body. */
    public record Request(int stream, List<String> fields, boolean ends) {
        public String field(String name) {
            return fields.stream()
                    .filter(field -> field.startsWith(name + ": "))
                    .map(field -> field.substring(name.length() + 2))
                    .findFirst()
                    .orElse("");
        }
    }

    private FrameServer(Wiretap wire) {
        this.wire = wire;
    }

    /** @param settings the payload of the server's SETTINGS */
    public static ScriptedOrigin.Script script(byte[] settings, Script script) {
        return connection -> {
            byte[] preface = connection.readExactly(FrameClient.PREFACE.length);
            if (!java.util.Arrays.equals(preface, FrameClient.PREFACE)) {
                throw new IOException("no preface");
            }
            FrameServer server = new FrameServer(connection);
            server.send(FrameClient.SETTINGS, 0, 0, settings);
            script.run(server);
        };
    }

    /** Creates a server for a connection whose client preface was read and on which no byte was sent yet. */
    public static FrameServer silent(Wiretap wire) {
        return new FrameServer(wire);
    }

    public static ScriptedOrigin.Script script(Script script) {
        return script(new byte[0], script);
    }

    /** Encodes one setting (RFC 9113, 6.5.1). */
    public static byte[] setting(int id, int value) {
        return Bytes.concat(new byte[] {0, (byte) id}, FrameClient.number(value));
    }

    public FrameServer send(int type, int flags, int stream, byte... payload) throws IOException {
        wire.send(FrameClient.frame(type, flags, stream, payload));
        greeted |= type == FrameClient.SETTINGS;
        for (; greeted && unacknowledged > 0; unacknowledged--) {
            wire.send(FrameClient.frame(FrameClient.SETTINGS, FrameClient.ACK, 0));
        }
        return this;
    }

    public FrameServer headers(int stream, boolean end, String... namesAndValues) throws IOException {
        int flags = FrameClient.END_HEADERS | (end ? FrameClient.END_STREAM : 0);
        return send(FrameClient.HEADERS, flags, stream, FrameClient.block(namesAndValues));
    }

    public FrameServer data(int stream, boolean end, byte[] bytes) throws IOException {
        return send(FrameClient.DATA, end ? FrameClient.END_STREAM : 0, stream, bytes);
    }

    public FrameServer reset(int stream, int code) throws IOException {
        return send(FrameClient.RST_STREAM, 0, stream, FrameClient.number(code));
    }

    public FrameServer goAway(int last, int code) throws IOException {
        byte[] payload = Bytes.concat(FrameClient.number(last), FrameClient.number(code));
        return send(FrameClient.GOAWAY, 0, 0, payload);
    }

    public FrameServer ok(int stream) throws IOException {
        return headers(stream, false, ":status", "200").data(stream, true, Bytes.latin1("ok"));
    }

    public Wiretap wire() {
        return wire;
    }

    /** Reads the next frame that is not SETTINGS; null at the end of the connection. */
    public FrameClient.Frame next() throws IOException {
        FrameClient.Frame frame = FrameClient.read(wire);
        while (frame != null && frame.type() == FrameClient.SETTINGS) {
            if (frame.flags() == 0 && greeted) {
                send(FrameClient.SETTINGS, FrameClient.ACK, 0);
            } else if (frame.flags() == 0) {
                unacknowledged++; // not before the server's own SETTINGS, which must be its first frame
            }
            frame = FrameClient.read(wire);
        }
        return frame;
    }

    /** Reads up to the next frame of a type; discards the frames before it. */
    public FrameClient.Frame await(int type) throws IOException {
        FrameClient.Frame frame = next();
        while (frame != null && frame.type() != type) {
            frame = next();
        }
        if (frame == null) {
            throw new IOException("the connection ended before a frame of type " + type);
        }
        return frame;
    }

    /** Reads up to the head of the next request. */
    public Request request() throws IOException {
        FrameClient.Frame frame = await(FrameClient.HEADERS);
        return new Request(frame.stream(), fields(frame), frame.endsStream());
    }

    /**
     * Decodes a complete field block. Each block must be decoded exactly once and in order, since all share one dynamic
     * table.
     */
    public List<String> fields(FrameClient.Frame headers) throws IOException {
        List<String> fields = new ArrayList<>();
        try {
            decoder.decodeHeaders(headers.stream(), Unpooled.wrappedBuffer(headers.payload()))
                    .forEach(field -> fields.add(field.getKey() + ": " + field.getValue()));
        } catch (Http2Exception e) {
            throw new IOException(e);
        }
        return fields;
    }

    /** Reads to the end of the connection and discards all frames. */
    public void drain() throws IOException {
        while (next() != null) {
            // discard the frame
        }
    }
}
