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

/** A server's end of a connection of HTTP/2 that sends exact frames. */
public final class FrameServer {
    private final Wiretap wire;
    private final DefaultHttp2HeadersDecoder decoder = new DefaultHttp2HeadersDecoder(false);
    private boolean greeted;
    private int unacknowledged;

    /** What a server does once the client's preface came and its own SETTINGS went out. */
    public interface Script {
        void run(FrameServer server) throws IOException;
    }

    /** A request's head. */
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

    /** One whose client's preface was read, and that has sent nothing yet. */
    public static FrameServer silent(Wiretap wire) {
        return new FrameServer(wire);
    }

    public static ScriptedOrigin.Script script(Script script) {
        return script(new byte[0], script);
    }

    /** One setting (RFC 9113, 6.5.1). */
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

    /** The next frame that is no SETTINGS; null at the end. */
    public FrameClient.Frame next() throws IOException {
        FrameClient.Frame frame = FrameClient.read(wire);
        while (frame != null && frame.type() == FrameClient.SETTINGS) {
            if (frame.flags() == 0 && greeted) {
                send(FrameClient.SETTINGS, FrameClient.ACK, 0);
            } else if (frame.flags() == 0) {
                unacknowledged++; // after its own, which are its first frame
            }
            frame = FrameClient.read(wire);
        }
        return frame;
    }

    /** The next frame of a type. */
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

    /** The next request's head. */
    public Request request() throws IOException {
        FrameClient.Frame frame = await(FrameClient.HEADERS);
        return new Request(frame.stream(), fields(frame), frame.endsStream());
    }

    /** Decodes a whole field block; each must be decoded once and in order. */
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

    /** Reads to the end and lets go what comes. */
    public void drain() throws IOException {
        while (next() != null) {
            // more
        }
    }
}
