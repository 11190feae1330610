package dev.steno.interop.saz;

import dev.steno.flow.Direction;
import dev.steno.flow.Headers;
import dev.steno.flow.Message;
import dev.steno.flow.WebSocket;
import dev.steno.interop.intake.HttpDraft;
import dev.steno.interop.loss.Loss;
import dev.steno.websocket.Compression;
import dev.steno.websocket.Frame;
import dev.steno.websocket.FrameListener;
import dev.steno.websocket.FrameReader;
import dev.steno.websocket.MessageInflater;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.DataFormatException;
import org.jspecify.annotations.Nullable;

/** The frames of one side of a WebSocket, put together to messages. For one thread. */
final class SazSide implements FrameListener, AutoCloseable {
    private final HttpDraft draft;
    private final Direction direction;
    private final int limit;
    private final MessageInflater inflater;
    private final FrameReader reader = new FrameReader(this);
    private final ByteArrayOutputStream message = new ByteArrayOutputStream();
    private final ByteArrayOutputStream control = new ByteArrayOutputStream();
    private @Nullable Frame frame;
    private int opcode = Frame.BINARY;
    private boolean compressed;
    private long read;
    private long time;
    private @Nullable IOException failure;

    SazSide(HttpDraft draft, Direction direction, Headers response, int limit) {
        this.draft = draft;
        this.direction = direction;
        this.limit = limit;
        Compression agreed = Compression.agreed(response.all("Sec-WebSocket-Extensions"));
        this.inflater = new MessageInflater(
                direction == Direction.CLIENT_TO_SERVER ? agreed.clientTakeover() : agreed.serverTakeover());
    }

    /** Reads the bytes of a frame. */
    void read(byte[] bytes, long at) throws IOException {
        time = at;
        reader.read(bytes, 0, bytes.length);
        if (failure != null) {
            throw failure;
        }
    }

    @Override
    public void frameBegun(Frame begun) {
        frame = begun;
        read = 0;
        control.reset();
        if (begun.opcode() == Frame.TEXT || begun.opcode() == Frame.BINARY) {
            message.reset();
            opcode = begun.opcode();
            compressed = (begun.reserved() & Frame.COMPRESSED) != 0;
        }
    }

    @Override
    public void framePayload(byte[] data, int from, int length) {
        Frame current = current();
        current.mask(read, data, from, length);
        read += length;
        ByteArrayOutputStream to = current.isControl() ? control : message;
        if (to.size() + length <= limit) {
            to.write(data, from, length);
        }
    }

    @Override
    public boolean frameEnded() {
        Frame current = current();
        try {
            switch (current.opcode()) {
                case Frame.PING, Frame.PONG -> draft.control(direction, current.opcode() == Frame.PING);
                case Frame.CLOSE -> draft.closed(direction, closeCode(), closeReason());
                default -> {
                    if (current.fin()) {
                        endMessage();
                    }
                }
            }
        } catch (IOException e) {
            failure = e;
        }
        return true;
    }

    private Frame current() {
        if (frame == null) {
            throw new IllegalStateException("no frame has begun");
        }
        return frame;
    }

    private void endMessage() throws IOException {
        byte[] data = message.toByteArray();
        message.reset();
        Message.Kind kind = opcode == Frame.TEXT ? Message.Kind.TEXT : Message.Kind.BINARY;
        if (compressed) {
            byte[] plain = inflated(data);
            if (plain == null) {
                draft.lost(Loss.DAMAGED);
                kind = Message.Kind.RAW;
            } else {
                data = plain;
            }
        }
        draft.message(direction, kind, time, Message.Edit.NONE, data);
    }

    private byte @Nullable [] inflated(byte[] data) {
        if (!inflater.canRead()) {
            return null;
        }
        ByteArrayOutputStream plain = new ByteArrayOutputStream();
        try {
            inflater.inflate(data, 0, data.length, plain::write);
            inflater.endMessage(plain::write);
            return plain.toByteArray();
        } catch (DataFormatException e) {
            return null;
        }
    }

    private int closeCode() {
        byte[] data = control.toByteArray();
        return data.length < 2 ? WebSocket.Close.NO_CODE : (data[0] & 0xFF) << 8 | data[1] & 0xFF;
    }

    private String closeReason() {
        byte[] data = control.toByteArray();
        return data.length <= 2 ? "" : new String(data, 2, data.length - 2, StandardCharsets.ISO_8859_1);
    }

    @Override
    public void framingLost(String why) {
        draft.problem(why);
    }

    @Override
    public void unframedBytes(byte[] data, int from, int length) {
        draft.lost(Loss.DAMAGED);
    }

    @Override
    public void close() {
        inflater.close();
    }
}
