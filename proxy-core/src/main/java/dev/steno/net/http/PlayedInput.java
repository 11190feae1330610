package dev.steno.net.http;

import dev.steno.flow.Message;
import dev.steno.websocket.Compression;
import dev.steno.websocket.Frame;
import dev.steno.websocket.FrameListener;
import dev.steno.websocket.MessageInflater;
import java.io.ByteArrayOutputStream;
import java.util.function.Consumer;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * Reads a client's frames for the server of a {@link dev.steno.flow.WebSocketSource}: joins the parts of a message, of which it
 * keeps the beginning, and inflates that. Breaches of the protocol are the relay's to note; their bytes are passed over. For
 * one WebSocket; on its event loop.
 */
final class PlayedInput implements FrameListener {
    /** Receives a message of the client. */
    @FunctionalInterface
    interface Receiver {
        /** @param whole whether these are all of its bytes */
        void received(Message.Kind kind, byte[] data, boolean whole);
    }

    private final Receiver receiver;
    private final Consumer<byte[]> pinged;
    private final Consumer<byte[]> closed;
    private final ByteArrayOutputStream control = new ByteArrayOutputStream(0);
    private ByteArrayOutputStream content = new ByteArrayOutputStream(0);
    private boolean deflate;
    private boolean compressed; // the message in progress
    private boolean whole = true; // no byte of it was left out
    private Message.@Nullable Kind kind; // of the message in progress; null between two
    private @Nullable Frame frame;
    private long at;

    /**
     * @param pinged takes the payload of a Ping frame
     * @param closed takes the payload of a Close frame
     */
    PlayedInput(Receiver receiver, Consumer<byte[]> pinged, Consumer<byte[]> closed) {
        this.receiver = receiver;
        this.pinged = pinged;
        this.closed = closed;
    }

    /** The extensions that were agreed to, before the first frame. */
    void expect(Compression agreed) {
        deflate = agreed.deflate();
    }

    @Override
    public void frameBegun(Frame begun) {
        frame = begun;
        at = 0;
        if (begun.isControl()) {
            control.reset();
        } else if (begun.opcode() != Frame.CONTINUATION) {
            content.reset();
            whole = true;
            compressed = deflate && (begun.reserved() & Frame.COMPRESSED) != 0;
            kind = begun.opcode() == Frame.TEXT ? Message.Kind.TEXT : Message.Kind.BINARY;
        }
    }

    @Override
    public void framePayload(byte[] data, int from, int length) {
        Frame of = frame;
        if (of == null) {
            return;
        }
        of.mask(at, data, from, length);
        at += length;
        ByteArrayOutputStream to = of.isControl() ? control : content;
        int most = of.isControl() ? Frame.CONTROL_LIMIT : Message.LIMIT;
        int kept = Math.min(length, most - to.size());
        to.write(data, from, kept);
        whole &= of.isControl() || kept == length;
    }

    @Override
    public boolean frameEnded() {
        Frame ended = frame;
        frame = null;
        if (ended == null) {
            return true;
        }
        if (ended.opcode() == Frame.PING) {
            pinged.accept(control.toByteArray());
        } else if (ended.opcode() == Frame.CLOSE) {
            closed.accept(control.toByteArray());
        } else if (!ended.isControl() && ended.fin() && kind != null) {
            messageEnded(kind);
        }
        return true;
    }

    private void messageEnded(Message.Kind of) {
        kind = null;
        byte[] data = content.toByteArray();
        content = new ByteArrayOutputStream(0);
        receiver.received(of, compressed ? inflated(data) : data, whole);
    }

    /** Inflates the beginning of a message, so that one that inflates to very much takes no more time than others. */
    private byte[] inflated(byte[] data) {
        Inflater inflater = new Inflater(true);
        try {
            ByteArrayOutputStream plain = new ByteArrayOutputStream();
            inflate(inflater, data, plain);
            if (whole) {
                inflate(inflater, MessageInflater.end(), plain);
            }
            return plain.toByteArray();
        } catch (DataFormatException damaged) {
            whole = false;
            return data;
        } finally {
            inflater.end();
        }
    }

    private void inflate(Inflater inflater, byte[] data, ByteArrayOutputStream to) throws DataFormatException {
        byte[] piece = new byte[4096];
        inflater.setInput(data);
        for (int count = inflater.inflate(piece); count > 0; count = inflater.inflate(piece)) {
            int kept = Math.min(count, Message.LIMIT - to.size());
            to.write(piece, 0, kept);
            if (kept < count) {
                whole = false;
                return;
            }
        }
    }

    @Override
    public void framingLost(String why) {
        kind = null;
    }

    @Override
    public void unframedBytes(byte[] data, int from, int length) {
        // the relay records them
    }
}
